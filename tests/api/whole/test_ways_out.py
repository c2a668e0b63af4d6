"""Everything that leaves the hub stands in the disclosure log first: shown or sealed, and nothing leaves without it."""

from typing import Any

import pytest

from hub.disclosures.line import Line
from tests.api.whole.away import without_the_log
from tests.api.whole.conftest import NOW, Whole
from tests.api.whole.given import CHILD, STRANGER, concern, consent, involvement
from tests.api.whole.test_families import SEARCH, question

AT = "2026-11-21T10:00:00Z"


def things(line: Line) -> set[tuple[str, str]]:
    """What a line says was shown, with its grounds."""
    return {(each.thing, each.ground) for each in line.shown}


async def last(whole: Whole, who: str, count: int = 1) -> list[Line]:
    """The last lines of an organisation."""
    return (await whole.lines(who))[-count:]


async def person_of(whole: Whole, who: str, reference: str) -> str:
    person = whole.hub.people.referred(who, reference)
    assert person is not None
    return person


async def shared(whole: Whole) -> tuple[dict[str, Any], dict[str, Any]]:
    """A concern of the school that consent shows to the CJG, which is involved; both answers."""
    await whole.post("school", "/v1/consents", consent())
    theirs = await whole.publish("school", concern())
    return theirs, await whole.publish("cjg", involvement())


async def test_publishing_is_logged_with_the_match_that_its_answer_tells_of(whole: Whole) -> None:
    theirs, mine = await shared(whole)
    (match,) = mine["matches"]

    lines = [line for line in await whole.lines("cjg") if line.operation == "POST /v1/signals"]

    about_child = next(line for line in lines if (match["id"], "own") in things(line))
    assert {(mine["id"], "own"), (theirs["id"], "consent")} <= things(about_child)
    child = await person_of(whole, "cjg", mine["subject"])
    family = await whole.hub.queries.family(child)
    assert family is not None
    assert about_child.person in family[1].pseudonyms_of(child)
    assert (about_child.outcome, about_child.purpose) == ("shown", "early-coordination")
    assert about_child.ended == NOW


async def test_publishing_to_where_all_is_sealed_logs_what_stayed_sealed(whole: Whole) -> None:
    hidden = await whole.publish("school", concern("domestic-violence"))
    mine = await whole.publish("cjg", involvement())

    (line,) = await last(whole, "cjg")

    assert things(line) == {(mine["id"], "own")}
    assert hidden["id"] in line.sealed


async def test_a_repeated_message_is_logged_again_as_it_is_answered_now(whole: Whole) -> None:
    await whole.post("school", "/v1/consents", consent())
    theirs = await whole.publish("school", concern())
    mine = await whole.publish("cjg", involvement(), key="one")
    before = len(await whole.lines("cjg"))

    again = await whole.publish("cjg", involvement(), key="one")

    lines = (await whole.lines("cjg"))[before:]
    assert again["replayed"]
    assert (theirs["id"], "consent") in things(lines[0])
    assert (mine["id"], "own") in things(lines[0])


async def test_every_line_of_a_batch_has_its_lines_in_one_trace(whole: Whole) -> None:
    bodies = [
        {**involvement(subject=who, household=[]), "idempotency_key": who["given_names"]} for who in (CHILD, STRANGER)
    ]
    answers = await whole.batch("school", "/v1/signals/_batch", bodies)

    lines = await last(whole, "school", 2)

    assert {things(line).pop()[0] for line in lines} == {answer["answer"]["id"] for answer in answers}
    assert len({line.trace for line in lines}) == 1
    assert len({line.span for line in lines}) == 2
    assert len({line.parent for line in lines}) == 1


async def test_a_match_is_logged_with_its_items_and_their_grounds_and_with_what_is_sealed_by_now(whole: Whole) -> None:
    given = await whole.post("school", "/v1/consents", consent())
    theirs = await whole.publish("school", concern())
    mine = await whole.publish("cjg", involvement())
    path = mine["matches"][0]["links"]["match"]

    await whole.get("cjg", path)
    (open_,) = await last(whole, "cjg")
    await whole.post("school", f"/v1/consents/{given['id']}/_withdraw", {}, 200)
    await whole.get("cjg", path)
    (withdrawn,) = await last(whole, "cjg")

    assert (theirs["id"], "consent") in things(open_)
    assert theirs["id"] in withdrawn.sealed
    assert things(withdrawn) == {(mine["matches"][0]["id"], "own")}


