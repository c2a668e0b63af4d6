"""A steward links and undoes; what the production rules link comes with the command that states the person."""

from typing import Any

import msgspec

from hub.domain.errors import AlreadyDone, InvalidCommand, UnknownThing
from hub.domain.facts import (
    CoordinationRecorded,
    DirectoryEntryRecorded,
    ExceptionRecorded,
    Fact,
    HandoverRecorded,
    IdentityReviewDecided,
    IdentityReviewOpened,
    MatchRaised,
    MatchWithdrawn,
    PersonForgotten,
    PersonsLinked,
    PersonsUnlinked,
    WatchRecorded,
)
from hub.domain.facts.identity import Likely
from hub.domain.found_out import FoundOut
from hub.domain.items import Membership
from hub.domain.organisations import Organisation
from hub.domain.slices.base import HubSlice
from hub.domain.slices.coordinating import Coordinate, HandOver, WatchChild
from hub.domain.slices.exceptions import FOUR_TESTS, ExceptionDetails, RecordException
from hub.domain.slices.identity import DecideReview, UndoLink, take_in
from hub.domain.slices.sharing import RecordDirectoryEntry
from tests.domain.builders import CJG, GP, NOA, SCHOOL, SOCIAL_WORK, TOM, consent, involved, on, serves
from tests.domain.scenario import MUNICIPALITY, History, history

OTHER = "p-a-tom"
REVIEW = IdentityReviewOpened(
    recorded_at=on("2014-05-01"),
    review="review",
    person=OTHER,
    likely=(Likely(person=TOM, reasons=("given:near", "born:equal")),),
    failing=("given",),
)
LINK = PersonsLinked(recorded_at=on("2014-05-02"), link="link", persons=(OTHER, TOM), decided_by="rules")
DAY = "2014-06-01"


def stated(owner: Organisation, person: str, date: str = "2014-01-01") -> Fact:
    return involved(owner, person, date=date, household=(), id_=f"{owner.id} {person}")


def both() -> History:
    """The school states Tom, the GP states the other; both told the family that they share."""
    return history(stated(SCHOOL, TOM), stated(GP, OTHER, "2014-02-01"), _consents(), REVIEW)


def _consents() -> list[Fact]:
    answers = [consent(SCHOOL, "2014-03-01"), consent(GP, "2014-03-02")]
    persons = (*answers[0].persons, OTHER)
    adult = answers[0].givers[0]
    givers = (*answers[0].givers, msgspec.structs.replace(adult, person=OTHER, capacity="self"))
    self_tom = (*givers, msgspec.structs.replace(adult, person=TOM, capacity="self"))
    return [msgspec.structs.replace(each, persons=persons, givers=self_tom) for each in answers]


def decided(given: History, same_as: str | None = TOM, by: str | None = "s-1") -> Any:
    return given.when(DecideReview, MUNICIPALITY, "review", on=DAY, same_as=same_as, by=by)


def undone(given: History, link: str = "link") -> Any:
    return given.when(UndoLink, MUNICIPALITY, link, on="2014-07-01", reason="twins", by="s-1")


def test_a_steward_who_says_the_same_links_with_the_reasons_shown() -> None:
    result = decided(both())
    assert result.only(IdentityReviewDecided).same_as == TOM
    link = result.only(PersonsLinked)
    assert (link.persons, link.decided_by, link.review) == ((OTHER, TOM), "steward", "review")
    assert link.reasons == ("given:near", "born:equal")
    assert (link.organisation, link.professional) == ("municipality", "s-1")


def test_a_steward_who_says_different_links_nobody_and_raises_nothing() -> None:
    result = decided(both(), None)
    assert [type(fact) for fact in result.accepted().facts] == [IdentityReviewDecided]


def test_a_review_is_decided_once() -> None:
    given = both()
    decided(given.after(decided(given, None)), None).refused(AlreadyDone)


def test_an_unknown_review_and_a_person_not_shown_are_refused() -> None:
    history().when(DecideReview, MUNICIPALITY, "none", on=DAY, same_as=None, by=None).refused(UnknownThing)
    decided(both(), NOA).refused(InvalidCommand, "not-among-likely")


def adults(given: History) -> History:
    """The same, where both halves are known to be of age, so that they consent for themselves."""
    from hub.domain.ages import AgeBand

    given._ages = {TOM: AgeBand.ADULT, OTHER: AgeBand.ADULT}
    return given


def test_a_link_tells_both_what_converges() -> None:
    assert {("school", "same-child"), ("gp", "same-child")} <= decided(adults(both())).told


def test_undoing_takes_back_what_was_raised_through_the_link_and_tells_it() -> None:
    given = adults(both())
    given = given.after(decided(given))
    (link,) = given.state.links
    result = undone(given, link)
    assert result.only(PersonsUnlinked).persons == (OTHER, TOM)
    assert result.took_back == {("school", "not-one-person"), ("gp", "not-one-person")}
    assert all(match.withdrawn for match in result.state.matches.values())


def test_undoing_leaves_a_match_that_holds_without_the_link() -> None:
    given = adults(history(stated(SCHOOL, TOM), stated(GP, TOM, "2014-02-01"), stated(CJG, OTHER), _consents()))
    raised = given.when(_Raise, GP, on=DAY)
    given = given.after(raised)
    given.state.fold(LINK)
    result = undone(given)
    assert result.took_back == set()
    assert not any(isinstance(fact, MatchWithdrawn) for fact in result.facts)
    assert {match.recipient for match in result.state.matches.values() if not match.withdrawn} == {"school", "gp"}


