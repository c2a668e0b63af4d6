"""A request to weigh: who keeps a sealed concern is asked, without learning who asked, and nobody else is."""

from hub.domain.facts import SharingTold, WeighRequested
from hub.domain.organisations import Organisation
from hub.domain.slices.weigh_requests import AskToWeigh
from tests.domain.builders import CJG, GP, MOTHER, NOA, POLICE, SCHOOL, TOM, consent, ends, exception, involved, signal
from tests.domain.scenario import Decided, History, history

NOW = "2013-05-01 09:00"
SEALED = signal(CJG, "neglect", TOM, date="2013-04-01")
LATER = signal(CJG, "medical-care-refused", TOM, date="2013-04-20")


def asks(given: History, *persons: str, who: Organisation = SCHOOL, on: str = NOW, urgent: bool = False) -> Decided:
    return given.when(AskToWeigh, who, persons, on=on, by="p-1", urgent=urgent)


def told(decided: Decided) -> list[tuple[str, str]]:
    return [(each.recipient, each.thing) for each in decided.accepted().facts if isinstance(each, SharingTold)]


def test_the_owner_of_a_sealed_concern_is_asked_once_by_its_latest_and_not_told_who_asked() -> None:
    decided = asks(history(SEALED, LATER), TOM)
    assert told(decided) == [("cjg", LATER.signal)]
    (note,) = [each for each in decided.facts if isinstance(each, SharingTold)]
    assert (note.by, "school" in str(note)) == (None, False)
    assert decided.only(WeighRequested).organisation == "school"


def test_who_keeps_a_concern_about_the_mother_of_that_child_is_asked_too() -> None:
    assert told(asks(history(signal(GP, "addiction", MOTHER, date="2013-04-01")), NOA)) == [
        ("gp", "gp addiction 2013-04-01")
    ]


def test_what_is_open_to_somebody_ended_an_involvement_or_ones_own_is_not_asked_about() -> None:
    for facts in (
        (SEALED, consent(CJG)),
        (SEALED, exception(CJG, SEALED, recipients=["gp"], date="2013-04-02")),
        (SEALED, ends(SEALED, "2013-04-20", "resolved")),
        (involved(CJG, TOM, date="2013-04-01"),),
    ):
        assert told(asks(history(*facts), TOM)) == []
    assert told(asks(history(SEALED), TOM, who=CJG)) == []


def test_asking_again_the_same_day_asks_nobody_again_and_a_day_later_it_does() -> None:
    given = history(SEALED)
    once = given.after(asks(given, TOM))
    assert told(asks(once, TOM, who=POLICE, on="2013-05-02 08:59")) == []
    assert told(asks(once, TOM, who=POLICE, on="2013-05-02 09:00")) == [("cjg", SEALED.signal)]


def test_an_urgent_one_is_to_be_answered_within_the_hour() -> None:
    given = history(SEALED)
    terms = [asks(given, TOM, urgent=urgent).only(SharingTold).answer_by for urgent in (True, False)]
    assert terms[0] < terms[1]


def test_of_somebody_whom_nobody_knows_nothing_is_recorded() -> None:
    assert asks(history(SEALED)).accepted().facts == []
