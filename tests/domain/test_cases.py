"""Cases by name: a death in the family, and a benefits office that asks about a household."""

import pytest

from hub.domain.circumstances import Circumstances
from hub.domain.disclosure import Ground, Standing, decide
from hub.domain.facts import ConsentRecorded, Fact
from hub.domain.facts.population import PersonRegistered
from hub.domain.facts.sharing import Giver
from hub.domain.items import Membership
from hub.domain.view import view_of
from tests.domain.builders import (
    AGES,
    CATALOGUE,
    CJG,
    FATHER,
    GP,
    HALF_BROTHER,
    INCOME,
    MOTHER,
    NOA,
    TOM,
    at_home,
    consent,
    involved,
    on,
    signal,
)
from tests.domain.history import given

NOW = "2013-05-01"
LIZ = "p-liz"
FOUR = (TOM, NOA, HALF_BROTHER, LIZ)
HOME = (
    *(at_home(child) for child in FOUR),
    at_home(MOTHER, "parent", authority=True),
    at_home(FATHER, "parent", authority=True),
)
BANDS = {**AGES, LIZ: AGES[TOM]}


def died(person: str) -> PersonRegistered:
    """The register says that this person has died."""
    return PersonRegistered(
        recorded_at=on("2013-04-15"), person=person, asked_at=on("2013-04-15"), source="register", died=True,
        died_on=on("2013-04-14"),
    )  # fmt: skip


def asked(*answers: tuple[str, str]) -> ConsentRecorded:
    """What the parents answered to the CJG, for all four children."""
    moment = on("2013-02-01")
    return ConsentRecorded(
        recorded_at=moment,
        consent="c1",
        owner=CJG.id,
        persons=(*FOUR, MOTHER, FATHER),
        givers=tuple(Giver(person=p, capacity="authority", answer=a, on=moment) for p, a in answers),  # type: ignore[arg-type]
        recipients=("those-involved",),
    )


def ground(item: str, *facts: Fact) -> Ground | None:
    """On which ground the GP, which is involved with all four, may see it."""
    family = given(involved(GP, *FOUR, date="2013-01-01", household=HOME), *facts).state
    return decide(GP, family.items[item], Circumstances(family, BANDS, CATALOGUE, on(NOW)))


@pytest.mark.parametrize("child", FOUR)
def test_the_death_of_one_of_four_children_ends_no_consent_for_the_other_three(child: str) -> None:
    both = asked((MOTHER, "given"), (FATHER, "given"))
    signals = [involved(CJG, each, date="2013-02-01", household=HOME, id_=f"s-{each}") for each in FOUR]
    for other in FOUR:
        if other != child:
            assert ground(f"s-{other}", *signals, both, died(child)) is Ground.CONSENT


def test_after_the_death_of_a_parent_the_other_consents_alone_and_not_before() -> None:
    about_tom = involved(CJG, TOM, date="2013-02-01", household=HOME)
    mother_alone = asked((MOTHER, "given"))
    assert ground(about_tom.signal, about_tom, mother_alone) is None
    assert ground(about_tom.signal, about_tom, mother_alone, died(FATHER)) is Ground.CONSENT
    refused = asked((MOTHER, "given"), (FATHER, "refused"))
    assert ground(about_tom.signal, about_tom, refused, died(FATHER)) is Ground.CONSENT


def test_where_everyone_with_authority_has_died_nobody_can_consent() -> None:
    about_tom = involved(CJG, TOM, date="2013-02-01", household=HOME)
    both = asked((MOTHER, "given"), (FATHER, "given"))
    assert ground(about_tom.signal, about_tom, both, died(MOTHER), died(FATHER)) is None


def test_a_benefits_office_that_asks_about_a_household_learns_of_no_partner_home_or_concern() -> None:
    worry = signal(CJG, "debts", MOTHER, TOM, date="2013-02-01")
    family = given(involved(INCOME, MOTHER, TOM, date="2013-01-01"), worry, consent(CJG, "2013-02-02", "all")).state
    where = Circumstances(family, AGES, CATALOGUE, on(NOW))
    standing = Standing(INCOME, where)
    others = [item for item in family.items.values() if item.owner != INCOME.id]
    assert [item for item in others if isinstance(item, Membership)]
    assert all(standing.decide(item) is None for item in others)
    assert {item.owner for item in view_of(INCOME, where).items} == {INCOME.id}
