"""Commands for the operator: tokens, migrations, rebuilding."""

import asyncio
import json
from datetime import timedelta
from typing import Annotated

import asyncpg
import msgspec
import typer
from rich.console import Console
from rich.progress import Progress

from hub.api.issuer import Issuer
from hub.bootstrap import open_hub
from hub.clock import WallClock
from hub.domain.facts import ALL_FACTS
from hub.ledger.mapper import FactRegistry
from hub.ledger.reader import LedgerReader
from hub.migrate import migrate_now
from hub.settings import load_settings
from hub.views.database import open_engine
from hub.views.rebuild import RebuildReport
from hub.views.rebuild import rebuild as rebuild_views
from hub.wiring.addresses import parts_of


def token(
    organisation: Annotated[str, typer.Option(help="Identifier of the organisation.")],
    professional: Annotated[str | None, typer.Option(help="The professional it is for; left out for a system.")] = None,
    hours: Annotated[float, typer.Option(help="Lifetime in hours, at most 6.")] = 6,
) -> None:
    """Issue an access token of the built-in issuer, for demonstrations and small hubs."""
    settings = load_settings()
    settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    issuer = Issuer.open(settings.data_dir / "issuer.key", settings.issuer, settings.audience)
    try:
        issued = issuer.issue(organisation, lifetime=timedelta(hours=hours), professional=professional)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from None
    typer.echo(issued.value)


def migrate() -> None:
    """Bring both databases to the schema of this version, as their owner."""
    settings = load_settings()
    owner, keys = settings.owner_database_url, settings.owner_keys_database_url
    if owner is None or keys is None:
        with parts_of(settings, nats=False):
            typer.echo("The embedded databases are migrated.")
        return
    migrate_now(owner.get_secret_value(), keys.get_secret_value())
    typer.echo("Both databases are migrated.")


def rebuild(*, machine: Annotated[bool, typer.Option("--json", help="JSON for machines.")] = False) -> None:
    """Build every view anew from the ledger and compare it with the live one. Exit status 1 where they differed."""
    settings = load_settings()
    console = Console(stderr=True)
    with parts_of(settings, nats=False, join=True) as addresses, Progress(console=console, transient=True) as progress:
        task = progress.add_task("facts", total=None)

        async def run() -> RebuildReport:
            engine = open_engine(addresses.database_url, pool_size=4)
            try:
                async with asyncpg.create_pool(addresses.database_url, min_size=1, max_size=2) as pool:
                    registry = FactRegistry(ALL_FACTS)
                    return await rebuild_views(
                        engine,
                        LedgerReader(pool, registry),
                        registry,
                        progress=lambda at, until: progress.update(task, completed=at, total=until),
                    )
            finally:
                await engine.dispose()

        report = asyncio.run(run())
    if machine:
        typer.echo(json.dumps({"equal": report.equal, **msgspec.to_builtins(report)}))
    else:
        rate = report.facts / report.seconds if report.seconds else 0
        typer.echo(f"{report.facts} facts folded anew in {report.seconds:.1f} s ({rate:,.0f}/s).")
        typer.echo("The live views were equal, byte for byte." if report.equal else f"Put right: {report.differences}")
    raise typer.Exit(0 if report.equal else 1)


def erase(*, machine: Annotated[bool, typer.Option("--json", help="JSON for machines.")] = False) -> None:
    """Apply retention and destroy the keys of whom the ledger forgets, now; workers do so by themselves.

    Run it after a backup was restored. Keys that a backup brought back are destroyed first.
    """
    settings = load_settings()
    with parts_of(settings, join=True) as addresses:

        async def run() -> tuple[int, int]:
            async with open_hub(settings, addresses, WallClock()) as hub:
                await hub.projector.catch_up()
                facts = await hub.retaining.run_due()
                await hub.projector.catch_up()
                keys = 0
                while done := await hub.erasing.run_due():
                    keys += done
                    await hub.projector.catch_up()
                return facts, keys

        facts, keys = asyncio.run(run())
    if machine:
        typer.echo(json.dumps({"facts": facts, "keys": keys}))
    else:
        typer.echo(f"Retention came to {facts} facts; {keys} keys destroyed. Nothing waits to be forgotten.")
