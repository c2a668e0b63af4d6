"""Lines of the disclosure log as the data protection officer reads them, what was sealed included."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Final

import msgspec

from hub.answers.naming import OrganisationAnswer
from hub.disclosures.line import Line
from hub.disclosures.trail import Shown, Trail
from hub.domain.looking import Looked
from hub.domain.organisations import Organisations

SUPERVISION: Final = "supervision"
"""The ground on which the log itself is read (GDPR 39(1)(b))."""


class DisclosureAnswer(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One line (logregel): what one answer told one viewer of one data subject.

    ``subject`` is the reader's own reference to the data subject; absent where nobody was known. ``sealed`` is what was
    decided on and not shown. Moments are UTC, in whole milliseconds. One span that comes twice is one event.
    """

    trace_id: str
    span_id: str
    parent_span_id: str | None = None
    began: datetime
    ended: datetime
    organisation: OrganisationAnswer
    professional: str | None = None
    on_behalf_of: str | None = None
    subject: str | None = None
    operation: str
    purpose: str
    outcome: str
    shown: tuple[Shown, ...] = ()
    sealed: tuple[str, ...] = ()


class DisclosuresAnswer(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A page of the log, the latest first; ``next`` is ``before`` of the page after it, absent after the last."""

    disclosures: tuple[DisclosureAnswer, ...]
    next: str | None = None


def disclosure_answer(line: Line, organisations: Organisations, reference: Callable[[str], str]) -> DisclosureAnswer:
    """One line; who asked is named, a shielded organisation too: the log proves who was told what."""
    known = organisations.get(line.organisation)
    return DisclosureAnswer(
        trace_id=line.trace.hex(),
        span_id=line.span.hex(),
        parent_span_id=None if line.parent is None else line.parent.hex(),
        began=line.began,
        ended=line.ended,
        organisation=OrganisationAnswer(id=line.organisation, name=None if known is None else known.name),
        professional=line.professional,
        on_behalf_of=line.principal,
        subject=None if line.person is None else reference(line.person),
        operation=line.operation,
        purpose=line.purpose,
        outcome=line.outcome,
        shown=line.shown,
        sealed=line.sealed,
    )


def of_lines(asked: str | None, lines: Iterable[Line]) -> Trail:
    """What reading lines leaves in the log: each line is named by its span, under its own data subject."""
    looked = (
        Looked(thing=line.span.hex(), about=() if line.person is None else (line.person,), ground=SUPERVISION)
        for line in lines
    )
    return Trail([asked], looked)
