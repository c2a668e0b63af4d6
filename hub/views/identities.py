"""Identity reviews and links between pseudonyms, as a steward works through them."""

from collections.abc import Sequence

from msgspec.structs import replace
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.domain.facts import Fact, IdentityReviewDecided, IdentityReviewOpened, PersonsLinked, PersonsUnlinked
from hub.ledger.ports import StoredFact
from hub.views.numbers import Numbers
from hub.views.rows import IdentityRow
from hub.views.statements import load, upsert
from hub.views.tables import IDENTITY

_Told = IdentityReviewOpened | IdentityReviewDecided | PersonsLinked | PersonsUnlinked


async def fold_identities(connection: AsyncConnection, page: Sequence[StoredFact]) -> None:
    """Fold a batch: reviews open and are decided, links are made and undone."""
    facts = [stored.fact for stored in page if isinstance(stored.fact, _Told)]
    if not facts:
        return
    rows = await load(connection, IDENTITY, IdentityRow, {_id(fact) for fact in facts})
    numbers = await Numbers.of(connection, IDENTITY, "kind", ("review", "link"))
    for fact in facts:
        row = _after(rows.get(_id(fact)), fact, numbers)
        if row is not None:
            rows[row.id] = row
    await upsert(connection, IDENTITY, list(rows.values()))


def _id(fact: _Told) -> str:
    return fact.review if isinstance(fact, IdentityReviewOpened | IdentityReviewDecided) else fact.link


def _after(row: IdentityRow | None, fact: Fact, numbers: Numbers) -> IdentityRow | None:
    match fact:
        case IdentityReviewOpened():
            others = [each.person for each in fact.likely]
            return _new(fact.review, "review", numbers, fact, [fact.person, *others], list(fact.failing))
        case PersonsLinked():
            return _new(fact.link, "link", numbers, fact, list(fact.persons), list(fact.reasons), fact.decided_by)
        case IdentityReviewDecided() if row is not None:
            return replace(row, state=fact.decision)
        case PersonsUnlinked() if row is not None:
            return replace(row, state="undone")
    return None


def _new(
    id_: str, kind: str, numbers: Numbers, fact: Fact, persons: list[str], reasons: list[str], decided_by: str = ""
) -> IdentityRow:
    return IdentityRow(
        id=id_,
        kind=kind,
        number=numbers.next(kind),
        persons=persons,
        reasons=reasons,
        recorded_at=fact.recorded_at,
        state="open" if kind == "review" else "linked",
        decided_by=decided_by or None,
    )
