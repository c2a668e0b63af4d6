"""Matches as living things: they open, grow, merge, close and are taken back, however history came to be recorded."""

from collections.abc import Sequence
from datetime import timedelta
from random import Random

from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from hub.domain.catalogue import Severity
from hub.domain.facts import Fact, MatchClosed, MatchRaised, MatchWithdrawn
from hub.domain.facts.matches import Deadline
from hub.domain.organisations import Organisation
from hub.domain.slices.deadline import ReachDeadline
from hub.domain.slices.ending import EndSignal, RetractSignal
from hub.domain.slices.followup import FollowUpDetails, RecordFollowUp
from hub.domain.slices.publish import PublishSignal, Relative, SignalDetails
from tests.domain.builders import (
    CJG,
    EVERYONE,
    FATHER,
    GP,
    HALF_BROTHER,
    MOTHER,
    NOA,
    SCHOOL,
    SOCIAL_WORK,
    TOM,
    consent,
    involved,
    on,
    signal,
)
from tests.domain.history import RULES
from tests.domain.rules.case import FATHERS_HOME
from tests.domain.scenario import Decided, History, history

OWNERS = (GP, SCHOOL, CJG, SOCIAL_WORK)
CATEGORIES = {
    GP.id: ("missed-appointment", "child-injury", "parenting"),
    SCHOOL.id: ("school-absence", "behaviour-change", "parenting"),
    CJG.id: ("missed-appointment", "neglect", "parenting"),
    SOCIAL_WORK.id: ("debts", "help-declined", "parenting"),
}
NOW = "2014-12-01 12:00:00"
CONSENTS = tuple(consent(owner) for owner in OWNERS)
Holding = frozenset[tuple[str, str, str]]


class Said:
    """One signal as it will be published: by whom, when it occurred, about whom."""

    def __init__(self, number: int, owner: Organisation, category: str | None, days: int, person: str) -> None:
        self.id = f"signal-{number}"
        self.owner = owner
        self.occurred_at = on(NOW) - timedelta(days=days)
        self.persons = (person, MOTHER) if person != MOTHER else (MOTHER,)
        relatives = (Relative(relation="parent", authority=True),) if person != MOTHER else ()
        self.details = SignalDetails(
            kind="concern" if category else "involvement",
            occurred_at=self.occurred_at,
            state=None if category else "started",
            category=category,
            severity=Severity.SERIOUS if category else None,
            relatives=relatives,
            kindcheck="named",
        )

    def __repr__(self) -> str:
        return f"{self.id}: {self.owner.id} {self.details.category} {self.occurred_at:%Y-%m-%d} {self.persons}"


@st.composite
def said(draw: st.DrawFn, number: int) -> Said:
    owner = draw(st.sampled_from(OWNERS))
    category = draw(st.sampled_from((None, *CATEGORIES[owner.id])))
    days = draw(st.sampled_from((0, 1, 20, 90, 200, 300)))
    return Said(number, owner, category, days, draw(st.sampled_from((TOM, NOA, MOTHER))))


@st.composite
def stories(draw: st.DrawFn) -> list[Said]:
    return [draw(said(number)) for number in range(draw(st.integers(2, 7)))]


def publish(given: History, each: Said, at: str = NOW) -> Decided:
    return given.when(PublishSignal, each.owner, each.id, each.details, on=at, persons=each.persons).accepted()


def published(order: Sequence[Said], at: str = NOW) -> History:
    given = history(CONSENTS)
    for each in order:
        given = given.after(publish(given, each, at))
    return given


def deadlines_until(given: History, until: str) -> History:
    """Every deadline in its order, at its own moment."""
    while due := [each for each in given.state.deadlines.values() if each.due <= on(until)]:
        first = min(due, key=lambda each: (each.due, each.id))
        given = given.after(given.when(ReachDeadline, None, first, EVERYONE, on=f"{first.due:%Y-%m-%d %H:%M:%S}"))
    return given


def holding(given: History) -> Holding:
    """Which rule holds for whom, about what."""
    return frozenset((each.recipient, each.rule, each.key) for each in given.state.matches.values() if each.open)


@settings(max_examples=60)
@for_all(stories(), st.randoms(use_true_random=False))
def test_the_order_in_which_signals_are_recorded_does_not_change_which_rules_hold_in_the_end(
    story: list[Said], chance: Random
) -> None:
    shuffled = story.copy()
    chance.shuffle(shuffled)
    assert holding(published(story)) == holding(published(shuffled))


@settings(max_examples=30)
@for_all(stories(), st.integers(0, 6))
def test_a_signal_recorded_late_leaves_the_same_rules_holding_in_the_end(story: list[Said], which: int) -> None:
    late = story[which % len(story)]
    others = [each for each in story if each is not late]
    end = "2015-02-20"
    in_time = deadlines_until(published([late, *others]), end)
    afterwards = published(others)
    afterwards = deadlines_until(afterwards, "2014-12-10")
    afterwards = deadlines_until(afterwards.after(publish(afterwards, late, "2014-12-10")), end)
    assert holding(in_time) == holding(afterwards)


