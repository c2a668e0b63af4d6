"""Proof that the disclosure log is what it was: no line changed, removed before its time, inserted or reordered."""

from collections.abc import AsyncIterator, Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final, Literal

import asyncpg
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from hub.disclosures.seal import GENESIS, Seal, chain_of, digest_of
from hub.disclosures.stored import COLUMNS, StoredLine
from hub.ledger.checkpoint import NO_LOG, Checkpoint, LogHead, is_genuine

SHORTEST: Final = timedelta(days=5 * 365)
"""How long a line stays at least; the database counts the leap days too."""

FindingKind = Literal[
    "lines-altered", "lines-removed", "lines-inserted", "line-unsealed", "seal-broken", "checkpoint-contradicted"
]

_HEAD: Final = "SELECT last_id, chain FROM disclosure_seal ORDER BY last_id DESC LIMIT 1"
_LINES: Final = f"SELECT id, {', '.join(COLUMNS)} FROM disclosure_line ORDER BY id"  # noqa: S608 - our own column names
_AFTER: Final = "SELECT ended FROM disclosure_seal WHERE last_id > $1 ORDER BY last_id LIMIT 1"
_SEALS: Final = "SELECT last_id, first_id, count, ended, digest, chain FROM disclosure_seal ORDER BY last_id"


async def log_head(pool: asyncpg.Pool) -> LogHead:
    """Where the log ends now, for a checkpoint."""
    row = await pool.fetchrow(_HEAD)
    return NO_LOG if row is None else LogHead(row["last_id"], row["chain"])


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it was, around a line. Names no person, organisation or content."""

    kind: FindingKind
    line: int
    detail: str


@dataclass(slots=True)
class LogReport:
    """What was read and what was found; ``findings`` stops at ``most`` of them."""

    most: int = 100
    lines: int = 0
    seals: int = 0
    gone: int = 0
    """Lines that went when they were old enough; their seals still stand."""
    proven_until: int = 0
    """The last line that a genuine checkpoint vouches for."""
    unproven_since: datetime | None = None
    """When the first batch after that was written (UTC); None when there is none."""
    last: int = 0
    findings: list[Finding] = field(default_factory=list)

    @property
    def intact(self) -> bool:
        """Nothing was found."""
        return not self.findings

    def add(self, kind: FindingKind, line: int, detail: str) -> None:
        """Note a finding, unless there are enough."""
        if len(self.findings) < self.most:
            self.findings.append(Finding(kind, line, detail))


async def verify_log(
    connection: asyncpg.Connection,
    checkpoints: Iterable[Checkpoint],
    public_key: Ed25519PublicKey,
    now: datetime,
    *,
    progress: Callable[[int], None] = lambda _: None,
    chunk: int = 2000,
) -> LogReport:
    """Read the whole log and compare. ``now`` (UTC) says which lines may have gone; ``progress`` as for the ledger.

    A checkpoint that is not genuine is a finding of the ledger's own verification and counts for nothing here.
    """
    report = LogReport()
    named = {each.log_id: each.log_chain for each in checkpoints if each.log_id and is_genuine(each, public_key)}
    async with connection.transaction(isolation="repeatable_read", readonly=True):
        links = await _Walk(connection, report, now, progress, chunk).walk()
        for line, chain in sorted(named.items()):
            if links.get(line) != chain:
                report.add("checkpoint-contradicted", line, "the chain of seals is another one")
        first = min((finding.line for finding in report.findings), default=report.last + 1)
        report.proven_until = max((line for line in named if line < first), default=0)
        report.unproven_since = await connection.fetchval(_AFTER, report.proven_until)
    return report


class _Walk:
    """Lines and seals side by side, one line looked ahead."""

    def __init__(
        self,
        connection: asyncpg.Connection,
        report: LogReport,
        now: datetime,
        progress: Callable[[int], None],
        chunk: int,
    ) -> None:
        self._connection = connection
        self._report = report
        self._now = now
        self._progress = progress
        self._chunk = chunk
        self._next: tuple[int, StoredLine] | None = None

    async def walk(self) -> dict[int, bytes]:
        """The links of the chain, by the last line of their batch."""
        lines, links = self._lines(), dict[int, bytes]()
        previous, last = GENESIS, 0
        await self._advance(lines)
        async for record in self._connection.cursor(_SEALS, prefetch=self._chunk):
            seal = Seal(*record)
            self._report.seals += 1
            if seal.first <= last or seal.chain != chain_of(previous, seal):
                self._report.add("seal-broken", seal.last, "does not follow from the seal before it")
            await self._unsealed(lines, seal.first)
            self._compare(seal, await self._sealed(lines, seal.last))
            previous, last = seal.chain, seal.last
            links[seal.last] = seal.chain
        await self._unsealed(lines, None)
        self._report.last = max(self._report.last, last)
        return links

    async def _lines(self) -> AsyncIterator[tuple[int, StoredLine]]:
        async for record in self._connection.cursor(_LINES, prefetch=self._chunk):
            yield record[0], tuple(record)[1:]

    async def _advance(self, lines: AsyncIterator[tuple[int, StoredLine]]) -> None:
        self._next = await anext(lines, None)
        if self._next is not None:
            self._report.lines += 1
            self._report.last = self._next[0]
            if self._report.lines % self._chunk == 0:
                self._progress(self._report.lines)

    async def _unsealed(self, lines: AsyncIterator[tuple[int, StoredLine]], first: int | None) -> None:
        """Pass the lines before a seal, or after the last: none should be there."""
        while self._next is not None and (first is None or self._next[0] < first):
            self._report.add("line-unsealed", self._next[0], "no seal covers this line")
            await self._advance(lines)

    async def _sealed(self, lines: AsyncIterator[tuple[int, StoredLine]], last: int) -> list[StoredLine]:
        found = []
        while self._next is not None and self._next[0] <= last:
            found.append(self._next[1])
            await self._advance(lines)
        return found

    def _compare(self, seal: Seal, lines: list[StoredLine]) -> None:
        if not lines and seal.ended < self._now - SHORTEST:
            self._report.gone += seal.count
        elif len(lines) != seal.count:
            kind: FindingKind = "lines-removed" if len(lines) < seal.count else "lines-inserted"
            self._report.add(kind, seal.last, f"{len(lines)} lines where {seal.count} were sealed")
        elif digest_of(lines) != seal.digest:
            self._report.add("lines-altered", seal.last, f"lines from {seal.first} on are not those that were sealed")
