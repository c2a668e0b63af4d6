"""Who may see what, decided item by item (DOMAIN.md 5): reasons to know, exceptions, shielding."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
import pytest

from hub.configuration.load import load_disclosure
from hub.domain.ages import AgeBand
from hub.domain.circumstances import Circumstances
from hub.domain.disclosure import Disclosed, Ground, Standing, decide, disclose, openness
from hub.domain.facts import ConsentRecorded, Fact, PersonRegistered, ReasonConfirmed, SignalRecorded
from hub.domain.facts.requests import RestrictionSet
from hub.domain.facts.sharing import Giver
from hub.domain.facts.signals import Informed
from hub.domain.family import FamilyState
from hub.domain.items import Signal
from hub.domain.organisations import Organisation, Role, Sector
from hub.domain.profiles import STRICTEST
from hub.domain.view import see
from tests.domain.builders import (
    AGES,
    CATALOGUE,
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
    SHELTER,
    SOCIAL_WORK,
    STEPMOTHER,
    TOM,
    at_home,
    consent,
    coordination,
    ends,
    exception,
    involved,
    joins,
    named_by,
    on,
    serves,
    signal,
)  # fmt: skip

NOW = "2013-05-01"
RULES = load_disclosure()
INVOLVED_ONLY = ("those-involved",)
FATHERS_HOME = (at_home(FATHER, "parent", authority=True), at_home(STEPMOTHER, "partner"), at_home(HALF_BROTHER))
TOMS_HOME = (at_home(TOM), at_home(MOTHER, "parent", authority=True))
WIJKTEAM = Organisation(id="wijkteam", name="WT", sector=Sector.WIJKTEAM, roles=frozenset({Role.SIGNALLING}))


def around(*facts: Fact | Sequence[Fact], at: str = NOW, ages: Mapping[str, AgeBand] = AGES) -> Circumstances:
    """What has been recorded, as a decision sees it then."""
    state = FamilyState()
    for each in facts:
        for fact in each if isinstance(each, Sequence) else [each]:
            state.fold(fact)
    return Circumstances(state, ages, CATALOGUE, on(at), rules=RULES)


def ground(viewer: Organisation, item: Fact | str, where: Circumstances) -> Ground | None:
    return decide(viewer, where.family.items[item if isinstance(item, str) else item.signal], where)  # type: ignore[attr-defined]


def test_who_is_involved_with_one_family_has_no_reason_to_know_another_to_which_only_a_sealed_statement_links_it() -> (
    None
):
    half_brother = involved(SCHOOL, HALF_BROTHER, date="2013-01-01", household=FATHERS_HOME)
    tom = involved(CJG, TOM, date="2013-02-01", household=TOMS_HOME)
    link = joins(NETWORK, FATHER, TOM, date="2013-02-02", role="parent", joins=False)
    where = around(consent(CJG), half_brother, tom, link)
    assert ground(SCHOOL, tom, where) is None
    assert ground(SCHOOL, tom, around(consent(CJG), consent(NETWORK), half_brother, tom, link)) is Ground.CONSENT


def test_an_exception_to_those_involved_opens_to_those_involved_with_that_family_only() -> None:
    half_brother = involved(SCHOOL, HALF_BROTHER, date="2013-01-01", household=FATHERS_HOME)
    hit = signal(POLICE, "domestic-violence", TOM, date="2013-02-01", household=TOMS_HOME)
    link = joins(NETWORK, FATHER, TOM, date="2013-02-02", role="parent", joins=False)
    opened = exception(POLICE, hit, recipients=["those-involved"], date="2013-02-03")
    assert ground(SCHOOL, hit, around(half_brother, hit, link, opened)) is None
    assert ground(SCHOOL, hit, around(consent(NETWORK), half_brother, hit, link, opened)) is Ground.EXCEPTION


def test_a_purpose_logged_before_looking_is_a_reason_to_know_the_family_asked_about_only() -> None:
    half_brother = involved(SCHOOL, HALF_BROTHER, date="2013-01-01", household=FATHERS_HOME)
    tom = involved(CJG, TOM, date="2013-02-01", household=TOMS_HOME)
    link = joins(NETWORK, FATHER, TOM, date="2013-02-02", role="parent", joins=False)
    where = around(consent(CJG), consent(SCHOOL), half_brother, tom, link)
    standing = Standing(WIJKTEAM, where, asked_about=TOM)
    seen = [item.id for item in where.family.items.values() if standing.decide(item) is not None]
    assert tom.signal in seen
    assert half_brother.signal not in seen
    assert ground(WIJKTEAM, tom, where) is None


@pytest.mark.parametrize("person", [MOTHER, FATHER])
def test_an_exception_to_basic_care_is_not_for_the_doctor_of_an_adult(person: str) -> None:
    hit = signal(POLICE, "domestic-violence", MOTHER, TOM, date="2013-02-01")
    opened = exception(POLICE, hit, recipients=["basic-care"], date="2013-02-03")
    assert ground(GP, hit, around(serves(GP, person), hit, opened)) is None
    assert ground(GP, hit, around(serves(GP, NOA), hit, opened)) is Ground.EXCEPTION


def test_an_exception_to_basic_care_is_not_for_the_school_of_a_child_that_lives_elsewhere() -> None:
    household = (at_home(MOTHER, "parent"), at_home(TOM), at_home(HALF_BROTHER, in_home=False))
    hit = signal(POLICE, "domestic-violence", MOTHER, date="2013-02-01", household=household)
    elsewhere = involved(POLICE, HALF_BROTHER, date="2013-01-01", household=FATHERS_HOME)
    opened = exception(POLICE, hit, recipients=["basic-care"], date="2013-02-03")
    assert ground(SCHOOL, hit, around(serves(SCHOOL, HALF_BROTHER), hit, elsewhere, opened)) is None
    assert ground(SCHOOL, hit, around(serves(SCHOOL, TOM), hit, elsewhere, opened)) is Ground.EXCEPTION


def test_the_children_of_a_home_of_violence_are_found_over_all_that_the_author_stated() -> None:
    hit = signal(
        POLICE, "domestic-violence", TOM, date="2013-02-01", household=(at_home(TOM), at_home(MOTHER, "parent"))
    )
    sister = involved(POLICE, NOA, date="2013-01-01", household=(at_home(NOA), at_home(MOTHER, "parent")))
    opened = exception(POLICE, hit, recipients=["basic-care"], date="2013-02-03")
    assert ground(SCHOOL, hit, around(serves(SCHOOL, NOA), hit, sister, opened)) is Ground.EXCEPTION


def test_the_end_of_a_shielded_stay_shows_to_those_whom_the_shelter_names_and_to_nobody_else() -> None:
    gp = involved(GP, TOM, date="2013-01-01")
    stay = involved(SHELTER, MOTHER, TOM, NOA, date="2013-02-01")
    facts = (consent(SHELTER), gp, stay, ends(stay, "2013-04-01"))

    def ended(*more: Fact, viewer: Organisation = GP) -> list[bool]:
        items = see(Standing(viewer, around(*facts, *more))).items
        return [each.ended_at is not None for each in items if isinstance(each, Signal) and each.owner == SHELTER.id]

    assert ended() == [False]
    assert ended(named_by(SHELTER, TOM, recipient=GP, date="2013-03-01")) == [True]
    assert ended(viewer=SHELTER) == [True]


def test_a_consent_to_one_organisation_opens_nothing_to_another() -> None:
    tom = involved(CJG, TOM, date="2013-02-01")
    given = ConsentRecorded(
        recorded_at=on("2013-02-01"),
        consent="c1",
        owner=CJG.id,
        persons=(MOTHER, TOM),
        givers=(Giver(person=MOTHER, capacity="authority", answer="given", on=on("2013-02-01")),),
        recipients=(SCHOOL.id,),
    )
    where = around(involved(GP, TOM, date="2013-01-01"), involved(SCHOOL, TOM, date="2013-01-01"), tom, given)
    assert ground(SCHOOL, tom, where) is Ground.CONSENT
    assert ground(GP, tom, where) is None


def shown(viewer: Organisation, item: SignalRecorded, where: Circumstances) -> Disclosed[Signal] | None:
    """How this signal is told to a viewer; None: sealed."""
    found = where.family.items[item.signal]
    assert isinstance(found, Signal)
    return next(disclose(viewer, where, [found]), None)


WORRY = signal(CJG, "parenting", TOM, MOTHER, date="2013-02-01")
"""Recorded before the GP is involved."""


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


@pytest.mark.parametrize("how", ["second-professional", "register"])
def test_a_confirmed_reason_opens_what_was_recorded_before_it_and_one_confirmed_long_ago_does_not(how: str) -> None:
    facts = (consent(CJG, "2010-01-01", *INVOLVED_ONLY), WORRY, involved(GP, TOM, date="2013-03-01"))

    def bare(confirmed: str) -> bool:
        fact = ReasonConfirmed(recorded_at=on(confirmed), owner=GP.id, persons=(TOM,), how=how)  # type: ignore[arg-type]
        told = shown(GP, WORRY, around(*facts, fact))
        assert told is not None
        return told.bare

    assert not bare("2013-03-02")
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


def test_a_sealed_link_does_not_make_an_involvement_elsewhere_end_a_reason_here() -> None:
    opened, theirs = consent(CJG), involved(CJG, TOM, date="2013-01-01", household=TOMS_HOME)
    elsewhere = involved(GP, HALF_BROTHER, date="2013-01-01", household=FATHERS_HOME)
    weak = signal(GP, "parenting", TOM, date="2013-01-02", household=TOMS_HOME)
    facts = (opened, theirs, elsewhere, ends(elsewhere, "2013-04-01"), weak)
    sealed_link = joins(NETWORK, FATHER, TOM, date="2013-02-02", role="parent", joins=False)
    assert ground(GP, theirs, around(*facts)) is ground(GP, theirs, around(*facts, sealed_link)) is Ground.CONSENT


def youth_act(owner: Organisation, category: str | None, *informed: Informed, **fields: Any) -> SignalRecorded:
    """A signal recorded under the profile of the Youth Act."""
    return signal(owner, category, TOM, date="2013-02-01", profile="jeugdwet-7.1", informed=informed, **fields)


TOLD = Informed(addressee="mother", on=on("2013-02-02"))
LATER = Informed(addressee="father", deferred_until=on("2013-02-20"), reason="unsafe-to-tell")


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


def test_nobody_but_the_decision_makes_a_disclosed_item() -> None:
    where = around(WORRY)
    with pytest.raises(TypeError):
        Disclosed(where.family.items[WORRY.signal], Ground.CONSENT, GP.id, bare=False, made_by=object())


def test_what_is_recorded_at_the_very_moment_of_a_reason_is_not_earlier() -> None:
    hit = signal(POLICE, "domestic-violence", TOM, date="2013-03-01")
    opened = [
        consent(CJG, "2010-01-01", *INVOLVED_ONLY),
        exception(POLICE, hit, recipients=["those-involved"], date="2013-03-02"),
    ]
    theirs = signal(CJG, "parenting", TOM, date="2013-03-01")
    where = around(*opened, hit, theirs, involved(GP, TOM, date="2013-03-01"))
    assert [told and told.bare for told in (shown(GP, each, where) for each in (hit, theirs))] == [False, False]


def test_what_is_restricted_is_shown_to_no_limited_sector_either() -> None:
    theirs, mine = involved(CJG, TOM, date="2013-02-01"), involved(INCOME, TOM, date="2013-03-01")
    named = consent(CJG, "2010-01-01", INCOME.id)
    restricted = RestrictionSet(recorded_at=on(NOW), request="r", person=TOM)
    assert shown(INCOME, theirs, around(named, theirs, mine)) is not None
    assert shown(INCOME, theirs, around(named, theirs, mine, restricted)) is None


def test_the_population_register_brings_no_limited_sector_near_a_child() -> None:
    theirs, mine = involved(CJG, TOM, date="2013-02-01"), involved(INCOME, MOTHER, date="2013-01-01", household=())
    helper = involved(SOCIAL_WORK, MOTHER, date="2013-01-01", household=())
    facts = (consent(CJG, "2010-01-01", INCOME.id, SOCIAL_WORK.id), theirs, mine, helper, registered(TOM, MOTHER))
    assert shown(SOCIAL_WORK, theirs, around(*facts)) is not None
    assert shown(INCOME, theirs, around(*facts)) is None


def registered(child: str, parent: str) -> PersonRegistered:
    """That the register knows this parent of this child."""
    moment = on("2012-01-01")
    return PersonRegistered(recorded_at=moment, asked_at=moment, person=child, source="register", parents=(parent,))


def test_an_exception_that_names_a_limited_sector_tells_it_of_a_child_that_somebody_is_involved() -> None:
    theirs, mine = involved(CJG, TOM, date="2013-02-01"), involved(INCOME, TOM, date="2013-01-01")
    opened = exception(CJG, theirs, recipients=[INCOME.id], date="2013-02-02")
    told = shown(INCOME, theirs, around(theirs, mine, opened))
    assert told is not None
    assert (told.bare, told.ground) == (True, Ground.EXCEPTION)


def test_a_limited_sector_that_is_to_learn_nothing_learns_nothing() -> None:
    theirs, mine = involved(CJG, TOM, date="2013-02-01"), involved(INCOME, TOM, date="2013-01-01")
    where = around(consent(CJG, "2010-01-01", INCOME.id), theirs, mine)
    nothing = msgspec.structs.replace(where, rules=STRICTEST, consented={}, kin=[])
    assert [shown(INCOME, theirs, each) is None for each in (where, nothing)] == [False, True]


def test_what_was_bare_at_first_opens_when_somebody_in_it_is_known_better() -> None:
    theirs = involved(CJG, TOM, NOA, date="2013-02-01", household=())
    mine = involved(GP, TOM, date="2013-03-01", household=())
    offered = msgspec.structs.replace(
        coordination(GP, "proposed", "2013-03-01"), owner=CJG.id, about=(MOTHER,), profile="inspectorate"
    )
    taken = msgspec.structs.replace(offered, owner=GP.id, step="accepted", recorded_at=on("2013-03-02"))
    near = joins(GP, NOA, MOTHER, date="2013-03-03", role="child", joins=False)
    authority = involved(SCHOOL, TOM, date="2013-01-01")  # who has it; sealed
    facts = (consent(CJG, "2010-01-01", *INVOLVED_ONLY), authority, theirs, mine)
    told = [shown(GP, theirs, around(*facts, *more)) for more in ((), (offered, taken, near))]
    assert [each and each.bare for each in told] == [True, False]


def test_a_decision_is_about_the_item_as_it_is_given_and_not_about_an_earlier_one_of_its_name() -> None:
    where = around(consent(CJG, "2010-01-01", *INVOLVED_ONLY), WORRY, involved(GP, TOM, date="2013-03-01"))
    standing, item = Standing(GP, where), where.family.items[WORRY.signal]
    ended = msgspec.structs.replace(item, ended_at=on("2013-04-01"))
    assert [standing.decide(each) is None for each in (item, ended, item)] == [False, True, False]


def test_an_involvement_that_ended_elsewhere_does_not_hide_that_the_one_here_ended_too() -> None:
    theirs = involved(CJG, TOM, date="2013-01-01", household=TOMS_HOME)
    here = involved(GP, TOM, date="2013-01-01", household=TOMS_HOME)
    elsewhere = involved(GP, HALF_BROTHER, date="2013-01-02", household=FATHERS_HOME)
    weak = signal(GP, "parenting", TOM, date="2013-01-02", household=TOMS_HOME)
    facts = (consent(CJG), theirs, here, elsewhere, weak, ends(elsewhere, "2013-04-01"))
    assert ground(GP, theirs, around(*facts)) is Ground.CONSENT
    assert ground(GP, theirs, around(*facts, ends(here, "2013-04-01"))) is None


BOTH = (at_home(TOM), at_home(MOTHER, "parent", authority=True), at_home(FATHER, "parent", authority=True))


def answers(*by: tuple[str, tuple[str, ...]]) -> list[ConsentRecorded]:
    """What each parent answered to the CJG, each to recipients of their own."""
    return [
        ConsentRecorded(
            recorded_at=on("2013-02-02"),
            consent=f"of {giver}",
            owner=CJG.id,
            persons=(TOM,),
            givers=(Giver(person=giver, capacity="authority", answer="given", on=on("2013-02-02")),),
            recipients=recipients,
        )
        for giver, recipients in by
    ]


def test_it_goes_only_where_both_parents_want_it_to_go() -> None:
    theirs = involved(CJG, TOM, date="2013-02-01", household=BOTH)
    both = answers((MOTHER, (GP.id, SCHOOL.id)), (FATHER, (GP.id, POLICE.id)))
    viewers = (GP, SCHOOL, POLICE)
    where = around(*both, theirs, *(involved(each, TOM, date="2013-01-01", household=()) for each in viewers))
    assert [ground(each, theirs, where) for each in viewers] == [Ground.CONSENT, None, None]


def test_what_was_recorded_earlier_opens_in_full_only_where_both_parents_name_the_viewer() -> None:
    theirs = involved(CJG, TOM, date="2013-02-01", household=BOTH)
    mine = involved(GP, TOM, date="2013-03-01", household=())
    for recipients, bare in ((INVOLVED_ONLY, True), ((GP.id,), False)):
        told = shown(GP, theirs, around(*answers((MOTHER, recipients), (FATHER, (GP.id,))), theirs, mine))
        assert told is not None
        assert told.bare is bare


def test_what_one_of_two_parents_lets_go_to_nobody_is_open_to_nobody() -> None:
    theirs = involved(CJG, TOM, date="2013-02-01", household=BOTH)
    where = around(*answers((MOTHER, (GP.id,)), (FATHER, ())), theirs)
    assert openness(where.family.items[theirs.signal], where) == frozenset()


def test_since_when_somebody_knows_by_their_own_doing_and_only_then() -> None:
    mine = involved(GP, TOM, date="2013-03-01", household=())
    confirmed = ReasonConfirmed(recorded_at=on("2013-03-02"), owner=GP.id, persons=(TOM,), how="second-professional")
    assert Standing(GP, around(mine)).made_itself(TOM) == mine.recorded_at
    assert Standing(GP, around(mine)).made_itself(NOA) is None
    assert Standing(GP, around(mine, confirmed)).made_itself(TOM) is None


def test_where_one_of_two_parents_is_the_source_of_danger_no_consent_opens_it() -> None:
    mine = involved(GP, TOM, date="2013-01-01", household=())
    agreed = answers((MOTHER, (GP.id,)), (FATHER, (GP.id,)))
    for unsafe, opens in (((), Ground.CONSENT), ((FATHER,), None)):
        theirs = involved(CJG, TOM, date="2013-02-01", household=BOTH, unsafe_to_ask=unsafe)
        assert ground(GP, theirs, around(*agreed, theirs, mine)) is opens


def test_a_consent_that_is_about_another_child_or_that_was_also_refused_opens_nothing() -> None:
    theirs, mine = involved(CJG, TOM, date="2013-02-01"), involved(GP, TOM, date="2013-01-01", household=())
    (given_,) = answers((MOTHER, (GP.id,)))
    refused = msgspec.structs.replace(given_.givers[0], answer="refused")
    about_noa = msgspec.structs.replace(given_, persons=(NOA,))
    both_ways = msgspec.structs.replace(given_, givers=(given_.givers[0], refused))
    found = [ground(GP, theirs, around(each, theirs, mine)) for each in (given_, about_noa, both_ways)]
    assert found == [Ground.CONSENT, None, None]
