"""A consent that one organisation notes for the signals of another: that other is told, and confirms it (3.3)."""

from collections.abc import Iterator
from typing import Literal

from hub.domain.circumstances import Circumstances
from hub.domain.consent import answer_of, in_period, names
from hub.domain.facts.sharing import ConsentRecorded, SharingTold
from hub.domain.givers import needed_for
from hub.domain.reasons import own_reasons
from hub.domain.slices.base import HubSlice


def note_for_others(slice_: HubSlice, consent: str) -> None:
    """Tell the organisations for whose signals this consent was asked too, as far as they may know of it.

    Its ground is the consent itself: everyone needed gave it, and it names them among its recipients. They have a
    reason to know where they are involved themselves. Anybody else is told nothing, and the answer is the same.
    A consent that begins later is told of when it does.
    """
    record = next((each for each in slice_.state.consents.values() if each.consent == consent), None)
    if record is None or not _counts(record, slice_.circumstances()):
        return
    for organisation in _who_may_know(slice_, record):
        _tell(slice_, organisation, "consent-noted", record)


def tell_that_it_ended(slice_: HubSlice, record: ConsentRecorded) -> None:
    """Tell those to whom this consent was noted, or who confirmed it, that it stands no longer (DOMAIN.md 3.4)."""
    noted = _who_may_know(slice_, record) if _counts(record, slice_.circumstances()) else ()
    for owner in sorted({*who_confirmed(slice_, record), *noted}):
        _tell(slice_, owner, "consent-ended", record)


def who_confirmed(slice_: HubSlice, record: ConsentRecorded) -> set[str]:
    """The organisations whose own signals go by this consent too."""
    confirmed = (record.owner, record.consent)
    return {owner for (owner, _), each in slice_.state.confirmed.items() if confirmed in each}


def _tell(
    slice_: HubSlice, organisation: str, what: Literal["consent-noted", "consent-ended"], record: ConsentRecorded
) -> None:
    slice_.record(
        SharingTold(
            recorded_at=slice_.now,
            recipient=organisation,
            what=what,
            thing=record.consent,
            persons=as_stated(slice_, record).persons,
            notification=slice_.ids(),
            ground="consent",
        )
    )


def as_stated(slice_: HubSlice, record: ConsentRecorded) -> ConsentRecorded:
    """The record with every pseudonym as it was stated: what a fact is made of."""
    consents = slice_.state.as_stated.consents.values()
    return next((each for each in consents if each.consent == record.consent), record)


def _counts(record: ConsentRecorded, where: Circumstances) -> bool:
    """Whether it is noted for others at all, has begun, and was given by everyone whom it takes for every person."""
    if not record.noted_for or not in_period(record, where.now):
        return False
    for person in record.persons:
        needed = needed_for(person, record.owner, where)
        if needed is None or any(answer_of(record, each, person) != "given" for each in needed):
            return False
    return True


def _who_may_know(slice_: HubSlice, record: ConsentRecorded) -> Iterator[str]:
    where = slice_.circumstances()
    for organisation in sorted({*record.noted_for} - {record.owner}):
        viewer = slice_.policy.organisations.get(organisation)
        if (
            viewer is None
            or not viewer.takes_part
            or organisation == record.owner
            or viewer.sector in where.rules.limits
        ):
            continue
        if names(record.recipients, viewer) and not own_reasons(viewer, where).keys().isdisjoint(record.persons):
            yield organisation
