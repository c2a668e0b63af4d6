"""Which person a statement is about."""

from collections import defaultdict
from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from hub.people.linking import Identifier, Links, Marks, marks_of
from hub.people.lookup import Lookup
from hub.people.master_keys import KeyVersions
from hub.people.subject import Subject
from tests.people.given import BRAM_BSN, NOA_BSN, bram, noa

FIRST = KeyVersions(1, {1: b"k" * 32})
LOOKUP = Lookup(FIRST)


class Placing:
    """Places statements one after another; every one that makes a person makes the next letter."""

    def __init__(self) -> None:
        self.links = Links((), ())
        self._letters = iter("ABCDEFGHIJKLMNOPQRSTUVWXYZ")

    def of(self, subject: Subject, stated_by: str = "") -> str:
        return self.links.place(marks_of(subject, LOOKUP, stated_by), next(self._letters))


def test_a_bsn_finds_its_person() -> None:
    placing = Placing()
    assert [placing.of(Subject(bsn=NOA_BSN)), placing.of(Subject(bsn=NOA_BSN)), placing.of(Subject(bsn=BRAM_BSN))] == [
        "A",
        "A",
        "C",
    ]


def test_demographics_find_the_person_stored_with_a_bsn() -> None:
    placing = Placing()
    assert placing.of(noa(bsn=NOA_BSN)) == "A"
    assert placing.of(noa(sex=None)) == "A"


def test_a_bsn_learned_later_goes_to_the_person_known_by_demographics() -> None:
    placing = Placing()
    assert placing.of(noa()) == "A"
    assert placing.of(noa(bsn=NOA_BSN)) == "A"
    assert placing.of(Subject(bsn=NOA_BSN)) == "A"


def test_demographics_of_two_bsns_link_nobody_any_more() -> None:
    placing = Placing()
    assert placing.of(noa(bsn=NOA_BSN)) == "A"
    assert placing.of(noa(bsn=BRAM_BSN)) == "B"
    assert placing.of(noa()) == "C"
    assert placing.of(noa()) == "D"
    assert placing.of(noa(bsn=NOA_BSN)) == "A"
    assert placing.of(noa(bsn=BRAM_BSN)) == "B"


def test_a_contradicting_sex_is_another_person_and_contests_the_demographics() -> None:
    placing = Placing()
    assert placing.of(noa(sex="female")) == "A"
    assert placing.of(noa(sex="male")) == "B"
    assert placing.of(noa(sex=None)) == "C"


def test_a_statement_without_sex_does_not_join_two_sexes() -> None:
    placing = Placing()
    assert placing.of(noa(sex=None)) == "A"
    assert placing.of(noa(sex="female")) == "A"
    assert placing.of(noa(sex="male")) == "C"


def test_demographics_stay_where_they_are_when_a_known_bsn_comes_with_them() -> None:
    placing = Placing()
    assert placing.of(Subject(bsn=NOA_BSN)) == "A"
    assert placing.of(noa()) == "B"
    assert placing.of(noa(bsn=NOA_BSN)) == "A"
    assert placing.of(noa()) == "B"


def test_what_an_organisation_states_again_in_the_same_words_is_the_same_person() -> None:
    placing = Placing()
    vague = noa(given_names="N.", postcode=None, house_number=None)
    assert [placing.of(vague, "school"), placing.of(vague, "gp"), placing.of(vague, "school")] == ["A", "B", "A"]


def test_words_that_came_with_a_bsn_find_the_person_without_it_too() -> None:
    placing = Placing()
    known = noa(postcode=None)
    assert placing.of(noa(postcode=None, bsn=NOA_BSN), "school") == "A"
    assert [placing.of(known, "school"), placing.of(known, "gp")] == ["A", "C"]


def test_own_words_never_join_two_bsns() -> None:
    placing = Placing()
    assert placing.of(noa(postcode=None, bsn=NOA_BSN), "school") == "A"
    assert placing.of(noa(postcode=None, bsn=BRAM_BSN), "school") == "B"


def test_a_hash_of_one_version_hashed_again_is_that_of_the_next() -> None:
    keys = KeyVersions(3, {1: FIRST.newest, 2: b"n" * 32, 3: b"m" * 32})
    rotating, before = marks_of(noa(bsn=NOA_BSN), Lookup(keys), "school"), marks_of(noa(bsn=NOA_BSN), LOOKUP, "school")
    for name in ("bsn", "demographics", "sex", "own"):
        assert Lookup(keys).again(getattr(before, name), 1) == getattr(rotating, name)
    assert set(before.all()) < set(rotating.all()), "both versions are looked up"
    done = marks_of(noa(bsn=NOA_BSN), Lookup(keys.from_current()), "school")
    assert not set(before.all()) & set(done.all())


