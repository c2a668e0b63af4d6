"""What is told bare: before a self-made reason, by a profile, to whom is limited (DOMAIN.md 5.3, 5.4, 5.7)."""

from typing import Any

import msgspec
import pytest

from hub.domain.ages import AgeBand
from hub.domain.bare import bare
from hub.domain.disclosure import Ground, decide
from hub.domain.facts import Fact, ReasonConfirmed, SignalRecorded
from hub.domain.facts.signals import Informed
from hub.domain.items import Membership, Signal
from hub.domain.openness import openness
from hub.domain.organisations import Organisation
from tests.domain.builders import (
    CJG,
    FATHER,
    GP,
    HALF_BROTHER,
    INCOME,
    MOTHER,
    NETWORK,
    NOA,
    PARTNER,
    POLICE,
    SCHOOL,
    SOCIAL_WORK,
    TOM,
    at_home,
    consent,
    coordination,
    ends,
    exception,
    involved,
    joins,
    on,
    signal,
)
from tests.domain.seeing import FATHERS_HOME, INVOLVED_ONLY, TOMS_HOME, WORRY, around, ground, shown


def test_what_was_recorded_before_a_self_made_reason_tells_who_is_there_and_nothing_more() -> None:
    where = around(
        consent(CJG, "2010-01-01", *INVOLVED_ONLY), WORRY, involved(GP, TOM, date="2013-03-01", household=())
    )
    told = shown(GP, WORRY, where)
    assert told is not None
    assert (told.bare, told.ground, told.item.owner) == (True, Ground.CONSENT, CJG.id)
    assert (told.item.about, told.item.category, told.item.severity) == ((TOM,), None, None)
    assert (told.item.household, told.item.concern, told.item.occurred_at) == ((), False, WORRY.recorded_at)


@pytest.mark.parametrize("recipients", [(GP.id,), ("sector:general-practice",), ("those-involved", GP.id)])
def test_a_consent_that_names_the_viewer_or_its_sector_opens_what_was_recorded_earlier(recipients: tuple[str]) -> None:
    where = around(consent(CJG, "2010-01-01", *recipients), WORRY, involved(GP, TOM, date="2013-03-01", household=()))
    told = shown(GP, WORRY, where)
    assert told is not None
    assert not told.bare
    assert told.item.category == "parenting"


def test_what_is_recorded_after_the_reason_was_made_opens_to_those_involved() -> None:
    where = around(consent(CJG, "2010-01-01", *INVOLVED_ONLY), involved(GP, TOM, date="2013-01-15"), WORRY)
    told = shown(GP, WORRY, where)
    assert told is not None
    assert not told.bare


def test_who_becomes_involved_once_more_keeps_what_its_first_involvement_opened() -> None:
    first, again = involved(GP, TOM, date="2013-01-15"), involved(GP, TOM, date="2013-03-01")
    told = shown(GP, WORRY, around(consent(CJG, "2010-01-01", *INVOLVED_ONLY), first, WORRY, again))
    assert told is not None
    assert not told.bare


@pytest.mark.parametrize("how", ["second-professional", "register"])
def test_a_confirmed_reason_opens_what_was_recorded_before_it_and_one_confirmed_long_ago_does_not(how: str) -> None:
    facts = (consent(CJG, "2010-01-01", *INVOLVED_ONLY), WORRY, involved(GP, TOM, date="2013-03-01"))

    def bare(confirmed: str) -> bool:
        fact = ReasonConfirmed(recorded_at=on(confirmed), owner=GP.id, persons=(TOM,), how=how)  # type: ignore[arg-type]
        told = shown(GP, WORRY, around(*facts, fact))
        assert told is not None
        return told.bare

    assert not bare("2013-03-02")
    assert not bare("2013-03-01")  # confirmed in the very moment in which it was recorded
    assert bare("2013-02-28")


def test_a_role_that_another_gave_opens_what_was_recorded_earlier_and_one_taken_does_not() -> None:
    opened = consent(CJG, "2010-01-01", *INVOLVED_ONLY)
    offered = msgspec.structs.replace(coordination(SOCIAL_WORK, "proposed", "2013-03-01"), owner=CJG.id)
    taken = coordination(SOCIAL_WORK, "accepted", "2013-03-02", offered_by=CJG)

    def bare(*facts: Fact) -> bool:
        told = shown(SOCIAL_WORK, WORRY, around(opened, WORRY, *facts))
        assert told is not None
        return told.bare

    assert not bare(offered, taken)
    assert bare(taken)


