"""Consent given, refused, withdrawn and ended by time; the shelter's own recipients; the directory."""

from typing import Any

import pytest

from hub.domain.circumstances import Circumstances
from hub.domain.disclosure import Ground, decide
from hub.domain.errors import InvalidCommand, NotAllowed, UnknownThing
from hub.domain.facts import ConsentRecorded, ConsentWithdrawn, DirectoryEntryRecorded, MatchRaised, RecipientsNamed
from hub.domain.facts.sharing import Giver
from hub.domain.organisations import Organisation
from hub.domain.slices.consent_details import Answer, ConsentDetails
from hub.domain.slices.deadline import ReachDeadline
from hub.domain.slices.sharing import NameRecipients, RecordConsent, RecordDirectoryEntry, WithdrawConsent
from tests.domain.builders import (
    AGES,
    CATALOGUE,
    CHILDREN,
    CJG,
    EVERYONE,
    GP,
    MOTHER,
    POLICE,
    SCHOOL,
    SHELTER,
    TOM,
    consent,
    ends,
    exception,
    involved,
    on,
    signal,
)
from tests.domain.scenario import Decided, History, history

NOW = "2013-05-01 09:00"
FAMILY = (MOTHER, *CHILDREN)
GP_INVOLVED = involved(GP, TOM, date="2013-01-01")
CJG_INVOLVED = involved(CJG, TOM, date="2013-02-01")
VIOLENCE = signal(POLICE, "domestic-violence", TOM, date="2013-01-01")
STAY = involved(SHELTER, MOTHER, *CHILDREN, date="2013-02-01")


def asks(given: History, answer: str = "given", *recipients: str, when: str = NOW, **fields: Any) -> Decided:
    """The CJG asks the mother, who has authority over both children."""
    details = ConsentDetails(
        answers=(Answer(capacity="authority", answer=answer, on=on("2013-04-30")),),
        recipients=recipients or ("those-involved",),
        **fields,
    )
    return given.when(RecordConsent, CJG, "c1", details, on=when, persons=FAMILY)


def matched() -> History:
    """The GP was told of the CJG's involvement, with consent."""
    given = history(consent(GP), GP_INVOLVED, CJG_INVOLVED)
    return given.after(asks(given))


def entry(given: History, who: Organisation, since: str, until: str | None = None, *, when: str = NOW) -> Decided:
    """Tom is on this organisation's roster."""
    dates = {"since": on(since), "until": None if until is None else on(until)}
    return given.when(RecordDirectoryEntry, who, f"entry {when}", on=when, persons=(TOM,), **dates)


def ground(given: History, viewer: Organisation, item: str, at: str) -> Ground | None:
    """What the disclosure decision says then."""
    return decide(viewer, given.state.items[item], Circumstances(given.state, AGES, CATALOGUE, on(at)))


def test_what_was_answered_is_recorded_for_the_giver_and_those_it_covers() -> None:
    asks(history()).then(
        ConsentRecorded(
            recorded_at=on(NOW),
            consent="c1",
            owner=CJG.id,
            persons=FAMILY,
            givers=(Giver(person=MOTHER, capacity="authority", answer="given", on=on("2013-04-30")),),
            recipients=("those-involved",),
        )
    )


def test_consent_opens_at_once_to_who_is_involved_and_its_owner_hears_nothing_new() -> None:
    given = history(consent(GP), GP_INVOLVED, CJG_INVOLVED)
    assert asks(given).told == {("gp", "same-child")}


def test_a_refusal_or_no_answer_opens_nothing() -> None:
    given = history(consent(GP), GP_INVOLVED, CJG_INVOLVED)
    for answer in ("refused", "unanswered", "unreachable", "not-asked"):
        assert not asks(given, answer).told


def test_consent_opens_to_those_it_names_only() -> None:
    given = history(consent(GP), GP_INVOLVED, CJG_INVOLVED)
    assert not asks(given, "given", "sector:school").told
    assert asks(given, "given", "sector:general-practice").told
    assert asks(given, "given", "basic-care").told


def test_a_consent_names_recipients_that_exist_and_dates_that_are_possible() -> None:
    asks(history(), "given", "gp", "nobody", "sector:circus").refused(
        InvalidCommand, "organisation-unknown", "organisation-unknown"
    )
    asks(history(), "given", until=on("2013-05-01")).refused(InvalidCommand, "date-in-past")
    asks(history(), "given", when="2013-04-29").refused(InvalidCommand, "date-in-future")


