"""Who died, as the population register says it last."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncConnection

from hub.domain.facts import ErasureDecided, PersonForgotten, PersonRegistered
from hub.ledger.ports import StoredFact
from hub.views.rows import DeathRow
from hub.views.statements import remove, upsert
from hub.views.tables import DEATH


async def fold_deaths(connection: AsyncConnection, page: Sequence[StoredFact]) -> None:
    """Fold a batch: the register's last word counts, until the person is forgotten."""
    after: dict[str, DeathRow | None] = {}
    for stored in page:
        match stored.fact:
            case PersonRegistered() as fact:
                after[fact.person] = DeathRow(fact.person, fact.recorded_at) if fact.died else None
            case PersonForgotten(person=person):
                after[person] = None
            case ErasureDecided() as fact:
                after.update(dict.fromkeys(fact.erased))
            case _:
                pass
    await remove(connection, DEATH, [person for person, row in after.items() if row is None])
    await upsert(connection, DEATH, [row for row in after.values() if row is not None])