@settings(max_examples=30)
@for_all(stories())
def test_no_match_is_ever_opened_twice_for_one_recipient_rule_and_key(story: list[Said]) -> None:
    given = deadlines_until(published(story), "2015-06-01")
    open_ = [(m.recipient, m.rule, m.key) for m in given.state.matches.values() if m.open and not m.identifier_only]
    assert len(open_) == len(set(open_))


@settings(max_examples=30)
@for_all(stories())
def test_a_signal_retracted_leaves_what_would_have_been_without_it(story: list[Said]) -> None:
    *others, wrong = story
    given = published(story)
    given = given.after(given.when(RetractSignal, wrong.owner, wrong.id, on=NOW))
    assert holding(given) <= holding(published(others))


def test_an_alarm_that_a_late_message_shows_to_be_wrong_is_taken_back_and_those_told_are_told() -> None:
    given = out_of_view_raised()
    seen = FollowUpDetails(code="appointment-completed", occurred_at=on("2014-03-20"))
    decided = given.when(RecordFollowUp, CJG, "f1", seen, on="2014-06-01", persons=(TOM,))
    assert decided.took_back == {("cjg", "turned-out-otherwise")}
    assert ("cjg", "out-of-view", "missed") not in holding(given.after(decided))


def test_an_alarm_that_was_right_closes_without_a_word_once_things_are_otherwise() -> None:
    given = out_of_view_raised()
    seen = FollowUpDetails(code="appointment-completed", occurred_at=on("2014-05-31"))
    decided = given.when(RecordFollowUp, CJG, "f1", seen, on="2014-06-01", persons=(TOM,))
    assert not decided.took_back
    assert decided.only(MatchClosed).outcome == "no-longer-holds"


def out_of_view_raised() -> History:
    missed = signal(CJG, "missed-appointment", TOM, date="2014-03-01", id_="missed")
    given = history(involved(CJG, TOM, date="2014-01-01"), missed)
    due = Deadline(id="d", rule="out-of-view", due=on("2014-04-30"))
    raised = given.when(ReachDeadline, None, due, EVERYONE, on="2014-04-30")
    assert ("cjg", "out-of-view") in raised.told
    return given.after(raised)


def test_a_match_that_closed_opens_again_without_a_word_where_nothing_of_it_is_new() -> None:
    story = [Said(0, GP, None, 200, TOM), Said(1, SCHOOL, None, 100, TOM)]
    given = published(story)
    ended = given.when(
        EndSignal,
        SCHOOL,
        "signal-1",
        on="2014-12-02",
        ended_at=on("2014-12-02"),
        outcome="ended",
        confirm_unwatched=False,
    )
    given = given.after(ended)
    later = given.when(
        PublishSignal, GP, "again", Said(2, GP, "parenting", 0, TOM).details, on="2014-12-03", persons=(TOM, MOTHER)
    )
    given = given.after(later)
    back = publish(given, Said(3, SCHOOL, "parenting", 0, TOM), "2014-12-04")
    rules = {(each.recipient, each.rule) for each in back.facts if isinstance(each, MatchRaised)}
    assert ("gp", "same-child") in rules
    assert ("gp", "same-child") not in back.told


def test_matches_of_two_families_that_turn_out_to_be_one_become_one() -> None:
    apart = history(
        CONSENTS,
        involved(GP, TOM, date="2013-12-01"),
        involved(GP, HALF_BROTHER, date="2013-12-01", household=FATHERS_HOME),
        told_of(TOM, "older"),
        told_of(HALF_BROTHER, "younger"),
    )
    linking = SignalDetails(
        kind="involvement",
        occurred_at=on("2014-02-01"),
        state="started",
        relatives=(Relative(relation="parent", authority=True),),
    )
    decided = apart.when(PublishSignal, SCHOOL, "link", linking, on="2014-02-01", persons=(NOA, FATHER))
    assert decided.only(MatchWithdrawn).reason == "merged"
    assert not decided.took_back
    assert [
        m.id for m in decided.state.matches.values() if m.rule == "same-family" and m.recipient == "gp" and m.open
    ] == ["older"]


def told_of(person: str, match: str) -> MatchRaised:
    """What the GP was told of one of two families."""
    return MatchRaised(
        recorded_at=on("2014-01-01"),
        match=match,
        recipient="gp",
        rule="same-family",
        rule_version=1,
        anchor=person,
        key="",
        about=(person,),
        persons=(person,),
        speaks_for=("organisation:gp", "organisation:school"),
        notification=match,
        message=match,
    )


def test_a_history_folded_again_raises_nothing_new_and_holds_the_same() -> None:
    chance = Random(20141201)
    lines = [
        Said(
            n,
            owner := chance.choice(OWNERS),
            chance.choice(CATEGORIES[owner.id]),
            chance.randrange(300),
            chance.choice((TOM, NOA)),
        )
        for n in range(100)
    ]
    one_by_one = history(CONSENTS)
    recorded: list[Fact] = []
    for each in lines:
        decided = publish(one_by_one, each)
        recorded += decided.facts
        one_by_one = one_by_one.after(decided)
    again = history(CONSENTS, recorded)
    assert holding(again) == holding(one_by_one)
    for configured in RULES.values():
        if not configured.rule.on_time and not configured.rule.page_only:
            look = Deadline(id=f"look {configured.rule.id}", rule=configured.rule.id, due=on(NOW))
            assert not again.when(ReachDeadline, None, look, EVERYONE, on=NOW).told
