"""One message with everything in it: signal, household, informing, consent and safety exception (ARCHITECTURE 5)."""

from typing import Any

from tests.api.whole.conftest import Whole
from tests.api.whole.given import CHILD, MOTHER, Json, concern, involvement

TESTS = {"outweighs": "w", "not-otherwise": "w", "consent-sought": "w", "least": "w"}
GIVEN = {"person": "mother", "capacity": "authority", "answer": "given", "on": "2026-11-20"}
DECIDED = {"risk": "w", "tests": TESTS, "recipients": ["cjg"], "review_on": "2027-01-10"}


def message(**changes: Any) -> Json:
    """A concern about violence, as a police system sends it in one go."""
    return concern(
        "domestic-violence",
        subject=MOTHER,
        household=[{"relation": "child", "subject": CHILD, "label": "pleun", "about": True}],
        authority=True,
        kindcheck="named",
        informed=[{"addressee": "mother", "on": "2026-11-20"}],
        report_to_veilig_thuis="intended",
        source={"system": "RMS", "record": "2026-1"},
        **changes,
    )


async def inbox(whole: Whole, who: str) -> list[Json]:
    """What an organisation's inbox holds."""
    entries: list[Json] = (await whole.get(who, "/v1/notifications"))["notifications"]
    return entries


async def test_a_consent_in_the_message_opens_the_signal_to_whom_it_names(whole: Whole) -> None:
    await whole.publish("cjg", involvement())
    scope = {"items": "all-own", "recipients": ["cjg"], "until": "2027-10-10"}
    sent = await whole.publish("police", message(consent={"givers": [GIVEN], "scope": scope}))
    assert sent["disclosure"] == {"state": "open", "grounds": ["consent"]}
    matches = [await whole.get("cjg", each["links"]["match"]) for each in await inbox(whole, "cjg")]
    assert "violence-at-home" in {each["rule"] for each in matches}
    await whole.post("police", f"/v1/consents/{sent['consent']}/_withdraw", {}, 200)
    assert (await inbox(whole, "cjg"))[-1]["kind"] == "withdrawal"


async def test_a_safety_exception_in_the_message_opens_the_signal_against_a_refusal_in_it(whole: Whole) -> None:
    refused = {"givers": [{**GIVEN, "answer": "refused"}], "scope": {"recipients": ["cjg"]}}
    sent = await whole.publish("police", message(consent=refused, safety_exception=DECIDED))
    assert sent["disclosure"] == {"state": "open", "grounds": ["exception"]}
    assert sent["safety_exception"]
    (entry,) = await inbox(whole, "cjg")
    assert entry["lane"] == "violence"


async def test_the_same_message_again_has_the_same_identifiers(whole: Whole) -> None:
    body = message(consent={"givers": [GIVEN], "scope": {"recipients": ["cjg"]}}, safety_exception=DECIDED)
    first, again = [await whole.publish("police", body, key="once") for _ in range(2)]
    same = ("id", "subject", "consent", "safety_exception")
    assert [first[name] for name in same] == [again[name] for name in same]
    assert again["replayed"]
    assert "replayed" not in first


async def test_what_is_wrong_inside_is_named_with_everything_else(whole: Whole) -> None:
    unknown = {**GIVEN, "person": "grandmother"}
    body = message(
        consent={"givers": [unknown], "scope": {"recipients": ["nobody"], "until": "2020-01-01"}},
        safety_exception={**DECIDED, "review_on": "2028-01-01"},
    )
    problem = await whole.publish("police", {**body, "category": "no-such"}, status=400)
    assert {(each["path"], each["code"]) for each in problem["errors"]} >= {
        ("$.category", "category-unknown"),
        ("$.consent.givers[0].person", "person-unknown"),
        ("$.consent.scope.recipients[0]", "organisation-unknown"),
        ("$.consent.scope.until", "date-in-past"),
        ("$.safety_exception.review_on", "review-date-impossible"),
    }
