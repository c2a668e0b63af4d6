"""Counting weights: how often each level occurs for one person, between strangers, and between relatives.

From labelled pairs. Levels that never occurred get half an occurrence, so that nothing is impossible.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from random import Random

from hub.bench.linkage.population import Person, Population
from hub.bench.linkage.statements import Stating
from hub.people.linkage.comparison import POSSIBLE, Comparison, Field, Level, compare
from hub.people.linkage.traits import Traits, traits_of
from hub.people.linkage.weights import Odds

TRAINED_ON = 40_000
"""Invented people whose pairs the shipped weights were counted from, with ``FIRST_TRAINING_SEED``."""
Pair = tuple[Traits, Traits]
_HALF = 0.5
FIRST_TRAINING_SEED = 1


def counted(
    same: Iterable[Pair], strangers: Iterable[Pair], relatives: Iterable[Pair]
) -> dict[Field, dict[Level, Odds]]:
    """The table of weights that these pairs give. Without relatives (``febrl``), strangers stand in for them."""
    tables = [_rates(pairs) for pairs in (same, strangers, relatives)]
    for_relatives = tables[2] or tables[1]
    return {
        field: {
            level: Odds(tables[0][field][level], tables[1][field][level], for_relatives[field][level])
            for level in tables[0][field]
        }
        for field in tables[0]
    }


def train() -> str:
    """The text of ``weights.yaml``, counted anew. The same every time: the people are invented from one seed."""
    lines = [
        "# How often each level of each field occurs: in statements about one person, strangers, relatives.",
        "# Counted from invented people by `hub bench-linkage --train`; docs/linkage.md says how they are used.",
    ]
    for field, levels in counted(*dutch_pairs(TRAINED_ON, FIRST_TRAINING_SEED)).items():
        if field in ("street", "town"):
            continue
        lines.append(f"{field}:")
        for level, odds in levels.items():
            same, strangers, relatives = (f"{share:.5g}" for share in (odds.same, odds.strangers, odds.relatives))
            lines.append(f"  {level.value}: {{same: {same}, strangers: {strangers}, relatives: {relatives}}}")
    return "\n".join(lines) + "\n"


def dutch_pairs(size: int, seed: int) -> tuple[list[Pair], list[Pair], list[Pair]]:
    """Labelled pairs from an invented population: of one person, of strangers (twenty a person), of relatives."""
    random = Random(seed)
    population, stating = Population(random), Stating(random)
    population.grow(size)
    known = [traits_of(stating.registered(person).identity) for person in population.people]
    stated = [traits_of(stating.stated(person).identity) for person in population.people]
    same = list(zip(known, stated, strict=True))
    strangers = [(known[a], stated[b]) for a, b in _strangers(population.people, random)]
    relatives = [(known[a.number], stated[b.number]) for a, b in _relatives(population.people)]
    return same, strangers, relatives


def _strangers(people: list[Person], random: Random) -> Iterable[tuple[int, int]]:
    for _ in range(20 * len(people)):
        one, other = random.choice(people), random.choice(people)
        if one.household != other.household:
            yield one.number, other.number


def _relatives(people: list[Person]) -> Iterable[tuple[Person, Person]]:
    households: dict[int, list[Person]] = {}
    for person in people:
        households.setdefault(person.household, []).append(person)
    for members in households.values():
        yield from combinations(members, 2)


def _rates(pairs: Iterable[Pair]) -> Mapping[Field, Mapping[Level, float]]:
    """Per field how often each level occurs where both state the field; missing says nothing."""
    counts: dict[Field, Counter[Level]] = {}
    for one, other in pairs:
        _count(compare(one, other), counts)
    return {field: _smoothed((*POSSIBLE[field], Level.DIFFERENT), found) for field, found in counts.items()}


def _count(comparison: Comparison, counts: dict[Field, Counter[Level]]) -> None:
    for field, level in comparison.levels():
        found = counts.setdefault(field, Counter())
        if level is not Level.MISSING:
            found[level] += 1


def _smoothed(levels: Sequence[Level], found: Counter[Level]) -> dict[Level, float]:
    total = sum(found.values()) + _HALF * len(levels)
    return {level: (found[level] + _HALF) / total for level in levels}
