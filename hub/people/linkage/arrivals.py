"""Arrivals: who came in through this process lately, by the keys that find them.

A statement is judged before the ledger's lock against everybody who is stored. Under the lock it is compared with those
who came in since; where this process itself let all of them in, it knows them from here and asks the database for one
number only (docs/adr/0090).
"""

from collections import deque
from collections.abc import Iterable, Sequence
from itertools import chain

import msgspec

MOST_HELD = 30_000
"""Keys held at most, some 100 bytes each: of the last two thousand persons."""

Came = frozenset[bytes]
"""The hashes of the keys of who came in."""


class _Turn(msgspec.Struct, frozen=True):
    before: int
    after: int
    version: int
    came: Came


class Arrivals:
    """A chain of turns: each knows which it followed, so that one of another process, or one rolled back, is never
    taken for part of it.
    """

    def __init__(self, most: int = MOST_HELD) -> None:
        self._turns: deque[_Turn] = deque()
        self._held = 0
        self._most = most

    def note(self, before: int, after: int, version: int, hashes: Iterable[Iterable[bytes]]) -> None:
        """Remember who comes in with a turn, at the moment that it replaces the one before, committed or not.

        ``hashes``: of the keys of each. ``version``: of the lookup key under which they were made.
        """
        while self._turns and self._turns[-1].after != before:
            self._let_go(self._turns.pop())
        came = frozenset(chain.from_iterable(hashes))
        self._turns.append(_Turn(before, after, version, came))
        self._held += len(came)
        while self._held > self._most:
            self._let_go(self._turns.popleft())

    def since(self, turn: int, now: int, version: int) -> Sequence[Came] | None:
        """Who came in after one turn, up to another, turn by turn; None where that is not known here.

        ``version``: of the lookup key under which is asked. What came in under another cannot be compared with it.
        """
        found: list[Came] = []
        for each in reversed(self._turns) if turn != now else ():
            if found or each.after == now:
                if each.version != version:
                    return None
                found.append(each.came)
                if each.before == turn:
                    return found
        return found if turn == now else None

    def _let_go(self, turn: _Turn) -> None:
        self._held -= len(turn.came)
