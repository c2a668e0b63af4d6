"""exception-unreviewed: a safety exception was not confirmed, or its review date passed (DOMAIN.md 4)."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Literal

from hub.domain.items import SafetyException
from hub.domain.rules.gathering import days
from hub.domain.rules.rule import Finding, Moment, Parameters, Rule
from hub.domain.view import FamilyView


def find(view: FamilyView, parameters: Parameters) -> Iterator[Finding]:
    """One finding per own exception: unconfirmed, or past its review date, each time anew.

    Parameters: ``confirm_within_days``, ``daily_for_days``.
    """
    for exception in view.own_sharing.exceptions:
        about = tuple(person for person in exception.persons if person in view.persons)
        speaks = frozenset(_speaks_for(exception, view.now, parameters))
        if about and speaks:
            items = tuple(item.id for item in view.items if item.id in exception.items)
            reaches: Literal["manager"] | None = "manager" if _is_weekly(exception, view.now, parameters) else None
            yield Finding(key=exception.id, about=about, items=items, speaks_for=speaks, reaches=reaches)


def due(view: FamilyView, parameters: Parameters) -> Iterator[Moment]:
    """When each own exception must have been confirmed, and each next moment at which an overdue review alarms."""
    for exception in view.own_sharing.exceptions:
        if frozenset(view.persons).isdisjoint(exception.persons):
            continue
        if exception.confirmed_at is None:
            confirm_by = exception.recorded_at + days(parameters["confirm_within_days"])
            if confirm_by > view.now:
                yield Moment(key=exception.id, due=confirm_by)
        if exception.violence:
            yield Moment(key=exception.id, due=_next_alarm(exception, view.now, parameters))


def _speaks_for(exception: SafetyException, now: datetime, parameters: Parameters) -> Iterator[str]:
    confirm_by = exception.recorded_at + days(parameters["confirm_within_days"])
    if exception.confirmed_at is None and confirm_by <= now:
        yield f"unconfirmed:{exception.id}"
    if exception.violence and exception.review_on <= now:
        yield f"overdue:{exception.review_on:%Y%m%d}:{_alarms(exception, now, parameters)}"


def _is_weekly(exception: SafetyException, now: datetime, parameters: Parameters) -> bool:
    """Whether the alarm was daily long enough: from then it comes weekly, and to the manager too (DOMAIN.md 4)."""
    overdue = exception.violence and exception.review_on <= now
    return overdue and _alarms(exception, now, parameters) >= parameters["daily_for_days"]


def _alarms(exception: SafetyException, now: datetime, parameters: Parameters) -> int:
    """How many alarms there were before this one: daily at first, then weekly."""
    passed = (now - exception.review_on).days
    daily = parameters["daily_for_days"]
    return passed if passed < daily else daily + (passed - daily) // _WEEK.days


def _next_alarm(exception: SafetyException, now: datetime, parameters: Parameters) -> datetime:
    if now < exception.review_on:
        return exception.review_on
    passed = (now - exception.review_on).days
    daily = parameters["daily_for_days"]
    if passed < daily:
        return exception.review_on + timedelta(days=passed + 1)
    weeks = (passed - daily) // _WEEK.days
    return exception.review_on + timedelta(days=daily) + _WEEK * (weeks + 1)


_WEEK = timedelta(weeks=1)

EXCEPTION_UNREVIEWED = Rule(
    id="exception-unreviewed",
    version=1,
    order=510,
    source="DOMAIN.md 4; terms chosen",
    looks_at=frozenset({"concern", "involvement"}),
    find=find,
    fires_nl="een veiligheidsuitzondering is niet door een tweede professional bevestigd, of bij geweld niet op tijd "
    "opnieuw bekeken: dan twee weken dagelijks, daarna wekelijks en ook aan de manager",
    fires_en="no second professional confirmed a safety exception, or one for violence was not reviewed in time: then "
    "daily for two weeks, and weekly after that, to the manager too",
    told_nl="de eigenaar",
    told_en="the owner",
    reason_nl="Uw veiligheidsuitzondering is niet bevestigd, of de datum om haar opnieuw te bekijken is voorbij. Het "
    "delen gaat door tot iemand besluit. Dit is geen melding bij Veilig Thuis; bel bij acuut gevaar 112.",
    reason_en="Your safety exception was not confirmed, or the date of its review has passed. Sharing goes on until "
    "somebody decides. This is no report to Veilig Thuis; in acute danger phone 112.",
    term_nl="termijn om de veiligheidsuitzondering te bevestigen of opnieuw te bekijken",
    term_en="term to confirm or review the safety exception",
    on_time=True,
    due=due,
    own_duty=True,
)
