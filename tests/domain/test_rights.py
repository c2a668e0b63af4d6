"""What a data subject may be told, and what protects somebody: each reason by itself (DOMAIN.md 5.6 and 12)."""

import pytest

from hub.domain.circumstances import Circumstances
from hub.domain.disclosure import Ground, decide, is_restricted
from hub.domain.facts import ExceptionReviewed, Fact, RestrictionSet
from hub.domain.facts.signals import Informed
from hub.domain.openness import openness
from hub.domain.rights import ForSubject, Withheld, decide_for_subject, protects, restriction_runs
from tests.domain.builders import (
    AGES,
    CATALOGUE,
    CJG,
    FATHER,
    GP,
    MOTHER,
    NOA,
    ORGANISATIONS,
    SCHOOL,
    SHELTER,
    TOM,
    consent,
    ends,
    exception,
    followup,
    involved,
    on,
    signal,
)
from tests.domain.history import given

DAY = "2014-06-01"
INFORMED = (Informed(addressee="mother", on=on("2014-01-02")),)
DEFERRED = (Informed(addressee="father", deferred_until=on("2014-06-10"), reason="unsafe-to-tell"),)


def where(*facts: Fact, at: str = DAY) -> Circumstances:
    return Circumstances(given(*facts).state, AGES, CATALOGUE, on(at))


def told(around: Circumstances, item: str, person: str = TOM, *, by_representative: bool = False) -> ForSubject | None:
    found = around.family.items[item]
    return decide_for_subject(person, found, around, ORGANISATIONS, by_representative=by_representative)


def test_what_is_recorded_about_somebody_may_be_told_to_them() -> None:
    around = where(signal(CJG, "parenting", TOM, date="2014-01-01", id_="s"))
    assert told(around, "s") == ForSubject(None)


def test_of_what_is_about_somebody_else_there_is_no_decision() -> None:
    assert told(where(signal(CJG, "parenting", NOA, date="2014-01-01", id_="s")), "s") is None


@pytest.mark.parametrize("what", ["s", "s.1", "f"])
def test_nothing_of_a_shielded_organisation_is_told(what: str) -> None:
    stay = involved(SHELTER, TOM, date="2014-01-01", id_="s")
    seen = followup(SHELTER, "child-seen", TOM, date="2014-01-02")
    around = where(stay, seen)
    item = seen.followup if what == "f" else what
    person = around.family.items[item].about[0]
    assert told(around, item, person) == ForSubject(Withheld.SHIELDED)


def test_nothing_under_a_running_exception_is_told_and_it_is_when_it_has_ended() -> None:
    spoke = signal(SCHOOL, "parenting", TOM, date="2014-01-01", id_="s")
    shared = exception(SCHOOL, spoke, recipients=["cjg"], date="2014-01-02")
    ended = ExceptionReviewed(
        recorded_at=on("2014-05-01"), exception=shared.exception, persons=(TOM,), decision="ended", reason="over"
    )
    assert told(where(spoke, shared), "s") == ForSubject(Withheld.EXCEPTION)
    assert told(where(spoke, shared), "s.0", MOTHER) == ForSubject(Withheld.EXCEPTION), "with what is stated with it"
    assert told(where(spoke, shared, ended), "s") == ForSubject(None)


def test_what_is_deferred_is_told_from_the_day_to_which_it_is() -> None:
    spoke = signal(SCHOOL, "parenting", TOM, date="2014-05-20", id_="s", informed=DEFERRED)
    assert told(where(spoke, at="2014-06-09"), "s") == ForSubject(Withheld.DEFERRED)
    assert told(where(spoke, at="2014-06-10"), "s") == ForSubject(None)


def test_a_safety_concern_of_which_nobody_was_told_waits_four_weeks_and_longer_for_who_asks_for_another() -> None:
    spoke = signal(SCHOOL, "neglect", TOM, date="2014-05-01", id_="s")
    assert told(where(spoke, at="2014-05-28"), "s") == ForSubject(Withheld.NOT_INFORMED)
    assert told(where(spoke, at="2014-05-29"), "s") == ForSubject(None)
    assert told(where(spoke), "s", by_representative=True) == ForSubject(Withheld.NOT_INFORMED)


def test_a_safety_concern_of_which_somebody_was_told_may_be_told() -> None:
    spoke = signal(SCHOOL, "neglect", TOM, date="2014-05-30", id_="s", informed=INFORMED)
    assert told(where(spoke), "s", by_representative=True) == ForSubject(None)


def test_an_ended_signal_is_told_as_long_as_it_is_kept() -> None:
    past = involved(CJG, TOM, date="2014-01-01", id_="s")
    assert told(where(past, ends(past, "2014-02-01")), "s") == ForSubject(None)


def test_a_restriction_runs_over_whom_anything_is_withheld_about() -> None:
    spoke = signal(SCHOOL, "parenting", TOM, date="2014-05-20", id_="s", informed=DEFERRED)
    around = where(spoke, involved(CJG, NOA, date="2014-01-01", household=()))
    assert restriction_runs(TOM, around, ORGANISATIONS)
    assert not restriction_runs(NOA, where(involved(CJG, NOA, date="2014-01-01")), ORGANISATIONS)


def test_what_protects_somebody_needs_those_whom_it_is_about_and_those_of_the_home() -> None:
    worry = signal(SCHOOL, "neglect", TOM, date="2014-01-01", id_="s")
    around = where(worry)
    assert [*protects(TOM, around)] == ["open-safety-concern"]
    assert [*protects(FATHER, around)] == ["open-safety-concern"], "he is stated in the household"
    shared = exception(SCHOOL, worry, recipients=["cjg"], date="2014-01-02")
    assert [*protects(TOM, where(worry, shared))] == ["exception", "open-safety-concern"]
    assert [*protects(TOM, where(worry, ends(worry, "2014-02-01", "resolved")))] == []


def restricted(*things: str, person: str = TOM) -> RestrictionSet:
    return RestrictionSet(recorded_at=on("2014-03-01"), request="r1", person=person, things=things)


def test_what_is_restricted_is_opened_by_no_consent_and_stays_its_owners() -> None:
    facts = (
        consent(SCHOOL),
        signal(SCHOOL, "parenting", TOM, date="2014-01-01", id_="s"),
        involved(GP, TOM, date="2014-01-01"),
    )
    before, after = where(*facts), where(*facts, restricted())
    item = before.family.items["s"]
    assert decide(GP, item, before) is Ground.CONSENT
    assert decide(GP, item, after) is None
    assert decide(SCHOOL, item, after) is Ground.OWN
    assert openness(item, before) == {Ground.CONSENT}
    assert openness(item, after) == frozenset()


def test_what_protects_another_goes_on_while_it_is_restricted() -> None:
    spoke = signal(SCHOOL, "parenting", TOM, date="2014-01-01", id_="s")
    around = where(spoke, exception(SCHOOL, spoke, recipients=["gp"], date="2014-01-02"), restricted())
    assert decide(GP, around.family.items["s"], around) is Ground.EXCEPTION


def test_one_thing_can_be_restricted_with_what_was_stated_with_it() -> None:
    facts = (
        signal(SCHOOL, "parenting", TOM, date="2014-01-01", id_="s"),
        signal(SCHOOL, "parenting", TOM, date="2014-01-01", id_="t"),
    )
    around = where(*facts, restricted("s"))
    items = around.family.items
    assert [is_restricted(items[each], around) for each in ("s", "s.1", "t")] == [True, True, False]
