"""What a partner is told and an operator sees while a part of the hub is away or stands still."""

import pytest

from tests.api.whole.conftest import Whole
from tests.api.whole.given import involvement


@pytest.fixture
def impatient(whole: Whole) -> Whole:
    """No answer waits for the views."""
    object.__setattr__(whole.hub.services.limits, "wait_seconds", 0.05)
    return whole


async def ready(whole: Whole) -> tuple[int, dict[str, str]]:
    answer = await whole.visitor.get("/health/ready")
    return answer.status_code, {"status": answer.json()["status"], **answer.json()["checks"]}


async def test_every_part_is_probed(whole: Whole) -> None:
    checks = {"status": "pass", "ledger": "pass", "keys": "pass", "nats": "pass", "views": "pass"}
    assert await ready(whole) == (200, checks)


async def test_while_the_database_of_keys_is_away_a_signal_is_refused_for_now_and_the_hub_is_not_ready(
    whole: Whole, caplog: pytest.LogCaptureFixture
) -> None:
    await whole.hub.people._keys._pool.close()

    answer = await whole.clients["school"].post("/v1/signals", json=involvement(), headers={"idempotency-key": "k"})

    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
    assert int(answer.headers["retry-after"]) >= 1
    assert "request-unavailable route=/v1/signals" in caplog.text
    status, checks = await ready(whole)
    assert (status, checks["keys"], checks["ledger"]) == (503, "fail", "pass")


async def test_an_own_signal_that_the_views_do_not_hold_yet_is_not_called_unknown(impatient: Whole) -> None:
    school = impatient.clients["school"]
    stored = (await school.post("/v1/signals", json=involvement(), headers={"idempotency-key": "k"})).json()
    path = f"/v1/signals/{stored['id']}"

    early = await school.get(path, params={"wait": stored["wait"]})
    assert (early.status_code, early.json()["code"], early.headers["retry-after"]) == (503, "unavailable", "1")

    await impatient.hub.projector.catch_up()
    await impatient.get("school", path, wait=stored["wait"])
    await impatient.get("school", "/v1/signals/nowhere", 404, wait=stored["wait"])


async def test_of_anothers_signal_the_answer_is_that_of_one_which_does_not_exist(impatient: Whole) -> None:
    anothers = await impatient.publish("cjg", involvement())
    school = impatient.clients["school"]
    stored = (await school.post("/v1/signals", json=involvement(), headers={"idempotency-key": "k"})).json()
    answers = [
        await school.get(f"/v1/signals/{id_}", params={"wait": stored["wait"]}) for id_ in (anothers["id"], "nowhere")
    ]
    assert [each.status_code for each in answers] == [503, 503]
    assert answers[0].content == answers[1].content


async def test_views_that_stand_still_are_seen_and_take_no_process_out(impatient: Whole) -> None:
    school, watch = impatient.clients["school"], impatient.hub.watch
    assert (await school.post("/v1/signals", json=involvement(), headers={"idempotency-key": "k"})).status_code == 201
    impatient.clock.step(minutes=1)

    assert await figures(impatient, "hub_views_age_seconds") == 60.0
    assert await figures(impatient, "hub_views_behind") > 0
    assert await figures(impatient, "hub_relay_behind") > 0
    assert await figures(impatient, "hub_ledger_batches_total") > 0
    assert await figures(impatient, "hub_ledger_lock_seconds_total") > 0
    status, checks = await ready(impatient)
    assert (status, checks["status"], checks["views"], checks["ledger"]) == (200, "warn", "warn", "pass")

    await impatient.hub.projector.catch_up()
    assert await figures(impatient, "hub_views_age_seconds") == await figures(impatient, "hub_views_behind") == 0.0
    assert await figures(impatient, "hub_views_poisoned") == 0.0
    impatient.clock.step(days=400)
    assert await figures(impatient, "hub_deadline_overdue_seconds") > 0
    await watch.views_are_fresh()


async def figures(whole: Whole, name: str) -> float:
    """A figure as the operator reads it, after a look."""
    await whole.hub.watch.once()
    text = (await whole.visitor.get("/metrics")).text
    return next(float(line.split(" ")[1]) for line in text.splitlines() if line.startswith(f"{name} "))
