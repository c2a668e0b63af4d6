"""Sealed concerns ask their owner to weigh again: at fixed moments, and once where they come together (DOMAIN.md 6)."""

from collections.abc import Iterable

import msgspec
import pytest

from hub.domain.catalogue import Severity
from hub.domain.facts import Fact, MatchRaised
from hub.domain.facts.matches import Deadline
from hub.domain.slices.deadline import ReachDeadline
from hub.domain.slices.publish import PublishSignal, SignalDetails
from hub.domain.slices.sharing import SHARING
from hub.domain.terms import daily_run
from hub.domain.weighing import TOGETHER
from tests.domain.builders import CJG, EVERYONE, GP, POLICE, SCHOOL, TOM, consent, exception, involved, on, signal
from tests.domain.scenario import Decided, History, history

CONCERN = SignalDetails(kind="concern", category="parenting", severity=Severity.SERIOUS, occurred_at=on("2013-05-01"))
ACUTE = msgspec.structs.replace(CONCERN, category="neglect", severity=Severity.ACUTE)
NOW = "2013-05-01 12:00"


def publishes(given: History, details: SignalDetails = CONCERN, when: str = NOW) -> Decided:
    """The CJG is concerned about Tom."""
    return given.when(PublishSignal, CJG, "worry", details, on=when, persons=(TOM,))


def waits(decided: Decided, rule: str) -> list[Deadline]:
    return sorted((each for each in decided.waits if each.rule == rule), key=lambda each: each.due)


def reached(given: History, decided: Decided, deadline: Deadline) -> Decided:
    moment = f"{deadline.due:%Y-%m-%d %H:%M}"
    return given.after(decided).when(ReachDeadline, None, deadline, EVERYONE, on=moment)


def weighed(facts: Iterable[Fact]) -> list[MatchRaised]:
    return [each for each in facts if isinstance(each, MatchRaised) and each.rule == "weigh"]


def test_a_sealed_concern_reminds_its_owner_in_the_daily_run_after_two_six_and_twelve_weeks() -> None:
    given = history()
    decided = publishes(given)
    terms = waits(decided, "weigh")
    assert [f"{each.due:%m-%d %H:%M}" for each in terms] == ["05-16 05:00", "06-13 05:00", "07-25 05:00"]
    for deadline in terms:
        decided = reached(given, decided, deadline)
        assert decided.told == {("cjg", "weigh")}


EARLIER = signal(CJG, "neglect", date="2013-04-01")


@pytest.mark.parametrize(
    "opened",
    [consent(CJG), exception(CJG, EARLIER, recipients=["gp"], date="2013-05-02")],
    ids=["consent", "exception"],
)
def test_a_concern_that_is_open_to_anybody_is_not_weighed_whoever_is_there(opened: Fact) -> None:
    sealed = history(EARLIER)
    deadline = waits(publishes(sealed), "weigh")[0]
    assert weighed(sealed.when(ReachDeadline, None, deadline, EVERYONE, on="2013-05-16").facts)
    assert not weighed(history(EARLIER, opened).when(ReachDeadline, None, deadline, EVERYONE, on="2013-05-16").facts)


def test_what_comes_together_over_everything_asks_its_owner_to_weigh_in_the_daily_run_and_tells_nobody_else() -> None:
    given = history(involved(SCHOOL, date="2013-04-01"))
    decided = publishes(given)
    assert not decided.told
    (run,) = waits(decided, TOGETHER)
    assert run.due == daily_run(on(NOW))
    fired = reached(given, decided, run)
    assert fired.told == {("cjg", "weigh")}
    (request,) = weighed(fired.facts)
    assert [(each.item, each.ground) for each in request.shown] == [("worry", "weigh")]
    assert request.grounds == ("weigh",)
    assert set(request.persons) == {TOM}


def test_it_comes_once_in_a_concerns_life() -> None:
    given = history(involved(SCHOOL, date="2013-04-01"))
    decided = publishes(given)
    (run,) = waits(decided, TOGETHER)
    after = given.after(decided)
    after = after.after(after.when(ReachDeadline, None, run, EVERYONE, on="2013-05-02 05:00"))
    details = SignalDetails(kind="involvement", state="started", occurred_at=on("2013-05-02"))
    more = after.when(PublishSignal, POLICE, "more", details, on="2013-05-03", persons=(TOM,))
    assert not waits(more, TOGETHER)
    assert not weighed(more.facts)


def test_an_acute_one_comes_at_once_and_for_each_that_comes_together_with_it_and_stands_in_no_answer() -> None:
    given = history(involved(SCHOOL, date="2013-04-01"))
    decided = publishes(given, ACUTE)
    (request,) = weighed(decided.facts)
    assert request.recipient == CJG.id
    assert all(each.rule != "weigh" for each in decided.outcome.matches)
    details = SignalDetails(kind="involvement", state="started", occurred_at=on("2013-05-02"))
    more = given.after(decided).when(PublishSignal, POLICE, "more", details, on="2013-05-03", persons=(TOM,))
    assert [each.recipient for each in weighed(more.facts)] == [CJG.id]
    assert more.outcome.matches == ()


def test_the_request_is_the_reminder_to_the_last_field_but_what_it_has_spoken_of() -> None:
    alone, beside = history(), history(involved(SCHOOL, date="2013-04-01"))
    reminder = weighed(reached(alone, publishes(alone), waits(publishes(alone), "weigh")[0]).facts)[0]
    decided = publishes(beside)
    request = weighed(reached(beside, decided, waits(decided, TOGETHER)[0]).facts)[0]
    told = ("rule", "rule_version", "lane", "about", "persons", "key", "recipient", "identifier_only", "reaches")
    assert [getattr(reminder, name) for name in told] == [getattr(request, name) for name in told]


def test_an_involvement_that_is_sealed_is_never_weighed_nor_a_concern_that_stands_alone() -> None:
    given = history(involved(SCHOOL, date="2013-04-01"))
    details = SignalDetails(kind="involvement", state="started", occurred_at=on("2013-05-01"))
    decided = given.when(PublishSignal, GP, "more", details, on=NOW, persons=(TOM,))
    assert not waits(decided, TOGETHER)
    assert not waits(decided, "weigh")
    assert not waits(publishes(history(involved(CJG, date="2013-04-01"))), TOGETHER)


def test_a_request_to_weigh_stays_recorded_as_the_bit_that_it_was_when_sharing_elsewhere_ends() -> None:
    given = history(involved(SCHOOL, date="2013-04-01"))
    decided = publishes(given)
    (run,) = waits(decided, TOGETHER)
    asked = given.after(decided).after(reached(given, decided, run))
    ended = Deadline(id=f"{SHARING}:another:1", rule=SHARING, due=on("2013-06-01"))
    after = asked.when(ReachDeadline, None, ended, EVERYONE, on="2013-06-01").accepted()
    assert not weighed(after.facts)
    (match,) = [each for each in asked.after(after).state.matches.values() if each.rule == "weigh"]
    assert match.shown == (("worry", "weigh"),)
