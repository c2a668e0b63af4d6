"""Many families in a database made for measuring: the same story, each with persons and identifiers of its own.

The facts are those that the real slices recorded, through the real mapper; persons, keyed hashes, sealed identities and
wrapped keys are made by ``hub.people``. They are copied in round by round over all families, so that the facts of one
family lie as far apart on the disk as if they had been recorded over a year.
"""

import hashlib
import random
import re
from collections.abc import Callable, Collection, Sequence
from datetime import date, datetime
from typing import Any, Final

import asyncpg
import msgspec
from eventsourcing.dcb.domain import Tagged

from hub.bench.persons import subjects
from hub.bench.story import FACTS, PERSONS, Told, tell
from hub.domain.document import to_document
from hub.domain.facts import ALL_FACTS
from hub.domain.family import FamilyState
from hub.ledger.circles import Folded
from hub.ledger.folded import FACTS_BETWEEN
from hub.ledger.mapper import FactMapper, FactRegistry
from hub.people.cipher import seal
from hub.people.identity import stated_identity, to_bytes
from hub.people.key_ring import KeyRing
from hub.people.linkage.matcher import Matcher
from hub.people.linking import marks_of
from hub.people.lookup import Lookup
from hub.people.master_keys import MasterKeys
from hub.people.pseudonym import new_pseudonym
from hub.wiring.addresses import Addresses
from hub.wiring.folded_families import folded_states

Advance = Callable[[int], None]
"""Called with the number of steps done since the last call; a family takes ``STEPS`` of them."""
STEPS: Final = 3 + len(PERSONS)
_CHUNK: Final = 5_000
_TAG_INDEX: Final = "samenloop_events_tt_tag_idx_tag_main_id"


class _Mould(msgspec.Struct, frozen=True):
    """One fact of the story, cut where a person or an identifier stands, and which of these stand in it."""

    topic: str
    data: list[bytes]
    tags: list[list[str]]
    persons: dict[str, int]
    identifiers: dict[str, int]


async def make_families(
    addresses: Addresses, owner_database_url: str, master: MasterKeys, count: int, now: datetime, advance: Advance
) -> None:
    """Fill two empty, migrated databases with so many families; some minutes for a hundred thousand.

    ``now`` is the domain clock, UTC. Raises what asyncpg raises.
    """
    people = await asyncpg.connect(addresses.database_url)
    keys = await asyncpg.create_pool(addresses.keys_database_url, min_size=1, max_size=1)
    owner = await asyncpg.connect(owner_database_url, command_timeout=None)
    try:
        families = await _add_people(people, keys, master, count, now.date(), advance)
        await _add_facts(owner, families, master, now, advance)
        for table in ("person", "person_identifier"):
            await owner.execute(f"VACUUM (ANALYZE) {table}")
    finally:
        await owner.close()
        await keys.close()
        await people.close()


async def make_ready(addresses: Addresses, master: MasterKeys, advance: Advance) -> None:
    """Make what linkage looks in, as a hub does that finds it missing."""
    async with (
        asyncpg.create_pool(addresses.database_url, min_size=1, max_size=1) as pool,
        asyncpg.create_pool(addresses.keys_database_url, min_size=1, max_size=1) as keys,
    ):
        await Matcher(pool, KeyRing(keys, master), master).make_ready(advance)


async def _add_people(
    connection: asyncpg.Connection, keys: asyncpg.Pool, master: MasterKeys, count: int, today: date, advance: Advance
) -> list[Sequence[str]]:
    """Persons, what they are found by, and their keys; the pseudonyms per family."""
    ring, lookup = KeyRing(keys, master), Lookup(master.lookup)
    await ring.check()
    families: list[Sequence[str]] = []
    for start in range(0, count, _CHUNK):
        persons, identifiers, wrapped = [], [], []
        for number in range(start, min(start + _CHUNK, count)):
            family = []
            for subject in subjects(number, today).values():
                made = ring.make(new_pseudonym())
                identity, marks = stated_identity(subject), marks_of(subject, lookup)
                sealed = seal(made.key, made.owner, to_bytes(identity))
                persons.append((made.owner, False, identity.holds(), sealed))
                identifiers.append((marks.demographics, made.owner, master.lookup.current, marks.sex, False))
                wrapped.append((made.owner, ring.wrapped(made), master.wrapping.current))
                family.append(made.owner)
            families.append(family)
        random.shuffle(persons)
        await connection.copy_records_to_table("person", records=persons)
        await connection.copy_records_to_table("person_identifier", records=identifiers)
        await keys.copy_records_to_table("person_key", records=wrapped, columns=("owner", "wrapped", "master_version"))
        advance(len(families) - start)
    return families


