"""Each recipient's matches, and the inbox of what it was notified of: matches, and requests of the family."""

from collections.abc import Collection, Sequence

from msgspec.structs import replace
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.domain.facts import (
    AccessTold,
    AdviceGiven,
    MatchRaised,
    MatchWithdrawn,
    NotificationAnswered,
    OwnerAsked,
    RequestReminded,
    SharingTold,
)
from hub.ledger.ports import StoredFact
from hub.views.numbers import Numbers
from hub.views.rows import InboxRow, MatchRow
from hub.views.statements import load, load_where, upsert
from hub.views.tables import INBOX, MATCH

_OfMatch = MatchRaised | MatchWithdrawn | NotificationAnswered
_OfRequest = OwnerAsked | RequestReminded
_Told = _OfMatch | _OfRequest | AdviceGiven | AccessTold | SharingTold


async def fold_matches(connection: AsyncConnection, page: Sequence[StoredFact]) -> None:
    """Fold a batch into matches and inboxes. What is told of a match that nobody raised changes nothing."""
    facts = [stored.fact for stored in page if isinstance(stored.fact, _Told)]
    if not facts:
        return
    recipients = {_recipient(fact) for fact in facts if not isinstance(fact, AdviceGiven)}
    matches = {fact.match for fact in facts if isinstance(fact, _OfMatch)}
    answered = {fact.match for fact in facts if isinstance(fact, NotificationAnswered)}
    named = await load(connection, INBOX, InboxRow, {fact.notification for fact in facts if fact.notification})
    batch = _Batch(
        matches=await load(connection, MATCH, MatchRow, matches),
        inbox=named | await _waiting(connection, answered),
        opened=await Numbers.of(connection, MATCH, "recipient", recipients),
        told=await Numbers.of(connection, INBOX, "organisation", recipients),
    )
    for fact in facts:
        batch.take(fact)
    await upsert(connection, MATCH, [batch.matches[key] for key in batch.changed_matches])
    await upsert(connection, INBOX, [batch.inbox[key] for key in batch.changed_inbox])


async def _waiting(connection: AsyncConnection, matches: Collection[str]) -> dict[str, InboxRow]:
    """What was told of these matches and is not answered."""
    if not matches:
        return {}
    which = (INBOX.c.match.in_(matches), INBOX.c.kind == "match", INBOX.c.answered.is_(None))
    return await load_where(connection, INBOX, InboxRow, *which)


def _recipient(fact: _OfMatch | _OfRequest | AccessTold | SharingTold) -> str:
    return fact.organisation if isinstance(fact, AccessTold) else fact.recipient


