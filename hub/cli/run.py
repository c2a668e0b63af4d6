"""``hub serve`` and ``hub work``: the processes of a hub. Any number of each may share one PostgreSQL and one NATS."""

import asyncio
import signal
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from typing import Annotated, Final

import typer
from rich.console import Console

from hub.api.operations import operator_app
from hub.api.server import Server, listen, serving
from hub.bootstrap import Hub, open_hub
from hub.cli.failures import CannotListen
from hub.clock import WallClock
from hub.logs import configure
from hub.settings import Settings, load_settings
from hub.wiring.addresses import parts_of
from hub.wiring.process import everything_is_loaded, run_until_done

ENDING: Final = (signal.SIGTERM, signal.SIGINT)


def _start() -> Settings:
    """The settings of this process, whose log is written as they say."""
    settings = load_settings()
    configure(settings.log_level, settings.log_format)
    return settings


def serve(
    *,
    worker: Annotated[
        bool, typer.Option(help="Also keep views, deadlines and relay going, as `hub work` does.")
    ] = True,
) -> None:
    """Serve the API and the pages. With embedded parts this is a whole hub in one process."""
    settings = _start()
    with parts_of(settings) as addresses:

        async def run() -> None:
            async with open_hub(settings, addresses, WallClock()) as hub:
                everything_is_loaded()
                async with _for_the_operator(hub, settings):
                    await _serve(hub, settings, worker=worker)

        run_until_done(run())


@asynccontextmanager
async def _for_the_operator(hub: Hub, settings: Settings) -> AsyncIterator[None]:
    """Health and figures on a listener of their own, where the settings name one."""
    if settings.metrics_address is None:
        yield
        return
    host, _, port = settings.metrics_address.rpartition(":")
    async with AsyncExitStack() as stack:
        try:
            app = operator_app(hub.services)
            url = await stack.enter_async_context(serving(app, asyncio.Event(), host, int(port)))
        except OSError as error:
            raise CannotListen(host, int(port), error) from error
        Console().print(f"Health and figures are on {url}", soft_wrap=True)
        yield


async def _serve(hub: Hub, settings: Settings, *, worker: bool) -> None:
    try:
        listener = listen(settings.host, settings.port)
    except OSError as error:
        raise CannotListen(settings.host, settings.port, error) from error
    host, port = listener.getsockname()[:2]
    grace = settings.shutdown_grace.total_seconds()
    server = Server(hub.app, hub.services.closing, signals=False, grace=grace)

    def end() -> None:
        server.force_exit = server.should_exit  # a second signal does not wait for open connections
        server.should_exit = True

    with _on_signals(end):
        Console().print(f"Samenloop listens on http://{host}:{port}", soft_wrap=True)
        async with asyncio.TaskGroup() as tasks:
            background = [tasks.create_task(task) for task in hub.background()]
            if worker:
                background += [tasks.create_task(task) for task in hub.work()]
            await server.serve([listener])
            for task in background:
                task.cancel()


@contextmanager
def _on_signals(end: Callable[[], None]) -> Iterator[None]:
    """SIGTERM and Ctrl-C call ``end``, so that the process ends by itself, with exit status 0."""
    loop = asyncio.get_running_loop()
    for number in ENDING:
        loop.add_signal_handler(number, end)
    try:
        yield
    finally:
        for number in ENDING:
            loop.remove_signal_handler(number)


def work() -> None:
    """Keep views, deadlines, checkpoints and the relay to JetStream going, until SIGTERM or Ctrl-C."""
    settings = _start()
    with parts_of(settings) as addresses:

        async def run() -> None:
            async with open_hub(settings, addresses, WallClock()) as hub:
                everything_is_loaded()
                async with _for_the_operator(hub, settings):
                    await _until_stopped(hub)

        run_until_done(run())


async def _until_stopped(hub: Hub) -> None:
    stopped = asyncio.Event()
    with _on_signals(stopped.set):
        async with asyncio.TaskGroup() as tasks:
            background = [tasks.create_task(task) for task in (*hub.background(), *hub.work())]
            Console().print("Samenloop works.")
            await stopped.wait()
            for task in background:
                task.cancel()


def relay(
    *, rebuild: Annotated[bool, typer.Option(help="Make every stream anew from the ledger first.")] = False
) -> None:
    """Publish to JetStream what it does not have yet. Losing every stream costs latency only."""
    settings = _start()
    with parts_of(settings) as addresses:

        async def run() -> None:
            async with open_hub(settings, addresses, WallClock()) as hub:
                if rebuild:
                    await hub.relay.rebuild()
                await hub.relay.catch_up(await hub.reader.head())
                Console().print("Everything that the ledger tells is in the stream.")

        asyncio.run(run())
