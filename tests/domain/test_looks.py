"""What a look that was not in order takes away, and what it leaves (DOMAIN.md 5.3)."""

from typing import Literal

import pytest

from hub.domain.disclosure import Ground, Standing
from hub.domain.facts import CoordinationRecorded, Fact, LookReviewed, ReasonConfirmed
from tests.domain.builders import CJG, GP, MOTHER, NOA, SCHOOL, TOM, at_home, consent, involved, joins, on, signal
from tests.domain.seeing import around, ground, shown

WORRY = signal(SCHOOL, "school-absence", TOM, date="2013-03-01")
NOAS_HOME = (at_home(MOTHER, "parent", authority=True), at_home(NOA))
OF_NOA = signal(SCHOOL, "school-absence", NOA, date="2013-03-02", household=NOAS_HOME)
OPENED = consent(SCHOOL, "2010-01-01", "those-involved")
MINE = involved(CJG, TOM, date="2013-02-01", household=())


def judged(date: str, *persons: str, decision: str = "not-in-order", owner: str = CJG.id) -> LookReviewed:
    return LookReviewed(
        recorded_at=on(date),
        look="l1",
        owner=owner,
        persons=persons or (TOM,),
        decision=decision,  # type: ignore[arg-type]
    )


def confirmed(date: str) -> ReasonConfirmed:
    return ReasonConfirmed(recorded_at=on(date), owner=CJG.id, persons=(TOM,), how="second-professional")


@pytest.mark.parametrize(
    ("facts", "sees"),
    [
        ((MINE,), True),
        ((MINE, judged("2013-02-02")), False),
        ((MINE, judged("2013-02-01")), False),
        ((MINE, judged("2013-01-31")), True),
        ((MINE, judged("2013-02-02", decision="in-order")), True),
        ((MINE, judged("2013-02-02", NOA)), True),
        ((MINE, judged("2013-02-02", owner=GP.id)), True),
        ((MINE, judged("2013-02-02"), confirmed("2013-02-03")), True),
        ((MINE, judged("2013-02-02"), confirmed("2013-02-02")), False),
        ((MINE, confirmed("2013-02-01"), judged("2013-02-02")), False),
        ((MINE, judged("2013-02-02"), involved(CJG, TOM, date="2013-02-03", household=())), True),
    ],
)
def test_after_a_look_that_was_not_in_order_what_was_done_before_is_no_reason(
    facts: tuple[Fact, ...], sees: bool
) -> None:
    found = ground(CJG, WORRY, around(OPENED, WORRY, *facts))
    assert (found is Ground.CONSENT) is sees


def test_ones_own_stays_ones_own() -> None:
    assert ground(CJG, MINE, around(MINE, judged("2013-02-02"))) is Ground.OWN


@pytest.mark.parametrize(("persons", "reaches"), [((), True), ((TOM,), False), ((NOA,), False), ((TOM, NOA), False)])
def test_what_was_stated_before_links_nobody_either_where_one_of_them_was_judged(
    persons: tuple[str, ...], reaches: bool
) -> None:
    link = joins(CJG, NOA, TOM, date="2013-02-01", role="child", joins=False)
    later = involved(CJG, TOM, date="2013-02-05", household=())
    facts = [MINE, link, *([judged("2013-02-03", *persons)] if persons else []), later]
    assert (ground(CJG, OF_NOA, around(OPENED, OF_NOA, *facts)) is not None) is reaches


STEPS: tuple[tuple[str, str, Literal["proposed", "accepted"]], ...] = (
    ("2013-02-01", SCHOOL.id, "proposed"),
    ("2013-02-02", CJG.id, "accepted"),
)


def test_a_role_that_another_gave_stands() -> None:
    offered, taken = (
        CoordinationRecorded(
            recorded_at=on(date),
            coordination="c1",
            owner=owner,
            coordinator=CJG.id,
            about=(TOM,),
            step=step,
            at=on(date),
        )
        for date, owner, step in STEPS
    )
    where = around(OPENED, WORRY, offered, taken, judged("2013-02-03"))
    assert ground(CJG, WORRY, where) is Ground.CONSENT
    assert Standing(CJG, where).made_itself(TOM) is None
    alone = around(OPENED, WORRY, taken, judged("2013-02-03"))
    assert ground(CJG, WORRY, alone) is None


def test_what_was_confirmed_at_the_very_moment_at_which_it_was_stated_links_since_always() -> None:
    link = joins(CJG, NOA, TOM, date="2013-04-01", role="child", joins=False)
    facts = (involved(CJG, TOM, date="2013-01-01", household=()), confirmed("2013-01-02"), link)
    later, earlier = around(OPENED, OF_NOA, *facts), around(OPENED, OF_NOA, *facts, confirmed("2013-04-01"))
    assert [shows.bare for shows in (shown(CJG, OF_NOA, later), shown(CJG, OF_NOA, earlier)) if shows] == [True, False]
