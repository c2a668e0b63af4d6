"""The case in the project says what the shared case file says: the same days, organisations, persons and windows."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from hub.configuration.load import load_catalogue, load_legal_bases
from hub.demo.acts import (
    Consent,
    Coordinator,
    End,
    ExceptionEnd,
    ExceptionReview,
    FollowUp,
    Handover,
    NewMember,
    Roster,
    SafetyException,
    ShelterNames,
    Signal,
)
from hub.demo.case import Case, load_case
from hub.people.bsn import is_bsn

SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "cases" / "rotterdam.yaml"
CASE = load_case()


def shared() -> dict[str, Any]:
    if not SHARED.exists():
        pytest.skip("the shared case file does not lie beside the project")
    text = SHARED.read_text(encoding="utf-8").replace(" on: ", " day: ").replace("{on: ", "{day: ")  # YAML's on is true
    read: dict[str, Any] = yaml.safe_load(text)
    return read


def said(fact: dict[str, Any]) -> tuple[object, ...]:
    """What a fact of the shared file says beside day, organisation and persons."""
    if "kindcheck" in fact and fact["kind"] == "fact":
        return ("fact", f"kindcheck-{fact['kindcheck']}", None)
    if fact["kind"] in {"family change", "fact"}:
        return ("fact", fact["fact"], fact.get("to") or fact.get("closes"))
    if fact["kind"] == "involvement starts":
        return (fact["kind"], fact.get("kindcheck"))
    if fact["kind"] == "concern":
        return (fact["kind"], fact["category"], fact["severity"], fact.get("occurred"))
    return (fact["kind"],)


def says(act: object) -> tuple[object, ...]:
    """The same of an act, where an act says what a fact says."""
    match act:
        case Signal(kind="involvement"):
            return ("involvement starts", act.kindcheck)
        case Signal():
            return ("concern", act.category, act.severity, act.occurred)
        case End(outcome="ended"):
            return ("involvement ends",)
        case End():
            return ("fact", "concern-closed", [signal_of(key).category for key in act.signals])
        case _:
            return says_of_follow_up(act)


def says_of_follow_up(act: object) -> tuple[object, ...]:
    match act:
        case Roster(until=None):
            return ("directory",)
        case FollowUp():
            return ("fact", act.code, act.towards)
        case NewMember():
            return ("fact", "member-joins", None)
        case Handover():
            return ("fact", "handover-offered", act.to)
    return ()


def signal_of(key: str) -> Signal:
    act = CASE.makers()[key]
    assert isinstance(act, Signal)
    return act


def test_every_fact_of_the_shared_case_is_one_act_on_its_day_by_its_organisation_about_its_persons() -> None:
    for fact in shared()["facts"]:
        found = [
            act
            for act in CASE.acts
            if (act.date, act.by, set(act.persons)) == (fact["date"], fact["by"], set(fact["about"]))
            and said(fact) == says(act)
        ]
        assert len(found) == 1, (fact, found)
        assert found[0].sisa == fact["in_sisa"], fact


def test_no_signal_end_or_follow_up_is_in_the_project_that_the_shared_case_does_not_have() -> None:
    facts = shared()["facts"]
    mine = [act for act in CASE.acts if isinstance(act, Signal | End | FollowUp | NewMember | Handover)]
    # The network's fact of 6 January 2014 and its involvement are one fact there and two acts here.
    told = [fact for fact in facts if fact["kind"] != "directory"]
    assert len(mine) == len(told) + 1


def test_what_comes_with_a_fact_is_there_too() -> None:
    given = shared()
    steps = [(a.by, a.step, a.date) for a in CASE.acts if isinstance(a, Coordinator)]
    assert steps == [
        ("lzn", "propose", date(2014, 1, 15)),
        ("dock", "accept", date(2014, 1, 15)),
        ("dock", "end", date(2014, 7, 20)),
    ]
    arrived = next(a for a in CASE.acts if isinstance(a, FollowUp) and a.code == "referral-arrived")
    assert (arrived.by, arrived.date, arrived.of) == ("lzn", date(2014, 1, 6), "woonstad-referral")
    reports = {f"{a.by} {a.date}": a.report_to_veilig_thuis for a in CASE.acts if isinstance(a, Signal)}
    assert {key: value for key, value in reports.items() if value} == given["report_to_veilig_thuis"]
    named = [a for a in CASE.acts if isinstance(a, ShelterNames)]
    assert [(a.date, list(a.recipients)) for a in named] == [
        (given["shelter_names"]["day"], given["shelter_names"]["recipients"])
    ]


def test_consent_and_exceptions_are_those_of_the_shared_case() -> None:
    given = shared()
    assert CASE.consent.giver == given["consent"]["by"]
    assert list(CASE.consent.recipients) == given["consent"]["recipients"]
    assert list(CASE.consent.except_categories) == given["consent"]["except"]
    assert [person for person, each in CASE.persons.items() if each.authority] == given["authority"]
    mine = [
        {"by": a.by, "day": a.date, "recipients": list(a.recipients), "reviewed_until": a.reviewed_until}
        for a in CASE.acts
        if isinstance(a, SafetyException)
    ]
    assert sorted(mine, key=str) == sorted(given["exceptions"], key=str)


def test_persons_and_organisations_are_those_of_the_shared_case() -> None:
    given = shared()
    assert {person: each.born for person, each in CASE.persons.items()} == {
        person: each["born"] for person, each in given["persons"].items()
    }
    assert list(CASE.organisations) == list(given["organisations"])
    for id_, each in given["organisations"].items():
        mine = CASE.organisations[id_]
        assert sorted(mine.roles) == sorted(each.get("roles", ["signalling"])), id_
        assert mine.shielded == each.get("shielded", False)
        assert CASE.organisation(id_).enforcing == (each.get("enforcing", False) or id_ == "deurwaarder")
        assert mine.publishes_through == each.get("publishes_through")
        assert mine.until == each.get("until")


def test_what_is_expected_has_the_identifiers_rules_persons_and_windows_of_the_shared_case() -> None:
    for mine, theirs in zip(CASE.expected, shared()["expected"], strict=True):
        assert mine.id == theirs["id"]
        for ours, there in (("rules", "rule"), ("item_of", "item_of"), ("about", "about"), ("to", "to")):
            value = theirs.get(there, [])
            assert list(getattr(mine, ours)) == (value if isinstance(value, list) else [value]), mine.id
        assert (mine.not_before, mine.by) == (theirs["not_before"], theirs["by"])
        assert (mine.all, mine.refused_too) == (theirs.get("all", False), theirs.get("refused_too", False))


def test_no_sentence_is_taken_from_the_shared_case() -> None:
    given = shared()
    theirs = {each["what"].lower() for each in (*given["facts"], *given["expected"])}
    mine = {act.what.lower().rstrip(".") for act in CASE.acts if act.what}
    mine |= {text.lower().rstrip(".") for each in CASE.expected for text in (each.what_nl, each.what_en)}
    assert mine.isdisjoint(theirs)


def test_every_bsn_is_a_test_number_that_passes_the_eleven_test() -> None:
    numbers = [each.bsn for each in CASE.persons.values() if each.bsn is not None]
    assert len(set(numbers)) == len(numbers)
    assert all(is_bsn(number) and number.startswith("9999") for number in numbers)


def test_acts_of_one_day_stand_in_the_order_in_which_they_happen() -> None:
    order = {Roster: 0, ShelterNames: 1, Consent: 2, SafetyException: 4}
    placed = [(act.date, order.get(type(act), 3)) for act in CASE.acts]
    assert placed == sorted(placed)


def test_nobody_is_named_before_being_born() -> None:
    for act in CASE.acts:
        named = (*act.persons, *(act.household if isinstance(act, Signal) else ()))
        assert all(CASE.persons[person].born <= act.date for person in named), act


def test_every_signal_is_of_a_kind_that_its_sector_may_record() -> None:
    catalogue, bases = load_catalogue(), load_legal_bases()
    for act in (each for each in CASE.acts if isinstance(each, Signal)):
        sector = CASE.organisations[act.by].sector
        if act.category is None:
            assert bases.for_involvement(sector), act
        else:
            assert sector in catalogue[act.category].records, act
            assert bases.for_concern(sector, catalogue[act.category].domain), act


def test_who_asks_consent_asks_again_when_it_meets_another_child() -> None:
    asked: dict[str, set[str]] = {}
    for act in CASE.acts:
        if isinstance(act, Consent):
            asked[act.by] = set(act.about)
        elif isinstance(act, Signal) and act.by not in {"cvd", "woonstad"}:
            named = {p for p in (*act.about, *act.household) if CASE.persons[p].role in {"child", "parent"}}
            assert named <= asked[act.by], act


def reviews(case: Case, key: str) -> list[tuple[date, date | None]]:
    return [
        (act.date, act.review_on if isinstance(act, ExceptionReview) else None)
        for _, act in case.timeline()
        if isinstance(act, ExceptionReview | ExceptionEnd) and act.exception == key
    ]


def test_an_exception_is_reviewed_before_ninety_days_are_over_and_ended_by_its_owner() -> None:
    assert reviews(CASE, "politie-first-exception") == [
        (date(2015, 1, 7), date(2015, 4, 7)),
        (date(2015, 3, 31), None),
    ]
    assert reviews(CASE, "huisarts-exception") == [(date(2015, 4, 20), None)]
    assert len(reviews(CASE, "shg-exception")) == 6


def test_moments_of_the_timeline_rise() -> None:
    moments = [at for at, _ in CASE.timeline()]
    assert moments == sorted(set(moments))