async def test_a_list_of_matches_has_one_line_for_each_person(whole: Whole) -> None:
    theirs, _ = await shared(whole)

    await whole.get("cjg", "/v1/matches")

    trace = (await last(whole, "cjg"))[0].trace
    lines = [line for line in await whole.lines("cjg") if line.trace == trace]
    assert len({line.person for line in lines}) == len(lines)
    assert (theirs["id"], "consent") in set().union(*map(things, lines))


@pytest.mark.parametrize("what", ["matches", "signals"])
async def test_asking_for_what_is_of_another_is_logged_as_sealed_and_for_nothing_as_asked(
    whole: Whole, what: str
) -> None:
    _, mine = await shared(whole)
    theirs = mine["id"] if what == "signals" else mine["matches"][0]["id"]
    child = await person_of(whole, "cjg", mine["subject"])

    await whole.get("police", f"/v1/{what}/{theirs}", 404)
    await whole.get("police", f"/v1/{what}/nothing", 404)

    another, nothing = await last(whole, "police", 2)
    assert (another.person, another.sealed, another.outcome) == (child, (theirs,), "nothing-shown")
    assert (nothing.person, nothing.sealed, nothing.outcome) == (None, ("nothing",), "nothing-shown")


async def test_an_inbox_is_logged_by_identifier_and_ground_and_an_empty_one_is_not(whole: Whole) -> None:
    await shared(whole)
    inbox = await whole.get("cjg", "/v1/notifications")
    lines = [line for line in await whole.lines("cjg") if line.operation == "GET /v1/notifications"]
    assert set().union(*map(things, lines)) == {(each["id"], "consent") for each in inbox["notifications"]}

    await whole.get("police", "/v1/notifications")
    assert await whole.lines("police") == []


async def test_an_identifier_to_the_municipality_is_logged_as_that_and_nothing_more(whole: Whole) -> None:
    signals = []
    for who in ("school", "cjg", "wijkteam"):
        await whole.post(who, "/v1/consents", consent())
        signals.append((await whole.publish(who, involvement()))["id"])
    whole.clock.step(days=15)
    await whole.hub.scheduler.run_due()
    await whole.hub.projector.catch_up()

    (told,) = (await whole.get("gemeente", "/v1/notifications"))["notifications"]
    await whole.get("gemeente", told["links"]["match"])

    lines = [line for line in await whole.lines("gemeente") if line.shown]
    assert set().union(*map(things, lines)) == {(told["id"], "identifier"), (told["match"], "identifier")}
    assert not any(signal in repr(line) for line in lines for signal in signals)


async def test_own_signals_are_logged_as_own(whole: Whole) -> None:
    mine = await whole.publish("school", concern())
    await whole.get("school", "/v1/signals")
    await whole.get("school", f"/v1/signals/{mine['id']}")
    assert [things(line) for line in await last(whole, "school", 2)] == [{(mine["id"], "own")}] * 2


async def test_a_question_about_a_family_is_logged_shown_and_sealed(whole: Whole) -> None:
    theirs, mine = await shared(whole)
    hidden = await whole.publish("police", concern("domestic-violence"))

    await whole.post("cjg", SEARCH, question(), 200)

    line = next(each for each in reversed(await whole.lines("cjg")) if (theirs["id"], "consent") in things(each))
    assert (mine["id"], "own") in things(line)
    assert hidden["id"] in line.sealed
    assert (line.purpose, line.operation) == ("help-request", "POST /v1/families/_search")


async def test_a_question_about_somebody_unknown_is_a_line_about_nobody(whole: Whole) -> None:
    await whole.post("cjg", SEARCH, question(STRANGER), 200)
    (line,) = await last(whole, "cjg")
    assert (line.person, line.outcome, line.shown, line.sealed) == (None, "nothing-shown", (), ())


async def test_a_sealed_family_and_an_unknown_one_leave_as_many_lines(whole: Whole) -> None:
    await whole.publish("school", concern("domestic-violence"))
    for who in ("wijkteam", "cjg"):
        await whole.post(who, SEARCH, question(CHILD), 200)
        sealed = len(await whole.lines(who))
        await whole.post(who, SEARCH, question(STRANGER), 200)
        assert len(await whole.lines(who)) == 2 * sealed


async def test_a_wijkteam_logs_its_purpose_before_it_looks(whole: Whole) -> None:
    await whole.post("school", "/v1/consents", consent(recipients=("wijkteam",)))
    theirs = await whole.publish("school", concern())

    await whole.post("wijkteam", SEARCH, question(), 200)

    asked, *shown = await whole.lines("wijkteam")
    assert (asked.outcome, asked.purpose, asked.shown) == ("asked", "help-request", ())
    assert asked.parent == shown[0].span
    assert (theirs["id"], "consent") in set().union(*map(things, shown))


