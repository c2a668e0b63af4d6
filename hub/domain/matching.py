"""From what changed to what is raised: rules run per recipient over what that recipient may see (DOMAIN.md 6 and 9).

A command re-evaluates only those whose view it changed. That an item sealed for someone evaluates nothing for them is
also the proof that it shows them nothing.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime

from hub.domain import weighing
from hub.domain.disclosure import Ground, Standing
from hub.domain.facts.matches import MatchRaised
from hub.domain.family import FamilyState
from hub.domain.occasion import Occasion, looking
from hub.domain.organisations import Organisation, Organisations
from hub.domain.raising import Raising
from hub.domain.rules.rule import ConfiguredRule, Finding
from hub.domain.rules.weigh import WEIGH
from hub.domain.slices.base import HubSlice
from hub.domain.view import FamilyView, own_matches, see
from hub.domain.waiting import Waiting

__all__ = ["Occasion", "raise_matches", "weigh_together"]


def raise_matches(slice_: HubSlice, occasion: Occasion) -> list[MatchRaised]:
    """Evaluate the rules for everyone whose view changed and record what they raise. Returns what was raised."""
    engine = _Engine(slice_, occasion)
    for standing in engine.standings():
        view = see(standing)
        actor = standing.viewer.id == slice_.organisation
        if actor:
            slice_.saw = view.grounds
        for family in view.families():
            engine.look(family, actor=actor)
    raised = list(engine.raising.raised)  # a request to weigh comes to the inbox, and stands in no answer
    if occasion.only is None:
        engine.weigh(at_once=True)
    engine.waiting.record()
    return raised


def weigh_together(slice_: HubSlice) -> None:
    """The daily run over everything (DOMAIN.md 6(b)): ask owners of sealed concerns to weigh, and tell nobody else."""
    _Engine(slice_, Occasion(only=WEIGH.id)).weigh(at_once=False)


def _findings(family: FamilyView, configured: ConfiguredRule) -> Iterable[Finding]:
    """What the rule finds; once for everyone who sees the same, where it depends on the items alone."""
    rule = configured.rule
    if not rule.same_for_all:
        return rule.find(family, configured.parameters)
    found = family.seen.found
    if rule.id not in found:
        found[rule.id] = tuple(rule.find(family, configured.parameters))
    return found[rule.id]


def recipients(family: FamilyState, organisations: Organisations, now: datetime) -> set[str]:
    """Everyone who may come to see something of this family: its parties, and whom an open exception names."""
    candidates = set(family.parties)
    for exception in family.exceptions.values():
        if exception.open(now):
            candidates.update(organisations.named_by(exception.recipients))
    return candidates


class _Engine:
    """One run of the rules within one slice."""

    def __init__(self, slice_: HubSlice, occasion: Occasion) -> None:
        self.slice = slice_
        self.occasion = occasion
        self.where = slice_.circumstances()
        self.raising = Raising(slice_)
        self.waiting = Waiting(slice_)
        self.rules = {actor: looking(slice_.policy, occasion, actor=actor) for actor in (True, False)}

    def standings(self) -> Iterator[Standing]:
        """The standing of everyone whose view the occasion changed, the actor first, then by identifier."""
        where, actor = self.where, self.slice.organisation
        everyone = self._candidates()
        for organisation in sorted(everyone, key=lambda each: (each != actor, each)):
            viewer = self.slice.policy.organisations.get(organisation)
            if viewer is None or not viewer.takes_part:
                continue
            if organisation == actor and not self.rules[True]:
                continue
            known = self.occasion.actor
            standing = known if known is not None and organisation == actor else Standing(viewer, where)
            if organisation == actor or self.occasion.only is not None or self._sees_a_touched_one(standing):
                yield standing

    def _sees_a_touched_one(self, standing: Standing) -> bool:
        return any(standing.decide(item) is not None for item in self.occasion.touched)

    def _candidates(self) -> set[str]:
        if self.occasion.whose is not None:
            return {self.occasion.whose}
        organisations = self.slice.policy.organisations
        candidates = recipients(self.slice.state, organisations, self.slice.now)
        if self.slice.organisation in organisations:
            candidates.add(self.slice.organisation)
        return candidates

    def look(self, family: FamilyView, *, actor: bool) -> None:
        """Evaluate the rules that this occasion concerns over one family as one recipient sees it."""
        before, looked = len(self.raising.raised), set[str]()
        for configured, speaks in self.rules[actor]:
            if speaks:
                if configured.rule.after_others:
                    family.matches = own_matches(self.slice.state, family)
                self._find(family, configured)
                looked.add(configured.rule.id)
            if configured.rule.due is not None:
                self.waiting.look(family, configured)
        if self.occasion.may_settle:
            self._settle_others(family, looked)
        told = [each for each in self.raising.raised[before:] if each.recipient == family.viewer.id]
        if any(each.lane == "ordinary" for each in told):
            self._join(family)
        if told:
            self.waiting.for_answers(family)

    def _join(self, family: FamilyView) -> None:
        """What waits for a message is told with the one that goes out now."""
        for configured in self.slice.policy.rules:
            for finding in configured.rule.find(family, configured.parameters) if configured.rule.joins else ():
                if not self.raising.knows(family, configured, finding):
                    self.raising.consider(family.viewer, family, configured, finding)

    def weigh(self, *, at_once: bool) -> None:
        """Ask those owners to weigh over whose sealed concerns a rule would speak, were nothing sealed."""
        where, sealed = self.where, weighing.sealed_concerns(self.where)
        seen: dict[str, list[FamilyView]] = {}
        for configured in (each for each in self.slice.policy.rules if sealed and each.rule.id == WEIGH.id):
            for owner, finding in weighing.to_weigh(self.slice, sealed, where, at_once=at_once):
                if owner.id not in seen:
                    seen[owner.id] = list(see(Standing(owner, where)).families())
                for family in seen[owner.id]:
                    if finding.key in family.grounds:
                        family.grounds = {**family.grounds, finding.key: Ground.WEIGH}
                        self.raising.consider(owner, family, configured, finding)
        if at_once and (run := weighing.next_run(self.slice, sealed)) is not None:
            self.waiting.also(run, weighing.persons_of(sealed))

    def _find(self, family: FamilyView, configured: ConfiguredRule) -> None:
        keys = []
        for finding in _findings(family, configured):
            keys.append(finding.key)
            for recipient in self._addressees(family, finding):
                self.raising.consider(recipient, family, configured, finding)
        settles = configured.rule.lasts and not self.occasion.sharing_only
        if settles and self.raising.told_before(family.viewer.id, configured.rule.id):
            self.raising.settle(family, configured, keys, self.occasion.touched)

    def _settle_others(self, family: FamilyView, looked: set[str]) -> None:
        """An end, a follow-up or a role can also make a rule hold no longer that has nothing to say of it."""
        open_ = {match.rule for match in family.matches if match.open}
        for configured in self.slice.policy.rules:
            rule = configured.rule
            if rule.id in open_ and rule.id not in looked and rule.lasts:
                keys = [finding.key for finding in _findings(family, configured)]
                self.raising.settle(family, configured, keys, self.occasion.touched)

    def _addressees(self, family: FamilyView, finding: Finding) -> Iterable[Organisation]:
        if not finding.to_process_coordinator:
            return (family.viewer,)
        organisations = self.slice.policy.organisations
        return tuple(organisations[each] for each in organisations.process_coordinators)
