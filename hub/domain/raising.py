"""Matches as living things: they open, grow, speak of what is new, merge, and close (DOMAIN.md 9 and 10)."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

import msgspec

from hub.domain.columns import NOTHING
from hub.domain.disclosure import Ground
from hub.domain.facts.matches import MatchClosed, MatchRaised, MatchWithdrawn, Shown
from hub.domain.family import FamilyState
from hub.domain.items import Handover, Item, Signal
from hub.domain.linked import called, renamed
from hub.domain.match import Match
from hub.domain.organisations import Organisation
from hub.domain.rules.rule import ConfiguredRule, Finding
from hub.domain.slices.base import HubSlice
from hub.domain.sortings import OWNER
from hub.domain.term_of_answer import term_of
from hub.domain.terms import local_day
from hub.domain.view import FamilyView


class Raising:
    """What one run of the rules tells its recipients. ``raised`` is all that was told."""

    def __init__(self, slice_: HubSlice) -> None:
        self._slice = slice_
        self.raised: list[MatchRaised] = []
        self._own: dict[tuple[str, str], list[str]] = {}
        """(recipient, rule) -> its matches that were not withdrawn, by identifier."""
        for match in slice_.state.matches.values():
            if not match.withdrawn:
                self._own.setdefault((match.recipient, match.rule), []).append(match.id)

    def _matches(self, recipient: str, rule: str, family: FamilyView) -> list[Match]:
        """The recipient's matches of one rule in this family, as they stand now."""
        of = self._own.get((recipient, rule))
        if of is None:
            return []
        persons, now = family.persons, self._slice.state.matches
        return [now[id_] for id_ in of if now[id_].anchor in persons and not now[id_].withdrawn]

    def told_before(self, recipient: str, rule: str) -> bool:
        """Whether the recipient has any match of this rule, in whichever of its families: most have none."""
        return (recipient, rule) in self._own

    def _record(self, fact: MatchRaised) -> None:
        if fact.match not in self._slice.state.matches:
            self._own.setdefault((fact.recipient, fact.rule), []).append(fact.match)
        self._slice.record(fact)

    def consider(
        self, recipient: Organisation, family: FamilyView, configured: ConfiguredRule, finding: Finding
    ) -> None:
        """Open a match, let one grow and speak, or stay quiet (DOMAIN.md 9, quiet by design)."""
        known = self._known(recipient, family, configured, finding)
        if known is None:
            if finding.quiet:
                self._record(match_as_it_stands(self._slice, family, configured, finding, None))
            else:
                self._raise(recipient, family, configured, finding, known)
            return
        news = finding.speaks_for - known.speaks_for
        if news and self._slice.organisation != recipient.id:
            self._raise(recipient, family, configured, finding, known)
        elif known.closed:
            told = tuple(sorted(finding.speaks_for | known.speaks_for))
            again = match_as_it_stands(self._slice, family, configured, finding, known)
            self._slice.record(msgspec.structs.replace(again, speaks_for=told))

    def knows(self, family: FamilyView, configured: ConfiguredRule, finding: Finding) -> bool:
        """Whether the recipient of this view has a match about the same."""
        return self._known(family.viewer, family, configured, finding) is not None

    def _known(
        self, recipient: Organisation, family: FamilyView, configured: ConfiguredRule, finding: Finding
    ) -> Match | None:
        """The recipient's match about the same, if any; where a link joined two families theirs become one."""
        own = self._matches(recipient.id, configured.rule.id, family)
        known = [match for match in own if match.key == finding.key]
        if not known:
            return None
        first, *others = sorted(known, key=lambda match: (match.opened_at, match.id))
        for match in others:
            self._slice.record(_withdrawn(self._slice, match, "merged"))
        return first

    def _raise(
        self,
        recipient: Organisation,
        family: FamilyView,
        configured: ConfiguredRule,
        finding: Finding,
        known: Match | None,
    ) -> None:
        told_of = known.speaks_for if known else frozenset[str]()
        fact = msgspec.structs.replace(
            match_as_it_stands(self._slice, family, configured, finding, known),
            recipient=recipient.id,
            speaks_for=tuple(sorted(finding.speaks_for | told_of)),
            notification=self._slice.ids(),
            message=self._message(recipient, family, finding),
            answer_by=None if finding.asks_nothing else term_of(family, finding),
        )
        self._record(fact)
        self.raised.append(fact)

    def _message(self, recipient: Organisation, family: FamilyView, finding: Finding) -> str:
        """One message per recipient, family and day gathers everything; acute and violence stand apart.

        Violence that an acute concern tells of in the same decision is told in the same message.
        """
        for raised in self.raised if finding.lane == "violence" else ():
            if raised.lane == "acute" and raised.recipient == recipient.id and raised.message:
                return raised.message
        today = local_day(self._slice.now)
        for match in self._slice.state.matches.values() if finding.lane == "ordinary" else ():
            same = match.recipient == recipient.id and match.lane == "ordinary" and match.message is not None
            if same and match.anchor in family.persons and local_day(match.raised_at) == today:
                assert match.message is not None  # noqa: S101 - seen above
                return match.message
        return self._slice.ids()

    def settle(
        self, family: FamilyView, configured: ConfiguredRule, found: Iterable[str], touched: Iterable[Item]
    ) -> None:
        """Close the recipient's matches of one rule that hold no longer.

        Where what changed had happened before the match was raised, it was raised on what turned out otherwise: then it
        is withdrawn, and its recipient is told. Otherwise it closes without a word, and opens again if the rule holds
        again.
        """
        open_ = [m for m in self._matches(family.viewer.id, configured.rule.id, family) if m.open]
        if not open_:
            return
        holds = frozenset(found)
        happened = [moment for item in touched for moment in _moments(item)]
        for match in open_:
            if match.key in holds or match.identifier_only:
                continue
            if any(moment < match.raised_at for moment in happened):
                self._slice.record(_withdrawn(self._slice, match, "turned-out-otherwise", told=True))
            else:
                self._slice.record(
                    MatchClosed(
                        recorded_at=self._slice.now,
                        match=match.id,
                        recipient=match.recipient,
                        persons=match.persons,
                        outcome="no-longer-holds",
                    )
                )