@pytest.mark.parametrize(
    ("scope", "code"),
    [
        ({"kinds": ("concern", "concerns")}, "kind-unknown"),
        ({"domains": ("health", "wealth")}, "domain-unknown"),
        ({"except_categories": ("domestic_violence",)}, "category-unknown"),
    ],
)
def test_a_consent_is_limited_in_words_that_exist_so_that_a_slip_opens_nothing(scope: Any, code: str) -> None:
    asks(history(), **scope).refused(InvalidCommand, code)


def test_a_later_refusal_takes_back_what_rested_on_the_consent() -> None:
    decided = asks(matched(), "refused", when="2013-05-02")
    assert decided.took_back == {("gp", "sharing-ended")}
    assert not decided.told


def test_withdrawing_ends_sharing_at_once_and_is_told() -> None:
    decided = matched().when(WithdrawConsent, CJG, "c1", on="2013-05-02")
    decided.then(ConsentWithdrawn(recorded_at=on("2013-05-02"), consent="c1", persons=FAMILY))
    assert decided.took_back == {("gp", "sharing-ended")}
    assert ground(matched().after(decided), GP, CJG_INVOLVED.signal, "2013-05-02") is None


def test_a_match_that_holds_without_the_withdrawn_item_goes_on_quietly_without_it() -> None:
    school = involved(SCHOOL, TOM, date="2013-01-15")
    given = history(consent(GP), consent(SCHOOL), GP_INVOLVED, school, CJG_INVOLVED)
    opened = given.after(asks(given))
    decided = opened.when(WithdrawConsent, CJG, "c1", on="2013-05-02")
    assert decided.took_back == set()
    left = [each for each in decided.facts if isinstance(each, MatchRaised)]
    assert {(each.recipient, each.notification) for each in left} == {("gp", None), ("school", None)}
    assert all(CJG_INVOLVED.signal not in {shown.item for shown in each.shown} for each in left)


def test_a_match_goes_on_over_another_ground_and_says_so() -> None:
    violence = signal(CJG, "neglect", TOM, date="2013-03-01")
    given = history(consent(GP), GP_INVOLVED, violence)
    opened = given.after(asks(given))
    covered = opened.state.fork()
    covered.fold(exception(CJG, violence, recipients=["gp"], date="2013-05-02"))
    opened.state = covered
    decided = opened.when(WithdrawConsent, CJG, "c1", on="2013-05-03")
    assert decided.took_back == set()
    grounds = {
        s.ground for m in decided.facts if isinstance(m, MatchRaised) for s in m.shown if s.item == violence.signal
    }
    assert grounds == {"exception"}


def test_nobody_withdraws_the_consent_of_another_or_one_that_was_withdrawn() -> None:
    given = matched()
    given.when(WithdrawConsent, GP, "c1", on="2013-05-02").refused(UnknownThing)
    once = given.after(given.when(WithdrawConsent, CJG, "c1", on="2013-05-02"))
    once.when(WithdrawConsent, CJG, "c1", on="2013-05-03").refused(UnknownThing)


def test_a_consent_until_a_date_waits_for_it_and_then_takes_back() -> None:
    given = history(consent(GP), GP_INVOLVED, CJG_INVOLVED)
    asked = asks(given, until=on("2013-08-01"))
    (waits,) = [each for each in asked.waits if each.rule == "sharing"]
    assert waits.due == on("2013-08-01")
    ended = given.after(asked).when(ReachDeadline, None, waits, EVERYONE, on="2013-08-01")
    assert ended.took_back == {("gp", "sharing-ended")}


def test_a_shelter_names_its_recipients_and_nobody_else_does() -> None:
    names = ((GP.id,),)
    history(STAY).when(NameRecipients, SHELTER, *names, on=NOW, persons=FAMILY).then(
        RecipientsNamed(recorded_at=on(NOW), owner=SHELTER.id, persons=FAMILY, recipients=(GP.id,))
    )
    history(STAY).when(NameRecipients, CJG, *names, on=NOW, persons=FAMILY).refused(NotAllowed)
    unknown = history(STAY).when(NameRecipients, SHELTER, ("basic-care",), on=NOW, persons=FAMILY)
    unknown.refused(InvalidCommand, "organisation-unknown")


