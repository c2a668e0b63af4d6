"""Questions of the adapter and answers of the fake register, checked against the register's own OpenAPI document."""

from typing import Any

import pytest

from adapters.brp.client import HOUSEMATE_FIELDS, PERSON_FIELDS
from adapters.brp.fake import families as own
from adapters.brp.fake.server import FakeRegister
from adapters.brp.fake.testset import read_world
from tests.adapters.brp.given import TODAY, asking, fake_register
from tests.adapters.brp.openapi import Specification
from tests.refs import reference


@pytest.fixture(scope="module")
def specification() -> Specification:
    return Specification(reference("brp-openapi.json"))


async def test_every_question_of_the_adapter_is_one_of_the_specification(specification: Specification) -> None:
    fake = fake_register()
    async with asking(fake) as register:
        await register.persons([own.ELDEST, own.MOTHER])
        await register.living_at(own.HOME)
    assert len(fake.asked) == 2
    assert [specification.faults("PersonenQuery", question) for question in fake.asked] == [[], []]


def test_a_wrong_answer_is_found_wrong(specification: Specification) -> None:
    wrong: list[dict[str, Any]] = [
        {"type": "RaadpleegMetBurgerservicenummer", "personen": [{"burgerservicenummer": "12"}]},
        {"type": "RaadpleegMetBurgerservicenummer", "personen": [{"geboorte": {"datum": {"type": "Datum"}}}]},
        {"type": "RaadpleegMetBurgerservicenummer", "personen": [{"gezag": [{"type": "GezagNietTeBepalen"}]}]},
        {"type": "NoKind"},
    ]
    assert all(specification.faults("PersonenQueryResponse", each) for each in wrong)


def test_every_answer_of_the_fake_about_its_own_persons_is_one_of_the_specification(
    specification: Specification,
) -> None:
    fake = fake_register()
    fake.world.die(own.YOUNGEST, "20261100")
    assert _faults(fake, specification) == []


def test_every_answer_of_the_fake_about_the_national_test_persons_is_one_of_the_specification(
    specification: Specification,
) -> None:
    world = read_world(reference("gbav-testset.csv"))
    faults = _faults(FakeRegister(world, today=lambda: TODAY), specification)
    odd = [fault for fault in faults if fault.endswith(("voornamen: pattern", "Naam: pattern", "naam: pattern"))]
    assert faults == odd  # the set has names on purpose that the specification does not foresee
    assert len(odd) == 18


def _faults(fake: FakeRegister, specification: Specification) -> list[str]:
    persons = [each.bsn for each in fake.world]
    questions: list[dict[str, Any]] = [
        {
            "type": "RaadpleegMetBurgerservicenummer",
            "burgerservicenummer": persons[start : start + 20],
            "fields": list(PERSON_FIELDS),
        }
        for start in range(0, len(persons), 20)
    ]
    homes = sorted({each.home for each in fake.world if each.home})
    questions += [
        {
            "type": "ZoekMetAdresseerbaarObjectIdentificatie",
            "adresseerbaarObjectIdentificatie": home,
            "fields": list(HOUSEMATE_FIELDS),
        }
        for home in homes
    ]
    answers = [fake.answer(question) for question in questions]
    assert sum(len(answer["personen"]) for answer in answers) > len(persons)
    return [fault for answer in answers for fault in specification.faults("PersonenQueryResponse", answer)]
