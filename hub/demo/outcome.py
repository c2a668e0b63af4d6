"""What the replay shows: for each thing that was missed then, whether, when and to whom it is raised now."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

import msgspec

from hub.demo.case import Answer, Case, Expected


class ShownItem(msgspec.Struct, frozen=True, kw_only=True):
    """One item that a notification rests on: whose it is, and on which ground its recipient may see it."""

    owner: str
    ground: str


class Notification(msgspec.Struct, frozen=True, kw_only=True):
    """One message to one organisation, in the names of the case."""

    on: date
    """The day on which it was told, UTC."""
    to: str
    rule: str
    ground: str
    about: tuple[str, ...]
    items: tuple[ShownItem, ...] = ()
    reason_nl: str = ""
    reason_en: str = ""


class Raised(msgspec.Struct, frozen=True, kw_only=True):
    """One expected item: on ``raised_on`` whoever had to be told had been told; None when it never came to that."""

    id: str
    rule: tuple[str, ...]
    not_before: date
    by: date
    raised_on: date | None
    told: tuple[str, ...]
    """Who was told in time, of those who should be, in the order of telling."""
    earlier: tuple[date, ...]
    """Days before the window on which the same rule told one of them the same; allowed, and listed."""
    required: bool
    """Whether this run has to raise it: always with consent, and where ``refused_too`` without."""


def notifications_of(given: Iterable[dict[str, Any]]) -> tuple[Notification, ...]:
    """Notifications as the replay collects them, in the order of their days.

    ``on`` is a date, a moment, or either as ISO 8601. Raises ``msgspec.ValidationError`` for one of another shape.
    """
    read = [msgspec.convert({**each, "on": _day(each["on"])}, Notification) for each in given]
    return tuple(sorted(read, key=lambda each: each.on))


def outcome(case: Case, notifications: Iterable[Notification], answer: Answer) -> tuple[Raised, ...]:
    """Every expected item of the case with what came of it in this run."""
    told = tuple(notifications)
    return tuple(_raised(expected, told, answer) for expected in case.expected)


def as_json(raised: Iterable[Raised]) -> list[dict[str, Any]]:
    """The ``expected`` list of ``hub demo --json``; days as ``YYYY-MM-DD``."""
    listed: list[dict[str, Any]] = msgspec.json.decode(msgspec.json.encode(tuple(raised)))
    return [{**each, "rule": each["rule"][0] if len(each["rule"]) == 1 else each["rule"]} for each in listed]


def meets(expected: Expected, notification: Notification) -> bool:
    """Whether a notification is of the kind that is expected, whatever its day."""
    owners = {item.owner for item in notification.items}
    return (
        notification.rule in expected.rules
        and notification.to in expected.to
        and not set(expected.about).isdisjoint(notification.about)
        and (not expected.item_of or not owners.isdisjoint(expected.item_of))
    )


def _raised(expected: Expected, notifications: tuple[Notification, ...], answer: Answer) -> Raised:
    meeting = [each for each in notifications if meets(expected, each)]
    first: dict[str, date] = {}
    for each in meeting:
        if expected.not_before <= each.on <= expected.by:
            first.setdefault(each.to, each.on)
    return Raised(
        id=expected.id,
        rule=expected.rules,
        not_before=expected.not_before,
        by=expected.by,
        raised_on=_complete_on(expected, first),
        told=tuple(first),
        earlier=tuple(dict.fromkeys(each.on for each in meeting if each.on < expected.not_before)),
        required=answer == "given" or expected.refused_too,
    )


def _complete_on(expected: Expected, first: dict[str, date]) -> date | None:
    """The day on which the first was told, or with ``all`` the last of them."""
    if not first or (expected.all and set(first) != set(expected.to)):
        return None
    return max(first.values()) if expected.all else min(first.values())


def _day(value: object) -> object:
    """A day of a date, a moment or their ISO 8601 forms; anything else is left for the conversion to refuse."""
    if isinstance(value, datetime):
        return value.date()
    return value[: len("YYYY-MM-DD")] if isinstance(value, str) else value
