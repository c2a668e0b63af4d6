"""Who coordinates, who watches, and who takes over (DOMAIN.md 10)."""

from collections.abc import Iterator
from datetime import datetime
from typing import Literal

from hub.domain.answer_reasons import DECLINED
from hub.domain.disclosure import decide
from hub.domain.errors import (
    AlreadyDone,
    CoordinatorExists,
    Fault,
    InvalidCommand,
    NotAllowed,
    ReviewAwaited,
    UnknownThing,
)
from hub.domain.facts.followup import CoordinationRecorded, HandoverRecorded, WatchRecorded
from hub.domain.items import Coordination, Handover, Watch
from hub.domain.looking import Looked, shown
from hub.domain.matching import Occasion, raise_matches
from hub.domain.organisations import Role
from hub.domain.policy import Policy
from hub.domain.rules.closing_objection import CLOSING_OBJECTION, forced_reviews
from hub.domain.slices.base import Situation
from hub.domain.slices.followup import FollowUpSlice
from hub.domain.view import view_of

Step = Literal["proposed", "accepted", "declined", "ended"]


class OfferedSlice(FollowUpSlice):
    """A step of something that is proposed to an organisation, which accepts or declines it itself."""

    def __init__(
        self, situation: Situation, policy: Policy, organisation: str, id_: str, *, step: Step, at: datetime
    ) -> None:
        super().__init__(situation, policy, organisation, id_)
        self.taken: Step = step
        self.at = at

    def check_step(self, known: Coordination | Watch | None, asked: str) -> None:
        """Whether the step follows on what is known: nobody accepts, declines or ends in the name of another.

        Raises ``UnknownThing``, ``AlreadyDone``, or ``NotAllowed`` where somebody else was asked.
        """
        if known is None:
            if self.taken in {"declined", "ended"}:
                raise UnknownThing
            if self.taken == "accepted" and asked != self.organisation:
                raise NotAllowed
        elif self.taken in {"accepted", "declined"}:
            self.offered(self.id)
        else:
            self.own(self.id)
            if self.taken == "proposed" or known.step in {"declined", "ended"}:
                raise AlreadyDone


class Coordinate(OfferedSlice):
    """Propose, accept, decline or end coordination: exactly one among those who may see each other (Z4.2)."""

    def __init__(
        self,
        situation: Situation,
        policy: Policy,
        organisation: str,
        id_: str,
        *,
        step: Step,
        at: datetime,
        coordinator: str,
        offered_by: str | None = None,
        takes_over: str | None = None,
    ) -> None:
        super().__init__(situation, policy, organisation, id_, step=step, at=at)
        self.coordinator = coordinator
        self.offered_by = offered_by
        self.takes_over = takes_over

    def execute(self) -> None:
        """Raises ``NotAllowed``, ``CoordinatorExists``, ``InvalidCommand``, ``AlreadyDone`` or ``UnknownThing``."""
        self.at = self.checked_date(self.at, "at")
        known = self._known()
        self.check_step(known, self.coordinator)
        coordinator = self.coordinator if known is None else known.coordinator
        asked = self.policy.organisations.get(coordinator)
        if asked is None or not asked.has(Role.MAY_COORDINATE):
            raise NotAllowed
        about = tuple(dict.fromkeys(self.persons)) if known is None else self.stated(known).about
        before = self._taken_over(known)
        coordinated = self._coordinated(about, before) if self.taken == "accepted" else ()
        if coordinated:
            raise CoordinatorExists(looked=coordinated)
        fact = CoordinationRecorded(
            recorded_at=self.now,
            coordination=self.id,
            owner=self.organisation,
            coordinator=coordinator,
            about=about,
            step=self.taken,
            at=self.at,
            offered_by=self._offered_by(known),
            takes_over=None if before is None else before.id,
        )
        self.step(fact, "coordination")
        if before is not None and self.taken == "accepted":
            self._end(before)

    def _taken_over(self, known: Coordination | None) -> Coordination | None:
        """The coordination that this one takes over, while that runs: one's own, where it is offered anew.

        Raises ``UnknownThing`` for one that is not one's own.
        """
        if known is None and self.takes_over is not None:
            found = self.own(self.takes_over)
            if not isinstance(found, Coordination) or found.step != "accepted" or self.taken != "proposed":
                raise UnknownThing
            return found
        before = None if known is None or known.takes_over is None else self.state.items.get(known.takes_over)
        running = isinstance(before, Coordination) and before.step == "accepted"
        return before if running and isinstance(before, Coordination) else None

    def _end(self, before: Coordination) -> None:
        """The coordination that was handed over ends with the acceptance, on the name on which it stands."""
        fact = CoordinationRecorded(
            recorded_at=self.now,
            coordination=before.id,
            owner=before.owner,
            coordinator=before.coordinator,
            about=self.stated(before).about,
            step="ended",
            at=self.at,
            offered_by=before.offered_by,
            by=before.professional,
        )
        self.record(fact, own_act=False)
        raise_matches(self, Occasion(change="coordination", touched=(self.state.items[before.id],)))

    def _known(self) -> Coordination | None:
        """The offer or coordination this goes on with.

        A step that names none goes on with the one there is for this family: an end with the own coordination, an
        answer with an offer made to the acting organisation, as far as it may see that.
        """
        if self.id not in self.state.items and self.taken != "proposed":
            open_ones = self._offers() if self.taken in {"accepted", "declined"} else self._own_coordinations()
            self.id = next((c.id for c in open_ones if not self.as_one(self.persons).isdisjoint(c.about)), self.id)
        known = self.state.items.get(self.id)
        if known is not None and not isinstance(known, Coordination):
            raise UnknownThing
        return known

    def _own_coordinations(self) -> Iterator[Coordination]:
        accepted = (each for each in self._coordinations() if each.step == "accepted")
        return (each for each in accepted if each.owner == each.coordinator == self.organisation)

    def _offers(self) -> Iterator[Coordination]:
        viewer, where = self.policy.organisations[self.organisation], self.circumstances()
        offers = (each for each in self._coordinations() if each.offered_to == self.organisation)
        return (each for each in offers if decide(viewer, each, where) is not None)

    def _coordinations(self) -> Iterator[Coordination]:
        return (item for item in self.state.items.values() if isinstance(item, Coordination))

    def _offered_by(self, known: Coordination | None) -> str | None:
        """Who offered it: as stated with a new one; of a known one whoever recorded the offer."""
        if known is None:
            return self.offered_by
        return known.offered_by if known.owner == self.organisation else known.owner

    def _coordinated(self, about: tuple[str, ...], before: Coordination | None) -> tuple[Looked, ...]:
        """Who coordinates for this family already, as far as the acting organisation may see; not who hands over."""
        viewer = self.policy.organisations[self.organisation]
        families = view_of(viewer, self.circumstances()).families()
        near = (family for family in families if not self.as_one(about).isdisjoint(family.persons))
        return tuple(
            shown(family.coordinator, family.grounds[family.coordinator.id])
            for family in near
            if family.coordinator is not None and (before is None or family.coordinator.id != before.id)
        )


