"""Servers under measurement, each a process of its own: the hub as ``hub serve`` runs it, and the bare endpoint."""

import asyncio
import re
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Final

import msgspec

from hub.bench.place import Place
from hub.settings import environment_for_servers

_ADDRESS: Final = re.compile(r"http://\S+")
_START_SECONDS: Final = 60.0


class ServerDiedError(Exception):
    """A server under measurement did not come up; what it said stands above, on its standard error."""


class Running(msgspec.Struct, frozen=True):
    """A server that listens."""

    base_url: str
    process: int


@asynccontextmanager
async def hub_process(place: Place, *, worker: bool) -> AsyncIterator[Running]:
    """``hub serve`` on the databases of this place. Raises ``ServerDiedError``."""
    arguments = ["-c", "from hub.cli import main; main()", "serve", "--worker" if worker else "--no-worker"]
    async with _process(place, arguments) as running:
        yield running


@asynccontextmanager
async def bare_process(place: Place) -> AsyncIterator[Running]:
    """The bare endpoint. Raises ``ServerDiedError``."""
    async with _process(place, ["-m", "hub.bench.bare"]) as running:
        yield running


@asynccontextmanager
async def _process(place: Place, arguments: Sequence[str]) -> AsyncIterator[Running]:
    addresses = place.addresses
    environment = {
        **environment_for_servers(),
        "PYTHONPATH": ":".join(path for path in sys.path if path),
        "PYTHONUNBUFFERED": "1",
        "HUB_DATA_DIR": str(place.folder),
        "HUB_DATABASE_URL": addresses.database_url,
        "HUB_KEYS_DATABASE_URL": addresses.keys_database_url,
        "HUB_NATS_URL": addresses.nats_url,
        "HUB_PORT": "0",
    }
    started = await asyncio.create_subprocess_exec(
        sys.executable, *arguments, env=environment, stdout=asyncio.subprocess.PIPE
    )
    try:
        yield Running(await _address(started), started.pid)
    finally:
        if started.returncode is None:
            started.terminate()
        await started.wait()


async def _address(started: asyncio.subprocess.Process) -> str:
    assert started.stdout is not None  # noqa: S101 - it was asked for
    try:
        async with asyncio.timeout(_START_SECONDS):
            async for line in started.stdout:
                found = _ADDRESS.search(line.decode(errors="replace"))
                if found is not None:
                    return found[0]
    except TimeoutError:
        raise ServerDiedError("a server under measurement did not say where it listens") from None
    raise ServerDiedError("a server under measurement ended before it listened")
