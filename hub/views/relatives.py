"""Whose family a professional does not look at, as their own organisation declared it."""

from collections.abc import Iterable, Sequence
from typing import Final

from sqlalchemy import Text, bindparam, select
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.domain.facts import ErasureDecided, PersonForgotten, RelativesDeclared, RelativesWithdrawn
from hub.ledger.ports import StoredFact
from hub.views.rows import RelativeRow
from hub.views.statements import load_where, remove, upsert
from hub.views.tables import RELATIVE

RELATIVES_OF: Final = (
    select(*RELATIVE.columns)
    .where(
        RELATIVE.c.owner == bindparam("owner", type_=Text),
        RELATIVE.c.professional == bindparam("professional", type_=Text),
    )
    .order_by(RELATIVE.c.declared_at, RELATIVE.c.id)
)
"""Who was declared to be a relative of one professional, the earliest first."""


async def fold_relatives(connection: AsyncConnection, page: Sequence[StoredFact]) -> None:
    """Fold a batch: what was declared stands until it is withdrawn, of each person until they are forgotten."""
    facts = [stored.fact for stored in page]
    forgotten = {person for fact in facts for person in _forgotten(fact)}
    known: dict[str, RelativeRow] = {}
    if forgotten:
        known = await load_where(connection, RELATIVE, RelativeRow, RELATIVE.c.person.in_(forgotten))
    gone = set[str]()
    declared: dict[str, RelativeRow] = {}
    for fact in facts:
        if isinstance(fact, RelativesDeclared):
            rows = {row.id: row for row in _rows(fact)}
            declared |= rows
            gone -= rows.keys()
        elif isinstance(fact, RelativesWithdrawn):
            gone |= {_id(fact.declaration, person) for person in fact.persons}
        elif persons := set(_forgotten(fact)):
            gone |= {row.id for row in (*known.values(), *declared.values()) if row.person in persons}
    await remove(connection, RELATIVE, gone)
    await upsert(connection, RELATIVE, [row for row in declared.values() if row.id not in gone])


def _forgotten(fact: object) -> Iterable[str]:
    if isinstance(fact, PersonForgotten):
        return (fact.person,)
    return fact.erased if isinstance(fact, ErasureDecided) else ()


def _rows(fact: RelativesDeclared) -> Iterable[RelativeRow]:
    for person in fact.persons:
        yield RelativeRow(
            id=_id(fact.declaration, person),
            declaration=fact.declaration,
            owner=fact.owner,
            professional=fact.professional,
            person=person,
            declared_at=fact.recorded_at,
        )


def _id(declaration: str, person: str) -> str:
    return f"{declaration}:{person}"
