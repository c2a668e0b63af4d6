"""What became of each match, by its recipient's own account, and which signals reached another organisation.

Only what a recipient was shown, and what it recorded itself, is in here: a sealed item changes no row, so that no
figure made of these rows tells of one (DOMAIN.md 6).
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, datetime
from typing import Final, Literal

from msgspec.structs import replace
from sqlalchemy import ARRAY, Text, and_, any_, bindparam, select
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.domain.disclosure import Ground
from hub.domain.facts import (
    CoordinationRecorded,
    Fact,
    FollowUpRecorded,
    HandoverRecorded,
    MatchRaised,
    MatchWithdrawn,
    NotificationAnswered,
    SignalRecorded,
    SignalRetracted,
)
from hub.ledger.ports import StoredFact
from hub.views.rows import EffectRow, ReachRow, SignalRow
from hub.views.statements import load, upsert
from hub.views.tables import EFFECT, REACH, SIGNAL

Moment = Literal["contact_at", "coordinator_at", "plan_at", "help_at"]
"""What came, as the column that says when."""
_OfMatch = MatchRaised | MatchWithdrawn | NotificationAnswered
DISCLOSED: Final = frozenset({Ground.CONSENT.value, Ground.EXCEPTION.value, Ground.PROFILE.value})
"""Grounds on which something of another is shown; a request to weigh rests on an own sealed concern, and counts not."""
_CONTACT: Final = frozenset({"contact-made", "already-in-contact"})
_BY_CODE: Final[dict[str, Moment]] = {"family-plan": "plan_at", "appointment-completed": "help_at"}
_NEAR = select(*EFFECT.columns).where(
    and_(
        EFFECT.c.recipient == any_(bindparam("organisations", type_=ARRAY(Text))),
        EFFECT.c.persons.op("&&", is_comparison=True)(bindparam("persons", type_=ARRAY(Text))),
    )
)
"""The matches of some organisations about some persons."""


def moment_text(moment: datetime) -> str:
    """A moment (aware) as text that sorts by time."""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%f}Z"


class Act:
    """Something that an organisation recorded itself, that counts as what came of its matches about these persons."""

    def __init__(self, organisation: str, persons: Collection[str], moment: Moment) -> None:
        self.organisation = organisation
        self.persons = persons
        self.moment = moment


def act_of(fact: Fact) -> Act | None:
    """What of contact, coordinator, plan and help a fact says, and for whom it counts; None for any other fact."""
    match fact:
        case CoordinationRecorded(step="accepted"):
            return Act(fact.owner, fact.about, "coordinator_at")
        case FollowUpRecorded() if fact.code in _BY_CODE:
            return Act(fact.owner, fact.about, _BY_CODE[fact.code])
        case HandoverRecorded(step="completed"):
            return Act(fact.receiver, fact.about, "contact_at")
        case SignalRecorded(kind="involvement"):
            return Act(fact.owner, fact.about, "help_at")
    return None


async def fold_effects(connection: AsyncConnection, page: Sequence[StoredFact]) -> None:
    """Fold a batch into what became of matches. Follows the fold of signals, of which it reads the dates."""
    facts = [stored.fact for stored in page]
    acts = {index: act for index, fact in enumerate(facts) if (act := act_of(fact)) is not None}
    told = [fact for fact in facts if isinstance(fact, _OfMatch)]
    gone = [fact.signal for fact in facts if isinstance(fact, SignalRetracted)]
    if not (acts or told or gone):
        return
    known = await _known(connection, told, acts.values())
    shown = {each.item for fact in told if isinstance(fact, MatchRaised) for each in fact.shown}
    signals = await load(connection, SIGNAL, SignalRow, shown)
    batch = _Batch(known, signals, await load(connection, REACH, ReachRow, {*shown, *gone}))
    for index, fact in enumerate(facts):
        batch.take(fact, acts.get(index))
    await upsert(connection, EFFECT, [batch.rows[key] for key in batch.changed])
    await upsert(connection, REACH, [batch.reached[signal] for signal in batch.newly])


async def _known(connection: AsyncConnection, told: Sequence[_OfMatch], acts: Iterable[Act]) -> dict[str, EffectRow]:
    known = await load(connection, EFFECT, EffectRow, {fact.match for fact in told})
    acts = list(acts)
    if acts:
        near = {
            "organisations": list({act.organisation for act in acts}),
            "persons": list({person for act in acts for person in act.persons}),
        }
        known |= {row[0]: EffectRow(*row) for row in await connection.execute(_NEAR, near)}
    return known


class _Batch:
    """The matches that one batch is about, and the signals that it shows to others."""

    def __init__(self, rows: dict[str, EffectRow], signals: dict[str, SignalRow], reached: dict[str, ReachRow]) -> None:
        self.rows = rows
        self.changed: dict[str, None] = {}
        self.reached = reached
        self.newly: dict[str, None] = {}
        self._signals = signals
        self._of: dict[tuple[str, str], set[str]] = {}
        for row in rows.values():
            self._find_by(row)

    def take(self, fact: Fact, act: Act | None) -> None:
        match fact:
            case MatchRaised():
                self._raised(fact)
            case MatchWithdrawn() if fact.match in self.rows:
                row = self.rows[fact.match]
                self._keep(replace(row, withdrawn_at=row.withdrawn_at or fact.recorded_at))
            case NotificationAnswered() if fact.match in self.rows:
                self._answered(fact)
            case SignalRetracted() if fact.signal in self.reached:
                self.reached[fact.signal] = replace(self.reached[fact.signal], retracted_at=fact.recorded_at)
                self.newly[fact.signal] = None
        if act is not None:
            self._came(act, fact.recorded_at)

    def _raised(self, fact: MatchRaised) -> None:
        known, of_others = self.rows.get(fact.match), [each.item for each in fact.shown if each.ground in DISCLOSED]
        if known is None and (not of_others or fact.answer_by is None):
            return  # over its recipient's own items a figure would tell of these; feedback asks for nothing
        told_at = None if fact.notification is None else fact.recorded_at
        if known is None:
            opened_on = self._opened_on(of_others)
            known = EffectRow(
                match=fact.match,
                recipient=fact.recipient,
                rule=fact.rule,
                persons=list(fact.persons),
                occurred_at=None if opened_on is None else opened_on.occurred_at,
                signalled_at=None if opened_on is None else opened_on.recorded_at,
                opened_at=fact.recorded_at,
            )
        together = list(dict.fromkeys((*known.persons, *fact.persons)))
        self._keep(replace(known, persons=together, told_at=known.told_at or told_at))
        for item in of_others:
            self._reach(item, fact)

    def _opened_on(self, items: Iterable[str]) -> SignalRow | None:
        shown = (self._signals[each] for each in items if each in self._signals)
        return max(shown, key=lambda signal: (signal.recorded_at, signal.signal), default=None)

    def _reach(self, item: str, fact: MatchRaised) -> None:
        signal = self._signals.get(item)
        if signal is None or signal.owner == fact.recipient or item in self.reached:
            return
        self.reached[item] = ReachRow(item, signal.owner, fact.recorded_at)
        self.newly[item] = None

    def _answered(self, fact: NotificationAnswered) -> None:
        row = self.rows[fact.match]
        contact = fact.recorded_at if fact.answer in _CONTACT else None
        self._keep(
            replace(
                row,
                answered_at=row.answered_at or fact.recorded_at,
                answers=[*row.answers, f"{moment_text(fact.recorded_at)} {fact.answer}"],
                contact_at=row.contact_at or contact,
            )
        )

    def _came(self, act: Act, at: datetime) -> None:
        keys = set[str]().union(*(self._of.get((act.organisation, person), ()) for person in act.persons))
        for key in sorted(keys):
            row = self.rows[key]
            if getattr(row, act.moment) is None and row.withdrawn_at is None:
                self._keep(replace(row, **{act.moment: at}))

    def _keep(self, row: EffectRow) -> None:
        self.rows[row.match] = row
        self.changed[row.match] = None
        self._find_by(row)

    def _find_by(self, row: EffectRow) -> None:
        for person in row.persons:
            self._of.setdefault((row.recipient, person), set()).add(row.match)