def test_whom_a_link_brings_near_is_known_no_better_than_who_brought_them() -> None:
    opened: list[Fact] = [consent(each, "2010-01-01", *INVOLVED_ONLY) for each in (CJG, NETWORK)]
    link = joins(NETWORK, FATHER, TOM, date="2013-04-01", role="parent", joins=False)
    mine = involved(GP, TOM, date="2013-03-01", household=())
    before, after = (involved(CJG, FATHER, date=d, household=()) for d in ("2013-02-01", "2013-04-02"))
    opened.append(involved(SCHOOL, TOM, date="2013-01-01", household=TOMS_HOME))  # who has authority; sealed
    where = around(*opened, before, mine, link, after)
    assert [told and told.bare for told in (shown(GP, before, where), shown(GP, after, where))] == [True, False]
    assert shown(GP, after, around(*opened, before, mine, after)) is None


def test_an_exception_to_those_involved_tells_a_self_made_reason_who_is_there_only() -> None:
    hit = signal(POLICE, "domestic-violence", TOM, date="2013-02-01")
    opened = exception(POLICE, hit, recipients=["those-involved"], date="2013-02-03")
    told = shown(GP, hit, around(hit, opened, involved(GP, TOM, date="2013-03-01")))
    assert told is not None
    assert (told.bare, told.ground) == (True, Ground.EXCEPTION)


def test_an_ended_involvement_leaves_a_reason_by_an_own_open_safety_concern_only() -> None:
    opened, theirs = consent(CJG), involved(CJG, TOM, date="2013-01-01")
    mine = involved(GP, TOM, date="2013-01-01")
    over = ends(mine, "2013-04-01")
    weak, safety = signal(GP, "parenting", TOM, date="2013-01-02"), signal(GP, "neglect", TOM, date="2013-01-02")
    assert ground(GP, theirs, around(opened, theirs, mine, over)) is None
    assert ground(GP, theirs, around(opened, theirs, mine, over, weak)) is None
    assert ground(GP, theirs, around(opened, theirs, mine, over, safety)) is Ground.CONSENT


def test_who_is_done_with_a_family_is_done_with_whomever_it_linked_to_it_itself() -> None:
    opened = consent(CJG, "2010-01-01", *INVOLVED_ONLY)
    helped = involved(GP, TOM, date="2013-01-10", household=())
    worried = signal(GP, "parenting", FATHER, date="2013-01-11", household=())
    theirs = signal(CJG, "parenting", FATHER, date="2013-02-01", household=())
    linked = joins(GP, MOTHER, TOM, date="2013-01-12", role="parent")
    further = joins(GP, FATHER, MOTHER, date="2013-01-13")
    over = (opened, theirs, helped, worried, ends(helped, "2013-03-01"))
    assert shown(GP, theirs, around(*over)) is not None
    assert shown(GP, theirs, around(*over, linked, further)) is None


def test_a_sealed_link_does_not_make_an_involvement_elsewhere_end_a_reason_here() -> None:
    opened, theirs = consent(CJG), involved(CJG, TOM, date="2013-01-01", household=TOMS_HOME)
    elsewhere = involved(GP, HALF_BROTHER, date="2013-01-01", household=FATHERS_HOME)
    weak = signal(GP, "parenting", TOM, date="2013-01-02", household=TOMS_HOME)
    facts = (opened, theirs, elsewhere, ends(elsewhere, "2013-04-01"), weak)
    sealed_link = joins(NETWORK, FATHER, TOM, date="2013-02-02", role="parent", joins=False)
    assert ground(GP, theirs, around(*facts)) is ground(GP, theirs, around(*facts, sealed_link)) is Ground.CONSENT


def youth_act(owner: Organisation, category: str | None, *informed: Informed, **fields: Any) -> SignalRecorded:
    """A signal recorded under the profile of the Youth Act."""
    fields = {"bands": {TOM: AgeBand.UNDER_TWELVE}, "household": WITH_MOTHER, **fields}
    return signal(owner, category, TOM, date="2013-02-01", profile="jeugdwet-7.1", informed=informed, **fields)


WITH_MOTHER = (at_home(MOTHER, "parent", authority=True), at_home(TOM))
TOLD = Informed(addressee="mother", person=MOTHER, on=on("2013-02-02"))
LATER = Informed(addressee="father", deferred_until=on("2013-02-20"), reason="unsafe-to-tell")


@pytest.mark.parametrize(
    ("band", "told", "opens"),
    [
        (AgeBand.UNDER_TWELVE, (MOTHER,), True),
        (AgeBand.UNDER_TWELVE, (TOM,), False),
        (AgeBand.TWELVE_TO_FIFTEEN, (MOTHER,), False),
        (AgeBand.TWELVE_TO_FIFTEEN, (MOTHER, TOM), True),
        (AgeBand.UNKNOWN, (MOTHER,), False),
        (AgeBand.SIXTEEN_SEVENTEEN, (MOTHER,), False),
        (AgeBand.SIXTEEN_SEVENTEEN, (TOM,), True),
    ],
)
def test_under_the_youth_act_those_were_told_who_by_age_are_to_be_told(
    band: AgeBand, told: tuple[str, ...], opens: bool
) -> None:
    informed = [Informed(addressee="one", person=each, on=on("2013-02-02")) for each in told]
    theirs = youth_act(CJG, None, *informed, bands={TOM: band})
    found = shown(GP, theirs, around(theirs, involved(GP, TOM, date="2013-01-01")))
    assert (found is not None) is opens


