"""A line of the log: what one answer told one viewer of one data subject (NEN 7513; Logboek Dataverwerkingen)."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final, Literal

import msgspec

from hub.disclosures.asking import Asking
from hub.disclosures.trail import Shown, Trail

Outcome = Literal["asked", "shown", "nothing-shown"]
"""``asked``: a purpose logged before looking. The other two do not tell whether anything was sealed."""
MILLISECOND: Final = 1000
"""Microseconds."""


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One line. Pseudonyms, codes and identifiers only; moments are of the domain clock, UTC, in whole milliseconds."""

    trace: bytes
    span: bytes
    parent: bytes | None
    began: datetime
    ended: datetime
    organisation: str
    professional: str | None
    principal: str | None
    person: str | None
    """The data subject, by pseudonym; None where the hub knows nobody who was asked about."""
    operation: str
    purpose: str
    outcome: Outcome
    shown: tuple[Shown, ...] = ()
    sealed: tuple[str, ...] = ()
    """What was decided on and not shown. For the data protection officer alone."""


def lines_of(asking: Asking, trail: Trail, ended: datetime, *, before: bool = False) -> Iterator[Line]:
    """The lines of one answer; ``before`` for a purpose that is logged before anybody looks.

    The first line has the span that the answer names; those about others are below it (one data subject a line).
    """
    span = asking.trace
    for number, part in enumerate(trail.parts()):
        here = span if number == 0 else span.below()
        yield Line(
            trace=here.trace,
            span=here.span,
            parent=here.parent,
            began=whole_milliseconds(asking.began),
            ended=whole_milliseconds(ended),
            organisation=asking.organisation,
            professional=asking.professional,
            principal=asking.principal,
            person=part.person,
            operation=asking.operation,
            purpose=asking.purpose,
            outcome="asked" if before else "shown" if part.shown else "nothing-shown",
            shown=part.shown,
            sealed=part.sealed,
        )


def whole_milliseconds(moment: datetime) -> datetime:
    """The moment without what the log does not keep of it."""
    return moment.replace(microsecond=moment.microsecond // MILLISECOND * MILLISECOND)
