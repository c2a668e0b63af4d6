"""``hub bench-linkage``: how well and how fast linkage links, as one JSON document on standard output."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import msgspec
import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

if TYPE_CHECKING:
    from hub.bench.linkage.speed import Speed

PARTS = ("febrl", "dutch", "speed")


def bench_linkage(
    *,
    only: Annotated[
        list[str] | None, typer.Option(help="Only this part (febrl, dutch, speed); may be repeated.")
    ] = None,
    people: Annotated[int, typer.Option(min=1000, help="Invented people for each of five seeds.")] = 60_000,
    stored: Annotated[
        int, typer.Option(min=1000, help="Persons that are stored before the speed is measured.")
    ] = 1_000_000,
    statements: Annotated[int, typer.Option(min=100, help="Statements that are timed.")] = 20_000,
    train: Annotated[bool, typer.Option(help="Count the weights anew and write their file instead.")] = False,
) -> None:
    """Measure linkage: FEBRL 4 and 3, an invented Dutch population, and one statement against a million stored.

    The speed is measured on embedded parts of its own, which take some minutes to fill and are thrown away.
    """
    if unknown := sorted(set(only or ()) - set(PARTS)):
        raise typer.BadParameter(f"no part {', '.join(unknown)}: choose of {', '.join(PARTS)}", param_hint="--only")
    if train:
        _train()
        return
    chosen, figures = only or PARTS, dict[str, Any]()
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("starting", total=None)
        _measure(figures, chosen, people, lambda text: progress.update(task, description=text))
        if "speed" in chosen:
            figures["speed"] = _speed(stored, statements, progress)
    print(msgspec.json.format(msgspec.json.encode(figures)).decode())


def _train() -> None:
    from hub.bench.linkage.training import train
    from hub.people.linkage import weights

    Path(weights.__file__).with_name("weights.yaml").write_text(train(), encoding="utf-8")


def _measure(figures: dict[str, Any], chosen: "tuple[str, ...] | list[str]", people: int, tell: Any) -> None:  # noqa: ANN401
    from hub.bench.linkage.run import measure_dutch, measure_febrl

    if "febrl" in chosen:
        figures |= measure_febrl(tell)
    if "dutch" in chosen:
        figures["dutch"] = measure_dutch(tell, people)


def _speed(stored: int, statements: int, progress: Progress) -> "Speed":
    from hub.bench.linkage.speed import measure_speed
    from hub.bench.place import open_place
    from hub.wiring.process import run_until_done

    found: list[Speed] = []
    task = progress.add_task(f"storing {stored} persons", total=stored)
    with open_place() as place:

        async def run() -> None:
            found.append(await measure_speed(place, stored, statements, lambda steps: progress.advance(task, steps)))

        run_until_done(run())
    return found[0]