class WatchChild(OfferedSlice):
    """Propose, accept, decline or end keeping an eye on one child. Involvement is not watching."""

    def __init__(
        self,
        situation: Situation,
        policy: Policy,
        organisation: str,
        id_: str,
        *,
        step: Step,
        at: datetime,
        watcher: str,
    ) -> None:
        super().__init__(situation, policy, organisation, id_, step=step, at=at)
        self.watcher = watcher

    def execute(self) -> None:
        """Raises ``InvalidCommand``, ``NotAllowed``, ``AlreadyDone``, ``UnknownThing``, or ``ReviewAwaited`` for an end
        before those involved looked back on an objection.
        """
        unknown = Fault("organisation", "organisation-unknown", "No such organisation.")
        self.at = self.checked_date(self.at, "at", () if self.watcher in self.policy.organisations else (unknown,))
        known = self.state.items.get(self.id)
        if known is not None and not isinstance(known, Watch):
            raise UnknownThing
        self.check_step(known, self.watcher)
        awaited = self._awaited(known.child) if known is not None and self.taken == "ended" else ()
        if awaited:
            raise ReviewAwaited(looked=awaited)
        fact = WatchRecorded(
            recorded_at=self.now,
            watch=self.id,
            owner=self.organisation,
            watcher=self.watcher if known is None else known.watcher,
            child=self._child() if known is None else self.stated(known).child,
            step=self.taken,
            at=self.at,
            offered_by=known.owner if known is not None and known.owner != self.organisation else None,
        )
        self.step(fact, "watch")

    def _awaited(self, child: str) -> tuple[Looked, ...]:
        """The objections that force a review of this child's family first, as far as the watcher may see them."""
        viewer = self.policy.organisations[self.organisation]
        configured = next(each for each in self.policy.rules if each.rule.id == CLOSING_OBJECTION.id)
        families = view_of(viewer, self.circumstances()).families()
        return tuple(
            shown(objection, family.grounds[objection.id])
            for family in families
            if child in family.persons
            for objection in forced_reviews(family, configured.parameters)
        )

    def _child(self) -> str:
        """The child; a watch is over one, so that it is plain who is watched (DOMAIN.md 10)."""
        if len(self.persons) != 1:
            raise InvalidCommand(Fault("about", "one-child", "A watch is over one child; ask for each child apart."))
        return self.persons[0]


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
        """Raises ``InvalidCommand``, ``UnknownThing``, or ``AlreadyDone``: also for an offer that has expired."""
        self.at = self.checked_date(self.at, "at", self._faults())
        if self.taken == "offered":
            owner, receiver, about = self.organisation, self.receiver, tuple(dict.fromkeys(self.persons))
        else:
            known = self.offered(self.id)
            if not isinstance(known, Handover) or known.step == self.taken or known.expired(self.now):
                raise AlreadyDone
            owner, receiver, about = known.owner, known.receiver, self.stated(known).about
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

    def _faults(self) -> Iterator[Fault]:
        """Whoever declines says why, with a code, so that the giver knows what to arrange (R annex)."""
        if self.taken == "declined" and self.reason is None:
            yield Fault("reason", "reason-missing", "Say why it is declined, with a code.")
        if self.reason is not None and (self.taken != "declined" or self.reason not in DECLINED):
            yield Fault("reason", "reason-unknown", "This is not a reason to decline.")
        if self.taken == "offered" and (self.receiver or "") not in self.policy.organisations:
            yield Fault("to", "organisation-unknown", "No such organisation.")
