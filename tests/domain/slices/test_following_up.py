"""Follow-up facts, members, coordinator, watcher, handover and answers."""

from typing import Any

import msgspec
import pytest

from hub.domain.errors import AlreadyDone, CoordinatorExists, InvalidCommand, NotAllowed, UnknownThing
from hub.domain.facts import (
    CoordinationRecorded,
    FollowUpRecorded,
    HandoverRecorded,
    MatchRaised,
    MembershipStated,
    NotificationAnswered,
    WatchRecorded,
)
from hub.domain.items import Coordination, Signal
from hub.domain.organisations import Organisation
from hub.domain.slices.answering import AnswerNotification
from hub.domain.slices.coordinating import Coordinate, HandOver, WatchChild
from hub.domain.slices.followup import FollowUpDetails, RecordFollowUp, StateMember
from tests.domain.builders import (
    AGES,
    CHILDREN,
    CJG,
    GP,
    MOTHER,
    NETWORK,
    NOA,
    PARTNER,
    SOCIAL_WORK,
    TOM,
    consent,
    coordination,
    followup,
    handover,
    involved,
    on,
    signal,
    watch,
)  # fmt: skip
from tests.domain.scenario import WIJKTEAM, Decided, History, history

NOW = "2013-05-01"
FAMILY = (MOTHER, *CHILDREN)
AROUND = (
    *(consent(each) for each in (CJG, GP, NETWORK, SOCIAL_WORK, WIJKTEAM)),
    *(involved(each, *FAMILY, date="2013-01-01") for each in (CJG, SOCIAL_WORK, WIJKTEAM)),
)
"""Three who work with the family, and whose items are open to those involved."""


def coordinate(
    given: History,
    who: Organisation,
    step: str,
    *,
    id_: str = "new",
    coordinator: Organisation | None = None,
    persons: tuple[str, ...] = FAMILY,
    at: str = NOW,
) -> Decided:
    """A step of the coordination, today unless said otherwise."""
    asked = (coordinator or who).id
    return given.when(Coordinate, who, id_, on=NOW, persons=persons, step=step, at=on(at), coordinator=asked)


def look_after(
    given: History,
    who: Organisation,
    step: str,
    *,
    id_: str = "new",
    watcher: Organisation | None = None,
    persons: tuple[str, ...] = (TOM,),
) -> Decided:
    """A step of the watch over Tom."""
    asked = (watcher or who).id
    return given.when(WatchChild, who, id_, on=NOW, persons=persons, step=step, at=on(NOW), watcher=asked)


def hand_over(given: History, who: Organisation, step: str, *, at: str = NOW, **fields: Any) -> Decided:
    """A step of the handover."""
    return given.when(HandOver, who, "h1", on=at, persons=FAMILY, step=step, at=on(at), **fields)


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


def test_coordination_is_proposed_and_accepted_by_the_one_who_was_asked() -> None:
    given = history(AROUND)
    offer = coordinate(given, CJG, "proposed", coordinator=SOCIAL_WORK)
    assert offer.only(CoordinationRecorded).owner == CJG.id
    offered = given.after(offer)
    accepted = coordinate(offered, SOCIAL_WORK, "accepted").only(CoordinationRecorded)
    assert (accepted.owner, accepted.coordinator, accepted.offered_by) == ("social-work", "social-work", "cjg")
    assert accepted.about == FAMILY
    coordinate(offered, WIJKTEAM, "accepted").refused(UnknownThing)


def test_an_answer_that_names_no_offer_takes_up_the_one_it_may_see_and_no_sealed_one() -> None:
    for sharing in (consent(CJG), consent(CJG, answer="refused")):
        given = history(AROUND, sharing)
        offer = coordinate(given, CJG, "proposed", coordinator=SOCIAL_WORK)
        accepted = coordinate(given.after(offer), SOCIAL_WORK, "accepted", id_="its own").only(CoordinationRecorded)
        taken_up = accepted.coordination == offer.only(CoordinationRecorded).coordination
        assert taken_up == any(giver.answer == "given" for giver in sharing.givers)


def test_nobody_accepts_a_coordination_for_another() -> None:
    coordinate(history(AROUND), CJG, "accepted", coordinator=SOCIAL_WORK).refused(NotAllowed)


def test_only_a_role_that_allows_it_coordinates() -> None:
    coordinate(history(AROUND), CJG, "accepted").refused(NotAllowed)
    coordinate(history(AROUND), SOCIAL_WORK, "proposed", coordinator=CJG).refused(NotAllowed)


def test_a_second_coordinator_is_refused_where_it_may_see_the_first() -> None:
    first = coordination(SOCIAL_WORK, "accepted", "2013-04-01")
    coordinate(history(AROUND, first), WIJKTEAM, "accepted").refused(CoordinatorExists)


