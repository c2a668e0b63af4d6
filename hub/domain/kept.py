"""What a process keeps of a folded family between decisions: items as they were sorted for who looked last.

Never an authority: whoever asks brings the items, and gets what sorting them from nothing gives. Bounded: with the
family it goes, and of a small family nothing is kept, since sorting it costs no more than following what changed.
"""

from collections.abc import Hashable, Sequence
from typing import Final

from hub.domain.columns import Sorted
from hub.domain.items import Item

KEPT_FROM: Final = 64
"""Items: a family with fewer is sorted anew."""
_VIEWS: Final = 24
"""So many at most, those of who looked last."""


class Kept:
    """Sorted items, by who sees them."""

    __slots__ = ("_keeps_from", "_of")

    def __init__(self, keeps_from: int = KEPT_FROM) -> None:
        self._keeps_from = keeps_from
        self._of: dict[Hashable, Sorted] = {}

    def sorted(self, whose: Hashable, items: Sequence[Item]) -> Sorted:
        """These items, sorted: from what was kept for the same, as far as it is the same."""
        if len(items) < self._keeps_from:
            return Sorted(items)
        before = self._of.get(whose)
        return self.keep(whose, Sorted(items) if before is None else before.after(items))

    def keep(self, whose: Hashable, items: Sorted) -> Sorted:
        """Keep what was sorted for somebody who sees the same."""
        if len(items.items) >= self._keeps_from:
            self._of.pop(whose, None)
            self._of[whose] = items
            if len(self._of) > _VIEWS:
                del self._of[next(iter(self._of))]
        return items
