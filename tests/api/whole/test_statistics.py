"""Statistics through the API: for the municipality's manager, logged, of nobody, and the same whatever is sealed."""

from tests.api.whole.conftest import Whole
from tests.api.whole.given import concern, consent, involvement


async def test_statistics_tell_of_nobody_and_what_is_sealed_changes_no_byte_of_them(whole: Whole) -> None:
    for who in ("school", "cjg"):
        await whole.post(who, "/v1/consents", consent(recipients=("school", "cjg")))
    mine = await whole.publish("school", involvement())
    await whole.publish("cjg", involvement())
    whole.clock.step(days=60)

    def figures() -> list[str]:
        return [f"/v1/statistics/{what}" for what in ("use", "effect")]

    before = [(await whole.clients["figures"].get(path)).content for path in figures()]
    whole.clock.step(days=-60)
    hidden = await whole.publish("police", concern("domestic-violence"))
    family = f"/v1/families/{hidden['subject']}"
    at = "2026-11-21T10:00:00Z"
    await whole.post("police", f"{family}/handovers", {"to": "cjg", "at": at})
    await whole.post("police", f"{family}/facts", {"code": "family-plan", "occurred_at": at})
    await whole.publish("police", involvement())
    whole.clock.step(days=60)
    after = [(await whole.clients["figures"].get(path)).content for path in figures()]

    assert after == before
    text = b"".join(after).decode()
    assert '"quarter":"2026-Q4"' in text
    assert "null" in text
    assert not any(word in text for word in (mine["id"], mine["subject"], "Zonderland", "De Haven"))
    lines = [line for line in await whole.lines("gemeente") if "statistics" in line.operation]
    assert {(line.person, line.purpose, line.professional) for line in lines} == {(None, "statistics", "figures")}


async def test_a_quarter_that_has_not_ended_is_refused_and_so_is_what_is_none(whole: Whole) -> None:
    for quarter in ("2026-Q4", "2027-Q1", "2026", "2026-Q9"):
        answer = await whole.get("figures", "/v1/statistics/use", 400, quarter=quarter)
        assert answer["code"] == "input-invalid"
    assert (await whole.get("figures", "/v1/statistics/effect"))["period"]["quarter"] == "2026-Q3"
    assert (await whole.get("cjg", "/v1/statistics/use", 403))["code"] == "not-allowed"