def test_a_second_coordinator_that_may_not_see_the_first_is_accepted() -> None:
    involvement = involved(WIJKTEAM, *FAMILY, date="2013-01-01")
    first = coordination(SOCIAL_WORK, "accepted", "2013-04-01")
    coordinate(history(consent(WIJKTEAM), involvement, first), WIJKTEAM, "accepted").accepted()


def test_who_coordinates_for_another_family_of_the_circle_stands_in_nobodys_way() -> None:
    other = involved(WIJKTEAM, "p-other", date="2013-01-01", household=())
    elsewhere = CoordinationRecorded(
        recorded_at=on("2013-04-01"),
        coordination="elsewhere",
        owner=WIJKTEAM.id,
        coordinator=WIJKTEAM.id,
        about=("p-other",),
        step="accepted",
        at=on("2013-04-01"),
    )
    coordinate(history(AROUND, other, elsewhere), WIJKTEAM, "accepted").accepted()


def test_an_end_without_a_name_ends_the_own_coordination_of_this_family() -> None:
    first = coordination(SOCIAL_WORK, "accepted", "2013-04-01")
    given = history(AROUND, first)
    ended = coordinate(given, SOCIAL_WORK, "ended", persons=(MOTHER,))
    assert ended.only(CoordinationRecorded).coordination == first.coordination
    coordinate(given.after(ended), SOCIAL_WORK, "ended").refused(UnknownThing)
    coordinate(given.after(ended), SOCIAL_WORK, "ended", id_=first.coordination).refused(AlreadyDone)
    coordinate(given, WIJKTEAM, "ended", id_=first.coordination).refused(UnknownThing)


def test_a_step_lies_in_the_past() -> None:
    coordinate(history(AROUND), SOCIAL_WORK, "accepted", at="2013-05-02").refused(InvalidCommand, "date-in-future")


def test_a_watch_is_proposed_and_accepted_by_the_one_who_was_asked() -> None:
    given = history(AROUND)
    offered = given.after(look_after(given, SOCIAL_WORK, "proposed", watcher=CJG))
    accepted = look_after(offered, CJG, "accepted").only(WatchRecorded)
    assert (accepted.owner, accepted.watcher, accepted.child, accepted.offered_by) == ("cjg", "cjg", TOM, "social-work")
    look_after(offered, WIJKTEAM, "accepted").refused(UnknownThing)
    assert look_after(offered, CJG, "declined").only(WatchRecorded).step == "declined"


def test_nobody_says_that_another_watches() -> None:
    look_after(history(AROUND), SOCIAL_WORK, "accepted", watcher=CJG).refused(NotAllowed)


def test_a_watch_is_over_one_child_and_by_an_organisation_that_takes_part() -> None:
    look_after(history(AROUND), CJG, "accepted", persons=CHILDREN).refused(InvalidCommand, "one-child")
    nobody = history(AROUND).when(
        WatchChild, CJG, "new", on=NOW, persons=(TOM,), step="proposed", at=on(NOW), watcher="nobody"
    )
    nobody.refused(InvalidCommand, "organisation-unknown")


def test_a_watch_ends_once_and_by_its_watcher() -> None:
    watched = watch(CJG, TOM, "accepted", "2013-04-01")
    given = history(AROUND, watched)
    look_after(given, SOCIAL_WORK, "ended", id_=watched.watch).refused(UnknownThing)
    ended = look_after(given, CJG, "ended", id_=watched.watch)
    look_after(given.after(ended), CJG, "ended", id_=watched.watch).refused(AlreadyDone)
    look_after(given, CJG, "ended", id_="no such watch").refused(UnknownThing)


def test_a_handover_is_offered_accepted_and_completed_and_stays_the_givers_until_then() -> None:
    given = history(AROUND)
    offered = hand_over(given, CJG, "offered", receiver="wijkteam")
    assert offered.only(HandoverRecorded).owner == CJG.id
    accepted = hand_over(given.after(offered), WIJKTEAM, "accepted", at="2013-05-02")
    assert accepted.only(HandoverRecorded).owner == CJG.id
    after = given.after(accepted)
    hand_over(after, WIJKTEAM, "accepted", at="2013-05-03").refused(AlreadyDone)
    completed = hand_over(after, WIJKTEAM, "completed", at="2013-05-03").only(HandoverRecorded)
    assert (completed.owner, completed.receiver, completed.step) == ("cjg", "wijkteam", "completed")