async def _add_facts(
    owner: asyncpg.Connection, families: Sequence[Sequence[str]], master: MasterKeys, now: datetime, advance: Advance
) -> None:
    """Facts round by round, in another order of families every time; then their tags, and the index over these."""
    story = tell(now)
    index = await owner.fetchval("SELECT indexdef FROM pg_indexes WHERE indexname = $1", _TAG_INDEX)
    await owner.execute(f"DROP INDEX {_TAG_INDEX}; SET maintenance_work_mem = '1GB'; SET synchronous_commit = off")
    order = list(range(len(families)))
    for number_of_fact, mould in enumerate(_moulds(story), start=1):
        random.shuffle(order)
        await owner.copy_records_to_table(
            "samenloop_events_tt_main",
            records=(_cast(mould, number, families[number]) for number in order),
            columns=("type", "data", "tags"),
        )
        last = await owner.fetchval("SELECT max(id) FROM samenloop_events_tt_main")
        positions = enumerate(order, start=last - len(order) + 1)
        due = [(number, position) for position, number in positions if _kept_after(number) == number_of_fact]
        if due:
            await _keep_folded(owner, story, number_of_fact, due, families, master)
        advance(len(families) * number_of_fact // FACTS - len(families) * (number_of_fact - 1) // FACTS)
    await owner.execute(
        "INSERT INTO samenloop_events_tt_tag (tag, main_id) SELECT one.tag, fact.id"
        " FROM samenloop_events_tt_main AS fact, unnest(fact.tags) AS one (tag) ORDER BY fact.id"
    )
    await owner.execute(index)
    for table in ("samenloop_events_tt_main", "samenloop_events_tt_tag", "ledger_folded", "ledger_folded_person"):
        await owner.execute(f"VACUUM (ANALYZE) {table}")
    advance(len(families))


def _kept_after(number: int) -> int:
    """After how many facts a family was last kept folded: as far back as it may be, spread evenly over families."""
    return FACTS - number % FACTS_BETWEEN


async def _keep_folded(
    owner: asyncpg.Connection,
    story: Told,
    facts: int,
    due: Sequence[tuple[int, int]],
    families: Sequence[Sequence[str]],
    master: MasterKeys,
) -> None:
    """Keep these families (number, position of the last fact) as the writer would have, after so many facts."""
    state = FamilyState()
    for fact in story.facts[:facts]:
        state.fold(fact)
    mould = _mould("", to_document(state), (), story.identifiers)
    states = folded_states(master, dump=bytes)
    kept: list[tuple[str, bytes]] = []
    persons: list[tuple[str, str]] = []
    for number, position in due:
        family = families[number]
        document: Any = _cast(mould, number, family)[1]
        kept.append((min(family), states.seal(Folded(frozenset(family), position, document))))
        persons.extend((person, min(family)) for person in family)
    await owner.copy_records_to_table("ledger_folded", records=kept)
    await owner.copy_records_to_table("ledger_folded_person", records=persons)


def _moulds(story: Told) -> list[_Mould]:
    mapper = FactMapper(FactRegistry(ALL_FACTS))
    events = (mapper.to_dcb_event(Tagged([], fact)) for fact in story.facts)
    return [_mould(event.type, event.data, event.tags, story.identifiers) for event in events]


def _mould(topic: str, content: bytes, stored_tags: Sequence[str], identifiers: Sequence[str]) -> _Mould:
    cut = re.compile("(" + "|".join((*PERSONS, *identifiers)) + ")")
    data, tags = re.split(cut.pattern.encode(), content), [cut.split(tag) for tag in stored_tags]
    standing = {part.decode() for part in data[1::2]}.union(*(tag[1::2] for tag in tags))
    return _Mould(topic, data, tags, _slots(PERSONS, standing), _slots(identifiers, standing))


def _slots(placeholders: Sequence[str], standing: Collection[str]) -> dict[str, int]:
    return {placeholder: slot for slot, placeholder in enumerate(placeholders) if placeholder in standing}


def _cast(mould: _Mould, number: int, persons: Sequence[str]) -> tuple[str, bytes, list[str]]:
    """The fact of one family; names are as long as their placeholders, so the bytes stay a fact."""
    names = {placeholder: persons[slot] for placeholder, slot in mould.persons.items()}
    for placeholder, slot in mould.identifiers.items():
        names[placeholder] = hashlib.blake2b(f"{number} {slot}".encode(), digest_size=16).hexdigest()
    raw = {placeholder.encode(): name.encode() for placeholder, name in names.items()}
    data = b"".join([raw.get(part, part) for part in mould.data])
    return mould.topic, data, ["".join([names.get(part, part) for part in tag]) for tag in mould.tags]
