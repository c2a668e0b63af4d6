"""``hub demo``: a case, replayed through the real hub on a stepped clock."""

import asyncio
import json
import shutil
import tempfile
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from io import StringIO
from multiprocessing import get_context
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress

from hub.demo.case import Answer, Case, load_case
from hub.demo.outcome import outcome
from hub.demo.replay import Replay
from hub.demo.report import print_report
from hub.demo.stage import Stage, staged
from hub.settings import load_settings
from hub.wiring.addresses import parts_of

PAGE = ("cjg", "child_1")
"""Whose page stays open, on which child's family: youth health care, which saw most and put nothing together."""


def demo(
    *,
    consent: Annotated[
        str, typer.Option(help="What the mother answers to every organisation that asks: given, refused, or both.")
    ] = "",
    machine: Annotated[bool, typer.Option("--json", help="One run, as JSON for machines.")] = False,
    serve: Annotated[bool, typer.Option(help="Leave the family page open afterwards.")] = True,
    case: Annotated[str, typer.Option(help="The case to replay.")] = "rotterdam",
) -> None:
    """Replay a case through the real API on a stepped clock, and say who would have been told what, and when."""
    *before, last = _answers(consent, machine=machine)
    console = Console(stderr=machine)
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as beside:
        printed = [beside.submit(_printed, case, each, console.width, console.is_terminal) for each in before]

        def first() -> None:
            for each in printed:
                console.file.write(each.result())

        _run(load_case(case), last, console, machine=machine, stay=serve and not machine, first=first)


def _printed(case: str, answer: Answer, width: int, is_terminal: bool) -> str:
    """What one run prints; for a process of its own, so that two runs take no longer than one."""
    console = Console(file=StringIO(), width=width, force_terminal=is_terminal)
    _run(load_case(case), answer, console, machine=False, stay=False, first=lambda: None)
    text: str = console.file.getvalue()  # type: ignore[attr-defined]
    return text


def _answers(consent: str, *, machine: bool) -> tuple[Answer, ...]:
    """The runs, the refused one first: the page that stays open is then of the run with consent."""
    if consent == "refused":
        return ("refused",)
    if consent == "given" or (machine and not consent):
        return ("given",)
    if consent in {"", "both"} and not machine:
        return ("refused", "given")
    raise typer.BadParameter("choose given, refused or both; one of them with --json", param_hint="--consent")


def _run(case: Case, answer: Answer, console: Console, *, machine: bool, stay: bool, first: Callable[[], None]) -> None:
    """One run in a data folder of its own, with embedded parts that end with it; ``first`` comes before its report."""
    folder = Path(tempfile.mkdtemp(prefix="samenloop-demo-"))
    try:
        _run_in(folder, case, answer, console, machine=machine, stay=stay, first=first)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _run_in(
    folder: Path,
    case: Case,
    answer: Answer,
    console: Console,
    *,
    machine: bool,
    stay: bool,
    first: Callable[[], None],
) -> None:
    settings = load_settings().model_copy(
        update={"data_dir": folder, "database_url": None, "keys_database_url": None, "nats_url": None}
    )
    with parts_of(settings, durable=False) as addresses:

        async def run() -> None:
            async with staged(settings, addresses, case, answer) as stage:
                await _show(stage.replay, console, machine=machine, first=first)
                if stay:
                    await _leave_open(stage)

        asyncio.run(run())


async def _show(replay: Replay, console: Console, *, machine: bool, first: Callable[[], None]) -> None:
    """Run a replay and print what came of it."""
    case = replay.case
    with Progress(console=console, transient=True) as progress:
        task = progress.add_task(f"{case.title_en} ({replay.answer})", total=len(case.timeline()))
        await replay.run(lambda _: progress.advance(task))
    first()
    if machine:
        print(json.dumps(replay.report(), indent=2, ensure_ascii=False))
        return
    told = [each.notification for each in replay.told]
    print_report(case, told, outcome(case, told, replay.answer), replay.answer, console, replay.follow_up)


async def _leave_open(stage: Stage) -> None:
    """Print where the family page is, and serve it until the user ends it."""
    viewer, person = PAGE
    reference = stage.clients.memory.reference_of(viewer, person)
    page = f"/web/families/{reference}"
    code = await stage.hub.services.logins.issue(
        viewer, page, professional=stage.replay.case.organisations[viewer].professional.id
    )
    console = Console()
    console.print(f"\nDe gezinspagina / The family page: {stage.base_url}{page}", markup=False, soft_wrap=True)
    console.print(
        f"{stage.replay.case.organisations[viewer].name}, code {code}. Ctrl-C eindigt / ends.",
        markup=False,
        soft_wrap=True,
    )
    await asyncio.Event().wait()
