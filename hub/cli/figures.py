"""``hub bench``: the figures, measured here and now on embedded parts of their own."""

from typing import TYPE_CHECKING, Annotated

import msgspec
import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

if TYPE_CHECKING:
    from hub.bench.figure import Figure
    from hub.bench.run import Report

FAMILIES = 100_000


def bench(
    *,
    only: Annotated[list[str] | None, typer.Option(help="Only this figure; may be given more than once.")] = None,
    pairs: Annotated[int, typer.Option(min=1, help="Turns of the hub and of what it is measured against.")] = 5,
    seconds: Annotated[float, typer.Option(min=0.5, help="Seconds of each turn.")] = 4.0,
    scale: Annotated[int, typer.Option(min=10, help="Families that are stored first.")] = FAMILIES,
    machine: Annotated[bool, typer.Option("--json", help="As JSON, for machines.")] = False,
) -> None:
    """Measure the figures of docs/performance.md, side by side with what they are measured against.

    It makes databases of its own, fills them (some minutes for 100,000 families), and throws them away.
    """
    from hub.bench.run import FIGURES

    names = only or list(FIGURES)
    unknown = sorted(set(names) - set(FIGURES))
    if unknown:
        raise typer.BadParameter(f"no figure {', '.join(unknown)}: choose of {', '.join(FIGURES)}", param_hint="--only")
    reports: list[Report] = []
    with _progress() as progress:
        _measure(progress, reports, names, pairs, seconds, scale)
    if machine:
        print(msgspec.json.format(msgspec.json.encode(reports[0])).decode())
    else:
        _show(reports[0])


def _progress() -> Progress:
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    return Progress(*columns, console=Console(stderr=True), transient=True)


def _measure(
    progress: Progress, reports: list["Report"], names: list[str], pairs: int, seconds: float, scale: int
) -> None:
    from hub.bench.families import STEPS
    from hub.bench.place import open_place
    from hub.bench.run import Run, measure
    from hub.wiring.process import everything_is_loaded, run_until_done

    task = progress.add_task("starting")

    def say(text: str) -> None:
        progress.update(task, description=text, total=None)
        if not progress.console.is_terminal:  # a bar is drawn on a terminal only
            progress.console.print(text)

    with open_place() as empty:

        async def run() -> None:
            say(f"storing {scale} families")
            progress.update(task, total=scale * STEPS)
            place = await empty.fill(scale, lambda steps: progress.advance(task, steps))
            everything_is_loaded()
            reports.append(await measure(Run(place=place, pairs=pairs, seconds=seconds, progress=say), names, scale))

        run_until_done(run())


def _asked(figure: "Figure") -> str:
    if figure.at_least is not None:
        return f">= {figure.at_least:g}"
    return "" if figure.at_most is None else f"<= {figure.at_most:g}"


def _show(report: "Report") -> None:
    table = Table(title=f"{report.machine.cores} cores, {report.machine.processor}, {report.families} families")
    for heading in ("figure", "measured", "against", "ratio", "spread", "asked first", "PostgreSQL", "hub"):
        table.add_column(heading, justify="left" if heading == "figure" else "right", no_wrap=True)
    for figure in report.figures:
        asked = _asked(figure)
        low, high = figure.spread
        digits = ".2f" if figure.ratio is not None else ".0f"
        table.add_row(
            figure.name,
            f"{figure.value:,.0f} {figure.unit}",
            "" if figure.against is None else f"{figure.against:,.0f} {figure.unit}",
            "" if figure.ratio is None else f"{figure.ratio:.2f}",
            f"{low:{digits}} - {high:{digits}}",
            f"[green]{asked}[/green]" if figure.reached else f"[red]{asked}[/red]",
            "" if figure.server_cpu is None else f"{figure.server_cpu:.0%}",
            "" if figure.hub_cpu is None else f"{figure.hub_cpu:.0%}",
        )
    console = Console()
    console.print(table)
    console.print("PostgreSQL and hub: of one core, while the hub was measured.")
    if report.used_again:
        console.print(f"{report.used_again} families were used more than once: take a larger --scale.")
