"""The whole hub with a population register at the other end: a family nobody stated, authority, a birth, silence."""

import logging
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Any

import msgspec
import pytest

from adapters.brp.fake import families as own
from adapters.brp.fake.world import FakePerson
from hub.commands.organisations import OrganisationRequest
from hub.domain.organisations import OPERATOR
from hub.people.subject import Subject
from tests.api.whole.conftest import ORGANISATIONS, Whole
from tests.api.whole.given import concern, consent, involvement
from tests.api.whole.registering import MOTHER, Registered, with_register
from tests.conftest import Databases
from tests.people.test_secrecy import everything


@pytest.fixture
async def registered(database: Databases, nats_url: str, hub_folder: Path) -> AsyncIterator[Registered]:
    async with with_register(database, nats_url, hub_folder) as found:
        yield found


async def inbox(whole: Whole, who: str) -> list[Mapping[str, Any]]:
    found: list[Mapping[str, Any]] = (await whole.get(who, "/v1/notifications"))["notifications"]
    return found


async def test_signals_on_a_brother_and_a_sister_match_though_nobody_stated_the_family(registered: Registered) -> None:
    await registered.consent("school", own.ELDEST)
    await registered.consent("cjg", own.YOUNGEST)
    await registered.publish("school", own.ELDEST)

    second = await registered.publish("cjg", own.YOUNGEST)

    (match,) = second["matches"]
    assert match["rule"] == "same-family"
    assert [each["lane"] for each in await inbox(registered.whole, "school")] == ["ordinary"]
    shown = await registered.whole.get("school", (await inbox(registered.whole, "school"))[0]["links"]["match"])
    assert "Mirthe" not in str(shown)  # who links them is shown to nobody
    assert own.MOTHER not in str(shown)


async def test_without_consent_of_everyone_with_authority_by_the_register_nothing_opens(registered: Registered) -> None:
    giver = {"subject": MOTHER, "capacity": "authority", "answer": "given", "on": "2026-11-20"}
    await registered.whole.post("school", "/v1/consents", consent(givers=[giver], about=[{"bsn": own.ELDEST}]))

    published = await registered.publish("school", own.ELDEST)

    assert published["disclosure"]["state"] == "sealed"


async def test_authority_that_the_register_cannot_tell_is_no_consent(registered: Registered) -> None:
    child = registered.fake.world.get(own.ELDEST)
    assert child is not None
    child.authority = "3D"
    await registered.consent("school", own.ELDEST)
    assert (await registered.publish("school", own.ELDEST))["disclosure"]["state"] == "sealed"


@pytest.mark.parametrize("status", [503, 401, None], ids=["away", "refusing", "dropping the line"])
async def test_a_register_that_fails_refuses_no_signal_and_is_asked_again(
    registered: Registered, status: int | None, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING, "hub")
    await registered.consent("school", own.ELDEST)
    registered.fake.fails.extend([status] * 3)
    published = await registered.publish("school", own.ELDEST)
    registered.fake.fails.clear()
    assert published["disclosure"]["state"] == "sealed"  # nobody is known to hold authority

    await registered.days_later(1)

    signal = await registered.whole.get("school", f"/v1/signals/{published['id']}")
    assert signal["disclosure"]["state"] == "open"
    assert "register-not-asked" in caplog.text
    assert own.ELDEST not in caplog.text


