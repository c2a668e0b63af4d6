"""What a call of the matrix is made from, and what is asked by it."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from hub.domain.authorisation import Relation
from tests.api.matrix.world import NOBODYS, OF_RELATION, Case, Json, World

_OWN = {Relation.OWN_ITEM, Relation.INVOLVED, Relation.NAMED_BY_EXCEPTION}
"""Relations in which an organisation was told of the child, and uses what it was told itself."""


@dataclass(frozen=True)
class Asked:
    """One request; ``lines`` for NDJSON."""

    path: str
    body: Json | None = None
    lines: bool = False


@dataclass(frozen=True)
class Setting:
    """What a request is made from: a case, and the relation of who makes it."""

    world: World
    case: Case
    relation: Relation

    @property
    def caller(self) -> str:
        """The organisation that calls."""
        return OF_RELATION[self.relation].id

    def id(self, known: str) -> str:
        """An identifier of the owner's, or one of nobody."""
        return NOBODYS if self.relation is Relation.NONE else known

    def told(self, by_organisation: Mapping[str, str]) -> str:
        """What this organisation was told itself; what the owner was told, in the other relations."""
        return self.id(by_organisation[self.caller if self.relation in _OWN else "school"])

    @property
    def family(self) -> str:
        """The address of the child's family by the caller's own reference, or by another's."""
        if self.relation is Relation.NONE:
            return "/v1/families/r1nobody"
        known = self.case.references
        return f"/v1/families/{known.get(self.caller, known['school'])}"

    @property
    def organisation(self) -> str:
        """The address of the caller's own organisation, or of another's."""
        if self.relation is Relation.NONE:
            return "/v1/organisations/nobody"
        return f"/v1/organisations/{'school' if self.relation is Relation.OTHER_ORGANISATION else self.caller}"


Make = Callable[[Setting], Awaitable[Asked]]


@dataclass(frozen=True)
class Made:
    """How a call is made. ``fresh``: whether who is let in changes the case: for its call only, or for every cell."""

    make: Make
    fresh: Literal["never", "call", "cell"] = "never"
