"""concern-expiring: an open concern lapses soon, or a safety concern is to be looked at again."""

from collections.abc import Iterator
from datetime import datetime
from operator import itemgetter

from hub.domain.columns import NOTHING
from hub.domain.items import Signal
from hub.domain.rules.gathering import days, ids_of, persons_of
from hub.domain.rules.rule import Finding, Moment, Parameters, Rule
from hub.domain.sortings import UNENDED
from hub.domain.view import FamilyView


def find(view: FamilyView, parameters: Parameters) -> Iterator[Finding]:
    """One finding per reminder, to the owner only: it gathers own concerns whose moment comes within ``gather_days``.

    A moment is ``before_days`` before a concern lapses, two years after it was recorded or last confirmed; for a safety
    concern every ``safety_every_days`` as well, and as it lapses, for it never does so silently (DOMAIN.md 1).
    """
    passed = [reminder for reminder in _reminders(view, parameters) if reminder[0] <= view.now]
    if passed:
        moment, concerns = passed[-1]
        yield Finding(key=f"{moment:%Y%m%d}", about=persons_of(concerns), items=ids_of(concerns))


def due(view: FamilyView, parameters: Parameters) -> Iterator[Moment]:
    """The next reminder."""
    for moment, _ in _reminders(view, parameters):
        if moment > view.now:
            yield Moment(key=f"{moment:%Y%m%d}", due=moment)
            return


def _reminders(view: FamilyView, parameters: Parameters) -> list[tuple[datetime, list[Signal]]]:
    """Every reminder of own concerns in order: the moment of the first, and all whose moment comes soon after."""
    moments = sorted(
        ((moment, concern.id, concern) for concern in _own(view) for moment in _moments(view, concern, parameters)),
        key=itemgetter(0, 1),
    )
    reminders: list[tuple[datetime, list[Signal]]] = []
    for moment, _, concern in moments:
        if not reminders or moment > reminders[-1][0] + days(parameters["gather_days"]):
            reminders.append((moment, []))
        if concern not in reminders[-1][1]:
            reminders[-1][1].append(concern)
    return reminders


def _own(view: FamilyView) -> Iterator[Signal]:
    own = view.seen.sorted.by(UNENDED).get(view.viewer.id, NOTHING)
    return (signal for signal in own.items if signal.concern)


def _moments(view: FamilyView, concern: Signal, parameters: Parameters) -> Iterator[datetime]:
    since, last = concern.confirmed_at or concern.recorded_at, concern.expires_at
    yield last - days(parameters["before_days"])
    if not view.catalogue.is_safety(concern.category):
        return
    every = days(parameters["safety_every_days"])
    again = since + every
    while again < last:
        yield again
        again += every
    yield last


CONCERN_EXPIRING = Rule(
    id="concern-expiring",
    version=1,
    order=330,
    source="DOMAIN.md 1, open concern; Jeugdwet 7.1.4.5",
    looks_at=frozenset({"concern", "follow-up", "ended"}),
    find=find,
    fires_nl="een eigen zorg verloopt binnenkort; een zorg over veiligheid ook elk halfjaar, en als zij verloopt",
    fires_en="an own concern lapses soon; a safety concern also every half-year, and as it lapses",
    told_nl="alleen de eigenaar",
    told_en="the owner only",
    reason_nl="Uw zorg staat nog open ({categories}, {dates}). Bevestig haar, of sluit haar af.",
    reason_en="Your concern is still open ({categories}, {dates}). Confirm it, or close it.",
    term_nl="zorg bevestigen of afsluiten",
    term_en="confirm or close a concern",
    on_time=True,
    due=due,
    own_duty=True,
    lasts=False,
)
