"""Comparing a view with the one folded anew, and putting right what differs: byte for byte, in the database."""

from sqlalchemy import MetaData, Table, and_, exists, func, not_, or_, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.views.statements import key_of
from hub.views.tables import METADATA, REBUILD_SCHEMA

_REBUILT = MetaData()
_DIFFERS = "*<>"
"""Compares the images of two rows in memory, not what their types take for equal."""


def rebuilt(table: Table) -> Table:
    """The table of the same name that a rebuild folds into."""
    known = _REBUILT.tables.get(f"{REBUILD_SCHEMA}.{table.name}")
    return table.to_metadata(_REBUILT, schema=REBUILD_SCHEMA) if known is None else known


async def count_differences(connection: AsyncConnection, table: Table) -> int:
    """Rows that only one of the two has, or that differ in any byte."""
    live, anew = table.alias("live"), rebuilt(table).alias("anew")
    live_key, anew_key = live.c[key_of(table).name], anew.c[key_of(table).name]
    either = live.outerjoin(anew, live_key == anew_key, full=True)
    differs = live.table_valued().op(_DIFFERS, is_comparison=True)(anew.table_valued())
    statement = select(func.count()).select_from(either).where(or_(live_key.is_(None), anew_key.is_(None), differs))
    return (await connection.execute(statement)).scalar_one()


async def put_right(connection: AsyncConnection, table: Table) -> None:
    """Give the live view the rows of the rebuilt one, touching only those that differ."""
    anew = rebuilt(table).alias("anew")
    key, anew_key = key_of(table), anew.c[key_of(table).name]
    differs = table.table_valued().op(_DIFFERS, is_comparison=True)(anew.table_valued())
    same = exists().where(and_(anew_key == key, not_(differs)))
    await connection.execute(table.delete().where(not_(same)))
    missing = select(*anew.columns).where(not_(exists().where(key == anew_key)))
    await connection.execute(insert(table).from_select([each.name for each in table.columns], missing))


async def empty(connection: AsyncConnection) -> None:
    """Begin with empty tables to rebuild into."""
    names = ", ".join(f"{REBUILD_SCHEMA}.{table.name}" for table in METADATA.sorted_tables)
    await connection.execute(text(f"TRUNCATE {names}"))
