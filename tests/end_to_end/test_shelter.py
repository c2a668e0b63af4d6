"""The shelter cannot be narrowed down by anyone, during the stay nor afterwards (DOMAIN.md 5.5)."""

import re
from collections.abc import Iterable
from datetime import date

import pytest

from hub.demo.case import Answer
from tests.end_to_end.replaying import LOOKS, Run
from tests.end_to_end.searching import months, spellings
from tests.end_to_end.walking import Fetched

SHELTER = "arosa"
NAMED = frozenset({"cjg"})
"""The shelter itself brought the children to youth health care, and named it."""
STAY = (date(2012, 10, 2), date(2013, 2, 11), date(2013, 5, 1), date(2013, 6, 1))
"""The days on which the shelter recorded something: from taking them in to the end."""
_BORN = re.compile(r'"born":"[^"]*"|born</span> [-0-9]+')
"""The third child was born during the stay, on a day of the stay: a birth date that a viewer may know tells nothing."""

_OWN_ACCESS = re.compile(r'\{[^{}]*"kind":"access"[^{}]*\{\}\}')
"""That the access of an own colleague is to be confirmed: every four months, on the hub's own days."""


def narrowing(run: Run) -> tuple[str, ...]:
    """Whatever would narrow it down: who it is, its sector, how to reach it, who works there."""
    shelter = run.case.organisations[SHELTER]
    who = shelter.professional
    named = (SHELTER, "Arosa", shelter.name, shelter.phone, who.id, who.name, who.phone, who.email)
    return (*named, "Kuipers", shelter.sector.value, "shelter-names", "shielded", "opvang")


def tells(text: str, values: Iterable[str]) -> list[str]:
    """Those of the values that can be read in an answer, in whatever case."""
    text = _OWN_ACCESS.sub("", _BORN.sub("", text)).lower()
    return [value for value in values if value.lower() in text]


def others(run: Run) -> list[Fetched]:
    """Everything fetched by others than the shelter."""
    return [each for each in run.fetched if each.organisation != SHELTER]


@pytest.mark.parametrize("answer", ["given", "refused"])
def test_no_answer_to_anybody_else_says_which_organisation_it_is(answer: str, request: pytest.FixtureRequest) -> None:
    run: Run = request.getfixturevalue(answer)
    found = {
        (each.organisation, each.path, value) for each in others(run) for value in tells(each.text, narrowing(run))
    }
    assert found == set()


@pytest.mark.parametrize("answer", ["given", "refused"])
def test_no_answer_to_anybody_whom_it_did_not_name_holds_a_day_of_its_involvement(
    answer: str, request: pytest.FixtureRequest
) -> None:
    run: Run = request.getfixturevalue(answer)
    days = [spelled for day in STAY for spelled in (*spellings(day), *_months_of_its_own(day))]
    found = {
        (each.organisation, each.path, value)
        for each in others(run)
        if each.organisation not in NAMED
        for value in tells(each.text, days)
    }
    assert found == set()


def _months_of_its_own(day: date) -> tuple[str, ...]:
    """The month in words, where nobody else recorded anything that month that others may see."""
    return months(day) if day in {date(2013, 5, 1), date(2013, 6, 1)} else ()


def test_the_shelter_itself_sees_what_is_its_own(given: Run) -> None:
    own = [each for each in given.fetched if each.organisation == SHELTER]
    assert any(tells(each.text, [SHELTER]) for each in own)
    assert any(tells(each.text, [STAY[0].isoformat()]) for each in own)


def test_others_do_see_that_there_is_an_organisation(given: Run) -> None:
    masked = {each.organisation for each in others(given) if "through the hub" in each.text}
    assert {"cjg", "lzn", "dock"} <= masked


@pytest.mark.parametrize("answer", ["given", "refused"])
def test_everybody_looked_at_everything_at_every_look(answer: Answer, request: pytest.FixtureRequest) -> None:
    run: Run = request.getfixturevalue(answer)
    assert {each.at.date() for each in run.fetched} >= set(LOOKS[answer])
    for kind in ("/v1/notifications", "/v1/matches", "/v1/signals", "/v1/families/_search"):
        looked = {(each.at.date(), each.organisation) for each in run.fetched if each.path == kind}
        assert len(looked) == (len(LOOKS[answer]) + 1) * len(run.case.organisations), kind
    answered = {each.path.split("/")[2] for each in run.fetched if each.status == 200}
    assert answered == {"notifications", "matches", "signals", "families"}
    assert {each.status for each in run.fetched} <= {200, 404}
