"""What a signal says, as its request is read."""

import msgspec
import pytest

from hub.commands.signals import PublishRequest
from hub.domain.ages import AgeBand
from tests.api.whole.given import involvement

BORN = {"family_name": "Zonderland", "given_names": "Pleun", "born": "2014-11-21"}


@pytest.mark.parametrize(
    ("occurred_at", "age"),
    [
        ("2026-11-20T22:59:59Z", AgeBand.UNDER_TWELVE),
        ("2026-11-20T23:00:00Z", AgeBand.TWELVE_TO_FIFTEEN),
        ("2026-11-20T18:00:00-05:00", AgeBand.TWELVE_TO_FIFTEEN),
        ("2026-11-21T12:00:00+13:30", AgeBand.UNDER_TWELVE),
    ],
)
def test_how_old_somebody_was_follows_the_dutch_day_whatever_the_clock_of_the_sender(
    occurred_at: str, age: AgeBand
) -> None:
    request = msgspec.convert(involvement(subject=BORN, occurred_at=occurred_at), PublishRequest)
    assert request.details().subject_band is age