def test_an_entry_is_recorded_by_basic_care_only_and_tells_nobody_anything_by_itself() -> None:
    decided = entry(history(consent(CJG), CJG_INVOLVED), GP, "2013-01-01")
    assert not decided.told
    assert decided.only(DirectoryEntryRecorded).person == TOM
    entry(history(), POLICE, "2013-01-01").refused(NotAllowed)
    entry(history(), GP, "2013-01-01", "2012-01-01").refused(InvalidCommand, "date-impossible")


def test_a_new_entry_is_told_of_an_open_exception_for_violence() -> None:
    given = history(VIOLENCE, exception(POLICE, VIOLENCE, recipients=["basic-care"], date="2013-01-02"))
    assert entry(given, GP, "2013-04-01").told == {("gp", "violence-at-home")}


def test_an_entry_that_ends_closes_what_it_addressed() -> None:
    given = history(VIOLENCE, exception(POLICE, VIOLENCE, recipients=["basic-care"], date="2013-01-02"))
    served = given.after(entry(given, SCHOOL, "2013-04-01"))
    left = entry(served, SCHOOL, "2013-04-01", "2013-06-15", when="2013-06-15 09:00")
    assert left.took_back == {("school", "sharing-ended")}
    assert ground(served.after(left), SCHOOL, VIOLENCE.signal, "2013-07-01") is None


def test_an_entry_made_during_a_shelter_stay_counts_only_if_the_shelter_names_it() -> None:
    facts = [VIOLENCE, exception(POLICE, VIOLENCE, recipients=["basic-care"], date="2013-01-02"), STAY]
    assert not entry(history(facts), SCHOOL, "2013-04-01").told
    named = RecipientsNamed(recorded_at=on("2013-04-01"), owner=SHELTER.id, persons=FAMILY, recipients=(SCHOOL.id,))
    assert entry(history(facts, named), SCHOOL, "2013-04-01").told == {("school", "violence-at-home")}


def test_it_does_not_count_afterwards_either_and_sending_it_again_helps_nothing() -> None:
    facts = [VIOLENCE, exception(POLICE, VIOLENCE, recipients=["basic-care"], date="2013-01-02"), STAY]
    given = history(facts)
    during = given.after(entry(given, SCHOOL, "2013-04-01"))
    during.state.fold(ends(STAY, "2013-06-01"))
    again = entry(during, SCHOOL, "2013-04-01", when="2013-09-01")
    assert not again.told
    assert ground(during.after(again), SCHOOL, VIOLENCE.signal, "2013-09-02") is None


def test_an_entry_made_before_the_stay_or_after_it_counts() -> None:
    facts = [VIOLENCE, exception(POLICE, VIOLENCE, recipients=["basic-care"], date="2013-01-02")]
    assert entry(history(facts), SCHOOL, "2013-01-15", when="2013-01-15").told
    assert entry(history(facts, STAY, ends(STAY, "2013-06-01")), SCHOOL, "2013-07-01", when="2013-07-01").told


def test_an_entry_made_during_a_stay_of_which_the_shelter_tells_later_does_not_count_either() -> None:
    facts = [VIOLENCE, exception(POLICE, VIOLENCE, recipients=["basic-care"], date="2013-01-02")]
    given = history(facts)
    during = given.after(entry(given, SCHOOL, "2013-02-03", when="2013-02-03"))
    assert ground(during, SCHOOL, VIOLENCE.signal, "2013-02-09") is not None
    during.state.fold(involved(SHELTER, MOTHER, *CHILDREN, date="2013-02-01", recorded="2013-02-10"))
    assert ground(during, SCHOOL, VIOLENCE.signal, "2013-02-11") is None


def test_an_entry_that_begins_later_is_told_then_and_one_that_ends_later_is_closed_then() -> None:
    given = history(VIOLENCE, exception(POLICE, VIOLENCE, recipients=["basic-care"], date="2013-01-02"))
    coming = entry(given, SCHOOL, "2013-08-01", "2014-08-01")
    assert not coming.told
    begins, ends_ = sorted(coming.waits, key=lambda each: each.due)
    assert (begins.due, ends_.due) == (on("2013-08-01"), on("2014-08-01"))

    begun = given.after(coming).when(ReachDeadline, None, begins, EVERYONE, on="2013-08-01")
    assert begun.told == {("school", "violence-at-home")}
    ended = given.after(coming).after(begun).when(ReachDeadline, None, ends_, EVERYONE, on="2014-08-01")
    assert ended.took_back == {("school", "sharing-ended")}
