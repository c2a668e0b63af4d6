"""What has been recorded, as a decision sees it, and how an item is told to a viewer then."""

from collections.abc import Mapping, Sequence

from hub.configuration.load import load_disclosure
from hub.domain.ages import AgeBand
from hub.domain.circumstances import Circumstances
from hub.domain.disclosure import Disclosed, Ground, decide, disclose
from hub.domain.facts import Fact, SignalRecorded
from hub.domain.family import FamilyState
from hub.domain.items import Signal
from hub.domain.organisations import Organisation, Role, Sector
from tests.domain.builders import (
    AGES,
    CATALOGUE,
    CJG,
    FATHER,
    HALF_BROTHER,
    MOTHER,
    STEPMOTHER,
    TOM,
    at_home,
    on,
    signal,
)

NOW = "2013-05-01"
RULES = load_disclosure()
INVOLVED_ONLY = ("those-involved",)
FATHERS_HOME = (at_home(FATHER, "parent", authority=True), at_home(STEPMOTHER, "partner"), at_home(HALF_BROTHER))
TOMS_HOME = (at_home(TOM), at_home(MOTHER, "parent", authority=True))
WIJKTEAM = Organisation(id="wijkteam", name="WT", sector=Sector.WIJKTEAM, roles=frozenset({Role.SIGNALLING}))


def around(*facts: Fact | Sequence[Fact], at: str = NOW, ages: Mapping[str, AgeBand] = AGES) -> Circumstances:
    """What has been recorded, as a decision sees it then."""
    state = FamilyState()
    for each in facts:
        for fact in each if isinstance(each, Sequence) else [each]:
            state.fold(fact)
    return Circumstances(state, ages, CATALOGUE, on(at), rules=RULES)


def ground(viewer: Organisation, item: Fact | str, where: Circumstances) -> Ground | None:
    return decide(viewer, where.family.items[item if isinstance(item, str) else item.signal], where)  # type: ignore[attr-defined]


def shown(viewer: Organisation, item: SignalRecorded, where: Circumstances) -> Disclosed[Signal] | None:
    """How this signal is told to a viewer; None: sealed."""
    found = where.family.items[item.signal]
    assert isinstance(found, Signal)
    return next(disclose(viewer, where, [found]), None)


WORRY = signal(CJG, "parenting", TOM, MOTHER, date="2013-02-01")
"""Recorded before the GP is involved."""
