"""Hot families stay folded: a bounded memory of circles, least recently used first out.

Never an authority. What it gives is only where reading starts: the batch reads, under the lock, everything recorded
after the position kept here, and drops what is kept when the circle turns out to have other members.
"""

from collections import OrderedDict

from hub.ledger.circles import Folded


class FoldedCircles:
    """At most ``size`` circles, by each of their persons. Size 0 keeps nothing."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._circles: OrderedDict[int, Folded] = OrderedDict()
        self._by_person: dict[str, Folded] = {}

    def __len__(self) -> int:
        return len(self._circles)

    def get(self, person: str) -> Folded | None:
        """The circle this person was in when it was last folded."""
        folded = self._by_person.get(person)
        if folded is not None:
            self._circles.move_to_end(id(folded))
        return folded

    def put(self, folded: Folded) -> None:
        """Keep a circle in place of every circle that had one of its persons."""
        for person in folded.persons:
            self._drop(self._by_person.get(person))
        if not self._size:
            return
        self._circles[id(folded)] = folded
        self._by_person.update(dict.fromkeys(folded.persons, folded))
        while len(self._circles) > self._size:
            self._drop(next(iter(self._circles.values())))

    def clear(self) -> None:
        """Forget everything."""
        self._circles.clear()
        self._by_person.clear()

    def _drop(self, folded: Folded | None) -> None:
        if folded is None:
            return
        self._circles.pop(id(folded), None)
        for person in folded.persons:
            if self._by_person.get(person) is folded:
                del self._by_person[person]
