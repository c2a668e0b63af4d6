"""Persons whom only a consent names together are no family: what one of them waits for is about that one alone."""

from uuid import uuid4

from tests.api.whole.conftest import Whole
from tests.api.whole.given import concern, consent

DUTIES_OF_ITS_OWNER = {"weigh", "concern-expiring"}
"""What any sealed concern asks of its owner: to weigh it again, and to confirm or close it before it expires."""


async def test_a_deadline_about_a_child_does_not_touch_who_only_consented_for_it(whole: Whole) -> None:
    await whole.post("cjg", "/v1/consents", consent(), key=uuid4().hex)

    published = await whole.publish("cjg", concern(category="missed-appointment", household=[]))

    family = await whole.get("cjg", f"/v1/families/{published['subject']}")
    of_the_child = [each["why"] for each in family["look_back"] if each["why"] not in DUTIES_OF_ITS_OWNER]
    assert of_the_child == ["out-of-view"]
    assert len(family["in_view"]["members"]) == 1
