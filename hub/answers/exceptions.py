"""A safety exception as its reviewer reads it: what was weighed, for whom, and what it opens to whom (DOMAIN.md 4)."""

from collections.abc import Mapping
from datetime import date
from typing import Final

import msgspec

from hub.answers import trails
from hub.answers.items import CategoryAnswer, category_answer, day_of
from hub.answers.naming import Names, OrganisationAnswer
from hub.answers.notices import Notice, Words, notices_for
from hub.answers.showing import Showing
from hub.disclosures.trail import Trail
from hub.domain.disclosure import Disclosed, Ground
from hub.domain.items import Item, SafetyException, Signal
from hub.domain.looking import Looked
from hub.domain.under_review import UnderReview

MELDCODE: Final[Mapping[int, Words]] = {
    1: Words(nl="In kaart brengen van de signalen", en="Map the signs"),
    2: Words(nl="Overleggen, zo nodig met Veilig Thuis", en="Consult, where needed with Veilig Thuis"),
    3: Words(nl="Gesprek met wie het betreft", en="Talk with those it is about"),
    4: Words(nl="Wegen van het geweld of de mishandeling", en="Weigh the violence or abuse"),
    5: Words(nl="Beslissen over melden en hulp", en="Decide on reporting and help"),
}
"""The steps of the meldcode (Besluit verplichte meldcode 2(2))."""
_SOMEBODY: Final = "organisation"
"""Stands for a recipient of a shielded owner: which it is would narrow down where somebody stays (DOMAIN.md 5.5)."""


class WrittenWords(msgspec.Struct, frozen=True):
    """What was written with an exception, as it was kept; what is erased or was left out is None."""

    risk: str | None = None
    tests: Mapping[str, str] | None = None
    meldcode: Mapping[str, str] | None = None


class MeldcodeStep(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A step of the meldcode that was taken, with what was written of it."""

    step: int
    label: Words
    words: str | None = None


class ConcernedAnswer(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Somebody it is about: how old, as coarsely as the rules need it; by reference to the owner itself only."""

    age: str
    reference: str | None = None


class OpenedAnswer(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An item that the exception opens."""

    kind: str
    about: tuple[ConcernedAnswer, ...]
    category: CategoryAnswer | None = None
    severity: str | None = None
    occurred_on: date | None = None
    informed: bool | None = None
    """Of a signal: whether somebody it is about was told of it."""


class StruckOutAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """A recipient that is left out, and why, coded."""

    organisation: str
    reason: str | None


class ReviewLinks(msgspec.Struct, frozen=True, kw_only=True):
    """Where a second professional decides on it."""

    confirm: str
    reject: str


class ExceptionAnswer(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A safety exception to be reviewed. It says who somebody is to its owner alone.

    ``links`` are left out for whose decision it is, who does not confirm it, and where it was confirmed before.
    """

    id: str
    owner: OrganisationAnswer
    violence: bool
    confirmed: bool
    recipients: tuple[str, ...]
    items: tuple[OpenedAnswer, ...]
    at_risk: tuple[ConcernedAnswer, ...] = ()
    struck_out: tuple[StruckOutAnswer, ...] = ()
    consulted: tuple[str, ...] = ()
    meldcode: tuple[MeldcodeStep, ...] = ()
    risk: str | None = None
    tests: Mapping[str, str] | None = None
    recorded_on: date | None = None
    review_on: date | None = None
    links: ReviewLinks | None = None
    notices: tuple[Notice, ...] = ()


def exception_answer(
    found: UnderReview, words: WrittenWords, showing: Showing, names: Names, *, may_decide: bool
) -> ExceptionAnswer:
    """The answer. ``may_decide``: who reads it is another than whose decision it is."""
    exception = found.exception
    hidden = names.organisation(exception.owner).id is None
    people = _People(showing, names, found.ground)
    links = may_decide and exception.confirmed_at is None
    path = f"/v1/safety-exceptions/{exception.id}"
    return ExceptionAnswer(
        id=exception.id,
        owner=names.organisation(exception.owner),
        violence=exception.violence,
        confirmed=exception.confirmed_at is not None,
        recipients=tuple(dict.fromkeys(_recipient(each, names, hidden=hidden) for each in exception.recipients)),
        items=tuple(_opened(each, showing, people, hidden=hidden) for each in found.items),
        at_risk=people.of(exception.at_risk),
        struck_out=_struck_out(exception, names, hidden=hidden),
        consulted=exception.consulted,
        meldcode=_steps(exception.meldcode, words.meldcode or {}),
        risk=words.risk,
        tests=words.tests,
        recorded_on=None if hidden else day_of(exception.recorded_at),
        review_on=None if hidden else day_of(exception.review_on),
        links=ReviewLinks(confirm=f"{path}/_confirm", reject=f"{path}/_reject") if links else None,
        notices=notices_for(showing.viewer, urgent=True),
    )


def trail_of(found: UnderReview, showing: Showing) -> Trail:
    """What reading it leaves in the log: the exception, and each item that it tells of."""
    about = tuple(dict.fromkeys(map(showing.read_as, found.exception.persons)))
    looked = Looked(thing=found.exception.id, about=about, ground=found.ground.value)
    return Trail((), (looked, *trails.of_items(found.items)))


class _People:
    """Whom it is about, as far as who reads it may know."""

    def __init__(self, showing: Showing, names: Names, ground: Ground) -> None:
        self._showing = showing
        self._names = names
        self._own = ground is Ground.OWN

    def of(self, persons: tuple[str, ...]) -> tuple[ConcernedAnswer, ...]:
        return tuple(
            ConcernedAnswer(
                age=self._showing.age_of(person).value,
                reference=self._names.reference(person) if self._own else None,
            )
            for person in persons
        )


def _opened(each: Disclosed[Item], showing: Showing, people: _People, *, hidden: bool) -> OpenedAnswer:
    item = each.item
    signal = item if isinstance(item, Signal) else None
    return OpenedAnswer(
        kind=item.kind,
        about=people.of(item.about),
        category=category_answer(item.category, showing.policy.catalogue),
        severity=signal.severity.value if signal is not None and signal.severity else None,
        occurred_on=None if hidden else day_of(item.occurred_at),
        informed=None if signal is None else signal.informed and signal.deferred_until is None,
    )


def _recipient(recipient: str, names: Names, *, hidden: bool) -> str:
    return _SOMEBODY if hidden and names.knows(recipient) else recipient


def _struck_out(exception: SafetyException, names: Names, *, hidden: bool) -> tuple[StruckOutAnswer, ...]:
    why = (*exception.struck_out_for, *(None for _ in exception.struck_out))
    return tuple(
        StruckOutAnswer(organisation=_recipient(each, names, hidden=hidden), reason=reason)
        for each, reason in zip(exception.struck_out, why, strict=False)
    )


def _steps(taken: tuple[int, ...], words: Mapping[str, str]) -> tuple[MeldcodeStep, ...]:
    """The steps by number; of an exception of before they had numbers, those of which something was written."""
    numbers = sorted({*taken, *(step for step in MELDCODE if f"step_{step}" in words)})
    return tuple(MeldcodeStep(step=step, label=MELDCODE[step], words=words.get(f"step_{step}")) for step in numbers)
