"""What every batch adapter is: it reads a partner's file line by line, maps each line to messages, and delivers them.

An adapter is a client of the public API. It never guesses: a line with mistakes is refused with every mistake named by
line number, column and code, never with the value, and the other lines go on. Each message has an idempotency key made
from what the line says, so that a file delivered twice, or once more from where it stopped, stores nothing twice. What
a corrected line says replaces what it said before (``adapters.corrections``).
"""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final, Literal, Protocol, TypeVar, get_args

import msgspec

from adapters.corrections import Publisher
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


Outcome = Literal["published", "corrected", "already-there", "partly", "refused", "failed"]
"""``corrected``: published anew, since it says something else than before, which was withdrawn.
``partly``: the signal is stored, but something that goes with it was refused: a consent, which seals it, or to withdraw
what it corrects.
``refused``: mend the line. ``failed``: the hub could not be reached, could not answer or shut the sender out; deliver
again."""


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
        return self.stopped is None and all(
            line.outcome in {"published", "corrected", "already-there"} for line in self.lines
        )

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
    outcomes, away, publisher = list[LineOutcome](), 0, Publisher(sender)
    stopped: Stopped | None = None
    for line in adapter.read(file):
        outcome, refused = await _deliver_line(adapter, line, sender, publisher)
        outcomes.append(outcome)
        on_line(outcome)
        if not line.faults:  # what was never sent says nothing of the hub
            away = away + 1 if _holds_for_all(refused, passing=True) else 0
        if _holds_for_all(refused, passing=False):
            stopped = "shut-out"
        elif away == HUB_AWAY_AFTER:
            stopped = "hub-away"
        if stopped is not None:
            break
    return DeliveryReport(adapter=adapter.name, lines=tuple(outcomes), stopped=stopped)


def _holds_for_all(refused: Sequence[Refused], *, passing: bool) -> bool:
    return any(each.everything and each.passing is passing for each in refused)


async def _deliver_line(
    adapter: Adapter[Row], line: Line, sender: Sender, publisher: Publisher
) -> tuple[LineOutcome, Sequence[Refused]]:
    """What became of one line, and what the hub refused of it."""
    if line.faults:
        return LineOutcome(line=line.number, outcome="refused", faults=line.faults), ()
    *first, signal = adapter.map(line.row)
    before = [await sender.send(message.path, message.key, message.body) for message in first]
    refused = [answer for answer in before if isinstance(answer, Refused)]
    if any(answer.passing or answer.everything for answer in refused):
        return _not_stored(line, refused), refused
    answer, kept = await publisher.publish(signal.key, signal.body)
    if isinstance(answer, Refused):
        refused.append(answer)
        return _not_stored(line, refused), refused
    refused.extend(kept)
    stored = LineOutcome(
        line=line.number,
        outcome="partly" if refused else _stored([*before, answer]),
        faults=_faults(refused),
        id=answer.id,
        subject=answer.subject,
    )
    return stored, refused


def _stored(answers: Sequence[Sent | Refused]) -> Outcome:
    if all(isinstance(answer, Sent) and answer.replayed for answer in answers):
        return "already-there"
    return "corrected" if any(isinstance(answer, Sent) and answer.corrects for answer in answers) else "published"


def _not_stored(line: Line, refused: Sequence[Refused]) -> LineOutcome:
    again = any(answer.passing or answer.everything for answer in refused)
    return LineOutcome(line=line.number, outcome="failed" if again else "refused", faults=_faults(refused))


def _faults(refused: Sequence[Refused]) -> tuple[LineFault, ...]:
    return tuple(LineFault(field, code) for answer in refused for field, code in answer.faults)
