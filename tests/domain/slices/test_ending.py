"""Ending an involvement, closing a concern, retracting, and answering for an intended report."""

import pytest

from hub.domain.errors import AlreadyDone, InvalidCommand, NobodyWatching, SafetyNotAssessed, UnknownThing
from hub.domain.facts import (
    CoordinationRecorded,
    ExceptionReviewed,
    ReportToVeiligThuisRecorded,
    SignalEnded,
    SignalRetracted,
)
from hub.domain.organisations import Organisation
from hub.domain.slices.consent_details import Answer, ConsentDetails
from hub.domain.slices.ending import AnswerReport, EndSignal, RetractSignal
from hub.domain.slices.exceptions import FOUR_TESTS, ExceptionDetails, RecordException
from hub.domain.slices.sharing import RecordConsent
from tests.domain.builders import (
    CHILDREN,
    CJG,
    GP,
    MOTHER,
    NETWORK,
    NOA,
    POLICE,
    SOCIAL_WORK,
    TOM,
    consent,
    coordination,
    exception,
    followup,
    handover,
    involved,
    on,
    signal,
    watch,
)
from tests.domain.scenario import Decided, History, history

VIOLENCE = signal(POLICE, "domestic-violence", MOTHER, *CHILDREN, date="2012-10-01")
INVOLVED = involved(NETWORK, MOTHER, *CHILDREN, date="2012-10-02")
NEGLECT = signal(CJG, "neglect", TOM, NOA, date="2013-01-01")
END = "2013-06-01"


def end(
    given: History, who: Organisation, what: str, outcome: str = "ended", *, confirm: bool = False, at: str = END
) -> Decided:
    """End a signal on 1 June 2013."""
    return given.when(EndSignal, who, what, on=END, ended_at=on(at), outcome=outcome, confirm_unwatched=confirm)


def test_who_ends_is_refused_once_while_nobody_watches_the_children() -> None:
    end(history(consent(POLICE), VIOLENCE, INVOLVED), NETWORK, INVOLVED.signal).refused(NobodyWatching)


def test_who_confirms_ends_and_everyone_who_may_see_it_is_told() -> None:
    cjg = involved(CJG, *CHILDREN, date="2013-01-01")
    given = history(consent(POLICE), consent(NETWORK), VIOLENCE, INVOLVED, cjg)
    decided = end(given, NETWORK, INVOLVED.signal, confirm=True)
    assert decided.only(SignalEnded).unwatched_confirmed
    assert {("network", "nobody-watching"), ("cjg", "nobody-watching")} <= decided.told


def test_who_ends_where_the_children_are_watched_needs_not_confirm() -> None:
    watches = [watch(CJG, child, "accepted", "2013-05-01") for child in CHILDREN]
    given = history(consent(POLICE), consent(CJG), VIOLENCE, INVOLVED, watches)
    assert not end(given, NETWORK, INVOLVED.signal).told


def test_who_may_not_see_the_safety_concern_is_not_warned_of_it() -> None:
    end(history(VIOLENCE, INVOLVED), NETWORK, INVOLVED.signal).accepted()


def test_nobody_ends_what_is_not_its_own() -> None:
    given = history(consent(NETWORK), INVOLVED)
    end(given, CJG, INVOLVED.signal).refused(UnknownThing)
    end(given, CJG, "no such signal").refused(UnknownThing)


def test_what_ended_ends_no_more() -> None:
    given = history(INVOLVED)
    end(given.after(end(given, NETWORK, INVOLVED.signal)), NETWORK, INVOLVED.signal).refused(AlreadyDone)


@pytest.mark.parametrize("at", ["2012-10-01", "2013-06-02"])
def test_an_end_lies_between_the_start_and_now(at: str) -> None:
    end(history(INVOLVED), NETWORK, INVOLVED.signal, at=at).refused(InvalidCommand, "date-impossible")


def test_an_involvement_ends_and_a_concern_is_closed_with_a_code() -> None:
    end(history(INVOLVED), NETWORK, INVOLVED.signal, "resolved").refused(InvalidCommand, "outcome-not-fitting")
    end(history(NEGLECT), CJG, NEGLECT.signal, "ended").refused(InvalidCommand, "outcome-not-fitting")


@pytest.mark.parametrize("outcome", ["resolved", "refuted"])
def test_a_safety_concern_closes_only_after_every_child_was_assessed_safe(outcome: str) -> None:
    one = followup(CJG, "safety-assessment-safe", TOM, date="2013-05-01")
    end(history(NEGLECT), CJG, NEGLECT.signal, outcome).refused(SafetyNotAssessed)
    end(history(NEGLECT, one), CJG, NEGLECT.signal, outcome).refused(SafetyNotAssessed)
    both = followup(CJG, "safety-assessment-safe", TOM, NOA, date="2013-05-01")
    end(history(NEGLECT, both), CJG, NEGLECT.signal, outcome).accepted()


def test_an_assessment_from_before_the_concern_says_nothing_about_it() -> None:
    before = followup(CJG, "safety-assessment-safe", TOM, NOA, date="2012-12-31")
    end(history(before, NEGLECT), CJG, NEGLECT.signal, "resolved").refused(SafetyNotAssessed)


