"""Reasons to know a child or family: what makes somebody's look legitimate, and never a ground (DOMAIN.md 5).

A reason that another gave has no beginning that matters. One that the viewer made itself, by its own involvement or
statement, begins when it was recorded: what others recorded earlier stays closed to it until consent names it, the
register confirms, or a second professional of its own organisation does (DOMAIN.md 5.3).
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Final

from hub.domain.circumstances import Circumstances
from hub.domain.columns import NOTHING
from hub.domain.directory import directory_children
from hub.domain.follow_up_codes import INTERPRETATION_GIVEN
from hub.domain.items import OFFER_STANDS, Coordination, FollowUp, Item, Signal, Watch
from hub.domain.organisations import Organisation, Role, Sector
from hub.domain.sortings import ASKS, INVOLVEMENTS, KIND, LINKING, unended

GIVEN: Final = datetime.min.replace(tzinfo=UTC)
"""Since when a reason counts that the viewer did not make, or that was confirmed: nothing was recorded earlier."""

_OWN_PATIENTS: Final = frozenset({Sector.GENERAL_PRACTICE, Sector.YOUTH_HEALTH_CARE})

Reasons = dict[str, datetime]
"""Person -> since when (UTC) the viewer has reason to know them, by the best of its reasons."""


def own_reasons(viewer: Organisation, where: Circumstances) -> Reasons:
    """The persons of the viewer's own active involvements, open concerns, accepted coordinations and watches.

    After an ended involvement with a family only an own open safety concern counts there. A directory entry never does.
    """
    reasons: Reasons = {}
    for item in reason_items(viewer, where):
        for person in item.about:
            if _is_refused(viewer.id, person, item, where):
                continue
            since = _since(viewer.id, person, item, where)
            if since < reasons.get(person, since) or person not in reasons:
                reasons[person] = since
    return reasons


def reason_items(viewer: Organisation, where: Circumstances) -> Iterator[Item]:
    """The viewer's own items that give it a reason now."""
    yield from _lasting(viewer, where)
    kinds = where.sorted.by(KIND)
    taken = (item for kind in (Coordination, Watch) for item in kinds.get(kind, NOTHING).items)
    yield from (item for item in taken if item.owner == viewer.id and item.step == "accepted")


def since(persons: Collection[str], reasons: Mapping[str, datetime]) -> datetime | None:
    """Since when somebody with these reasons may know something about these persons; None: it has none."""
    best = None
    for person in persons:
        found = reasons.get(person)
        if found is not None and (best is None or found < best):
            best = found
    return best


def nearer(persons: tuple[str, ...], reasons: Mapping[str, datetime]) -> datetime | None:
    """Since when something that links these persons would let all of them be known; None where it changes nothing."""
    best = since(persons, reasons)
    if best is None or all(reasons.get(person) == best for person in persons):
        return None
    return best


def links_since(viewer: str, item: Item, where: Circumstances) -> datetime | None:
    """Since when an item links its persons for this viewer: what it stated itself since then, unless confirmed after;
    None where that was judged to be no reason to know one of them.

    Where the register says that they belong together, that brings them nearer whatever was stated (DOMAIN.md 5.3).
    """
    if item.owner != viewer:
        return GIVEN
    if any(_is_refused(viewer, person, item, where) for person in item.about):
        return None
    confirmed = (where.family.confirmed_reasons.get((viewer, person)) for person in item.about)
    return (
        GIVEN
        if any(each is not None and each.recorded_at >= item.recorded_at for each in confirmed)
        else item.recorded_at
    )


