"""The figure ``large-family``: what one more signal costs a family with a long history, next to a short one.

A signal is decided over a state that is folded already, as it is in a process that serves: checks, disclosure for every
recipient, rules, matches and deadlines, facts. Pure computation, without database or network, so that nothing hides it.
"""

import gc
import itertools
import time
from datetime import UTC, datetime, timedelta
from statistics import median
from typing import Final

from hub.bench.figure import Figure
from hub.bench.story import BANDS, HEALTH, MOTHER, SCHOOL, SON, SUPPORT, Scene, Teller
from hub.bench.story import DAUGHTER as YOUNGEST
from hub.domain.catalogue import Severity
from hub.domain.organisations import Organisation
from hub.domain.slices.publish import PublishSignal, Relative, SignalDetails

SMALL: Final = 50
LARGE: Final = 5_000
YEARS: Final = 5
"""Over which the history was recorded: what ended earlier is not kept (DOMAIN.md 12)."""
_TODAY: Final = datetime(2026, 1, 15, 12, tzinfo=UTC)
_PARENT: Final = Relative(relation="parent", authority=True)
_TOPICS: Final = (
    (HEALTH, YOUNGEST, "missed-appointment"),
    (SCHOOL, SON, "school-absence"),
    (HEALTH, YOUNGEST, "parenting"),
    (SCHOOL, SON, "behaviour-change"),
    (SUPPORT, MOTHER, "debts"),
)
"""Who worries about whom, in turn: each concern is closed some weeks later."""
_CHILD: Final = (Relative(relation="child"),)
_OPEN: Final = 8
"""Concerns that are open at one time."""


def history(facts: int) -> Teller:
    """A family of so many facts at least: organisations worry, and resolve what they worried about, for years."""
    teller = Teller(_TODAY)
    first = YEARS * 365.0
    for organisation, persons in ((HEALTH, (YOUNGEST, SON, MOTHER)), (SCHOOL, (SON, MOTHER)), (SUPPORT, (MOTHER, SON))):
        relatives = tuple(_PARENT if person == MOTHER else Relative(relation="sibling") for person in persons[1:])
        teller.signal(first, organisation, persons, relatives if organisation is not SUPPORT else _CHILD)
        teller.consent(first, organisation)
    turns, open_ = itertools.cycle(_TOPICS), list[tuple[Organisation, str]]()
    while teller.number < facts:
        days_ago = max(1.0, first * (1 - teller.number / facts))
        organisation, person, category = next(turns)
        open_.append((organisation, teller.signal(days_ago, organisation, (person,), category=category)))
        if len(open_) > _OPEN:
            teller.close(days_ago, *open_.pop(0))
    for organisation in (HEALTH, SCHOOL, SUPPORT):
        teller.signal(1, organisation, (SON, MOTHER), (_PARENT,))
    return teller


def microseconds(teller: Teller, times: int) -> float:
    """Processor time of one more signal, the median of so many: each is decided over the history as it is."""
    numbers = itertools.count()
    details = SignalDetails(
        kind="concern",
        occurred_at=_TODAY - timedelta(hours=3),
        category="school-absence",
        severity=Severity.ATTENTION,
        relatives=(_PARENT,),
        kindcheck="named",
    )
    taken = []
    for _ in range(times):
        began = time.process_time_ns()
        state = teller.state.fork()
        scene = Scene(state, (SON, MOTHER), _TODAY, BANDS, lambda: f"bench-{next(numbers)}", teller.policy)
        PublishSignal(scene, teller.policy, SCHOOL.id, f"bench-{next(numbers)}", details).execute()
        taken.append((time.process_time_ns() - began) / 1000)
    return median(taken)


def measure_large_family(pairs: int, times: int) -> Figure:
    """The cost of one more signal in a long history as a multiple of that in a short one, in turn."""
    short, long = history(SMALL), history(LARGE)
    gc.collect()
    gc.freeze()
    cold = microseconds(long, 1)
    microseconds(short, times)
    taken = [(microseconds(long, times), microseconds(short, times)) for _ in range(pairs)]
    ratios = [large / small for large, small in taken]
    return Figure(
        name="large-family",
        unit="microseconds",
        value=median(large for large, _ in taken),
        against=median(small for _, small in taken),
        ratio=median(ratios),
        spread=(min(ratios), max(ratios)),
        baseline=f"the same in a family of {SMALL} facts",
        at_most=3.0,
        note=f"{LARGE} facts, warm; the first one: {cold:.0f} microseconds",
    )
