"""Coordinator, watcher and handover: offered, taken up, handed over and ended."""

from typing import Any

import msgspec

from hub.domain.errors import AlreadyDone, CoordinatorExists, InvalidCommand, NotAllowed, ReviewAwaited, UnknownThing
from hub.domain.facts import (
    CoordinationRecorded,
    HandoverRecorded,
    WatchRecorded,
)
from hub.domain.items import Coordination
from hub.domain.organisations import Organisation
from hub.domain.slices.coordinating import Coordinate, HandOver, WatchChild
from tests.domain.builders import (
    CHILDREN,
    CJG,
    GP,
    MOTHER,
    NETWORK,
    SOCIAL_WORK,
    TOM,
    consent,
    coordination,
    ends,
    followup,
    handover,
    involved,
    on,
    watch,
)
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


def test_a_watch_stays_until_those_involved_looked_back_on_an_objection() -> None:
    involved_before = involved(SOCIAL_WORK, TOM, date="2013-04-01")
    over = ends(involved_before, "2013-04-28")
    objected = followup(CJG, "closing-objection", TOM, date="2013-04-29", of=involved_before.signal)
    watched = watch(CJG, TOM, "accepted", "2013-04-01")
    given = history(AROUND, involved_before, watched, over)
    look_after(given, CJG, "ended", id_=watched.watch).accepted()
    look_after(history(AROUND, involved_before, watched, over, objected), CJG, "ended", id_=watched.watch).refused(
        ReviewAwaited
    )
    held = followup(CJG, "review-held", TOM, date="2013-04-30")
    reviewed = history(AROUND, involved_before, watched, over, objected, held)
    look_after(reviewed, CJG, "ended", id_=watched.watch).accepted()


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
