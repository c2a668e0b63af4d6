"""What counts as raised: rule, person, recipient, item and day, as the case file defines it."""

import io
from datetime import UTC, date, datetime
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from hub.demo.case import Answer, Expected, load_case
from hub.demo.follow_up import Asked, Escalated, FollowUp, Unanswered
from hub.demo.outcome import Notification, Raised, as_json, meets, notifications_of, outcome
from hub.demo.report import print_report, told_by_rule

CASE = load_case()
BY_ID = {each.id: each for each in CASE.expected}


def told(**changed: Any) -> dict[str, Any]:
    """A notification that raises shelter-learns-of-missed-appointments, changed in these fields."""
    return {
        "on": "2013-01-15T08:00:00Z",
        "to": "arosa",
        "rule": "same-child",
        "ground": "consent",
        "about": ["child_1"],
        "items": [{"owner": "cjg", "ground": "consent"}, {"owner": "arosa", "ground": "own"}],
        **changed,
    }


def came_of(id_: str, *given_: dict[str, Any], answer: Answer = "given") -> Raised:
    return next(each for each in outcome(CASE, notifications_of(given_), answer) if each.id == id_)


def raising(expected: Expected) -> list[dict[str, Any]]:
    """Notifications that raise this item, one for each organisation that has to be told."""
    items = [{"owner": owner, "ground": "consent"} for owner in expected.item_of]
    return [
        {
            "on": expected.by.isoformat(),
            "to": to,
            "rule": expected.rules[0],
            "ground": "consent",
            "about": [expected.about[0]],
            "items": items,
        }
        for to in expected.to
    ]


SHELTER = "shelter-learns-of-missed-appointments"


def test_the_right_rule_person_recipient_item_and_day_raise_it() -> None:
    found = came_of(SHELTER, told())
    assert (found.raised_on, found.told, found.earlier) == (date(2013, 1, 15), ("arosa",), ())


@pytest.mark.parametrize(
    "changed",
    [
        {"rule": "acute"},
        {"to": "cjg"},
        {"about": ["child_3"]},
        {"about": []},
        {"items": [{"owner": "arosa", "ground": "own"}]},
        {"items": []},
        {"on": "2013-02-01"},
        {"on": "2013-01-14"},
    ],
)
def test_one_thing_that_is_otherwise_does_not_raise_it(changed: dict[str, Any]) -> None:
    assert came_of(SHELTER, told(**changed)).raised_on is None


@pytest.mark.parametrize("on", ["2013-01-15", date(2013, 1, 31), datetime(2013, 1, 31, 23, 59, tzinfo=UTC)])
def test_both_days_of_the_window_are_included(on: object) -> None:
    assert came_of(SHELTER, told(on=on)).raised_on is not None


def test_an_earlier_one_of_the_same_kind_is_listed_and_does_not_count() -> None:
    found = came_of(SHELTER, told(on="2012-12-01"), told(on="2013-01-20"))
    assert (found.raised_on, found.earlier) == (date(2013, 1, 20), (date(2012, 12, 1),))


def test_the_first_day_in_the_window_counts_in_whatever_order_they_are_given() -> None:
    assert came_of(SHELTER, told(on="2013-01-20"), told(on="2013-01-16")).raised_on == date(2013, 1, 16)


def test_where_all_must_be_told_the_last_one_makes_it_raised() -> None:
    first, second, third = raising(BY_ID["children-witnessed-violence"])
    assert came_of("children-witnessed-violence", first, second).raised_on is None
    assert came_of("children-witnessed-violence", first, second).told == ("huisarts", "cjg")
    found = came_of("children-witnessed-violence", {**third, "on": "2014-10-10"}, second, first)
    assert (found.raised_on, found.told[0]) == (date(2014, 10, 13), "klaver")


@pytest.mark.parametrize("expected", CASE.expected, ids=lambda each: each.id)
def test_every_expected_item_can_be_raised(expected: Expected) -> None:
    assert came_of(expected.id, *raising(expected)).raised_on == expected.by
    assert came_of(expected.id).raised_on is None


