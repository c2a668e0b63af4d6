"""chronic: concerns, however small, in every half-year of three or more years."""

from collections.abc import Iterator
from datetime import datetime
from itertools import count

from hub.domain.items import Signal
from hub.domain.rules.gathering import ids_of, organisations_of, persons_of
from hub.domain.rules.history import concerns_on_record
from hub.domain.rules.rule import Finding, Parameters, Rule
from hub.domain.terms import AMSTERDAM
from hub.domain.view import FamilyView

_JULY = 7
_LAST_MONTHS, _LAST_DAYS = frozenset({6, 12}), 30


def find(view: FamilyView, parameters: Parameters) -> Iterator[Finding]:
    """One finding for the family, while one of the concerns is open. Parameter: ``half_years`` in a row.

    Half-years of the Dutch calendar; the one that goes on now may still be empty.
    """
    by_half_year: dict[int, list[Signal]] = {}
    for concern in concerns_on_record(view):
        by_half_year.setdefault(_half_year(concern.occurred_at), []).append(concern)
    if len(by_half_year) < parameters["half_years"]:
        return
    now = _half_year(view.now)
    last = now if now in by_half_year else now - 1
    row: list[Signal] = []
    for length in count():
        concerns = by_half_year.get(last - length)
        if concerns is None:
            break
        row.extend(concerns)
    if length >= parameters["half_years"] and any(concern.active(view.now) for concern in row):
        row.sort(key=lambda concern: (concern.occurred_at, concern.id))
        yield Finding(about=persons_of(row), items=ids_of(row), speaks_for=organisations_of(row))


def _half_year(moment: datetime) -> int:
    last_day = moment.month in _LAST_MONTHS and moment.day >= _LAST_DAYS
    local = moment.astimezone(AMSTERDAM) if last_day else moment  # elsewhere UTC is in the same half-year
    return local.year * 2 + (local.month >= _JULY)


CHRONIC = Rule(
    id="chronic",
    version=1,
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
