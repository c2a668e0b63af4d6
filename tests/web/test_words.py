"""How a page writes what it shows."""

import pytest

from hub.web.words import born, dialled


@pytest.mark.parametrize(
    ("stated", "written"), [("2009-04-15", "15-4-2009"), ("2012-09", "9-2012"), ("1980", "1980"), (None, "")]
)
def test_a_birth_date_is_written_as_the_dutch_do_as_far_as_it_is_known(stated: str | None, written: str) -> None:
    assert born(stated) == written


def test_a_link_dials_the_digits_of_a_number_and_nothing_else() -> None:
    assert dialled("+31 (0)10-123 45 67; vraag naar Jo") == "+310101234567"
