"""Publishing a signal: every fault by its code, and what it records and raises."""

from datetime import timedelta
from typing import Any

import pytest

from hub.domain.ages import AgeBand
from hub.domain.catalogue import Severity
from hub.domain.errors import InvalidSignal
from hub.domain.facts import SignalRecorded
from hub.domain.facts.signals import Member
from hub.domain.slices.publish import COLLECTION_STEPS, PublishSignal, Relative, SignalDetails
from hub.domain.terms import CLOCKS_DIFFER
from tests.domain.builders import AGES, CJG, FATHER, HOUSING, MOTHER, NOA, SCHOOL, SHELTER, TOM, consent, involved, on
from tests.domain.scenario import BAILIFF, history

NOW = "2013-05-01 09:00"
MISSED = SignalDetails(
    kind="concern", occurred_at=on("2013-04-30"), category="missed-appointment", severity=Severity.ATTENTION
)
STARTED = SignalDetails(kind="involvement", occurred_at=on("2013-04-30"), state="started")
ARREARS = SignalDetails(
    kind="concern",
    occurred_at=on("2013-04-30"),
    category="rent-arrears",
    severity=Severity.ATTENTION,
    kindcheck="named",
    objection=False,
    collection_steps=COLLECTION_STEPS,
)


def but(details: SignalDetails, **fields: Any) -> SignalDetails:
    """The same signal with other fields."""
    return SignalDetails(**{**{name: getattr(details, name) for name in details.__struct_fields__}, **fields})


@pytest.mark.parametrize(
    ("details", "codes"),
    [
        (but(MISSED, occurred_at=on("2013-05-02")), ["date-in-future"]),
        (but(MISSED, severity=None), ["severity-missing"]),
        (but(MISSED, category=None), ["category-missing"]),
        (but(MISSED, category="ethnicity"), ["category-unknown"]),
        (
            but(MISSED, category="rent-arrears"),
            ["category-not-for-sector", "objection-missing", "collection-steps-missing"],
        ),
        (but(MISSED, through="bailiff"), ["organisation-unknown"]),
        (but(STARTED, state=None), ["state-missing"]),
        (but(STARTED, category="neglect"), ["category-not-for-involvement"]),
        (
            but(MISSED, occurred_at=on("2013-05-02"), category=None, severity=None),
            ["date-in-future", "severity-missing", "category-missing"],
        ),
    ],
)
def test_a_signal_that_cannot_be_recorded_is_refused_with_every_fault(details: SignalDetails, codes: list[str]) -> None:
    history().when(PublishSignal, CJG, "new", details, on=NOW, persons=(TOM,)).refused(InvalidSignal, *codes)


def test_a_clock_that_is_a_little_ahead_says_that_it_happens_now() -> None:
    ahead = but(MISSED, occurred_at=on(NOW) + CLOCKS_DIFFER)
    recorded = history().when(PublishSignal, CJG, "new", ahead, on=NOW, persons=(TOM,)).only(SignalRecorded)
    assert recorded.occurred_at == on(NOW)
    further = but(MISSED, occurred_at=ahead.occurred_at + timedelta(microseconds=1))
    history().when(PublishSignal, CJG, "new", further, on=NOW, persons=(TOM,)).refused(InvalidSignal, "date-in-future")


@pytest.mark.parametrize(
    ("details", "code"),
    [
        (but(ARREARS, objection=None), "objection-missing"),
        (but(ARREARS, objection=True), "tenant-objects"),
        (but(ARREARS, collection_steps=frozenset({"written-reminder"})), "collection-steps-missing"),
    ],
)
def test_arrears_are_refused_with_an_objection_or_without_the_collection_steps(
    details: SignalDetails, code: str
) -> None:
    history().when(PublishSignal, HOUSING, "new", details, on=NOW, persons=(MOTHER,)).refused(InvalidSignal, code)


def test_a_bailiff_publishes_through_its_principal_and_no_other() -> None:
    through = but(ARREARS, through=BAILIFF.id)
    fact = history().when(PublishSignal, HOUSING, "new", through, on=NOW, persons=(MOTHER,)).only(SignalRecorded)
    assert (fact.owner, fact.through) == (HOUSING.id, BAILIFF.id)


