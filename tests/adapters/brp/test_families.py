"""The fake register's own families, as the hub reads them: every kind of thing that it has to tell apart."""

import pytest

from adapters.brp.fake import families as own
from hub.people.bsn import is_bsn
from tests.adapters.brp.given import asking, fake_register

EVERYBODY = [each.bsn or "" for each in own.families()]


def test_every_number_is_of_the_test_range_and_passes_the_11_test() -> None:
    assert all(bsn.startswith("9999") and is_bsn(bsn) for bsn in EVERYBODY)


async def test_a_married_couple_holds_authority_together_and_a_divorce_is_seen() -> None:
    fake = fake_register()
    async with asking(fake) as register:
        found = await register.persons([own.ELDEST, own.HALF_BROTHER, own.MOTHER])

    (authority,) = found[own.ELDEST].authority
    assert (authority.kind, authority.complete) == ("both-parents", True)
    assert {holder.bsn for holder in authority.holders} == {own.MOTHER, own.FATHER}
    (over_half_brother,) = found[own.HALF_BROTHER].authority
    assert {holder.bsn for holder in over_half_brother.holders} == {own.MOTHER, own.EX}  # a divorce leaves it
    assert {(each.bsn, each.ended) for each in found[own.MOTHER].partners} == {(own.EX, True), (own.FATHER, False)}


async def test_a_mother_under_23_is_a_child_of_the_index_and_a_parent() -> None:
    async with asking(fake_register()) as register:
        found = await register.persons([own.YOUNG_MOTHER, own.BABY])

    assert found[own.YOUNG_MOTHER].born == "2006-04-05"
    (authority,) = found[own.BABY].authority
    assert (authority.kind, [holder.bsn for holder in authority.holders]) == ("one-parent", [own.YOUNG_MOTHER])


async def test_a_guardian_without_a_number_leaves_authority_incomplete_and_a_birth_date_may_be_partial() -> None:
    async with asking(fake_register()) as register:
        ward = (await register.persons([own.WARD]))[own.WARD]

    (authority,) = ward.authority
    assert (authority.kind, authority.holders, authority.complete) == ("guardian", (), False)
    assert ward.born == "2014"


@pytest.mark.parametrize("note", ["3D", "C", "1D", "12"])
async def test_authority_that_cannot_be_determined_or_has_an_unknown_holder_is_not_complete(note: str) -> None:
    fake = fake_register()
    child = fake.world.get(own.BABY)
    assert child is not None
    child.authority = note
    async with asking(fake) as register:
        (authority,) = (await register.persons([own.BABY]))[own.BABY].authority
    assert not authority.complete


async def test_secrecy_death_and_a_move_are_seen_when_asked_again() -> None:
    fake = fake_register()
    async with asking(fake) as register:
        before = await register.persons([own.ELDEST, own.HIDDEN_CHILD])
        fake.world.move(own.FLAT, "20261101", own.ELDEST)
        fake.world.die(own.YOUNGEST, "20261102")
        after = await register.persons([own.ELDEST, own.YOUNGEST])
        at_home = {each.bsn for each in await register.living_at(own.HOME)}

    assert before[own.HIDDEN_CHILD].secret
    assert not before[own.ELDEST].secret
    assert (before[own.ELDEST].home, after[own.ELDEST].home) == (own.HOME, own.FLAT)
    assert after[own.ELDEST].home_since == "2026-11-01"
    assert (after[own.YOUNGEST].died, after[own.YOUNGEST].died_on) == (True, "2026-11-02")
    assert at_home == {own.MOTHER, own.FATHER, own.LODGER}


async def test_a_record_shown_as_text_names_nobody() -> None:
    async with asking(fake_register()) as register:
        found = (await register.persons([own.ELDEST]))[own.ELDEST]
        there = await register.living_at(own.HOME)

    for text in (repr(found), repr(found.parents), repr(found.authority), repr(there)):
        for said in (own.ELDEST, own.MOTHER, "Pleun", "Veldhuis", "2018", own.HOME):
            assert said not in text
