"""Where figures are measured: embedded parts in a folder of their own, filled with families, thrown away afterwards.

Never a hub's own databases: what is measured here is stored for ever there.
"""

import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import asyncpg

from hub.bench.baseline import make_table, pgbench
from hub.bench.families import Advance, make_families, make_ready
from hub.bench.machine import Machine, this_machine
from hub.bench.requests import PROFESSIONAL
from hub.bench.story import ORGANISATIONS
from hub.bootstrap import Hub, open_hub
from hub.clock import WallClock
from hub.commands.organisations import OrganisationRequest
from hub.commands.professionals import DesignateRequest
from hub.domain.organisations import OPERATOR
from hub.domain.professionals import ProfessionalRole
from hub.embedded import EmbeddedParts
from hub.migrate import migrate_now
from hub.settings import Settings, load_settings
from hub.wiring.addresses import Addresses
from hub.wiring.folded_families import folding_version
from hub.wiring.key_store import master_keys


class UnusedFamilies:
    """Families by number, each given once; from the first on again when there are too few, which is counted."""

    def __init__(self, count: int, made_at: datetime) -> None:
        self.made_at = made_at
        self.used_again = 0
        self.count = count
        self._taken = 0

    def take(self) -> int:
        """The next family: one that was not used before, as long as there are any."""
        number = self._taken % self.count
        self.used_again += self._taken >= self.count
        self._taken += 1
        return number


@dataclass(frozen=True, kw_only=True)
class Place:
    """Running parts, and what a figure needs to reach them. Addresses hold passwords: never log one."""

    folder: Path
    addresses: Addresses
    owner_database_url: str
    server: int
    """The number of PostgreSQL's first process."""
    settings: Settings
    folding_version: bytes = field(default_factory=folding_version)
    families: UnusedFamilies = field(default_factory=lambda: UnusedFamilies(0, datetime.now(UTC)))

    async def baseline(self, seconds: float) -> float:
        """Transactions of pgbench per second, on the same server."""
        return await pgbench(self.owner_database_url, seconds)

    @asynccontextmanager
    async def hub(self) -> AsyncIterator[Hub]:
        """A whole hub in this process, nothing of which runs by itself."""
        async with open_hub(self.settings, self.addresses, WallClock()) as hub:
            yield hub

    async def machine(self) -> Machine:
        """The machine, with the version of this server."""
        connection = await asyncpg.connect(self.addresses.database_url)
        try:
            return this_machine(await connection.fetchval("SHOW server_version"))
        finally:
            await connection.close()

    async def fill(self, count: int, advance: Advance) -> "Place":
        """The same place with the organisations and so many families in it."""
        now = datetime.now(UTC)
        await make_table(self.owner_database_url)
        master = master_keys(self.settings)
        await make_families(self.addresses, self.owner_database_url, master, count, now, advance)
        await make_ready(self.addresses, master, advance)
        async with self.hub() as hub:
            for organisation in ORGANISATIONS:
                request = OrganisationRequest(organisation=organisation)
                await hub.desk.submit(request, organisation=OPERATOR, key=organisation.id)
                acts = DesignateRequest(id=PROFESSIONAL.id, roles=(ProfessionalRole.REPORTER,))
                await hub.desk.submit(acts, organisation=organisation.id, key="acts", operator=True)
        return Place(
            folder=self.folder,
            addresses=self.addresses,
            owner_database_url=self.owner_database_url,
            server=self.server,
            settings=self.settings,
            folding_version=self.folding_version,
            families=UnusedFamilies(count, now),
        )


@contextmanager
def open_place() -> Iterator[Place]:
    """New embedded parts in a temporary folder, durable as in production; gone when the block ends.

    Raises ``EmbeddedError`` with what to do about it.
    """
    folder = Path(tempfile.mkdtemp(prefix="samenloop-bench-"))
    try:
        with EmbeddedParts(folder) as parts:
            migrate_now(parts.owner_database_url, parts.owner_keys_database_url)
            lines = (folder / "postgres" / "postmaster.pid").read_text(encoding="utf-8").splitlines()
            yield Place(
                folder=folder,
                addresses=Addresses(
                    database_url=parts.database_url,
                    keys_database_url=parts.keys_database_url,
                    reader_database_url=parts.reader_database_url,
                    nats_url=parts.nats_url,
                ),
                owner_database_url=parts.owner_database_url,
                server=int(lines[0]),
                settings=load_settings().model_copy(
                    update={"data_dir": folder, "master_key_file": None, "checkpoint_dir": None}
                ),
            )
    finally:
        shutil.rmtree(folder, ignore_errors=True)
