"""What is asked about a family and how much of the answer is kept: enough for a circle around children, and no more."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

import pytest

from adapters.brp.fake import families as own
from adapters.brp.fake.server import FakeRegister
from adapters.brp.fake.testset import read_world
from hub.domain.facts import PersonRegistered
from hub.domain.family import FamilyState
from hub.domain.registered import Registration, as_registered, kinship
from hub.population.asking import FamilyAnswer, Inquiry
from hub.population.homes import HomeKeys, Institutions
from hub.population.port import RegisterUnreachableError, RegisterUnreadableError
from hub.population.records import Housemate, Known, Registered
from tests.adapters.brp.given import asking, fake_register
from tests.refs import reference

KEYS = HomeKeys(b"k" * 32)
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


class Noon:
    """The domain clock: always the same moment."""

    def now(self) -> datetime:
        return NOW


async def asked(fake: FakeRegister, *bsns: str, institutions: Institutions = Institutions()) -> FamilyAnswer:  # noqa: B008
    async with asking(fake) as register:
        return await Inquiry(register, KEYS, institutions, Noon()).about(bsns)


def said_of(answer: FamilyAnswer) -> dict[str, PersonRegistered]:
    """What is said of each person, by BSN."""
    return {fact.person: fact for fact in answer.facts}


def folded(answer: FamilyAnswer) -> FamilyState:
    """The family of the answer, each person by ``p`` and BSN."""
    state = FamilyState()
    for fact in answer.by_pseudonym([f"p{subject.bsn}" for subject in answer.subjects], NOW):
        state.fold(fact)
    return state


def persons(*bsns: str) -> frozenset[str]:
    return frozenset(f"p{bsn}" for bsn in bsns)


async def test_about_a_child_come_its_parents_with_their_children_and_who_lives_in_its_home() -> None:
    state = folded(await asked(fake_register(), own.ELDEST))

    found = kinship(state.registered)
    around = found.around(persons(own.ELDEST))
    assert around == persons(own.ELDEST, own.YOUNGEST, own.MOTHER, own.FATHER, own.HALF_BROTHER, own.LODGER)
    assert found.living_with(persons(own.ELDEST)) == around - persons(own.HALF_BROTHER)
    assert state.authority[f"p{own.ELDEST}"] == persons(own.MOTHER, own.FATHER)


async def test_about_a_parent_come_its_children_with_authority_over_them() -> None:
    state = folded(await asked(fake_register(), own.MOTHER))

    assert state.authority[f"p{own.HALF_BROTHER}"] == persons(own.MOTHER, own.EX)
    assert state.authority[f"p{own.YOUNGEST}"] == persons(own.MOTHER, own.FATHER)
    mother = as_registered(state.registered, f"p{own.MOTHER}")
    assert mother is not None
    assert {(each.person, each.ended) for each in mother.partners} == {
        (f"p{own.EX}", True),
        (f"p{own.FATHER}", False),
    }


async def test_a_mother_under_23_has_parents_kept_as_a_child_and_children_as_a_parent() -> None:
    said = said_of(await asked(fake_register(), own.YOUNG_MOTHER))
    assert said[own.YOUNG_MOTHER].parents == ()
    assert said[own.YOUNG_MOTHER].children == (own.BABY,)


async def test_nothing_is_kept_of_adult_children_or_of_the_parents_of_adults() -> None:
    world = read_world(reference("gbav-testset.csv"))
    answer = await asked(FakeRegister(world, api_key="a-key-for-tests", today=NOW.date), "999997440")
    said = said_of(answer)
    assert len(said["999997440"].children or ()) == 8
    assert said["999997440"].parents is None
    assert {subject.bsn for subject in answer.subjects} >= {"999996824", "999997567"}
    grown_up = "999997452"  # born in 1999, and at home still
    assert grown_up in (said["999997440"].housemates or ())
    assert grown_up not in said


async def test_an_institution_makes_no_family_by_the_list_or_by_its_size() -> None:
    one, other = own.GROUP_CHILDREN
    listed = Institutions(homes=frozenset({own.INSTITUTION}))
    assert kinship(folded(await asked(fake_register(), one)).registered).living_with(persons(one)) >= persons(
        one, other
    )
    for institutions in (listed, Institutions(most_in_a_home=2)):
        answer = await asked(fake_register(), one, institutions=institutions)
        assert kinship(folded(answer).registered).around(persons(one)) == persons(one)
        assert {subject.bsn for subject in answer.subjects} == {one}


async def test_who_is_secret_is_no_housemate_and_has_none() -> None:
    fake = fake_register()
    lodger = fake.world.get(own.LODGER)
    assert lodger is not None
    lodger.secret = True
    answer = await asked(fake, own.ELDEST, own.HIDDEN_CHILD)
    assert own.LODGER not in {subject.bsn for subject in answer.subjects}
    assert said_of(answer)[own.HIDDEN_CHILD].housemates == ()
    assert kinship(folded(answer).registered).around(persons(own.HIDDEN_CHILD)) == persons(
        own.HIDDEN_CHILD, own.HIDDEN_MOTHER
    )


async def test_no_fact_holds_a_number_a_name_a_birth_date_or_an_address() -> None:
    answer = await asked(fake_register(), own.ELDEST, own.WARD)
    facts = answer.by_pseudonym([f"p{number}" for number in range(len(answer.subjects))], NOW)
    for said in (own.ELDEST, own.MOTHER, "Pleun", "Veldhuis", "2018", "1990", own.HOME, own.INSTITUTION, "0599"):
        assert said not in repr(facts)
    assert repr(answer) == f"FamilyAnswer({len(answer.subjects)} persons)"


async def test_since_when_a_baby_lives_somewhere_is_not_kept_since_it_is_its_birth_date() -> None:
    said = said_of(await asked(fake_register(), own.BABY))
    assert said[own.BABY].home_since is None
    assert said[own.YOUNG_MOTHER].home_since is not None


async def test_asked_as_a_relative_and_for_itself_a_person_is_said_the_same_of() -> None:
    fake = fake_register()
    state = folded(await asked(fake, own.MOTHER))
    known = as_registered(state.registered, f"p{own.ELDEST}")
    assert known is not None
    itself = await asked(fake, own.ELDEST)
    for fact in itself.by_pseudonym([f"p{each.bsn}" for each in itself.subjects], NOW):
        state.fold(fact)
    again = await asked(fake, own.MOTHER)
    for fact in again.by_pseudonym([f"p{each.bsn}" for each in again.subjects], NOW):
        before = as_registered(state.registered, fact.person)
        assert before is not None
        assert Registration.of(fact).says_the_same_as(before)


async def test_names_that_are_none_and_numbers_that_are_none_are_left_out() -> None:
    world = read_world(reference("gbav-testset.csv"))
    fake = FakeRegister(world, api_key="a-key-for-tests", today=NOW.date)
    numbers = [each.bsn or "" for each in world if each.bsn]
    async with asking(fake) as register:
        inquiry = Inquiry(register, KEYS, Institutions(), Noon())
        answers = [await inquiry.about(numbers[start : start + 40]) for start in range(0, len(numbers), 40)]
    kept = {fact.person for answer in answers for fact in answer.facts}
    assert kept == set(numbers)
    assert all(fact.person for answer in answers for fact in answer.facts)


class Spoiled:
    """A register that says of everybody, and of their children, that they were born on no day."""

    def __init__(self, born: str, children: str) -> None:
        self.born = born
        self.children = children

    async def persons(self, bsns: Sequence[str]) -> Mapping[str, Registered]:
        child = Known(bsn=own.YOUNGEST, born=self.children)
        return {bsn: Registered(bsn=bsn, born=self.born, children=(child,)) for bsn in bsns}

    async def living_at(self, home: str) -> Sequence[Housemate]:
        return ()


async def test_of_who_was_not_asked_about_nothing_is_taken_in() -> None:
    class Talkative(Spoiled):
        async def persons(self, bsns: Sequence[str]) -> Mapping[str, Registered]:
            nobody = {"12": Registered(bsn="12"), own.MOTHER: Registered(bsn=own.MOTHER)}
            return {**await super().persons(bsns), **nobody}

    answer = await Inquiry(Talkative("2014", "2016"), KEYS, Institutions(), Noon()).about([own.ELDEST])
    assert {fact.person for fact in answer.facts} == {own.ELDEST, own.YOUNGEST}
    assert {subject.bsn for subject in answer.subjects} == {own.ELDEST, own.YOUNGEST}


@pytest.mark.parametrize(("born", "children"), [("2014-02-31", "2014"), ("2014", "no-day")])
async def test_a_date_that_is_none_is_an_answer_that_cannot_be_read(born: str, children: str) -> None:
    with pytest.raises(RegisterUnreadableError) as raised:
        await Inquiry(Spoiled(born, children), KEYS, Institutions(), Noon()).about([own.ELDEST])
    assert str(raised.value) == "register-unreadable"


async def test_a_register_that_does_not_answer_raises_and_holds_no_turn() -> None:
    fake = fake_register()
    async with asking(fake) as register:
        inquiry = Inquiry(register, KEYS, Institutions(), Noon())
        for _ in range(5):
            fake.fails.extend([503] * 3)
            with pytest.raises(RegisterUnreachableError):
                await inquiry.about([own.ELDEST])
            fake.fails.clear()
            register._breaker.went_well()
        assert (await inquiry.about([own.ELDEST])).facts
