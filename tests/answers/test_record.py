"""The record and the citizen's log: never anything that is withheld, nor that there is something (DOMAIN.md 12)."""

from datetime import timedelta
from typing import Any

import msgspec
from hypothesis import given as always
from hypothesis import strategies as st

from hub.answers import plain
from hub.answers.entries import EntryAnswer
from hub.answers.record import Logged, RecordAnswer, record_of
from hub.disclosures.asking import Asking
from hub.disclosures.line import Line, lines_of
from hub.disclosures.trace import Trace
from hub.disclosures.trail import Trail
from hub.domain.circumstances import Circumstances
from hub.domain.disclosure import Ground
from hub.domain.facts import ExceptionReviewed, Fact
from hub.domain.facts.requests import Requester, RequestReceived
from hub.domain.facts.signals import Informed
from tests.answers.recorded import (
    CHOSEN,
    DEFERRED_ONE,
    EXCEPTED,
    EXCEPTION,
    INFORMED,
    MESSAGES,
    NOW,
    OPENLY_SEEN,
    POLICY,
    RESTS_ON,
    SEEN_OF_IT,
    SHELTERED,
    WITHHELD,
    WORRY,
    message,
    request,
    saw,
    told,
)
from tests.domain.builders import (
    AGES,
    CATALOGUE,
    CJG,
    GP,
    MOTHER,
    POLICE,
    SCHOOL,
    SHELTER,
    TOM,
    consent,
    on,
    serves,
    signal,
)
from tests.domain.history import given


def test_an_entry_says_who_wrote_what_down_and_when_and_nobody_elses_name() -> None:
    (entry, *others) = told(WORRY).recorded
    assert (entry.organisation, entry.what, f"{entry.on}") == ("CJG", plain.KINDS["concern"], "2014-01-01")
    assert entry.subject_matter is not None
    assert [each.what for each in others] == [plain.KINDS["membership"]] * len(others)
    assert not any(person in repr(told(WORRY)) for person in (MOTHER, TOM))


def test_the_answer_of_consent_is_told_to_who_gave_it() -> None:
    own = request(person=MOTHER, requesters=(Requester(person=MOTHER, capacity="self"),))
    (entry,) = told(consent(CJG, answer="refused"), of=own).recorded
    assert (entry.what, entry.details) == (plain.KINDS["consent"], (plain.CODES["refused"],))
    assert told(consent(CJG), of=request()).recorded == (), "the child gave none itself"


def test_whose_pupil_somebody_is_is_told_to_themselves_alone() -> None:
    assert [each.what for each in told(serves(SCHOOL, TOM)).recorded] == [plain.KINDS["directory"]]
    assert told(serves(SCHOOL, TOM), of=request(by_representative=True)).recorded == ()
    assert told(serves(SCHOOL, TOM), SHELTERED) == told(serves(SCHOOL, TOM)), "nor does it go away when one hides"


def test_who_saw_something_is_told_by_organisation_day_and_ground_once() -> None:
    (entry,) = told(WORRY, lines=(saw(GP, "worry"), saw(GP, "worry"))).seen
    assert (entry.organisation, entry.what, entry.why) == ("GP", plain.SAW, (plain.GROUNDS["consent"],))


def test_what_an_organisation_saw_of_its_own_is_left_out() -> None:
    assert told(WORRY, lines=(saw(CJG, "worry", ground="own"),)).seen == ()


def test_who_asked_and_was_shown_nothing_is_never_told() -> None:
    vain = saw(GP, "x", ground=None)
    assert told(WORRY, lines=(vain,)).seen == ()
    assert told(WORRY, SHELTERED, lines=(vain,)).seen == ()


def test_a_message_is_told_of_by_what_it_rested_on_when_it_was_sent() -> None:
    messages = tuple(saw(GP, each, operation="notify", began=NOW) for each in MESSAGES)
    (entry,) = told(WORRY, EXCEPTED, EXCEPTION, DEFERRED_ONE, lines=messages).seen
    assert (entry.organisation, entry.what) == ("GP", plain.WAS_TOLD)


