"""All views as one fold over the ledger: rows and position change in one transaction, or not at all."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncConnection

from hub.ledger.mapper import FactRegistry
from hub.ledger.ports import StoredFact
from hub.views.deadlines import fold_deadlines
from hub.views.deaths import fold_deaths
from hub.views.effects import fold_effects
from hub.views.families import fold_families
from hub.views.forgetting import fold_forgetting
from hub.views.history import History
from hub.views.identities import fold_identities
from hub.views.matches import fold_matches
from hub.views.relatives import fold_relatives
from hub.views.requests import fold_requests
from hub.views.signals import fold_signals
from hub.views.statements import lock_position, write_position
from hub.views.tasks import fold_tasks


class Projection:
    """Folds batches. The outcome does not depend on how the facts fall into batches."""

    def __init__(self, registry: FactRegistry) -> None:
        self._history = History(registry)

    async def apply(self, connection: AsyncConnection, after: int, page: Sequence[StoredFact]) -> int:
        """Fold the facts that follow position ``after`` and commit; the position then reached.

        When the views turn out to be elsewhere, because somebody else folded meanwhile, nothing is changed and the
        answer is where they are. ``page`` is not empty. Raises what the driver raises; then nothing is changed.
        """
        async with connection.begin():
            position = await lock_position(connection)
            if position != after:
                return position
            await fold_families(connection, page, self._history)
            await fold_signals(connection, page)
            await fold_matches(connection, page)
            await fold_deadlines(connection, page)
            await fold_identities(connection, page)
            await fold_requests(connection, page)
            await fold_tasks(connection, page)
            await fold_forgetting(connection, page)
            await fold_deaths(connection, page)
            await fold_relatives(connection, page)
            await fold_effects(connection, page)
            await write_position(connection, page[-1].position)
        return page[-1].position
