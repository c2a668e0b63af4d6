"""Retention through the whole hub: the worker finds what is due, it is decided as facts, and nothing stays readable."""

import pytest

from hub.views.rebuild import rebuild
from tests.api.whole.conftest import Whole
from tests.api.whole.given import CHILD, MOTHER, consent, involvement
from tests.api.whole.rights import FATHER, asks, for_child, granted, taken_in
from tests.api.whole.test_erasure import erased, keys_of, subject_of
from tests.people.given import opened

OF_22 = {"family_name": "Zonderland", "given_names": "Koen", "born": "2003-12-01"}


async def retained(whole: Whole) -> int:
    """Let a worker apply what is due, and destroy what follows from it."""
    facts = await whole.hub.retaining.run_due()
    await whole.hub.projector.catch_up()
    await erased(whole)
    return facts


async def test_an_ended_signal_is_on_no_list_and_five_years_later_nobody_is_known(whole: Whole) -> None:
    mine = await whole.publish("school", involvement())
    child = await subject_of(whole, mine["id"])
    await whole.post("school", f"/v1/signals/{mine['id']}/_end", {"ended_at": "2026-11-21T12:00:00Z"}, 200)
    assert await retained(whole) > 0
    assert (await whole.get("school", "/v1/signals"))["signals"] == []
    await whole.get("school", f"/v1/signals/{mine['id']}", 404)
    assert await whole.hub.people.describe(opened([child])), "its child is kept for the rules that look back"
    assert f"signal:{mine['id']}" not in await keys_of(whole)
    assert await retained(whole) == 0

    whole.clock.step(days=1827)
    assert await retained(whole) > 0
    assert await keys_of(whole) == set()
    assert await whole.hub.people.describe(opened([child])) == {}


async def test_a_birthday_ends_what_is_about_that_child_alone(whole: Whole) -> None:
    mine = await whole.publish("school", involvement(subject=OF_22, household=[], kindcheck="none"))
    both = await whole.publish(
        "cjg", involvement(subject=MOTHER, kindcheck="named", household=[{"relation": "child", "subject": CHILD}])
    )
    person = await subject_of(whole, mine["id"])
    await retained(whole)
    assert person in await keys_of(whole)
    whole.clock.step(days=10)
    assert await retained(whole) > 0
    assert person not in await keys_of(whole)
    left = (await whole.get("cjg", "/v1/signals"))["signals"]
    assert [each["id"] for each in left] == [both["id"]]
    assert (await whole.get("school", "/v1/signals"))["signals"] == []


async def test_who_was_signalled_by_mistake_is_forgotten_a_day_later(whole: Whole) -> None:
    wrong = await whole.publish("school", involvement())
    child = await subject_of(whole, wrong["id"])
    await retained(whole)
    await whole.post("school", f"/v1/signals/{wrong['id']}/_retract", {}, 200)
    assert await retained(whole) == 0
    assert await whole.hub.people.describe(opened([child]))
    whole.clock.step(days=1)
    assert await retained(whole) > 0
    assert await keys_of(whole) == set()
    right = await whole.publish("school", involvement())
    numbers = [each["number"] for each in (await whole.get("school", "/v1/signals"))["signals"]]
    assert numbers == [2], "a number is given once"
    assert await subject_of(whole, right["id"]) != child


async def test_an_erasure_waits_for_a_hold_and_is_then_carried_out(whole: Whole) -> None:
    mine = await whole.publish("cjg", involvement(subject=MOTHER, kindcheck="unknown", household=[]))
    person = await subject_of(whole, mine["id"])
    held = await whole.post("decider", "/v1/holds", {"subject": MOTHER, "reason": "court"})
    assert (await granted(whole, await taken_in(whole, asks("erasure"))))["erasure"] == "restricted"
    assert await retained(whole) == 0
    await whole.post("decider", f"/v1/holds/{held['id']}/_lift", {"reason": "done"}, 200)
    whole.clock.step(days=1)
    assert await retained(whole) > 0
    assert person not in await keys_of(whole)


