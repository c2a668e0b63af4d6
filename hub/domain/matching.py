"""From what changed to what is raised: rules run per recipient over what that recipient may see (DOMAIN.md 6 and 9).

A command re-evaluates only those whose view it changed. That an item sealed for someone evaluates nothing for them is
also the proof that it shows them nothing.
"""

from collections.abc import Iterable, Iterator, Mapping

import msgspec

from hub.domain import weighing
from hub.domain.disclosure import Ground, Standing
from hub.domain.facts.matches import Deadline, DeadlinesSet, MatchRaised, Shown
from hub.domain.family import FamilyState
from hub.domain.items import Item, Match
from hub.domain.linked import called, renamed
from hub.domain.organisations import Organisation
from hub.domain.rules.rule import Change, ConfiguredRule, Finding
from hub.domain.rules.weigh import WEIGH
from hub.domain.slices.base import HubSlice
from hub.domain.term_of_answer import term_of
from hub.domain.terms import local_day
from hub.domain.view import FamilyView, own_matches, see


class Occasion(msgspec.Struct, frozen=True, kw_only=True):
    """Why rules look again: what changed, or that a deadline came.

    ``change`` None with no ``only``: sharing of ``touched`` changed, and every rule looks. ``only`` names the one rule
    whose moment came, for everyone. ``touched`` are the items that changed: only who may see one of them looks anew.
    """

    change: Change | None = None
    touched: tuple[Item, ...] = ()
    only: str | None = None
    whose: str | None = None
    """With ``only``: the one organisation that waited for this moment."""
    own_view: bool = False
    """What the actor itself may see changed, and nothing for anybody else."""
    actor: Standing | None = None
    """The actor's standing from before the change, where the change itself takes it away (an end)."""
    joined: bool = False
    """Who belongs together changed, so that the actor's own view is not what it was either."""

    @property
    def sharing_only(self) -> bool:
        """Others may now see items that were there before; the actor's own view stays as it was."""
        return self.change is None and self.only is None and not self.own_view


def raise_matches(slice_: HubSlice, occasion: Occasion) -> list[MatchRaised]:
    """Evaluate the rules for everyone whose view changed and record what they raise. Returns what was raised."""
    engine = _Engine(slice_, occasion)
    for standing in engine.standings():
        view = see(standing)
        if standing.viewer.id == slice_.organisation:
            slice_.saw = view.grounds
        for family in view.families():
            engine.look(family, actor=standing.viewer.id == slice_.organisation)
    raised = list(engine.raised)  # a request to weigh comes to the inbox, and stands in no answer
    if occasion.only is None:
        engine.weigh(at_once=True)
    engine.set_deadlines()
    return raised


def weigh_together(slice_: HubSlice) -> None:
    """The daily run over everything (DOMAIN.md 6(b)): ask owners of sealed concerns to weigh, and tell nobody else."""
    _Engine(slice_, Occasion(only=WEIGH.id)).weigh(at_once=False)


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


