"""What the hub may expect of a population register: of the fake one always, of a real one where one is named.

``HUB_TEST_BRP_URL`` (and ``HUB_TEST_BRP_API_KEY``) names a register with the national test persons.
"""

import os
from collections.abc import AsyncIterator

import httpx
import pytest

from adapters.brp.client import BrpRegister
from adapters.brp.fake.testset import read_world
from hub.population.port import PopulationRegister, RegisterRefusedError
from tests.adapters.brp.given import asking, fake_register
from tests.refs import reference

FATHER, MOTHER, SMALL = "999997440", "999997567", "999996824"
HOME = "0363010001004477"


@pytest.fixture(params=["fake", "real"])
async def register(request: pytest.FixtureRequest) -> AsyncIterator[PopulationRegister]:
    if request.param == "fake":
        async with asking(fake_register(read_world(reference("gbav-testset.csv")))) as fake:
            yield fake
        return
    url = os.environ.get("HUB_TEST_BRP_URL")
    if url is None:
        pytest.skip("no real register is named in HUB_TEST_BRP_URL")
    headers = {"x-api-key": os.environ.get("HUB_TEST_BRP_API_KEY", "")}
    async with httpx.AsyncClient(base_url=url, headers=headers) as client:
        yield BrpRegister(client)


async def test_a_person_is_found_by_bsn_with_name_birth_and_relations(register: PopulationRegister) -> None:
    found = (await register.persons([SMALL]))[SMALL]

    assert (found.given_names, found.family_name, found.born) == ("Esther", "Almenkinders", "2019-11-05")
    assert {parent.bsn for parent in found.parents} == {FATHER, MOTHER}
    assert found.home == HOME
    assert not found.secret
    assert not found.died


async def test_parents_have_their_children_and_each_other(register: PopulationRegister) -> None:
    found = await register.persons([FATHER, MOTHER])

    assert {p.bsn for p in found[FATHER].partners} == {MOTHER}
    assert SMALL in {child.bsn for child in found[MOTHER].children}


async def test_who_is_not_registered_is_not_in_the_answer(register: PopulationRegister) -> None:
    assert set(await register.persons([SMALL, "999990007"])) == {SMALL}


async def test_more_persons_than_fit_in_one_question_are_all_answered(register: PopulationRegister) -> None:
    children = [child.bsn for child in (await register.persons([MOTHER]))[MOTHER].children if child.bsn]
    wanted = [FATHER, MOTHER, *children, *(str(number) for number in range(999990000, 999990025))]

    assert set(await register.persons(wanted)) >= {FATHER, MOTHER, *children}


async def test_those_who_live_at_an_address_are_found_by_its_object(register: PopulationRegister) -> None:
    by_object = {each.bsn for each in await register.living_at(HOME)}

    assert by_object >= {FATHER, MOTHER, SMALL}


async def test_a_question_that_the_register_refuses_is_an_error_that_says_nothing_of_it(
    register: PopulationRegister,
) -> None:
    with pytest.raises(RegisterRefusedError) as refused:
        await register.living_at("no-object")
    assert "no-object" not in repr(refused.value)