def test_who_looked_by_what_it_said_in_secret_is_not_told_of_and_by_what_may_be_told_it_is() -> None:
    published: dict[str, Any] = {"operation": "POST /v1/signals"}
    by_secret = saw(POLICE, "worry", own="deferred", **published)
    assert told(WORRY, DEFERRED_ONE, lines=(by_secret,)).seen == ()
    openly = signal(POLICE, "parenting", TOM, date="2014-03-01", id_="openly", informed=INFORMED)
    (entry,) = told(WORRY, openly, lines=(saw(POLICE, "worry", own="openly", **published),)).seen
    assert (entry.organisation, entry.what) == ("POLICE", plain.PUBLISHED)


def test_who_was_asked_about_a_request_is_not_named_and_who_decides_is() -> None:
    taken_in = RequestReceived(
        recorded_at=NOW,
        request="r1",
        owner="cjg",
        kind="access",
        person=TOM,
        requesters=(Requester(person=TOM, capacity="self"),),
        authority_shown=True,
        received_by="decider",
        received_at=NOW,
        due=NOW,
        verified="in-person",
    )
    lines = tuple(saw(each, "r1", ground="rights", operation="GET /v1/requests/{id}") for each in (POLICE, CJG))
    assert [each.organisation for each in told(taken_in, lines=lines).seen] == ["CJG"]


def test_a_look_at_the_log_is_told_of_where_the_lines_that_were_read_are() -> None:
    plainly, secretly = saw(GP, "worry"), saw(GP, "deferred")
    for line, shown in ((plainly, True), (secretly, False)):
        reading = saw(CJG, line.span.hex(), ground="supervision", operation="GET /v1/disclosures")
        seen = told(WORRY, DEFERRED_ONE, lines=(reading, line)).seen
        assert (plain.CHECKED in [each.what for each in seen]) == shown


def test_a_purpose_that_was_logged_is_not_a_look() -> None:
    asking = Asking(organisation="gp", operation="POST /v1/families/_search", began=NOW, trace=Trace.new())
    (before,) = lines_of(asking, Trail([TOM]), NOW, before=True)
    assert told(WORRY, lines=(before,)).seen == ()


def test_a_number_that_the_municipality_was_given_is_not_told_of_what_it_rested_on_no_line_says() -> None:
    assert told(WORRY, lines=(saw(GP, "n4", ground="identifier"), saw(GP, "match", ground="identifier"))).seen == ()


def secrets_of(chosen: list[int]) -> list[Fact]:
    return [fact for each in chosen for fact in WITHHELD[each]]


@always(CHOSEN, st.lists(st.sampled_from(OPENLY_SEEN)), st.sets(st.sampled_from(SEEN_OF_IT)), st.booleans())
def test_never_does_anything_withheld_change_what_is_told(
    chosen: list[int], openly: list[Line], seen: set[Line], by_representative: bool
) -> None:
    """Two askings, before and after something began to be withheld, are the same to the last byte."""
    who, secrets = request(by_representative=by_representative), secrets_of(chosen)
    there = {getattr(fact, "signal", None) for fact in secrets}
    of_secrets = tuple(line for line in SEEN_OF_IT if line in seen and there & {*RESTS_ON[line.span]})
    lines = (*of_secrets, saw(SHELTER, "worry"), *openly)
    before = told(WORRY, of=who, lines=tuple(openly))
    after = told(WORRY, *secrets, of=who, lines=lines)
    assert msgspec.json.encode(after) == msgspec.json.encode(before)


@always(CHOSEN, st.booleans())
def test_always_a_record_of_which_nothing_may_be_told_equals_one_in_which_nothing_is(
    chosen: list[int], by_representative: bool
) -> None:
    who, secrets = request(by_representative=by_representative), secrets_of(chosen)
    empty = told(of=who)
    assert msgspec.json.encode(told(*secrets, lines=(saw(SHELTER, "stay"),), of=who)) == msgspec.json.encode(empty)
    refused = request(by_representative=by_representative, decision="refused", reasons=("child-interest",))
    assert msgspec.json.encode(told(WORRY, *secrets, of=refused)) == msgspec.json.encode(empty)


