"""consent-refused: a refusal prompts weighing, and is never a signal itself (DOMAIN.md 3.2)."""

from collections.abc import Iterator

from hub.domain.rules.rule import Finding, Parameters, Rule
from hub.domain.view import FamilyView


def find(view: FamilyView, parameters: Parameters) -> Iterator[Finding]:  # noqa: ARG001 - every rule has this shape
    """One finding per own record in which somebody refused, while an own concern about those people is open."""
    for record in view.own_sharing.consents:
        if all(each.answer != "refused" for each in record.givers):
            continue
        own = [each for each in view.concerns if each.owner == view.viewer.id]
        concerns = [each for each in own if not set(record.persons).isdisjoint(each.about)]
        if concerns:
            about = tuple(dict.fromkeys(person for each in concerns for person in each.about))
            yield Finding(key=record.consent, about=about, items=tuple(each.id for each in concerns))


CONSENT_REFUSED = Rule(
    id="consent-refused",
    version=1,
    order=530,
    source="DOMAIN.md 3.2",
    looks_at=frozenset({"concern"}),
    find=find,
    fires_nl="toestemming om een zorg te delen is geweigerd",
    fires_en="consent to share a concern was refused",
    told_nl="de eigenaar",
    told_en="the owner",
    reason_nl="Toestemming is geweigerd. Weeg of een veiligheidsrisico delen toch nodig maakt, met stap 4 en 5 van de "
    "meldcode. Weigeren is zelf geen signaal. Dit is geen melding bij Veilig Thuis; bel bij acuut gevaar 112.",
    reason_en="Consent was refused. Weigh whether a safety risk makes sharing necessary all the same, by steps 4 and "
    "5 of the meldcode. Refusing is no signal itself. This is no report to Veilig Thuis; in acute danger phone 112.",
    own_duty=True,
)
