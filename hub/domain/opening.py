"""What may be opened: readable names and words come out only for what the disclosure decision made, or a named purpose.

Whoever has an ``Opening`` was let through here; ``hub.people`` opens nothing for anybody else (DOMAIN.md 5.1).
"""

from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from typing import Final

from hub.domain.disclosure import Disclosed, Ground
from hub.domain.items import Item


class Purpose(StrEnum):
    """What is opened for without an item that was disclosed: each a duty of one role, checked at the door."""

    IDENTITY_REVIEW = "identity-review"
    """A steward decides who is who, and sees those between whom to decide."""
    REQUEST = "request"
    """Who decides or advises on a request of the family reads the words in which it was asked."""
    OUTCOME = "outcome"
    """Who asked what is recorded about them is told what is kept of who they are (DOMAIN.md 12)."""
    EXCEPTION_REVIEW = "exception-review"
    """Who reviews a safety exception reads the words in which it was weighed (DOMAIN.md 4)."""
    OWN_PROFESSIONALS = "own-professionals"
    """An organisation reads how its own professionals can be reached."""
    OWN_SIGNALS = "own-signals"
    """An organisation reads where it said that it keeps its own signals itself."""


_MADE_HERE: Final = object()


class Opening:
    """Persons, by pseudonym, and words, by identifier, that may be opened. Made by this module alone.

    Raises ``TypeError`` when anything else tries to make one.
    """

    __slots__ = ("contents", "persons", "purpose")

    def __init__(
        self, persons: Iterable[str], contents: Iterable[str], purpose: Purpose | None, *, made_by: object
    ) -> None:
        if made_by is not _MADE_HERE:
            raise TypeError("only the disclosure decision, or a named purpose, opens anything")
        self.persons = tuple(dict.fromkeys(persons))
        self.contents = tuple(dict.fromkeys(contents))
        self.purpose = purpose


def persons_of(disclosed: Iterable[Disclosed[Item]], persons: Iterable[str], called: Callable[[str], str]) -> Opening:
    """Those of these persons about whom an item of another was disclosed, by the pseudonym that the viewer knows.

    Not whom the viewer knows by itself alone: a name that another stated in a sealed item would tell of that item.
    """
    allowed = {person for each in disclosed if each.ground is not Ground.OWN for person in each.item.about}
    return Opening((called(person) for person in persons if person in allowed), (), None, made_by=_MADE_HERE)


def contacts_of(disclosed: Iterable[Disclosed[Item]], places: Mapping[str, str]) -> Opening:
    """Where the contacts of disclosed items are kept; ``places`` are by item."""
    return Opening((), (places[each.item.id] for each in disclosed if each.item.id in places), None, made_by=_MADE_HERE)


def for_purpose(purpose: Purpose, *, persons: Iterable[str] = (), contents: Iterable[str] = ()) -> Opening:
    """What is opened for a duty that is no disclosure of an item."""
    return Opening(persons, contents, purpose, made_by=_MADE_HERE)
