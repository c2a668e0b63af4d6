"""The figures of ARCHITECTURE.md 7, each in one function, and the run over those that were asked for."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Final

import msgspec

from hub.bench import baseline
from hub.bench.decisions import WAITING, known_signal, measure_decisions
from hub.bench.disclosures import measure_log
from hub.bench.figure import Figure, Measure, Progress, repeated, side_by_side
from hub.bench.large_family import measure_large_family
from hub.bench.ledger import measure_ledger
from hub.bench.machine import Cpu, Machine, family_seconds, resident_mb
from hub.bench.place import Place
from hub.bench.publishing import Publisher, measure_batches, measure_posts, most_memory
from hub.bench.rebuilding import REBUILT, folded_families
from hub.bench.requests import PREPARED_PER_SECOND, Prepared
from hub.bench.servers import bare_process, hub_process
from hub.clock import monotonic_seconds
from hub.wiring.folded_families import folding_version

SETTLE_SECONDS: Final = 5.0
"""Before memory at rest is read; and over how long a process that has come to rest had next to nothing to do."""
_IDLE: Final = 0.05
"""Of one core."""
_REST_WITHIN: Final = 300.0
"""Seconds in which a worker must have brought on what was stored before; else the figure says that it had not."""
BATCHES: Final = 4
"""Batches of a thousand lines per turn."""


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """A run: its figures, and what it ran on."""

    figures: list[Figure]
    machine: Machine
    families: int
    used_again: int
    """Families that were taken more than once, because there were too few: their histories grew beyond the story."""
    pairs: int
    seconds: float


class Run(msgspec.Struct, frozen=True, kw_only=True):
    """How a run measures: so many turns of so many seconds."""

    place: Place
    pairs: int
    seconds: float
    progress: Progress

    def cpu(self, process: int | None = None) -> Cpu:
        """Watches PostgreSQL and the hub: a process of its own, or this one."""
        return Cpu(self.place.server, None if process is None else lambda: family_seconds(process))

    async def against_pgbench(
        self, measure: Measure, measured: Callable[[], Awaitable[float]], ready: Callable[[], None] = lambda: None
    ) -> Figure:
        """A figure in turns with pgbench."""
        other = lambda: self.place.baseline(self.seconds)  # noqa: E731 - a name for one argument
        return await side_by_side(
            measure, measured, other, pairs=self.pairs, cpu=self.cpu(), progress=self.progress, ready=ready
        )

    def make_ready(self, prepared: Prepared[Any]) -> Callable[[], None]:
        """Makes the requests of one turn."""
        return lambda: prepared.fill(round(self.seconds * PREPARED_PER_SECOND))


async def ledger(run: Run) -> list[Figure]:
    """Trivial decisions through the batched writer."""
    measure = Measure(name="ledger", at_least=0.80, baseline=baseline.WHAT)
    dsn = run.place.addresses.database_url
    return [await run.against_pgbench(measure, lambda: measure_ledger(dsn, seconds=run.seconds, waiting=WAITING))]


async def decide_and_append(run: Run) -> list[Figure]:
    """Everything but HTTP."""
    measure = Measure(name="decide-and-append", at_least=0.10, baseline=baseline.WHAT)
    async with run.place.hub() as hub:
        signals = Prepared(lambda: known_signal(hub, run.place.families))
        await measure_decisions(hub, signals, 0.5)
        measured = lambda: measure_decisions(hub, signals, run.seconds)  # noqa: E731 - as above
        return [await run.against_pgbench(measure, measured, run.make_ready(signals))]


async def disclosure_log(run: Run) -> list[Figure]:
    """The lines without which no answer leaves."""
    dsn = run.place.addresses.database_url
    measure = Measure(name="disclosure-log", unit="answers/s", baseline=baseline.WHAT)
    return [await run.against_pgbench(measure, lambda: measure_log(dsn, seconds=run.seconds))]


async def publish_http(run: Run) -> list[Figure]:
    """The same over HTTP, next to a bare endpoint."""
    measure = Measure(
        name="publish-http",
        at_least=0.45,
        baseline="a bare FastAPI endpoint: the same body through pydantic, one row by asyncpg, 64 connections",
    )
    publisher = Publisher(run.place)
    ours, theirs = Prepared(publisher.single), Prepared(publisher.bare)
    async with hub_process(run.place, worker=False) as hub, bare_process(run.place) as bare:
        await measure_posts(hub, ours, 0.5)
        await measure_posts(bare, theirs, 0.5)
        return [
            await side_by_side(
                measure,
                lambda: measure_posts(hub, ours, run.seconds),
                lambda: measure_posts(bare, theirs, run.seconds),
                pairs=run.pairs,
                cpu=run.cpu(hub.process),
                progress=run.progress,
                ready=run.make_ready(ours),
            )
        ]


async def publish_batch(run: Run) -> list[Figure]:
    """NDJSON: signals about new persons, and about known families."""
    publisher = Publisher(run.place)
    figures = []
    for name, kind, at_least in (
        ("publish-batch-new", publisher.new, 10_000.0),
        ("publish-batch-known", publisher.known, 3_000.0),
    ):
        async with hub_process(run.place, worker=False) as hub:
            figures.append(
                await repeated(
                    Measure(name=name, unit="signals/s", at_least=at_least),
                    lambda kind=kind: measure_batches(hub, lambda: publisher.batch(kind), BATCHES),  # type: ignore[misc]
                    pairs=run.pairs,
                    cpu=run.cpu(hub.process),
                    progress=run.progress,
                )
            )
    return figures


async def memory(run: Run) -> list[Figure]:
    """One ``hub serve`` with its worker: at rest, and the most it held while 64 connections published.

    Another before it brings on what was stored, so that nothing is left to do; what that one held then is the note.
    """
    publisher = Publisher(run.place)
    async with hub_process(run.place, worker=True) as before:
        rests = await _comes_to_rest(before.process)
        caught_up = resident_mb(before.process)
    async with hub_process(run.place, worker=True) as hub:
        await asyncio.sleep(SETTLE_SECONDS)
        at_rest = resident_mb(hub.process)
        load = asyncio.create_task(measure_posts(hub, Prepared(publisher.single), run.seconds * run.pairs))
        most = await most_memory(hub.process, load)
    return [
        Figure(
            name="memory-at-rest",
            unit="MB",
            value=at_rest,
            spread=(at_rest, at_rest),
            at_most=150.0,
            note=f"{caught_up:.0f} MB once it had brought on what was stored" if rests else "it had still work to do",
        ),
        Figure(name="memory-under-load", unit="MB", value=most, spread=(at_rest, most), at_most=300.0),
    ]


async def _comes_to_rest(process: int) -> bool:
    """Wait until a process has next to nothing to do; False where that does not come."""
    began = monotonic_seconds()
    while monotonic_seconds() - began < _REST_WITHIN:
        used = family_seconds(process)
        await asyncio.sleep(SETTLE_SECONDS)
        if family_seconds(process) - used < _IDLE * SETTLE_SECONDS:
            return True
    return False


async def large_family(run: Run) -> list[Figure]:
    """One more signal in a family of 5,000 facts, next to one in a family of 50."""
    return [await asyncio.to_thread(measure_large_family, run.pairs, 20)]


async def rebuild(run: Run) -> list[Figure]:
    """Every view folded anew, compared with the live ones and found equal."""
    run.progress("rebuild: storing families")
    async with folded_families(min(run.place.families.count, REBUILT)) as (place, measured):
        measure = Measure(name="rebuild", unit="facts/s", at_least=30_000.0)
        return [await repeated(measure, measured, pairs=run.pairs, cpu=Cpu(place.server), progress=run.progress)]


FIGURES: Final[dict[str, Callable[[Run], Awaitable[list[Figure]]]]] = {
    "ledger": ledger,
    "decide-and-append": decide_and_append,
    "large-family": large_family,
    "disclosure-log": disclosure_log,
    "publish-http": publish_http,
    "publish-batch": publish_batch,
    "memory": memory,
    "rebuild": rebuild,
}


class CodeChangedError(Exception):
    """The code that folds families was edited during the run, so that nothing kept folded was used."""


async def measure(run: Run, names: Sequence[str], families: int) -> Report:
    """The figures with these names, in the order of ``FIGURES``. Raises ``CodeChangedError``."""
    machine = await run.place.machine()
    figures: list[Figure] = []
    for name, figure in FIGURES.items():
        if name in names:
            run.progress(name)
            figures += await figure(run)
    if folding_version() != run.place.folding_version:
        raise CodeChangedError("hub/domain was edited while this ran: run it again")
    return Report(
        figures=figures,
        machine=machine,
        families=families,
        used_again=run.place.families.used_again,
        pairs=run.pairs,
        seconds=run.seconds,
    )
