"""Settling under the lock: what came in since the statements were prepared, and what came in with them."""

from collections import defaultdict
from collections.abc import Container, Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

import asyncpg
import msgspec

from hub.breath import Breath
from hub.people.linkage.matcher import Answer, Matcher, Question
from hub.people.linkage.rules import Candidate

if TYPE_CHECKING:
    from hub.people.linkage.linkage import Linkage
    from hub.people.preparation import PreparedSubject


class LinkChange(msgspec.Struct, frozen=True):
    """Two pseudonyms that a steward linked, or a link that was undone: a row that an accepted command brings."""

    persons: tuple[str, str]
    linked: bool


async def settle(
    connection: asyncpg.Connection,
    matcher: Matcher,
    prepared: "Sequence[PreparedSubject]",
    persons: Sequence[str],
    new: Container[str],
) -> None:
    """Find out what linkage says of each bound person; ``new`` are the persons that this batch makes.

    One query when nobody came in since whom this process does not know. Persons of the batch itself are compared with
    one another in memory; those whom one message states are not one another.
    """
    together: dict[int, set[str]] = defaultdict(set)
    waiting: list[_Waiting] = []
    for subject, person in zip(prepared, persons, strict=True):
        together[id(subject.message)].add(person)
        if (linkage := subject.linkage) is None:
            continue
        linkage.found = None
        if person in new:
            waiting.append(_Waiting(person, linkage, together[id(subject.message)]))
        elif linkage.question.known == person:
            linkage.settle(person, linkage.answer)
    if waiting:
        questions, before = [each.linkage.question for each in waiting], [each.linkage.answer for each in waiting]
        answers = await matcher.ask_again(connection, questions, before)
        await _settle_new(matcher, waiting, answers, Breath.on(connection))


class _Waiting(NamedTuple):
    """A person whom this batch makes, and those of its message, who are others."""

    person: str
    linkage: "Linkage"
    apart: set[str]


async def _settle_new(matcher: Matcher, waiting: Sequence[_Waiting], answers: Sequence[Answer], breath: Breath) -> None:
    beside = _Beside()
    settled: set[str] = set()
    for (person, linkage, apart), answer in zip(waiting, answers, strict=True):
        if person in settled:
            continue  # stated twice in the same words
        settled.add(person)
        others = [each for each in beside.of(linkage.question, person) if each.person not in apart]
        linkage.settle(person, matcher.judge_with(linkage.question, answer, others, apart))
        beside.add(person, linkage.question)
        await breath.between()


class _Beside:
    """The new persons of one batch, by their keys."""

    def __init__(self) -> None:
        self._by_hash: dict[bytes, list[Candidate]] = defaultdict(list)

    def of(self, question: Question, person: str) -> Iterable[Candidate]:
        """Those who come up for a statement."""
        found = (candidate for hashed in question.hashes for candidate in self._by_hash.get(hashed, ()))
        return {each.person: each for each in found if each.person != person}.values()

    def add(self, person: str, question: Question) -> None:
        """Let a person come up for those after it."""
        candidate = Candidate(person, person, question.traits)
        for hashed in question.stored:
            self._by_hash[hashed].append(candidate)
