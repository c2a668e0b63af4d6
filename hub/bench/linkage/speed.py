"""One statement against a million stored, encrypted persons: how long it takes, alone and with others who write.

The persons are made and sealed in chunks by a few processes and copied in; what linkage looks in is then made as the
hub makes it. The linking process is this one: what it holds, and what it takes, are those of a hub.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import AsyncExitStack
from multiprocessing import get_context
from random import Random
from typing import Any

import asyncpg
import msgspec

from hub.bench.linkage.population import Population
from hub.bench.linkage.statements import Stating
from hub.bench.machine import resident_mb
from hub.bench.place import Place
from hub.clock import monotonic_seconds
from hub.people.cipher import seal
from hub.people.connect import open_people
from hub.people.identity import Identity, to_bytes
from hub.people.key_ring import KeyRing
from hub.people.linking import marks_of
from hub.people.lookup import Lookup
from hub.people.master_keys import MasterKeys
from hub.people.people import People
from hub.people.pseudonym import new_pseudonym
from hub.people.subject import Subject
from hub.wiring.key_store import master_keys

CHUNK = 20_000
PROCESSES = 2
FIRST_SEED = 700_000
WRITERS = 2
WRITTEN = 20_000
"""More than one can write while the others ask."""
Advance = Callable[[int], None]
Rows = tuple[list[tuple[Any, ...]], list[tuple[Any, ...]], list[tuple[Any, ...]]]


class Timed(msgspec.Struct, frozen=True, kw_only=True):
    """How long statements took, in milliseconds."""

    statements: int
    median: float
    p99: float
    longest: float


class Counted(msgspec.Struct, frozen=True, kw_only=True):
    """What became of statements about people who are not stored, and of those about people who are."""

    new: int
    new_linked: int
    """False links."""
    new_reviewed: int
    known: int
    known_linked: int
    known_linked_falsely: int
    known_reviewed: int
    most_candidates: int


class Speed(msgspec.Struct, frozen=True, kw_only=True):
    """The figures of one run."""

    stored: int
    seconds_to_store: float
    seconds_to_make_ready: float
    alone: Timed
    """Linking one statement: keys, candidates, opening, judging."""
    with_writers: Timed
    """The same, two at a time, beside two clients that state and store new people."""
    prepared_alone: Timed
    """All that is done before the lock, a data key for the new person stored on disk included."""
    resident_mb: float
    """Of the linking process, measured as PSS."""
    counted: Counted


def subject_of(identity: Identity) -> Subject:
    """The statement that gives this identity."""
    return Subject(**{name: getattr(identity, name) for name in identity.__struct_fields__})


def made(master: bytes, size: int, seed: int) -> Rows:
    """Persons, identifiers and keys as they are stored, of one chunk; runs in a process of its own."""
    keys = msgspec.json.decode(master, type=MasterKeys)
    ring, lookup = KeyRing(None, keys), Lookup(keys.lookup)
    random = Random(seed)
    population, stating = Population(random), Stating(random)
    population.grow(size)
    rows: Rows = ([], [], [])
    for person in population.people[:size]:
        identity, key = stating.registered(person).identity, ring.make(new_pseudonym())
        rows[0].append((key.owner, False, identity.holds(), seal(key.key, key.owner, to_bytes(identity))))
        rows[2].append((key.owner, ring.wrapped(key), keys.wrapping.current))
        marks = marks_of(subject_of(identity), lookup)
        if marks.demographics is not None:
            rows[1].append((marks.demographics, key.owner, keys.lookup.current, marks.sex, False))
    return rows


async def store(place: Place, count: int, advance: Advance) -> None:
    """So many persons, sealed as the hub seals them. The seeds are those from ``FIRST_SEED`` on, a chunk each."""
    master = master_keys(place.settings)
    encoded, chunks = msgspec.json.encode(master), range(0, count, CHUNK)
    people = await asyncpg.connect(place.addresses.database_url)
    keys = await asyncpg.create_pool(place.addresses.keys_database_url, min_size=1, max_size=1)
    loop = asyncio.get_running_loop()
    try:
        await KeyRing(keys, master).check()
        with ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn")) as pool:
            waiting: list[asyncio.Future[Rows]] = []
            for number, start in enumerate(chunks):
                size = min(CHUNK, count - start)
                waiting.append(loop.run_in_executor(pool, made, encoded, size, FIRST_SEED + number))
                if len(waiting) > PROCESSES + 1:
                    await _copy(people, keys, await waiting.pop(0), advance)
            for each in waiting:
                await _copy(people, keys, await each, advance)
    finally:
        await people.close()
        await keys.close()


async def _copy(people: asyncpg.Connection, keys: asyncpg.Pool, rows: Rows, advance: Advance) -> None:
    await people.copy_records_to_table("person", records=rows[0])
    known = dict.fromkeys(row[0] for row in rows[1])
    identifiers = {row[0]: row for row in rows[1]}
    await people.copy_records_to_table("person_identifier", records=[identifiers[key] for key in known])
    await keys.copy_records_to_table("person_key", records=rows[2], columns=("owner", "wrapped", "master_version"))
    advance(len(rows[0]))


async def measure_speed(place: Place, count: int, statements: int, advance: Advance) -> Speed:
    """Store ``count`` persons, then time ``statements`` of them alone, and as many beside two who write."""
    began = monotonic_seconds()
    await store(place, count, advance)
    stored = monotonic_seconds()
    await _analyse(place)
    master, addresses = master_keys(place.settings), place.addresses
    async with open_people(addresses.database_url, addresses.keys_database_url, master, connections=6) as people:
        ready = monotonic_seconds()
        await _analyse(place)
        asked = [subject_of(identity) for identity in _new(statements, FIRST_SEED + 500_000)]
        await _timed(asked[:200], people.find)
        alone = await _timed(asked, people.find)
        prepared = await _timed(asked[: len(asked) // 4], lambda subject: people.prepare([subject], stated_by="bench"))
        others = [_new(WRITTEN, FIRST_SEED + 600_000 + number) for number in range(WRITERS)]
        async with AsyncExitStack() as stack:
            for stated in others:
                writing = asyncio.create_task(_write(people, place, stated))
                stack.callback(writing.cancel)
            halves = asked[::2], asked[1::2]
            took = await asyncio.gather(*(_took(half, people.find) for half in halves))
            beside = _times([each for half in took for each in half])
        counted = await _counted(people, asked, _known(statements // 4))
        return Speed(
            stored=count,
            seconds_to_store=round(stored - began, 1),
            seconds_to_make_ready=round(ready - stored, 1),
            alone=alone,
            with_writers=beside,
            prepared_alone=prepared,
            resident_mb=round(resident_mb(), 1),
            counted=counted,
        )


async def _analyse(place: Place) -> None:
    owner = await asyncpg.connect(place.owner_database_url, command_timeout=None)
    try:
        for table in ("person", "person_identifier", "person_block"):
            await owner.execute(f"VACUUM (ANALYZE) {table}")
    finally:
        await owner.close()


def _new(count: int, seed: int) -> list[Identity]:
    """What organisations state of people who are not stored, nor anybody of their families."""
    random = Random(seed)
    population, stating = Population(random), Stating(random)
    population.grow(count)
    return [stating.stated(person).identity for person in population.people[:count]]


def _known(count: int) -> list[tuple[Identity, Identity]]:
    """What organisations state of people who are stored: those of the first chunk, with how they are stored."""
    random = Random(FIRST_SEED)
    population, stating = Population(random), Stating(random)
    population.grow(CHUNK)
    registered = [stating.registered(person).identity for person in population.people[:CHUNK]]
    stated = [stating.stated(person).identity for person in population.people[:count]]
    return list(zip(stated, registered, strict=False))


async def _timed(subjects: Sequence[Subject], asking: Callable[[Subject], Awaitable[object]]) -> Timed:
    """Each statement by itself, one after another."""
    return _times(await _took(subjects, asking))


async def _took(subjects: Sequence[Subject], asking: Callable[[Subject], Awaitable[object]]) -> list[float]:
    """Milliseconds of each."""
    took = []
    for subject in subjects:
        began = monotonic_seconds()
        await asking(subject)
        took.append((monotonic_seconds() - began) * 1000)
    return took


def _times(took: list[float]) -> Timed:
    ordered = sorted(took)
    return Timed(
        statements=len(ordered),
        median=round(ordered[len(ordered) // 2], 2),
        p99=round(ordered[len(ordered) * 99 // 100], 2),
        longest=round(ordered[-1], 2),
    )


async def _write(people: People, place: Place, stated: Sequence[Identity]) -> None:
    """A client that states new people one after another, each stored in a transaction of its own."""
    connection = await asyncpg.connect(place.addresses.database_url)
    try:
        for identity in stated:
            prepared = await people.prepare([subject_of(identity)], stated_by="bench")
            async with connection.transaction():
                await people.bind(connection, prepared.subjects)
    finally:
        await connection.close()


async def _counted(people: People, new: Sequence[Subject], known: Sequence[tuple[Identity, Identity]]) -> Counted:
    outcomes = [await _outcome(people, subject) for subject in new]
    right = [await people.find(subject_of(registered)) for _, registered in known]
    about_known = [await _outcome(people, subject_of(stated)) for stated, _ in known]
    linked = [(found, true) for (how, found, _), true in zip(about_known, right, strict=True) if how == "same"]
    return Counted(
        new=len(new),
        new_linked=sum(how == "same" for how, _, _ in outcomes),
        new_reviewed=sum(how == "uncertain" for how, _, _ in outcomes),
        known=len(known),
        known_linked=len(linked),
        known_linked_falsely=sum(true is not None and found != true for found, true in linked),
        known_reviewed=sum(how == "uncertain" for how, _, _ in about_known),
        most_candidates=max(count for _, _, count in (*outcomes, *about_known)),
    )


async def _outcome(people: People, subject: Subject) -> tuple[str, str | None, int]:
    """What becomes of one statement, who it is, and how many came up."""
    (prepared,) = (await people.prepare([subject], stated_by="bench")).subjects
    if prepared.linkage is None:
        return "same", await people.find(subject), 0
    answer = prepared.linkage.answer
    first = answer.judgement.fits[0].candidate.person if answer.judgement.fits else None
    return answer.judgement.outcome, first, len(answer.candidates)
