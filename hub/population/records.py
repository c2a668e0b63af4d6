"""What a population register says of a person. Readable: it identifies people, so it never goes into a fact or a log.

Dates are ``YYYY-MM-DD``, or partial as registers have them (``YYYY-MM``, ``YYYY``), without a time zone: calendar days
in the Netherlands. Source: Haal Centraal BRP Personen bevragen 2.7.
"""

from typing import Literal

import msgspec

AuthorityKind = Literal["both-parents", "one-parent", "parent-and-other", "guardian", "none-for-now", "undeterminable"]
"""Gezag: gezamenlijk ouderlijk, eenhoofdig ouderlijk, gezamenlijk, voogdij, tijdelijk geen gezag, niet te bepalen."""


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """A person as a register names somebody. Shown as text it says only which fields it has."""

    bsn: str | None = None
    family_name: str | None = None
    given_names: str | None = None
    born: str | None = None
    """Of an unknown date nothing; of a partial date what is known."""
    sex: Literal["female", "male"] | None = None

    def __repr__(self) -> str:
        fields = (name for name in self.__struct_fields__ if getattr(self, name) not in (None, ()))
        return f"{type(self).__name__}({', '.join(f'{name}=...' for name in fields)})"


class Partner(Known, frozen=True, kw_only=True):
    """A spouse or registered partner, former ones too."""

    since: str | None = None
    ended: bool = False
    """The marriage or partnership was dissolved."""


class Housemate(Known, frozen=True, kw_only=True):
    """Somebody registered at the same address."""

    secret: bool = False
    """With an indication that this person's address may not be supplied (geheimhouding persoonsgegevens)."""


class Authority(msgspec.Struct, frozen=True, kw_only=True):
    """Who holds authority (gezag) over one child, as the register works it out."""

    child: str
    """BSN."""
    kind: AuthorityKind
    holders: tuple[Known, ...] = ()
    complete: bool = True
    """Everybody who holds it is in ``holders``; False where that cannot be determined, is looked into, or where
    somebody holds it of whom the register gives no number."""

    def __repr__(self) -> str:
        return f"Authority(kind={self.kind!r}, ...)"


class Registered(Known, frozen=True, kw_only=True):
    """One person as registered now."""

    parents: tuple[Known, ...] = ()
    children: tuple[Known, ...] = ()
    partners: tuple[Partner, ...] = ()
    authority: tuple[Authority, ...] = ()
    """Over this person while a minor, and over the children over whom this person holds it."""
    home: str | None = None
    """The addressable object (adresseerbaar object) of the address; None where there is none, or abroad."""
    home_since: str | None = None
    municipality: str | None = None
    """Code of the municipality of registration."""
    secret: bool = False
    """With an indication that the address may not be supplied (geheimhouding persoonsgegevens)."""
    died: bool = False
    died_on: str | None = None
