"""The national test persons, all of them, and the families among them."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from adapters.brp.client import BrpRegister
from adapters.brp.fake.testset import read_persons, read_world
from tests.adapters.brp.given import asking, fake_register
from tests.refs import reference

FATHER_OF_EIGHT, MOTHER_OF_EIGHT = "999997440", "999997567"
EIGHT_AT_HOME = {
    *("999996824", "999996812", "999996800", "999996794", "999996782", "999996770", "999997476", "999997464"),
}
"""The youngest eight; their four elder siblings were children of this home before."""
MINORS = {"999996824", "999996812", "999996800", "999996794", "999996782", "999996770"}
FATHER_OF_SIX, MOTHER_OF_SIX = "999999345", "999999357"
AT_HOFDIJK, AT_SPAANSEWEG = "0599010000110069", "0599010000460538"


@pytest.fixture
def path() -> Path:
    return reference("gbav-testset.csv")


@pytest.fixture
async def register(path: Path) -> AsyncIterator[BrpRegister]:
    async with asking(fake_register(read_world(path))) as found:
        yield found


async def test_all_739_rows_load_and_everybody_registered_now_is_found(path: Path, register: BrpRegister) -> None:
    rows = read_persons(path)
    assert len(rows) == 739
    numbers = {each.bsn for each in rows if each.bsn}

    found = await register.persons(sorted(numbers))

    assert set(found) == {each.bsn for each in read_world(path)}
    assert numbers - set(found) == {"010008579", "999995601"}  # of a registration of before, and nobody's now
    assert all(each.family_name for each in found.values())
    secret = sum(each.secret for each in found.values())
    assert secret == sum(each.secret for each in read_world(path)) > 40


async def test_the_family_with_eight_children_at_one_address_comes_out_right(register: BrpRegister) -> None:
    parents = await register.persons([FATHER_OF_EIGHT, MOTHER_OF_EIGHT])
    children = {each.bsn for each in parents[MOTHER_OF_EIGHT].children}
    found = await register.persons(sorted(EIGHT_AT_HOME))

    assert children == {each.bsn for each in parents[FATHER_OF_EIGHT].children} >= EIGHT_AT_HOME
    assert {each.home for each in found.values()} == {parents[FATHER_OF_EIGHT].home}
    assert {bsn for bsn, each in found.items() if each.authority} == MINORS
    for child in MINORS:
        (authority,) = found[child].authority
        assert (authority.kind, authority.complete) == ("both-parents", True)
        assert {holder.bsn for holder in authority.holders} == {FATHER_OF_EIGHT, MOTHER_OF_EIGHT}


async def test_the_family_with_six_children_over_two_addresses_comes_out_right(register: BrpRegister) -> None:
    mother = (await register.persons([MOTHER_OF_SIX]))[MOTHER_OF_SIX]
    children = [each.bsn for each in mother.children if each.bsn]
    found = await register.persons(children)

    assert len(children) == len(found) == 6
    homes = {bsn: each.home for bsn, each in found.items()}
    assert sorted(home or "" for home in set(homes.values())) == [AT_HOFDIJK, AT_SPAANSEWEG]
    assert all({parent.bsn for parent in each.parents} == {FATHER_OF_SIX, MOTHER_OF_SIX} for each in found.values())
    kinds = {authority.kind for each in found.values() for authority in each.authority}
    assert kinds == {"undeterminable"}  # the notes of this family are none that says who holds it
    assert not any(authority.complete for each in found.values() for authority in each.authority)
