"""chronic: concerns, however small, in every half-year of three or more years."""

from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from itertools import count
from operator import attrgetter

from hub.domain.columns import Dated
from hub.domain.items import Signal
from hub.domain.rules.gathering import ids_of, organisations_of, persons_of
from hub.domain.rules.history import concerns_on_record
from hub.domain.rules.rule import Finding, Parameters, Rule
from hub.domain.terms import AMSTERDAM
from hub.domain.view import FamilyView

_JULY = 7
_likeness = attrgetter("owner", "category", "about")


def find(view: FamilyView, parameters: Parameters) -> Iterator[Finding]:
    """One finding for the family, while one of the concerns is open. Parameter: ``half_years`` in a row.

    Half-years of the Dutch calendar; the one that goes on now may still be empty.
    """
    if not view.concerns:
        return
    on_record, now = concerns_on_record(view), _half_year(view.now)
    last = now if _has(on_record, now) else now - 1
    length = next(length for length in count() if not _has(on_record, last - length))
    if length < parameters["half_years"]:
        return
    row = on_record.between(on_record.since(_begin(last - length + 1)), on_record.since(_begin(last + 1)))
    open_ = [concern for concern in view.concerns if concern in row]
    if open_:
        found = _telling(row, open_)
        yield Finding(about=persons_of(found), items=ids_of(found), speaks_for=organisations_of(found))


def _telling(row: Dated, open_: list[Signal]) -> list[Signal]:
    """What is named of a row: everything open, and of what is alike within a half-year the first, in their order.

    Over years a family can have hundreds of concerns that say the same. A reader wants to know that it went on, about
    whom, of what, and who told.
    """
    named: dict[str, Signal] = {each.id: each for each in open_}
    for half_year in range(_half_year(row.items[0].occurred_at), _half_year(row.items[-1].occurred_at) + 1):
        within = row.items[row.since(_begin(half_year)) : row.since(_begin(half_year + 1))]
        alike = {_likeness(each): each for each in reversed(within)}
        named |= {each.id: each for each in alike.values()}
    return sorted(named.values(), key=row.place)


def _has(concerns: Dated, half_year: int) -> bool:
    """Whether one of them occurred in this half-year."""
    return concerns.since(_begin(half_year)) < concerns.since(_begin(half_year + 1))


def _half_year(moment: datetime) -> int:
    local = moment.astimezone(AMSTERDAM)
    return local.year * 2 + (local.month >= _JULY)


@cache
def _begin(half_year: int) -> datetime:
    """When this half-year begins (UTC)."""
    year, second = divmod(half_year, 2)
    return datetime(year, _JULY if second else 1, 1, tzinfo=AMSTERDAM).astimezone(UTC)


CHRONIC = Rule(
    id="chronic",
    version=2,
    order=110,
    source="L4; number of years chosen",
    looks_at=frozenset({"concern", "membership"}),
    find=find,
    fires_nl="zorgen, hoe klein ook, in elk halfjaar van drie of meer jaren achter elkaar",
    fires_en="concerns, however small, in every half-year of three or more years in a row",
    told_nl="wie de signalen mag zien",
    told_en="who may see the signals",
    reason_nl="Al jaren is er in elk halfjaar een zorg over dit gezin: {categories} ({dates}). Gesignaleerd door "
    "{organisations}.",
    reason_en="For years there has been a concern about this family in every half-year: {categories} ({dates}). "
    "Signalled by {organisations}.",
    same_for_all=True,
)
