"""The same message again: one signal, the same identifiers, and what it discloses decided anew."""

from tests.api.whole.conftest import Whole
from tests.api.whole.given import CHILD, concern, consent, involvement

LINES = {"content-type": "application/x-ndjson"}


async def test_the_same_signal_again_gets_the_same_id_and_what_it_discloses_now(whole: Whole) -> None:
    first = await whole.publish("school", involvement(), "k-1")
    await whole.post("school", "/v1/consents", consent())
    await whole.post("cjg", "/v1/consents", consent())
    await whole.publish("cjg", involvement())

    again = await whole.publish("school", involvement(), "k-1")

    assert [again[name] for name in ("id", "subject")] == [first[name] for name in ("id", "subject")]
    assert first["disclosure"]["state"] == "sealed"
    assert again["disclosure"]["state"] == "open"
    assert [match["rule"] for match in again["matches"]] == ["same-child"]
    assert len((await whole.get("school", "/v1/signals"))["signals"]) == 1


async def test_the_same_moment_written_with_another_offset_is_the_same_signal(whole: Whole) -> None:
    first = await whole.publish("school", involvement(occurred_at="2026-11-20T10:00:00Z"), "k-1")

    again = await whole.publish("school", involvement(occurred_at="2026-11-20T11:00:00+01:00"), "k-1")
    other = await whole.publish("school", involvement(occurred_at="2026-11-20T10:00:00+01:00"), "k-1", 409)

    assert (again["id"], again["replayed"], other["code"]) == (first["id"], True, "idempotency-key-reused")


async def test_a_repeat_of_a_signal_that_was_taken_back_says_that_it_is_gone(whole: Whole) -> None:
    first = await whole.publish("school", involvement(), "k-1")
    assert "gone" not in first
    assert "gone" not in await whole.publish("school", involvement(), "k-1")

    await whole.post("school", f"/v1/signals/{first['id']}/_retract", {}, 200)

    again = await whole.publish("school", involvement(), "k-1")
    assert (again["id"], again["replayed"], again["gone"]) == (first["id"], True, True)


async def test_the_same_key_with_another_signal_is_refused_and_nothing_is_stored(whole: Whole) -> None:
    await whole.publish("school", involvement(), "k-1")
    before = await whole.counted()

    refused = await whole.publish("school", concern(), "k-1", 409)

    assert refused["code"] == "idempotency-key-reused"
    after = await whole.counted()
    assert after.pop("public.person_key", 0) >= before.pop("public.person_key", 0)  # unused keys are swept later
    assert after == before


async def test_keys_of_two_organisations_never_meet(whole: Whole) -> None:
    first = await whole.publish("school", involvement(), "k-1")
    second = await whole.publish("cjg", concern(category="parenting"), "k-1")

    assert first["id"] != second["id"]
    assert first["subject"] != second["subject"]


async def test_a_key_may_be_left_out_where_nothing_is_published(whole: Whole) -> None:
    one = await whole.post("school", "/v1/consents", consent())
    other = await whole.post("school", "/v1/consents", consent())
    keyed = [(await whole.post("school", "/v1/consents", consent(), key="c"))["id"] for _ in "ab"]

    assert one["id"] != other["id"]
    assert keyed[0] == keyed[1]


async def test_a_line_of_a_batch_and_the_signal_by_itself_are_one_message(whole: Whole) -> None:
    alone = await whole.publish("school", involvement(), "k-1")

    answer = await whole.batch("school", "/v1/signals/_batch", [{**involvement(), "idempotency_key": "k-1"}])

    assert [line["answer"]["id"] for line in answer] == [alone["id"]]


async def test_a_batch_answers_in_order_and_refuses_a_wrong_line_alone(whole: Whole) -> None:
    lines = [{**involvement(), "idempotency_key": f"k-{number}"} for number in range(5)]
    lines[1]["state"] = "unheard-of"
    lines[2]["subject"] = {"bsn": "123456789"}
    del lines[3]["idempotency_key"]

    answers = await whole.batch("school", "/v1/signals/_batch", lines)

    assert [each["status"] for each in answers] == [201, 400, 400, 400, 201]
    assert [each["line"] for each in answers] == [1, 2, 3, 4, 5]
    assert [each["problem"]["code"] for each in answers[1:4]] == ["input-invalid", "signal-invalid", "input-invalid"]
    assert len((await whole.get("school", "/v1/signals"))["signals"]) == 2


async def test_a_roster_gives_references_and_no_signal(whole: Whole) -> None:
    published = await whole.publish("school", involvement())

    answers = await whole.batch(
        "school", "/v1/directory/_batch", [{"subject": involvement()["subject"], "since": "2026-09-01"}]
    )

    (apart,) = (each["answer"]["subject"] for each in answers)
    assert apart != published["subject"], "it can be compared with no other, and leads to the same child"
    families = [await whole.get("school", f"/v1/families/{ref}") for ref in (apart, published["subject"])]
    assert families[0] == families[1]
    assert len((await whole.get("school", "/v1/signals"))["signals"]) == 1
    refused = await whole.clients["wijkteam"].post("/v1/directory/_batch", content="{}\n", headers=LINES)
    assert (refused.status_code, refused.json()["code"]) == (403, "not-allowed")


async def test_a_request_to_weigh_sent_again_says_nothing_of_who_is_known_by_now(whole: Whole) -> None:
    body = {"subject": CHILD, "urgent": False}
    unknown = await whole.clients["cjg"].post("/v1/weigh-requests", json=body, headers={"idempotency-key": "w-1"})
    await whole.publish("school", concern("domestic-violence"))

    again = await whole.clients["cjg"].post("/v1/weigh-requests", json=body, headers={"idempotency-key": "w-1"})

    assert (again.status_code, again.content) == (unknown.status_code, unknown.content) == (202, unknown.content)
