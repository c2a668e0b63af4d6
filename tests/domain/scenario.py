"""Given facts, when a slice decides, then facts: ``history(...).when(EndSignal, GP, "s1", on="2013-06-01", ...)``.

Goes through the real fold, the shipped catalogue and the shipped rules. What the rules raise (matches, deadlines) is
kept apart from what the slice itself records, so that a test of one does not repeat the other.
"""

from collections.abc import Callable, Iterable, Mapping
from itertools import count
from typing import Any

from hub.configuration.load import load_disclosure, load_legal_bases
from hub.domain.ages import AgeBand
from hub.domain.document import to_document
from hub.domain.errors import Refusal
from hub.domain.facts import DeadlinesSet, Fact, MatchRaised, MatchWithdrawn
from hub.domain.facts.matches import Deadline
from hub.domain.family import FamilyState
from hub.domain.organisations import Organisation, Organisations, Role, Sector
from hub.domain.policy import Policy
from hub.domain.professionals import Professional, ProfessionalRole, Professionals
from hub.domain.slices.base import HubSlice
from hub.ledger.ports import Context
from tests.domain.builders import AGES, CATALOGUE, ORGANISATIONS, on
from tests.domain.history import RULES


def professional(
    organisation: Organisation, code: str, *roles: ProfessionalRole, confirm_by: str = "2100-01-01", **fields: Any
) -> Professional:
    """A professional of this organisation, in every role unless said otherwise."""
    return Professional(
        id=code,
        organisation=organisation.id,
        roles=frozenset(roles or ProfessionalRole),
        designated_at=on("2000-01-01"),
        confirm_by=on(confirm_by),
        **fields,
    )


MUNICIPALITY = Organisation(
    id="municipality", name="MUNICIPALITY", sector=Sector.MUNICIPALITY, roles=frozenset({Role.MUNICIPALITY})
)
VEILIG_THUIS = Organisation(
    id="vt", name="VT", sector=Sector.VEILIG_THUIS, roles=frozenset({Role.SIGNALLING, Role.INTERPRETING})
)
WIJKTEAM = Organisation(
    id="wijkteam", name="WIJKTEAM", sector=Sector.WIJKTEAM, roles=frozenset({Role.SIGNALLING, Role.MAY_COORDINATE})
)
BAILIFF = Organisation(
    id="bailiff",
    name="BAILIFF",
    sector=Sector.BAILIFF,
    roles=frozenset({Role.SIGNALLING}),
    publishes_through="housing",
)
EVERYBODY = Organisations((*ORGANISATIONS, MUNICIPALITY, VEILIG_THUIS, WIJKTEAM, BAILIFF))
POLICY = Policy(
    EVERYBODY,
    CATALOGUE,
    tuple(RULES.values()),
    load_legal_bases(),
    Professionals(professional(each, code) for each in EVERYBODY for code in ("p-1", "p-2")),
    load_disclosure(),
)
"""Every organisation has two professionals, who hold every role."""


class Decided:
    """What came of one slice."""

    def __init__(self, slice_: HubSlice, refusal: Refusal | None, *, untouched: bool) -> None:
        self.refusal = refusal
        self.untouched = untouched
        self.outcome = slice_.outcome
        self.state = slice_.state
        self.facts: list[Fact] = [] if refusal else [tagged.decision for tagged in slice_.collect_events()]

    def then(self, *facts: Fact) -> "Decided":
        """The slice recorded exactly these facts, apart from what the rules raised."""
        self.accepted()
        assert [each for each in self.facts if not isinstance(each, DeadlinesSet | MatchRaised | MatchWithdrawn)] == [
            *facts
        ]
        return self

    def accepted(self) -> "Decided":
        """The slice was not refused. Raises what it was refused with."""
        if self.refusal is not None:
            raise self.refusal
        return self

    def refused(self, kind: type[Refusal], *codes: str) -> None:
        """It was refused with these faults, and left what was given as it was."""
        assert type(self.refusal) is kind
        assert [fault.code for fault in self.refusal.faults] == list(codes)
        assert self.untouched

    def only(self, kind: type[Any]) -> Any:
        """The one fact of this kind."""
        (fact,) = [each for each in self.accepted().facts if isinstance(each, kind)]
        return fact

    @property
    def told(self) -> set[tuple[str, str]]:
        """(recipient, rule) of what spoke."""
        raised = (each for each in self.accepted().facts if isinstance(each, MatchRaised))
        return {(each.recipient, each.rule) for each in raised if each.notification is not None}

    @property
    def took_back(self) -> set[tuple[str, str]]:
        """(recipient, reason) of what was withdrawn with a word to its recipient."""
        withdrawn = (each for each in self.accepted().facts if isinstance(each, MatchWithdrawn))
        return {(each.recipient, each.reason) for each in withdrawn if each.notification is not None}

    @property
    def waits(self) -> list[Deadline]:
        """The deadlines that were set."""
        return [d for each in self.accepted().facts if isinstance(each, DeadlinesSet) for d in each.deadlines]


class History:
    """What has been recorded so far: facts as given, and what earlier slices decided."""

    def __init__(self, facts: Iterable[Fact] = (), ages: Mapping[str, AgeBand] = AGES) -> None:
        self.state = FamilyState()
        self._ids = count()
        self._ages = ages
        for fact in facts:
            self.state.fold(fact)

    def when(
        self,
        slice_: Callable[..., HubSlice],
        organisation: Organisation | None,
        *arguments: Any,
        on: str,
        persons: tuple[str, ...] = (),
        by: Any = None,
        policy: Any = POLICY,
        **fields: Any,
    ) -> Decided:
        """One decision over a copy of the history; ``organisation`` None for what the hub decides by itself.

        ``by`` is the professional on whose name it is.
        """
        before = to_document(self.state)
        actor = () if organisation is None else (organisation.id,)
        decision = slice_(self._situation(on, persons, self._ages), policy, *actor, *arguments, **fields)
        decision.professional = by
        refusal = None
        try:
            decision.execute()
        except Refusal as refused:
            refusal = refused
        return Decided(decision, refusal, untouched=to_document(self.state) == before)

    def after(self, decided: Decided) -> "History":
        """The history that goes on from there."""
        later = History((), self._ages)
        later.state, later._ids = decided.accepted().state, self._ids
        return later

    def _situation(self, moment: str, persons: tuple[str, ...], ages: Mapping[str, AgeBand]) -> Context:
        return Context(self.state.fork(), persons, on(moment), ages, lambda: f"made-{next(self._ids)}")


def history(*facts: Fact | Iterable[Fact], ages: Mapping[str, AgeBand] = AGES) -> History:
    """What has been recorded, in this order."""
    return History((fact for each in facts for fact in ([each] if isinstance(each, Fact) else each)), ages)
