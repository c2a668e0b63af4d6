"""The fold of matches, of what is answered to them, and of deadlines."""

from hub.domain import match
from hub.domain.facts import matches
from hub.domain.folding.stated import Folds, Stated, change


def _match_raised(state: Stated, fact: matches.MatchRaised) -> None:
    known = state.matches.get(fact.match)
    notifications = known.notifications if known else ()
    state.matches[fact.match] = match.Match(
        id=fact.match,
        recipient=fact.recipient,
        rule=fact.rule,
        anchor=fact.anchor,
        key=fact.key,
        about=fact.about,
        persons=fact.persons,
        shown=tuple((each.item, each.ground) for each in fact.shown),
        bare=frozenset(each.item for each in fact.shown if each.bare),
        speaks_for=frozenset(fact.speaks_for),
        lane=fact.lane,
        opened_at=known.opened_at if known else fact.recorded_at,
        raised_at=known.raised_at if known and fact.notification is None else fact.recorded_at,
        notifications=notifications if fact.notification is None else (*notifications, fact.notification),
        message=fact.message or (known.message if known else None),
        identifier_only=fact.identifier_only,
        answered=None if fact.notification else (known.answered if known else None),
        answer_by=fact.answer_by or (known.answer_by if known else None),
        rule_version=fact.rule_version,
        reaches=fact.reaches,
    )


def _match_withdrawn(state: Stated, fact: matches.MatchWithdrawn) -> None:
    change(state.matches, fact.match, withdrawn=True)


def _match_closed(state: Stated, fact: matches.MatchClosed) -> None:
    change(state.matches, fact.match, closed=fact.outcome)


def _answered(state: Stated, fact: matches.NotificationAnswered) -> None:
    change(state.matches, fact.match, answered=fact.answer)


def _deadlines_set(state: Stated, fact: matches.DeadlinesSet) -> None:
    for deadline in fact.deadlines:
        state.deadlines[deadline.id] = deadline


def _deadline_reached(state: Stated, fact: matches.DeadlineReached) -> None:
    state.deadlines.pop(fact.deadline, None)


MATCH_FOLDS: Folds = {
    matches.MatchRaised: _match_raised,
    matches.MatchWithdrawn: _match_withdrawn,
    matches.MatchClosed: _match_closed,
    matches.NotificationAnswered: _answered,
    matches.DeadlinesSet: _deadlines_set,
    matches.DeadlineReached: _deadline_reached,
}
