"""A birthday at which somebody else consents: asked again in time, and followed on the day (DOMAIN.md 3.1)."""

from hub.domain.ages import AgeBand
from hub.domain.facts import DeadlineReached, SharingTold
from hub.domain.slices.birthdays import ReachBorder
from hub.domain.slices.consent_details import Answer, ConsentDetails
from hub.domain.slices.sharing import RecordConsent
from tests.domain.builders import AGES, CJG, GP, MOTHER, NOA, SCHOOL, TOM, at_home, consent, involved, on
from tests.domain.scenario import Decided, History, history

HOME = (at_home(TOM), at_home(NOA), at_home(MOTHER, "parent", authority=True))
FACTS = (involved(GP, TOM, date="2013-01-01", household=HOME), involved(CJG, TOM, date="2013-02-01", household=HOME))
SIXTEEN = {**AGES, TOM: AgeBand.SIXTEEN_SEVENTEEN}


def asked(given: History, *answers: tuple[str, str, str], id_: str = "c1", **fields: object) -> History:
    """What these persons answered to the CJG."""
    details = ConsentDetails(
        answers=tuple(Answer(capacity=capacity, answer=said, on=on("2013-04-30")) for _, capacity, said in answers),
        recipients=("those-involved",),
        **fields,  # type: ignore[arg-type]
    )
    persons = (*(person for person, _, _ in answers), TOM)
    return given.after(given.when(RecordConsent, CJG, id_, details, on="2013-05-01", persons=persons))


def reaches(given: History, border: str, person: str = TOM) -> Decided:
    return given.when(ReachBorder, None, (person,), border, on="2013-06-01")


def told(decided: Decided) -> list[tuple[str, str, str]]:
    facts = (each for each in decided.accepted().facts if isinstance(each, SharingTold))
    return [(each.recipient, each.what, each.thing) for each in facts]


def test_six_weeks_before_the_owner_of_each_consent_that_stands_is_asked_to_ask_again() -> None:
    given = asked(history(consent(GP), *FACTS), (MOTHER, "authority", "given"))
    assert told(reaches(given, "nears")) == [
        ("gp", "consent-ending", "consent gp 2010-01-01"),
        ("cjg", "consent-ending", "c1"),
    ]


def test_a_refusal_one_that_ended_and_one_about_another_child_end_by_no_birthday() -> None:
    mother = (MOTHER, "authority", "given")
    assert told(reaches(asked(history(*FACTS), (MOTHER, "authority", "refused")), "nears")) == []
    assert told(reaches(asked(history(*FACTS), mother, until=on("2013-05-31")), "nears")) == []
    assert told(reaches(asked(history(*FACTS), mother), "nears", NOA)) == []


def test_on_the_day_what_rested_on_the_parents_is_taken_back() -> None:
    given = asked(history(consent(GP), *FACTS), (MOTHER, "authority", "given"))
    older = History((), SIXTEEN)
    older.state = given.state
    passed = reaches(older, "passed")
    assert ("gp", "sharing-ended") in passed.took_back


def test_on_the_day_what_the_youth_alone_consented_to_opens() -> None:
    given = asked(history(consent(GP), *FACTS), (TOM, "self", "given"), (MOTHER, "authority", "refused"))
    assert ("gp", "same-child") not in reaches(given, "passed").told
    older = History((), SIXTEEN)
    older.state = given.state
    assert ("gp", "same-child") in reaches(older, "passed").told


def test_nothing_that_is_recorded_says_which_birthday_it_was() -> None:
    given = asked(history(involved(SCHOOL, TOM, date="2013-01-01", household=HOME)), (MOTHER, "authority", "given"))
    for border in ("nears", "passed"):
        facts = reaches(given, border).facts
        assert not any(isinstance(each, DeadlineReached) for each in facts)
        assert not any(word in str(facts) for word in ("twelve", "sixteen", "eighteen", "birth"))
