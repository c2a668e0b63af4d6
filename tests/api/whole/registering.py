"""A whole hub with a population register at the other end, and what its tests say of families there."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import HttpUrl, SecretStr

from adapters.brp.fake import families as own
from adapters.brp.fake.server import FakeRegister
from hub.api.server import serving
from hub.settings import Settings
from tests.adapters.brp.given import API_KEY, fake_register
from tests.api.whole.conftest import Whole, open_whole
from tests.api.whole.given import Json, consent, involvement
from tests.conftest import Databases

MOTHER: Json = {"bsn": own.MOTHER}
FATHER: Json = {"bsn": own.FATHER}


@dataclass(repr=False)
class Registered:
    """A hub and the register that it asks."""

    whole: Whole
    fake: FakeRegister

    async def publish(self, who: str, child: str, body: Any = involvement, **changes: Any) -> Json:
        return await self.whole.publish(who, body(subject={"bsn": child}, household=None, **changes))

    async def consent(self, who: str, *children: str) -> None:
        """Both parents agree that this organisation shares what it says of these children."""
        givers = [
            {"subject": parent, "capacity": "authority", "answer": "given", "on": "2026-11-20"}
            for parent in (MOTHER, FATHER)
        ]
        await self.whole.post(who, "/v1/consents", consent(givers=givers, about=[{"bsn": child} for child in children]))

    async def days_later(self, days: int) -> None:
        self.whole.clock.step(days=days)
        await self.whole.reach_deadlines()


@asynccontextmanager
async def with_register(database: Databases, nats_url: str, hub_folder: Path) -> AsyncIterator[Registered]:
    """A hub that asks a register of its own."""
    fake = fake_register()
    async with serving(fake, asyncio.Event()) as address:
        settings = Settings(
            data_dir=hub_folder,
            pool_size=4,
            population_register_url=HttpUrl(f"{address}/"),
            population_register_key=SecretStr(API_KEY),
        )
        async with open_whole(database, nats_url, settings) as whole:
            yield Registered(whole, fake)
