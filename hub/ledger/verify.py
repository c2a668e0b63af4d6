"""Proof that the ledger is what it was: nothing changed, removed, inserted or reordered.

Reads everything once, in order, in one snapshot. Each fact belongs to one seal and the seal's digest is right; each
seal follows from the one before; each checkpoint, kept elsewhere and signed, names a link of that chain; and the tag
table says exactly what the tags column says, because a missing tag would hide a fact from every decision.
"""

import hashlib
from collections.abc import AsyncIterator, Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

import asyncpg
import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from hub.ledger.checkpoint import Checkpoint, is_genuine
from hub.ledger.seal import GENESIS, Row, Seal, chain_of, row_bytes

FindingKind = Literal[
    "facts-altered",
    "facts-removed",
    "facts-inserted",
    "fact-unsealed",
    "seal-broken",
    "checkpoint-unreadable",
    "checkpoint-not-genuine",
    "checkpoint-contradicted",
    "tag-missing",
    "tag-invented",
]

_FACTS = "SELECT id, type, data, tags FROM samenloop_events_tt_main ORDER BY id"
_AFTER = "SELECT data FROM samenloop_events_tt_main WHERE id > $1 ORDER BY id LIMIT 1"
_SEALS = "SELECT last_position, first_position, count, digest, chain FROM ledger_seal ORDER BY last_position"
_TAGS = """
SELECT position, sum(side)::bigint AS surplus
FROM (
    SELECT fact.id AS position, one.tag, 1 AS side
    FROM samenloop_events_tt_main AS fact CROSS JOIN LATERAL unnest(fact.tags) AS one (tag)
    UNION ALL
    SELECT main_id, tag, -1 FROM samenloop_events_tt_tag
) AS both_tables
GROUP BY position, tag
HAVING sum(side) <> 0
ORDER BY position
LIMIT $1
"""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it was, around a position. Names no tag and no content."""

    kind: FindingKind
    position: int
    detail: str


@dataclass(slots=True)
class VerificationReport:
    """What was read and what was found. ``findings`` stops at ``most`` of them; one is enough to know."""

    most: int = 100
    facts: int = 0
    seals: int = 0
    checkpoints: int = 0
    last_position: int = 0
    proven_until: int = 0
    """The last position that a genuine checkpoint vouches for. What came later is sealed, but could be made anew."""
    unproven_since: datetime | None = None
    """When the first fact after that says that it was recorded (UTC); None when there is none, or it cannot be read."""
    findings: list[Finding] = field(default_factory=list)

    @property
    def intact(self) -> bool:
        """Nothing was found."""
        return not self.findings

    @property
    def as_recorded(self) -> bool:
        """Nothing was found in the ledger itself; a line of the file of checkpoints may be lost."""
        return all(finding.kind == "checkpoint-unreadable" for finding in self.findings)

    def add(self, kind: FindingKind, position: int, detail: str) -> None:
        """Note a finding, unless there are enough."""
        if len(self.findings) < self.most:
            self.findings.append(Finding(kind, position, detail))


async def verify(
    connection: asyncpg.Connection,
    checkpoints: Iterable[Checkpoint],
    public_key: Ed25519PublicKey,
    *,
    unreadable: Iterable[int] = (),
    progress: Callable[[int], None] = lambda _: None,
    chunk: int = 2000,
) -> VerificationReport:
    """Read the whole ledger and compare. ``progress`` is told the number of facts read, now and then.

    ``unreadable``: the lines of the file of checkpoints that are none; they prove nothing and refute nothing.

    Any role that may read will do. Memory stays small however large the ledger is; the server sorts the tags.
    """
    report = VerificationReport()
    async with connection.transaction(isolation="repeatable_read", readonly=True):
        links = await _seals(connection, report, progress, chunk, _wanted(checkpoints, public_key, report))
        _compare(links, report)
        for record in await connection.fetch(_TAGS, report.most):
            missing = record["surplus"] > 0
            detail = "a tag of the fact is not in the tag table" if missing else "a tag that the fact does not have"
            report.add("tag-missing" if missing else "tag-invented", record["position"], detail)
        first = min((finding.position for finding in report.findings), default=report.last_position + 1)
        report.proven_until = max((position for position in links.named if position < first), default=0)
        report.unproven_since = _recorded(await connection.fetchval(_AFTER, report.proven_until))
    for number in unreadable:
        report.add("checkpoint-unreadable", 0, f"line {number} of the file of checkpoints is none: torn or altered")
    return report


class _When(msgspec.Struct):
    recorded_at: datetime


def _recorded(data: bytes | None) -> datetime | None:
    try:
        return None if data is None else msgspec.msgpack.decode(data, type=_When).recorded_at
    except (msgspec.DecodeError, msgspec.ValidationError):
        return None


@dataclass(slots=True)
class _Links:
    """Per position that a genuine checkpoint names: the link it names, and the one found in the database."""

    named: dict[int, bytes] = field(default_factory=dict)
    found: dict[int, bytes] = field(default_factory=dict)


def _wanted(checkpoints: Iterable[Checkpoint], key: Ed25519PublicKey, report: VerificationReport) -> _Links:
    links = _Links()
    for checkpoint in checkpoints:
        report.checkpoints += 1
        if not is_genuine(checkpoint, key):
            report.add("checkpoint-not-genuine", checkpoint.position, "the signature is not of the expected key")
        elif links.named.setdefault(checkpoint.position, checkpoint.chain) != checkpoint.chain:
            report.add("checkpoint-contradicted", checkpoint.position, "two genuine checkpoints differ")
    return links


def _compare(links: _Links, report: VerificationReport) -> None:
    for position, chain in sorted(links.named.items()):
        found = links.found.get(position)
        if found is None:
            report.add("checkpoint-contradicted", position, "no seal ends here any more")
        elif found != chain:
            report.add("checkpoint-contradicted", position, "the chain of seals is another one")


async def _seals(
    connection: asyncpg.Connection,
    report: VerificationReport,
    progress: Callable[[int], None],
    chunk: int,
    links: _Links,
) -> _Links:
    """Walk facts and seals side by side."""
    facts = _Facts(_rows(connection, chunk), report, progress, chunk)
    previous, last = GENESIS, 0
    await facts.advance()
    async for record in connection.cursor(_SEALS, prefetch=chunk):
        seal = Seal(*record)
        report.seals += 1
        if seal.first <= last or seal.chain != chain_of(previous, seal.last, seal.first, seal.count, seal.digest):
            report.add("seal-broken", seal.last, "does not follow from the seal before it")
        await facts.outside(seal.first)
        await facts.inside(seal)
        previous, last = seal.chain, seal.last
        if seal.last in links.named:
            links.found[seal.last] = seal.chain
    await facts.outside(None)
    return links


async def _rows(connection: asyncpg.Connection, chunk: int) -> AsyncIterator[Row]:
    async for record in connection.cursor(_FACTS, prefetch=chunk):
        yield Row(*record)


class _Facts:
    """The facts in order, one looked ahead."""

    def __init__(
        self, rows: AsyncIterator[Row], report: VerificationReport, progress: Callable[[int], None], chunk: int
    ) -> None:
        self._rows = rows
        self._report = report
        self._progress = progress
        self._chunk = chunk
        self._row: Row | None = None

    async def advance(self) -> None:
        """Look at the next fact."""
        self._row = await anext(self._rows, None)
        if self._row is not None:
            self._report.facts += 1
            self._report.last_position = self._row.position
            if self._report.facts % self._chunk == 0:
                self._progress(self._report.facts)

    async def outside(self, first: int | None) -> None:
        """Pass the facts before a seal (or after the last): none should be there."""
        while self._row is not None and (first is None or self._row.position < first):
            self._report.add("fact-unsealed", self._row.position, "no seal covers this fact")
            await self.advance()

    async def inside(self, seal: Seal) -> None:
        """Compare the facts that a seal covers with what it says of them."""
        digest, count = hashlib.sha256(), 0
        while self._row is not None and self._row.position <= seal.last:
            digest.update(row_bytes(self._row))
            count += 1
            await self.advance()
        if count != seal.count:
            kind: FindingKind = "facts-removed" if count < seal.count else "facts-inserted"
            self._report.add(kind, seal.last, f"{count} facts where {seal.count} were sealed")
        elif digest.digest() != seal.digest:
            self._report.add("facts-altered", seal.last, f"facts from {seal.first} on are not those that were sealed")
