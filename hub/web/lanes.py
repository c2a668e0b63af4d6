"""The life course as a drawing: a lane per organisation and domain, and time from left to right (DOMAIN.md 11).

Places are percentages of the width, so that a drawing fits a phone as it fits a screen. It says nothing that the table
beside it does not say in words, and a shielded organisation stands in neither lane nor time.
"""

from collections.abc import Iterator
from datetime import date
from typing import Final, NamedTuple

from hub.answers.items import ItemAnswer
from hub.answers.notices import Words
from hub.answers.timelines import Lane, TimelineAnswer
from hub.web.words import day, organisation, what, words

_EARLIER: Final = "earlier-signal"
_SHAPES: Final = {"concern": "signal", "involvement": "signal"}


class Mark(NamedTuple):
    """One item: where it begins and how wide it is (of what has a year only), its shape, and its words."""

    at: str
    width: str
    shape: str
    weight: str
    text: Words


class Strip(NamedTuple):
    """What one organisation recorded in one domain."""

    organisation: Words
    domain: Words | None
    marks: tuple[Mark, ...]


class Chart(NamedTuple):
    """The whole drawing. ``years``: where each begins, and which it is."""

    years: tuple[tuple[str, int], ...]
    strips: tuple[Strip, ...]


def chart_of(timeline: TimelineAnswer) -> Chart:
    """The drawing of a timeline; without strips where nothing has a date."""
    days = [each for lane in timeline.lanes for item in lane.items for each in _days(item)]
    if not days:
        return Chart((), ())
    scale = _Scale(min(days).year, max(days).year + 1)
    strips = tuple(_strip(lane, scale) for lane in timeline.lanes)
    return Chart(tuple((scale.at(date(year, 1, 1)), year) for year in scale.years()), strips)


class _Scale(NamedTuple):
    """From the first day of one year to the first day of another."""

    first: int
    end: int

    def at(self, when: date) -> str:
        begin, end = date(self.first, 1, 1), date(self.end, 1, 1)
        return f"{100 * (when - begin).days / (end - begin).days:.2f}%"

    def years(self) -> range:
        return range(self.first, self.end)

    def a_year(self) -> str:
        return f"{100 / (self.end - self.first):.2f}%"


def _days(item: ItemAnswer) -> Iterator[date]:
    if item.occurred_on is not None:
        yield item.occurred_on
    elif item.year is not None:
        yield date(item.year, 1, 1)


def _strip(lane: Lane, scale: _Scale) -> Strip:
    marks = tuple(_mark(item, each, scale) for item in lane.items for each in _days(item))
    return Strip(organisation(lane.organisation), words(lane.domain) if lane.domain else None, marks)


def _mark(item: ItemAnswer, when: date, scale: _Scale) -> Mark:
    said, shown = what(item), day(item.occurred_on) or str(when.year)
    return Mark(
        at=scale.at(when),
        width=scale.a_year() if item.kind == _EARLIER else "",
        shape="year" if item.kind == _EARLIER else _SHAPES.get(item.kind, "step"),
        weight=item.severity or "attention",
        text=Words(f"{shown}: {said.nl}", f"{shown}: {said.en}"),
    )
