"""Opening the way to the population register, where the settings name one."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx

from adapters.brp.client import BrpRegister
from hub.clock import DomainClock
from hub.configuration.load import load_institutions
from hub.population.asking import Inquiry
from hub.population.homes import HomeKeys
from hub.settings import Settings


@asynccontextmanager
async def open_inquiry(settings: Settings, home_key: bytes, clock: DomainClock) -> AsyncIterator[Inquiry | None]:
    """Who asks the register, for as long as the context lasts; None without a register. Nothing is asked yet.

    ``home_key``: secret, for the pseudonyms of homes. Raises ``ConfigurationError`` for a list of institutions with
    faults.
    """
    if settings.population_register_url is None:
        yield None
        return
    key = settings.population_register_key
    async with httpx.AsyncClient(
        base_url=str(settings.population_register_url),
        headers={} if key is None else {"x-api-key": key.get_secret_value()},
        timeout=settings.population_register_patience.total_seconds(),
    ) as client:
        institutions = load_institutions(settings.institutions_file)
        yield Inquiry(BrpRegister(client), HomeKeys(home_key), institutions, clock)
