"""Consent in steps: noted for another and confirmed by it, parents passed by two, begun later, withdrawn and told."""

from typing import Any

import pytest

from hub.domain.ages import AgeBand
from hub.domain.circumstances import Circumstances
from hub.domain.disclosure import Ground, decide
from hub.domain.errors import AlreadyDone, InvalidCommand, SecondProfessionalNeeded, UnknownThing
from hub.domain.facts import AuthorityJudged, ConsentConfirmed, PassingConfirmed, SharingTold
from hub.domain.organisations import Organisation
from hub.domain.slices.consent_details import Answer, ConsentDetails
from hub.domain.slices.consents import ConfirmConsent, ConfirmPassing
from hub.domain.slices.deadline import ReachDeadline
from hub.domain.slices.publish import PublishSignal, SignalDetails
from hub.domain.slices.sharing import OPENING, RecordConsent, WithdrawConsent
from tests.domain.builders import (
    AGES,
    CATALOGUE,
    CJG,
    EVERYONE,
    FATHER,
    GP,
    HOUSING,
    MOTHER,
    POLICE,
    SCHOOL,
    TOM,
    at_home,
    consent,
    involved,
    on,
)
from tests.domain.scenario import Decided, History, history

NOW = "2013-05-01 09:00"
HOME = (at_home(TOM), at_home(MOTHER, "parent", authority=True))
BOTH_PARENTS = (*HOME, at_home(FATHER, "parent", authority=True))
GP_INVOLVED = involved(GP, TOM, date="2013-01-01", household=HOME)
SCHOOL_INVOLVED = involved(SCHOOL, TOM, date="2013-02-01", household=HOME)


def asks(
    given: History,
    who: Organisation,
    *answers: tuple[str, str, str],
    persons: tuple[str, ...] = (),
    when: str = NOW,
    by: str | None = "p-1",
    **fields: Any,
) -> Decided:
    """This organisation asks: (person, capacity, answer)."""
    details = ConsentDetails(
        answers=tuple(Answer(capacity=c, answer=a, on=on("2013-04-30")) for _, c, a in answers),
        **{"recipients": ("those-involved",), **fields},
    )
    named = (*(person for person, _, _ in answers), *persons)
    return given.when(RecordConsent, who, "c1", details, on=when, persons=named, by=by)


def noted(given: History, *noted_for: str, answer: str = "given", **fields: Any) -> Decided:
    """The school asks the mother, and also for the signals of these."""
    return asks(given, SCHOOL, (MOTHER, "authority", answer), persons=(TOM,), noted_for=noted_for, **fields)


def ground(given: History, viewer: Organisation, item: str, at: str = NOW, **ages: AgeBand) -> Ground | None:
    """What the disclosure decision says; ``tom`` is how old he is."""
    bands = {**AGES, **({TOM: ages["tom"]} if ages else {})}
    return decide(viewer, given.state.items[item], Circumstances(given.state, bands, CATALOGUE, on(at)))


def notes(decided: Decided) -> set[tuple[str, str]]:
    """(recipient, what) of what was told about sharing beside matches."""
    return {(each.recipient, each.what) for each in decided.accepted().facts if isinstance(each, SharingTold)}


def test_consent_noted_by_one_organisation_for_anothers_signal_is_told_and_opens_once_confirmed() -> None:
    given = history(GP_INVOLVED, SCHOOL_INVOLVED)
    asked = noted(given, "gp")
    assert notes(asked) == {("gp", "consent-noted")}
    after = given.after(asked)
    assert ground(after, SCHOOL, GP_INVOLVED.signal) is None

    confirmed = after.when(ConfirmConsent, GP, "c1", on=NOW, by="p-1")
    fact = confirmed.only(ConsentConfirmed)
    assert (fact.owner, fact.organisation, fact.consent) == ("gp", "school", "c1")
    assert ("school", "same-child") in confirmed.told
    assert ground(after.after(confirmed), SCHOOL, GP_INVOLVED.signal) is Ground.CONSENT


@pytest.mark.parametrize(
    ("given", "fields"),
    [
        (history(SCHOOL_INVOLVED), {}),  # the GP is not involved
        (history(GP_INVOLVED, SCHOOL_INVOLVED), {"answer": "refused"}),
        (history(GP_INVOLVED, SCHOOL_INVOLVED), {"recipients": ("police",)}),
        (history(involved(CJG, TOM, date="2013-02-01", household=BOTH_PARENTS), GP_INVOLVED, SCHOOL_INVOLVED), {}),
    ],
    ids=["not-involved", "refused", "no-recipient", "one-of-two"],
)
def test_who_may_not_know_of_a_consent_is_not_told_that_it_was_noted(given: History, fields: Any) -> None:
    assert notes(noted(given, "gp", **fields)) == set()


