"""offer-received: whoever is asked to take something up hears of it at once, and hears no more once it answered."""

from typing import Any

import msgspec
import pytest

from hub.domain.facts import Fact
from tests.domain.builders import (
    CJG,
    MOTHER,
    NETWORK,
    NOA,
    SOCIAL_WORK,
    consent,
    coordination,
    followup,
    handover,
    involved,
    watch,
)
from tests.domain.history import findings, given, only

RULE = "offer-received"
KNOWN = [involved(SOCIAL_WORK, MOTHER, date="2014-01-15"), consent(SOCIAL_WORK)]
INVOLVED = [involved(each, MOTHER, NOA, date="2014-01-15") for each in (NETWORK, CJG)]
COORDINATION = msgspec.structs.replace(coordination(NETWORK, "proposed", "2014-07-15"), owner=SOCIAL_WORK.id)
WATCH = msgspec.structs.replace(watch(NETWORK, NOA, "proposed", "2014-07-15"), owner=SOCIAL_WORK.id)
ASKED = followup(SOCIAL_WORK, "interpretation-asked", NOA, MOTHER, date="2014-07-15", towards=CJG.id)


def told(history: Any, who: Any, at: str) -> list[Any]:
    return [found for family in history.families(who, at) for found in findings(RULE, family)]


@pytest.mark.parametrize(
    ("offer", "who"),
    [
        (handover(SOCIAL_WORK, NETWORK, "offered", "2014-07-15"), NETWORK),
        (COORDINATION, NETWORK),
        (WATCH, NETWORK),
        (ASKED, CJG),
    ],
    ids=["handover", "coordination", "watch", "interpretation"],
)
def test_who_is_asked_is_told_for_fourteen_days_and_nobody_else_is(offer: Fact, who: Any) -> None:
    history = given(KNOWN, INVOLVED, offer)

    found = only(told(history, who, "2014-07-28 23:59:59"))

    assert found.asks_nothing
    assert not told(history, who, "2014-07-29")
    for other in (NETWORK, CJG, SOCIAL_WORK):
        assert other is who or not told(history, other, "2014-07-16")


def test_a_handover_that_was_accepted_is_asked_no_more() -> None:
    taken = [handover(SOCIAL_WORK, NETWORK, step, "2014-07-15") for step in ("offered", "accepted")]
    assert not told(given(KNOWN, *taken), NETWORK, "2014-07-16")


def test_what_was_interpreted_is_asked_no_more() -> None:
    answer = followup(CJG, "interpretation-given", NOA, MOTHER, date="2014-07-16", of=ASKED.followup)
    history = given(KNOWN, INVOLVED, ASKED, answer)
    assert not told(history, CJG, "2014-07-17")


def test_what_one_takes_upon_oneself_is_no_offer() -> None:
    assert not told(given(KNOWN, handover(NETWORK, NETWORK, "offered", "2014-07-15")), NETWORK, "2014-07-16")


def test_an_offer_that_is_sealed_tells_nobody() -> None:
    history = given(KNOWN[:1], handover(SOCIAL_WORK, NETWORK, "offered", "2014-07-15"))
    assert not told(history, NETWORK, "2014-07-16")
