"""A wijkteam's purpose is a reason to know in its own area only; where no address is known, with review."""

from typing import Any

import msgspec
import pytest

from hub.commands.organisations import OrganisationRequest
from hub.domain.organisations import OPERATOR
from tests.api.whole.conftest import ORGANISATIONS, Whole
from tests.api.whole.given import CHILD, concern, consent, involvement
from tests.api.whole.test_families import SEARCH, question


async def works_in(whole: Whole, *area: str) -> None:
    """The wijkteam works in these areas from now on."""
    wijkteam = next(each for each in ORGANISATIONS if each.id == "wijkteam")
    request = OrganisationRequest(organisation=msgspec.structs.replace(wijkteam, area=area))
    await whole.hub.desk.submit(request, organisation=OPERATOR, key=f"area {area}")


async def child_at(whole: Whole, postcode: str | None) -> dict[str, Any]:
    """A child that lives there, about whom the wijkteam may be told on consent."""
    address = {} if postcode is None else {"postcode": postcode, "house_number": 12}
    child = {**CHILD, **address}
    await whole.post("school", "/v1/consents", {**consent(recipients=("wijkteam",)), "about": [child]})
    await whole.publish("school", concern(subject=child))
    return child


async def looks_of(whole: Whole) -> list[str]:
    """On which bases the wijkteam looked so that a second professional judges it."""
    await whole.hub.projector.catch_up()
    tasks = (await whole.get("wijkteam", "/v1/tasks", whose="organisation"))["tasks"]
    things = [each["thing"] for each in tasks if each["kind"] == "look-review"]
    return [(await whole.get("wijkteam/p-2", f"/v1/looks/{each}"))["basis"] for each in things]


@pytest.mark.parametrize(
    ("area", "postcode", "found", "review"),
    [
        (("postcode:3071",), "3071AB", True, False),
        (("postcode:3071",), "3072AB", False, False),
        (("postcode:3011-3089",), None, True, True),
        ((), "9999AB", True, False),
    ],
)
async def test_a_purpose_counts_in_the_own_area_and_with_review_without_address(
    whole: Whole, caplog: Any, area: tuple[str, ...], postcode: str | None, found: bool, review: bool
) -> None:
    await works_in(whole, *area)
    child = await child_at(whole, postcode)

    with caplog.at_level("INFO", logger="hub.disclosure"):
        families = (await whole.post("wijkteam", SEARCH, question(child), 200))["families"]

    assert bool(families) is found
    assert await looks_of(whole) == (["purpose"] if review else [])
    assert "person=" not in caplog.text
    asked = [line for line in await whole.lines("wijkteam") if line.outcome == "asked"]
    assert [line.purpose for line in asked] == ["help-request"]
    if postcode is not None:
        assert postcode not in caplog.text


async def test_outside_its_area_a_child_is_as_unknown_to_a_wijkteam_to_the_last_byte(whole: Whole) -> None:
    await works_in(whole, "postcode:3071")
    child = await child_at(whole, "9999AB")
    nobody = {"family_name": "Niemand", "given_names": "Nina", "born": "2018-01-01"}

    answers = [await whole.clients["wijkteam"].post(SEARCH, json=question(each)) for each in (child, nobody)]

    assert answers[0].content == answers[1].content == b'{"families":[]}'


async def test_an_own_involvement_is_a_reason_to_know_wherever_the_child_lives(whole: Whole) -> None:
    await works_in(whole, "postcode:3071")
    child = await child_at(whole, "9999AB")
    await whole.publish("wijkteam", involvement(subject=child))

    assert (await whole.post("wijkteam", SEARCH, question(child), 200))["families"]


async def test_an_area_that_cannot_be_read_is_refused_with_the_others(whole: Whole) -> None:
    with pytest.raises(Exception, match="command-invalid") as refused:
        await works_in(whole, "noord", "postcode:3071", "postcode:9-1")
    assert [fault.path for fault in refused.value.faults] == ["area[0]", "area[2]"]  # type: ignore[attr-defined]
