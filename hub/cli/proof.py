"""``hub verify``: proof that what is stored for ever is what was stored."""

import asyncio
import json
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Annotated, Final

import asyncpg
import typer
from rich.console import Console
from rich.progress import Progress

from hub.clock import system_now
from hub.disclosures.verify import LogReport, verify_log
from hub.ledger.checkpoint import read_checkpoints
from hub.ledger.verify import VerificationReport
from hub.ledger.verify import verify as verify_ledger
from hub.settings import load_settings
from hub.wiring.addresses import parts_of
from hub.wiring.checkpoints import checkpoint_key, checkpoint_path
from hub.wiring.key_store import master_keys

ALTERED: Final = 1
NOT_PROVEN: Final = 2
INTERVALS: Final = 10
"""So many times the time between two checkpoints may pass before a fact or a line that none covers is too much."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the reports come to."""

    ledger: VerificationReport
    log: LogReport
    late: datetime
    """What was recorded before this (UTC) should be covered by a checkpoint."""

    @property
    def intact(self) -> bool:
        """Nothing was found, neither in the tables nor in the file of checkpoints."""
        return self.ledger.intact and self.log.intact

    @property
    def proven(self) -> bool:
        """Checkpoints cover everything but what is so new that the next one will."""
        anything = self.ledger.facts > 0 or self.log.lines > 0
        covered = self.ledger.proven_until > 0 or self.log.proven_until > 0
        since = [each for each in (self.ledger.unproven_since, self.log.unproven_since) if each is not None]
        return not anything or (covered and min(since, default=self.late) >= self.late)

    @property
    def status(self) -> int:
        """The exit status: 1 where something is not as it was, 2 where nothing was found but not enough is proven."""
        if not self.intact:
            return ALTERED
        return 0 if self.proven else NOT_PROVEN

    @property
    def sentence(self) -> str:
        """The same in words."""
        if not self.ledger.as_recorded:
            return "The ledger is NOT what was recorded."
        if not self.log.intact:
            return "The disclosure log is NOT what was recorded."
        if not self.proven:
            return (
                "Not proven: no checkpoint covers what is named above as not covered, and seals alone can be made anew "
                "by whoever may write to the database. Is a worker running, and is this the file of its checkpoints?"
            )
        if not self.intact:
            return "Nothing that a checkpoint covers was altered; the file of checkpoints has lines that are none."
        return "Nothing was altered."


def verify(*, machine: Annotated[bool, typer.Option("--json", help="JSON for machines.")] = False) -> None:
    """Prove from the checkpoints that no fact and no line of the disclosure log was changed, removed, inserted or
    reordered. Exit status 1 if one was or a checkpoint cannot be read; 2 if nothing was found, but checkpoints are
    missing to prove it."""
    settings = load_settings()
    key = checkpoint_key(master_keys(settings)).public_key()
    kept = read_checkpoints(checkpoint_path(settings))
    console = Console(stderr=True)
    with parts_of(settings, nats=False, join=True) as addresses, Progress(console=console, transient=True) as progress:
        facts, lines = progress.add_task("facts", total=None), progress.add_task("disclosures", total=None)

        async def run() -> Verdict:
            connection, now = await asyncpg.connect(addresses.reader_database_url), system_now()
            try:
                ledger = await verify_ledger(
                    connection,
                    kept.checkpoints,
                    key,
                    unreadable=kept.unreadable,
                    progress=lambda done: progress.update(facts, completed=done),
                )
                log = await verify_log(
                    connection, kept.checkpoints, key, now, progress=lambda done: progress.update(lines, completed=done)
                )
            finally:
                await connection.close()
            return Verdict(ledger, log, now - INTERVALS * settings.checkpoint_interval)

        verdict = asyncio.run(run())
    if machine:
        typer.echo(_document(verdict))
    else:
        _print(verdict)
    raise typer.Exit(verdict.status)


def _document(verdict: Verdict) -> str:
    words = {"intact": verdict.intact, "proven": verdict.proven, "disclosures": asdict(verdict.log)}
    return json.dumps(asdict(verdict.ledger) | words, default=datetime.isoformat)


def _print(verdict: Verdict) -> None:
    ledger, log = verdict.ledger, verdict.log
    typer.echo(f"{ledger.facts} facts in {ledger.seals} seals, {ledger.checkpoints} checkpoints.")
    typer.echo(f"Proven by a checkpoint up to position {ledger.proven_until} of {ledger.last_position}.")
    _print_since(ledger.unproven_since)
    for finding in ledger.findings:
        place = f"position {finding.position}: " if finding.position else ""
        typer.echo(f"  {place}{finding.kind}: {finding.detail}")
    typer.echo(
        f"{log.lines} lines of the disclosure log in {log.seals} seals; {log.gone} went when they were old enough."
    )
    typer.echo(f"Proven by a checkpoint up to line {log.proven_until} of {log.last}.")
    _print_since(log.unproven_since)
    for each in log.findings:
        typer.echo(f"  line {each.line}: {each.kind}: {each.detail}")
    typer.echo(verdict.sentence)


def _print_since(since: datetime | None) -> None:
    if since is not None:
        typer.echo(f"  not covered: what was recorded since {since:%Y-%m-%d %H:%M:%S} UTC")
