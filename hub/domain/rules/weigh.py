"""weigh: a concern that is sealed to everybody asks its owner to weigh consent or the meldcode again (DOMAIN.md 6)."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from hub.domain.items import Signal
from hub.domain.rules.gathering import days
from hub.domain.rules.rule import Finding, Moment, Parameters, Rule
from hub.domain.terms import daily_run
from hub.domain.view import FamilyView

TERMS: Final = ("first_days", "second_days", "third_days")


def find(view: FamilyView, parameters: Parameters) -> Iterator[Finding]:
    """One finding per own sealed concern of which a term has passed; each next term speaks again."""
    for signal, terms in _sealed(view, parameters):
        passed = frozenset(name for name, moment in terms if moment <= view.now)
        if passed:
            yield finding(signal, passed)


def due(view: FamilyView, parameters: Parameters) -> Iterator[Moment]:
    """When each own sealed concern is to be weighed again."""
    for signal, terms in _sealed(view, parameters):
        yield from (Moment(key=signal.id, due=moment) for _, moment in terms if moment > view.now)


def finding(signal: Signal, speaks_for: frozenset[str]) -> Finding:
    """The request to weigh this concern: the same whatever brought it."""
    return Finding(key=signal.id, about=signal.about, items=(signal.id,), speaks_for=speaks_for)


def _sealed(view: FamilyView, parameters: Parameters) -> Iterator[tuple[Signal, list[tuple[str, datetime]]]]:
    for signal in view.concerns:
        if signal.owner == view.viewer.id and view.is_sealed(signal):
            yield signal, [(name, daily_run(signal.recorded_at + days(parameters[name]))) for name in TERMS]


WEIGH = Rule(
    id="weigh",
    version=1,
    order=205,
    source="inspectorates' rule on consent; DOMAIN.md 6",
    looks_at=frozenset({"concern"}),
    find=find,
    fires_nl="een zorg is voor iedereen verzegeld: er is geen toestemming en geen veiligheidsuitzondering",
    fires_en="a concern is sealed to everybody: there is no consent and no safety exception",
    told_nl="alleen de eigenaar, op vaste momenten en soms tussendoor",
    told_en="the owner alone, at fixed moments and sometimes in between",
    reason_nl="Niemand anders kan deze zorg zien. Weeg opnieuw: kunt u toestemming vragen, of vraagt de meldcode een "
    "volgende stap?",
    reason_en="Nobody else can see this concern. Weigh again: can you ask consent, or does the meldcode ask for more?",
    term_nl="een verzegelde zorg opnieuw wegen",
    term_en="weigh a sealed concern again",
    on_time=True,
    due=due,
    own_duty=True,
)
