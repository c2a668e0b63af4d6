"""A second professional confirms a reason to know that the organisation made itself (DOMAIN.md 5.3)."""

from hub.domain.errors import AlreadyDone, SecondProfessionalNeeded, UnknownThing
from hub.domain.facts import Fact, MatchRaised, ReasonConfirmed
from hub.domain.slices.reasons import ConfirmReason
from tests.domain.builders import CJG, GP, MOTHER, SCHOOL, TOM, consent, involved, on, signal
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
