"""The linkage figures in one document: FEBRL both ways, fresh Dutch seeds with the rules frozen, and the speed."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import fields
from typing import Any, Final

from hub.bench.linkage import febrl
from hub.bench.linkage.evaluation import Outcome, Tally, dutch_part

SEEDS: Final = (20_261, 20_262, 20_263, 20_264, 20_265)
"""Fresh: nothing was tuned on these. Weights are from ``training.FIRST_TRAINING_SEED``."""
Progress = Callable[[str], None]


def measure_febrl(progress: Progress, seed: int = 1) -> dict[str, Any]:
    """Data sets 4 and 3 without the national identifier: each half reported with what was tuned on the other."""
    figures: dict[str, Any] = {}
    for number in (4, 3):
        one, other = febrl.halves(number, seed)
        for name, tuned_on, reported_on in (("first to second", one, other), ("second to first", other, one)):
            progress(f"FEBRL {number}, {name}")
            weights = febrl.trained(tuned_on, seed)
            least = febrl.threshold(febrl.scored_pairs(tuned_on, weights), febrl.true_pairs(tuned_on))
            figures[f"febrl {number}, {name}"] = {
                "threshold": round(least, 2),
                "score_alone": febrl.score_alone(reported_on, weights, least),
                "production_rules": febrl.by_rules(reported_on, weights),
                "twins": febrl.twins(reported_on, weights, least, seed),
            }
    return figures


def measure_dutch(progress: Progress, people: int, seeds: Sequence[int] = SEEDS) -> dict[str, Any]:
    """So many invented people for every seed, with the frozen rules: the sum over all seeds, and each by itself."""
    parts: list[Outcome] = []
    for seed in seeds:
        progress(f"Dutch, seed {seed}")
        parts.append(dutch_part(people, seed))
    return {
        "people": people * len(seeds),
        "seeds": list(seeds),
        "total": _sum(parts).figures(),
        "by_seed": {str(seed): part.tallies["all"].figures() for seed, part in zip(seeds, parts, strict=True)},
    }


def _sum(parts: Sequence[Outcome]) -> Outcome:
    total = Outcome(tallies=defaultdict(Tally))
    for part in parts:
        for name, tally in part.tallies.items():
            for each in fields(Tally):
                setattr(
                    total.tallies[name], each.name, getattr(total.tallies[name], each.name) + getattr(tally, each.name)
                )
        total.false_links += part.false_links
        total.most_candidates = max(total.most_candidates, part.most_candidates)
    return total