def test_an_enforcing_sector_is_told_of_no_consent_at_all() -> None:
    given = history(involved(HOUSING, TOM, date="2013-01-01", household=HOME), SCHOOL_INVOLVED)
    assert notes(noted(given, "housing")) == set()


def test_nobody_confirms_a_consent_that_was_not_noted_for_it_or_that_is_its_own() -> None:
    given = history(GP_INVOLVED, SCHOOL_INVOLVED)
    after = given.after(noted(given, "gp"))
    for who in (POLICE, SCHOOL):
        after.when(ConfirmConsent, who, "c1", on=NOW, by="p-1").refused(UnknownThing)
    after.when(ConfirmConsent, GP, "none", on=NOW, by="p-1").refused(UnknownThing)


def test_a_confirmed_consent_that_is_withdrawn_closes_at_once_and_its_confirmer_is_told() -> None:
    given = history(GP_INVOLVED, SCHOOL_INVOLVED)
    shared = given.after(noted(given, "gp"))
    shared = shared.after(shared.when(ConfirmConsent, GP, "c1", on=NOW, by="p-1"))
    withdrawn = shared.when(WithdrawConsent, SCHOOL, "c1", on="2013-05-02")
    assert ("gp", "consent-ended") in notes(withdrawn)
    assert ("school", "sharing-ended") in withdrawn.took_back
    assert ground(shared.after(withdrawn), SCHOOL, GP_INVOLVED.signal, "2013-05-02") is None


def test_whom_a_consent_was_noted_for_is_told_that_it_ended_also_where_nobody_confirmed_it() -> None:
    given = history(GP_INVOLVED, SCHOOL_INVOLVED)
    shared = given.after(noted(given, "gp"))
    assert ("gp", "consent-ended") in notes(shared.when(WithdrawConsent, SCHOOL, "c1", on="2013-05-02"))


def test_a_refusal_after_a_consent_is_told_to_who_confirmed_that_consent() -> None:
    given = history(GP_INVOLVED, SCHOOL_INVOLVED)
    shared = given.after(noted(given, "gp"))
    shared = shared.after(shared.when(ConfirmConsent, GP, "c1", on=NOW, by="p-1"))
    refused = ConsentDetails(
        answers=(Answer(capacity="authority", answer="refused", on=on("2013-05-02")),), recipients=("those-involved",)
    )
    after = shared.when(RecordConsent, SCHOOL, "c2", refused, on="2013-05-03", persons=(MOTHER, TOM), by="p-1")
    assert ("gp", "consent-ended") in notes(after)


def test_a_consent_that_begins_later_is_noted_and_opens_what_goes_by_it_when_it_begins() -> None:
    given = history(GP_INVOLVED, SCHOOL_INVOLVED)
    asked = noted(given, "gp", since=on("2013-06-01"))
    assert notes(asked) == set()
    shared = given.after(asked)
    shared = shared.after(shared.when(ConfirmConsent, GP, "c1", on=NOW, by="p-1"))
    (opening,) = (each for each in shared.state.deadlines.values() if each.rule == OPENING)
    begun = shared.when(ReachDeadline, None, opening, (TOM, MOTHER), on="2013-06-01 00:01")
    assert ("gp", "consent-noted") in notes(begun)
    assert ("school", "same-child") in begun.told


def test_who_is_told_of_a_withdrawn_item_is_told_so_once_where_the_match_goes_on() -> None:
    cjg = involved(CJG, TOM, date="2013-02-01", household=HOME)
    given = history(consent(GP), consent(CJG), GP_INVOLVED, SCHOOL_INVOLVED, cjg)
    shared = given.after(noted(given))
    withdrawn = shared.when(WithdrawConsent, SCHOOL, "c1", on="2013-05-02")
    assert withdrawn.took_back == set()
    told = [each for each in withdrawn.facts if isinstance(each, SharingTold)]
    assert sorted((each.recipient, each.what) for each in told) == [("cjg", "withdrawal"), ("gp", "withdrawal")]


def passing(given: History, by: str | None = "p-1") -> History:
    """A youth of 15 wishes it, his mother agrees, his father refuses."""
    answers = ((TOM, "self", "given"), (MOTHER, "authority", "given"), (FATHER, "authority", "refused"))
    return given.after(asks(given, SCHOOL, *answers, parents_passed="youth-wish", by=by))


def youth() -> History:
    """Tom is 15, and both parents hold authority."""
    school = involved(SCHOOL, TOM, date="2013-02-01", household=BOTH_PARENTS)
    return history(GP_INVOLVED, school, ages={**AGES, TOM: AgeBand.TWELVE_TO_FIFTEEN})


