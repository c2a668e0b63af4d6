"""``hub disclosures``: the disclosure log for the municipality's own log."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO, Annotated, Final

import asyncpg
import typer
from rich.console import Console
from rich.progress import Progress

from hub.clock import WallClock, system_now
from hub.commands.request import start_of
from hub.disclosures.asking import Asking
from hub.disclosures.export import READER, Exporter, Format, exported
from hub.disclosures.line import Line
from hub.disclosures.log import open_log
from hub.disclosures.ports import Wanted
from hub.disclosures.told import Disclosures
from hub.disclosures.trace import Trace
from hub.disclosures.trail import Trail
from hub.people.reference import References
from hub.settings import load_settings
from hub.wiring.addresses import Addresses, parts_of
from hub.wiring.key_store import disclosure_log_key, master_keys

OPERATOR: Final = "hub"
OPERATION: Final = "hub disclosures export"
PURPOSE: Final = "transfer-to-another-log"
SHOWN_EVERY: Final = 500
_DAY: Final = ["%Y-%m-%d"]


def export(
    *,
    since: Annotated[datetime | None, typer.Option(formats=_DAY, help="First day, in the Netherlands.")] = None,
    until: Annotated[datetime | None, typer.Option(formats=_DAY, help="Last day; it is included.")] = None,
    form: Annotated[Format, typer.Option("--format", help="Logboek Dataverwerkingen, or OTLP.")] = "ldv",
    output: Annotated[Path | None, typer.Option(dir_okay=False, help="Where to; default: standard output.")] = None,
) -> None:
    """Write the disclosure log as NDJSON, the oldest line first, without what was sealed. This is itself logged."""
    settings = load_settings()
    keys = master_keys(settings)
    references = References(keys.reference)
    exporter = Exporter(
        settings.processing_activity, settings.source, lambda person: references.reference(READER, person)
    )
    period = Wanted(
        since=None if since is None else start_of(since.date()),
        until=None if until is None else start_of(until.date() + timedelta(days=1)),
    )
    console = Console(stderr=True)
    with parts_of(settings, nats=False, join=True) as addresses, Progress(console=console, transient=True) as progress:
        task = progress.add_task("lines", total=None)

        async def run() -> int:
            await _log_it(addresses, disclosure_log_key(keys))
            count = 0
            with _opened(output) as file:
                async for line in _lines(addresses, period):
                    file.write(exporter.encoded(line, form))
                    count += 1
                    if count % SHOWN_EVERY == 0:
                        progress.update(task, completed=count)
            return count

        written = asyncio.run(run())
    typer.echo(f"{written} lines.", err=True)


def _opened(output: Path | None) -> AbstractContextManager[IO[bytes]]:
    return nullcontext(sys.stdout.buffer) if output is None else output.open("wb")


async def _log_it(addresses: Addresses, key: bytes) -> None:
    asking = Asking(organisation=OPERATOR, operation=OPERATION, began=system_now(), trace=Trace.new(), purpose=PURPOSE)
    async with (
        asyncpg.create_pool(addresses.database_url, min_size=1, max_size=1) as pool,
        open_log(addresses.database_url, pool, key) as log,
    ):
        await Disclosures(log, WallClock()).record(asking, Trail([None]))


async def _lines(addresses: Addresses, period: Wanted) -> AsyncIterator[Line]:
    connection = await asyncpg.connect(addresses.reader_database_url)
    try:
        async for line in exported(connection, period):
            yield line
    finally:
        await connection.close()
