"""The production rules: the same person, uncertain, or new.

The score only orders candidates and says which are worth a steward's look. An automatic link needs every condition of
``Condition``; one that fails makes it uncertain, however high the score. The same text, with why: docs/linkage.md.
"""

from collections.abc import Iterator, Sequence
from enum import StrEnum
from math import log2
from typing import Literal

import msgspec

from hub.people.linkage.comparison import Comparison, Level, compare, differ_in_bsn, tells_siblings_apart
from hub.people.linkage.traits import Traits
from hub.people.linkage.weights import Score, Weights, coincidence_bits, production_weights


class Condition(StrEnum):
    """What an automatic link needs; each is a reason why a link waits for a steward."""

    GIVEN = "given"
    """The first given name is equal, or in one class of the curated file; not an initial, a nickname, misspelt."""
    OTHERS = "others"
    """Further given names do not differ; where brothers often share the first one, they are stated and equal."""
    BORN = "born"
    """The birth date is equal, or its day and month are exchanged where the surname is equal or the partner's.

    One slip, a partial date or 1 January pass only with exact names and an equal address or phone; a slip or a partial
    date never with 1 January. Never another year."""
    SEX = "sex"
    """The stated sexes do not contradict."""
    SURNAME = "surname"
    """The surname is equal, the partner's, or near."""
    RARE = "rare"
    """All that agrees is rare enough together for the number of persons stored."""
    ONLY = "only"
    """No other stored person fits as well."""


Outcome = Literal["same", "uncertain", "new"]

FEWEST_STORED = 1_000
RARE_BITS = 17.0
"""A coincidence is rare enough when it is expected less than once in 2^17 statements against all who are stored."""
RIVAL_BITS = 10.0
"""Another person fits as well when its score is within so many bits of the best."""
LEAST_AGAINST_STRANGERS = -1.0
"""Bits, beyond the number stored, below which a candidate is not worth a look."""
LEAST_AGAINST_RELATIVES = -2.0
MOST_SHOWN = 5
"""Candidates that a steward is shown at most."""
_EXACT = {Level.EQUAL}
_CLASS = {Level.EQUAL, Level.CLASS}
_SURNAMES = {Level.EQUAL, Level.PARTNER, Level.NEAR, Level.SOUND, Level.PARTNER_NEAR}
_SAME_SURNAME = {Level.EQUAL, Level.PARTNER}
_WHOLE_DATES = {Level.EQUAL, Level.SWAPPED}
_WITH_MORE = {Level.SLIP, Level.PARTIAL, Level.EQUAL}


class Candidate(msgspec.Struct, frozen=True):
    """A stored person that came up: its pseudonym, the group of linked pseudonyms it is one of, and its traits."""

    person: str
    group: str
    traits: Traits


class Fit(msgspec.Struct, frozen=True):
    """How a candidate fits: its levels, its score, and the conditions that fail by themselves."""

    candidate: Candidate
    comparison: Comparison
    score: Score
    failing: tuple[Condition, ...]


class Judgement(msgspec.Struct, frozen=True):
    """What becomes of a statement. ``fits`` has the best first; none for somebody new."""

    outcome: Outcome
    fits: tuple[Fit, ...] = ()
    failing: tuple[Condition, ...] = ()
    """Why the best fit is not the same person by itself."""


def judge(stated: Traits, candidates: Sequence[Candidate], stored: int, weights: Weights | None = None) -> Judgement:
    """The same, uncertain or new, for a statement and the persons that came up; ``stored`` persons are there in all."""
    least = LEAST_AGAINST_STRANGERS + log2(max(stored, FEWEST_STORED))
    apart = {each.group for each in candidates if differ_in_bsn(stated, each.traits)}
    beside = (each for each in candidates if each.group not in apart)
    fits = (fit_of(stated, each, stored, weights or production_weights(), least) for each in beside)
    best = _best_of_groups(fit for fit in fits if fit is not None)
    plausible = [fit for fit in best if not fit.failing or fit.score.relatives >= LEAST_AGAINST_RELATIVES]
    if not plausible:
        return Judgement("new")
    failing = plausible[0].failing
    if _has_rival(plausible[0], best):
        failing = (*failing, Condition.ONLY)
    return Judgement("uncertain" if failing else "same", tuple(plausible[:MOST_SHOWN]), failing)


def fit_of(
    stated: Traits, candidate: Candidate, stored: int, weights: Weights, least: float = float("-inf")
) -> Fit | None:
    """How one candidate fits; None where its score against strangers is below the least, as most are: then no more is
    worked out.
    """
    comparison = compare(stated, candidate.traits)
    score = weights.score(stated, candidate.traits, comparison)
    if score.strangers < least:
        return None
    return Fit(candidate, comparison, score, tuple(_failing(stated, candidate.traits, comparison, stored)))


def needed_bits(stored: int) -> float:
    """How rare agreement must be: it grows with the number stored."""
    return log2(max(stored, FEWEST_STORED)) + RARE_BITS


def _failing(stated: Traits, known: Traits, comparison: Comparison, stored: int) -> Iterator[Condition]:
    if comparison.given not in _CLASS:
        yield Condition.GIVEN
    if not _others_pass(stated, known, comparison):
        yield Condition.OTHERS
    if not _born_passes(stated, known, comparison):
        yield Condition.BORN
    if comparison.sex is Level.DIFFERENT:
        yield Condition.SEX
    if comparison.surname not in _SURNAMES:
        yield Condition.SURNAME
    named_alike = comparison.given in _CLASS and comparison.surname in _SURNAMES
    if named_alike and coincidence_bits(stated, known, comparison) < needed_bits(stored):
        yield Condition.RARE


def _others_pass(stated: Traits, known: Traits, comparison: Comparison) -> bool:
    if tells_siblings_apart(stated.given) and tells_siblings_apart(known.given):
        return comparison.others is not Level.DIFFERENT
    return comparison.others is Level.EQUAL or not (stated.given.others or known.given.others)


def _born_passes(stated: Traits, known: Traits, comparison: Comparison) -> bool:
    placeholder = stated.first_of_january or known.first_of_january
    if comparison.born is Level.SWAPPED and comparison.surname not in _SAME_SURNAME:
        return False  # a misspelt surname and an exchanged date are one coincidence too many
    if comparison.born in _WHOLE_DATES and not placeholder:
        return True
    if comparison.born not in _WITH_MORE or (placeholder and comparison.born is not Level.EQUAL):
        return False
    exact = comparison.given in _EXACT and comparison.surname in _EXACT and comparison.others is not Level.NEAR
    return exact and Level.EQUAL in {comparison.address, comparison.phone}


def _best_of_groups(fits: Iterator[Fit]) -> list[Fit]:
    """The best fit of every group of linked pseudonyms, the best group first."""
    best: dict[str, Fit] = {}
    for fit in sorted(fits, key=lambda each: (each.score.strangers, each.candidate.person), reverse=True):
        best.setdefault(fit.candidate.group, fit)
    return list(best.values())


def _has_rival(best: Fit, fits: Sequence[Fit]) -> bool:
    return any(fit is not best and fit.score.strangers >= best.score.strangers - RIVAL_BITS for fit in fits)
