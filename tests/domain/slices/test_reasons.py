"""A second professional confirms a reason to know that the organisation made itself (DOMAIN.md 5.3)."""

import msgspec

from hub.domain.errors import AlreadyDone, SecondProfessionalNeeded, UnknownThing
from hub.domain.facts import Fact, MatchRaised, ReasonConfirmed
from hub.domain.slices.reasons import ConfirmReason
from tests.domain.builders import CJG, GP, MOTHER, NOA, SCHOOL, TOM, consent, involved, joins, on, signal
from tests.domain.scenario import Decided, history

OPENED = consent(CJG, "2010-01-01", "those-involved")
THEIRS = signal(CJG, "parenting", date="2013-02-01")
MINE = involved(GP, date="2013-03-01", by="p-1")
NOW = "2013-03-02"


def confirms(*facts: Fact, by: str = "p-2", who: str = TOM) -> Decided:
    return history(OPENED, THEIRS, *facts).when(ConfirmReason, GP, who, on=NOW, by=by)


def test_a_second_professional_confirms_for_the_whole_family_of_the_reason() -> None:
    confirms(MINE).then(
        ReasonConfirmed(recorded_at=on(NOW), owner=GP.id, persons=(TOM,), how="second-professional", by="p-2")
    )


def test_what_was_recorded_earlier_then_counts_for_the_rules_and_only_for_who_confirmed() -> None:
    facts = confirms(MINE, involved(SCHOOL, date="2013-02-15")).accepted().facts
    assert {each.recipient for each in facts if isinstance(each, MatchRaised)} <= {GP.id}


def test_nobody_confirms_their_own_reason() -> None:
    confirms(MINE, by="p-1").refused(SecondProfessionalNeeded)


def test_without_a_reason_of_its_own_there_is_nothing_to_confirm_whatever_others_recorded() -> None:
    confirms().refused(UnknownThing)
    confirms(involved(GP, MOTHER, date="2013-03-01", by="p-1", household=())).refused(UnknownThing)


def test_what_was_confirmed_is_not_confirmed_again() -> None:
    confirmed = ReasonConfirmed(recorded_at=on(NOW), owner=GP.id, persons=(TOM,), how="second-professional", by="p-2")
    confirms(MINE, confirmed).refused(AlreadyDone)


def test_what_it_stated_itself_of_the_family_is_confirmed_with_it_and_can_be_so_again_after_a_new_statement() -> None:
    confirmed = ReasonConfirmed(recorded_at=on(NOW), owner=GP.id, persons=(TOM,), how="second-professional", by="p-2")
    later = msgspec.structs.replace(
        joins(GP, NOA, MOTHER, date="2013-03-03", role="child", joins=False), by="p-1", recorded_at=on("2013-03-03")
    )
    given = history(OPENED, THEIRS, MINE, confirmed, later)
    again = given.when(ConfirmReason, GP, NOA, on="2013-03-04", by="p-2")
    again.then(
        ReasonConfirmed(
            recorded_at=on("2013-03-04"), owner=GP.id, persons=(TOM, NOA, MOTHER), how="second-professional", by="p-2"
        )
    )
    given.when(ConfirmReason, GP, NOA, on="2013-03-04", by="p-1").refused(SecondProfessionalNeeded)
    given.after(again).when(ConfirmReason, GP, NOA, on="2013-03-05", by="p-2").refused(AlreadyDone)
