"""The record and the citizen's log: never anything that is withheld, nor that there is something (DOMAIN.md 12)."""

from datetime import timedelta
from typing import Any

import msgspec
from hypothesis import given as always
from hypothesis import strategies as st

from hub.answers import plain
from hub.answers.record import RecordAnswer, record_of
from hub.disclosures.asking import Asking
from hub.disclosures.line import Line, lines_of
from hub.disclosures.trace import Trace
from hub.disclosures.trail import Trail
from hub.domain.circumstances import Circumstances
from hub.domain.disclosure import Ground
from hub.domain.facts import ExceptionReviewed, Fact
from hub.domain.facts.requests import Requester
from hub.domain.facts.signals import Informed
from hub.domain.looking import Looked
from hub.domain.requests import DataRequest
from tests.domain.builders import (
    AGES,
    CATALOGUE,
    CJG,
    GP,
    MOTHER,
    ORGANISATIONS,
    POLICE,
    SCHOOL,
    SHELTER,
    SOCIAL_WORK,
    TOM,
    consent,
    exception,
    followup,
    involved,
    on,
    serves,
    signal,
)
from tests.domain.history import given

NOW = on("2014-06-01")
INFORMED = (Informed(addressee="mother", on=on("2014-01-02")),)
DEFERRED = (Informed(addressee="mother", deferred_until=on("2014-06-10"), reason="unsafe-to-tell"),)


def request(*, by_representative: bool = False, **changes: Any) -> DataRequest:
    capacity: Any = "representative" if by_representative else "self"
    fields: dict[str, Any] = {
        "id": "r1",
        "owner": "m",
        "kind": "access",
        "person": TOM,
        "requesters": (Requester(person=MOTHER if by_representative else TOM, capacity=capacity),),
        "authority_shown": True,
        "received_at": NOW,
        "due": NOW,
        "verified": "in-person",
        "decision": "granted",
    }
    return DataRequest(**(fields | changes))


def told(*facts: Fact | list[Any], lines: tuple[Line, ...] = (), of: DataRequest | None = None) -> RecordAnswer:
    state = given(*facts).state
    around = Circumstances(state, AGES, CATALOGUE, NOW)
    return record_of(of or request(), around, ORGANISATIONS, lines)._content


def saw(organisation: Any, *things: str, ground: str | None = "consent", **changes: Any) -> Line:
    """That an organisation was shown these things of Tom, or nothing."""
    fields: dict[str, Any] = {
        "organisation": organisation.id,
        "operation": "POST /v1/families/_search",
        "began": NOW,
        "trace": Trace.new(),
    }
    trail = Trail([TOM], [Looked(thing=thing, about=(TOM,), ground=ground) for thing in things])
    (line,) = lines_of(Asking(**(fields | changes)), trail, fields["began"])
    return line


WORRY = signal(CJG, "parenting", TOM, date="2014-01-01", id_="worry", informed=INFORMED)
SHELTERED = involved(SHELTER, TOM, date="2014-02-01", id_="stay")
EXCEPTED = signal(SCHOOL, "neglect", TOM, date="2014-02-02", id_="excepted", informed=INFORMED)
EXCEPTION = exception(SCHOOL, EXCEPTED, recipients=["gp"], date="2014-02-03")
DEFERRED_ONE = signal(POLICE, "threat", TOM, date="2014-05-20", id_="deferred", informed=DEFERRED)
WITHHELD: tuple[tuple[Fact, ...], ...] = (
    (SHELTERED,),
    (EXCEPTED, EXCEPTION),
    (DEFERRED_ONE,),
    (followup(SHELTER, "child-seen", TOM, date="2014-02-04"),),
    (consent(SHELTER, "2014-02-05"),),
    tuple(serves(SHELTER, TOM, date="2014-02-06")),
)
CHOSEN = st.lists(st.integers(0, len(WITHHELD) - 1), unique=True)
SEEN_OF_IT = (
    saw(GP, "excepted", ground="exception"),
    saw(SHELTER, "worry"),
    saw(SOCIAL_WORK, "stay"),
    saw(GP, "deferred"),
    saw(GP, "nothing-that-is-there"),
    saw(GP, "excepted", ground=None),
)


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
    assert [each.organisation for each in told(serves(SCHOOL, TOM), SHELTERED).recorded] == []


def test_who_saw_something_is_told_by_organisation_day_and_ground_once() -> None:
    (entry,) = told(WORRY, lines=(saw(GP, "worry"), saw(GP, "worry"))).seen
    assert (entry.organisation, entry.what, entry.why) == ("GP", plain.SAW, (plain.GROUNDS["consent"],))


def test_what_an_organisation_saw_of_its_own_is_left_out() -> None:
    assert told(WORRY, lines=(saw(CJG, "worry", ground="own"),)).seen == ()


def test_who_asked_and_was_shown_nothing_is_told_unless_something_is_withheld() -> None:
    vain = saw(GP, "x", ground=None)
    assert [each.what for each in told(WORRY, lines=(vain,)).seen] == [plain.SAW_NOTHING]
    assert told(WORRY, SHELTERED, lines=(vain,)).seen == ()


def test_a_purpose_that_was_logged_is_not_a_look() -> None:
    asking = Asking(organisation="gp", operation="POST /v1/families/_search", began=NOW, trace=Trace.new())
    (before,) = lines_of(asking, Trail([TOM]), NOW, before=True)
    assert told(WORRY, lines=(before,)).seen == ()


def test_an_identifier_to_the_municipality_is_told_when_nothing_is_withheld() -> None:
    state = given(WORRY).state
    assert state.matches == {}
    line = saw(GP, "no-such-match", ground="identifier")
    assert told(WORRY, lines=(line,)).seen == (), "of what is not there any more nothing is told"


def secrets_of(chosen: list[int]) -> list[Fact]:
    return [fact for each in chosen for fact in WITHHELD[each]]


@always(CHOSEN, st.sets(st.integers(0, len(SEEN_OF_IT) - 1)), st.booleans())
def test_never_does_anything_withheld_change_what_is_told(
    chosen: list[int], seen: set[int], by_representative: bool
) -> None:
    who, secrets = request(by_representative=by_representative), secrets_of(chosen)
    there = {getattr(fact, "signal", None) for fact in secrets} | {"nothing-that-is-there"}
    lines = tuple(
        line
        for line in (SEEN_OF_IT[each] for each in sorted(seen))
        if there.issuperset(each.thing for each in line.shown) and (line.shown or EXCEPTION in secrets)
    )
    plainly = told(WORRY, of=who)
    with_secrets = told(WORRY, *secrets, lines=(*lines, saw(SHELTER, "worry")), of=who)
    assert msgspec.json.encode(with_secrets) == msgspec.json.encode(plainly)


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
    answer = record_of(request(), around, ORGANISATIONS, ())._content
    assert {"worry", "deferred"} <= {each.id for each in answer.recorded}


def test_what_an_exception_showed_is_told_when_it_has_ended() -> None:
    over = ExceptionReviewed(
        recorded_at=on("2014-05-01"), exception=EXCEPTION.exception, persons=(TOM,), decision="ended", reason="over"
    )
    (entry,) = told(EXCEPTED, EXCEPTION, over, lines=(saw(GP, "excepted", ground="exception"),)).seen
    assert (entry.organisation, entry.why) == ("GP", (plain.GROUNDS["exception"],))


def test_every_ground_on_which_something_of_another_is_shown_can_be_told_of_in_plain_words() -> None:
    of_another = set(Ground) - {Ground.OWN, Ground.WEIGH}
    assert {each.value for each in of_another} <= plain.GROUNDS.keys()
