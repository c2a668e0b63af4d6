"""Informing those a signal is about (GDPR 14; DOMAIN.md 2.4): who is to be told, by age, and until when that may wait.

Under 12 the representatives, from 12 to 15 the youth and the representatives, from 16 the youth alone, adults
themselves: per signal and per addressee. Over what the signal's owner stated itself, so that the duty tells of nobody
else. Deferral is modelled on Wmo 2015, 5.3.1: at most four weeks, extended by two at a time.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from hub.domain.ages import AgeBand
from hub.domain.errors import Fault
from hub.domain.facts.signals import Informed, SignalRecorded
from hub.domain.givers import FROM_SIXTEEN, UNDER_TWELVE
from hub.domain.items import ADULT_ROLES, Signal

DEFERRED_AT_MOST: Final = timedelta(weeks=4)
EXTENDED_AT_MOST: Final = timedelta(weeks=2)
REASONS: Final = frozenset({"unsafe-to-tell", "investigation", "cannot-be-found", "interest-of-the-child"})
"""Why telling somebody is deferred, coded."""


def addressees(signal: Signal | SignalRecorded) -> tuple[str, ...]:
    """Who is to be told of this signal."""
    found = (person for about in signal.about for person in _told_for(about, signal))
    return tuple(dict.fromkeys(found))


def _told_for(person: str, signal: Signal | SignalRecorded) -> Iterator[str]:
    band = signal.bands.get(person, AgeBand.UNKNOWN)
    roles = {member.role for member in signal.household if member.person == person}
    itself = band in FROM_SIXTEEN or (band is AgeBand.UNKNOWN and not ADULT_ROLES.isdisjoint(roles))
    if itself or band not in UNDER_TWELVE:
        yield person
    if not itself:
        yield from (member.person for member in signal.household if member.authority)


def informed_of(signal: Signal, addressee: str) -> Informed | None:
    """What was last recorded of telling this addressee."""
    return next((each for each in reversed(signal.informing) if each.person == addressee), None)


def everyone_told(signal: Signal) -> bool:
    """Whether everybody who is to be told of this signal was, each of them (DOMAIN.md 2.4), and for nobody at all it is
    still deferred. Not where nobody is known who could be told.
    """
    last = {each.person or each.addressee: each for each in signal.informing}
    to_tell = addressees(signal)
    return bool(to_tell) and last.keys() >= set(to_tell) and all(each.on is not None for each in last.values())


def waits_until(signal: Signal, addressee: str, within: timedelta) -> datetime | None:
    """When telling this addressee is overdue; None where it was told. Without a word, ``within`` after recording."""
    last = informed_of(signal, addressee)
    if last is not None and last.on is not None:
        return None
    if last is not None and last.deferred_until is not None:
        return last.deferred_until
    return signal.recorded_at + within


def informing_faults(new: Informed, path: str, now: datetime, before: Informed | None = None) -> Iterator[Fault]:
    """What is wrong with what is recorded of telling one addressee; ``before`` is what was recorded of it last."""
    if (new.on is None) == (new.deferred_until is None):
        yield Fault(path, "informing-incomplete", "Either it was done on a day, or it is deferred until one.")
    if new.on is not None and new.on > now:
        yield Fault(f"{path}.on", "date-in-future", "Somebody was told before now.")
    if new.deferred_until is None:
        return
    if new.reason is None:
        yield Fault(f"{path}.reason", "reason-missing", "A deferral has a reason.")
    elif new.reason not in REASONS:
        yield Fault(f"{path}.reason", "reason-unknown", "This is not a reason to defer.")
    extends = before is not None and before.deferred_until is not None
    latest = now + (EXTENDED_AT_MOST if extends else DEFERRED_AT_MOST)
    if not now < new.deferred_until <= latest:
        yield Fault(f"{path}.deferred_until", "deferral-impossible", "At most four weeks, extended by two at a time.")
