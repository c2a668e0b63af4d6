"""How long a signal is kept, for every history and every birthday (DOMAIN.md 12; Jeugdwet 7.1.4.5 and 7.1.4.6)."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.domain.ages import AgeBand, band
from hub.domain.facts import (
    ErasureDecided,
    Fact,
    PersonForgotten,
    PersonRegistered,
    PersonsLinked,
    SignalArchived,
    SignalForgotten,
    SignalRecorded,
)
from hub.domain.family import FamilyState
from hub.domain.items import Signal
from hub.domain.retention import Retention, Step, children_of, ends_at, forgotten_at, step_due
from hub.domain.slices.deciding import LiftHold, PlaceHold
from hub.domain.slices.retaining import Retain
from tests.domain.builders import (
    AGES,
    CJG,
    GP,
    MOTHER,
    NOA,
    SCHOOL,
    TOM,
    at_home,
    consent,
    ends,
    involved,
    on,
    retracted,
    signal,
)
from tests.domain.rights import BY, decided, received
from tests.domain.scenario import MUNICIPALITY, History, history

RETENTION = Retention()
HOME = (at_home(TOM), at_home(MOTHER, "parent", authority=True))
days = st.integers(0, 4_000).map(lambda number: timedelta(days=number))
birthdays = st.dates(date(1988, 1, 1), date(2014, 1, 1))
periods = st.builds(
    lambda active, kept: Retention(active=timedelta(days=active), kept=timedelta(days=kept)),
    st.integers(1, 730),
    st.integers(1, 3_000),
)


def folded(*facts: Fact) -> Signal:
    """The signal as these facts leave it."""
    state = FamilyState()
    for fact in facts:
        state.fold(fact)
    found = next(item for item in state.items.values() if isinstance(item, Signal))
    assert isinstance(found, Signal)
    return found


def about(*persons: str, household: Any = (), category: str | None = "parenting") -> SignalRecorded:
    return signal(GP, category, *persons, date="2014-01-01", id_="s1", household=household)


def retained(past: History, day: str, *gone: str, persons: tuple[str, ...] = (TOM,)) -> Any:
    return past.when(Retain, None, persons, gone, on=day)


@given(days, periods)
def test_a_signal_is_active_no_longer_than_two_years_and_kept_no_longer_than_is_configured(
    later: timedelta, periods: Retention
) -> None:
    kept = folded(about(TOM))
    now = kept.recorded_at + later
    step = step_due(kept, now, {}, periods)
    over = later >= periods.active
    assert (step is not None) == over
    assert (step is Step.FORGET) == (later >= periods.active + periods.kept)
    assert not kept.active(kept.recorded_at + timedelta(days=730))


@given(days, days)
def test_an_ended_signal_is_kept_five_years_from_when_the_hub_was_told(told: timedelta, later: timedelta) -> None:
    recorded = about(TOM)
    moment = recorded.recorded_at + told
    end = ends(recorded, moment.date().isoformat())
    kept = folded(recorded, end)
    assert ends_at(kept, RETENTION) <= max(recorded.recorded_at, end.recorded_at)
    assert forgotten_at(kept, RETENTION) == ends_at(kept, RETENTION) + timedelta(days=1826)
    now = recorded.recorded_at + later
    assert (step_due(kept, now, {}, RETENTION) is Step.FORGET) == (now >= forgotten_at(kept, RETENTION))


@given(st.lists(birthdays, min_size=1, max_size=3), st.dates(date(2014, 1, 2), date(2040, 1, 1)))
def test_it_goes_on_the_birthday_of_the_last_child_and_never_before(born: list[date], on_day: date) -> None:
    """Whatever else is due, it is not ``of-age`` while one child is 22, and always once all are 23."""
    children = [f"p-child-{number}" for number in range(len(born))]
    ages = {child: band(day.isoformat(), on_day) for child, day in zip(children, born, strict=True)}
    recorded = about(MOTHER, household=tuple(at_home(child) for child in children))
    now = datetime.fromisoformat(f"{on_day}T12:00:00+00:00")
    last = max((day.year + 23, day.month, day.day) for day in born)
    all_of_age = (on_day.year, on_day.month, on_day.day) >= last
    assert (step_due(folded(recorded), now, ages, RETENTION) is Step.OF_AGE) == all_of_age


def test_a_child_without_a_birth_date_never_comes_of_age() -> None:
    kept = folded(about(MOTHER, household=(at_home(TOM), at_home(NOA))))
    assert children_of(kept) == {TOM, NOA}
    assert step_due(kept, on("2014-02-01"), {TOM: AgeBand.ADULT, NOA: AgeBand.UNKNOWN}, RETENTION) is None


@given(periods, days)
def test_what_retention_did_is_never_due_again(periods: Retention, later: timedelta) -> None:
    recorded = about(TOM)
    now = recorded.recorded_at + later
    archived = SignalArchived(recorded_at=now, signal="s1", persons=(TOM,))
    if step_due(folded(recorded), now, {}, periods) is Step.ARCHIVE:
        assert step_due(folded(recorded, archived), now, {}, periods) is None
        assert not folded(recorded, archived).active(now)


def test_an_expired_signal_is_archived_with_the_household_that_nobody_needs_any_more() -> None:
    past = history(about(TOM, household=HOME), consent(GP))
    archived: SignalArchived = retained(past, "2016-01-01").only(SignalArchived)
    assert (archived.signal, archived.persons, archived.things) == ("s1", (TOM,), ("s1.1",))


def test_the_household_stays_while_an_active_signal_is_about_somebody_in_it() -> None:
    other = involved(SCHOOL, MOTHER, date="2015-06-01", id_="s2", household=())
    after = retained(history(about(TOM, household=HOME), other), "2016-01-01")
    assert after.only(SignalArchived).things == ()
    later = retained(history(about(TOM, household=HOME), other).after(after), "2017-06-01")
    archived = [each for each in later.facts if isinstance(each, SignalArchived)]
    assert {each.signal: each.things for each in archived} == {"s1": ("s1.1",), "s2": ()}


def test_what_was_kept_long_enough_is_forgotten_and_so_is_who_it_was() -> None:
    past = history(about(TOM, household=HOME), consent(GP))
    after = retained(past, "2021-01-01")
    assert after.only(SignalForgotten).why == "kept-long-enough"
    assert {each.person for each in after.facts if isinstance(each, PersonForgotten)} >= {TOM, MOTHER}
    assert after.state.items == {}
    assert retained(past.after(after), "2021-01-02").facts == []


def test_a_birthday_forgets_what_was_active_and_tells_who_was_told() -> None:
    theirs, mine = about(TOM, household=HOME), involved(CJG, TOM, date="2014-01-02", id_="s2", household=HOME)
    past = history(theirs, mine, consent(GP), consent(CJG), ages=AGES)
    old = History((), {**AGES, TOM: AgeBand.ADULT})
    old.state = past.state
    after = retained(old, "2014-06-01")
    assert {(each.signal, each.why) for each in after.facts if isinstance(each, SignalForgotten)} == {
        ("s1", "of-age"),
        ("s2", "of-age"),
    }


def test_nothing_is_left_of_a_retracted_signal_a_day_later() -> None:
    wrong = about(TOM, household=HOME)
    past = history(wrong, retracted(wrong, "2014-01-03"))
    after = retained(past, "2014-01-04", "s1")
    assert after.only(SignalForgotten).why == "retracted"
    assert {each.person for each in after.facts if isinstance(each, PersonForgotten)} == {TOM, MOTHER}


def test_an_erasure_that_waited_is_carried_out_when_nothing_protects_any_more() -> None:
    held = history(involved(GP, MOTHER, date="2013-01-01", id_="s1", household=())).when(
        PlaceHold, MUNICIPALITY, "h1", on="2014-03-01", by=BY, persons=(MOTHER,), reason="court"
    )
    past = history().after(held)
    waiting = past.after(received(past, "erasure"))
    restricted = decided(waiting)
    assert restricted.only(ErasureDecided).outcome == "restricted"
    waiting = waiting.after(restricted)
    assert retained(waiting, "2014-03-04").facts == []
    lifted = waiting.when(LiftHold, MUNICIPALITY, "h1", on="2014-03-05", by=BY, reason="over")
    fact: ErasureDecided = retained(waiting.after(lifted), "2014-03-06").only(ErasureDecided)
    assert (fact.outcome, fact.decided_by, fact.things) == ("erased", BY, ("s1",))


@pytest.mark.parametrize("day", ["2014-01-01", "2015-12-30"])
def test_nothing_is_due_for_what_is_active(day: str) -> None:
    assert retained(history(about(TOM, household=HOME)), day).facts == []


def died(person: str, day: str) -> PersonRegistered:
    return PersonRegistered(recorded_at=on(day), person=person, asked_at=on(day), source="register", died=True)


def test_a_childs_death_ends_what_is_about_that_child_and_not_what_is_about_another() -> None:
    """It is kept as ended, since a death is looked into: erasing it at once would take that away."""
    one, both = (
        about(TOM, category="school-absence"),
        signal(GP, "neglect", TOM, NOA, date="2014-01-01", id_="s2", household=()),
    )
    other = involved(CJG, NOA, date="2014-01-01", id_="s3", household=())
    after = retained(history(one, both, other, died(TOM, "2014-02-01")), "2014-02-02")
    assert [each.signal for each in after.facts if isinstance(each, SignalArchived)] == ["s1"]
    assert not [each for each in after.facts if isinstance(each, SignalForgotten | PersonForgotten)]


def test_a_concern_about_the_home_goes_on_after_a_childs_death() -> None:
    home = signal(GP, "neglect", TOM, date="2014-01-01", id_="s1", household=())
    own = signal(GP, "school-absence", TOM, date="2014-01-01", id_="s2", household=())
    after = retained(history(home, own, died(TOM, "2014-02-01")), "2014-02-02")
    assert [each.signal for each in after.facts if isinstance(each, SignalArchived)] == ["s2"]


def test_whoever_is_linked_is_erased_under_every_pseudonym() -> None:
    link = PersonsLinked(
        recorded_at=on("2014-01-03"), link="l1", persons=(MOTHER, "p-mother-2"), decided_by="rules", reasons=()
    )
    first = involved(GP, MOTHER, date="2013-01-01", id_="s1", household=())
    second = involved(CJG, "p-mother-2", date="2013-01-01", id_="s2", household=())
    past = history(first, second, link, ages={**AGES, "p-mother-2": AgeBand.ADULT})
    fact: ErasureDecided = decided(past.after(received(past, "erasure"))).only(ErasureDecided)
    assert set(fact.erased) == {MOTHER, "p-mother-2"}
    assert set(fact.things) == {"s1", "s2"}
