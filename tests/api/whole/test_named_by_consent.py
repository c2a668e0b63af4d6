"""Whom only a consent names: that joins nobody, and stands in nobody's way."""

from tests.api.whole.conftest import Whole
from tests.api.whole.given import concern, consent, involvement


async def test_a_sealed_concern_is_taken_in_whoever_a_consent_of_another_names(whole: Whole) -> None:
    await whole.post("school", "/v1/consents", consent())
    await whole.publish("school", involvement(household=[]))
    await whole.publish("cjg", concern(category="parenting", household=[]))
