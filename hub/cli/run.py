"""``hub serve`` and ``hub work``: the processes of a hub. Any number of each may share one PostgreSQL and one NATS."""

import asyncio
import signal
from typing import Annotated

import typer
from rich.console import Console

from hub.addresses import parts_of
from hub.api.server import Server, listen
from hub.bootstrap import Hub, open_hub
from hub.clock import WallClock
from hub.settings import Settings, load_settings


def serve(
    *,
    worker: Annotated[
        bool, typer.Option(help="Also keep views, deadlines and relay going, as `hub work` does.")
    ] = True,
) -> None:
    """Serve the API and the pages. With embedded parts this is a whole hub in one process."""
    settings = load_settings()
    with parts_of(settings) as addresses:

        async def run() -> None:
            async with open_hub(settings, addresses, WallClock()) as hub:
                await _serve(hub, settings, worker=worker)

        asyncio.run(run())


async def _serve(hub: Hub, settings: Settings, *, worker: bool) -> None:
    listener = listen(settings.host, settings.port)
    host, port = listener.getsockname()[:2]
    Console().print(f"Samenloop listens on http://{host}:{port}")
    server = Server(hub.app, hub.services.closing)
    async with asyncio.TaskGroup() as tasks:
        background = [tasks.create_task(task) for task in hub.background()]
        if worker:
            background += [tasks.create_task(task) for task in hub.work()]
        await server.serve([listener])
        for task in background:
            task.cancel()


def work() -> None:
    """Keep views, deadlines, checkpoints and the relay to JetStream going, until SIGTERM or Ctrl-C."""
    settings = load_settings()
    with parts_of(settings) as addresses:

        async def run() -> None:
            async with open_hub(settings, addresses, WallClock()) as hub:
                await _until_stopped(hub)

        asyncio.run(run())


async def _until_stopped(hub: Hub) -> None:
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopped.set)
    async with asyncio.TaskGroup() as tasks:
        background = [tasks.create_task(task) for task in (*hub.background(), *hub.work())]
        await stopped.wait()
        for task in background:
            task.cancel()


def relay(
    *, rebuild: Annotated[bool, typer.Option(help="Make every stream anew from the ledger first.")] = False
) -> None:
    """Publish to JetStream what it does not have yet. Losing every stream costs latency only."""
    settings = load_settings()
    with parts_of(settings) as addresses:

        async def run() -> None:
            async with open_hub(settings, addresses, WallClock()) as hub:
                if rebuild:
                    await hub.relay.rebuild()
                await hub.relay.catch_up(await hub.reader.head())
                Console().print("Everything that the ledger tells is in the stream.")

        asyncio.run(run())