class _Engine:
    """One run of the rules within one slice."""

    def __init__(self, slice_: HubSlice, occasion: Occasion) -> None:
        self.slice = slice_
        self.occasion = occasion
        self.where = slice_.circumstances()
        self.raised: list[MatchRaised] = []
        self.due: dict[str, Deadline] = {}
        self.waiting_for: dict[str, tuple[str, ...]] = {}
        """Deadline -> the persons of the family that waits. Not everybody whom a consent names is of one circle."""
        self.rules = {
            actor: tuple(each for each in slice_.policy.rules if _concerns(each, occasion, actor=actor))
            for actor in (True, False)
        }

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
        state, organisations = self.slice.state, self.slice.policy.organisations
        candidates = set(state.parties)
        if self.slice.organisation in organisations:
            candidates.add(self.slice.organisation)
        for exception in state.exceptions.values():
            if exception.open(self.slice.now):
                candidates.update(organisations.named_by(exception.recipients))
        return candidates

    def look(self, family: FamilyView, *, actor: bool) -> None:
        """Evaluate the rules that this occasion concerns over one family as one recipient sees it."""
        for configured in self.rules[actor]:
            if _speaks(configured, self.occasion):
                self._find(family, configured)
            self._wait(family, configured)
        told = [each for each in self.raised if each.recipient == family.viewer.id and each.notification]
        if any(each.lane == "ordinary" for each in told):
            self._join(family)
        if told:
            self._wait_for_answers(family)

    def weigh(self, *, at_once: bool) -> None:
        """Ask those owners to weigh over whose sealed concerns a rule would speak, were nothing sealed."""
        where, sealed = self.where, weighing.sealed_concerns(self.where)
        for configured in (each for each in self.slice.policy.rules if sealed and each.rule.id == WEIGH.id):
            for owner, finding in weighing.to_weigh(self.slice, sealed, where, at_once=at_once):
                for family in see(Standing(owner, where)).families():
                    if finding.key in family.grounds:
                        family.grounds = {**family.grounds, finding.key: Ground.WEIGH}
                        self._consider(owner, family, configured, finding)
        if at_once and (run := weighing.next_run(self.slice, sealed)) is not None:
            self.due.setdefault(run.id, run)
            self.waiting_for.setdefault(run.id, tuple(self.slice.state.members))

    def _join(self, family: FamilyView) -> None:
        """What waits for a message is told with the one that goes out now."""
        for configured in self.slice.policy.rules:
            for finding in configured.rule.find(family, configured.parameters) if configured.rule.joins else ():
                if self._known(family.viewer, family, configured, finding) is None:
                    self._raise(family.viewer, family, configured, finding, None)

    def _find(self, family: FamilyView, configured: ConfiguredRule) -> None:
        for finding in configured.rule.find(family, configured.parameters):
            for recipient in self._addressees(family, finding):
                self._consider(recipient, family, configured, finding)

    def _wait_for_answers(self, family: FamilyView) -> None:
        """Whoever was told something is to answer: the rules on answers wait from now."""
        family.matches = own_matches(self.slice.state, family)
        for configured in self.slice.policy.rules:
            if configured.rule.answers:
                self._wait(family, configured)

    def _wait(self, family: FamilyView, configured: ConfiguredRule) -> None:
        rule = configured.rule
        if rule.due is None or not family.persons:
            return  # of nobody anything is recorded yet: what is recorded first sets the moments
        for moment in rule.due(family, configured.parameters):
            whose = family.viewer.id if rule.own_duty or rule.answers else None
            key = moment.key if whose is None else f"{whose}:{moment.key}"
            id_ = f"{rule.id}:{family.persons[0]}:{key}:{moment.due:%Y%m%dT%H%M%S}"
            self.due.setdefault(id_, Deadline(id=id_, rule=rule.id, due=moment.due, whose=whose))
            self.waiting_for.setdefault(id_, family.persons)

    def _addressees(self, family: FamilyView, finding: Finding) -> Iterable[Organisation]:
        if not finding.to_process_coordinator:
            return (family.viewer,)
        organisations = self.slice.policy.organisations
        return tuple(organisations[each] for each in organisations.process_coordinators)

    def _consider(
        self, recipient: Organisation, family: FamilyView, configured: ConfiguredRule, finding: Finding
    ) -> None:
        """Open a match, let one grow and speak, or stay quiet (DOMAIN.md 9, quiet by design)."""
        known = self._known(recipient, family, configured, finding)
        if known is None:
            if finding.quiet:
                self.slice.record(match_as_it_stands(self.slice, family, configured, finding, None))
            else:
                self._raise(recipient, family, configured, finding, known)
            return
        news = finding.speaks_for - known.speaks_for
        if news and self._brought_by_another(recipient):
            self._raise(recipient, family, configured, finding, known)

    def _brought_by_another(self, recipient: Organisation) -> bool:
        return self.slice.organisation != recipient.id

    def _known(
        self, recipient: Organisation, family: FamilyView, configured: ConfiguredRule, finding: Finding
    ) -> Match | None:
        for match in self.slice.state.matches.values():
            if match.withdrawn or match.recipient != recipient.id or match.rule != configured.rule.id:
                continue
            if match.key == finding.key and match.anchor in family.persons:
                return match
        return None

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
            match_as_it_stands(self.slice, family, configured, finding, known),
            recipient=recipient.id,
            speaks_for=tuple(sorted(finding.speaks_for | told_of)),
            notification=self.slice.ids(),
            message=self._message(recipient, family, finding),
            answer_by=None if finding.asks_nothing else term_of(family, finding),
        )
        self.slice.record(fact)
        self.raised.append(fact)

    def _message(self, recipient: Organisation, family: FamilyView, finding: Finding) -> str:
        """One message per recipient, family and day gathers everything; acute and violence stand apart.

        Violence that an acute concern tells of in the same decision is told in the same message.
        """
        for raised in self.raised if finding.lane == "violence" else ():
            if raised.lane == "acute" and raised.recipient == recipient.id and raised.message:
                return raised.message
        today = local_day(self.slice.now)
        for match in self.slice.state.matches.values():
            same = match.recipient == recipient.id and match.lane == finding.lane == "ordinary"
            if same and match.message and local_day(match.raised_at) == today and match.anchor in family.persons:
                return match.message
        return self.slice.ids()

    def set_deadlines(self) -> None:
        """Record the moments that rules on time wait for and that nobody waits for yet."""
        state = self.slice.state
        new = tuple(each for id_, each in sorted(self.due.items()) if id_ not in state.deadlines)
        if new:
            persons = tuple(dict.fromkeys(person for each in new for person in self.waiting_for[each.id]))
            self.slice.record(DeadlinesSet(recorded_at=self.slice.now, persons=persons, deadlines=new))


def as_told(state: FamilyState, family: FamilyView) -> Mapping[str, str]:
    """By which pseudonym the viewer of a family is told of each linked person in it."""
    if not state.names:
        return state.names
    items = state.as_stated.items
    seen = ((items[item.id].owner, items[item.id].about) for item in family.items if item.id in items)
    return called(seen, family.viewer.id, state.names)


def _own_professional(family: FamilyView) -> str | None:
    """On whose name the recipient's own latest item in this family stands: the match is theirs (DOMAIN.md 7)."""
    own = (each for each in family.items if each.owner == family.viewer.id and each.professional is not None)
    latest = max(own, key=lambda each: each.recorded_at, default=None)
    return None if latest is None else latest.professional


def _shown(family: FamilyView, finding: Finding) -> Iterator[Shown]:
    for item in dict.fromkeys(finding.items):
        yield Shown(item=item, ground=family.grounds.get(item, Ground.OWN).value)


def _concerns(configured: ConfiguredRule, occasion: Occasion, *, actor: bool) -> bool:
    """Whether the rule is looked at for a recipient at this occasion: who acts, or anybody else."""
    rule = configured.rule
    if rule.page_only:
        return False
    if occasion.only is not None:
        return rule.id == occasion.only
    if rule.own_duty and not actor:
        return False
    if occasion.sharing_only:
        return rule.own_duty or not actor or occasion.joined
    return occasion.change in rule.looks_at


def _speaks(configured: ConfiguredRule, occasion: Occasion) -> bool:
    """Whether it may speak now: a rule on time only when its moment comes, or when sharing opens what was there.

    What an organisation owes by a moment speaks at that moment alone: that it shares something is no reminder.
    """
    if configured.rule.own_duty and configured.rule.on_time:
        return occasion.only is not None
    return occasion.change is None or not configured.rule.on_time
