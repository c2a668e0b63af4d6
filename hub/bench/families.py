"""Many families in a database made for measuring: the same story, each with persons and identifiers of its own.

The facts are those that the real slices recorded, through the real mapper; persons, keyed hashes, sealed identities and
wrapped keys are made by ``hub.people``. They are copied in round by round over all families, so that the facts of one
family lie as far apart on the disk as if they had been recorded over a year.
"""

import hashlib
import random
import re
from collections.abc import Callable, Collection, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final

import asyncpg
import msgspec
from eventsourcing.dcb.domain import Tagged

from hub.addresses import Addresses
from hub.bench.story import DAUGHTER, FATHER, MOTHER, PERSONS, SON, tell
from hub.domain.facts import ALL_FACTS
from hub.ledger.mapper import FactMapper, FactRegistry
from hub.people.cipher import seal
from hub.people.identity import stated_identity, to_bytes
from hub.people.key_ring import KeyRing
from hub.people.linking import marks_of
from hub.people.master_keys import MasterKeys
from hub.people.pseudonym import new_pseudonym
from hub.people.subject import Sex, Subject

Advance = Callable[[int], None]
"""Called with the number of steps done since the last call; a family takes ``STEPS`` of them."""
STEPS: Final = 3
_CHUNK: Final = 5_000
_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"
_TAG_INDEX: Final = "samenloop_events_tt_tag_idx_tag_main_id"
_KIN: Final[dict[str, tuple[str, Sex, int]]] = {
    MOTHER: ("Marieke", "female", 34),
    FATHER: ("Jeroen", "male", 37),
    SON: ("Daan", "male", 8),
    DAUGHTER: ("Noor", "female", 2),
}


class _Mould(msgspec.Struct, frozen=True):
    """One fact of the story, cut where a person or an identifier stands, and which of these stand in it."""

    topic: str
    data: list[bytes]
    tags: list[list[str]]
    persons: dict[str, int]
    identifiers: dict[str, int]


def subjects(number: int, today: date) -> dict[str, Subject]:
    """The persons of a family, by placeholder, as an organisation states them: by demographics that nobody shares.

    No BSN: there are only nine thousand that are certainly nobody's.
    """
    name, rest = "van ", number
    for _ in range(6):
        rest, letter = divmod(rest, len(_LETTERS))
        name += _LETTERS[letter]
    born = {kin: today - timedelta(days=365 * years + number % 300) for kin, (_, _, years) in _KIN.items()}
    return {
        kin: Subject(family_name=name, given_names=given, born=born[kin].isoformat(), sex=sex)
        for kin, (given, sex, _) in _KIN.items()
    }


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
        await _add_facts(owner, families, now, advance)
        for table in ("person", "person_identifier"):
            await owner.execute(f"VACUUM (ANALYZE) {table}")
    finally:
        await owner.close()
        await keys.close()
        await people.close()


async def _add_people(
    connection: asyncpg.Connection, keys: asyncpg.Pool, master: MasterKeys, count: int, today: date, advance: Advance
) -> list[Sequence[str]]:
    """Persons, what they are found by, and their keys; the pseudonyms per family."""
    ring = KeyRing(keys, master)
    await ring.check()
    families: list[Sequence[str]] = []
    for start in range(0, count, _CHUNK):
        persons, identifiers, wrapped = [], [], []
        for number in range(start, min(start + _CHUNK, count)):
            family = []
            for subject in subjects(number, today).values():
                made = ring.make(new_pseudonym())
                identity, marks = stated_identity(subject), marks_of(subject, master.lookup)
                sealed = seal(made.key, made.owner, to_bytes(identity))
                persons.append((made.owner, False, identity.holds(), sealed))
                identifiers.append((marks.demographics, made.owner, master.lookup.current, marks.sex, False))
                wrapped.append((made.owner, made.wrapped, master.wrapping.current))
                family.append(made.owner)
            families.append(family)
        random.shuffle(persons)
        await connection.copy_records_to_table("person", records=persons)
        await connection.copy_records_to_table("person_identifier", records=identifiers)
        await keys.copy_records_to_table(
            "person_key", records=wrapped, columns=("owner", "wrapped", "master_version")
        )
        advance(len(families) - start)
    return families


async def _add_facts(
    owner: asyncpg.Connection, families: Sequence[Sequence[str]], now: datetime, advance: Advance
) -> None:
    """Facts round by round, in another order of families every time; then their tags, and the index over these."""
    story = tell(now)
    moulds = _moulds(story.facts, story.identifiers)
    index = await owner.fetchval("SELECT indexdef FROM pg_indexes WHERE indexname = $1", _TAG_INDEX)
    await owner.execute(f"DROP INDEX {_TAG_INDEX}")
    order = list(range(len(families)))
    for step, mould in enumerate(moulds, start=1):
        random.shuffle(order)
        await owner.copy_records_to_table(
            "samenloop_events_tt_main",
            records=(_cast(mould, number, families[number]) for number in order),
            columns=("type", "data", "tags"),
        )
        advance(len(families) * step // len(moulds) - len(families) * (step - 1) // len(moulds))
    await owner.execute("SET maintenance_work_mem = '1GB'; SET synchronous_commit = off")
    await owner.execute(
        "INSERT INTO samenloop_events_tt_tag (tag, main_id)"
        " SELECT one.tag, fact.id FROM samenloop_events_tt_main AS fact, unnest(fact.tags) AS one (tag) ORDER BY fact.id"
    )
    await owner.execute(index)
    for table in ("samenloop_events_tt_main", "samenloop_events_tt_tag"):
        await owner.execute(f"VACUUM (ANALYZE) {table}")
    advance(len(families))


def _moulds(facts: Sequence[Any], identifiers: Sequence[str]) -> list[_Mould]:
    mapper = FactMapper(FactRegistry(ALL_FACTS))
    cut = re.compile("(" + "|".join((*PERSONS, *identifiers)) + ")")
    cut_raw = re.compile(cut.pattern.encode())
    moulds = []
    for event in (mapper.to_dcb_event(Tagged([], fact)) for fact in facts):
        data, tags = cut_raw.split(event.data), [cut.split(tag) for tag in event.tags]
        standing = {part.decode() for part in data[1::2]}.union(*(tag[1::2] for tag in tags))
        moulds.append(_Mould(event.type, data, tags, _slots(PERSONS, standing), _slots(identifiers, standing)))
    return moulds


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
