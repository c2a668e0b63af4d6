"""A subject: what can be wrong with it, and that it never shows itself."""

from datetime import date, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.people.bsn import is_bsn
from hub.people.subject import Subject, faults
from tests.people.given import NOA_BSN, bram, noa

TODAY = date(2014, 10, 10)


def codes(subject: Subject) -> set[tuple[str, str]]:
    return {(fault.path, fault.code) for fault in faults(subject, "$.subject", TODAY)}


@pytest.mark.parametrize(
    "subject",
    [
        Subject(bsn=NOA_BSN),
        noa(),
        noa(bsn=NOA_BSN),
        bram(born="2012"),
        bram(born="2012-11", postcode="3071 aa", house_number=1),
        bram(born=TODAY.isoformat()),
        Subject(due="2015-03-01"),
        Subject(due="2014-09-20", family_name="Öztürk"),
    ],
)
def test_a_subject_that_says_enough_has_no_faults(subject: Subject) -> None:
    assert codes(subject) == set()


@pytest.mark.parametrize(
    ("subject", "field", "code"),
    [
        (Subject(), "", "subject-empty"),
        (Subject(bsn="999990018"), ".bsn", "bsn-invalid"),
        (Subject(bsn="99999001"), ".bsn", "bsn-invalid"),
        (Subject(bsn="000000000"), ".bsn", "bsn-invalid"),
        (Subject(bsn="٩٩٩٩٩٠٠١٩"), ".bsn", "bsn-invalid"),
        (Subject(family_name="Öztürk", born="2012-11-30"), ".given_names", "demographics-incomplete"),
        (noa(family_name=" "), ".family_name", "name-unreadable"),
        (noa(given_names="Noa\n"), ".given_names", "name-unreadable"),
        (noa(given_names="N" * 201), ".given_names", "name-too-long"),
        (noa(born="2014-02-30"), ".born", "birth-date-invalid"),
        (noa(born="09-07-2010"), ".born", "birth-date-invalid"),
        (noa(born="2014-10-11"), ".born", "birth-date-in-future"),
        (noa(born="2015"), ".born", "birth-date-in-future"),
        (noa(born="1850-01-02"), ".born", "birth-date-too-early"),
        (Subject(due="2015"), ".due", "due-date-invalid"),
        (Subject(due="2016-01-01"), ".due", "due-date-impossible"),
        (Subject(due="2014-06-01"), ".due", "due-date-impossible"),
        (noa(due="2015-03-01"), ".due", "born-and-expected"),
        (noa(postcode="0071AA"), ".postcode", "postcode-invalid"),
        (noa(postcode="3071SS"), ".postcode", "postcode-invalid"),
        (noa(house_number=0), ".house_number", "house-number-invalid"),
    ],
)
def test_each_fault_has_its_place_and_its_code(subject: Subject, field: str, code: str) -> None:
    assert codes(subject) == {(f"$.subject{field}", code)}


def test_every_fault_is_named_at_once() -> None:
    wrong = Subject(bsn="123456789", born="2014-13-01", postcode="x", house_number=-4, given_names="\x00")
    assert {field for field, _ in codes(wrong)} == {
        f"$.subject.{name}" for name in ("bsn", "born", "postcode", "house_number", "given_names")
    }


def test_no_fault_repeats_what_was_stated() -> None:
    wrong = Subject(bsn="987654321", family_name="\x07Zonneveld", born="2077-07-07", postcode="QQQ", house_number=-77)
    said = " ".join(fault.message for fault in faults(wrong, "$", TODAY))
    for value in ("987654321", "Zonneveld", "2077-07-07", "QQQ", "-77"):
        assert value not in said


def test_a_subject_shown_as_text_only_says_which_fields_it_has() -> None:
    subject = noa(bsn=NOA_BSN)
    shown = f"{subject!r} {subject} {list(subject.__rich_repr__())}"
    for value in (NOA_BSN, "Zonneveld", "Noa", "2010", "3071", "12"):
        assert value not in shown
    assert "family_name" in shown


def test_an_unknown_field_is_refused() -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(b'{"bsn": "999990019", "ethnicity": "x"}', type=Subject)


@given(st.text(alphabet="0123456789", min_size=9, max_size=9), st.integers(0, 8), st.integers(1, 9))
def test_one_digit_typed_wrong_never_passes_the_eleven_test(digits: str, place: int, slip: int) -> None:
    if is_bsn(digits):
        wrong = digits[:place] + str((int(digits[place]) + slip) % 10) + digits[place + 1 :]
        assert not is_bsn(wrong)


@given(
    st.builds(
        Subject,
        bsn=st.none() | st.text(max_size=12),
        family_name=st.none() | st.text(max_size=20),
        given_names=st.none() | st.text(max_size=20),
        born=st.none() | st.text(max_size=12) | st.dates().map(date.isoformat),
        postcode=st.none() | st.text(max_size=8),
        house_number=st.none() | st.integers(),
        due=st.none() | st.text(max_size=12) | st.dates().map(date.isoformat),
    )
)
def test_whatever_is_stated_gets_an_answer(subject: Subject) -> None:
    assert all(fault.path.startswith("$.subject") for fault in faults(subject, "$.subject", TODAY))


@given(st.integers(-42, 300))
def test_a_due_date_within_a_pregnancy_is_possible(days: int) -> None:
    assert codes(Subject(due=(TODAY + timedelta(days=days)).isoformat())) == set()
