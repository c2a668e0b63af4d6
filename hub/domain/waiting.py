"""Moments that rules on time wait for: recorded once, however many views wait for the same."""

from hub.domain.facts.matches import Deadline, DeadlinesSet
from hub.domain.rules.rule import ConfiguredRule
from hub.domain.slices.base import HubSlice
from hub.domain.view import FamilyView, own_matches


class Waiting:
    """What one run of the rules comes to wait for."""

    def __init__(self, slice_: HubSlice) -> None:
        self._slice = slice_
        self._due: dict[str, Deadline] = {}
        self._persons: dict[str, tuple[str, ...]] = {}
        """Deadline -> the persons of the family that waits. Not everybody whom a consent names is of one circle."""

    def look(self, family: FamilyView, configured: ConfiguredRule) -> None:
        """The moments this rule waits for over one family, as one recipient sees it."""
        rule = configured.rule
        if rule.due is None or not family.persons:
            return  # of nobody anything is recorded yet: what is recorded first sets the moments
        known, whose = self._slice.state.deadlines, family.viewer.id if rule.own_duty or rule.answers else None
        for moment in rule.due(family, configured.parameters):
            key = moment.key if whose is None else f"{whose}:{moment.key}"
            id_ = f"{rule.id}:{family.persons[0]}:{key}:{moment.due:%Y%m%dT%H%M%S}"
            if id_ not in known and id_ not in self._due:
                self._due[id_] = Deadline(id=id_, rule=rule.id, due=moment.due, whose=whose)
                self._persons[id_] = family.persons

    def also(self, deadline: Deadline, persons: tuple[str, ...]) -> None:
        """Wait for this moment as well, about these persons."""
        if deadline.id not in self._slice.state.deadlines:
            self._due.setdefault(deadline.id, deadline)
            self._persons.setdefault(deadline.id, persons)

    def for_answers(self, family: FamilyView) -> None:
        """Whoever was told something is to answer: the rules on answers wait from now."""
        family.matches = own_matches(self._slice.state, family)
        for configured in self._slice.policy.rules:
            if configured.rule.answers:
                self.look(family, configured)

    def record(self) -> None:
        """Record what nobody waited for yet."""
        if self._due:
            new = tuple(self._due[id_] for id_ in sorted(self._due))
            persons = tuple(dict.fromkeys(person for each in new for person in self._persons[each.id]))
            self._slice.record(DeadlinesSet(recorded_at=self._slice.now, persons=persons, deadlines=new))
