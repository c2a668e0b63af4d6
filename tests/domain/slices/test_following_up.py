"""Follow-up facts, members and answers."""

from typing import Any

import msgspec
import pytest

from hub.domain.errors import InvalidCommand, UnknownThing
from hub.domain.facts import (
    FollowUpRecorded,
    MatchRaised,
    MembershipStated,
    NotificationAnswered,
)
from hub.domain.items import Signal
from hub.domain.organisations import Organisation
from hub.domain.slices.answering import AnswerNotification
from hub.domain.slices.followup import FollowUpDetails, RecordFollowUp, StateMember
from tests.domain.builders import (
    AGES,
    CHILDREN,
    CJG,
    GP,
    MOTHER,
    NOA,
    PARTNER,
    SOCIAL_WORK,
    TOM,
    consent,
    followup,
    on,
    signal,
)
from tests.domain.scenario import Decided, History, history
from tests.domain.slices.test_coordinating import AROUND

NOW = "2013-05-01"


def test_a_follow_up_fact_is_a_code_a_date_and_a_coded_age() -> None:
    details = FollowUpDetails(code="child-seen", occurred_at=on("2013-04-30"))
    history().when(RecordFollowUp, CJG, "f1", details, on=NOW, persons=(NOA,)).then(
        FollowUpRecorded(
            recorded_at=on(NOW),
            followup="f1",
            owner=CJG.id,
            code="child-seen",
            about=(NOA,),
            occurred_at=on("2013-04-30"),
            bands={NOA: AGES[NOA]},
        )
    )


def test_a_follow_up_fact_has_a_known_code_and_lies_in_the_past() -> None:
    unknown = FollowUpDetails(code="mother-was-sad", occurred_at=on("2013-04-30"))
    history().when(RecordFollowUp, CJG, "f1", unknown, on=NOW, persons=(NOA,)).refused(InvalidCommand, "code-unknown")
    later = FollowUpDetails(code="child-seen", occurred_at=on("2013-05-02"))
    history().when(RecordFollowUp, CJG, "f1", later, on=NOW, persons=(NOA,)).refused(InvalidCommand, "date-in-future")


def test_a_code_that_answers_decides_or_sets_a_day_says_so_and_every_fault_is_named() -> None:
    bare = FollowUpDetails(code="stagnation-decided", occurred_at=on("2013-04-30"), until=on("2013-04-29"))
    decided = history().when(RecordFollowUp, CJG, "f1", bare, on=NOW, persons=(NOA,))
    decided.refused(InvalidCommand, "of-missing", "date-impossible", "outcome-not-fitting")
    unplanned = FollowUpDetails(code="review-planned", occurred_at=on("2013-04-30"))
    history().when(RecordFollowUp, CJG, "f1", unplanned, on=NOW, persons=(NOA,)).refused(
        InvalidCommand, "until-missing"
    )


def test_what_a_fact_answers_must_be_seen_and_sealed_is_as_unknown() -> None:
    for sealed in (consent(SOCIAL_WORK, answer="refused"), consent(SOCIAL_WORK)):
        stuck = followup(SOCIAL_WORK, "stagnation", MOTHER, date="2013-04-01", towards="cjg")
        given = history(AROUND, stuck, sealed)
        answers = FollowUpDetails(code="stagnation-answered", occurred_at=on("2013-04-30"), of=stuck.followup)
        decided = given.when(RecordFollowUp, CJG, "f1", answers, on=NOW, persons=(MOTHER,))
        if sealed.givers[0].answer == "given":
            assert decided.only(FollowUpRecorded).of == stuck.followup
        else:
            decided.refused(UnknownThing)
            unknown = msgspec.structs.replace(answers, of="nothing")
            given.when(RecordFollowUp, CJG, "f1", unknown, on=NOW, persons=(MOTHER,)).refused(UnknownThing)


def test_only_the_owner_confirms_its_concern_and_then_it_lasts_two_years_more() -> None:
    worry = signal(CJG, "neglect", NOA, date="2011-06-01")
    given = history(AROUND, consent(CJG), worry)
    confirm = FollowUpDetails(code="concern-confirmed", occurred_at=on(NOW), of=worry.signal)
    given.when(RecordFollowUp, SOCIAL_WORK, "f1", confirm, on=NOW, persons=(NOA,)).refused(UnknownThing)
    after = given.after(given.when(RecordFollowUp, CJG, "f1", confirm, on=NOW, persons=(NOA,)))
    for history_, lasts in ((given, False), (after, True)):
        (item,) = [each for each in history_.state.items.values() if each.id == worry.signal]
        assert isinstance(item, Signal)
        assert item.active(on("2015-04-01")) is lasts


