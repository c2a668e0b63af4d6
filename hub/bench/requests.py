"""The message of the figures: a concern about a member of a family, with one other, as in ARCHITECTURE.md 5."""

from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final, Generic, TypeVar

from hub.bench.story import DAUGHTER, HEALTH, MOTHER, SCHOOL, SON, SUPPORT
from hub.commands.informing import InformedAddressee
from hub.commands.request import Professional
from hub.commands.signals import HouseholdMember, PublishRequest, Relation, Source
from hub.domain.catalogue import Severity
from hub.people.subject import Subject

_SENT: Final[Sequence[tuple[str, str, str, str, Relation]]] = (
    (HEALTH.id, "parenting", DAUGHTER, MOTHER, "parent"),
    (SCHOOL.id, "basic-needs-unmet", SON, MOTHER, "parent"),
    (SUPPORT.id, "family-conflict", MOTHER, SON, "child"),
)
"""organisation, category, whom it is about, who is stated with it, and in what relation; taken in turn."""
PROFESSIONAL: Final = Professional(id="p-17", name="A. de Wit", phone="+31101234567", email="a.dewit@example.nl")

PREPARED_PER_SECOND: Final = 800
"""Requests made before time runs; making one more costs a tenth of what deciding it costs."""

Made = TypeVar("Made")


class Prepared(Generic[Made]):
    """Requests without end, most of them made before time runs; what a turn leaves serves the next."""

    def __init__(self, make: Callable[[], Made]) -> None:
        self._make = make
        self._made: deque[Made] = deque()

    def __iter__(self) -> Iterator[Made]:
        while True:
            yield self._made.popleft() if self._made else self._make()

    def fill(self, count: int) -> None:
        """Have so many ready."""
        while len(self._made) < count:
            self._made.append(self._make())


def message(
    number: int, family: Mapping[str, Subject], now: datetime, turn: int | None = None
) -> tuple[str, PublishRequest]:
    """Who sends what about family ``number``; ``turn`` says whose turn it is, when not by number.

    ``now`` is the domain clock, UTC.
    """
    organisation, category, about, other, relation = _SENT[(number if turn is None else turn) % len(_SENT)]
    with_it = HouseholdMember(relation=relation, subject=family[other], label="other", authority=other == MOTHER)
    return organisation, PublishRequest(
        kind="concern",
        category=category,
        severity=Severity.ATTENTION,
        occurred_at=now - timedelta(hours=2),
        subject=family[about],
        household=(with_it,),
        kindcheck="named",
        professional=PROFESSIONAL,
        informed=(InformedAddressee(addressee="mother", on=(now - timedelta(days=1)).date()),),
        source=Source(system="RMS", record=f"2026-{number:06d}"),
    )