def test_what_is_withheld_now_is_told_later() -> None:
    around = Circumstances(given(WORRY, DEFERRED_ONE).state, AGES, CATALOGUE, NOW + timedelta(days=30))
    answer = record_of(request(), around, POLICY, Logged())._content
    assert {"worry", "deferred"} <= {each.id for each in answer.recorded}


def test_what_an_exception_showed_is_told_when_it_has_ended() -> None:
    over = ExceptionReviewed(
        recorded_at=on("2014-05-01"), exception=EXCEPTION.exception, persons=(TOM,), decision="ended", reason="over"
    )
    (entry,) = told(EXCEPTED, EXCEPTION, over, lines=(saw(GP, "excepted", ground="exception"),)).seen
    assert (entry.organisation, entry.why) == ("GP", (plain.GROUNDS["exception"],))


def test_every_ground_on_which_something_of_another_is_shown_can_be_told_of_in_plain_words() -> None:
    of_another = set(Ground) - {Ground.OWN, Ground.WEIGH, Ground.IDENTIFIER}
    assert {each.value for each in of_another} <= plain.GROUNDS.keys()


def worry(record: RecordAnswer) -> EntryAnswer:
    return next(each for each in record.recorded if each.id == "worry")


def test_an_entry_says_on_which_article_when_one_was_told_and_until_when_it_is_kept() -> None:
    informed = (Informed(addressee="Tom", person=TOM, on=on("2014-01-05")),)
    adult = signal(CJG, "parenting", MOTHER, date="2014-01-01", id_="worry", informed=INFORMED)
    entry = worry(told(msgspec.structs.replace(WORRY, informed=informed)))
    assert entry.basis is not None
    assert "Jeugdwet" in entry.basis
    assert str(entry.told_on) == "2014-01-05"
    assert (str(entry.ends_on), str(entry.gone_on)) == ("2016-01-01", "2020-12-31")
    unasked = worry(told(WORRY))
    assert unasked.told_on is None, "the mother was told, which is hers to know"
    own = request(person=MOTHER, requesters=(Requester(person=MOTHER, capacity="self"),))
    about_her = worry(told(adult, of=own))
    assert [each.nl for each in about_her.details if "kinderen" in each.nl] == [
        "gevraagd naar kinderen: die zijn genoemd"
    ]


def test_who_one_is_is_told_where_something_is_and_without_an_address() -> None:
    (stored,) = told(WORRY).stored
    assert (stored.family_name, stored.given_names, stored.born, stored.bsn_ends_in) == (
        "Zonderland",
        "Tom",
        "2004-05-06",
        "019",
    )
    assert "3071AB" not in repr(told(WORRY))
    assert told().stored == told(SHELTERED).stored == told(EXCEPTED, EXCEPTION).stored == ()


def test_a_message_is_told_with_its_reason_where_all_that_it_rested_on_is() -> None:
    (sent,) = told(WORRY, EXCEPTED, EXCEPTION, DEFERRED_ONE).messages
    assert sent.organisation == GP.name
    assert "kind" in sent.why.nl
    assert sent.why.en != sent.why.nl
    shielded, own = message("m1", ("worry",), to=SHELTER.id), message("m2", ("worry",), rule="consent-ending")
    around = Circumstances(given(WORRY).state, AGES, CATALOGUE, NOW)
    assert record_of(request(), around, POLICY, Logged(messages=(shielded, own)))._content.messages == ()


def test_how_it_is_handled_is_the_same_on_every_answer_about_a_record() -> None:
    refused = request(decision="refused", reasons=("child-interest",))
    assert told(WORRY).handling == told().handling == told(WORRY, of=refused).handling
    words = " ".join(each.nl for each in told().handling)
    for told_of in ("Waarom", "Van wie", "Wie het krijgt", "Hoe lang", "Geen computer beslist"):
        assert told_of in words
