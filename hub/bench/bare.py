"""What a publish route is measured against: a bare FastAPI endpoint that validates the same body with pydantic and
inserts one row with asyncpg. Runs as a process of its own: ``python -m hub.bench.bare``.
"""

import asyncio
from datetime import date, datetime
from typing import Literal

import asyncpg
from fastapi import FastAPI
from pydantic import BaseModel, ConfigDict, Field

from hub.api.server import Server, listen
from hub.settings import load_settings
from hub.wiring.process import run_until_done


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Subject(_Body):
    """As ``hub.people.subject``."""

    bsn: str | None = None
    family_name: str | None = None
    given_names: str | None = None
    born: str | None = None
    sex: Literal["female", "male", "unknown"] | None = None
    postcode: str | None = None
    house_number: int | None = None
    due: str | None = None


class HouseholdMember(_Body):
    """As ``hub.commands.signals``."""

    relation: Literal["child", "parent", "sibling", "partner", "ex-partner", "other-adult"]
    subject: Subject
    label: str | None = Field(default=None, max_length=100)
    about: bool = False
    in_home: bool = True
    authority: bool = False


class Professional(_Body):
    """As ``hub.commands.request``."""

    id: str = Field(min_length=1, max_length=100)
    name: str | None = Field(default=None, max_length=4000)
    phone: str | None = Field(default=None, max_length=4000)
    email: str | None = Field(default=None, max_length=4000)


class Informed(_Body):
    """As ``hub.commands.signals``."""

    addressee: str = Field(min_length=1, max_length=100)
    on: date | None = None
    deferred_until: date | None = None
    reason: str | None = None


class Source(_Body):
    """As ``hub.commands.signals``."""

    system: str
    record: str


class Signal(_Body):
    """The body of a signal (ARCHITECTURE.md 5), as far as the figure's messages fill it."""

    kind: Literal["involvement", "concern"]
    occurred_at: datetime
    subject: Subject
    label: str | None = None
    authority: bool = False
    state: Literal["started", "continues"] | None = None
    category: str | None = None
    severity: Literal["attention", "serious", "acute"] | None = None
    household: list[HouseholdMember] = []
    kindcheck: Literal["named", "none", "unknown"] | None = None
    professional: Professional | None = None
    informed: list[Informed] = []
    report_to_veilig_thuis: Literal["intended", "made", "not-needed"] | None = None
    source: Source | None = None


class Stored(BaseModel):
    """The answer."""

    id: int


def bare_app(pool: asyncpg.Pool) -> FastAPI:
    """The application, with its one endpoint."""
    app = FastAPI()

    @app.post("/signals", status_code=201)
    async def publish(signal: Signal) -> Stored:
        number = await pool.fetchval("INSERT INTO bench_row (data) VALUES ($1) RETURNING id", signal.model_dump_json())
        return Stored(id=number)

    return app


async def _serve() -> None:
    settings = load_settings()
    if settings.database_url is None:
        raise SystemExit("set HUB_DATABASE_URL")
    listener = listen(settings.host, 0)
    async with asyncpg.create_pool(settings.database_url.get_secret_value(), min_size=16, max_size=16) as pool:
        print(f"listens on http://127.0.0.1:{listener.getsockname()[1]}", flush=True)
        await Server(bare_app(pool), asyncio.Event()).serve([listener])


if __name__ == "__main__":
    run_until_done(_serve())
