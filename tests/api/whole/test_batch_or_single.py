"""A batch says what its lines say one by one: the same signals, the same matches, family by family."""

from collections import Counter
from typing import Any
from uuid import uuid4

import pytest

from hub.domain.facts import DeadlinesSet, MatchRaised, SignalRecorded
from tests.api.whole.conftest import Whole
from tests.api.whole.given import concern, involvement

STORY = (
    involvement(household=None),
    *(concern(occurred_at=f"2026-11-{day}T09:00:00Z", household=None) for day in ("17", "18", "19")),
)
"""What the school has to say of each child: the third absence is a pattern."""
Came = Counter[tuple[str, ...]]


def lines(family: int) -> list[dict[str, Any]]:
    child = {
        "family_name": "Zonderland",
        "given_names": f"Kind{chr(97 + family // 26 % 26)}{chr(97 + family % 26)}",
        "born": f"2018-{family % 12 + 1:02}-{family % 28 + 1:02}",
        "postcode": f"{1000 + family}AA",
        "house_number": family + 1,
    }
    return [{**body, "subject": child, "idempotency_key": uuid4().hex} for body in STORY]


async def came_of(whole: Whole, signals: dict[str, int]) -> dict[int, Came]:
    """By family: what was recorded of it, by kind, rule and recipient. ``signals``: identifier -> family."""
    facts, position = [], 0
    while page := await whole.hub.reader.page(position, 1_000):
        position = page[-1].position
        facts += [each.fact for each in page]
    told = {f.subject: signals[f.signal] for f in facts if isinstance(f, SignalRecorded)}
    came: dict[int, Came] = {family: Counter() for family in signals.values()}
    for fact in facts:
        match fact:
            case SignalRecorded():
                came[told[fact.subject]][("signal", fact.category or "")] += 1
            case MatchRaised():
                came[told[fact.persons[0]]][("match", fact.rule, fact.recipient)] += 1
            case DeadlinesSet() if fact.persons:
                for each in fact.deadlines:
                    came[told[fact.persons[0]]][("deadline", each.rule, f"{each.due:%Y-%m-%d}")] += 1
            case _:
                pass
    return came


async def batch_or_single(whole: Whole, families: int) -> None:
    """The stories of so many families in one batch, and of as many others one by one."""
    together = [(family, line) for family in range(families) for line in lines(family)]
    answers = await whole.batch("school", "/v1/signals/_batch", [line for _, line in together])
    signals = {answer["answer"]["id"]: family for (family, _), answer in zip(together, answers, strict=True)}
    for family in range(families, 2 * families):
        for line in lines(family):
            body = {name: value for name, value in line.items() if name != "idempotency_key"}
            headers = {"idempotency-key": line["idempotency_key"]}
            answer = await whole.clients["school"].post("/v1/signals", json=body, headers=headers)
            assert answer.status_code == 201, answer.text
            signals[answer.json()["id"]] = family
    came = await came_of(whole, signals)
    assert len(came) == 2 * families
    assert {frozenset(each.items()) for each in came.values()} == {frozenset(came[0].items())}
    assert came[0][("match", "repetition", "school")] == 1


async def test_a_batch_of_signals_equals_as_many_single_ones(whole: Whole) -> None:
    await batch_or_single(whole, 5)


@pytest.mark.soak
async def test_a_batch_of_a_thousand_signals_equals_a_thousand_single_ones(whole: Whole) -> None:
    await batch_or_single(whole, 250)
