"""What nobody answers goes on to the duty contact and the manager of the organisation itself, by urgency."""

from tests.api.whole.conftest import Whole
from tests.api.whole.given import concern, exception, involvement


async def test_an_acute_notification_that_nobody_answers_reaches_the_duty_contact_and_then_the_manager(
    whole: Whole,
) -> None:
    await whole.publish("cjg", involvement())
    seen = await whole.publish("school", concern("threat", "acute"))
    await whole.post("school", "/v1/safety-exceptions", exception([seen["id"]]))
    for hours in (1, 1):
        whole.clock.step(hours=hours, seconds=1)
        await whole.reach_deadlines()

    inbox = (await whole.get("cjg", "/v1/notifications"))["notifications"]

    assert [each["reaches"] for each in inbox if "reaches" in each] == ["duty-contact", "manager"]
    elsewhere = [
        each for who in ("school", "gemeente") for each in (await whole.get(who, "/v1/notifications"))["notifications"]
    ]
    assert not any("reaches" in each for each in elsewhere)
