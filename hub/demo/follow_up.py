"""What a replay says of what follows a match: who was asked to coordinate, what stayed unanswered, who was reached."""

from collections.abc import Iterable, Iterator
from datetime import date

import msgspec

from hub.domain.facts import CoordinationRecorded, Fact, MatchRaised, NotificationAnswered


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """A step of a coordination: who was asked, or took it on, declined it or ended it."""

    on: date
    coordinator: str
    step: str
    by: str


class Unanswered(msgspec.Struct, frozen=True, kw_only=True):
    """How many notifications of one organisation were past their term and never answered, by urgency."""

    organisation: str
    acute: int
    violence: int
    ordinary: int
    first: date
    """The term of the first of them."""


class Escalated(msgspec.Struct, frozen=True, kw_only=True):
    """Whom silence reached: the duty contact, the manager, or the municipality's process coordinator."""

    on: date
    organisation: str
    reached: str
    rule: str


class FollowUp(msgspec.Struct, frozen=True, kw_only=True):
    """What followed, over the whole case."""

    coordination: tuple[Asked, ...]
    unanswered: tuple[Unanswered, ...]
    escalated: tuple[Escalated, ...]


def follow_up(facts: Iterable[Fact], until: date) -> FollowUp:
    """What these facts say of it, up to a day."""
    known = tuple(facts)
    return FollowUp(
        coordination=tuple(
            Asked(on=each.at.date(), coordinator=each.coordinator, step=each.step, by=each.owner)
            for each in known
            if isinstance(each, CoordinationRecorded)
        ),
        unanswered=tuple(_unanswered(known, until)),
        escalated=tuple(_escalated(known)),
    )


def _unanswered(facts: tuple[Fact, ...], until: date) -> list[Unanswered]:
    answered = {each.notification for each in facts if isinstance(each, NotificationAnswered)}
    told = (each for each in facts if isinstance(each, MatchRaised) and each.rule != "unanswered")
    late: dict[str, list[MatchRaised]] = {}
    for each in told:
        silent = each.notification is not None and each.notification not in answered
        if silent and each.answer_by is not None and each.answer_by.date() <= until:
            late.setdefault(each.recipient, []).append(each)
    return [
        Unanswered(
            organisation=organisation,
            acute=sum(each.lane == "acute" for each in those),
            violence=sum(each.lane == "violence" for each in those),
            ordinary=sum(each.lane == "ordinary" for each in those),
            first=min(each.answer_by.date() for each in those if each.answer_by is not None),
        )
        for organisation, those in sorted(late.items())
    ]


def _escalated(facts: tuple[Fact, ...]) -> Iterator[Escalated]:
    for each in facts:
        if isinstance(each, MatchRaised) and each.notification is not None:
            reached = "process-coordinator" if each.identifier_only else each.reaches
            if reached is not None:
                on = each.recorded_at.date()
                yield Escalated(on=on, organisation=each.recipient, reached=reached, rule=each.rule)
