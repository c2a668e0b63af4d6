"""informing-overdue: somebody whom an own signal is about was not told in time (GDPR 14; DOMAIN.md 2.4)."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from hub.domain.columns import NOTHING, Entry, Placed, Sorted, Sorting
from hub.domain.informing import addressees, waits_until
from hub.domain.items import SIGNAL_LIFETIME, Signal
from hub.domain.rules.gathering import days
from hub.domain.rules.rule import Finding, Moment, Parameters, Rule
from hub.domain.view import FamilyView


def find(view: FamilyView, parameters: Parameters) -> Iterator[Finding]:
    """One finding per own signal and addressee. Parameter: ``within_days``."""
    for signal, addressee, due_at in _waiting(view, parameters):
        if due_at <= view.now:
            about = (addressee,) if addressee in view.persons else signal.about
            spoken = frozenset({f"until:{due_at:%Y%m%d}"})
            yield Finding(key=f"{signal.id}.{addressee}", about=about, items=(signal.id,), speaks_for=spoken)


def due(view: FamilyView, parameters: Parameters) -> Iterator[Moment]:
    """Until when each addressee is to be told."""
    for signal, addressee, due_at in _waiting(view, parameters):
        if due_at > view.now:
            yield Moment(key=f"{signal.id}.{addressee}", due=due_at)


def _waiting(view: FamilyView, parameters: Parameters) -> Iterator[tuple[Signal, str, datetime]]:
    own = view.seen.sorted.by(UNTOLD).get(view.viewer.id, NOTHING)
    for signal in own.items:  # also one that ended: it was recorded about them all the same
        if view.now >= signal.recorded_at + SIGNAL_LIFETIME:
            continue
        for addressee in addressees(signal):
            due_at = waits_until(signal, addressee, days(parameters["within_days"]))
            if due_at is not None:
                yield signal, addressee, due_at


def _untold(placed: Placed, _: Sorted) -> Iterator[Entry]:
    at_once = timedelta(0)
    for place, item in placed:
        if any(waits_until(item, each, at_once) for each in addressees(item)):
            yield item.owner, place, item


UNTOLD: Final = Sorting(_untold, of=Signal)
"""Owner -> its signals of which somebody is still to be told."""

INFORMING_OVERDUE = Rule(
    id="informing-overdue",
    version=1,
    order=540,
    source="GDPR 14; DOMAIN.md 2.4",
    looks_at=frozenset({"concern", "involvement"}),
    find=find,
    fires_nl="iemand over wie een signaal gaat is niet op tijd ingelicht",
    fires_en="somebody whom a signal is about was not told in time",
    told_nl="de eigenaar",
    told_en="the owner",
    reason_nl="Iemand over wie uw signaal gaat, of die gezag heeft, is nog niet ingelicht. Doe dat, of stel het uit "
    "met een reden: ten hoogste vier weken, en daarna telkens twee.",
    reason_en="Somebody your signal is about, or who holds authority, was not told yet. Do so, or defer it with a "
    "reason: at most four weeks, and then two at a time.",
    term_nl="termijn om in te lichten",
    term_en="term to inform",
    on_time=True,
    due=due,
    own_duty=True,
)