def test_with_consent_all_seventeen_are_required_and_without_it_those_that_say_so() -> None:
    assert [each.required for each in outcome(CASE, (), "given")] == [True] * 17
    required = {each.id for each in outcome(CASE, (), "refused") if each.required}
    assert required == {each.id for each in CASE.expected if each.refused_too}
    assert len(required) == 10


def test_the_json_has_days_and_null_and_names_one_rule_or_several() -> None:
    listed = {each["id"]: each for each in as_json(outcome(CASE, notifications_of([told()]), "given"))}
    assert listed[SHELTER] == {
        "id": SHELTER,
        "rule": ["same-child", "same-family"],
        "not_before": "2013-01-15",
        "by": "2013-01-31",
        "raised_on": "2013-01-15",
        "told": ["arosa"],
        "earlier": [],
        "required": True,
    }
    assert (listed["bruises"]["rule"], listed["bruises"]["raised_on"]) == ("acute", None)


def test_a_notification_of_another_shape_is_refused() -> None:
    with pytest.raises(msgspec.ValidationError):
        notifications_of([told(items=[{"owner": "cjg"}])])


@given(st.lists(st.sampled_from([each.id for each in CASE.expected]), unique=True))
def test_what_is_raised_is_what_was_told_whatever_else_is(ids: list[str]) -> None:
    notifications = notifications_of([one for id_ in ids for one in raising(BY_ID[id_])])
    for each in outcome(CASE, notifications, "given"):
        in_window = [n for n in notifications if meets(BY_ID[each.id], n) and each.not_before <= n.on <= each.by]
        assert set(each.told) == {n.to for n in in_window}
        assert each.id not in ids or each.raised_on is not None


FOLLOWED = FollowUp(
    coordination=(Asked(on=date(2014, 1, 13), coordinator="lzn", step="proposed", by="klaver"),),
    unanswered=(Unanswered(organisation="cjg", acute=0, violence=1, ordinary=2, first=date(2012, 11, 2)),),
    escalated=(Escalated(on=date(2012, 11, 2), organisation="cjg", reached="duty-contact", rule="unanswered"),),
)


def printed(notifications: tuple[Notification, ...], answer: Answer) -> str:
    console = Console(file=io.StringIO(), width=240, color_system=None)
    raised = outcome(CASE, notifications, answer)
    print_report(CASE, notifications, raised, answer, console, FOLLOWED)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_the_print_shows_day_rule_reason_recipient_and_reality() -> None:
    text = printed(notifications_of([told(reason_nl="Twee bij [één] kind", reason_en="Two")]), "given")
    for part in (
        "2013-01-15",
        "same-child",
        "Twee bij [één] kind",
        "→ Stichting Arosa (child_1; cjg/consent, arosa/own)",
        "Called several times and not always come",
        "niet geregistreerd / not registered",
        "16 dagen eerder / days ahead",
        "regie gevraagd / asked to coordinate",
        "0 acuut / acute, 1 geweld / violence, 2 overig / other",
        "naar het dienstcontact / to the duty contact (unanswered)",
        "niet / not raised",
        "Stichting Arosa, Lokaal Zorgnetwerk.",
        CASE.reality.ended_nl,
    ):
        assert part in text, part
    assert "needs consent" not in text


def test_what_needs_consent_is_called_that_when_it_was_refused() -> None:
    assert printed((), "refused").count("needs consent") == 7


def test_no_person_of_the_case_is_named_in_print() -> None:
    text = printed(notifications_of([one for each in CASE.expected for one in raising(each)]), "given")
    names = {name for each in CASE.persons.values() for name in (each.family_name, each.given_names, each.bsn)}
    assert not any(name in text for name in names if name)


def test_notifications_of_a_day_are_gathered_by_rule() -> None:
    given_ = notifications_of([told(), told(rule="acute"), told(to="shg")])
    assert [(rule, [each.to for each in spoken]) for rule, spoken in told_by_rule(given_)] == [
        ("same-child", ["arosa", "shg"]),
        ("acute", ["arosa"]),
    ]
