"""Command identifiers, kept for ever: how a command that comes twice is decided once."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import asyncpg

from hub.keyed import KeyedHash
from hub.ledger.ports import Command

_LOOKUP = """
SELECT id, fingerprint, first_position, last_position FROM ledger_command WHERE id = ANY ($1::bytea[])
UNION ALL
SELECT NULL, NULL, NULL, max(main_id) FROM samenloop_events_tt_tag WHERE tag = $2
"""


@dataclass(frozen=True, slots=True)
class CommandId:
    """A command as the ledger remembers it: two keyed hashes, from which nothing can be read or guessed."""

    id: bytes
    fingerprint: bytes


@dataclass(frozen=True, slots=True)
class KnownCommand:
    """A command that was decided before, and the positions of its facts (none when it decided on none)."""

    identity: CommandId
    first: int | None
    last: int | None


class CommandKeys:
    """Hashes commands under a key of at least 32 bytes, which never changes: identifiers are for ever."""

    def __init__(self, key: bytes) -> None:
        if len(key) < hashlib.sha256().digest_size:
            raise ValueError("the key for command identifiers has at least 32 bytes")
        self._keyed = KeyedHash(key)

    def identify(self, command: Command) -> CommandId:
        """Identifier of organisation and key, and fingerprint of the canonical body under that identifier."""
        organisation = command.organisation.encode()
        name = len(organisation).to_bytes(4, "big") + organisation + command.key.encode()
        identifier = self._keyed.digest(b"id" + name)
        return CommandId(identifier, self._keyed.digest(b"body" + identifier + command.canonical()))


async def lookup(
    connection: asyncpg.Connection, ids: Sequence[bytes], tag: str | None
) -> tuple[dict[bytes, KnownCommand], int]:
    """Those of these identifiers that are stored, by identifier; and the position of the last fact with this tag.

    Both in one round trip: every batch asks both first.
    """
    known: dict[bytes, KnownCommand] = {}
    last = 0
    for record in await connection.fetch(_LOOKUP, ids, tag):
        if record["id"] is None:
            last = record["last_position"] or 0
            continue
        identity = CommandId(record["id"], record["fingerprint"])
        known[identity.id] = KnownCommand(identity, record["first_position"], record["last_position"])
    return known, last