async def test_whom_a_consent_alone_names_is_no_obstacle_to_forgetting(
    whole: Whole, caplog: pytest.LogCaptureFixture
) -> None:
    """A consent links nobody: its giver is of another circle, which is read before she is forgotten too."""
    await whole.post("school", "/v1/consents", consent())
    wrong = await whole.publish("school", involvement(household=[]))
    await whole.post("school", f"/v1/signals/{wrong['id']}/_retract", {}, 200)
    whole.clock.step(days=1)
    assert await retained(whole) > 0
    assert await keys_of(whole) == set()
    assert "retention-failed" not in caplog.text


async def test_whom_a_consent_alone_names_stays_known_for_what_is_recorded_of_her_elsewhere(whole: Whole) -> None:
    await whole.post("school", "/v1/consents", consent())
    wrong = await whole.publish("school", involvement(household=[]))
    child = await subject_of(whole, wrong["id"])
    hers = await whole.publish("cjg", involvement(subject=MOTHER, kindcheck="unknown", household=[]))
    mother = await subject_of(whole, hers["id"])
    await whole.post("school", f"/v1/signals/{wrong['id']}/_retract", {}, 200)
    whole.clock.step(days=1)
    assert await retained(whole) > 0
    keys = await keys_of(whole)
    assert child not in keys
    assert mother in keys


async def test_the_owner_of_a_consent_that_links_nobody_is_asked_again_before_a_birthday(
    whole: Whole, caplog: pytest.LogCaptureFixture
) -> None:
    nearly_twelve = {**CHILD, "born": "2014-12-20"}
    await whole.post("school", "/v1/consents", consent(about=[nearly_twelve]))
    await retained(whole)
    assert "retention-failed" not in caplog.text
    found = (await whole.get("school", "/v1/notifications"))["notifications"]
    assert [each["kind"] for each in found] == ["consent-ending"]


async def test_who_was_known_by_a_request_alone_is_forgotten_a_year_after_the_decision(whole: Whole) -> None:
    """A father asks for a child of whom nothing is recorded; afterwards he asked, and nothing else is known of him."""
    request = await taken_in(whole, for_child(by=FATHER, words="Ik ben de vader van Pleun."))
    (row,) = await whole.hub.queries.requests("gemeente")
    subject = row.person
    whole.clock.step(days=20)
    await granted(whole, request, child_interest="not-opposed")
    whole.clock.step(days=364)
    await retained(whole)
    assert len(await keys_of(whole)) == 3, "the child, the father and what he wrote"

    whole.clock.step(days=1)
    assert await retained(whole) > 0

    assert await keys_of(whole) == set()
    assert await whole.hub.queries.requests("gemeente") == []
    assert await whole.hub.queries.request(request) is None
    child = await whole.hub.queries.family(subject)
    assert child is None or not child.state.requests
    report = await rebuild(whole.hub.views, whole.hub.reader, whole.hub.registry)
    assert report.differences == dict.fromkeys(report.differences, 0)


async def test_who_asked_stays_known_for_what_is_recorded_of_them_elsewhere(whole: Whole) -> None:
    hers = await whole.publish("cjg", involvement(subject=MOTHER, kindcheck="unknown", household=[]))
    mother = await subject_of(whole, hers["id"])
    request = await taken_in(whole, for_child())
    await granted(whole, request, child_interest="not-opposed")
    whole.clock.step(days=366)
    assert await retained(whole) > 0
    assert {owner for owner in await keys_of(whole) if not owner.startswith("signal:")} == {mother}


async def test_a_request_that_is_not_decided_keeps_who_asked(whole: Whole) -> None:
    request = await taken_in(whole, asks())
    whole.clock.step(days=800)
    await retained(whole)
    assert await whole.hub.queries.request(request) is not None
    assert await keys_of(whole)
