"""One family as the figures know it, told through the real slices: 4 persons, 3 organisations, 20 facts, 8 signals.

A story is told once, with placeholders for persons and identifiers. ``hub.bench.families`` puts others in their place
for every family, so that a hundred thousand of them cost no more than copying bytes.
"""

import itertools
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, Final

import msgspec

from hub.configuration.load import load_catalogue, load_legal_bases, load_rules
from hub.domain.ages import AgeBand
from hub.domain.catalogue import Severity
from hub.domain.facts.base import Fact
from hub.domain.facts.followup import FollowUpRecorded
from hub.domain.facts.signals import Informed
from hub.domain.family import FamilyState
from hub.domain.items import Signal
from hub.domain.organisations import Organisation, Organisations, Role, Sector
from hub.domain.policy import Policy
from hub.domain.rules import configured
from hub.domain.slices.base import HubSlice
from hub.domain.slices.consent_details import Answer, ConsentDetails
from hub.domain.slices.ending import EndSignal
from hub.domain.slices.publish import PublishSignal, Relative, SignalDetails
from hub.domain.slices.sharing import RecordConsent

FACTS: Final = 20
OPEN_SIGNALS: Final = 8
MOTHER, FATHER, SON, DAUGHTER = PERSONS = tuple("p" + letter * 25 for letter in "abcd")
"""Placeholders, as long as pseudonyms."""
BANDS: Final = {
    MOTHER: AgeBand.ADULT,
    FATHER: AgeBand.ADULT,
    SON: AgeBand.UNDER_TWELVE,
    DAUGHTER: AgeBand.UNDER_FOUR,
}

HEALTH = Organisation(
    id="bench-health",
    name="Jeugdgezondheidszorg",
    sector=Sector.YOUTH_HEALTH_CARE,
    roles=frozenset({Role.SIGNALLING, Role.INTERPRETING, Role.BASIC_CARE}),
)
SUPPORT = Organisation(
    id="bench-support",
    name="Maatschappelijk werk",
    sector=Sector.SOCIAL_WORK,
    roles=frozenset({Role.SIGNALLING, Role.MAY_COORDINATE}),
)
SCHOOL = Organisation(
    id="bench-school", name="Basisschool", sector=Sector.SCHOOL, roles=frozenset({Role.SIGNALLING, Role.BASIC_CARE})
)
ORGANISATIONS: Final = (HEALTH, SUPPORT, SCHOOL)

_BY_NAME = tuple(f"sector:{each.sector}" for each in ORGANISATIONS)
_PARENT = Relative(relation="parent", authority=True)
_HOUSEHOLD = (_PARENT, _PARENT, Relative(relation="sibling"))


class Told(msgspec.Struct, frozen=True):
    """The facts of one family, and the placeholders in them for identifiers."""

    facts: tuple[Fact, ...]
    identifiers: tuple[str, ...]


class Scene(msgspec.Struct, frozen=True):
    """What a slice is given (``hub.domain.slices.base.Situation``)."""

    state: Any
    persons: tuple[str, ...]
    now: datetime
    ages: Mapping[str, Any]
    ids: Callable[[], str]
    policy: Policy
    circle: None = None


def policy() -> Policy:
    """The shipped catalogue and rules, and the three organisations."""
    return Policy(Organisations(ORGANISATIONS), load_catalogue(), configured(load_rules()), load_legal_bases())


def tell(today: datetime) -> Told:
    """The story of a family up to ``today`` (UTC), over the last nine days, before any term has passed."""
    teller = Teller(today)
    teller.signal(9, HEALTH, (SON, MOTHER, FATHER, DAUGHTER), _HOUSEHOLD)
    teller.consent(8.5, HEALTH)
    teller.signal(8, SCHOOL, (SON, MOTHER), (_PARENT,))
    teller.consent(7.5, SCHOOL)
    teller.signal(7, SUPPORT, (MOTHER, SON), (Relative(relation="child"),))
    teller.signal(6, SCHOOL, (SON,), category="school-absence")
    teller.signal(5, HEALTH, (DAUGHTER,), category="parenting")
    teller.signal(4, SUPPORT, (MOTHER,), category="debts")
    teller.signal(3, SCHOOL, (SON,), category="behaviour-change")
    teller.signal(2, HEALTH, (DAUGHTER,), category="family-conflict")
    return teller.end()


