"""The matcher: brings up stored persons for statements, opens them, and judges.

Before the ledger's lock everything slow is done; under it only what came in since is looked at again.
"""

from collections.abc import Collection, Container, Iterable, Mapping, Sequence
from itertools import chain

import asyncpg
import msgspec

from hub.breath import Breath
from hub.clock import monotonic_seconds
from hub.people import person_table
from hub.people.cipher import unseal
from hub.people.errors import LinkageNotReadyError
from hub.people.identity import Identity, from_bytes
from hub.people.key_ring import KeyRing
from hub.people.linkage import block_table, rebuilding
from hub.people.linkage.arrivals import Arrivals
from hub.people.linkage.blocks import further_keys, stored_keys
from hub.people.linkage.entries import Entries, Row, buckets
from hub.people.linkage.rules import Candidate, Judgement, judge
from hub.people.linkage.traits import Traits, traits_of
from hub.people.live_keys import LiveMasterKeys
from hub.people.master_keys import MasterKeys

MOST_CANDIDATES = 500
COUNT_LASTS = 60.0
"""Seconds that the number of stored persons is taken to stay the same."""


class Question(msgspec.Struct, frozen=True):
    """A statement, as the tables are asked for it."""

    traits: Traits
    hashes: tuple[bytes, ...]
    """Of the keys that bring up candidates."""
    stored: tuple[bytes, ...]
    """Of the keys under which the person will be stored; these are among the others."""
    older: Mapping[bytes, tuple[bytes, int]] = {}
    """What rows of older versions of the lookup key may have: the hash that it is now, and the version."""
    known: str | None = None
    """The person it is certainly about already, by BSN: then the question is who else is this person."""

    def __repr__(self) -> str:
        return "Question(...)"


class Answer(msgspec.Struct, frozen=True):
    """The judgement, and the candidates it was made of; ``seen`` tells which persons had come up by then.

    ``turn``: after everybody who had come in by then (``block_table.turn``).
    """

    judgement: Judgement
    candidates: tuple[Candidate, ...]
    seen: frozenset[str]
    turn: int

    def __repr__(self) -> str:
        return f"Answer({self.judgement.outcome}, {len(self.candidates)} candidates)"


