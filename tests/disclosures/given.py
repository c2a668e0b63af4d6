"""Lines and logs that tests start from."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

import asyncpg

from hub.disclosures.asking import Asking
from hub.disclosures.line import Line, lines_of
from hub.disclosures.log import DisclosureLog, open_log
from hub.disclosures.trace import Trace
from hub.disclosures.trail import Trail
from hub.domain.looking import Looked
from tests.conftest import Databases

KEY = bytes(range(32))
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
CHILD, MOTHER = "p" + "c" * 25, "p" + "m" * 25


def asking(organisation: str = "cjg", **changes: Any) -> Asking:
    """A question of a professional."""
    fields: dict[str, Any] = {
        "organisation": organisation,
        "operation": "GET /v1/matches/{id}",
        "began": NOON,
        "trace": Trace.new(),
        "professional": "p-17",
    }
    return Asking(**(fields | changes))


def looked(thing: str, *about: str, ground: str | None = "consent") -> Looked:
    """One thing that was decided on."""
    return Looked(thing=thing, about=about or (CHILD,), ground=ground)


def line(
    thing: str = "s1", person: str = CHILD, *, organisation: str = "cjg", at: datetime = NOON, sealed: str = "s2"
) -> Line:
    """A line that says of one person that one thing was shown and one was not."""
    trail = Trail([person], [looked(thing, person), looked(sealed, person, ground=None)])
    (only,) = lines_of(asking(organisation, began=at), trail, at)
    return only


@asynccontextmanager
async def logging_to(database: Databases) -> AsyncIterator[DisclosureLog]:
    """The real log on this database, as the application has it."""
    async with (
        asyncpg.create_pool(database.app_url, min_size=1, max_size=2) as reading,
        open_log(database.app_url, reading, KEY) as log,
    ):
        yield log
