"""domains-converge: concerns in three or more life domains within twelve months."""

from collections.abc import Iterator

from hub.domain.catalogue import POVERTY_DOMAINS, LifeDomain
from hub.domain.items import Signal
from hub.domain.rules.gathering import days, ids_of, organisations_of, persons_of
from hub.domain.rules.rule import Finding, Parameters, Rule
from hub.domain.view import FamilyView


def find(view: FamilyView, parameters: Parameters) -> Iterator[Finding]:
    """One finding for the family. Parameters: ``within_days``, ``domains``, ``poverty_domains_at_most``."""
    since = view.now - days(parameters["within_days"])
    concerns: list[Signal] = []
    domains: set[LifeDomain] = set()
    for signal in view.concerns:
        domain = view.domain(signal)
        if domain is not None and signal.occurred_at >= since:
            concerns.append(signal)
            domains.add(domain)
    if _count(domains, parameters["poverty_domains_at_most"]) < parameters["domains"]:
        return
    spoken = frozenset(f"domain:{domain}" for domain in domains) | organisations_of(concerns)
    yield Finding(about=persons_of(concerns), items=ids_of(concerns), speaks_for=spoken)


def _count(domains: set[LifeDomain], poverty_at_most: int) -> int:
    """Finances, housing and income have one cause, poverty, so together they count less than they are."""
    poverty = domains & POVERTY_DOMAINS
    return len(domains - poverty) + min(len(poverty), poverty_at_most)


DOMAINS_CONVERGE = Rule(
    id="domains-converge",
    version=1,
    order=50,
    source="R3.2, L1.1; periods and numbers chosen",
    looks_at=frozenset({"concern", "membership"}),
    find=find,
    fires_nl="zorgen op drie of meer leefgebieden binnen de termijn; geld, wonen en werk en inkomen tellen samen als "
    "hooguit twee",
    fires_en="concerns in three or more life domains within the period; finances, housing and work and income together "
    "count as at most two",
    told_nl="wie de zorgen mag zien",
    told_en="who may see the concerns",
    reason_nl="In dit gezin komen zorgen op meer leefgebieden samen: {categories}. Gesignaleerd door {organisations}.",
    reason_en="Concerns in several parts of this family's life converge: {categories}. Signalled by {organisations}.",
    same_for_all=True,
)
