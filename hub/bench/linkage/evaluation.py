"""Linking a part whose truth is known, and counting what comes of it, per subgroup."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from random import Random

from hub.bench.linkage.population import Person, Population
from hub.bench.linkage.statements import Statement, Stating
from hub.people.linkage.blocks import asked_keys, stored_keys
from hub.people.linkage.rules import Candidate, Judgement, judge
from hub.people.linkage.traits import Traits, traits_of
from hub.people.linkage.weights import Weights

STORED_SHARE = 0.65
"""Of the people of a part; the others are asked about and must turn out new."""
MOST_CANDIDATES = 500


class MemoryIndex:
    """Stored persons by their keys, as the database has them, in memory."""

    def __init__(self) -> None:
        self._by_key: dict[str, list[int]] = defaultdict(list)
        self._stored: list[Candidate] = []

    def __len__(self) -> int:
        return len(self._stored)

    def add(self, person: str, traits: Traits) -> None:
        """Store a person."""
        for key in stored_keys(traits):
            self._by_key[key].append(len(self._stored))
        self._stored.append(Candidate(person, person, traits))

    def candidates(self, stated: Traits) -> list[Candidate]:
        """The persons that come up for a statement, those with most keys in common first."""
        found = Counter(number for key in asked_keys(stated) for number in self._by_key.get(key, ()))
        return [self._stored[number] for number, _ in found.most_common(MOST_CANDIDATES)]


@dataclass(slots=True)
class Tally:
    """What became of the statements of one subgroup."""

    known: int = 0
    """Statements about somebody who is stored."""
    linked: int = 0
    reviewed: int = 0
    """Uncertain, with the right person among those shown."""
    new: int = 0
    """Statements about somebody who is not stored."""
    new_reviewed: int = 0
    false_links: int = 0

    def figures(self) -> dict[str, float | int]:
        """Counts, and shares with four decimals."""
        known, new = max(self.known, 1), max(self.new, 1)
        return {
            "known": self.known,
            "new": self.new,
            "false_links": self.false_links,
            "automatic_recall": round(self.linked / known, 4),
            "recall_with_reviews": round((self.linked + self.reviewed) / known, 4),
            "review_share_of_known": round(self.reviewed / known, 4),
            "review_share_of_new": round(self.new_reviewed / new, 4),
        }


@dataclass(slots=True)
class Outcome:
    """Everything counted over one part."""

    tallies: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    false_links: list[dict[str, object]] = field(default_factory=list)
    most_candidates: int = 0

    def take(self, groups: Iterable[str], true: str | None, judgement: Judgement) -> bool:
        """Count one statement; whether it was linked to the wrong person. ``true``: who it is, if stored."""
        first = judgement.fits[0].candidate.person if judgement.fits else None
        wrong = judgement.outcome == "same" and first != true
        for name in groups:
            _count(self.tallies[name], true, judgement, wrong=wrong)
        return wrong

    def figures(self) -> dict[str, object]:
        """As one document."""
        return {
            "subgroups": {name: tally.figures() for name, tally in sorted(self.tallies.items())},
            "false_links": self.false_links,
            "most_candidates": self.most_candidates,
        }


def dutch_part(size: int, seed: int, weights: Weights | None = None, outcome: Outcome | None = None) -> Outcome:
    """Link one statement about everybody of an invented population to the part of it that is stored."""
    random = Random(seed)
    population, stating = Population(random), Stating(random)
    population.grow(size)
    index, stored = MemoryIndex(), dict[int, Statement]()
    for person in population.people:
        if random.random() < STORED_SHARE:
            stored[person.number] = stating.registered(person)
            index.add(str(person.number), traits_of(stored[person.number].identity))
    homes = {person.household for person in population.people if person.number in stored}
    outcome = outcome or Outcome()
    for person in population.people:
        statement = stating.stated(person)
        stated = traits_of(statement.identity)
        candidates = index.candidates(stated)
        outcome.most_candidates = max(outcome.most_candidates, len(candidates))
        judgement = judge(stated, candidates, len(index), weights)
        true = str(person.number) if person.number in stored else None
        groups = _groups(statement, stored.get(person.number), homes)
        if outcome.take(groups, true, judgement):
            outcome.false_links.append(_told(statement, judgement, population.people))
    return outcome


def _groups(statement: Statement, stored: Statement | None, homes: set[int]) -> list[str]:
    person = statement.person
    groups = ["all", person.group, f"names {person.origin}", f"sex {person.sex}", f"age {_age_group(person)}"]
    groups += [f"mistake {name}" for name in statement.mistakes]
    if statement.complete and stored is not None and not stored.mistakes:
        groups.append("complete")
    if stored is None:
        groups.append("new with family stored" if person.household in homes else "new without family stored")
    return groups


def _age_group(person: Person) -> str:
    years = 2026 - person.born.year
    return "0-11" if years < 12 else "12-22" if years < 23 else "23 and over"  # noqa: PLR2004 - the borders of consent and index


def _count(tally: Tally, true: str | None, judgement: Judgement, *, wrong: bool) -> None:
    tally.false_links += wrong
    if true is None:
        tally.new += 1
        tally.new_reviewed += judgement.outcome == "uncertain"
        return
    tally.known += 1
    shown = any(fit.candidate.person == true for fit in judgement.fits)
    tally.linked += judgement.outcome == "same" and not wrong
    tally.reviewed += judgement.outcome == "uncertain" and shown


def _told(statement: Statement, judgement: Judgement, people: Sequence[Person]) -> dict[str, object]:
    """A false link as the report lists it: its levels, and whether every compared field is equal."""
    fit = judgement.fits[0]
    levels = {field: level.value for field, level in fit.comparison.levels() if level != "missing"}
    linked = people[int(fit.candidate.person)]
    return {
        "levels": levels,
        "every_compared_field_equal": set(levels.values()) == {"equal"},
        "same_household": linked.household == statement.person.household,
        "group": statement.person.group,
        "mistakes": sorted(statement.mistakes),
    }
