"""consent-ending: a consent will stop counting, so that its owner can ask again in time (DOMAIN.md 3.1)."""

from collections.abc import Iterator
from datetime import datetime

from hub.domain.facts.sharing import ConsentRecorded
from hub.domain.rules.gathering import days
from hub.domain.rules.rule import Finding, Moment, Parameters, Rule
from hub.domain.view import FamilyView


def find(view: FamilyView, parameters: Parameters) -> Iterator[Finding]:
    """One finding per own consent that ends soon and was not asked for anew. Parameter: ``days_before``."""
    for record, asked_at in _ending(view, parameters):
        about = tuple(person for person in record.persons if person in view.persons)
        if about and asked_at <= view.now:
            yield Finding(key=record.consent, about=about, items=())


def due(view: FamilyView, parameters: Parameters) -> Iterator[Moment]:
    """When the owner of each consent is asked to ask again."""
    for record, asked_at in _ending(view, parameters):
        if asked_at > view.now:
            yield Moment(key=record.consent, due=asked_at)


def _ending(view: FamilyView, parameters: Parameters) -> Iterator[tuple[ConsentRecorded, datetime]]:
    for record in view.own_sharing.consents:
        given = any(each.answer == "given" for each in record.givers)
        here = not frozenset(view.persons).isdisjoint(record.persons)  # a consent may be there before any item
        if given and here and record.until is not None and view.now < record.until:
            yield record, record.until - days(parameters["days_before"])


CONSENT_ENDING = Rule(
    id="consent-ending",
    version=1,
    order=520,
    source="DOMAIN.md 3.1",
    looks_at=frozenset({"concern", "involvement"}),
    find=find,
    fires_nl="een toestemming houdt over zes weken op te gelden",
    fires_en="a consent stops counting in six weeks",
    told_nl="de eigenaar",
    told_en="the owner",
    reason_nl="Een toestemming houdt binnenkort op te gelden. Vraag haar opnieuw, aan wie dan moet toestemmen.",
    reason_en="A consent stops counting soon. Ask again, of whoever has to consent by then.",
    term_nl="moment om toestemming opnieuw te vragen",
    term_en="moment to ask consent again",
    on_time=True,
    due=due,
    own_duty=True,
)
