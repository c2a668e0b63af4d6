"""Every act of the case becomes requests of its own organisation, in the shape of the public API."""

import json

import pytest

from hub.demo.acts import Consent, End, Signal
from hub.demo.case import Answer, load_case
from hub.demo.requests import Occasion, Request, requests_of
from hub.demo.statements import Body
from hub.people.subject import Subject, faults

CASE = load_case()


class Remembered:
    """What the hub would have answered: identifiers and references are made from what they stand for."""

    def __init__(self) -> None:
        self.keys: set[str] = {key for key, act in CASE.makers().items() if getattr(act, "arrears", None)}
        self.known: set[tuple[str, str]] = {("woonstad", "mother")}

    def learn(self, request: Request) -> None:
        self.known |= {(request.by, person) for person in request.persons}
        self.keys |= {request.key} if request.key else set()

    def id_of(self, key: str) -> str:
        if key not in self.keys:
            raise KeyError(key)
        return f"id-{key}"

    def reference_of(self, organisation: str, person: str) -> str:
        if (organisation, person) not in self.known:
            raise KeyError((organisation, person))
        return f"ref-{organisation}-{person}"


def replayed(answer: Answer = "given") -> list[Request]:
    """All requests of the case, in order."""
    made, sent = Remembered(), []
    for at, act in CASE.timeline():
        for request in requests_of(act, Occasion(CASE, at, answer, made)):
            made.learn(request)
            sent.append(request)
    return sent


def body_of(key: str) -> Body:
    return next(request.body for request in replayed() if request.key == key)


def subjects_in(value: object) -> list[Body]:
    if isinstance(value, list):
        return [found for each in value for found in subjects_in(each)]
    if not isinstance(value, dict):
        return []
    inner = [found for each in value.values() for found in subjects_in(each)]
    return [value, *inner] if "family_name" in value else inner


def test_every_act_finds_what_it_refers_to_among_what_earlier_acts_made() -> None:
    by_file = [a for a in CASE.acts if getattr(a, "arrears", None) or (isinstance(a, Consent) and a.through_file)]
    more = sum(len(act.signals) - 1 for act in CASE.acts if isinstance(act, End))
    assert len(by_file) == 6
    assert len(replayed()) == len(CASE.timeline()) - len(by_file) + more


def test_every_person_is_stated_without_fault_on_the_day() -> None:
    made = Remembered()
    for at, act in CASE.timeline():
        for request in requests_of(act, Occasion(CASE, at, "given", made)):
            made.learn(request)
            for stated in subjects_in([request.body, *(request.lines or ())]):
                assert faults(Subject(**stated), "$", at.date()) == []


def test_an_organisation_that_may_not_know_a_bsn_states_none() -> None:
    for request in replayed():
        text = json.dumps([request.body, request.lines or ()])
        assert CASE.organisations[request.by].knows_bsn or '"bsn"' not in text, request


def test_nothing_identifying_stands_in_a_path() -> None:
    words = {word for each in CASE.persons.values() for word in (each.family_name, each.given_names, each.bsn or "-")}
    assert all(word not in request.path for request in replayed() for word in words if word != "-")


def test_the_first_signal_says_who_was_hurt_who_lives_elsewhere_and_who_was_not_told() -> None:
    body = body_of("shg-violence")
    household = {each["label"]: each for each in body["household"]}
    assert body["authority"] is True
    assert body["kindcheck"] == "named"
    assert household["father"] | {"subject": None} == {
        "relation": "ex-partner",
        "subject": None,
        "label": "father",
        "about": True,
        "in_home": False,
        "authority": False,
    }
    assert household["child_1"]["relation"] == "child"
    assert body["informed"] == [
        {"addressee": "mother", "on": "2012-10-01"},
        {"addressee": "father", "deferred_until": "2012-10-29", "reason": "unsafe-to-tell"},
    ]


def test_a_signal_about_a_child_names_the_parent_with_authority_and_tells_her() -> None:
    body = body_of("cjg-missed-first")
    assert "kindcheck" not in body
    assert [(each["relation"], each["about"], each["authority"]) for each in body["household"]] == [
        ("sibling", True, False),
        ("parent", False, True),
    ]
    assert body["informed"] == [{"addressee": "mother", "on": "2013-01-15"}]


def test_the_fund_dates_the_violence_when_it_happened() -> None:
    assert body_of("fbnr-violence")["occurred_at"] == "2012-10-01T08:00:00Z"


@pytest.mark.parametrize("answer", ["given", "refused"])
def test_one_giver_answers_for_herself_and_by_authority_for_the_children(answer: Answer) -> None:
    consents = [request.body for request in replayed(answer) if request.path == "/v1/consents"]
    givers = [giver for body in consents for giver in body["givers"]]
    assert len(givers) == len(consents)
    assert {(giver["capacity"], giver["answer"]) for giver in givers} == {("authority", answer)}
    assert all(body["except_categories"] for body in consents)


def test_who_ends_is_warned_before_confirming() -> None:
    ends = [request for request in replayed() if request.path == "/v1/signals/id-arosa-stay/_end"]
    assert [(r.body.get("confirm_unwatched"), (r.confirmed or {}).get("confirm_unwatched")) for r in ends] == [
        (None, True)
    ]


def test_the_former_school_takes_the_child_off_its_roster_from_its_first_day_on() -> None:
    lines = [request.lines for request in replayed() if request.by == "maria"]
    dates = [(line["since"], line.get("until")) for (line,) in (each or () for each in lines)]
    assert dates == [("2013-04-20", None), ("2013-04-20", "2013-06-15")]


def test_the_signals_of_the_corporation_do_not_go_by_themselves() -> None:
    by_file = {act.key for act in CASE.acts if isinstance(act, Signal) and act.arrears}
    assert len(by_file) == 4
    assert by_file.isdisjoint(request.key for request in replayed())