class Matcher:
    """Judges statements against the persons stored, on a pool of connections to the first database."""

    def __init__(self, pool: asyncpg.Pool, keys: KeyRing, live: LiveMasterKeys | MasterKeys) -> None:
        self._pool = pool
        self._keys = keys
        self._entries = Entries(live)
        self._arrivals = Arrivals()
        self._bits = rebuilding.FEWEST_BITS
        self._count = 0
        self._counted_at = float("-inf")

    async def make_ready(self, progress: rebuilding.Progress | None = None) -> int:
        """Make the block tables where they are not there, or not right; how many persons were entered."""
        if await rebuilding.is_right(self._pool, self._entries):
            return 0
        return await rebuilding.rebuild(self._pool, self._keys, self._entries, progress)

    async def keep_up(self, least: int) -> None:
        """Mix rows that came in lately and move them on; make the tables anew when they were lost or outgrown."""
        if await rebuilding.outgrown(self._pool):
            await rebuilding.start_over(self._pool)
        await self.make_ready()
        await block_table.move_on(self._pool, least)

    def hashes_added(self, before: Identity, after: Identity) -> tuple[bytes, ...]:
        """The hashes of the blocking keys that somebody has beside those of before."""
        had = set(stored_keys(traits_of(before)))
        return self._entries.hashes(key for key in stored_keys(traits_of(after)) if key not in had)

    def question(self, identity: Identity, known: str | None = None) -> Question | None:
        """The question for what is stated of somebody; None where that is too little to be compared."""
        if not (identity.given_names and identity.family_name):
            return None
        traits = traits_of(identity)
        own = stored_keys(traits)
        keys = own + further_keys(traits, own)
        hashes = self._entries.hashes(keys)
        return Question(traits, hashes, hashes[: len(own)], self._entries.older_of(keys, hashes), known)

    async def ask(self, questions: Sequence[Question]) -> list[Answer]:
        """The answers, in order: as many round trips for all as for one.

        Raises:
            LinkageNotReadyError: the tables are being made anew.
        """
        if not questions:
            return []
        async with self._pool.acquire() as connection:
            turn, found = await self._found(connection, questions)
            persons = [_most_common(question, found) for question in questions]
            return await self._answers(connection, questions, persons, turn, Breath.for_others())

    async def ask_again(
        self, connection: asyncpg.Connection, questions: Sequence[Question], before: Sequence[Answer]
    ) -> list[Answer]:
        """The answers under the lock: those given before, but where somebody came up since, or was forgotten.

        Costs one query for one number as long as nobody did, or everybody who did came in through this process and has
        no key of these. Raises as ``ask`` does.
        """
        unsure = self._unsure(questions, before, await block_table.turn(connection))
        if not unsure:
            return list(before)
        turn, found = await self._found(connection, [questions[number] for number in unsure])
        persons = {number: _most_common(questions[number], found) for number in unsure}
        changed = [number for number, came in persons.items() if before[number].seen.symmetric_difference(came)]
        again = await self._answers(
            connection,
            [questions[number] for number in changed],
            [persons[number] for number in changed],
            turn,
            Breath.on(connection),
        )
        answers = dict(zip(changed, again, strict=True))
        return [answers.get(number, given) for number, given in enumerate(before)]

    def _unsure(self, questions: Sequence[Question], before: Sequence[Answer], now: int) -> list[int]:
        """Which of these must be asked again: who came in since is not known here, or has a key that it asks for."""
        since = {turn: self._arrivals.since(turn, now, self._entries.version) for turn in {one.turn for one in before}}
        return [
            number
            for number, (question, answer) in enumerate(zip(questions, before, strict=True))
            if (came := since[answer.turn]) is None or not all(map(frozenset(question.hashes).isdisjoint, came))
        ]

    def judge_with(
        self, question: Question, answer: Answer, others: Iterable[Candidate], apart: Container[str]
    ) -> Answer:
        """The answer with more candidates, who are not stored yet, and without those who are certainly others."""
        groups = {each.group for each in answer.candidates if each.person in apart}
        candidates = tuple(each for each in (*answer.candidates, *others) if each.group not in groups)
        if candidates == answer.candidates:
            return answer
        judgement = judge(question.traits, candidates, max(self._count, 1))
        return Answer(judgement, candidates, answer.seen, answer.turn)

    async def enter(
        self, connection: asyncpg.Connection, hashes_of: Mapping[str, Iterable[bytes]], version: int
    ) -> None:
        """Let persons be found by the keys with these hashes, in the transaction that stores what gave them.

        ``version`` is that of the lookup key under which they were hashed.
        """
        if not hashes_of:
            return
        self._arrivals.note(*await block_table.take_turn(connection), version, hashes_of.values())
        if not await block_table.add(connection, self._rows(hashes_of, version), self._bits):
            state = await block_table.state(connection)
            if state is not None:  # else the tables are lost, and are made with these persons in them
                self._bits = state.bits
                await block_table.add(connection, self._rows(hashes_of, version), self._bits)

    async def leave(self, connection: asyncpg.Connection, person: str, identity: Identity) -> None:
        """Let a person be found no more, for whoever erases one: call it while the identity can still be opened.

        Rows of nobody that came with it stay; they say nothing.
        """
        await block_table.take_turn(connection)
        state = await block_table.state(connection)
        if state is None:
            return  # the tables are lost, and are made without this person
        keys = stored_keys(traits_of(identity))
        hashes = self._entries.hashes(keys)
        older = [(before, version) for before, (_, version) in self._entries.older_of(keys, hashes).items()]
        for hashed, version in (*older, *((hashed, self._entries.version) for hashed in hashes)):
            (row, *_) = self._entries.rows(person, [hashed], state.bits, version)
            await block_table.remove(connection, [row])

    def _rows(self, hashes_of: Mapping[str, Iterable[bytes]], version: int) -> list[Row]:
        return [
            row
            for person, hashes in hashes_of.items()
            for row in self._entries.rows(person, list(hashes), self._bits, version)
        ]

    async def _found(
        self, connection: block_table.Connection, questions: Sequence[Question]
    ) -> tuple[int, Mapping[bytes, list[str]]]:
        """Who comes up, by hash, and at which turn. Raises ``LinkageNotReadyError``."""
        version = self._entries.version
        hashes = {(hashed, version) for question in questions for hashed in question.hashes}
        older = {before: now for question in questions for before, now in question.older.items()}
        wanted = [*hashes, *((before, under) for before, (_, under) in older.items())]
        read = await block_table.read(connection, buckets(wanted, self._bits))
        if read.state is not None and read.state.bits != self._bits:
            self._bits = read.state.bits
            read = await block_table.read(connection, buckets(wanted, self._bits))
        if read.state is None or not read.state.complete or read.state.key_check != self._entries.check:
            raise LinkageNotReadyError
        found = self._entries.open(read.entries, {hashed for hashed, _ in wanted})
        for before, (now, _) in older.items():
            found.setdefault(now, []).extend(found.pop(before, ()))
        return read.turn, found

    async def _answers(
        self,
        connection: block_table.Connection,
        questions: Sequence[Question],
        persons: Sequence[Sequence[str]],
        turn: int,
        breath: Breath,
    ) -> list[Answer]:
        about = [question.known for question in questions if question.known]
        groups = await block_table.groups(connection, about) if about else {}
        known = await self._candidates(connection, list(dict.fromkeys(chain.from_iterable(persons))), breath)
        stored = await self._stored(connection)
        answers = []
        for question, came in zip(questions, persons, strict=True):
            own = groups.get(question.known or "", question.known)
            candidates = tuple(known[one] for one in came if one in known and known[one].group != own)
            answers.append(Answer(judge(question.traits, candidates, stored), candidates, frozenset(came), turn))
            await breath.between()
        return answers

    async def _candidates(
        self, connection: block_table.Connection, persons: Sequence[str], breath: Breath
    ) -> dict[str, Candidate]:
        if not persons:
            return {}
        stored = await person_table.identities_in_groups(connection, persons)
        keys = await self._keys.open([each.pseudonym for each, _ in stored])
        found: dict[str, Candidate] = {}
        for each, group in stored:
            person = each.pseudonym
            if person in keys:
                traits = traits_of(from_bytes(unseal(keys[person], person, each.sealed)))
                found[person] = Candidate(person, group, traits)
            await breath.between()
        return found

    async def _stored(self, connection: block_table.Connection) -> int:
        now = monotonic_seconds()
        if now - self._counted_at > COUNT_LASTS:
            self._count, self._counted_at = await block_table.count(connection), now
        return self._count


def _most_common(question: Question, found: Mapping[bytes, Collection[str]]) -> list[str]:
    """The persons that come up for a question, those with most keys in common first, and not too many."""
    counts: dict[str, int] = {}
    for hashed in question.hashes:
        for person in found.get(hashed, ()):
            counts[person] = counts.get(person, 0) + 1
    counts.pop(question.known or "", None)
    return sorted(counts, key=lambda person: (-counts[person], person))[:MOST_CANDIDATES]
