"""``hub verify``: proof that what is stored for ever is what was stored."""

import asyncio
import json
from dataclasses import asdict
from typing import Annotated

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

Reports = tuple[VerificationReport, LogReport]


def verify(*, machine: Annotated[bool, typer.Option("--json", help="JSON for machines.")] = False) -> None:
    """Prove from the checkpoints that no fact and no line of the disclosure log was changed, removed, inserted or
    reordered. Exit status 1 if not."""
    settings = load_settings()
    key = checkpoint_key(master_keys(settings)).public_key()
    path = checkpoint_path(settings)
    console = Console(stderr=True)
    with parts_of(settings, nats=False) as addresses, Progress(console=console, transient=True) as progress:
        facts, lines = progress.add_task("facts", total=None), progress.add_task("disclosures", total=None)

        async def run() -> Reports:
            connection = await asyncpg.connect(addresses.reader_database_url)
            try:
                checkpoints = list(read_checkpoints(path)) if path.exists() else []
                return (
                    await verify_ledger(
                        connection, checkpoints, key, progress=lambda done: progress.update(facts, completed=done)
                    ),
                    await verify_log(
                        connection,
                        checkpoints,
                        key,
                        system_now(),
                        progress=lambda done: progress.update(lines, completed=done),
                    ),
                )
            finally:
                await connection.close()

        ledger, log = asyncio.run(run())
    intact = ledger.intact and log.intact
    if machine:
        typer.echo(json.dumps({**asdict(ledger), "intact": intact, "disclosures": asdict(log)}))
    else:
        _print_reports(ledger, log)
    raise typer.Exit(0 if intact else 1)


def _print_reports(ledger: VerificationReport, log: LogReport) -> None:
    typer.echo(f"{ledger.facts} facts in {ledger.seals} seals, {ledger.checkpoints} checkpoints.")
    typer.echo(f"Proven by a checkpoint up to position {ledger.proven_until} of {ledger.last_position}.")
    for finding in ledger.findings:
        typer.echo(f"  position {finding.position}: {finding.kind}: {finding.detail}")
    typer.echo(
        f"{log.lines} lines of the disclosure log in {log.seals} seals; {log.gone} went when they were old enough."
    )
    typer.echo(f"Proven by a checkpoint up to line {log.proven_until} of {log.last}.")
    for each in log.findings:
        typer.echo(f"  line {each.line}: {each.kind}: {each.detail}")
    if ledger.intact and log.intact:
        typer.echo("Nothing was altered.")
    elif ledger.intact:
        typer.echo("The disclosure log is NOT what was recorded.")
    else:
        typer.echo("The ledger is NOT what was recorded.")
