"""referral-not-arrived: a referral was made, and nobody recorded that the family or child arrived."""

from collections.abc import Iterator

from hub.domain.items import FollowUp
from hub.domain.rules.gathering import days, ids_of, runs_from
from hub.domain.rules.rule import Finding, Moment, Parameters, Rule
from hub.domain.view import FamilyView

MADE = "referral-made"
ARRIVED = "referral-arrived"


def find(view: FamilyView, parameters: Parameters) -> Iterator[Finding]:
    """One finding per own referral. Parameters: ``within_days``, ``within_days_when_unsafe`` with a safety concern."""
    unsafe = view.safety_concerns
    term = days(parameters["within_days_when_unsafe" if unsafe else "within_days"])
    for referral in _not_arrived(view):
        if runs_from(referral) + term <= view.now:
            yield Finding(key=referral.id, about=referral.about, items=ids_of((referral, *unsafe)))


def due(view: FamilyView, parameters: Parameters) -> Iterator[Moment]:
    """Both moments: a safety concern that opens in between makes the earlier one count."""
    for referral in _not_arrived(view):
        for term in ("within_days_when_unsafe", "within_days"):
            moment = runs_from(referral) + days(parameters[term])
            if moment > view.now:
                yield Moment(key=referral.id, due=moment)


def _not_arrived(view: FamilyView) -> Iterator[FollowUp]:
    arrivals = [each for each in view.follow_ups if each.code == ARRIVED]
    for referral in view.follow_ups:
        if referral.code != MADE or referral.owner != view.viewer.id:
            continue
        if not any(answers(arrival, referral) for arrival in arrivals):
            yield referral


def answers(arrival: FollowUp, referral: FollowUp) -> bool:
    """Whether this arrival is of this referral: it says so, or is of the one referred to, about the same persons."""
    if arrival.of is not None:
        return arrival.of == referral.id
    same_person = not set(arrival.about).isdisjoint(referral.about)
    return same_person and arrival.owner == referral.towards and arrival.occurred_at >= referral.occurred_at


REFERRAL_NOT_ARRIVED = Rule(
    id="referral-not-arrived",
    version=1,
    order=190,
    source="R3.2, R5.1; terms chosen",
    looks_at=frozenset({"follow-up"}),
    find=find,
    fires_nl="een verwijzing zonder aankomst na de termijn, korter bij een openstaande zorg over veiligheid",
    fires_en="a referral without arrival after the term, a shorter one with an open safety concern",
    told_nl="wie verwees",
    told_en="the referrer",
    reason_nl="Uw verwijzing is gedaan en niemand heeft vastgelegd dat het kind of gezin is aangekomen.",
    reason_en="You made a referral, and nobody has recorded that the child or family arrived.",
    term_nl="termijn voor aankomst van de verwijzing",
    term_en="term for arrival of the referral",
    on_time=True,
    due=due,
)
