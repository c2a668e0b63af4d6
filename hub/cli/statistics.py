"""``hub statistics``: use and effect of one quarter, as the municipality may publish them."""

import asyncio
from typing import Annotated

import asyncpg
import msgspec
import typer

from hub.answers.statistics import EffectStatistics, UseStatistics, effect_statistics, use_statistics
from hub.clock import system_now
from hub.configuration.load import load_statistics
from hub.domain.facts import ALL_FACTS
from hub.domain.quarters import Quarter
from hub.ledger.mapper import FactRegistry
from hub.ledger.news import News
from hub.ledger.recorder import LedgerRecorder
from hub.participation.register import Register
from hub.settings import load_settings
from hub.views.database import open_engine
from hub.views.queries import Queries
from hub.wiring.addresses import Addresses, parts_of


class Statistics(msgspec.Struct, frozen=True, kw_only=True):
    """Both, as ``GET /v1/statistics/use`` and ``/effect`` give them."""

    use: UseStatistics
    effect: EffectStatistics


def statistics(
    quarter: Annotated[
        str | None, typer.Option(help="A quarter that has closed, such as 2026-Q3; default: the last.")
    ] = None,
) -> None:
    """Print use and effect of one quarter as JSON. Small cells are withheld here too."""
    last = Quarter.last_closed(system_now(), load_statistics().closed_after)
    try:
        chosen = last if quarter is None else Quarter.parse(quarter)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from None
    if chosen > last:
        raise typer.BadParameter("this quarter has not closed yet")
    settings = load_settings()
    with parts_of(settings, nats=False, join=True) as addresses:
        found = asyncio.run(figures(addresses, chosen))
    typer.echo(msgspec.json.format(msgspec.json.encode(found), indent=2).decode())


async def figures(addresses: Addresses, quarter: Quarter) -> Statistics:
    """What the views say of a quarter, as far as they are."""
    rules, engine = load_statistics(), open_engine(addresses.database_url, pool_size=1)
    try:
        async with asyncpg.create_pool(addresses.database_url, min_size=1, max_size=1) as pool:
            register = Register(LedgerRecorder(pool, News()), FactRegistry(ALL_FACTS))
            await register.refresh()
        queries = Queries(engine)
        counted = quarter.begins, quarter.ends, quarter.closes(rules.closed_after)
        use = await queries.use(*counted)
        effect = await queries.effect(*counted)
    finally:
        await engine.dispose()
    return Statistics(
        use=use_statistics(quarter, use, register.current.organisations, rules),
        effect=effect_statistics(quarter, effect, rules),
    )
