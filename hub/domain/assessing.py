"""The consent aid: may this be shared now, on which ground, and if not, what would make it so (DOMAIN.md 3 and 4).

Over what the organisation itself stated (``hub.domain.own_family``): the answer discloses nothing of others.
"""

from collections.abc import Iterator, Mapping
from typing import Final, Literal

import msgspec

from hub.domain.ages import AgeBand
from hub.domain.circumstances import COORDINATION, Circumstances, Scope
from hub.domain.consent import ALL, THOSE_INVOLVED, answer_of, in_period, in_scope, names, scope_of
from hub.domain.facts.sharing import ConsentRecorded
from hub.domain.givers import Capacity, Needed, latest_records, needed_for
from hub.domain.items import ADULT_ROLES, Item, Membership, SafetyException, Signal
from hub.domain.organisations import Organisations

State = Literal[
    "given",
    "refused",
    "unanswered",
    "unreachable",
    "not-asked",
    "withdrawn",
    "not-yet",
    "ended",
    "not-for-this",
    "not-for-recipient",
]
"""How a consent stands: as it was answered, or why one that was given does not count for this."""

CHILD: Final = ""
"""The child itself, where the organisation has stated nothing about it yet."""


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked: a child, as the organisation stated it or ``CHILD``, how old it is, to whom, and what."""

    child: str
    band: AgeBand
    recipient: str
    kind: Literal["involvement", "concern"] = "involvement"
    category: str | None = None
    purpose: str = COORDINATION
    """For what it would be shared: a consent may be limited to purposes (DOMAIN.md 3.3)."""


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """One answer that is needed: of whom, in which capacity, about whom, and how it stands."""

    giver: str
    capacity: Capacity
    about: str
    state: State


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """Of one own item, or of one that is not recorded yet: whether it may be shared with the recipient now."""

    item: str | None
    ground: Literal["consent", "exception"] | None = None
    lacks: tuple[Literal["consent", "authority-unknown", "only-exception", "recipient-may-not-receive"], ...] = ()
    """What is in the way, where it may not."""
    asked: tuple[Asked, ...] = ()


def assess(
    question: Question, organisation: str, where: Circumstances, organisations: Organisations
) -> tuple[Verdict, ...]:
    """A verdict for every own active signal about the child, or for the one in question where there is none.

    ``where.family`` is an ``own_family``. What anybody else stated changes nothing.
    """
    signals = (item for item in where.family.items.values() if isinstance(item, Signal) and item.active(where.now))
    items: list[Item] = [item for item in signals if question.child in item.about] or [_imagined(question, where)]
    assessor = _Assessor(question, organisation, where, organisations)
    return tuple(assessor.verdict(item) for item in items)


def ages_as_stated(question: Question, items: Mapping[str, Item]) -> dict[str, AgeBand]:
    """The child as old as the question says; of the others only who was stated as an adult of a family."""
    adults = {
        person: AgeBand.ADULT
        for item in items.values()
        if isinstance(item, Membership)
        for person, role in ((item.person, item.role), (item.of, item.of_role))
        if role in ADULT_ROLES
    }
    return {**adults, question.child: question.band}


class _Assessor:
    def __init__(
        self, question: Question, organisation: str, where: Circumstances, organisations: Organisations
    ) -> None:
        self.question = question
        self.organisation = organisation
        self.where = where
        self.recipient = organisations.get(question.recipient)

    def verdict(self, item: Item) -> Verdict:
        stored = item.id in self.where.family.items
        id_ = item.id if stored else None
        if not self._may_receive(item):
            return Verdict(item=id_, lacks=("recipient-may-not-receive",))
        if any(self._excepts(each, item) for each in self.where.family.exceptions.values()):
            return Verdict(item=id_, ground="exception")
        needed = {person: needed_for(person, self.organisation, self.where) for person in item.about}
        known = {person: each for person, each in needed.items() if each is not None}
        unsafe = {person for each in known.values() for person in (giver.giver for giver in each)} | {*item.about}
        if not unsafe.isdisjoint(item.unsafe_to_ask):
            return Verdict(item=id_, lacks=("only-exception",))
        scope = scope_of(item, self.where)
        asked = tuple(self._asked(each, person, scope) for person, givers in known.items() for each in givers)
        if len(known) < len(needed):
            return Verdict(item=id_, lacks=("authority-unknown",), asked=asked)
        if all(each.state == "given" for each in asked):
            return Verdict(item=id_, ground="consent", asked=asked)
        return Verdict(item=id_, lacks=("consent",), asked=asked)

    def _may_receive(self, item: Item) -> bool:
        """As far as the recipient's sector says; of a role everybody may take up, nothing is said."""
        sector = (
            self.recipient.sector if self.recipient is not None else self.question.recipient.removeprefix("sector:")
        )
        if sector in self.where.rules.limits:
            return False
        category = self.where.catalogue.get(item.category) if item.category else None
        named = self.recipient is not None or self.question.recipient.startswith("sector:")
        return category is None or not named or sector in category.receives

    def _excepts(self, exception: SafetyException, item: Item) -> bool:
        if not exception.open(self.where.now) or item.id not in exception.items:
            return False
        return self.question.recipient not in exception.struck_out and self._named_in(exception.recipients)

    def _named_in(self, recipients: tuple[str, ...]) -> bool:
        if self.recipient is not None:
            return names(recipients, self.recipient)
        return not {self.question.recipient, ALL, THOSE_INVOLVED}.isdisjoint(recipients)

    def _asked(self, needed: Needed, person: str, scope: Scope) -> Asked:
        state = self._state(needed, person, scope)
        return Asked(giver=needed.giver, capacity=needed.capacity, about=person, state=state)

    def _state(self, needed: Needed, person: str, scope: Scope) -> State:
        """Of several records the strictest; the first that does not count says why."""
        states = [self._state_of(record, needed, person, scope) for record in self._records(needed)]
        if not states:
            withdrawn = self.where.family.withdrawn.get((self.organisation, needed.giver))
            return "not-asked" if withdrawn is None else "withdrawn"
        return next((each for each in states if each != "given"), "given")

    def _records(self, needed: Needed) -> Iterator[ConsentRecorded | None]:
        return latest_records(needed.giver, self.organisation, self.where.family)

    def _state_of(self, record: ConsentRecorded | None, needed: Needed, person: str, scope: Scope) -> State:
        if record is None:
            return "withdrawn"
        answer = answer_of(record, needed, person)
        if answer != "given":
            return answer or "not-asked"  # type: ignore[return-value]
        if not in_period(record, self.where.now):
            return "not-yet" if record.since is not None and self.where.now < record.since else "ended"
        if not in_scope(record, scope, self.where.catalogue) or (
            record.purposes and self.where.purpose not in record.purposes
        ):
            return "not-for-this"
        return "given" if self._named_in(record.recipients) else "not-for-recipient"


def _imagined(question: Question, where: Circumstances) -> Signal:
    """The signal in question, which the organisation has not recorded."""
    return Signal(
        id="",
        owner="",
        about=(question.child,),
        recorded_at=where.now,
        occurred_at=where.now,
        category=question.category,
        concern=question.kind == "concern",
        subject=question.child,
    )