async def test_an_answer_that_cannot_be_read_refuses_no_signal(
    registered: Registered, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    caplog.set_level(logging.WARNING, "hub")
    monkeypatch.setattr("adapters.brp.fake.answers.date_of", lambda _: {"type": "Datum", "datum": "2017-02-31"})
    await registered.publish("school", own.ELDEST)
    assert "register-not-asked error=register-unreadable" in caplog.text


async def test_an_extract_that_is_sent_again_asks_about_nobody_again(registered: Registered) -> None:
    line = involvement(subject={"bsn": own.ELDEST}, household=None)
    await registered.whole.publish("school", line, key="line-1")
    asked = len(registered.fake.asked)
    assert asked

    again = await registered.whole.publish("school", line, key="line-1")
    await registered.publish("school", own.ELDEST)

    assert again["replayed"]
    assert len(registered.fake.asked) == asked


async def test_a_birth_is_found_when_the_register_is_asked_again(registered: Registered) -> None:
    await registered.consent("school", own.ELDEST)
    await registered.publish("school", own.ELDEST)
    baby = FakePerson(bsn="999990196", given_names="Bo", family_name="Veldhuis", born="20261122", sex="V")
    registered.fake.world.is_born(baby, own.MOTHER, own.FATHER)
    await registered.days_later(8)
    asked = len(registered.fake.asked)
    assert asked > 3

    await registered.consent("cjg", "999990196")
    second = await registered.publish("cjg", "999990196")

    assert [match["rule"] for match in second["matches"]] == ["same-family"]


async def test_the_register_is_asked_no_longer_once_nobody_is_involved(registered: Registered) -> None:
    published = await registered.publish("school", own.ELDEST)
    await registered.days_later(8)
    body = {"ended_at": "2026-11-29T12:00:00Z", "confirm_unwatched": True}
    await registered.whole.post("school", f"/v1/signals/{published['id']}/_end", body, 200)
    await registered.days_later(8)
    asked = len(registered.fake.asked)

    await registered.days_later(60)

    assert len(registered.fake.asked) == asked


async def test_who_is_stated_by_name_and_registered_as_the_parent_is_one_person(registered: Registered) -> None:
    stated = {"family_name": "Zonderland", "given_names": "Mirthe", "born": "1990-05-14", "sex": "female"}
    giver = {"subject": stated, "capacity": "self", "answer": "given", "on": "2026-11-20"}
    await registered.whole.post("police", "/v1/consents", consent(givers=[giver], about=[]))
    await registered.whole.publish(
        "police", concern("domestic-violence", subject=stated, household=None, kindcheck="none")
    )

    published = await registered.publish("school", own.ELDEST)

    assert "violence-at-home" in {match["rule"] for match in published["matches"]}


async def test_the_same_signal_sent_again_is_the_same_whatever_the_register_says_by_then(
    registered: Registered,
) -> None:
    body = involvement(subject={"bsn": own.ELDEST}, household=None)
    first = await registered.whole.publish("school", body, key="k-1")
    registered.fake.world.die(own.YOUNGEST, "20261121")
    again = await registered.whole.publish("school", body, key="k-1")
    assert again["replayed"]
    assert again["id"] == first["id"]


async def test_nothing_that_the_register_said_can_be_read_in_a_table(registered: Registered) -> None:
    await registered.publish("school", own.ELDEST)
    await registered.publish("school", own.HIDDEN_CHILD, concern)
    for url in registered.whole.owner_urls:
        stored = (await everything(url)).lower()
        for said in (own.MOTHER, own.FATHER, "mirthe", "veldhuis", "1990-05-14", own.HOME, own.SECRET_HOME, "oudeman"):
            assert said.encode() not in stored


async def test_a_child_s_death_is_acute_for_its_sister_ends_its_own_signals_and_holds_erasure(
    registered: Registered,
) -> None:
    for who, child in (("school", own.ELDEST), ("cjg", own.YOUNGEST)):
        await registered.consent(who, child)
    whole = registered.whole
    first = await registered.publish("school", own.ELDEST)
    second = await registered.publish("cjg", own.YOUNGEST)
    registered.fake.world.die(own.YOUNGEST, "20261122")

    await registered.days_later(8)

    for who in ("school", "cjg"):
        assert "acute" in [each["lane"] for each in await inbox(whole, who)]
    assert "ended_at" not in await whole.get("school", f"/v1/signals/{first['id']}")
    assert (await whole.get("cjg", f"/v1/signals/{second['id']}"))["ended_at"][:10] == "2026-11-21"
    died = await whole.hub.people.find(Subject(bsn=own.YOUNGEST))
    family = await whole.hub.queries.family(died or "")
    assert family is not None
    assert list(family[1].held.values()) == [died]


async def test_the_address_of_who_is_secret_is_shown_to_no_steward(
    registered: Registered,
) -> None:
    stated = {
        "postcode": "3071AA",
        "house_number": 12,
        "family_name": "Oudeman",
        "given_names": "Jip",
        "born": "2019-02-28",
    }
    await registered.whole.publish("school", involvement(subject={**stated, "bsn": own.HIDDEN_CHILD}, household=None))
    similar = {**stated, "given_names": "J.", "sex": "male"}
    await registered.whole.publish("cjg", involvement(subject=similar, household=None))

    reviews = await registered.whole.get("steward", "/v1/identity-reviews")

    (review,) = reviews["reviews"]
    assert "Oudeman" in str(review)
    assert "3071AA" not in str(review)  # neither as it was stated of the one, nor of the other who may be the same


async def test_a_wijkteam_s_purpose_is_no_reason_to_know_where_the_address_is_secret(registered: Registered) -> None:
    """Whether it were would tell in which area that person lives."""
    wijkteam = next(each for each in ORGANISATIONS if each.id == "wijkteam")
    in_area = msgspec.structs.replace(wijkteam, area=("postcode:3071",))
    await registered.whole.hub.desk.submit(OrganisationRequest(organisation=in_area), organisation=OPERATOR, key="area")
    question = {"purpose": "help-request", "reason": "vraag van een ouder"}
    address = {"postcode": "3071AA", "house_number": 12}
    found = []
    for child in (own.BABY, own.HIDDEN_CHILD):
        parent = own.YOUNG_MOTHER if child == own.BABY else own.HIDDEN_MOTHER
        giver = {"subject": {"bsn": parent}, "capacity": "authority", "answer": "given", "on": "2026-11-20"}
        await registered.whole.post("school", "/v1/consents", consent(givers=[giver], about=[{"bsn": child}]))
        subject = {"bsn": child, "family_name": "Een", "given_names": "Kind", "born": "2020-01-02", **address}
        await registered.whole.publish("school", involvement(subject=subject, household=None))
        body = {"subject": {"bsn": child}, **question}
        found.append((await registered.whole.post("wijkteam", "/v1/families/_search", body, 200))["families"])
    assert [len(each) for each in found] == [1, 0]


async def test_who_was_expected_and_who_was_born_are_put_side_by_side_for_a_steward(registered: Registered) -> None:
    whole = registered.whole
    expected = {"due": "2026-12-01", "family_name": "Veldhuis"}
    household = [{"relation": "child", "subject": expected}]
    stated = involvement(subject=MOTHER, household=household, kindcheck="named")
    await whole.publish("cjg", stated)
    baby = FakePerson(bsn="999990196", given_names="Bo", family_name="Veldhuis", born="20261125", sex="V")
    registered.fake.world.is_born(baby, own.MOTHER, own.FATHER)
    await registered.days_later(8)

    (review,) = (await whole.get("steward", "/v1/identity-reviews"))["reviews"]

    (likely,) = review["likely"]
    assert review["record"]["given_names"] == "Bo"
    assert "given_names" not in likely["record"]
    decision = {"decision": "same", "same_as": likely["record"]["reference"]}
    await whole.post("steward", f"/v1/identity-reviews/{review['id']}/_decide", decision, 200)
    links = (await whole.get("steward", "/v1/identity-links"))["links"]
    assert [link["decided_by"] for link in links] == ["steward"]
