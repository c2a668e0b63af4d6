"""Random lives of one family among seven organisations, with a small model of what each owner opened."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import msgspec
from hypothesis import strategies as st

from hub.domain.catalogue import Severity
from hub.domain.circumstances import Circumstances
from hub.domain.document import to_document
from hub.domain.errors import Refusal
from hub.domain.facts import Fact, MatchRaised, SharingTold
from hub.domain.family import FamilyState
from hub.domain.items import Item
from hub.domain.organisations import Organisation
from hub.domain.slices.base import HubSlice
from hub.domain.slices.consent_details import Answer, ConsentDetails
from hub.domain.slices.ending import EndSignal, RetractSignal
from hub.domain.slices.exceptions import FOUR_TESTS, ExceptionDetails, RecordException
from hub.domain.slices.publish import PublishSignal, Relative, SignalDetails
from hub.domain.slices.reviewing import ReviewException
from hub.domain.slices.sharing import RecordConsent, RecordDirectoryEntry, WithdrawConsent
from hub.domain.view import view_of
from hub.ledger.ports import Context
from tests.domain.builders import (
    AGES,
    CATALOGUE,
    CHILDREN,
    CJG,
    GP,
    INCOME,
    MOTHER,
    ORGANISATIONS,
    POLICE,
    SCHOOL,
    SHELTER,
    SOCIAL_WORK,
    on,
)
from tests.domain.scenario import POLICY

WHO = (CJG, GP, SCHOOL, POLICE, SHELTER, SOCIAL_WORK, INCOME)
FAMILY = (MOTHER, *CHILDREN)
BEGIN = on("2013-01-01")


class Step(msgspec.Struct, frozen=True):
    """One command: what, by whom, over which earlier thing, how."""

    what: str
    who: Organisation
    which: int
    how: int


STEPS = st.builds(
    Step,
    what=st.sampled_from(
        ["involve", "worry", "violence", "consent", "refuse", "withdraw", "except", "close", "serve", "end", "retract"]
    ),
    who=st.sampled_from(WHO),
    which=st.integers(0, 30),
    how=st.integers(0, 6),
)
HISTORIES = st.lists(STEPS, min_size=4, max_size=25)
KINDS = ("involvement", "concern", "membership")
RECIPIENTS = (
    ("those-involved",),
    ("basic-care",),
    ("gp",),
    ("sector:school",),
    ("cjg", "social-work"),
    ("shelter",),
    ("police", "income"),
)


class Model:
    """What each owner opened without the domain's help: everything by consent, or items by exceptions."""

    def __init__(self) -> None:
        self.consented: dict[str, str] = {}
        """owner -> its consent that was given last, and neither refused nor withdrawn since."""
        self.opened: dict[str, tuple[str, ...]] = {}
        """exception -> the items it opens."""

    def may_show(self, item: Item, ground: str) -> bool:
        """Whether this ground exists for that item at all."""
        if ground == "consent":
            return item.owner in self.consented
        return any(item.id in items or item.stated_with in items for items in self.opened.values())


