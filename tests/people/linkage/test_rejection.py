"""Most candidates are rejected by their score alone; what comes out is what comes of working all of them out."""

from collections.abc import Sequence
from functools import cache
from math import log2
from random import Random

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from hub.bench.linkage.population import Population
from hub.bench.linkage.statements import Stating
from hub.people.linkage.rules import (
    FEWEST_STORED,
    LEAST_AGAINST_RELATIVES,
    LEAST_AGAINST_STRANGERS,
    MOST_SHOWN,
    RIVAL_BITS,
    Candidate,
    Condition,
    Fit,
    Judgement,
    fit_of,
    judge,
)
from hub.people.linkage.traits import Traits, traits_of
from hub.people.linkage.weights import production_weights


@cache
def people() -> tuple[list[Traits], list[Traits]]:
    """As stated, and as registered: households with twins, namesakes and mistakes."""
    random = Random(31)
    population, stating = Population(random), Stating(random)
    population.grow(200)
    stated = [traits_of(stating.stated(person).identity) for person in population.people]
    return stated, [traits_of(stating.registered(person).identity) for person in population.people]


def judged_in_full(stated: Traits, candidates: Sequence[Candidate], stored: int) -> Judgement:
    """The rules once more, with nothing left out before the end."""
    fits = [fit for each in candidates if (fit := fit_of(stated, each, stored, production_weights())) is not None]
    assert len(fits) == len(candidates)
    others = {c.group for c in candidates if stated.bsn and c.traits.bsn and stated.bsn != c.traits.bsn}
    least = LEAST_AGAINST_STRANGERS + log2(max(stored, FEWEST_STORED))
    best: dict[str, Fit] = {}
    for fit in sorted(fits, key=lambda each: (each.score.strangers, each.candidate.person), reverse=True):
        if fit.candidate.group not in others and fit.score.strangers >= least:
            best.setdefault(fit.candidate.group, fit)
    ordered = list(best.values())
    plausible = [fit for fit in ordered if not fit.failing or fit.score.relatives >= LEAST_AGAINST_RELATIVES]
    if not plausible:
        return Judgement("new")
    near = plausible[0].score.strangers - RIVAL_BITS
    rival = any(fit is not plausible[0] and fit.score.strangers >= near for fit in ordered)
    failing = (*plausible[0].failing, Condition.ONLY) if rival else plausible[0].failing
    return Judgement("uncertain" if failing else "same", tuple(plausible[:MOST_SHOWN]), failing)


@given(
    st.integers(0, 199), st.lists(st.integers(0, 199), max_size=12), st.sampled_from((10, 5_000, 4_000_000)), st.data()
)
def test_the_short_way_says_what_the_long_way_says(
    number: int, others: list[int], stored: int, data: st.DataObject
) -> None:
    stated, registered = people()
    near = [number, *range(max(0, number - 3), min(200, number + 4)), *others]
    bsns = st.sampled_from(("", "999990019", "999990020"))
    who = _with_bsn(stated[number], data.draw(bsns))
    candidates = [
        Candidate(f"p{n}", data.draw(st.sampled_from((f"p{n}", "p0"))), _with_bsn(registered[n], data.draw(bsns)))
        for n in dict.fromkeys(near)
    ]
    assert judge(who, candidates, stored) == judged_in_full(who, candidates, stored)


def test_somebody_comes_out_of_it_and_most_do_not() -> None:
    stated, registered = people()
    known = [Candidate(f"p{n}", f"p{n}", each) for n, each in enumerate(registered)]
    outcomes = [judge(each, known, 100_000) for each in stated[:40]]
    assert {each.outcome for each in outcomes} == {"same", "uncertain"}
    assert all(len(each.fits) < 5 for each in outcomes)


def _with_bsn(traits: Traits, bsn: str) -> Traits:
    return msgspec.structs.replace(traits, bsn=bsn)
