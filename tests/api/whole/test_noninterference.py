"""What is sealed to somebody changes nothing that they can observe: content, status, order, errors (DOMAIN.md 6).

One hub, looked at before and after others record what stays sealed to the viewer; every read is asked again, and every
answer is the same to the last byte. The moment stands still, so that only what was recorded differs.
"""

import random
from collections.abc import Callable
from typing import Any

import pytest

from tests.api.whole.conftest import Whole
from tests.api.whole.given import CHILD, MOTHER, STRANGER, Json, concern, consent, exception, involvement
from tests.api.whole.test_families import SEARCH, question

AT = "2026-11-21T10:00:00Z"
FATHER = {"family_name": "Zonderland", "given_names": "Sem", "born": "1985-02-03"}
VIEWERS = ("cjg", "wijkteam", "corporation", "gemeente")
"""Who is involved, who asks with a purpose, who is limited, and who is the municipality."""
SEALED = ("school", "police", "shelter")
"""Who records what stays sealed to all of these."""


async def seen(whole: Whole, viewer: str, references: dict[str, str]) -> dict[str, tuple[int, bytes]]:
    """Every answer that this viewer can get without recording anything."""
    client = whole.clients[viewer]
    reads = [
        "/v1/signals",
        "/v1/matches",
        "/v1/notifications",
        "/v1/tasks?whose=organisation",
        "/v1/matches/nothing",
        "/v1/signals/nothing",
        "/v1/families/r1nobody",
    ]
    mine = references.get(viewer, "r1nobody")
    reads += [f"/v1/families/{mine}{more}{purpose}" for more in ("", "/timeline") for purpose in ("", "?purpose=help")]
    reads.append(f"/v1/families/{mine}/known?on=2026-11-21")
    found = {path: await client.get(path) for path in reads}
    for match in found["/v1/matches"].json().get("matches", ()):
        path = f"/v1/matches/{match['id']}"
        found[path] = await client.get(path)
    for name, subject in (("child", CHILD), ("mother", MOTHER), ("father", FATHER), ("stranger", STRANGER)):
        found[name] = await client.post(SEARCH, json=question(subject))
    return {path: (answer.status_code, answer.content) for path, answer in found.items()}


async def everything(whole: Whole, references: dict[str, str]) -> dict[str, dict[str, tuple[int, bytes]]]:
    return {viewer: await seen(whole, viewer, references) for viewer in VIEWERS}