def test_the_children_in_the_home_of_a_concern_about_a_parent_are_assessed_and_the_parent_needs_not() -> None:
    at_home = signal(CJG, "domestic-violence", MOTHER, date="2013-01-01")
    end(history(at_home), CJG, at_home.signal, "resolved").refused(SafetyNotAssessed)
    safe = followup(CJG, "safety-assessment-safe", TOM, NOA, date="2013-05-01")
    end(history(at_home, safe), CJG, at_home.signal, "resolved").accepted()


def test_a_concern_is_taken_over_by_a_completed_handover_only() -> None:
    offered = handover(CJG, GP, "offered", "2013-05-01")
    given = history(NEGLECT, offered)
    end(given, CJG, NEGLECT.signal, "taken-over").refused(InvalidCommand, "handover-not-completed")
    completed = handover(CJG, GP, "completed", "2013-05-20")
    end(history(NEGLECT, offered, completed), CJG, NEGLECT.signal, "taken-over").accepted()


def test_a_coordination_ends_with_its_organisations_last_involvement() -> None:
    one = involved(SOCIAL_WORK, MOTHER, date="2013-01-01")
    two = involved(SOCIAL_WORK, TOM, date="2013-02-01")
    given = history(one, two, coordination(SOCIAL_WORK, "accepted", "2013-03-01"))
    first = end(given, SOCIAL_WORK, one.signal)
    assert not [each for each in first.facts if isinstance(each, CoordinationRecorded)]
    assert end(given.after(first), SOCIAL_WORK, two.signal).only(CoordinationRecorded).step == "ended"


def test_closing_a_concern_ends_no_coordination() -> None:
    concern = signal(SOCIAL_WORK, "parenting", TOM, date="2013-01-01")
    given = history(concern, coordination(SOCIAL_WORK, "accepted", "2013-03-01"))
    closed = end(given, SOCIAL_WORK, concern.signal, "resolved")
    assert not [each for each in closed.facts if isinstance(each, CoordinationRecorded)]


def test_an_exception_for_violence_ends_with_its_last_active_item() -> None:
    details = ExceptionDetails(
        items=(NEGLECT.signal, "hit"), recipients=(GP.id,), tests=FOUR_TESTS, review_on=on("2013-08-01")
    )
    hit = signal(CJG, "child-injury", TOM, date="2013-02-01", id_="hit")
    safe = followup(CJG, "safety-assessment-safe", TOM, NOA, date="2013-05-20")
    before = history(NEGLECT, hit, safe)
    opened = before.when(RecordException, CJG, "e1", details, on="2013-05-25")
    given = before.after(opened)
    first = end(given, CJG, "hit", "resolved")
    assert not [each for each in first.facts if isinstance(each, ExceptionReviewed)]
    last = end(given.after(first), CJG, NEGLECT.signal, "resolved")
    assert last.only(ExceptionReviewed).decision == "ended"
    assert ("gp", "sharing-ended") in last.took_back


def test_what_a_wrong_signal_raised_is_taken_back() -> None:
    gp = involved(GP, TOM, date="2013-01-01")
    wrong = involved(CJG, TOM, date="2013-05-01")
    given = history(consent(GP), consent(CJG), gp, wrong)
    matched = given.after(_look_again(given))
    decided = matched.when(RetractSignal, CJG, wrong.signal, on=END)
    decided.then(SignalRetracted(recorded_at=on(END), signal=wrong.signal, persons=(TOM,)))
    assert ("gp", "retracted") in decided.took_back


def test_nobody_retracts_what_is_not_its_own() -> None:
    history(INVOLVED).when(RetractSignal, CJG, INVOLVED.signal, on=END).refused(UnknownThing)


def test_a_report_that_was_intended_is_made_once() -> None:
    intended = signal(POLICE, "domestic-violence", TOM, date="2013-05-01", report_to_veilig_thuis="intended")
    given = history(intended)
    made = given.when(AnswerReport, POLICE, intended.signal, "made", on=END)
    made.then(ReportToVeiligThuisRecorded(recorded_at=on(END), signal=intended.signal, persons=(TOM,), answer="made"))
    given.after(made).when(AnswerReport, POLICE, intended.signal, "not-needed", on=END).refused(AlreadyDone)


def test_where_no_report_was_intended_there_is_nothing_to_answer() -> None:
    history(VIOLENCE).when(AnswerReport, POLICE, VIOLENCE.signal, "made", on=END).refused(AlreadyDone)


def test_an_exception_recorded_earlier_still_covers_a_signal_that_is_open() -> None:
    given = history(VIOLENCE, exception(POLICE, VIOLENCE, recipients=["network"], date="2012-10-02"), INVOLVED)
    end(given, NETWORK, INVOLVED.signal).refused(NobodyWatching)


def _look_again(given: History) -> Decided:
    """The consent of the CJG is confirmed, at which the others look again."""
    details = ConsentDetails(
        answers=(Answer(capacity="authority", answer="given", on=on("2013-05-02")),), recipients=("those-involved",)
    )
    return given.when(RecordConsent, CJG, "c2", details, on="2013-05-02", persons=(MOTHER, *CHILDREN))
