"""By which clock a ledger is written: marked once, so that a replay and a serving hub never share one.

A demonstration steps its domain clock; what it recorded at invented moments must never stand between real facts.
"""

from typing import Literal

import asyncpg

ClockKind = Literal["wall", "stepped"]

_MARK = "INSERT INTO ledger_clock (kind) SELECT $1 WHERE NOT EXISTS (SELECT FROM ledger_clock) ON CONFLICT DO NOTHING"


class OtherClock(Exception):  # noqa: N818 - says what was found
    """This ledger is written by another kind of clock."""

    def __init__(self, found: str) -> None:
        super().__init__(f"this ledger is marked as written by a {found} clock")


async def claim_clock(pool: asyncpg.Pool, kind: ClockKind) -> None:
    """Mark a new ledger. Raises ``OtherClock`` for one that is marked otherwise; nothing is written to it then."""
    await pool.execute(_MARK, kind)
    found = await pool.fetchval("SELECT kind FROM ledger_clock")
    if found != kind:
        raise OtherClock(found)
