"""moved and repeated-moves on what the population register says: that somebody moved, never where to."""

from typing import Any

from tests.domain.builders import CHILDREN, CJG, GP, HOUSING, MOTHER, SCHOOL, consent, followup, on, signal
from tests.domain.history import Given, findings, given, moments, only
from tests.domain.registering import registers

HERE: dict[str, Any] = {"home": "h1", "municipality": "m1"}
THERE: dict[str, Any] = {"home": "h2", "municipality": "m2"}
CONCERN = signal(CJG, "parenting", MOTHER, *CHILDREN, date="2014-01-10")
BEFORE = [registers(child, "2014-01-01", **HERE) for child in CHILDREN]
MOVED = [registers(child, "2014-03-05", home_since=on("2014-03-01"), **THERE) for child in CHILDREN]


def known(*facts: Any) -> Given:
    return given(CONCERN, BEFORE, *facts)


def test_the_owner_of_an_open_concern_is_told_that_the_children_moved_once_for_all_of_them() -> None:
    finding = only(findings("moved", known(MOVED).seen_by(CJG, "2014-03-05")))
    assert set(finding.about) == set(CHILDREN)
    assert finding.items == (CONCERN.signal,)


def test_after_the_term_it_is_said_again_unless_a_receiver_acknowledged_it() -> None:
    view = known(MOVED).seen_by(CJG, "2014-03-05")
    (moment,) = moments("moved", view)
    assert len(findings("moved", known(MOVED).seen_by(CJG, moment.due))) == 2
    acknowledged = followup(GP, "move-acknowledged", *CHILDREN, date="2014-03-07")
    assert not findings("moved", known(MOVED, consent(GP), acknowledged).seen_by(CJG, moment.due))


def test_without_an_own_open_concern_for_who_enforces_or_where_an_address_is_secret_nobody_is_told() -> None:
    landlord = given(signal(HOUSING, "rent-arrears", MOTHER, date="2014-01-10"), BEFORE, MOVED)
    assert not findings("moved", landlord.seen_by(HOUSING, "2014-03-05"))
    assert not findings("moved", known(MOVED, consent(CJG)).seen_by(SCHOOL, "2014-03-05"))
    secret = [registers(child, "2014-03-05", secret=True, **THERE) for child in CHILDREN]
    assert not findings("moved", known(secret).seen_by(CJG, "2014-03-05"))


def test_two_moves_to_another_municipality_by_the_register_are_repeated_moves() -> None:
    back = [registers(child, "2014-08-01", **HERE) for child in CHILDREN]
    other = signal(GP, "parenting", MOTHER, date="2014-01-12")
    once = known(MOVED, other, consent(GP)).seen_by(CJG, "2014-09-01")
    twice = known(MOVED, back, other, consent(GP)).seen_by(CJG, "2014-09-01")
    assert not findings("repeated-moves", once)
    assert findings("repeated-moves", twice)