class Secrets:
    """What others record and nobody of ``VIEWERS`` may see, drawn one after the other."""

    def __init__(self, whole: Whole, seed: int) -> None:
        self.whole = whole
        self.random = random.Random(seed)
        self.own: dict[str, list[Json]] = {who: [] for who in SEALED}
        self.acts: list[Callable[[str], Any]] = [
            self.signal, self.signal, self.worry, self.refusal, self.exception, self.roster, self.member, self.fact,
            self.coordinate, self.watch, self.hand_over, self.end, self.retract,
        ]  # fmt: skip

    async def record(self, count: int) -> None:
        for _ in range(count):
            await self.random.choice(self.acts)(self.random.choice(SEALED))

    async def signal(self, who: str) -> None:
        household = self.random.choice(([], [{"relation": "parent", "subject": FATHER}]))
        self.own[who].append(await self.whole.publish(who, involvement(household=household)))

    async def worry(self, who: str) -> None:
        category = "school-absence" if who == "school" else self.random.choice(("domestic-violence", "neglect"))
        severity = self.random.choice(("attention", "serious", "acute"))
        self.own[who].append(await self.whole.publish(who, concern(category, severity, household=[])))

    async def refusal(self, who: str) -> None:
        await self.whole.post(who, "/v1/consents", consent(self.random.choice(("refused", "unreachable", "not-asked"))))

    async def exception(self, who: str) -> None:
        mine = self.own[who]
        if mine:
            other = "police" if who == "school" else "school"
            await self.whole.post(who, "/v1/safety-exceptions", exception([mine[-1]["id"]], (other,)))

    async def roster(self, who: str) -> None:
        if who == "school":
            line = {"subject": self.random.choice((CHILD, STRANGER)), "since": "2026-09-01"}
            await self.whole.batch(who, "/v1/directory/_batch", [line])

    async def member(self, who: str) -> None:
        await self._family(who, "members", {"subject": FATHER, "role": "ex-partner", "since": "2026-10-01"})

    async def fact(self, who: str) -> None:
        await self._family(who, "facts", {"code": "child-seen", "occurred_at": AT})

    async def coordinate(self, who: str) -> None:
        if who == "shelter":
            await self._family(who, "coordinator", {"step": "accept", "at": AT}, 201, 409, 404)

    async def watch(self, who: str) -> None:
        await self._family(who, "watchers", {"step": "accept", "at": AT})

    async def hand_over(self, who: str) -> None:
        await self._family(who, "handovers", {"to": "shelter" if who == "police" else "police", "at": AT})

    async def end(self, who: str) -> None:
        if self.own[who]:
            body = {"ended_at": AT, "outcome": "ended", "confirm_unwatched": True}
            await self._post(who, f"/v1/signals/{self.own[who].pop(0)['id']}/_end", body, 200, 400, 409)

    async def retract(self, who: str) -> None:
        if self.own[who]:
            await self._post(who, f"/v1/signals/{self.own[who].pop()['id']}/_retract", {}, 200, 404)

    async def _family(self, who: str, what: str, body: Json, *statuses: int) -> None:
        if self.own[who]:
            await self._post(who, f"/v1/families/{self.own[who][0]['subject']}/{what}", body, *(statuses or (201,)))

    async def _post(self, who: str, path: str, body: Json, *statuses: int) -> None:
        answer = await self.whole.clients[who].post(path, json=body)
        assert answer.status_code in statuses, answer.text
        await self.whole.hub.projector.catch_up()


async def shared(whole: Whole) -> dict[str, str]:
    """What the viewers share among themselves: the cjg and the wijkteam see each other; each one's own reference."""
    for who in ("cjg", "wijkteam"):
        await whole.post(who, "/v1/consents", consent(recipients=("cjg", "wijkteam")))
    references = {}
    arrears = concern("eviction-threat", subject=MOTHER, household=[], kindcheck="unknown")
    for who, body in (("cjg", involvement()), ("wijkteam", involvement()), ("corporation", arrears)):
        references[who] = (await whole.publish(who, body))["subject"]
    await whole.publish("wijkteam", concern("parenting"))
    for who, reference in references.items():
        await whole.get(who, f"/v1/families/{reference}")  # a first look is recorded: no answer comes by it later
    await whole.hub.projector.catch_up()
    return references


@pytest.mark.parametrize("seed", range(3))
async def test_whatever_others_record_sealed_no_answer_changes_by_a_byte(whole: Whole, seed: int) -> None:
    references = await shared(whole)
    before = await everything(whole, references)
    assert any(b"parenting" in content for _, content in before["cjg"].values())

    await Secrets(whole, seed).record(12)

    after = await everything(whole, references)
    for viewer in VIEWERS:
        changed = [path for path in before[viewer] if before[viewer][path] != after[viewer].get(path)]
        assert (viewer, changed, set(after[viewer]) - set(before[viewer])) == (viewer, [], set())


async def test_time_that_passes_over_sealed_items_tells_nobody_else_that_they_are_there(whole: Whole) -> None:
    references = await shared(whole)
    await Secrets(whole, 1).record(8)
    inboxes = {who: await whole.get(who, "/v1/notifications") for who in VIEWERS}
    whole.clock.step(days=20)
    await whole.reach_deadlines()
    items = [each["id"] for who in SEALED for each in (await whole.get(who, "/v1/signals"))["signals"]]
    assert items
    for who in VIEWERS:
        answers = await seen(whole, who, references)
        assert not any(item.encode() in content for item in items for _, content in answers.values())
        told = (await whole.get(who, "/v1/notifications"))["notifications"]
        known = {each["id"] for each in inboxes[who]["notifications"]}
        for new in (each for each in told if each["id"] not in known and each["kind"] == "match"):
            match = await whole.get(who, f"/v1/matches/{new['match']}")
            assert not {each["owner"].get("id") for each in match.get("items", ())} & set(SEALED)


