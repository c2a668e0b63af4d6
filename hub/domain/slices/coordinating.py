"""Who coordinates, who watches, and who takes over (DOMAIN.md 10)."""

from datetime import datetime
from typing import Literal

from hub.domain.errors import AlreadyDone, CoordinatorExists, Fault, InvalidCommand, NotAllowed, UnknownThing
from hub.domain.facts.followup import CoordinationRecorded, HandoverRecorded, WatchRecorded
from hub.domain.items import Coordination, Handover, Watch
from hub.domain.organisations import Role
from hub.domain.policy import Policy
from hub.domain.slices.base import Situation
from hub.domain.slices.followup import FollowUpSlice
from hub.domain.view import view_of


class Coordinate(FollowUpSlice):
    """Propose, accept, decline or end coordination: exactly one among those who may see each other (Z4.2)."""

    def __init__(
        self,
        situation: Situation,
        policy: Policy,
        organisation: str,
        id_: str,
        *,
        step: Literal["proposed", "accepted", "declined", "ended"],
        at: datetime,
        coordinator: str,
        offered_by: str | None = None,
    ) -> None:
        super().__init__(situation, policy, organisation, id_)
        self.taken: Literal["proposed", "accepted", "declined", "ended"] = step
        self.at = at
        self.coordinator = coordinator
        self.offered_by = offered_by

    def execute(self) -> None:
        """Raises ``NotAllowed``, ``CoordinatorExists``, ``InvalidCommand`` or ``UnknownThing``."""
        self.check_date(self.at, "at")
        asked = self.policy.organisations.get(self.coordinator)
        if asked is None or not asked.has(Role.MAY_COORDINATE):
            raise NotAllowed
        about, offered_by = self._about()
        if self.taken == "accepted":
            viewer = self.policy.organisations[self.organisation]
            present = view_of(viewer, self.circumstances()).coordinator
            if present is not None and present.id != self.id:
                raise CoordinatorExists
        fact = CoordinationRecorded(
            recorded_at=self.now,
            coordination=self.id,
            owner=self.organisation,
            coordinator=self.coordinator,
            about=about,
            step=self.taken,
            at=self.at,
            offered_by=offered_by,
        )
        self.step(fact, "coordination")

    def _about(self) -> tuple[tuple[str, ...], str | None]:
        """Whom it is about and who offered it: from the offer or the coordination that this step goes on with."""
        known = self.state.items.get(self.id)
        if known is None:
            return tuple(dict.fromkeys(self.persons)), self.offered_by
        if not isinstance(known, Coordination):
            raise UnknownThing
        if self.taken in {"accepted", "declined"}:
            self.offered(self.id)
            return known.about, known.owner
        return self.own(self.id).about, known.offered_by


class WatchChild(FollowUpSlice):
    """Propose, accept, decline or end keeping an eye on one child. Involvement is not watching."""

    def __init__(
        self,
        situation: Situation,
        policy: Policy,
        organisation: str,
        id_: str,
        *,
        step: Literal["proposed", "accepted", "declined", "ended"],
        at: datetime,
        watcher: str,
    ) -> None:
        super().__init__(situation, policy, organisation, id_)
        self.taken: Literal["proposed", "accepted", "declined", "ended"] = step
        self.at = at
        self.watcher = watcher

    def execute(self) -> None:
        """Raises ``InvalidCommand`` or ``UnknownThing``."""
        self.check_date(self.at, "at")
        if self.watcher not in self.policy.organisations:
            raise InvalidCommand(Fault("watcher", "organisation-unknown", "No such organisation."))
        known = self.state.items.get(self.id)
        if known is not None and not isinstance(known, Watch):
            raise UnknownThing
        if known is not None and self.taken in {"accepted", "declined"}:
            self.offered(self.id)
        elif known is not None:
            self.own(self.id)
        fact = WatchRecorded(
            recorded_at=self.now,
            watch=self.id,
            owner=self.organisation,
            watcher=self.watcher,
            child=known.child if isinstance(known, Watch) else self.persons[0],
            step=self.taken,
            at=self.at,
            offered_by=known.owner if known is not None and known.owner != self.organisation else None,
        )
        self.step(fact, "watch")


class HandOver(FollowUpSlice):
    """Offer, accept, decline or complete a handover; the giver keeps the watch until it is complete."""

    def __init__(
        self,
        situation: Situation,
        policy: Policy,
        organisation: str,
        id_: str,
        *,
        step: Literal["offered", "accepted", "declined", "completed"],
        at: datetime,
        receiver: str | None = None,
        reason: str | None = None,
    ) -> None:
        super().__init__(situation, policy, organisation, id_)
        self.taken: Literal["offered", "accepted", "declined", "completed"] = step
        self.at = at
        self.receiver = receiver
        self.reason = reason

    def execute(self) -> None:
        """Raises ``InvalidCommand``, ``UnknownThing`` or ``AlreadyDone``."""
        self.check_date(self.at, "at")
        if self.taken == "offered":
            owner, receiver, about = self.organisation, self.receiver, tuple(dict.fromkeys(self.persons))
        else:
            known = self.offered(self.id)
            if not isinstance(known, Handover) or known.step == self.taken:
                raise AlreadyDone
            owner, receiver, about = known.owner, known.receiver, known.about
        if receiver is None or receiver not in self.policy.organisations:
            raise InvalidCommand(Fault("to", "organisation-unknown", "No such organisation."))
        fact = HandoverRecorded(
            recorded_at=self.now,
            handover=self.id,
            owner=owner,
            receiver=receiver,
            about=about,
            step=self.taken,
            at=self.at,
            reason=self.reason,
        )
        self.step(fact, "handover")