@pytest.mark.parametrize("band", [AgeBand.ADULT, AgeBand.EIGHTEEN_TO_TWENTY_TWO])
def test_a_signal_about_an_adult_says_whether_children_depend_on_them(band: AgeBand) -> None:
    details = but(STARTED, subject_band=band)
    history().when(PublishSignal, CJG, "new", details, on=NOW, persons=(MOTHER,)).refused(
        InvalidSignal, "kindcheck-missing"
    )


def test_an_age_that_only_others_stated_asks_no_kindcheck() -> None:
    history().when(PublishSignal, CJG, "new", STARTED, on=NOW, persons=(MOTHER,)).accepted()


def test_a_mother_of_unknown_age_is_an_adult_by_her_child() -> None:
    details = but(STARTED, relatives=(Relative(relation="child"),))
    given = history(ages={NOA: AgeBand.UNDER_FOUR})
    decided = given.when(PublishSignal, CJG, "new", details, on=NOW, persons=(MOTHER, NOA))
    decided.refused(InvalidSignal, "kindcheck-missing")


def test_a_sector_without_a_legal_basis_records_nothing() -> None:
    given = history()
    given.when(PublishSignal, HOUSING, "new", STARTED, on=NOW, persons=(TOM,)).refused(
        InvalidSignal, "legal-basis-missing"
    )


def test_a_signal_about_a_child_asks_no_kindcheck() -> None:
    history().when(PublishSignal, CJG, "new", STARTED, on=NOW, persons=(TOM,)).accepted()


def test_what_is_recorded_holds_roles_bands_and_both_times_and_no_birth_date() -> None:
    details = but(
        MISSED,
        relatives=(
            Relative(relation="sibling", about=True),
            Relative(relation="parent", authority=True),
            Relative(relation="parent", in_home=False),
        ),
    )
    persons = (TOM, NOA, MOTHER, FATHER)
    history().when(PublishSignal, CJG, "new", details, on=NOW, persons=persons).then(
        SignalRecorded(
            recorded_at=on(NOW),
            signal="new",
            owner=CJG.id,
            kind="concern",
            subject=TOM,
            about=(TOM, NOA),
            occurred_at=on("2013-04-30"),
            category="missed-appointment",
            severity=Severity.ATTENTION,
            household=(
                Member(person=TOM, role="child"),
                Member(person=NOA, role="child"),
                Member(person=MOTHER, role="parent", authority=True),
                Member(person=FATHER, role="parent", in_home=False),
            ),
            bands={person: AGES[person] for person in persons},
        )
    )


def test_an_unknown_age_is_left_out_of_what_is_recorded() -> None:
    fact = history(ages={TOM: AgeBand.UNKNOWN}).when(PublishSignal, CJG, "new", MISSED, on=NOW, persons=(TOM,))
    assert fact.only(SignalRecorded).bands == {}


def test_what_a_shelter_publishes_is_shielded() -> None:
    fact = history().when(PublishSignal, SHELTER, "new", STARTED, on=NOW, persons=(TOM,)).only(SignalRecorded)
    assert fact.shielded


def test_a_match_is_raised_in_the_same_decision_to_each_who_may_see_it() -> None:
    given = history(consent(SCHOOL), consent(CJG), involved(SCHOOL, TOM, date="2013-01-01"))
    decided = given.when(PublishSignal, CJG, "new", STARTED, on=NOW, persons=(TOM,))
    assert decided.told == {("cjg", "same-child"), ("school", "same-child")}
    assert [each.recipient for each in decided.outcome.matches] == ["cjg"]
    assert decided.outcome.grounds == ("consent",)


def test_a_sealed_signal_tells_nobody_and_says_that_it_is_sealed() -> None:
    given = history(consent(SCHOOL), involved(SCHOOL, TOM, date="2013-01-01"))
    decided = given.when(PublishSignal, CJG, "new", STARTED, on=NOW, persons=(TOM,))
    assert decided.told == {("cjg", "same-child")}
    assert decided.outcome.grounds == ()