def test_a_partner_joins_and_those_who_know_of_a_safety_concern_are_told() -> None:
    neglect = signal(CJG, "neglect", *CHILDREN, date="2013-03-01")
    fields = {"role": "partner", "since": on("2013-04-30"), "in_home": True, "joins": True}
    given = history(AROUND, neglect)
    decided = given.when(StateMember, SOCIAL_WORK, "m1", on=NOW, persons=(PARTNER, MOTHER), **fields)
    assert decided.only(MembershipStated).joins
    assert {("cjg", "new-adult"), ("social-work", "new-adult")} <= decided.told
    alone = given.when(StateMember, SOCIAL_WORK, "m1", on=NOW, persons=(MOTHER, MOTHER), **fields)
    alone.refused(InvalidCommand, "same-person")


def notified() -> tuple[History, MatchRaised]:
    """The GP has a notification."""
    raised = MatchRaised(
        recorded_at=on("2013-04-30"),
        match="m1",
        recipient=GP.id,
        rule="same-child",
        rule_version=1,
        anchor=TOM,
        key=TOM,
        about=(TOM,),
        persons=(TOM,),
        notification="n1",
        message="msg",
    )
    return history(raised), raised


def answer(given: History, who: Organisation, said: str, reason: str | None = None) -> Decided:
    """One click."""
    return given.when(AnswerNotification, who, "n1", on=NOW, answer=said, reason=reason)


@pytest.mark.parametrize("said", ["contact-made", "already-in-contact", "could-not-reach"])
def test_a_recipient_answers_in_one_click(said: Any) -> None:
    given, raised = notified()
    answer(given, GP, said).then(
        NotificationAnswered(
            recorded_at=on(NOW), notification="n1", match=raised.match, recipient=GP.id, persons=(TOM,), answer=said
        )
    )


def test_not_needed_has_a_coded_reason() -> None:
    given, _ = notified()
    answer(given, GP, "not-needed").refused(InvalidCommand, "reason-missing")
    assert answer(given, GP, "not-needed", "moved-away").only(NotificationAnswered).reason == "moved-away"


def test_nobody_answers_what_another_was_told() -> None:
    given, _ = notified()
    answer(given, CJG, "contact-made").refused(UnknownThing)
    answer(history(), GP, "contact-made").refused(UnknownThing)


def test_a_reason_is_for_what_is_not_needed_and_one_of_the_codes() -> None:
    given, _ = notified()
    answer(given, GP, "not-needed", "no-mood").refused(InvalidCommand, "reason-unknown")
    answer(given, GP, "contact-made", "moved-away").refused(InvalidCommand, "reason-unknown")


def test_an_assessment_names_its_instrument_and_nothing_else_does() -> None:
    assessed = FollowUpDetails(code="safety-assessment-safe", occurred_at=on("2013-04-30"), instrument="lirik")
    fact = history().when(RecordFollowUp, CJG, "f1", assessed, on=NOW, persons=(NOA,)).only(FollowUpRecorded)
    assert fact.instrument == "lirik"
    seen = msgspec.structs.replace(assessed, code="child-seen")
    history().when(RecordFollowUp, CJG, "f1", seen, on=NOW, persons=(NOA,)).refused(
        InvalidCommand, "instrument-not-fitting"
    )


def test_who_is_asked_to_look_back_takes_part_and_what_was_planned_is_seen() -> None:
    planned = FollowUpDetails(code="review-planned", occurred_at=on(NOW), until=on("2013-06-01"), parties=("cjg", "x"))
    history().when(RecordFollowUp, CJG, "f1", planned, on=NOW, persons=(NOA,)).refused(
        InvalidCommand, "organisation-unknown"
    )
    held = FollowUpDetails(code="review-held", occurred_at=on(NOW), of="nothing", parties=("cjg",))
    history().when(RecordFollowUp, CJG, "f1", held, on=NOW, persons=(NOA,)).refused(UnknownThing)
