"""Where an organisation works: who certainly lives there, who certainly does not, and who cannot be told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.domain.areas import Lives, is_area, lives


@pytest.mark.parametrize(
    ("area", "postcode", "verdict"),
    [
        ((), None, Lives.INSIDE),
        (("postcode:3071",), "3071AB", Lives.INSIDE),
        (("postcode:3071",), "3071 ab", Lives.INSIDE),
        (("postcode:3071",), "3072AB", Lives.OUTSIDE),
        (("postcode:3071AB",), "3071AB", Lives.INSIDE),
        (("postcode:3071AB",), "3071AC", Lives.OUTSIDE),
        (("postcode:3011-3089",), "3089ZZ", Lives.INSIDE),
        (("postcode:3011-3089",), "3090AA", Lives.OUTSIDE),
        (("postcode:3071", "postcode:3072"), "3072AB", Lives.INSIDE),
        (("postcode:3071",), None, Lives.UNKNOWN),
        (("municipality:0599",), "3071AB", Lives.UNKNOWN),
        (("municipality:0599", "postcode:3071"), "3071AB", Lives.INSIDE),
        (("municipality:0599", "postcode:3071"), "9999XX", Lives.UNKNOWN),
    ],
)
def test_a_postcode_tells_whether_somebody_lives_in_an_area(
    area: tuple[str, ...], postcode: str | None, verdict: Lives
) -> None:
    assert lives(area, postcode) is verdict


def test_a_municipality_tells_where_it_is_known() -> None:
    assert lives(("municipality:0599",), None, "0599") is Lives.INSIDE
    assert lives(("municipality:0599",), "3071AB", "0518") is Lives.OUTSIDE


@pytest.mark.parametrize(
    "written", ["3071", "postcode:0071", "postcode:3071ab", "postcode:3089-3011", "municipality:599", "wijk:noord", ""]
)
def test_what_is_not_written_as_an_area_is_none(written: str) -> None:
    assert not is_area(written)


@given(st.from_regex(r"[1-9][0-9]{3}[A-Z]{2}", fullmatch=True), st.integers(1000, 9999), st.integers(1000, 9999))
def test_nobody_is_ever_inside_a_range_that_their_postcode_is_not_in(postcode: str, one: int, other: int) -> None:
    first, last = sorted((one, other))
    verdict = lives((f"postcode:{first}-{last}",), postcode)
    assert is_area(f"postcode:{first}-{last}")
    assert verdict is (Lives.INSIDE if first <= int(postcode[:4]) <= last else Lives.OUTSIDE)
