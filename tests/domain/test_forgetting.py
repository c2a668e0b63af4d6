"""What goes with a person who is erased, what stays, and when nothing is left of somebody (DOMAIN.md 12)."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.domain.facts import (
    ErasureDecided,
    Fact,
    PersonForgotten,
    RequestReceived,
    SignalArchived,
    SignalForgotten,
    SignalRecorded,
)
from hub.domain.facts.requests import Requester
from hub.domain.family import FamilyState
from hub.domain.forgetting import goes_with, left_over, requests_over, words_about
from hub.domain.items import Signal
from hub.domain.organisations import Organisation
from hub.domain.requests import DataRequest
from hub.domain.retention import Retention
from tests.domain.builders import (
    CJG,
    FATHER,
    GP,
    MOTHER,
    NOA,
    SCHOOL,
    TOM,
    at_home,
    consent,
    exception,
    involved,
    joins,
    on,
    retracted,
    serves,
    signal,
)
from tests.domain.registering import registers
from tests.domain.rights import decided, received
from tests.domain.scenario import history

DATE = "2014-01-01"
NOW = on("2014-06-01")
HOME = (at_home(TOM), at_home(MOTHER, "parent", authority=True))


def concern(owner: Organisation, category: str, *about: str, id_: str, household: Any = ()) -> SignalRecorded:
    return signal(owner, category, *about, date=DATE, id_=id_, household=household)


def involvement(owner: Organisation, *about: str, id_: str, household: Any = (), date: str = DATE) -> SignalRecorded:
    return involved(owner, *about, date=date, id_=id_, household=household)


def family(*facts: Fact) -> FamilyState:
    state = FamilyState()
    for fact in facts:
        state.fold(fact)
    return state


def test_what_is_about_the_person_alone_goes_with_its_household() -> None:
    state = family(involvement(SCHOOL, TOM, id_="s1", household=HOME), involvement(GP, MOTHER, id_="s2"))
    assert goes_with({TOM}, state) == ("s1", "s1.1")


def test_a_concern_about_an_adult_on_whom_anothers_child_depends_stays_with_its_household() -> None:
    state = family(concern(GP, "addiction", MOTHER, id_="s1", household=HOME))
    assert goes_with({MOTHER}, state) == ()
    assert goes_with({MOTHER, TOM}, state) == ("s1", "s1.0")


def test_what_is_about_another_too_stays_and_a_relation_goes_with_either() -> None:
    both = concern(GP, "neglect", TOM, NOA, id_="s1")
    state = family(both, joins(SCHOOL, NOA, TOM, date=DATE, role="child"), involvement(CJG, NOA, id_="s2"))
    assert goes_with({TOM}, state) == ("school joins p-noa 2014-01-01",)
    assert goes_with({TOM, NOA}, state) == ("s1", "school joins p-noa 2014-01-01", "s2")


def test_an_exception_goes_when_nothing_that_it_opens_is_left() -> None:
    alone = concern(GP, "neglect", TOM, id_="s1")
    state = family(alone, exception(GP, alone, recipients=("school",), date=DATE))
    (own,) = state.exceptions
    assert goes_with({TOM}, state) == ("s1", own)
    assert words_about({TOM}, ("s1", own), state) == ("s1", own)


def test_an_erasure_names_everything_that_goes_and_the_words_of_requests() -> None:
    past = history(involvement(GP, MOTHER, id_="s1", date="2013-01-01"), involvement(GP, TOM, id_="s2"))
    taken_in = received(past, "erasure")
    fact: ErasureDecided = decided(past.after(taken_in)).only(ErasureDecided)
    assert (fact.outcome, fact.pseudonyms, fact.things) == ("erased", (MOTHER,), ("s1",))
    assert fact.contents == ("s1", "r1")
    assert fact.forgets() == (MOTHER, "signal:s1", "signal:r1")


def test_who_is_restricted_instead_loses_nothing() -> None:
    past = history(concern(GP, "neglect", TOM, id_="s1", household=HOME))
    taken_in = received(past, "erasure")
    after = decided(past.after(taken_in))
    fact: ErasureDecided = after.only(ErasureDecided)
    assert (fact.outcome, fact.forgets()) == ("restricted", ())
    assert set(after.state.items) == set(past.state.items)


def test_after_an_erasure_the_family_holds_nothing_of_the_person_alone() -> None:
    past = history(involvement(GP, MOTHER, id_="s1", date="2013-01-01"), involvement(GP, TOM, id_="s2"))
    after = decided(past.after(received(past, "erasure"))).state
    assert (set(after.items), list(after.erased)) == ({"s2"}, [MOTHER])


def test_of_an_archived_signal_only_date_category_and_child_are_left() -> None:
    state = family(
        concern(GP, "addiction", MOTHER, id_="s1", household=HOME),
        SignalArchived(recorded_at=NOW, signal="s1", persons=(MOTHER,)),
    )
    signal = state.items["s1"]
    assert isinstance(signal, Signal)
    assert (signal.archived, signal.category, signal.occurred_at.date().isoformat()) == (
        True,
        "addiction",
        signal.occurred_at.date().isoformat(),
    )
    assert [each.person for each in signal.household] == [TOM]
    assert (signal.severity, signal.professional, signal.kindcheck, signal.report_to_veilig_thuis) == (None,) * 4


def test_a_forgotten_signal_is_gone_with_what_was_stated_with_it() -> None:
    state = family(
        involvement(GP, TOM, id_="s1", household=HOME),
        SignalForgotten(recorded_at=NOW, signal="s1", persons=(TOM,), why="kept-long-enough"),
    )
    assert state.items == {}
    assert state.authority == {}


ANYTHING: dict[str, Fact] = {
    "signal": involvement(GP, TOM, id_="s1"),
    "household": involvement(GP, NOA, id_="s2", household=(at_home(TOM),)),
    "directory": serves(SCHOOL, TOM)[0],
    "request": RequestReceived(
        recorded_at=NOW,
        request="r1",
        owner="municipality",
        kind="access",
        person=TOM,
        requesters=(Requester(person=TOM, capacity="self"),),
        verified="in-person",
        received_by="d-1",
        received_at=NOW,
        due=NOW,
    ),
}


@pytest.mark.parametrize("what", sorted(ANYTHING))
def test_nobody_is_left_over_of_whom_anything_is_recorded(what: str) -> None:
    assert list(left_over([TOM], family(ANYTHING[what]), NOW)) == []
    assert list(left_over([FATHER], family(ANYTHING[what]), NOW)) == [FATHER]


def test_a_consent_keeps_its_giver_as_long_as_its_owner_has_something_it_serves() -> None:
    served = involvement(GP, TOM, id_="s1")
    assert list(left_over([MOTHER, TOM], family(served, consent(GP)), NOW)) == []
    without = family(served, consent(GP), retracted(served, DATE))
    assert list(left_over([MOTHER, TOM], without, NOW)) == [MOTHER, TOM]


@given(st.lists(st.sampled_from(sorted(ANYTHING)), max_size=4), st.sets(st.sampled_from([TOM, NOA, MOTHER])))
def test_what_stays_always_says_something_about_somebody_else(facts: list[str], erased: Any) -> None:
    state = family(*(ANYTHING[each] for each in facts))
    going = set(goes_with(erased, state))
    for item in state.items.values():
        if item.id not in going:
            assert not erased.issuperset(item.about)


def test_who_was_forgotten_is_not_left_over_again() -> None:
    state = family(PersonForgotten(recorded_at=NOW, person=TOM))
    assert list(left_over([TOM], state, NOW)) == []


def test_relatives_by_the_register_are_kept_as_long_as_anything_is_recorded_about_one_of_the_family() -> None:
    said = registers(TOM, DATE, parents=(MOTHER,), authority=(MOTHER, FATHER), housemates=(NOA,))
    alone = involvement(CJG, TOM, id_="s")
    everybody = (TOM, MOTHER, FATHER, NOA)
    assert not list(left_over(everybody, family(said, alone), NOW))
    gone = SignalForgotten(recorded_at=NOW, signal="s", persons=(TOM,), why="retracted")
    assert set(left_over(everybody, family(said, alone, gone), NOW)) == set(everybody)


def asked_for(child: str = TOM, **changes: Any) -> DataRequest:
    """Decided on the first day: a request by the mother for a child."""
    fields: dict[str, Any] = {
        "id": "r1",
        "owner": "municipality",
        "kind": "access",
        "person": child,
        "requesters": (Requester(person=MOTHER, capacity="representative"),),
        "authority_shown": True,
        "received_at": NOW,
        "due": NOW,
        "verified": "in-person",
        "decision": "granted",
        "decided_at": NOW,
    }
    return DataRequest(**(fields | changes))


@pytest.mark.parametrize(
    ("request_", "over"),
    [
        (asked_for(), True),
        (asked_for(decided_at=None), True),
        (asked_for(decision=None), False),
        (asked_for(erasure="restricted"), False),
        (asked_for(erasure="erased"), True),
    ],
    ids=["decided", "decided before the moment was kept", "open", "waits to erase", "erased"],
)
def test_a_request_is_over_a_year_after_its_decision_unless_it_still_does_something(
    request_: DataRequest, over: bool
) -> None:
    state = family()
    state.requests["r1"] = request_
    year = Retention().requests
    assert [*requests_over(state, NOW + year - timedelta(days=1), Retention())] == []
    assert [*requests_over(state, NOW + year, Retention())] == ([request_] if over else [])


def test_a_request_that_restricts_what_is_still_recorded_is_not_over() -> None:
    state = family(involvement(GP, TOM, id_="s1"))
    state.requests["r1"] = asked_for()
    for restricted in ("s1", TOM):
        state.restricted = {restricted: ("r1",)}
        assert [*requests_over(state, NOW + timedelta(days=4_000), Retention())] == []
    state.restricted = {"gone": ("r1",), NOA: ("r1",)}
    assert [*requests_over(state, NOW + timedelta(days=4_000), Retention())]
