"""Statistics as they may be published: fixed periods, organisations that are not told apart, and what is withheld."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.answers.statistics import effect_statistics, use_statistics
from hub.domain.organisations import Organisation, Organisations, Sector
from hub.domain.quarters import Quarter
from hub.domain.statistics import OTHER, StatisticsRules, rows_of
from hub.views.figures import RuleEffectRow, UseRow

TERM = timedelta(days=14)
RULES = StatisticsRules(smallest_cell=5, folded_together=3, closed_after=TERM)
Q3 = Quarter(2026, 3)


def organisation(id_: str, *, shielded: bool = False) -> Organisation:
    return Organisation(id=id_, name=id_.upper(), sector=Sector.SCHOOL, roles=frozenset(), shielded=shielded)


FIVE = Organisations([*map(organisation, "abcde"), organisation("shelter", shielded=True)])


def use(
    id_: str, signals: int = 0, told: int = 0, made: int = 0, already: int = 0, after: float | None = None
) -> UseRow:
    return UseRow(id_, signals, told, made, already, 0, 0, after)


@pytest.mark.parametrize(
    ("now", "last", "first_day"),
    [
        (datetime(2026, 10, 14, 21, 59, tzinfo=UTC), "2026-Q2", date(2026, 4, 1)),
        (datetime(2026, 10, 14, 22, 0, tzinfo=UTC), "2026-Q3", date(2026, 7, 1)),
        (datetime(2026, 1, 15, tzinfo=UTC), "2025-Q4", date(2025, 10, 1)),
    ],
)
def test_a_quarter_closes_two_weeks_after_its_last_dutch_day(now: datetime, last: str, first_day: date) -> None:
    quarter = Quarter.last_closed(now, TERM)
    assert (str(quarter), quarter.first_day) == (last, first_day)
    assert quarter.closes(TERM) <= now < quarter.next.closes(TERM)
    assert Quarter.parse(str(quarter)) == quarter


@pytest.mark.parametrize("text", ["2026", "2026-Q5", "2026-Q0", "0000-Q1", "2026-Q3 "])
def test_what_is_no_quarter_is_none(text: str) -> None:
    with pytest.raises(ValueError, match="quarter"):
        Quarter.parse(text)


@given(st.dictionaries(st.sampled_from([*"abcde", "shelter"]), st.integers(0, 50)), st.sampled_from(["0", "bb", "z"]))
def test_one_that_joins_later_changes_under_which_row_nobody_is_counted_of_whom_anything_is(
    counted: dict[str, int], joins: str
) -> None:
    later = Organisations([*FIVE, organisation(joins)])
    before, after = rows_of(counted, FIVE, RULES), rows_of(counted, later, RULES)
    something = [each for each, count in counted.items() if count]
    assert [before[each] for each in something] == [after[each] for each in something]


@given(st.dictionaries(st.sampled_from([*"abcde", "shelter"]), st.integers(0, 50)))
def test_a_shielded_organisation_is_never_apart_nor_alone_with_one_other(counted: dict[str, int]) -> None:
    placed = rows_of(counted, FIVE, RULES)
    together = {each for each, row in placed.items() if row == OTHER}
    assert "shelter" in together
    assert len(together) >= RULES.folded_together
    assert placed.keys() == {*"abcde", "shelter"}


def test_the_row_of_others_is_there_whether_or_not_anybody_is_shielded() -> None:
    open_ones = Organisations(map(organisation, "abcde"))
    assert list(rows_of({"e": 9, "d": 8}, open_ones, RULES).values()).count(OTHER) == 3


def test_use_says_who_signals_who_answers_and_how_soon() -> None:
    rows = [
        use("a", signals=20, told=30, made=15, already=10, after=7200.0),
        use("b", signals=30, told=40, made=20, already=12, after=3600.0),
        use("shelter", signals=9, told=15, made=8, already=7),
        *(use(each, told=5, made=5) for each in "cd"),
    ]
    found = use_statistics(Q3, rows, FIVE, RULES)
    by_name = {each.organisation.name: each for each in found.organisations}
    school = by_name["A"]
    assert (school.signals, school.told, school.unanswered, school.answered_within_hours) == (20, 30, 5, 2)
    assert (school.contact_made, school.already_in_contact, school.share_already_in_contact) == (15, 10, 0.4)
    assert "SHELTER" not in by_name
    other = found.organisations[-1]
    assert other.organisation.label is not None
    assert (other.contact_made, found.total.contact_made) == (18, 53)
    assert (found.period.first_day, found.period.last_day) == (date(2026, 7, 1), date(2026, 9, 30))


def test_few_cases_are_withheld_with_their_median_and_what_would_give_them_away() -> None:
    few, many = use("a", told=3, made=3, after=60.0), use("b", told=30, made=30, after=60.0)
    others = [use("c", told=2, made=2), use("d", told=2, made=2), use("shelter", told=9, made=9)]
    found = use_statistics(Q3, [few, many, *others], FIVE, RULES)
    first, second = found.organisations[0], found.organisations[1]
    assert (first.told, first.contact_made, first.answered_within_hours) == (None, None, None)
    assert None in (second.told, found.organisations[-1].told, found.total.told)


def test_effect_says_what_came_of_matches_per_rule() -> None:
    rows = [
        RuleEffectRow("same-child", 40, 30, 10, 10, 20, 3600.0, 60.0, 86400.0),
        RuleEffectRow("acute", 20, 20, 0, 0, 20, None, None, 3600.0),
    ]
    found = effect_statistics(Q3, rows, RULES)
    acute, child = found.rules
    assert (child.matches, child.contact, child.coordinator, child.plan, child.help) == (40, 30, 10, 10, 20)
    assert (child.recorded_after_hours, child.told_after_hours, child.contact_after_hours) == (1, 0, 24)
    assert (acute.coordinator, acute.recorded_after_hours) == (0, None)
    assert found.total.matches == 60


def test_a_rule_of_few_matches_shows_none_of_them_in_any_table() -> None:
    rows = [
        RuleEffectRow("same-child", 40, 38, 10, 10, 20, 3600.0, 60.0, 7200.0),
        RuleEffectRow("acute", 3, 3, 3, 3, 3, 1.0, 1.0, 1.0),
    ]
    found = effect_statistics(Q3, rows, RULES)
    acute, child = found.rules
    assert {acute.matches, acute.contact, acute.help, acute.contact_after_hours} == {None}
    assert child.contact is None
    assert child.matches is None or found.total.matches is None
