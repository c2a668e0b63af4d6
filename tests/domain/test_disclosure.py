"""Who may see what, decided item by item (DOMAIN.md 5): reasons to know, exceptions, shielding."""

import pytest

from hub.domain.disclosure import Ground, Standing
from hub.domain.facts import ConsentRecorded, ExceptionReviewed, Fact
from hub.domain.facts.sharing import Giver
from hub.domain.items import Signal
from hub.domain.openness import openness
from hub.domain.organisations import Organisation
from hub.domain.reasons import near
from hub.domain.view import see
from tests.domain.builders import (
    CJG,
    FATHER,
    GP,
    HALF_BROTHER,
    MOTHER,
    NETWORK,
    NOA,
    POLICE,
    SCHOOL,
    SHELTER,
    TOM,
    at_home,
    consent,
    ends,
    exception,
    handover,
    involved,
    joins,
    named_by,
    on,
    serves,
    signal,
)
from tests.domain.seeing import FATHERS_HOME, TOMS_HOME, WIJKTEAM, around, ground


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


def test_an_item_is_open_by_an_exception_only_while_one_over_itself_lasts() -> None:
    hit = signal(POLICE, "domestic-violence", TOM, date="2013-02-01", household=TOMS_HOME)
    other = signal(POLICE, "neglect", TOM, date="2013-02-02", household=TOMS_HOME)
    over_hit = exception(POLICE, hit, recipients=["basic-care"], date="2013-02-03")
    over_other = exception(POLICE, other, recipients=["basic-care"], date="2013-02-04")
    ended = ExceptionReviewed(
        recorded_at=on("2013-03-01"), exception=over_hit.exception, persons=(TOM,), decision="ended"
    )

    def grounds(*exceptions: Fact) -> frozenset[Ground]:
        where = around(hit, other, *exceptions)
        return openness(where.family.items[hit.signal], where)

    assert grounds() == frozenset()
    assert grounds(over_other) == frozenset()
    assert grounds(over_hit, over_other) == {Ground.EXCEPTION}
    assert grounds(over_hit, over_other, ended) == frozenset()


def test_what_a_school_learns_of_its_own_pupils_only_it_learns_where_one_of_several_children_is_its_pupil() -> None:
    missed = signal(CJG, "missed-appointment", TOM, NOA, date="2013-02-01")
    facts = (consent(CJG), missed, involved(SCHOOL, TOM, NOA, date="2013-01-01"))
    assert ground(SCHOOL, missed, around(*facts)) is None
    assert ground(SCHOOL, missed, around(*facts, serves(SCHOOL, TOM))) is Ground.CONSENT


def test_an_offer_is_a_reason_to_know_it_for_fourteen_days_and_not_a_moment_longer() -> None:
    offer = handover(CJG, GP, "offered", "2013-03-01")
    moments = ("2013-03-01", "2013-03-14 23:59", "2013-03-15")
    facts = (consent(CJG), involved(CJG, TOM, date="2013-01-01"), offer)
    found = [ground(GP, offer.handover, around(*facts, at=moment)) for moment in moments]
    assert found == [Ground.CONSENT, Ground.CONSENT, None]


def test_who_belongs_to_two_families_is_known_since_the_earlier_reason_whichever_comes_first() -> None:
    reasons = {MOTHER: on("2013-01-01"), FATHER: on("2013-03-01")}
    hers, his = (MOTHER, TOM), (FATHER, TOM)
    assert near((hers, his), reasons) == near((his, hers), reasons) == {TOM: on("2013-01-01")}
