"""Rules over everything, whoever may see it: their one output is a request to weigh to owners of sealed concerns.

Sealed: no valid consent to anybody and no running exception, whoever is there. The request says nothing of why: it is
the same, to the last word, as the reminder that every sealed concern brings. It comes once in a concern's life, in the
daily run; for an acute concern at once, and each time something of another comes together with it (DOMAIN.md 6(b)).
"""

from collections.abc import Iterator, Sequence
from typing import Final

from hub.domain.catalogue import Severity
from hub.domain.circumstances import Circumstances
from hub.domain.disclosure import Ground
from hub.domain.facts.matches import Deadline
from hub.domain.items import Signal
from hub.domain.openness import is_sealed
from hub.domain.organisations import Organisation
from hub.domain.reasons import lasts
from hub.domain.rules.rule import ConfiguredRule, Finding
from hub.domain.rules.weigh import WEIGH, finding
from hub.domain.seen import Seen
from hub.domain.slices.base import HubSlice
from hub.domain.sortings import OWNER, unended
from hub.domain.terms import daily_run, local_day
from hub.domain.view import FamilyView

TOGETHER: Final = "weigh-together"
"""What the deadline of the daily run is called."""
_ONCE: Final = "together"


def next_run(slice_: HubSlice, sealed: Sequence[Signal]) -> Deadline | None:
    """The daily run that this family waits for, where a sealed concern may come together with something of another."""
    if not sealed:
        return None
    waiting = any(each.rule == TOGETHER for each in slice_.state.deadlines.values())
    if waiting or all(_told(slice_, each) for each in sealed):
        return None
    run = daily_run(slice_.now)
    return Deadline(id=f"{TOGETHER}:{persons_of(sealed)[0]}:{local_day(run)}", rule=TOGETHER, due=run)


def persons_of(sealed: Sequence[Signal]) -> tuple[str, ...]:
    """Whom these concerns are about: the persons of the family that waits, and nobody whom only a consent names."""
    return tuple(dict.fromkeys(person for each in sealed for person in each.about))


def to_weigh(
    slice_: HubSlice, sealed: Sequence[Signal], where: Circumstances, *, at_once: bool
) -> Iterator[tuple[Organisation, Finding]]:
    """Whom to ask to weigh, and what; ``at_once``: only what is acute, outside the daily run."""
    asked = [each for each in sealed if each.severity is Severity.ACUTE or not (at_once or _told(slice_, each))]
    for owner in dict.fromkeys(each.owner for each in asked):
        viewer = slice_.policy.organisations.get(owner)
        if viewer is None or not viewer.takes_part:
            continue
        with_others = _together(_everything(viewer, where), slice_.policy.rules)
        for concern in asked:
            others = with_others.get(concern.id, frozenset())
            if concern.owner == owner and others:
                yield viewer, finding(concern, frozenset({_ONCE, *_each_time(concern, others)}))


def _each_time(concern: Signal, others: frozenset[str]) -> Iterator[str]:
    """What an acute concern speaks of again: every new item of another that comes together with it."""
    if concern.severity is Severity.ACUTE:
        yield from (f"{_ONCE}:{other}" for other in others)


def _together(view: FamilyView, rules: tuple[ConfiguredRule, ...]) -> dict[str, frozenset[str]]:
    """Item of the view's owner -> the items of others that some rule finds together with it."""
    owners = {item.id: item.owner for item in view.items}
    found: dict[str, frozenset[str]] = {}
    families = list(view.families())
    for configured in rules:
        rule = configured.rule
        if rule.own_duty or rule.page_only or rule.answers:
            continue
        for family in families:
            for each in rule.find(family, configured.parameters):
                others = frozenset(item for item in each.items if owners[item] != view.viewer.id)
                for item in each.items if others else ():
                    found[item] = found.get(item, frozenset()) | others
    return found


def _everything(viewer: Organisation, where: Circumstances) -> FamilyView:
    """The family with nothing sealed. It is made here alone, and nothing of it is told to anybody."""
    grounds = {item.id: Ground.OWN for item in where.sorted.items}
    view = FamilyView(viewer, Seen(where.sorted, where.now, where.catalogue), grounds, frozenset(), where.organisations)
    view.kin = where.kinship
    return view


def sealed_concerns(where: Circumstances) -> list[Signal]:
    """The open concerns that are sealed to everybody, in a circle in which somebody else recorded something."""
    signals = unended(where.sorted, where.now)
    concerns = [each for each in signals if each.concern and lasts(each, where.now)]
    if not concerns or len(where.sorted.by(OWNER)) == 1:
        return []
    return [each for each in concerns if is_sealed(each, where)]


def _told(slice_: HubSlice, concern: Signal) -> bool:
    """Whether its owner was asked to weigh this concern beside the fixed moments before."""
    weighed = (each for each in slice_.state.matches.values() if each.rule == WEIGH.id and each.key == concern.id)
    return any(_ONCE in each.speaks_for for each in weighed)