def test_a_handover_is_answered_by_its_receiver_as_far_as_it_may_see_it() -> None:
    given = history(AROUND)
    offered = given.after(hand_over(given, CJG, "offered", receiver="wijkteam"))
    hand_over(offered, SOCIAL_WORK, "accepted").refused(UnknownThing)
    hand_over(offered, CJG, "accepted").refused(UnknownThing)
    sealed = history(handover(CJG, WIJKTEAM, "offered", "2013-04-30"))
    unseen = sealed.when(HandOver, WIJKTEAM, "handover cjg wijkteam", on=NOW, step="accepted", at=on(NOW))
    unseen.refused(UnknownThing)


def test_a_handover_goes_to_somebody_who_takes_part() -> None:
    hand_over(history(AROUND), CJG, "offered", receiver="nobody").refused(InvalidCommand, "organisation-unknown")
    hand_over(history(AROUND), CJG, "offered").refused(InvalidCommand, "organisation-unknown")


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


def test_a_coordination_is_handed_over_and_there_is_exactly_one_at_every_moment() -> None:
    first = coordination(SOCIAL_WORK, "accepted", "2013-04-01")
    given = history(AROUND, first)
    offer = given.when(
        Coordinate, SOCIAL_WORK, "new", on=NOW, persons=FAMILY, step="proposed", at=on(NOW),
        coordinator=WIJKTEAM.id, takes_over=first.coordination,
    )  # fmt: skip
    offered = given.after(offer)
    assert running(offered) == [first.coordination]
    accepted = coordinate(offered, WIJKTEAM, "accepted")
    taken, ended = [each for each in accepted.facts if isinstance(each, CoordinationRecorded)]
    assert (taken.owner, taken.step, taken.takes_over) == (WIJKTEAM.id, "accepted", first.coordination)
    assert (ended.coordination, ended.owner, ended.step) == (first.coordination, SOCIAL_WORK.id, "ended")
    assert running(offered.after(accepted)) == ["new"]
    declined = offered.after(coordinate(offered, WIJKTEAM, "declined"))
    assert running(declined) == [first.coordination]


def running(given: History) -> list[str]:
    """The coordinations that run, by identifier."""
    items = given.state.items.values()
    return [each.id for each in items if isinstance(each, Coordination) and each.step == "accepted"]


def test_the_name_on_which_an_ended_coordination_stands_stays_its_own_organisations() -> None:
    first = msgspec.structs.replace(coordination(SOCIAL_WORK, "accepted", "2013-04-01"), by="p-2")
    given = history(AROUND, first)
    asks = {"step": "proposed", "at": on(NOW), "coordinator": WIJKTEAM.id, "takes_over": first.coordination}
    offered = given.after(given.when(Coordinate, SOCIAL_WORK, "new", on=NOW, persons=FAMILY, by="p-2", **asks))
    accepts = {"step": "accepted", "at": on(NOW), "coordinator": WIJKTEAM.id}
    decided = offered.when(Coordinate, WIJKTEAM, "new", on=NOW, persons=FAMILY, by="p-1", **accepts)
    taken, ended = [each for each in decided.accepted().facts if isinstance(each, CoordinationRecorded)]
    assert (taken.by, ended.by) == ("p-1", "p-2")


def test_nobody_hands_over_what_is_anothers() -> None:
    first = coordination(SOCIAL_WORK, "accepted", "2013-04-01")
    for owner, id_ in ((CJG, first.coordination), (SOCIAL_WORK, "nothing")):
        asks = {"step": "proposed", "at": on(NOW), "coordinator": WIJKTEAM.id, "takes_over": id_}
        history(AROUND, first).when(Coordinate, owner, "new", on=NOW, persons=FAMILY, **asks).refused(UnknownThing)


def test_a_handover_is_declined_with_a_coded_reason_and_expires_when_nobody_takes_it_up() -> None:
    given = history(AROUND)
    offered = given.after(hand_over(given, CJG, "offered", receiver="wijkteam"))
    hand_over(offered, WIJKTEAM, "declined").refused(InvalidCommand, "reason-missing")
    hand_over(offered, WIJKTEAM, "declined", reason="no-mood").refused(InvalidCommand, "reason-unknown")
    hand_over(offered, WIJKTEAM, "accepted", reason="no-capacity").refused(InvalidCommand, "reason-unknown")
    assert hand_over(offered, WIJKTEAM, "declined", reason="no-capacity").only(HandoverRecorded).step == "declined"
    hand_over(offered, WIJKTEAM, "accepted", at="2013-05-14").accepted()
    hand_over(offered, WIJKTEAM, "accepted", at="2013-05-15").refused(AlreadyDone)
    accepted = offered.after(hand_over(offered, WIJKTEAM, "accepted", at="2013-05-14"))
    hand_over(accepted, WIJKTEAM, "completed", at="2013-06-30").accepted()


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
