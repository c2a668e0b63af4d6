"""What every batch adapter is: it reads a partner's file line by line, maps each line to messages, and delivers them.

An adapter is a client of the public API. It never guesses: a line with mistakes is refused with every mistake named by
line number, column and code, never with the value, and the other lines go on. Each message has an idempotency key made
from what the line says, so that a file delivered twice, or once more from where it stopped, stores nothing twice.
"""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final, Literal, Protocol, TypeVar, get_args

import msgspec

from adapters.sending import Refused, Sender, Sent

Row = TypeVar("Row")
Row_contra = TypeVar("Row_contra", contravariant=True)

TOO_LARGE: Final = 100 * 1024 * 1024
"""Bytes; no partner's nightly file comes near."""


class LineFault(msgspec.Struct, frozen=True):
    """One mistake: in which column (or field of the message), and a stable code. Never a value."""

    field: str
    code: str


class FileRefused(Exception):  # noqa: N818 - the field's word
    """The file as a whole cannot be read. ``faults`` names every reason; nothing of it was delivered."""

    def __init__(self, *faults: LineFault) -> None:
        super().__init__(", ".join(f"{fault.field}: {fault.code}" for fault in faults))
        self.faults = faults


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One line of a file: what it says, or what is wrong with it. ``number`` counts from 1, the header included."""

    number: int
    row: Any = None
    faults: tuple[LineFault, ...] = ()


class Message(msgspec.Struct, frozen=True, kw_only=True):
    """One POST. ``key`` is its idempotency key: visible ASCII, at most 128 characters, identifying nobody."""

    path: str
    key: str
    body: dict[str, Any]


class Adapter(Protocol[Row_contra]):
    """One partner's file format."""

    name: str

    def read(self, file: Path) -> Iterator[Line]:
        """Every line after the header, in order. Raises ``FileRefused`` before the first one."""
        ...

    def map(self, row: Row_contra) -> tuple[Message, ...]:
        """The messages of one faultless line, in the order in which they must arrive; the signal is the last."""
        ...


Outcome = Literal["published", "already-there", "partly", "refused", "failed"]
"""``partly``: the signal is stored, but something that goes before it (a consent) was refused, which seals it.
``refused``: mend the line. ``failed``: the hub could not be reached or could not answer; deliver again."""


class LineOutcome(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What became of one line. ``id`` and ``subject`` are the signal's identifier and the sender's own reference."""

    line: int
    outcome: Outcome
    faults: tuple[LineFault, ...] = ()
    id: str | None = None
    subject: str | None = None


Stopped = Literal["shut-out", "hub-away"]
"""Why a delivery stopped before the end: the token was refused, or the hub did not answer line after line."""
HUB_AWAY_AFTER: Final = 2
"""Lines in a row that failed although each was tried again and again: then the hub is away, and not one line odd."""


class DeliveryReport(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a file, line by line; of the lines after the last one nothing was sent where it ``stopped``."""

    adapter: str
    lines: tuple[LineOutcome, ...]
    stopped: Stopped | None = None

    def count(self, outcome: str) -> int:
        """How many lines ended so."""
        return sum(line.outcome == outcome for line in self.lines)

    @property
    def complete(self) -> bool:
        """Whether every line is stored now."""
        return self.stopped is None and all(line.outcome in {"published", "already-there"} for line in self.lines)

    def as_json(self) -> dict[str, Any]:
        """Counts and lines, as ``--json`` prints them."""
        counts = {name: self.count(name) for name in get_args(Outcome)}
        found = {"adapter": self.adapter, "counts": counts, "lines": msgspec.to_builtins(self.lines)}
        return found if self.stopped is None else {**found, "stopped": self.stopped}


async def deliver(
    adapter: Adapter[Row], file: Path, sender: Sender, on_line: Callable[[LineOutcome], None] = lambda _: None
) -> DeliveryReport:
    """Deliver a file in the order of its lines.

    ``on_line`` hears of each line when it is done. It stops where the token is refused, and where the hub is away.
    Raises ``FileRefused`` when the file cannot be read at all.
    """
    outcomes, stopped, failed = list[LineOutcome](), None, 0
    for line in adapter.read(file):
        if line.faults:
            outcome = LineOutcome(line=line.number, outcome="refused", faults=line.faults)
        else:
            outcome, shut_out = await _deliver_line(adapter, line, sender)
            failed = failed + 1 if outcome.outcome == "failed" else 0
            stopped = _stopped(failed, shut_out=shut_out)
        outcomes.append(outcome)
        on_line(outcome)
        if stopped is not None:
            break
    return DeliveryReport(adapter=adapter.name, lines=tuple(outcomes), stopped=stopped)


def _stopped(failed: int, *, shut_out: bool) -> Stopped | None:
    if shut_out:
        return "shut-out"
    return "hub-away" if failed >= HUB_AWAY_AFTER else None


async def _deliver_line(adapter: Adapter[Row], line: Line, sender: Sender) -> tuple[LineOutcome, bool]:
    """What became of one line, and whether the sender is shut out."""
    *first, signal = adapter.map(line.row)
    before = [await sender.send(message.path, message.key, message.body) for message in first]
    refused = [answer for answer in before if isinstance(answer, Refused)]
    if any(answer.passing or answer.shut_out for answer in refused):
        return _not_stored(line, refused)
    answer = await sender.send(signal.path, signal.key, signal.body)
    if isinstance(answer, Refused):
        return _not_stored(line, [*refused, answer])
    stored = LineOutcome(
        line=line.number,
        outcome="partly" if refused else _stored([*before, answer]),
        faults=_faults(refused),
        id=answer.id,
        subject=answer.subject,
    )
    return stored, False


def _stored(answers: Sequence[Sent | Refused]) -> Outcome:
    replayed = all(isinstance(answer, Sent) and answer.replayed for answer in answers)
    return "already-there" if replayed else "published"


def _not_stored(line: Line, refused: Sequence[Refused]) -> tuple[LineOutcome, bool]:
    shut_out = any(answer.shut_out for answer in refused)
    outcome: Outcome = "failed" if shut_out or any(answer.passing for answer in refused) else "refused"
    return LineOutcome(line=line.number, outcome=outcome, faults=_faults(refused)), shut_out


def _faults(refused: Sequence[Refused]) -> tuple[LineFault, ...]:
    return tuple(LineFault(field, code) for answer in refused for field, code in answer.faults)
