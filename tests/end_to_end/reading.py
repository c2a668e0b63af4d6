"""Reading whatever can be read of people by who has both databases and every master key: all that anybody could."""

import asyncpg
import msgspec

from hub.people.cipher import unseal
from hub.people.identity import Identity, from_bytes
from hub.people.key_ring import KeyRing
from hub.people.linkage.entries import Entries
from hub.people.master_keys import MasterKeys


class Readable(msgspec.Struct):
    """What can be read."""

    identities: dict[str, Identity]
    """By pseudonym."""
    contents: dict[str, bytes]
    """The words about a signal, a request or an exception, by its identifier."""
    found_by: set[str]
    """Persons whom a mark, a row of linkage or a link leads to."""


async def readable(ledger_url: str, keys_url: str, master: MasterKeys) -> Readable:
    """Everything that opens."""
    async with (
        asyncpg.create_pool(ledger_url, min_size=1, max_size=1) as pool,
        asyncpg.create_pool(keys_url, min_size=1, max_size=1) as keys_pool,
    ):
        owners = [row["owner"] for row in await keys_pool.fetch("SELECT owner FROM person_key")]
        keys = await KeyRing(keys_pool, master).open_once(owners)
        persons = {row[0]: row[1] for row in await pool.fetch("SELECT pseudonym, identity FROM person")}
        sealed = {row[0]: row[1] for row in await pool.fetch("SELECT signal, content FROM signal_content")}
        entries = Entries(master)
        rows = await pool.fetch("SELECT entry FROM person_block UNION ALL SELECT entry FROM person_block_fresh")
        marks = await pool.fetch("SELECT person FROM person_identifier UNION SELECT person FROM person_link")
        return Readable(
            {p: from_bytes(unseal(keys[p], p, identity)) for p, identity in persons.items() if p in keys},
            {
                signal: unseal(keys[owner], owner, content)
                for signal, content in sealed.items()
                if (owner := f"signal:{signal}") in keys
            },
            {entries.owner(row["entry"]) for row in rows} | {row["person"] for row in marks},
        )
