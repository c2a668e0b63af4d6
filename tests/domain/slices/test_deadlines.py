"""Deadlines: set once, fired once, and silent where their rule no longer holds."""

import msgspec

from hub.domain.errors import InvalidCommand
from hub.domain.facts import DeadlineReached
from hub.domain.facts.matches import Deadline
from hub.domain.slices.deadline import ReachDeadline
from hub.domain.slices.followup import FollowUpDetails, RecordFollowUp
from hub.domain.slices.organisations import RegisterOrganisation
from tests.domain.builders import CJG, EVERYONE, GP, TOM, consent, involved, on, serves
from tests.domain.scenario import BAILIFF, Decided, History, history

REFERRAL = FollowUpDetails(code="referral-made", occurred_at=on("2013-05-01"), towards="specialist")
HISTORY = history(consent(GP), involved(GP, TOM, date="2013-01-01"), serves(GP, TOM))


def refers(given: History = HISTORY) -> Decided:
    """The GP refers Tom."""
    return given.when(RecordFollowUp, GP, "referral", REFERRAL, on="2013-05-01", persons=(TOM,))


def last(decided: Decided) -> Deadline:
    """The latest of the moments that are waited for."""
    return max(decided.waits, key=lambda each: each.due)


def test_a_rule_on_time_waits_for_its_moment_and_says_nothing_before() -> None:
    decided = refers()
    assert {each.rule for each in decided.waits} == {"referral-not-arrived"}
    assert max(each.due for each in decided.waits) == on("2013-05-22")
    assert not decided.told


def test_when_the_moment_comes_the_rule_speaks_to_whom_it_concerns() -> None:
    decided = refers()
    waits = last(decided)
    fired = HISTORY.after(decided).when(ReachDeadline, None, waits, EVERYONE, on="2013-05-22")
    assert fired.only(DeadlineReached).deadline == waits.id
    assert fired.told == {("gp", "referral-not-arrived")}
    assert waits.id not in fired.state.deadlines


def test_a_deadline_that_comes_twice_speaks_once() -> None:
    decided = refers()
    waits = last(decided)
    given = HISTORY.after(decided)
    again = given.after(given.when(ReachDeadline, None, waits, EVERYONE, on="2013-05-22"))
    assert not again.when(ReachDeadline, None, waits, EVERYONE, on="2013-05-22").told


def test_a_deadline_whose_rule_no_longer_holds_raises_nothing() -> None:
    decided = refers()
    waits = last(decided)
    given = HISTORY.after(decided)
    arrived = FollowUpDetails(code="referral-arrived", occurred_at=on("2013-05-10"), of="referral")
    given = given.after(given.when(RecordFollowUp, GP, "arrival", arrived, on="2013-05-10", persons=(TOM,)))
    fired = given.when(ReachDeadline, None, waits, EVERYONE, on="2013-05-22")
    assert not fired.told
    assert fired.only(DeadlineReached)


def test_what_waits_already_is_not_set_again() -> None:
    decided = refers()
    later = FollowUpDetails(code="child-seen", occurred_at=on("2013-05-02"))
    more = HISTORY.after(decided).when(RecordFollowUp, GP, "seen", later, on="2013-05-02", persons=(TOM,))
    assert not more.waits


def test_a_deadline_that_comes_late_speaks_all_the_same() -> None:
    decided = refers()
    waits = last(decided)
    assert HISTORY.after(decided).when(ReachDeadline, None, waits, EVERYONE, on="2013-08-01").told


def test_an_organisation_publishes_through_one_that_takes_part() -> None:
    given = history()
    given.when(RegisterOrganisation, CJG, BAILIFF, on="2013-01-01").accepted()
    lost = msgspec.structs.replace(BAILIFF, publishes_through="nobody")
    given.when(RegisterOrganisation, CJG, lost, on="2013-01-01").refused(InvalidCommand, "organisation-unknown")