class _Raise(HubSlice):
    """Let every rule look."""

    def execute(self) -> None:
        from hub.domain.matching import Occasion, raise_matches

        raise_matches(self, Occasion(touched=tuple(self.state.items.values()), change="involvement"))


def test_a_link_that_is_not_there_cannot_be_undone() -> None:
    undone(both()).refused(UnknownThing)
    given = history(stated(SCHOOL, TOM), LINK)
    undone(given.after(undone(given))).refused(UnknownThing)


# What comes with a command that states somebody.


def found(*what: FoundOut) -> Any:
    class Brings(HubSlice):
        def execute(self) -> None:
            take_in(self, what)

    return Brings


def test_what_passes_every_condition_is_linked_by_the_rules() -> None:
    result = both().when(found(FoundOut(person=OTHER, same_as=TOM, reasons=("born:equal",))), CJG, on=DAY)
    assert result.only(PersonsLinked).decided_by == "rules"
    assert set(result.state.names) == {TOM, OTHER}


def test_what_is_linked_already_is_not_linked_twice() -> None:
    given = history(stated(SCHOOL, TOM), LINK)
    result = given.when(found(FoundOut(person=OTHER, same_as=TOM)), CJG, on=DAY)
    assert result.accepted().facts == []


def test_what_is_uncertain_opens_a_review_and_links_nobody() -> None:
    likely = (Likely(person=TOM, reasons=("given:near",)),)
    result = both().when(found(FoundOut(person=OTHER, likely=likely, failing=("given",))), CJG, on=DAY)
    opened = result.only(IdentityReviewOpened)
    assert (opened.person, opened.likely, opened.failing) == (OTHER, likely, ("given",))
    assert not result.state.names


# Facts name persons as they were stated, whatever they are read as.


def test_steps_on_what_was_stated_of_one_half_stay_with_that_half() -> None:
    given = history(stated(SCHOOL, TOM), stated(GP, TOM, "2014-01-02"), stated(SOCIAL_WORK, TOM, "2014-01-03"))
    given = given.after(
        given.when(Coordinate, SOCIAL_WORK, "plan", on=DAY, persons=(TOM,), step="accepted", at=on(DAY),
                   coordinator="social-work"))  # fmt: skip
    given = given.after(
        given.when(WatchChild, SOCIAL_WORK, "watch", on=DAY, persons=(TOM,), step="accepted", at=on(DAY),
                   watcher="social-work"))  # fmt: skip
    given.state.fold(LINK)
    assert given.state.items["plan"].about == (OTHER,)
    end: dict[str, Any] = {"step": "ended", "at": on(DAY)}
    ended = given.when(Coordinate, SOCIAL_WORK, "plan", on=DAY, coordinator="social-work", **end)
    assert ended.only(CoordinationRecorded).about == (TOM,)
    watched = given.when(WatchChild, SOCIAL_WORK, "watch", on=DAY, watcher="social-work", **end)
    assert watched.only(WatchRecorded).child == TOM
    details = ExceptionDetails(
        items=("school p-tom",), recipients=("gp",), tests=FOUR_TESTS, review_on=on("2014-08-01"), struck_out=()
    )
    excepted = given.when(RecordException, SCHOOL, "exception", details, on=DAY)
    assert excepted.only(ExceptionRecorded).persons == (TOM,)


def test_a_handover_goes_on_about_whom_it_was_offered() -> None:
    offered = HandoverRecorded(
        recorded_at=on("2014-03-10"), handover="h", owner="school", receiver="gp", about=(TOM,), step="offered",
        at=on("2014-03-10"))  # fmt: skip
    given = adults(history(stated(SCHOOL, TOM), stated(GP, OTHER), _consents(), offered, LINK))
    accepted = given.when(HandOver, GP, "h", on="2014-03-12", step="accepted", at=on("2014-03-12"))
    assert accepted.only(HandoverRecorded).about == (TOM,)


def test_a_roster_line_in_another_spelling_goes_on_with_the_entry_there_is() -> None:
    given = history(serves(SCHOOL, TOM), LINK)
    line = given.when(
        RecordDirectoryEntry, SCHOOL, "new", on=DAY, persons=(OTHER,), since=on(DAY), until=on("2014-06-02")
    )
    entry = line.only(DirectoryEntryRecorded)
    assert (entry.entry, entry.person) == ("entry school p-tom", TOM)


def test_a_match_names_persons_as_its_recipient_knows_them() -> None:
    result = decided(adults(both()))
    raised = {fact.recipient: fact.about for fact in result.facts if isinstance(fact, MatchRaised)}
    assert raised["school"] == (TOM,)
    assert raised["gp"] == (OTHER,)
    assert not any(isinstance(item, Membership) for item in result.state.items.values())


def test_nobody_is_linked_to_who_was_erased() -> None:
    gone = PersonForgotten(recorded_at=on("2014-05-02"), person=TOM)
    past = history(involved(GP, TOM, date="2014-04-01"), involved(CJG, OTHER, date="2014-05-01"), REVIEW, gone)
    past.when(DecideReview, MUNICIPALITY, "review", same_as=TOM, on="2014-05-03", by="p-1").refused(UnknownThing)
    past.when(DecideReview, MUNICIPALITY, "review", same_as=None, on="2014-05-03", by="p-1").accepted()