class Teller:
    """Decides act after act on the state that the acts before it left."""

    def __init__(self, today: datetime) -> None:
        self._today = today
        self.policy = policy()
        self.state = FamilyState()
        self._facts: list[Fact] = []
        self._identifiers: list[str] = []
        self._numbers = itertools.count(1)

    def signal(
        self,
        days_ago: float,
        organisation: Organisation,
        persons: tuple[str, ...],
        relatives: tuple[Relative, ...] = (),
        category: str | None = None,
    ) -> str:
        """An involvement, or a concern where there is a category; its identifier."""
        scene = self._scene(days_ago, persons)
        details = SignalDetails(
            kind="concern" if category else "involvement",
            occurred_at=scene.now - timedelta(hours=3),
            state=None if category else "started",
            category=category,
            severity=Severity.ATTENTION if category else None,
            relatives=relatives,
            kindcheck="named",
            informed=tuple(Informed(on=scene.now - timedelta(hours=1)) for _ in persons),
            informed_persons=tuple(range(len(persons))),
        )
        signal = self._id()
        self._decide(PublishSignal(scene, self.policy, organisation.id, signal, details))
        return signal

    def consent(self, days_ago: float, organisation: Organisation) -> None:
        """Both parents consent, about everybody, to every sector by name."""
        scene = self._scene(days_ago, PERSONS)
        given = Answer(capacity="authority", answer="given", on=scene.now - timedelta(hours=1))
        details = ConsentDetails(answers=(given, given), recipients=_BY_NAME)
        self._decide(RecordConsent(scene, self.policy, organisation.id, self._id(), details))

    @property
    def number(self) -> int:
        """How many facts there are by now."""
        return len(self._facts)

    def close(self, days_ago: float, organisation: Organisation, signal: str) -> None:
        """A concern is resolved."""
        scene = self._scene(days_ago, ())
        self._decide(
            EndSignal(
                scene,
                self.policy,
                organisation.id,
                signal,
                ended_at=scene.now,
                outcome="resolved",
                confirm_unwatched=True,
            )
        )

    def end(self) -> Told:
        """The story, brought to its number of facts by visits to the children in the last week.

        Raises ValueError when rules or slices have come to record so much that the workload would be another one.
        """
        signals = [item for item in self.state.items.values() if isinstance(item, Signal) and item.active(self._today)]
        if len(signals) != OPEN_SIGNALS or len(self._facts) > FACTS:
            raise ValueError(f"{len(signals)} open signals and {len(self._facts)} facts: tell the story differently")
        while len(self._facts) < FACTS:
            self._facts.append(self._visit(self._today - timedelta(days=FACTS - len(self._facts))))
        return Told(tuple(self._facts), tuple(self._identifiers))

    def _visit(self, at: datetime) -> Fact:
        return FollowUpRecorded(
            recorded_at=at,
            followup=self._id(),
            owner=HEALTH.id,
            code="child-seen",
            about=(DAUGHTER,),
            occurred_at=at - timedelta(hours=1),
        )

    def _decide(self, decision: HubSlice) -> None:
        decision.execute()
        self.state = decision.state
        self._facts.extend(tagged.decision for tagged in decision.collect_events())

    def _scene(self, days_ago: float, persons: tuple[str, ...]) -> Scene:
        return Scene(self.state.fork(), persons, self._today - timedelta(days=days_ago), BANDS, self._id, self.policy)

    def _id(self) -> str:
        self._identifiers.append(f"{next(self._numbers):032x}")
        return self._identifiers[-1]