class _Batch:
    """The matches and notifications that one batch is about."""

    def __init__(
        self, matches: dict[str, MatchRow], inbox: dict[str, InboxRow], opened: Numbers, told: Numbers
    ) -> None:
        self.matches = matches
        self.inbox = inbox
        self.changed_matches: dict[str, None] = {}
        self.changed_inbox: dict[str, None] = {}
        self._opened = opened
        self._told = told
        self._waiting: dict[str | None, dict[str, None]] = {}
        """Per match, what was told of it and is not answered."""
        for row in inbox.values():
            self._note_waiting(row)

    def take(self, fact: _Told) -> None:
        match fact:
            case MatchRaised():
                self._raised(fact)
            case MatchWithdrawn():
                self._withdrawn(fact)
            case NotificationAnswered():
                self._answered(fact)
            case AccessTold():
                self._tell_of_access(fact)
            case SharingTold():
                self._tell_of_sharing(fact)
            case AdviceGiven():
                self._answered_with(fact.notification, fact.advice)
            case _:
                self._asked(fact)

    def _raised(self, fact: MatchRaised) -> None:
        known = self.matches.get(fact.match)
        quietly = known is not None and fact.notification is None
        self._keep_match(
            MatchRow(
                match=fact.match,
                recipient=known.recipient if known else fact.recipient,
                number=known.number if known else self._opened.next(fact.recipient),
                rule=fact.rule,
                anchor=fact.anchor,
                lane=fact.lane,
                opened_at=known.opened_at if known else fact.recorded_at,
                raised_at=fact.recorded_at,
                identifier_only=fact.identifier_only,
                answered=known.answered if known and quietly else None,
            )
        )
        if fact.notification is not None:
            self._tell(fact, self.matches[fact.match], fact.notification)

    def _withdrawn(self, fact: MatchWithdrawn) -> None:
        known = self.matches.get(fact.match)
        if known is None:
            return
        self._keep_match(replace(known, withdrawn=True))
        if fact.notification is not None:
            self._tell(fact, known, fact.notification)

    def _answered(self, fact: NotificationAnswered) -> None:
        """An answer is given to the match: it goes for all that was told of it until then (DOMAIN.md 10)."""
        match = self.matches.get(fact.match)
        if match is not None:
            self._keep_match(replace(match, answered=fact.answer))
        for notification in (fact.notification, *self._waiting.get(fact.match, ())):
            self._answered_with(notification, fact.answer)

    def _answered_with(self, notification: str, answer: str) -> None:
        row = self.inbox.get(notification)
        if row is not None:
            self._keep_notification(replace(row, answered=answer))

    def _asked(self, fact: _OfRequest) -> None:
        """A new row about a request of the family, for the owner who advises or the municipality that decides."""
        if fact.notification in self.inbox:
            return
        self._keep_notification(
            InboxRow(
                notification=fact.notification,
                organisation=fact.recipient,
                number=self._told.next(fact.recipient),
                kind="request",
                match=fact.request,
                rule=fact.asks if isinstance(fact, OwnerAsked) else fact.why,
                lane="ordinary",
                message=None,
                person=fact.person,
                answer_by=fact.answer_by,
                recorded_at=fact.recorded_at,
                identifier_only=False,
                grounds=["rights"],
            )
        )

    def _tell(self, fact: MatchRaised | MatchWithdrawn, match: MatchRow, notification: str) -> None:
        """A new row of the recipient's inbox. A notification that is there already is not told twice."""
        if notification in self.inbox:
            return
        raised = fact if isinstance(fact, MatchRaised) else None
        self._keep_notification(
            InboxRow(
                notification=notification,
                organisation=fact.recipient,
                number=self._told.next(fact.recipient),
                kind="match" if raised else "withdrawal",
                match=match.match,
                rule=match.rule,
                lane=match.lane,
                message=raised.message if raised else None,
                person=match.anchor,
                answer_by=raised.answer_by if raised else None,
                recorded_at=fact.recorded_at,
                identifier_only=match.identifier_only,
                grounds=[*raised.grounds] if raised else ["own"],
                professional=raised.for_professional if raised else None,
                reaches=raised.reaches if raised else None,
            )
        )

    def _tell_of_access(self, fact: AccessTold) -> None:
        if fact.notification in self.inbox:
            return
        self._keep_notification(
            InboxRow(
                notification=fact.notification,
                organisation=fact.organisation,
                number=self._told.next(fact.organisation),
                kind="access",
                match=None,
                rule=None,
                lane="ordinary",
                message=None,
                person=None,
                answer_by=None,
                recorded_at=fact.recorded_at,
                identifier_only=False,
                grounds=[],
                professional=fact.professional,
            )
        )

    def _tell_of_sharing(self, fact: SharingTold) -> None:
        if fact.notification in self.inbox:
            return
        self._keep_notification(
            InboxRow(
                notification=fact.notification,
                organisation=fact.recipient,
                number=self._told.next(fact.recipient),
                kind=fact.what,
                match=fact.thing,
                rule=None,
                lane="ordinary",
                message=None,
                person=fact.persons[0],
                answer_by=fact.answer_by,
                recorded_at=fact.recorded_at,
                identifier_only=fact.ground == "identifier",
                grounds=[fact.ground],
            )
        )

    def _keep_match(self, row: MatchRow) -> None:
        self.matches[row.match] = row
        self.changed_matches[row.match] = None

    def _keep_notification(self, row: InboxRow) -> None:
        self.inbox[row.notification] = row
        self.changed_inbox[row.notification] = None
        self._note_waiting(row)

    def _note_waiting(self, row: InboxRow) -> None:
        waiting = self._waiting.setdefault(row.match, {})
        if row.kind == "match" and row.answered is None:
            waiting[row.notification] = None
        else:
            waiting.pop(row.notification, None)
