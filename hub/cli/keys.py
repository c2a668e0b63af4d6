"""``hub keys``: the versions of the master keys, and rotating them while the hub runs."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Annotated, Any, Literal

import asyncpg
import msgspec
import typer
from rich.console import Console
from rich.progress import Progress

from hub.people.connect import PLANNER
from hub.people.key_ring import KeyRing
from hub.people.live_keys import LiveMasterKeys
from hub.people.master_keys import SIZES
from hub.people.rotation import Rotator
from hub.settings import load_settings
from hub.wiring.addresses import Addresses, parts_of
from hub.wiring.key_store import live_keys

Json = Annotated[bool, typer.Option("--json", help="JSON for machines.")]
Progressed = Callable[[int, int], None]


def show(*, machine: Json = False) -> None:
    """Show the versions of every master key, and nothing of the keys."""
    keys = live_keys(load_settings(), make=False).now
    versions = {
        purpose: {"current": each.current, "oldest": each.oldest, "versions": sorted(each.keys)}
        for purpose in SIZES
        for each in (keys.versions(purpose),)
    }
    if machine:
        typer.echo(json.dumps(versions))
        return
    for purpose, known in versions.items():
        typer.echo(f"{purpose}: version {known['current']} of {known['versions']}, in use from {known['oldest']} on")


def rotate(
    purpose: Annotated[Literal["wrapping", "lookup"], typer.Argument(help="Which key: wrapping or lookup.")],
    *,
    resume: Annotated[bool, typer.Option(help="Make no new version; go on with what was broken off.")] = False,
    machine: Json = False,
) -> None:
    """Make a new version of a master key and bring everything to it, in batches, while the hub runs.

    No fact is rewritten. Broken off it loses nothing, and goes on with --resume.
    """
    done = _with_rotator(lambda rotator, progress: rotator.rotate(purpose, resume=resume, progress=progress))
    if machine:
        typer.echo(json.dumps(msgspec.to_builtins(done)))
        return
    typer.echo(f"{done.purpose} is at version {done.version}.")
    typer.echo(f"{done.keys} keys wrapped anew, {done.marks} marks and {done.rows} rows of linkage hashed again.")


def retire(version: Annotated[int, typer.Argument(help="Of the wrapping key.")]) -> None:
    """Let go of a version of the wrapping key under which nothing is wrapped any more."""
    _with_rotator(lambda rotator, _: rotator.retire(version))
    typer.echo(f"Version {version} of the wrapping key is gone.")


def _with_rotator(work: Callable[[Rotator, Progressed], Awaitable[Any]]) -> Any:  # noqa: ANN401 - whatever it gives
    settings = load_settings()
    live = live_keys(settings, make=False)
    console = Console(stderr=True)
    with parts_of(settings, nats=False, join=True) as addresses, Progress(console=console, transient=True) as progress:
        task = progress.add_task("rotating", total=None)

        def advance(done: int, left: int) -> None:
            progress.update(task, completed=done, total=max(done, left))

        async def run() -> Any:  # noqa: ANN401 - as above
            async with _rotator(addresses, live) as rotator:
                return await work(rotator, advance)

        return asyncio.run(run())


@asynccontextmanager
async def _rotator(addresses: Addresses, live: LiveMasterKeys) -> AsyncIterator[Rotator]:
    async with (
        asyncpg.create_pool(addresses.database_url, min_size=1, max_size=2, server_settings=PLANNER) as pool,
        asyncpg.create_pool(addresses.keys_database_url, min_size=1, max_size=2, server_settings=PLANNER) as keys,
    ):
        yield Rotator(pool, KeyRing(keys, live), live)