async def test_a_reference_of_nobody_is_logged_as_asked(whole: Whole) -> None:
    await whole.get("cjg", "/v1/families/r1nobody", 404)
    (line,) = await last(whole, "cjg")
    assert (line.person, line.outcome, line.operation) == (None, "nothing-shown", "GET /v1/families/{ref}")


async def test_the_page_is_logged_like_the_answer(whole: Whole) -> None:
    theirs, mine = await shared(whole)
    path = f"/web/families/{mine['subject']}"
    await whole.visitor.post(
        "/web/login", data={"code": await whole.hub.services.logins.issue("cjg", path, professional="p-1")}
    )

    await whole.visitor.get(path)

    lines = [line for line in await whole.lines("cjg") if line.operation == "GET /web/families/{ref}"]
    assert (theirs["id"], "consent") in set().union(*map(things, lines))


async def test_a_task_that_tells_of_a_safety_concern_is_logged_with_it(whole: Whole) -> None:
    for who in ("school", "cjg"):
        await whole.post(who, "/v1/consents", consent())
    await whole.publish("school", involvement())
    mine = await whole.publish("cjg", involvement())
    referred = {"code": "referral-made", "occurred_at": AT, "towards": "school"}
    made = await whole.post("cjg", f"/v1/families/{mine['subject']}/facts", referred)
    worry = await whole.publish("school", concern("neglect"))

    tasks = (await whole.get("cjg", "/v1/tasks"))["tasks"]

    assert "referral-when-unsafe" in [each["kind"] for each in tasks]
    (line,) = await last(whole, "cjg")
    assert {(made["id"], "own"), (worry["id"], "consent")} <= things(line)


async def test_a_refusal_that_tells_of_others_is_logged(whole: Whole) -> None:
    for who in ("school", "cjg"):
        await whole.post(who, "/v1/consents", consent())
    await whole.publish("cjg", involvement())
    mine = await whole.publish("wijkteam", involvement())
    await whole.post("wijkteam", "/v1/consents", consent())
    coordinated = {"step": "accept", "at": AT}
    first = await whole.post("wijkteam", f"/v1/families/{mine['subject']}/coordinator", coordinated)

    refused = await whole.post("wijkteam", f"/v1/families/{mine['subject']}/coordinator", coordinated, 409)
    async with without_the_log(whole):
        await whole.post("wijkteam", f"/v1/families/{mine['subject']}/coordinator", coordinated, 503)

    assert refused["code"] == "coordinator-exists"
    (line,) = await last(whole, "wijkteam")
    assert things(line) == {(first["id"], "own")}


async def test_a_warning_that_nobody_watches_is_logged_with_the_concern_it_rests_on(whole: Whole) -> None:
    involved = await whole.publish("cjg", involvement())
    worry = await whole.publish("cjg", concern("neglect"))
    body = {"ended_at": "2026-11-21T11:00:00Z", "outcome": "ended"}

    await whole.post("cjg", f"/v1/signals/{involved['id']}/_end", body, 409)

    (line,) = await last(whole, "cjg")
    assert (worry["id"], "own") in things(line)


async def test_a_line_says_which_professional_acted_and_never_a_name(whole: Whole) -> None:
    await whole.publish("school/p-2", concern(professional={"id": "p-2"}))
    (line,) = await last(whole, "school")
    assert line.professional == "p-2"
    assert not any(word in repr(line) for word in ("Zonderland", "Pleun", "Voorbeeld", "999990019", "2018"))


async def test_a_trace_of_the_caller_is_gone_on_with_and_returned(whole: Whole) -> None:
    trace, parent = "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"
    headers = {"traceparent": f"00-{trace}-{parent}-01"}

    answer = await whole.clients["cjg"].post(SEARCH, json=question(), headers=headers)

    (line,) = await last(whole, "cjg")
    assert (line.trace.hex(), (line.parent or b"").hex()) == (trace, parent)
    assert answer.headers["traceparent"] == f"00-{trace}-{line.span.hex()}-01"


async def test_what_goes_to_the_stream_is_logged_before_it_goes(whole: Whole) -> None:
    _, mine = await shared(whole)
    await whole.hub.relay.catch_up(await whole.hub.reader.head())

    lines = [line for line in await whole.lines("cjg") if line.operation == "notify"]

    assert (mine["matches"][0]["notification"], "consent") in set().union(*map(things, lines))
