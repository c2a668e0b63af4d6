"""Whose answer counts, in which capacity, for which item (DOMAIN.md 3)."""

from collections.abc import Mapping

import pytest

from hub.domain.ages import AgeBand
from hub.domain.circumstances import Circumstances
from hub.domain.disclosure import Ground, decide
from hub.domain.facts import ConsentConfirmed, ConsentRecorded, Fact, PassingConfirmed
from hub.domain.facts.sharing import Giver
from hub.domain.facts.signals import Member
from hub.domain.family import FamilyState
from tests.domain.builders import (
    AGES,
    CATALOGUE,
    CJG,
    FATHER,
    GP,
    MOTHER,
    OPA,
    POLICE,
    SCHOOL,
    TOM,
    at_home,
    involved,
    on,
    replaced,
    retracted,
    signal,
)
from tests.domain.registering import registers

NOW = "2013-05-01"
ALONE: tuple[Member, ...] = ()
NOBODY_HOLDS_AUTHORITY = (at_home(TOM), at_home(MOTHER, "parent"))


def answers(*givers: tuple[str, str, str], **fields: object) -> ConsentRecorded:
    """What these persons answered to the CJG: (person, capacity, answer)."""
    return ConsentRecorded(
        recorded_at=on("2013-04-01"),
        consent="c1",
        owner=CJG.id,
        persons=(MOTHER, TOM),
        givers=tuple(Giver(person=p, capacity=c, answer=a, on=on("2013-04-01")) for p, c, a in givers),  # type: ignore[arg-type]
        recipients=("those-involved",),
        **fields,  # type: ignore[arg-type]
    )


def ground(item: str, *facts: Fact, ages: Mapping[str, AgeBand] = AGES) -> Ground | None:
    """What the GP, which is involved, may see of this item."""
    state = FamilyState()
    for fact in (involved(GP, TOM, MOTHER, date="2013-01-01"), *facts):
        state.fold(fact)
    return decide(GP, state.items[item], Circumstances(state, ages, CATALOGUE, on(NOW)))


@pytest.mark.parametrize("band", [AgeBand.UNDER_FOUR, AgeBand.UNDER_TWELVE, AgeBand.TWELVE_TO_FIFTEEN])
def test_a_child_cannot_consent_by_itself_where_nobody_is_stated_to_hold_authority(band: AgeBand) -> None:
    about_tom = involved(CJG, TOM, date="2013-02-01", household=ALONE)
    facts = (about_tom, answers((TOM, "self", "given")))
    state = FamilyState()
    for fact in (involved(GP, TOM, date="2013-01-01", household=NOBODY_HOLDS_AUTHORITY), *facts):
        state.fold(fact)
    where = Circumstances(state, {**AGES, TOM: band}, CATALOGUE, on(NOW))
    assert decide(GP, state.items[about_tom.signal], where) is None


def test_somebody_of_unknown_age_who_is_stated_as_a_child_cannot_consent_alone() -> None:
    about_tom = involved(CJG, TOM, date="2013-02-01", household=NOBODY_HOLDS_AUTHORITY)
    state = FamilyState()
    for fact in (involved(GP, TOM, date="2013-01-01", household=ALONE), about_tom, answers((TOM, "self", "given"))):
        state.fold(fact)
    assert decide(GP, state.items[about_tom.signal], Circumstances(state, {}, CATALOGUE, on(NOW))) is None


def test_a_youth_of_sixteen_consents_alone() -> None:
    about_tom = involved(CJG, TOM, date="2013-02-01")
    given = answers((TOM, "self", "given"), (MOTHER, "authority", "refused"))
    ages = {**AGES, TOM: AgeBand.SIXTEEN_SEVENTEEN}
    assert ground(about_tom.signal, about_tom, given, ages=ages) is Ground.CONSENT


@pytest.mark.parametrize("order", [1, -1])
def test_a_mother_who_consents_for_her_child_and_refuses_for_herself_is_believed_in_both(order: int) -> None:
    about_tom = involved(CJG, TOM, date="2013-02-01")
    about_her = signal(CJG, "debts", MOTHER, date="2013-02-01")
    both = ((MOTHER, "authority", "given"), (MOTHER, "self", "refused"))[::order]
    assert ground(about_tom.signal, about_tom, about_her, answers(*both)) is Ground.CONSENT
    assert ground(about_her.signal, about_tom, about_her, answers(*both)) is None


