"""A request of the family as it stands (DOMAIN.md 12): folded from its facts."""

from collections.abc import Mapping
from datetime import datetime
from typing import Literal

import msgspec

from hub.domain.facts.requests import ChildInterest, Decision, Requester, RequestKind


class Asked(msgspec.Struct, frozen=True, kw_only=True, gc=False, omit_defaults=True):
    """What one owner was asked about a request, last."""

    asks: Literal["advice", "correct", "remove"]
    things: tuple[str, ...]
    notification: str
    answer_by: datetime
    advice: Literal["agree", "disagree"] | None = None
    reason: str | None = None


class DataRequest(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One request: of whom, by whom, until when, and what was decided."""

    id: str
    owner: str
    kind: RequestKind
    person: str
    requesters: tuple[Requester, ...]
    authority_shown: bool
    received_at: datetime
    due: datetime
    verified: str
    things: tuple[str, ...] = ()
    wrong_child: bool = False
    extended: bool = False
    owners: Mapping[str, Asked] = msgspec.field(default_factory=dict)
    proposed: Decision | None = None
    proposed_by: str | None = None
    decision: Decision | None = None
    decided_at: datetime | None = None
    """When it was decided (UTC); None for one decided before this was kept."""
    decided_by: str | None = None
    second_by: str | None = None
    reasons: tuple[str, ...] = ()
    child_interest: ChildInterest | None = None
    erasure: Literal["erased", "restricted"] | None = None

    @property
    def by_representative(self) -> bool:
        """Whether anybody but the data subject asks."""
        return any(each.capacity != "self" for each in self.requesters)

    @property
    def two_persons(self) -> bool:
        """Whether two persons decide on it: a wrong child is erased at once (DOMAIN.md 12)."""
        return self.kind == "erasure" and self.wrong_child

    @property
    def state(self) -> Literal["open", "proposed", "decided"]:
        """How far it is."""
        if self.decision is not None:
            return "decided"
        return "open" if self.proposed is None else "proposed"