def asked_to_interpret(viewer: Organisation, where: Circumstances) -> list[tuple[FollowUp, frozenset[str]]]:
    """What another asks the viewer to interpret (duiden) and it has not yet, each with the persons that it gives the
    viewer reason to know, as far as it may see that it is asked (DOMAIN.md 5).

    Only of who interprets; a GP and youth health care only of their own patients (DOMAIN.md 1; A4.1).
    """
    asks = where.sorted.by(ASKS).get(viewer.id, NOTHING).items
    if not asks or not viewer.has(Role.INTERPRETING):
        return []
    own = directory_children(where.family, viewer.id, where.now) if viewer.sector in _OWN_PATIENTS else None
    given = {item.of for item in where.sorted.by(KIND).get(FollowUp, NOTHING).items if _interprets(item, viewer.id)}
    by_others = (ask for ask in asks if ask.owner != viewer.id)  # nobody gives itself a role
    stands = (ask for ask in by_others if ask.id not in given and where.now < ask.offered_at + OFFER_STANDS)
    return [(ask, frozenset(ask.about) if own is None else own.intersection(ask.about)) for ask in stands]


def _interprets(item: FollowUp, viewer: str) -> bool:
    return item.owner == viewer and item.code == INTERPRETATION_GIVEN


def near(groups: Iterable[Collection[str]], reasons: Reasons) -> Reasons:
    """Whom these groups bring nearer to somebody with these reasons, one step: since whoever of the group is known."""
    found: Reasons = {}
    for group in groups:
        known = since(group, reasons)
        for person in group if known is not None else ():
            before = found.get(person, reasons.get(person))
            if known is not None and (before is None or known < before):
                found[person] = known
    return found


def _since(viewer: str, person: str, item: Item, where: Circumstances) -> datetime:
    if isinstance(item, Coordination | Watch) and item.given_by is not None:
        return GIVEN
    confirmed = where.family.confirmed_reasons.get((viewer, person))
    return GIVEN if confirmed is not None and confirmed.recorded_at >= item.recorded_at else item.recorded_at


def _is_refused(viewer: str, person: str, item: Item, where: Circumstances) -> bool:
    """Whether a second professional judged what the viewer did itself until then to be no reason to know a person, and
    nobody confirmed it since. What another gave it stands.
    """
    refused = where.family.refused_reasons.get((viewer, person)) if where.family.refused_reasons else None
    if refused is None or refused.recorded_at < item.recorded_at:
        return False
    if isinstance(item, Coordination | Watch) and item.given_by is not None:
        return False
    confirmed = where.family.confirmed_reasons.get((viewer, person))
    return confirmed is None or confirmed.recorded_at <= refused.recorded_at


def _lasting(viewer: Organisation, where: Circumstances) -> Iterator[Signal]:
    now, catalogue = where.now, where.catalogue
    signals = unended(where.sorted, now, viewer.id)
    involvements: list[Signal] = where.sorted.by(INVOLVEMENTS).get(viewer.id, NOTHING).items
    ended = [signal for signal in involvements if not lasts(signal, now)]
    over: dict[tuple[str, ...], bool] = {}
    """Persons -> whether the viewer is done with their family; worked out once for all concerns about the same."""
    for signal in signals:
        if not lasts(signal, now):
            continue
        if ended and signal.concern and not catalogue.is_safety(signal.category):
            if signal.about not in over:
                own = where.sorted.by(LINKING).get(viewer.id, NOTHING).items
                over[signal.about] = _is_over_with(family_of(signal.about, own), involvements, ended, now)
            if over[signal.about]:
                continue
        yield signal


def _is_over_with(
    family: frozenset[str], involvements: Iterable[Signal], ended: Iterable[Signal], now: datetime
) -> bool:
    """Whether the viewer was involved with this family of its own, and is not any more."""
    if all(family.isdisjoint(signal.about) for signal in ended):
        return False
    going_on = (signal for signal in involvements if lasts(signal, now))
    return all(family.isdisjoint(signal.about) for signal in going_on)


def lasts(signal: Signal, now: datetime) -> bool:
    """Whether it goes on: not ended, not even at this very moment, and not expired."""
    return signal.active(now) and not signal.over(now)


def family_of(persons: Iterable[str], own: Iterable[Item]) -> frozenset[str]:
    """Whom somebody's own items link with these: what another stated changes no reason of its own."""
    family, apart = frozenset(persons), {item.about for item in own if len(item.about) > 1}
    grew = True
    while grew:
        near = [about for about in apart if not family.isdisjoint(about)]
        grown = family.union(*near)
        grew, family = len(grown) > len(family), grown
    return family
