"""The register of organisations: what the ledger says of who takes part, as a snapshot for every decision."""

import asyncio

from eventsourcing.dcb.api import DCBQuery, DCBQueryItem

from hub.domain.facts.organisations import ORGANISATIONS, OrganisationRegistered
from hub.domain.organisations import Organisation, Organisations
from hub.ledger.mapper import FactRegistry
from hub.ledger.recorder import LedgerRecorder

_QUERY = DCBQuery(items=[DCBQueryItem(tags=[ORGANISATIONS])])


class OrganisationRegister:
    """Follows the ledger's facts about organisations. A snapshot is at most ``poll`` seconds old (system clock)."""

    def __init__(self, recorder: LedgerRecorder, registry: FactRegistry, *, poll: float = 1.0) -> None:
        self._recorder = recorder
        self._registry = registry
        self._poll = poll
        self._known: dict[str, Organisation] = {}
        self._position = 0
        self.current = Organisations()

    async def refresh(self) -> None:
        """Take in what was registered since the last look. Raises what the database raises."""
        events = (await self._recorder.read(_QUERY, after=self._position)).events
        for event in events:
            fact = self._registry.decode(event.event.type, event.event.data)
            self._position = event.position
            if isinstance(fact, OrganisationRegistered):
                self._known[fact.organisation] = _organisation(fact)
        if events:
            self.current = Organisations(self._known.values())

    async def run(self) -> None:
        """Refresh until cancelled."""
        while True:
            await self.refresh()
            await asyncio.sleep(self._poll)


def _organisation(fact: OrganisationRegistered) -> Organisation:
    return Organisation(
        id=fact.organisation,
        name=fact.name,
        sector=fact.sector,
        roles=frozenset(fact.roles),
        oin=fact.oin,
        shielded=fact.shielded,
        publishes_through=fact.publishes_through,
        phone=fact.phone,
    )
