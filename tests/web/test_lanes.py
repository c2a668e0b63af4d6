"""The life course as a drawing: everything in its place in time, and nothing that the table does not say."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from hub.answers.items import CategoryAnswer, ItemAnswer
from hub.answers.naming import OrganisationAnswer
from hub.answers.notices import Words
from hub.answers.timelines import Lane, TimelineAnswer
from hub.web.lanes import Mark, chart_of

SCHOOL = OrganisationAnswer(id="school", name="De Vliet")
ABSENCE = CategoryAnswer(code="school-absence", domain="education", label=Words("Schoolverzuim", "School absence"))


def concern(on: date, severity: str = "attention") -> ItemAnswer:
    return ItemAnswer(
        id=f"s-{on}", kind="concern", owner=SCHOOL, ground="own", category=ABSENCE, severity=severity, occurred_on=on
    )


def timeline(*items: ItemAnswer, domain: str | None = "education") -> TimelineAnswer:
    lanes = (Lane(organisation=SCHOOL, domain=domain, items=items),) if items else ()
    return TimelineAnswer(reference="r1", lanes=lanes, table=items)


def only(*items: ItemAnswer) -> tuple[Mark, ...]:
    (strip,) = chart_of(timeline(*items)).strips
    return strip.marks


def test_time_goes_from_the_first_day_of_the_first_year_to_the_last_of_the_last() -> None:
    chart = chart_of(timeline(concern(date(2013, 1, 1)), concern(date(2014, 7, 2), "serious")))

    assert chart.years == (("0.00%", 2013), ("50.00%", 2014))
    assert [(mark.at, mark.weight) for mark in chart.strips[0].marks] == [("0.00%", "attention"), ("74.93%", "serious")]
    assert chart.strips[0].marks[1].text == Words("2-7-2014: Schoolverzuim", "2-7-2014: School absence")
    assert chart.strips[0].domain == Words("onderwijs", "education")


def test_an_earlier_signal_fills_its_year_and_says_no_day() -> None:
    earlier = ItemAnswer(id="s-1", kind="earlier-signal", owner=SCHOOL, ground="consent", year=2012)

    assert only(earlier, concern(date(2013, 6, 1)))[0] == Mark(
        at="0.00%",
        width="50.00%",
        shape="year",
        weight="attention",
        text=Words("2012: eerder signaal", "2012: earlier signal"),
    )


def test_what_is_no_signal_is_drawn_as_a_step() -> None:
    seen = ItemAnswer(
        id="f-1", kind="follow-up", owner=SCHOOL, ground="own", code="child-seen", occurred_on=date(2013, 6, 1)
    )
    assert [mark.shape for mark in only(seen, concern(date(2013, 7, 1)))] == ["step", "signal"]


def test_of_nothing_with_a_date_there_is_no_drawing() -> None:
    hidden = ItemAnswer(id="s-1", kind="concern", owner=SCHOOL, ground="consent")
    assert chart_of(timeline()).strips == ()
    assert chart_of(timeline(hidden)).strips == ()


@given(st.lists(st.dates(date(1990, 1, 1), date(2035, 12, 31)), min_size=1, max_size=30))
def test_every_mark_stands_within_the_drawing_and_in_the_order_of_time(days: list[date]) -> None:
    marks = only(*map(concern, sorted(days)))

    places = [float(mark.at.rstrip("%")) for mark in marks]
    assert len(marks) == len(days)
    assert places == sorted(places)
    assert all(0 <= place < 100 for place in places)
