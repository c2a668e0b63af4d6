"""child-died: the register says that a child died, and there are brothers or sisters."""

from typing import Any

from tests.domain.builders import CJG, GP, HALF_BROTHER, HOUSING, MOTHER, NOA, TOM, consent, involved
from tests.domain.history import findings, given, only
from tests.domain.registering import registers

ALONE: dict[str, Any] = {"household": ()}
PARENT = (
    registers(MOTHER, children=(TOM, NOA, HALF_BROTHER)),
    *(registers(child, parents=(MOTHER,), authority=(MOTHER,)) for child in (TOM, NOA, HALF_BROTHER)),
)
DIED = registers(NOA, "2014-02-20", parents=(MOTHER,), died=True)
NOW = "2014-03-01"


def test_it_is_about_the_brothers_and_sisters_whom_the_recipient_sees_and_is_acute() -> None:
    view = given(*PARENT, involved(CJG, TOM, date="2014-02-01", **ALONE), DIED).seen_by(CJG, NOW)
    finding = only(findings("child-died", view))
    assert (finding.about, finding.lane) == ((TOM,), "acute")


def test_a_half_brother_counts_and_so_does_the_signal_on_the_child_itself() -> None:
    view = given(
        *PARENT,
        consent(GP, "2014-01-01"),
        involved(CJG, HALF_BROTHER, date="2014-02-01", **ALONE),
        involved(GP, NOA, date="2014-02-02", **ALONE),
        DIED,
    ).seen_by(CJG, NOW)
    assert only(findings("child-died", view)).about == (HALF_BROTHER,)


def test_without_brothers_or_sisters_in_view_without_a_death_or_for_who_enforces_it_says_nothing() -> None:
    alone = given(*PARENT, involved(CJG, NOA, date="2014-02-01", **ALONE), DIED).seen_by(CJG, NOW)
    living = given(*PARENT, involved(CJG, TOM, date="2014-02-01", **ALONE)).seen_by(CJG, NOW)
    landlord = given(*PARENT, involved(HOUSING, TOM, date="2014-02-01", **ALONE), DIED).seen_by(HOUSING, NOW)
    assert [findings("child-died", view) for view in (alone, living, landlord)] == [[], [], []]


def test_the_death_of_an_adult_is_no_child_s_death() -> None:
    died = registers(MOTHER, "2014-02-20", children=(TOM,), died=True)
    assert not findings(
        "child-died", given(*PARENT, involved(CJG, TOM, date="2014-02-01", **ALONE), died).seen_by(CJG, NOW)
    )