def test_who_cannot_be_found_again_is_always_new() -> None:
    placing = Placing()
    assert placing.of(Subject(due="2015-03-01")) == "A"
    assert placing.of(Subject(due="2015-03-01")) == "B"
    assert placing.of(noa(given_names="N.")) == "C"
    assert placing.of(noa(given_names="N.")) == "D"


def test_sex_hashes_of_two_persons_cannot_be_compared() -> None:
    one, other = marks_of(noa(sex="male"), LOOKUP), marks_of(bram(sex="male"), LOOKUP)
    assert one.sex != other.sex


def test_changes_to_stored_identifiers_are_told_from_new_ones() -> None:
    first = marks_of(noa(sex=None), LOOKUP)
    assert first.demographics is not None
    links = Links([Identifier(first.demographics, "A", stored=True)], ())
    links.place(marks_of(noa(bsn=NOA_BSN), LOOKUP), "B")
    assert [identifier.person for identifier in links.added()] == ["A"]
    assert [identifier.hmac for identifier in links.changed()] == [first.demographics]
    assert links.given_bsn() == {"A"}


@dataclass(frozen=True)
class Human:
    """Somebody who exists, and what organisations know of this person."""

    bsn: bytes
    demographics: bytes
    sex: bytes


BSNS = [bytes([number]) * 32 for number in range(4)]
SHARED = [b"x" * 32, b"y" * 32]
HUMANS = [
    Human(bsn, SHARED[number % 2], bytes([number // 2]) * 32) for number, bsn in enumerate(BSNS)
]  # each of two sets of demographics belongs to two humans of different sex
STATEMENTS = st.lists(
    st.tuples(st.sampled_from(range(4)), st.booleans(), st.booleans(), st.booleans()), min_size=1, max_size=25
)


def marks_stated(human: Human, *, bsn: bool, demographics: bool, sex: bool) -> Marks:
    """A true statement about a human that leaves out part of what is known."""
    return Marks(
        human.bsn if bsn else None,
        human.demographics if demographics else None,
        human.sex if demographics and sex else None,
    )


@given(STATEMENTS)
def test_two_bsns_never_share_a_pseudonym(statements: list[tuple[int, bool, bool, bool]]) -> None:
    links, bsns_of = Links((), ()), defaultdict(set)
    person_of: dict[bytes, str] = {}
    for number, (human, bsn, demographics, sex) in enumerate(statements):
        marks = marks_stated(HUMANS[human], bsn=bsn, demographics=demographics, sex=sex)
        person = links.place(marks, f"person {number}")
        if marks.bsn:
            bsns_of[person].add(marks.bsn)
            assert person_of.setdefault(marks.bsn, person) == person
    assert all(len(bsns) == 1 for bsns in bsns_of.values())


@given(STATEMENTS)
def test_two_stated_sexes_never_share_demographics(statements: list[tuple[int, bool, bool, bool]]) -> None:
    links, sexes = Links((), ()), defaultdict(set)
    for number, (human, _, _, sex) in enumerate(statements):
        marks = marks_stated(HUMANS[human], bsn=False, demographics=True, sex=sex)
        person = links.place(marks, f"person {number}")
        if marks.sex:
            sexes[person].add(marks.sex)
    assert all(len(stated) == 1 for stated in sexes.values())


@given(STATEMENTS, st.integers(0, 24))
def test_what_was_stored_in_between_makes_no_difference(
    statements: list[tuple[int, bool, bool, bool]], cut: int
) -> None:
    all_at_once, before = Links((), ()), Links((), ())
    given_marks = [
        marks_stated(HUMANS[human], bsn=bsn, demographics=demographics, sex=sex)
        for human, bsn, demographics, sex in statements
    ]
    expected = [all_at_once.place(marks, f"person {number}") for number, marks in enumerate(given_marks)]
    placed = [before.place(marks, f"person {number}") for number, marks in enumerate(given_marks[:cut])]
    stored = [Identifier(i.hmac, i.person, i.sex, i.contested, stored=True) for i in before.added()]
    after = Links(stored, before.given_bsn())
    placed += [after.place(marks, f"person {cut + number}") for number, marks in enumerate(given_marks[cut:])]
    assert placed == expected