class Village:
    """Runs steps one a day, refuses nothing by itself, and looks at what came of each."""

    def __init__(self) -> None:
        self.state = FamilyState()
        self.model = Model()
        self.now = BEGIN
        self.refused = 0
        self._number = 0

    def run(self, step: Step) -> list[Fact]:
        """Decide one step. What was given stays as it was until the slice was not refused."""
        self.now += timedelta(days=1)
        self._number += 1
        new = f"{step.what}-{self._number}"
        made = getattr(self, f"_{step.what}")(step, new)
        if made is None:
            return []
        slice_, remember = made
        before = to_document(self.state)
        try:
            slice_.execute()
        except Refusal:
            assert to_document(self.state) == before
            self.refused += 1
            return []
        assert to_document(self.state) == before
        facts = [tagged.decision for tagged in slice_.collect_events()]
        earlier, self.state = self.state, slice_.state
        self._check_shown(step, facts, earlier)
        self._check_told(step, facts, earlier)
        remember()
        return facts

    def _check_shown(self, step: Step, facts: list[Fact], earlier: FamilyState) -> None:
        """Nobody is shown an item of another but on a ground that its owner made; of a child alone the enforcing."""
        for fact in facts:
            if not isinstance(fact, MatchRaised):
                continue
            for shown in fact.shown:
                item = self.state.items.get(shown.item) or earlier.items[shown.item]
                if item.owner == fact.recipient:
                    assert shown.ground in {"own", "weigh"}
                    continue
                if fact.recipient == INCOME.id:
                    assert item.kind in {"involvement", "concern"}
                    assert shown.bare
                    assert fact.rule in {"same-child", "same-family", "unanswered"}  # the last: of one of the others
                assert shown.ground in {"consent", "exception"}
                if step.what not in {"consent", "except"} or item.owner != step.who.id:
                    assert self.model.may_show(item, shown.ground), (step, fact)

    def _check_told(self, step: Step, facts: list[Fact], earlier: FamilyState) -> None:
        """That sharing ended is told to those alone for whom something ended: whoever sees the same hears nothing."""
        for fact in facts:
            if isinstance(fact, SharingTold) and fact.what == "withdrawal":
                assert self._seen_by(fact.recipient, earlier) != self._seen_by(fact.recipient, self.state), (step, fact)

    def _seen_by(self, viewer: str, state: FamilyState) -> tuple[object, ...]:
        view = view_of(ORGANISATIONS[viewer], Circumstances(state, AGES, CATALOGUE, self.now, ORGANISATIONS))
        return (view.items, view.bare)

    def _slice(
        self, kind: Callable[..., HubSlice], step: Step, *arguments: Any, persons: tuple[str, ...] = (), **fields: Any
    ) -> HubSlice:
        ids = iter(f"{self._number}-{n}" for n in range(1000))
        context = Context(self.state.fork(), persons, self.now, AGES, lambda: next(ids))
        return kind(context, POLICY, step.who.id, *arguments, **fields)

    def _publish(self, step: Step, new: str, **fields: Any) -> Any:
        relatives = (Relative(relation="child", about=bool(step.how % 2)), Relative(relation="child"))
        details = SignalDetails(
            occurred_at=self.now - timedelta(days=step.how),
            relatives=relatives,
            authority=True,
            kindcheck="named",
            **fields,
        )
        return self._slice(PublishSignal, step, new, details, persons=FAMILY), _nothing

    def _involve(self, step: Step, new: str) -> Any:
        return self._publish(step, new, kind="involvement", state="started")

    def _worry(self, step: Step, new: str) -> Any:
        return self._publish(step, new, kind="concern", category="help-declined", severity=Severity.SERIOUS)

    def _violence(self, step: Step, new: str) -> Any:
        return self._publish(step, new, kind="concern", category="domestic-violence", severity=Severity.ACUTE)

    def _asked(self, step: Step, new: str, answer: str, remember: Callable[[], None]) -> Any:
        details = ConsentDetails(
            answers=(Answer(capacity="authority", answer=answer, on=self.now),), recipients=RECIPIENTS[step.how]
        )
        return self._slice(RecordConsent, step, new, details, persons=FAMILY), remember

    def _consent(self, step: Step, new: str) -> Any:
        return self._asked(step, new, "given", lambda: self.model.consented.update({step.who.id: new}))

    def _refuse(self, step: Step, new: str) -> Any:
        return self._asked(step, new, "refused", lambda: self._forget(step.who.id))

    def _withdraw(self, step: Step, new: str) -> Any:
        consent = self.model.consented.get(step.who.id)
        return self._slice(WithdrawConsent, step, consent or "none"), lambda: self._forget(step.who.id)

    def _forget(self, owner: str) -> None:
        self.model.consented.pop(owner, None)

    def _except(self, step: Step, new: str) -> Any:
        items = (self._pick(step, *KINDS),)
        details = ExceptionDetails(
            items=items,
            recipients=RECIPIENTS[step.how],
            tests=FOUR_TESTS,
            review_on=self.now + timedelta(days=90),
        )
        return self._slice(RecordException, step, new, details), lambda: self.model.opened.update({new: items})

    def _close(self, step: Step, new: str) -> Any:
        own = [e.id for e in self.state.exceptions.values() if e.owner == step.who.id]
        closed = _nth(own or list(self.model.opened), step.which)
        slice_ = self._slice(ReviewException, step, closed, decision="ended", reason="no-longer-needed")
        return slice_, lambda: self.model.opened.pop(closed, None)

    def _serve(self, step: Step, new: str) -> Any:
        until = None if step.how % 3 else self.now
        persons = (FAMILY[step.which % 3],)
        return self._slice(RecordDirectoryEntry, step, new, persons=persons, since=self.now, until=until), _nothing

    def _end(self, step: Step, new: str) -> Any:
        signal = self._pick(step, "involvement")
        fields: dict[str, Any] = {"ended_at": self.now, "outcome": "ended", "confirm_unwatched": bool(step.how % 2)}
        return self._slice(EndSignal, step, signal, **fields), _nothing

    def _retract(self, step: Step, new: str) -> Any:
        return self._slice(RetractSignal, step, self._pick(step, "involvement", "concern")), _nothing

    def _pick(self, step: Step, *kinds: str) -> str:
        """An item of these kinds: mostly an own one, now and then another's."""
        items = [each for each in self.state.items.values() if each.kind in kinds]
        own = [each.id for each in items if each.owner == step.who.id]
        return _nth(own if step.which % 5 else [each.id for each in items], step.which)


def _nothing() -> None:
    """Nothing to remember."""


def _nth(of: list[str], number: int) -> str:
    return of[number % len(of)] if of else "none"