def masked(answer: Json, *own: str) -> Json:
    """An answer without what is random in it."""
    return {name: "..." if name in {"id", "wait", "subject", *own} else value for name, value in answer.items()}


ANOTHER = {**MOTHER, "given_names": "Anders", "family_name": "Vreemd"}
OF_NOBODY = {
    "subject": {**STRANGER, "born": "2018-03-04"},
    "household": [{"relation": "parent", "subject": ANOTHER, "authority": True}],
}


@pytest.mark.parametrize(
    "body", [involvement(), concern("parenting"), concern("neglect", "acute")], ids=["involved", "ordinary", "acute"]
)
async def test_probing_by_publishing_tells_nothing_of_a_family_of_which_all_is_sealed(whole: Whole, body: Json) -> None:
    secrets = Secrets(whole, 2)
    for who in SEALED:
        await secrets.signal(who)
        await secrets.worry(who)
    of_sealed = await whole.publish("cjg", body)
    of_nobody = await whole.publish("cjg", {**body, **OF_NOBODY})
    assert masked(of_sealed) == masked(of_nobody)
    assert of_sealed["matches"] == []


async def test_probing_by_every_other_act_is_answered_as_for_a_child_of_whom_nobody_recorded_anything(
    whole: Whole,
) -> None:
    secrets = Secrets(whole, 3)
    for who in SEALED:
        await secrets.signal(who)
        await secrets.worry(who)
    await secrets.coordinate("shelter")
    about = [{"subject": CHILD}, {"subject": STRANGER}]
    for acts in (
        ("facts", {"code": "child-seen", "occurred_at": AT}),
        ("watchers", {"step": "accept", "at": AT}),
        ("coordinator", {"step": "accept", "at": AT}),
        ("coordinator", {"step": "end", "at": AT}),
        ("handovers", {"to": "police", "at": AT}),
        ("reason/_confirm", {}),
    ):
        answers = []
        for each in about:
            mine = await whole.publish("wijkteam", involvement(household=[], **each))
            answer = await whole.clients["wijkteam"].post(f"/v1/families/{mine['subject']}/{acts[0]}", json=acts[1])
            answers.append((answer.status_code, masked(answer.json())))
            ended = {"ended_at": AT, "outcome": "ended", "confirm_unwatched": True}
            gone = await whole.clients["wijkteam"].post(f"/v1/signals/{mine['id']}/_end", json=ended)
            answers[-1] = (*answers[-1], gone.status_code, masked(gone.json()))  # type: ignore[assignment]
        assert answers[0] == answers[1], acts


async def test_a_roster_does_not_tell_whether_somebody_else_stated_a_number_and_a_name_together(whole: Whole) -> None:
    both = {**CHILD, "bsn": "999990032"}
    await whole.publish("police", involvement(subject=both, household=[]))
    by_name, by_number = ({"subject": each, "since": "2026-09-01"} for each in (CHILD, {"bsn": both["bsn"]}))
    known = await whole.batch("school", "/v1/directory/_batch", [by_name, by_number])
    nobody = [{**by_name, "subject": STRANGER}, {**by_number, "subject": {"bsn": "999990044"}}]
    unknown = await whole.batch("school", "/v1/directory/_batch", nobody)
    told = [[line["answer"]["subject"] for line in lines] for lines in (known, unknown)]
    assert len({*told[0], *told[1]}) == 4
    client = whole.clients["school"]
    for path in ("", "/timeline", "/known?on=2026-11-21"):
        answers = [[await client.get(f"/v1/families/{each}{path}") for each in lines] for lines in told]
        assert len({(answer.status_code, answer.content) for lines in answers for answer in lines}) == 1, path