def test_under_the_youth_act_nothing_is_told_where_nobody_is_known_who_could_be_informed() -> None:
    theirs = youth_act(CJG, None, Informed(addressee="one", person=NOA, on=on("2013-02-02")), household=())
    assert shown(GP, theirs, around(theirs, involved(GP, TOM, date="2013-01-01"))) is None


@pytest.mark.parametrize("category", [None, "parenting"])
def test_under_the_youth_act_is_told_after_informing_that_somebody_is_involved_and_never_with_what(
    category: str | None,
) -> None:
    theirs = youth_act(CJG, category, TOLD)
    told = shown(GP, theirs, around(theirs, involved(GP, TOM, date="2013-01-01")))
    assert told is not None
    assert (told.bare, told.ground, told.item.category) == (True, Ground.PROFILE, None)
    assert shown(GP, theirs, around(theirs)) is None  # no reason to know


@pytest.mark.parametrize("informed", [(), (LATER,), (TOLD, LATER)])
def test_under_the_youth_act_nothing_is_told_before_everybody_was_informed(informed: tuple[Informed, ...]) -> None:
    theirs = youth_act(CJG, None, *informed)
    assert shown(GP, theirs, around(theirs, involved(GP, TOM, date="2013-01-01"))) is None


def test_the_owner_sees_that_its_item_is_open_by_the_profile_once_everybody_was_informed() -> None:
    for informed, grounds in (((TOLD,), {Ground.PROFILE}), ((), set()), ((TOLD, LATER), set())):
        theirs = youth_act(CJG, None, *informed)
        where = around(theirs)
        assert openness(where.family.items[theirs.signal], where) == grounds


def test_a_laxer_profile_opens_nothing_that_was_recorded_under_a_stricter_or_an_unknown_one() -> None:
    mine = involved(GP, TOM, date="2013-01-01")
    for profile in ({}, {"profile": "jeugdwet-7.1", "profile_version": 2}, {"profile": "unheard-of"}):
        theirs = signal(CJG, None, TOM, date="2013-02-01", informed=(TOLD,), **profile)
        assert shown(GP, theirs, around(theirs, mine)) is None


def test_a_benefits_office_learns_that_a_child_needs_contact_and_with_whom_where_it_is_named_and_no_more() -> None:
    theirs = involved(CJG, TOM, MOTHER, date="2013-02-01")
    named = consent(CJG, "2010-01-01", INCOME.id)
    told = shown(INCOME, theirs, around(named, theirs, involved(INCOME, MOTHER, TOM, date="2013-03-01")))
    assert told is not None
    assert (told.bare, told.item.about, told.item.household, told.item.category) == (True, (TOM,), (), None)
    of_the_mother = involved(INCOME, MOTHER, date="2013-03-01", household=())
    assert shown(INCOME, theirs, around(named, theirs, of_the_mother)) is None
    assert shown(INCOME, theirs, around(consent(CJG, "2010-01-01", *INVOLVED_ONLY), theirs, of_the_mother)) is None


def test_a_benefits_office_learns_nothing_of_a_household_even_where_consent_and_exception_name_it() -> None:
    partner = joins(CJG, PARTNER, MOTHER, date="2013-02-01")
    hit = signal(POLICE, "domestic-violence", MOTHER, TOM, date="2013-02-01")
    opened = [consent(CJG, "2010-01-01", INCOME.id), exception(POLICE, hit, recipients=[INCOME.id], date="2013-02-02")]
    where = around(*opened, partner, hit, involved(INCOME, MOTHER, TOM, date="2013-01-01"))
    seen = [each.id for each in where.family.items.values() if decide(INCOME, each, where) is not None]
    assert [each for each in seen if where.family.items[each].owner != INCOME.id] == []


def test_a_bare_signal_is_about_its_subject_where_that_may_be_told_and_else_about_the_first() -> None:
    item = where_of(WORRY)
    both = msgspec.structs.replace(item, about=(NOA, TOM), subject=TOM, informed=True)
    assert bare(both, (NOA, TOM)).subject == TOM
    assert bare(both, (NOA,)).subject == NOA
    assert not bare(both, (NOA,)).informed


def test_nothing_but_a_signal_is_told_of_bare() -> None:
    membership = next(each for each in around(WORRY).family.items.values() if isinstance(each, Membership))
    with pytest.raises(TypeError, match="only a signal"):
        bare(membership, membership.about)


def where_of(fact: SignalRecorded) -> Signal:
    item = around(fact).family.items[fact.signal]
    assert isinstance(item, Signal)
    return item