def test_the_household_of_a_signal_that_was_left_out_of_a_consent_is_left_out_with_it() -> None:
    debts = signal(
        CJG, "debts", TOM, date="2013-02-01", household=(at_home(TOM), at_home(MOTHER, "parent", authority=True))
    )
    stated = f"{debts.signal}.1"
    given = (MOTHER, "authority", "given")
    assert ground(stated, debts, answers(given)) is Ground.CONSENT
    assert ground(stated, debts, answers(given, except_categories=("debts",))) is None
    assert ground(stated, debts, answers(given, domains=("finances",))) is Ground.CONSENT
    assert ground(stated, debts, answers(given, domains=("health",))) is None
    assert ground(stated, debts, answers(given, kinds=("concern",))) is Ground.CONSENT
    assert ground(stated, debts, answers(given, kinds=("involvement",))) is None


def test_authority_that_was_stated_with_a_wrong_signal_is_asked_for_no_more() -> None:
    about_tom = involved(CJG, TOM, date="2013-02-01")
    wrong = involved(
        POLICE, TOM, date="2013-03-01", household=(at_home(TOM), at_home(OPA, "other-adult", authority=True))
    )
    given = answers((MOTHER, "authority", "given"))
    assert ground(about_tom.signal, about_tom, wrong, given) is None
    assert ground(about_tom.signal, about_tom, wrong, given, retracted(wrong, "2013-03-02")) is Ground.CONSENT


BOTH_PARENTS = (at_home(TOM), at_home(MOTHER, "parent", authority=True), at_home(FATHER, "parent", authority=True))


def test_a_parent_who_died_by_the_register_is_asked_nothing_and_one_it_says_is_alive_still_is() -> None:
    about_tom = involved(CJG, TOM, date="2013-02-01", household=BOTH_PARENTS)
    hers = answers((MOTHER, "authority", "given"))
    father_lives, father_died = registers(FATHER, "2013-02-02"), registers(FATHER, "2013-03-01", died=True)
    assert ground(about_tom.signal, about_tom, hers) is None
    assert ground(about_tom.signal, about_tom, hers, father_lives) is None
    assert ground(about_tom.signal, about_tom, hers, father_lives, father_died) is Ground.CONSENT


def test_who_is_of_unknown_age_answers_for_itself_once_anybody_states_it_as_an_adult() -> None:
    debts = signal(CJG, "debts", MOTHER, date="2013-02-01", household=ALONE)
    as_child = involved(POLICE, MOTHER, date="2013-01-05", household=(at_home(OPA, "parent"), at_home(MOTHER)))
    as_parent = involved(SCHOOL, TOM, date="2013-01-06", household=(at_home(TOM), at_home(MOTHER, "parent")))
    state = FamilyState()
    hers = answers((MOTHER, "self", "given"))
    for fact in (involved(GP, MOTHER, date="2013-01-01", household=ALONE), debts, hers, as_child):
        state.fold(fact)

    def decided() -> Ground | None:
        return decide(GP, state.items[debts.signal], Circumstances(state, {}, CATALOGUE, on(NOW)))

    assert decided() is None
    state.fold(as_parent)
    assert decided() is Ground.CONSENT


def test_of_several_records_that_count_each_must_pass_the_parents() -> None:
    about_tom = involved(CJG, TOM, date="2013-02-01", household=BOTH_PARENTS)
    said = ((TOM, "self", "given"), (MOTHER, "authority", "given"), (FATHER, "authority", "refused"))
    own = answers(*said, parents_passed="youth-wish")
    of_school = replaced(own, consent="c2", owner=SCHOOL.id)
    confirms = ConsentConfirmed(
        recorded_at=on("2013-04-05"),
        consent="c2",
        organisation=SCHOOL.id,
        owner=CJG.id,
        givers=(TOM, MOTHER, FATHER),
        persons=(TOM, MOTHER),
    )
    seconds = [
        PassingConfirmed(recorded_at=on("2013-04-06"), consent=each, persons=(TOM,), by="p-2") for each in ("c1", "c2")
    ]
    ages = {**AGES, TOM: AgeBand.TWELVE_TO_FIFTEEN}
    facts = (about_tom, own, of_school)
    assert ground(about_tom.signal, *facts, seconds[0], ages=ages) is Ground.CONSENT
    assert ground(about_tom.signal, *facts, confirms, seconds[0], ages=ages) is None
    assert ground(about_tom.signal, *facts, confirms, *seconds, ages=ages) is Ground.CONSENT
