"""What every fact has: a stable name, a version, the moment of recording, and tags by which the ledger finds it."""

from datetime import datetime
from typing import Any, ClassVar

import msgspec
from eventsourcing.dcb.domain import Decision


class Fact(msgspec.Struct, Decision, frozen=True, kw_only=True):
    """Something that was decided and recorded, never changed afterwards.

    A fact holds pseudonyms and codes only, never what identifies a person (ARCHITECTURE.md 2, "No readable person in
    a fact"), and all that a fold needs: persons and both times. ``TOPIC`` is the stored name and has no version in it;
    ``version`` travels as a field so that old facts can be upcast before they are decoded.
    """

    TOPIC: ClassVar[str]
    VERSION: ClassVar[int] = 1
    ACT: ClassVar[bool] = True
    """Somebody did this, and not the hub itself by its rules: it stands on a name."""

    recorded_at: datetime
    """When the hub recorded it (domain clock, UTC)."""
    version: int = 1
    by: str | None = None
    """The professional on whose name this stands, by the acting organisation's own code; None for its system."""

    def as_dict(self) -> dict[str, Any]:
        """The fields by name, as the library's perspectives read them."""
        return {name: getattr(self, name) for name in self.__struct_fields__}

    def tags(self) -> tuple[str, ...]:
        """The tags under which the ledger finds this fact."""
        raise NotImplementedError

    def forgets(self) -> tuple[str, ...]:
        """The owners of data keys that are destroyed for this: pseudonyms, and ``signal:<id>`` of sealed contents.

        What they seal is deleted in the transaction that records this fact; the keys follow, and then a fact says so.
        """
        return ()

    def apply(self, obj: Any) -> None:  # noqa: ANN401 - the library hands over any perspective
        """Hand this fact to the state that the perspective ``obj`` holds."""
        obj.state.fold(self)


def contents_of(*things: str) -> tuple[str, ...]:
    """The owners of the keys under which the words about these things are sealed."""
    return tuple(f"signal:{thing}" for thing in dict.fromkeys(things))


def person_tags(*persons: str) -> tuple[str, ...]:
    """Tags of a fact that is about persons but says nothing of their relation."""
    return tuple(f"person:{person}" for person in dict.fromkeys(persons))


def kin_tags(*persons: str) -> tuple[str, ...]:
    """Tags of a fact that links persons: the circle of a family is found by following these.

    Every fact that makes an item about several persons is one, or a decision about one of them would not read the rest.
    Being in one circle shows nobody anything: what a recipient sees is joined by what is disclosed to it alone.
    """
    first, *others = dict.fromkeys(persons)
    kin = tuple(f"kin:{person}" for person in (first, *others)) if others else ()
    return (*person_tags(first, *others), *kin)
