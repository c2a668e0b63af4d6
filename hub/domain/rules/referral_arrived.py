"""referral-arrived: whoever referred is told that somebody arrived, as it is told that nobody did."""

from collections.abc import Iterator

from hub.domain.items import FollowUp
from hub.domain.rules.gathering import days, ids_of, runs_from
from hub.domain.rules.referral_not_arrived import ARRIVED, MADE, answers
from hub.domain.rules.rule import Finding, Moment, Parameters, Rule
from hub.domain.view import FamilyView


def find(view: FamilyView, _: Parameters) -> Iterator[Finding]:
    """One finding per own referral of which another recorded the arrival."""
    for referral, arrival in _arrived(view):
        items = ids_of((referral, arrival))
        yield Finding(key=referral.id, about=referral.about, items=items, asks_nothing=True)


def due(view: FamilyView, parameters: Parameters) -> Iterator[Moment]:
    """When it is told by itself, where no message went out before that it could join. Parameter: ``within_days``."""
    for referral, arrival in _arrived(view):
        moment = runs_from(arrival) + days(parameters["within_days"])
        if moment > view.now:
            yield Moment(key=referral.id, due=moment)


def _arrived(view: FamilyView) -> Iterator[tuple[FollowUp, FollowUp]]:
    """Each own referral with the first arrival of another that answers it."""
    arrivals = [each for each in view.follow_ups if each.code == ARRIVED and each.owner != view.viewer.id]
    arrivals.sort(key=lambda each: (each.occurred_at, each.id))
    for referral in view.follow_ups:
        if referral.code != MADE or referral.owner != view.viewer.id:
            continue
        arrival = next((each for each in arrivals if answers(each, referral)), None)
        if arrival is not None:
            yield referral, arrival


REFERRAL_ARRIVED = Rule(
    id="referral-arrived",
    version=1,
    order=325,
    source="R3.2, R5.1; term chosen",
    looks_at=frozenset({"follow-up"}),
    find=find,
    due=due,
    on_time=True,
    joins=True,
    term_nl="bericht dat de verwijzing is aangekomen",
    term_en="word that the referral arrived",
    fires_nl="een ander legt vast dat het kind of gezin is aangekomen",
    fires_en="another records that the child or family arrived",
    told_nl="wie verwees, in het eerstvolgende bericht of anders na de termijn; er wordt geen antwoord gevraagd",
    told_en="the referrer, in the next message or else after the term; no answer is asked",
    reason_nl="Uw verwijzing is aangekomen ({organisations}, {dates}).",
    reason_en="Your referral arrived ({organisations}, {dates}).",
)
