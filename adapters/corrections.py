"""A message that says something else than it said before: it is published anew, and what it said before is withdrawn.

The hub keeps what was sent under a key for ever, so a corrected line needs another key: the same one with the number of
the attempt behind it. Nothing is kept on this side: which signals stand is asked of the hub, by the source that each
message names, and only where a line was corrected, since each time leaves lines in the disclosure log.

The new signal goes first and the old one is withdrawn then, so that whatever happens in between the family is never
without; a delivery that was cut short does at its next turn what is left to do.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Final

import msgspec

from adapters.sending import Refused, Sender, Sent

PATH: Final = "/v1/signals"
MOST: Final = 100
"""So many times a line may be corrected."""
_REUSED: Final = ("", "idempotency-key-reused")
_PAGE: Final = 1000
_UNREADABLE: Final = Refused(faults=(("", "hub-unreadable"),), passing=False)
_TOO_OFTEN: Final = Refused(faults=(("line", "corrected-too-often"),), passing=False)

Place = tuple[str, str, str, datetime]
"""System and record of a source, category, and when it occurred: what one line tells of."""


class Known(msgspec.Struct, frozen=True):
    """A signal of the sender, as its own list at the hub shows it; of one that was taken back no source is kept."""

    id: str
    occurred_at: datetime
    category: str | None = None
    ended_at: datetime | None = None
    retracted: bool = False
    source: dict[str, str] | None = None

    @property
    def place(self) -> Place | None:
        """What it tells of; None where that is known no more."""
        if self.source is None or self.retracted:
            return None
        return self.source.get("system", ""), self.source.get("record", ""), self.category or "", self.occurred_at


class _Page(msgspec.Struct, frozen=True):
    signals: tuple[Known, ...]
    next: int


class OwnSignals:
    """What the sender published before."""

    def __init__(self) -> None:
        self.taken_back: set[str] = set()
        self._by_place: dict[Place, list[Known]] = {}

    def add(self, signal: Known) -> None:
        """Take in one signal of the list."""
        if signal.retracted:
            self.taken_back.add(signal.id)
        elif signal.place is not None:
            self._by_place.setdefault(signal.place, []).append(signal)

    def like(self, body: Mapping[str, Any]) -> list[Known]:
        """The signals that tell of the same as this message, those that were taken back left out."""
        source, occurred_at = body["source"], datetime.fromisoformat(body["occurred_at"])
        return self._by_place.get((source["system"], source["record"], body["category"], occurred_at), [])


class Publisher:
    """Publishes signals for one delivery."""

    def __init__(self, sender: Sender) -> None:
        self._sender = sender
        self._own: OwnSignals | Refused | None = None

    async def publish(self, key: str, body: dict[str, Any]) -> tuple[Sent | Refused, tuple[Refused, ...]]:
        """What became of a signal, and what was refused of withdrawing those that it corrects."""
        for attempt in _keys(key):
            answer = await self._sender.send(PATH, attempt, body)
            if isinstance(answer, Refused):
                if answer.faults == (_REUSED,):
                    continue
                return answer, ()
            if attempt == key and not answer.gone:
                return answer, ()  # as nearly always: never said before, or it stands as it was said
            own = await self._before()
            if isinstance(own, Refused):
                return own, ()
            others = [each for each in own.like(body) if each.id != answer.id]
            if answer.replayed and answer.id in own.taken_back and others:
                continue  # it was said once, and something else since; what somebody took back themselves stays so
            said = msgspec.structs.replace(answer, corrects=attempt != key)
            return said, await self._withdraw(each for each in others if each.ended_at is None)
        return _TOO_OFTEN, ()

    async def _before(self) -> OwnSignals | Refused:
        """What the sender has at the hub, read once for a whole delivery, when somebody first asks."""
        if self._own is None or isinstance(self._own, Refused):
            self._own = await self._read()
        return self._own

    async def _read(self) -> OwnSignals | Refused:
        own, after = OwnSignals(), 0
        while True:
            answer = await self._sender.fetch(PATH, {"after": after, "limit": _PAGE})
            if isinstance(answer, Refused):
                return answer
            try:
                page = msgspec.convert(answer, _Page)
            except msgspec.ValidationError:
                return _UNREADABLE
            if not page.signals:
                return own
            for each in page.signals:
                own.add(each)
            after = page.next

    async def _withdraw(self, old: Iterator[Known]) -> tuple[Refused, ...]:
        answers = [await self._sender.send(f"{PATH}/{each.id}/_retract", f"corrected:{each.id}", {}) for each in old]
        return tuple(answer for answer in answers if isinstance(answer, Refused))


def _keys(key: str) -> Iterator[str]:
    yield key
    yield from (f"{key}:{attempt}" for attempt in range(2, MOST + 1))
