"""What the population register (BRP) says of a person: a fact with source ``register``, like a statement of anybody's.

Persons by pseudonym, addresses by a keyed pseudonym of their own; never a name, a birth date or an address.
"""

from datetime import datetime
from typing import ClassVar, Literal

import msgspec

from hub.domain.facts.base import Fact, kin_tags


class RegisteredPartner(msgspec.Struct, frozen=True, kw_only=True, gc=False, omit_defaults=True):
    """A spouse or registered partner; one of before where the marriage or partnership was dissolved."""

    person: str
    ended: bool = False


class RegisteredAuthority(msgspec.Struct, frozen=True, kw_only=True, gc=False, omit_defaults=True):
    """Who holds authority (gezag) over a minor."""

    holders: tuple[str, ...] = ()
    complete: bool = True
    """False: it cannot be determined (GezagNietTeBepalen), is looked into, or somebody holds it who has no number."""


class PersonRegistered(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """How a person is registered when the register was asked; recorded when it says something new.

    What it said before stays known: from two of these it shows that somebody moved, was born, married or died.
    """

    TOPIC: ClassVar[str] = "person-registered"
    ACT: ClassVar[bool] = False

    person: str
    asked_at: datetime
    source: Literal["register"]
    parents: tuple[str, ...] | None = None
    """None: not kept, since the person was asked about only as somebody's relative."""
    children: tuple[str, ...] | None = None
    """Those under 23 (Jeugdwet 7.1.1.1), as far as they have a number."""
    partners: tuple[RegisteredPartner, ...] = ()
    authority: RegisteredAuthority | None = None
    """Over this person; None over who is of age."""
    home: str | None = None
    """A keyed pseudonym of the addressable object: equal for the same home, and found by nobody without the key."""
    home_since: datetime | None = None
    """None also where it is too near the birth: no fact implies a birth date."""
    municipality: str | None = None
    """A keyed pseudonym too."""
    housemates: tuple[str, ...] | None = None
    """Who is registered at the same home; nobody where it is an institution, or where an indication of secrecy is.
    None: not asked."""
    institution: bool = False
    """The home is on the list of addresses that say nothing of who belongs together."""
    secret: bool = False
    """The address may not be supplied (geheimhouding persoonsgegevens)."""
    died: bool = False
    died_on: datetime | None = None
    """The first moment of the day, of a partial date of its first day; None where it is not known."""

    @property
    def relatives(self) -> tuple[str, ...]:
        """Everybody it links the person to."""
        holders = () if self.authority is None else self.authority.holders
        partners = tuple(each.person for each in self.partners)
        linked = (*(self.parents or ()), *(self.children or ()), *partners, *holders, *(self.housemates or ()))
        return tuple(dict.fromkeys(linked))

    def tags(self) -> tuple[str, ...]:
        return kin_tags(self.person, *self.relatives)
