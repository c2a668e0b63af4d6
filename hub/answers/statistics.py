"""Use and effect for the municipality: counts without names, small cells withheld (DOMAIN.md 10 and 13)."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Final

import msgspec

from hub.answers.naming import OrganisationAnswer
from hub.answers.notices import Words
from hub.domain.organisations import Organisations
from hub.domain.quarters import Quarter
from hub.domain.small_cells import TOTAL, Cell, with_totals, withheld
from hub.domain.statistics import OTHER, StatisticsRules, rows_of
from hub.views.figures import RuleEffectRow, UseRow

OTHERS: Final = Words(nl="andere organisaties samen", en="other organisations together")
_ANSWERS: Final = ("contact_made", "already_in_contact", "not_needed", "could_not_reach", "unanswered")
_CAME: Final = ("contact", "coordinator", "plan", "help")
_HOUR: Final = 3600
_MATCHES: Final = "matches"


class Period(msgspec.Struct, frozen=True, kw_only=True):
    """A quarter, by its Dutch calendar days, both included."""

    quarter: str
    first_day: date
    last_day: date


class UseAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """Use (gebruik) by one organisation. null: withheld, because it counts few or would give away what does.

    ``signals`` are those of which another was told in a match; what is sealed counts nowhere. ``told`` are the matches
    of which the organisation was notified, and divide into the five counts after it. ``answered_within_hours`` is the
    median time from notification to answer.
    """

    organisation: OrganisationAnswer
    signals: int | None
    told: int | None
    contact_made: int | None
    already_in_contact: int | None
    not_needed: int | None
    could_not_reach: int | None
    unanswered: int | None
    share_already_in_contact: float | None
    answered_within_hours: int | None


class UseStatistics(msgspec.Struct, frozen=True, kw_only=True):
    """Use per organisation, and of all together."""

    period: Period
    smallest_cell: int
    organisations: tuple[UseAnswer, ...]
    total: UseAnswer


class EffectAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """Effect (effect) of the matches of one rule; null as in ``UseAnswer``. A match is one recipient's.

    ``contact``, ``coordinator``, ``plan`` and ``help`` count the matches after which their recipient recorded so: it
    made or had contact, took the coordination on, recorded a family plan, began to help. Hours are medians: from what
    occurred to the signal, from the signal to the match, from the match to the first contact.
    """

    rule: str
    matches: int | None
    contact: int | None
    coordinator: int | None
    plan: int | None
    help: int | None
    recorded_after_hours: int | None
    told_after_hours: int | None
    contact_after_hours: int | None


class EffectStatistics(msgspec.Struct, frozen=True, kw_only=True):
    """Effect per rule, and of all together. ``total.rule`` is empty."""

    period: Period
    smallest_cell: int
    rules: tuple[EffectAnswer, ...]
    total: EffectAnswer


def use_statistics(
    quarter: Quarter, rows: Iterable[UseRow], organisations: Organisations, rules: StatisticsRules
) -> UseStatistics:
    """Use as it may be published. Every organisation that takes part has a row of its own, or is in ``other``."""
    found = {row.organisation: row for row in rows}
    placed = rows_of({id_: row.told + row.signals for id_, row in found.items()}, organisations, rules)
    answers = with_totals(_summed(placed, found, _answers_of))
    signals = with_totals(_summed(placed, found, lambda row: {"signals": row.signals}))
    hidden = withheld(answers, rules.smallest_cell)
    unsaid = withheld(signals, rules.smallest_cell)
    hours = {row: found[row].answered_after for row in placed.values() if row in found}

    def answer(row: str) -> UseAnswer:
        def count(column: str) -> int | None:
            return _shown(answers, hidden, Cell(row, column))

        told, already = count(TOTAL), count("already_in_contact")
        unanswered = count("unanswered")
        answered = None if told is None or unanswered is None else told - unanswered
        return UseAnswer(
            organisation=_organisation(row, organisations),
            signals=_shown(signals, unsaid, Cell(row, "signals")),
            told=told,
            contact_made=count("contact_made"),
            already_in_contact=already,
            not_needed=count("not_needed"),
            could_not_reach=count("could_not_reach"),
            unanswered=unanswered,
            share_already_in_contact=round(already / answered, 2) if answered and already is not None else None,
            answered_within_hours=_hours(hours.get(row), answered, rules),
        )

    names = sorted(dict.fromkeys(placed.values()), key=lambda row: (row == OTHER, row))
    return UseStatistics(
        period=_period(quarter),
        smallest_cell=rules.smallest_cell,
        organisations=tuple(map(answer, names)),
        total=answer(TOTAL),
    )


def effect_statistics(quarter: Quarter, rows: Iterable[RuleEffectRow], rules: StatisticsRules) -> EffectStatistics:
    """Effect as it may be published."""
    found = {row.rule: row for row in rows}
    tables = {came: with_totals({rule: _divided(row, came) for rule, row in found.items()}) for came in _CAME}
    hidden = _withheld_together(tables, rules.smallest_cell)

    def answer(rule: str) -> EffectAnswer:
        def count(came: str, column: str) -> int | None:
            return _shown(tables[came], hidden[came], Cell(rule, column))

        matches, contact = count("contact", TOTAL), count("contact", "contact")
        row = found.get(rule)
        return EffectAnswer(
            rule=rule,
            matches=matches,
            contact=contact,
            coordinator=count("coordinator", "coordinator"),
            plan=count("plan", "plan"),
            help=count("help", "help"),
            recorded_after_hours=_hours(None if row is None else row.recorded_after, matches, rules),
            told_after_hours=_hours(None if row is None else row.told_after, matches, rules),
            contact_after_hours=_hours(None if row is None else row.contact_after, contact, rules),
        )

    return EffectStatistics(
        period=_period(quarter),
        smallest_cell=rules.smallest_cell,
        rules=tuple(map(answer, sorted(found))),
        total=answer(TOTAL),
    )


def _answers_of(row: UseRow) -> dict[str, int]:
    counts = [row.contact_made, row.already_in_contact, row.not_needed, row.could_not_reach]
    return dict(zip(_ANSWERS, (*counts, row.told - sum(counts)), strict=True))


def _summed(
    placed: Mapping[str, str], found: Mapping[str, UseRow], counts: Callable[[UseRow], Mapping[str, int]]
) -> dict[str, dict[str, int]]:
    """Counts per row that is published, those of which nothing is counted included."""
    summed: dict[str, dict[str, int]] = {}
    for organisation, place in placed.items():
        row = summed.setdefault(place, {})
        for column, count in counts(found.get(organisation, _nothing(organisation))).items():
            row[column] = row.get(column, 0) + count
    return summed


def _nothing(organisation: str) -> UseRow:
    return UseRow(organisation, 0, 0, 0, 0, 0, 0, None)


def _divided(row: RuleEffectRow, came: str) -> dict[str, int]:
    """The matches of a rule by whether this came of them."""
    count: int = getattr(row, came)
    return {came: count, f"no-{came}": row.matches - count}


def _withheld_together(tables: Mapping[str, Mapping[Cell, int]], smallest: int) -> dict[str, frozenset[Cell]]:
    """What each table withholds, where all have the same totals of rows: one withheld in one is so in all."""
    hidden: dict[str, frozenset[Cell]] = {name: frozenset() for name in tables}
    totals: frozenset[Cell] = frozenset()
    while True:
        hidden = {name: withheld(table, smallest, totals | hidden[name]) for name, table in tables.items()}
        found = frozenset(cell for cells in hidden.values() for cell in cells if cell.column == TOTAL)
        if found == totals:
            return hidden
        totals = found


def _shown(table: Mapping[Cell, int], hidden: Sequence[Cell] | frozenset[Cell], cell: Cell) -> int | None:
    return None if cell in hidden else table.get(cell, 0)


def _hours(seconds: float | None, counted: int | None, rules: StatisticsRules) -> int | None:
    """A median in whole hours, of no fewer than a cell may count; it is one case's where few are counted."""
    if seconds is None or counted is None or counted < rules.smallest_cell:
        return None
    return round(seconds / _HOUR)


def _organisation(row: str, organisations: Organisations) -> OrganisationAnswer:
    known = organisations.get(row)
    if row in {OTHER, TOTAL} or known is None:
        return OrganisationAnswer(label=OTHERS if row == OTHER else None)
    return OrganisationAnswer(id=row, name=known.name)


def _period(quarter: Quarter) -> Period:
    return Period(
        quarter=str(quarter), first_day=quarter.first_day, last_day=quarter.next.first_day - timedelta(days=1)
    )
