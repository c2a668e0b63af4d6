"""Who is stated to hold authority over whom: by a signal's household, or by a membership of its own (DOMAIN.md 3.1)."""

import pytest

from tests.domain.builders import CJG, FATHER, MOTHER, NOA, TOM, at_home, involved, joins
from tests.domain.history import given


def test_a_membership_of_its_own_states_authority_over_whom_it_is_of() -> None:
    assert given(joins(CJG, FATHER, TOM, date="2013-01-01", authority=True)).state.authority == {
        TOM: frozenset({FATHER})
    }


def test_a_membership_without_authority_states_none() -> None:
    assert given(joins(CJG, FATHER, TOM, date="2013-01-01")).state.authority == {}


def test_a_child_holds_no_authority_whatever_is_stated() -> None:
    assert given(joins(CJG, NOA, TOM, date="2013-01-01", role="child", authority=True)).state.authority == {}


@pytest.mark.parametrize("authority", [True, False])
def test_a_household_states_authority_over_every_child_in_it_of_whoever_holds_it(authority: bool) -> None:
    household = (at_home(TOM), at_home(NOA), at_home(MOTHER, "parent", authority=authority))
    expected = {child: frozenset({MOTHER}) for child in (TOM, NOA)} if authority else {}
    assert given(involved(CJG, TOM, date="2013-01-01", household=household)).state.authority == expected
