"""A hub that is killed at random moments, on a port that stays its own."""

import asyncio
import random
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from hub.bootstrap import new_id, open_hub
from hub.clock import WallClock
from hub.commands.organisations import OrganisationRequest
from hub.commands.professionals import DesignateRequest
from hub.domain.organisations import OPERATOR
from hub.domain.professionals import ProfessionalRole
from hub.settings import Settings
from hub.wiring.addresses import Addresses
from tests.conftest import Databases
from tests.end_to_end.load import ORGANISATIONS
from tests.end_to_end.processes import PATIENCE, Place, ended_by_term, external, first_line
from tests.outbound.server import OwnNats, free_port

KILLS = 8


@contextmanager
def to_be_killed(folder: Path, database: Databases) -> Iterator[Place]:
    """Where it keeps its things, with a NATS of its own."""
    nats = OwnNats(folder / "nats")
    try:
        nats.start()
        yield external(folder / "hub", database, nats.url, HUB_PORT=str(free_port()))
    finally:
        nats.kill()


class Victim:
    """``hub serve``, killed when enough was acknowledged and started again on the same port."""

    def __init__(self, place: Place, total: int, random_: random.Random) -> None:
        self.up = asyncio.Event()
        self.kills = 0
        self._place = place
        self._random = random_
        self._acknowledged = 0
        part = total // (KILLS + 1)
        self._at = [part * number + random_.randrange(part) for number in range(KILLS)]
        self._now = asyncio.Event()
        self._process: subprocess.Popen[str] | None = None

    async def start(self) -> None:
        """Start it; it serves when this returns."""
        self._process = self._place.start("serve")
        await asyncio.to_thread(first_line, self._process, self._place)
        self.up.set()

    def noticed(self) -> None:
        """One more signal was acknowledged."""
        self._acknowledged += 1
        if self._at and self._acknowledged >= self._at[0]:
            self._now.set()

    async def keep_killing(self) -> None:
        """Kill and restart it at every moment that was drawn, some milliseconds later each time."""
        while self._at:
            await self._now.wait()
            await asyncio.sleep(self._random.uniform(0, 0.05))  # somewhere inside a transaction, an answer, a page
            self.up.clear()
            self.gone(signal.SIGKILL)
            self.kills += 1
            self._at.pop(0)
            if not self._at or self._acknowledged < self._at[0]:
                self._now.clear()
            await self.start()

    def gone(self, number: signal.Signals) -> int:
        """End it; its exit status. Does nothing when it does not run."""
        process, self._process = self._process, None
        if process is None:
            return 0
        if number is signal.SIGTERM:
            status = ended_by_term(process)
        else:
            process.kill()
            status = process.wait(PATIENCE)
        process.communicate()
        return status


async def tokens_of(place: Place, database: Databases) -> dict[str, str]:
    """Register the organisations of the load; their tokens."""
    addresses = Addresses(
        database_url=database.app_url,
        keys_database_url=database.keys_app_url,
        reader_database_url=database.reader_url,
        nats_url=place.environment["HUB_NATS_URL"],
    )
    async with open_hub(Settings(data_dir=place.folder), addresses, WallClock()) as hub:
        for organisation in ORGANISATIONS:
            await hub.desk.submit(OrganisationRequest(organisation=organisation), organisation=OPERATOR, key=new_id())
            acts = DesignateRequest(id="p-1", roles=(ProfessionalRole.REPORTER,))
            await hub.desk.submit(acts, organisation=organisation.id, key="acts", operator=True)
        return {each.id: hub.issuer.issue(each.id, professional="p-1").value for each in ORGANISATIONS}
