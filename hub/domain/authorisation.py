"""The authorisation matrix: for every call, which roles may make it and what each relation to the child gives.

People read it, the door of the API enforces its roles, and tests execute every cell of it (RELIABILITY.md 4.1). What is
not in it is refused. It is configuration: ``hub/configuration/authorisation.yaml``.
"""

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from typing import Final, Literal

import msgspec

from hub.domain.organisations import Role
from hub.domain.professionals import ProfessionalRole


class Relation(StrEnum):
    """How the organisation that calls is related to the child it calls about, by the identifier it uses."""

    OWN_ITEM = "own-item"
    """It published about the child itself."""
    INVOLVED = "involved"
    """It is involved, and uses an identifier of somebody else's item that it may see."""
    OTHER_ORGANISATION = "other-organisation"
    """It uses an identifier of another organisation, and has nothing to do with the child."""
    DIRECTORY_ONLY = "directory-only"
    """It has the child on its roster, and nothing more."""
    OFFERED = "offered"
    """It was offered the coordination, the watch or the handover."""
    NAMED_BY_EXCEPTION = "named-by-exception"
    """A safety exception names it."""
    NONE = "none"
    """What it asks for does not exist."""


System = Literal["alone", "vouched", "never"]
"""Whether a token without a professional will do: alone, with one named in the body for whom the organisation vouches,
or never."""

ALLOWED: Final = "allowed"
NOTHING: Final = "nothing"
"""Answered, exactly as if nobody knew of the child."""


class Call(msgspec.Struct, frozen=True, kw_only=True):
    """One row: a call by method and template of its address."""

    call: str
    roles: frozenset[ProfessionalRole]
    """The professional needs one of these; none means that no professional may."""
    system: System
    organisations: frozenset[Role] = frozenset()
    """The organisation needs one of these; none means that any may."""
    outcomes: Mapping[Relation, str]
    """``allowed``, ``nothing``, or the code of the problem; for every relation."""


class Authorisation:
    """The rows by call; immutable."""

    __slots__ = ("_by_call",)

    def __init__(self, calls: Iterable[Call] = ()) -> None:
        self._by_call: Mapping[str, Call] = {each.call: each for each in calls}

    def __iter__(self) -> Iterator[Call]:
        return iter(self._by_call.values())

    def get(self, call: str) -> Call | None:
        """The row of ``POST /v1/signals/{id}/_end``, or None: nobody may."""
        return self._by_call.get(call)
