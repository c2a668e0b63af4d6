"""The consent aid: it says what the decision says, over what an organisation stated itself, and nothing of others."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.domain.ages import AgeBand
from hub.domain.assessing import CHILD, Question, Verdict, ages_as_stated, assess
from hub.domain.circumstances import Circumstances
from hub.domain.document import to_document
from hub.domain.facts import ConsentWithdrawn, Fact
from hub.domain.own_family import own_family
from tests.domain.asking import ABOUT_TOM, BANDS, HOME, RECORDS, asked, everybody, facts_of, opens
from tests.domain.builders import (
    CATALOGUE,
    CJG,
    FATHER,
    GP,
    MOTHER,
    ORGANISATIONS,
    POLICE,
    SCHOOL,
    TOM,
    at_home,
    exception,
    involved,
    on,
    serves,
    signal,
)
from tests.domain.history import given as recorded

NOW = "2013-05-01"


def verdicts(
    *facts: Fact | list[Any], to: str = "gp", child: str = TOM, tom: AgeBand = AgeBand.UNDER_TWELVE, **fields: Any
) -> tuple[Verdict, ...]:
    """What the CJG is told."""
    family = own_family(recorded(*facts).state, CJG.id)
    question = Question(child=child, band=tom, recipient=to, **fields)
    where = Circumstances(family, ages_as_stated(question, family.items), CATALOGUE, on(NOW), ORGANISATIONS)
    return assess(question, CJG.id, where, ORGANISATIONS)


def states(verdict: Verdict) -> dict[str, str]:
    return {each.giver: each.state for each in verdict.asked}


def test_it_says_whose_consent_is_lacking_and_why() -> None:
    (verdict,) = verdicts(ABOUT_TOM, asked({(MOTHER, "authority"): "given", (FATHER, "authority"): "refused"}))
    assert (verdict.item, verdict.ground, verdict.lacks) == (ABOUT_TOM.signal, None, ("consent",))
    assert states(verdict) == {MOTHER: "given", FATHER: "refused"}


@pytest.mark.parametrize(
    ("fields", "to", "state"),
    [
        ({}, "gp", "given"),
        ({"recipients": ("school",)}, "gp", "not-for-recipient"),
        ({"recipients": ("sector:general-practice",)}, "gp", "given"),
        ({"recipients": ("basic-care",)}, "basic-care", "given"),
        ({"kinds": ("concern",)}, "gp", "not-for-this"),
        ({"since": on("2013-06-01")}, "gp", "not-yet"),
        ({"until": on("2013-05-01")}, "gp", "ended"),
    ],
)
def test_a_consent_that_does_not_count_says_why(fields: Any, to: str, state: str) -> None:
    (verdict,) = verdicts(ABOUT_TOM, everybody(**fields), to=to)
    assert set(states(verdict).values()) == {state}
    assert verdict.ground == ("consent" if state == "given" else None)


def test_a_withdrawn_consent_is_told_apart_from_one_that_was_never_asked() -> None:
    withdrawn = ConsentWithdrawn(recorded_at=on("2013-04-02"), consent="c1", persons=(TOM,))
    (never,), (once,) = verdicts(ABOUT_TOM), verdicts(ABOUT_TOM, everybody(), withdrawn)
    assert [set(states(each).values()) for each in (never, once)] == [{"not-asked"}, {"withdrawn"}]


def test_without_authority_stated_nobody_can_consent_and_of_an_unknown_child_it_says_so_too() -> None:
    (verdict,) = verdicts(involved(CJG, TOM, date="2013-02-01", household=()))
    assert verdict.lacks == ("authority-unknown",)
    (unknown,) = verdicts(child=CHILD)
    assert (unknown.item, unknown.lacks) == (None, ("authority-unknown",))
    (of_age,) = verdicts(child=CHILD, tom=AgeBand.SIXTEEN_SEVENTEEN)
    assert states(of_age) == {CHILD: "not-asked"}


def test_an_own_exception_opens_it_and_one_that_strikes_the_recipient_out_does_not() -> None:
    neglect = signal(CJG, "neglect", TOM, date="2013-02-01", household=HOME)
    opened = exception(CJG, neglect, recipients=["gp"], date="2013-03-01")
    assert [each.ground for each in verdicts(neglect, opened)] == ["exception"]
    assert [each.ground for each in verdicts(neglect, opened, to="school")] == [None]


def test_where_asking_is_unsafe_only_an_exception_makes_it_so() -> None:
    unsafe = signal(CJG, "neglect", TOM, date="2013-02-01", household=HOME, unsafe_to_ask=(FATHER,))
    (verdict,) = verdicts(unsafe, everybody())
    assert verdict.lacks == ("only-exception",)


def test_a_sector_that_may_not_receive_it_may_not_with_any_consent() -> None:
    (verdict,) = verdicts(ABOUT_TOM, everybody(), to="housing")
    assert verdict.lacks == ("recipient-may-not-receive",)


AUNT = at_home("p-aunt", "other-adult", authority=True)
OTHERS = (
    involved(
        SCHOOL, TOM, MOTHER, date="2013-01-01", household=(*HOME, at_home("p-aunt", "other-adult", authority=True))
    ),
    signal(POLICE, "domestic-violence", TOM, date="2013-02-01", household=HOME),
    asked({(MOTHER, "authority"): "refused"}, owner=POLICE, id_="c9"),
    serves(GP, TOM),
)


@pytest.mark.parametrize("mine", [(), (ABOUT_TOM,), (ABOUT_TOM, everybody())], ids=["nothing", "involved", "consent"])
def test_it_is_the_same_to_the_last_byte_whether_others_know_the_child_or_not(mine: tuple[Fact, ...]) -> None:
    alone, among = recorded(*mine).state, recorded(*OTHERS, *mine).state
    assert to_document(own_family(alone, CJG.id)) == to_document(own_family(among, CJG.id))
    assert verdicts(*mine) == verdicts(*OTHERS, *mine)


@settings(max_examples=200)
@given(RECORDS, st.sampled_from([*BANDS.values(), AgeBand.UNKNOWN]))
def test_where_nobody_else_stated_anything_it_says_what_the_decision_says(records: Any, tom: AgeBand) -> None:
    own = [each for each in records if each[0] is CJG]
    (verdict,) = verdicts(ABOUT_TOM, facts_of(own), tom=tom)
    assert (verdict.ground == "consent") is opens(*facts_of(own), tom=tom)