def _moments(item: Item) -> Iterator[datetime]:
    """When what is news about an item happened: its end, its last step, or itself."""
    if isinstance(item, Signal):
        yield item.ended_at or item.occurred_at
    elif isinstance(item, Handover):
        yield item.stepped_at
    else:
        yield item.occurred_at


def _withdrawn(slice_: HubSlice, match: Match, reason: str, *, told: bool = False) -> MatchWithdrawn:
    return MatchWithdrawn(
        recorded_at=slice_.now,
        match=match.id,
        recipient=match.recipient,
        persons=match.persons,
        reason=reason,  # type: ignore[arg-type]
        notification=slice_.ids() if told and match.notifications else None,
    )


def match_as_it_stands(
    slice_: HubSlice, family: FamilyView, configured: ConfiguredRule, finding: Finding, known: Match | None
) -> MatchRaised:
    """The match as it now stands, without a word to its recipient, who is told of persons as it knows them."""
    names = as_told(slice_.state, family)
    return MatchRaised(
        recorded_at=slice_.now,
        match=known.id if known else slice_.ids(),
        recipient=known.recipient if known else family.viewer.id,
        rule=configured.rule.id,
        rule_version=configured.rule.version,
        parameters=dict(configured.parameters) if known is None else {},
        anchor=renamed(known.anchor if known else family.persons[0], names),
        key=renamed(finding.key, names),
        about=renamed(finding.about, names),
        persons=renamed(family.persons, names),
        shown=() if finding.to_process_coordinator else tuple(_shown(family, finding)),
        speaks_for=tuple(sorted(finding.speaks_for)),
        lane=finding.lane,
        reaches=finding.reaches,
        identifier_only=finding.to_process_coordinator,
        for_professional=None if finding.to_process_coordinator else _own_professional(family),
    )


def as_told(state: FamilyState, family: FamilyView) -> Mapping[str, str]:
    """By which pseudonym the viewer of a family is told of each linked person in it."""
    if not state.names:
        return state.names
    items = state.as_stated.items
    seen = ((items[item.id].owner, items[item.id].about) for item in family.items if item.id in items)
    return called(seen, family.viewer.id, state.names)


def _own_professional(family: FamilyView) -> str | None:
    """On whose name the recipient's own latest item in this family stands: the match is theirs (DOMAIN.md 7)."""
    items = family.seen.sorted.by(OWNER).get(family.viewer.id, NOTHING).items
    own = (each for each in items if each.professional is not None)
    latest = max(own, key=lambda each: each.recorded_at, default=None)
    return None if latest is None else latest.professional


def _shown(family: FamilyView, finding: Finding) -> Iterator[Shown]:
    grounds, bare, words = family.grounds, family.bare, {ground: ground.value for ground in Ground}
    for item in dict.fromkeys(finding.items):
        yield Shown(item=item, ground=words[grounds.get(item, Ground.OWN)], bare=item in bare)
