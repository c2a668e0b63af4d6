"""The arrears adapter, and the delivery of one file with what a person sees of it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from adapters import frame
from adapters.arrears import mapping, reader
from adapters.arrears.row import ArrearsRow
from adapters.arrears.words import words_of
from adapters.frame import DeliveryReport, Line, LineOutcome, Message
from adapters.sending import Sender


class ArrearsAdapter:
    """A housing corporation's nightly file of arrears and threatened evictions."""

    name = "arrears"

    def read(self, file: Path) -> Iterator[Line]:
        """See ``reader.read``."""
        return reader.read(file)

    def map(self, row: ArrearsRow) -> tuple[Message, ...]:
        """See ``mapping.messages``."""
        return mapping.messages(row)


async def deliver(
    file: Path, client: httpx.AsyncClient, *, on_line: Callable[[LineOutcome], None] = lambda _: None
) -> DeliveryReport:
    """Deliver an arrears file through a client that has the hub's address and a bearer token.

    Raises ``FileRefused`` when the file cannot be read at all; what is wrong with a line stands in the report.
    """
    return await frame.deliver(ArrearsAdapter(), file, Sender(client), on_line)


async def deliver_with_progress(file: Path, client: httpx.AsyncClient, console: Console) -> DeliveryReport:
    """``deliver``, with a progress bar while it runs and the lines that went wrong, with their codes, at the end."""
    with Progress(console=console, transient=True) as progress:
        task = progress.add_task(file.name, total=sum(1 for _ in reader.read(file)))
        report = await deliver(file, client, on_line=lambda _: progress.advance(task))
    show(report, console)
    return report


def show(report: DeliveryReport, console: Console) -> None:
    """Print the counts, and a table of the lines that were refused or failed."""
    counts = ", ".join(f"{count} {name}" for name, count in report.as_json()["counts"].items())
    console.print(f"{len(report.lines)} lines: {counts}")
    wrong = [line for line in report.lines if line.faults]
    if wrong:
        table = Table("regel / line", "outcome", "field", "code", "wat er is / what it is")
        for line in wrong:
            for fault in line.faults:
                table.add_row(str(line.line), line.outcome, fault.field, fault.code, "\n".join(words_of(fault.code)))
        console.print(table)
    for sentence in words_of(report.stopped) if report.stopped else ():
        console.print(sentence)
