"""A figure: what was measured next to what it is measured against, in pairs taken in turn within one run.

Absolute rates say as much about the machine and its neighbours as about the hub. So both sides run a few seconds each,
in turn, on the same server; the figure is the median of the ratios of the pairs, and the lowest and highest tell how
far to trust it.
"""

from collections.abc import Awaitable, Callable
from statistics import median

import msgspec

from hub.bench.machine import Cpu

Rate = Callable[[], Awaitable[float]]
"""Works for a few seconds; how much it did per second."""
Progress = Callable[[str], None]
"""Told what is being measured now."""


class Figure(msgspec.Struct, frozen=True, kw_only=True):
    """One figure. ``value`` and ``against`` are medians in ``unit``; ``spread`` is over ``ratio``, or over ``value``.

    ``server_cpu`` and ``hub_cpu``: how much of one core PostgreSQL and this process used while it was measured.
    """

    name: str
    value: float
    unit: str
    ratio: float | None = None
    against: float | None = None
    baseline: str | None = None
    at_least: float | None = None
    at_most: float | None = None
    spread: tuple[float, float]
    server_cpu: float | None = None
    hub_cpu: float | None = None
    note: str | None = None

    @property
    def reached(self) -> bool:
        """Whether it is what ARCHITECTURE.md 7 asks first."""
        shown = self.value if self.ratio is None else self.ratio
        enough = self.at_least is None or shown >= self.at_least
        return enough and (self.at_most is None or shown <= self.at_most)


class Measure(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be measured: the fields of the figure that are known before."""

    name: str
    unit: str = "/s"
    at_least: float | None = None
    at_most: float | None = None
    baseline: str | None = None
    note: str | None = None


async def side_by_side(
    measure: Measure,
    measured: Rate,
    against: Rate,
    *,
    pairs: int,
    cpu: Cpu,
    progress: Progress,
    ready: Callable[[], None] = lambda: None,
) -> Figure:
    """The figure of interleaved pairs; ``ready`` makes what a turn needs before time runs."""
    values, others, shares = [], [], []
    for number in range(pairs):
        progress(f"{measure.name} {number + 1}/{pairs}")
        ready()
        with cpu.watch() as used:
            values.append(await measured())
        shares.append(used)
        others.append(await against())
    ratios = [value / other for value, other in zip(values, others, strict=True)]
    return Figure(
        **msgspec.structs.asdict(measure),
        value=median(values),
        against=median(others),
        ratio=median(ratios),
        spread=(min(ratios), max(ratios)),
        server_cpu=median(share.server for share in shares),
        hub_cpu=median(share.hub for share in shares),
    )


async def repeated(measure: Measure, measured: Rate, *, pairs: int, cpu: Cpu, progress: Progress) -> Figure:
    """A figure by itself, measured as often."""
    values, shares = [], []
    for number in range(pairs):
        progress(f"{measure.name} {number + 1}/{pairs}")
        with cpu.watch() as used:
            values.append(await measured())
        shares.append(used)
    return Figure(
        **msgspec.structs.asdict(measure),
        value=median(values),
        spread=(min(values), max(values)),
        server_cpu=median(share.server for share in shares),
        hub_cpu=median(share.hub for share in shares),
    )