def test_a_fifteen_year_old_against_a_father_takes_two_professionals() -> None:
    given, fifteen = passing(youth()), AgeBand.TWELVE_TO_FIFTEEN
    assert ground(given, GP, SCHOOL_INVOLVED.signal, tom=fifteen) is None
    given.when(ConfirmPassing, SCHOOL, "c1", on=NOW, by="p-1").refused(SecondProfessionalNeeded)
    given.when(ConfirmPassing, SCHOOL, "c1", on=NOW).refused(SecondProfessionalNeeded)
    given.when(ConfirmPassing, GP, "c1", on=NOW, by="p-2").refused(UnknownThing)

    second = given.when(ConfirmPassing, SCHOOL, "c1", on=NOW, by="p-2")
    assert second.only(PassingConfirmed).by == "p-2"
    assert ("gp", "same-child") in second.told
    after = given.after(second)
    assert ground(after, GP, SCHOOL_INVOLVED.signal, tom=fifteen) is Ground.CONSENT
    after.when(ConfirmPassing, SCHOOL, "c1", on=NOW, by="p-2").refused(AlreadyDone)


def test_a_passing_that_nobody_named_for_cannot_be_agreed_on() -> None:
    passing(youth(), by=None).when(ConfirmPassing, SCHOOL, "c1", on=NOW, by="p-2").refused(SecondProfessionalNeeded)


def test_a_consent_that_begins_later_tells_then() -> None:
    given = history(consent(GP), GP_INVOLVED, SCHOOL_INVOLVED)
    asked = noted(given, since=on("2013-06-01"))
    assert not asked.told
    (waits,) = [each for each in asked.waits if each.rule == "sharing-opens"]
    assert waits.due == on("2013-06-01")
    begun = given.after(asked).when(ReachDeadline, None, waits, EVERYONE, on="2013-06-01")
    assert ("gp", "same-child") in begun.told


def test_authority_that_cannot_be_determined_stands_until_the_same_organisation_finds_it_can() -> None:
    given = history(consent(GP), GP_INVOLVED, SCHOOL_INVOLVED)
    says = (MOTHER, "authority", "given")
    unclear = asks(given, SCHOOL, says, persons=(TOM,), undeterminable=1)
    judged = unclear.only(AuthorityJudged)
    assert (judged.child, judged.source, judged.outcome) == (TOM, "school", "undeterminable")
    after = given.after(unclear)
    assert ground(after, GP, SCHOOL_INVOLVED.signal) is None
    clear = asks(after, SCHOOL, says, persons=(TOM,))
    assert clear.only(AuthorityJudged).outcome == "determined"
    assert ground(after.after(clear), GP, SCHOOL_INVOLVED.signal) is Ground.CONSENT


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"noted_for": ("nobody",)}, "organisation-unknown"),
        ({"purposes": ("marketing",)}, "purpose-unknown"),
        ({"explained": "telepathy"}, "explanation-unknown"),
        ({"since": on("2013-07-01"), "until": on("2013-06-01")}, "date-in-past"),
        ({"represented": 1}, "representative-missing"),
        ({"parents_passed": "youth-wish"}, "youth-did-not-consent"),
    ],
)
def test_what_a_consent_cannot_say_is_refused_with_its_code(fields: Any, code: str) -> None:
    says = (MOTHER, "authority", "given")
    asks(history(), SCHOOL, says, persons=(TOM,), **fields).refused(InvalidCommand, code)


def test_a_representative_answers_for_somebody_and_whom_asking_is_unsafe_was_not_asked() -> None:
    asks(history(), SCHOOL, (FATHER, "representative", "given")).refused(InvalidCommand, "represented-missing")
    unsafe = Answer(capacity="self", answer="refused", on=on("2013-04-30"), unsafe_to_ask=True)
    details = ConsentDetails(answers=(unsafe,), recipients=("gp",))
    decided = history().when(RecordConsent, SCHOOL, "c1", details, on=NOW, persons=(FATHER,))
    decided.refused(InvalidCommand, "unsafe-was-asked")


def test_a_consent_may_come_before_any_signal_and_is_asked_for_again_once_there_is_one() -> None:
    asked = noted(history(), until=on("2013-12-01"))
    assert {each.rule for each in asked.waits} == {"sharing"}
    details = SignalDetails(kind="involvement", occurred_at=on("2013-05-02"), state="started")
    published = history().after(asked).when(PublishSignal, SCHOOL, "s1", details, on="2013-05-02 09:00", persons=(TOM,))
    (waits,) = [each for each in published.waits if each.rule == "consent-ending"]
    assert waits.due == on("2013-10-20")
    given = history().after(asked).after(published)
    ending = given.when(ReachDeadline, None, waits, EVERYONE, on="2013-10-20")
    assert ending.told == {("school", "consent-ending")}
