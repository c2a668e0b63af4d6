"""What a replay shows of what follows a match, over the Rotterdam case told in memory."""

from datetime import date

from hub.demo.follow_up import follow_up
from tests.domain.rotterdam import replayed

END = date(2015, 3, 25)
FOLLOWED = follow_up(replayed("given").facts, END)


def test_it_shows_who_was_asked_to_coordinate_and_that_it_ended() -> None:
    steps = {(each.coordinator, each.step) for each in FOLLOWED.coordination}
    assert ("dock", "accepted") in steps
    assert {step for _, step in steps} >= {"accepted", "ended"}


def test_it_shows_what_nobody_answered_by_urgency_and_from_when() -> None:
    silent = {each.organisation: each for each in FOLLOWED.unanswered}
    assert silent["cjg"].violence > 0
    assert silent["cjg"].acute == 1
    assert silent["cjg"].first == date(2012, 11, 2)


def test_it_shows_whom_silence_reached_the_duty_contact_first_and_the_process_coordinator_in_the_end() -> None:
    reached = [(each.organisation, each.reached) for each in FOLLOWED.escalated]
    assert ("cjg", "duty-contact") in reached
    assert reached.index(("cjg", "duty-contact")) < reached.index(("cjg", "manager"))
    assert ("gemeente", "process-coordinator") in reached


def test_what_is_not_late_yet_is_not_called_unanswered() -> None:
    assert not follow_up(replayed("given").facts, date(2012, 10, 1)).unanswered
