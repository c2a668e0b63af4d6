"""new-adult: a new adult in a home with an open safety concern."""

from collections.abc import Iterator

from hub.domain.items import Membership, Signal
from hub.domain.rules.gathering import days, ids_of, told_by_another
from hub.domain.rules.homes import children_with, home_of
from hub.domain.rules.rule import Finding, Parameters, Rule
from hub.domain.view import FamilyView

NEWCOMERS = frozenset({"partner", "other-adult"})


def find(view: FamilyView, parameters: Parameters) -> Iterator[Finding]:
    """One finding per new adult, about that adult and the children in the home. Parameter: ``within_days``."""
    if not view.safety_concerns:
        return
    for person, memberships in _newcomers(view, parameters).items():
        children = tuple(dict.fromkeys(c for m in memberships for c in children_with(view, m) if c != person))
        items = (*memberships, *_concerns_at_home(view, memberships))
        if children and len(items) > len(memberships) and told_by_another(view, items):
            yield Finding(key=person, about=(person, *children), items=ids_of(items))


def _newcomers(view: FamilyView, parameters: Parameters) -> dict[str, list[Membership]]:
    since = view.now - days(parameters["within_days"])
    newcomers: dict[str, list[Membership]] = {}
    for membership in view.memberships:
        joined = membership.joins and membership.in_home and since <= membership.occurred_at <= view.now
        if joined and membership.role in NEWCOMERS:
            newcomers.setdefault(membership.person, []).append(membership)
    return newcomers


def _concerns_at_home(view: FamilyView, memberships: list[Membership]) -> list[Signal]:
    """Open safety concerns about anyone in the home that the adult joined, the adult included."""
    home = frozenset[str]().union(*(home_of(view, membership.about) for membership in memberships))
    return [concern for concern in view.safety_concerns if not home.isdisjoint(concern.about)]


NEW_ADULT = Rule(
    id="new-adult",
    version=1,
    order=70,
    source="R3.1, L4.3; period chosen",
    looks_at=frozenset({"membership", "concern"}),
    find=find,
    fires_nl="een nieuwe volwassene in een huis waar een zorg over veiligheid openstaat",
    fires_en="a new adult in a home with an open safety concern",
    told_nl="wie beide mag zien",
    told_en="who may see both",
    reason_nl="Er is een nieuwe volwassene in een huis waar een zorg over veiligheid openstaat: {categories}. "
    "Gesignaleerd door {organisations}.",
    reason_en="There is a new adult in a home with an open safety concern: {categories}. Signalled by {organisations}.",
)
