"""The statements that folds share: many rows of one table read, written or deleted in one round trip."""

from collections.abc import Collection, Mapping, Sequence
from functools import cache
from operator import attrgetter
from typing import Any, TypeVar

import msgspec
from sqlalchemy import (
    ARRAY,
    Column,
    ColumnElement,
    Delete,
    Select,
    Table,
    Text,
    any_,
    bindparam,
    column,
    delete,
    func,
    select,
)
from sqlalchemy.dialects.postgresql import Insert, insert
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.types import TypeEngine

from hub.views.tables import POSITION

RowT = TypeVar("RowT", bound=msgspec.Struct)

LIVE = "views"
"""The one row of ``view_position``: all views move together."""

_BETWEEN = "\x1f"
"""The unit separator: stands between the elements of an array that travels as one element of another."""


async def load(connection: AsyncConnection, table: Table, row: type[RowT], keys: Collection[str]) -> dict[str, RowT]:
    """The rows with these primary keys, by key. ``row`` has the table's columns as fields, in their order."""
    if not keys:
        return {}
    found = await connection.execute(_load(table), {"keys": list(keys)})
    return {each[0]: row(*each) for each in found}


async def load_where(
    connection: AsyncConnection, table: Table, row: type[RowT], *which: ColumnElement[bool]
) -> dict[str, RowT]:
    """The rows of which all this is true, by primary key."""
    return {each[0]: row(*each) for each in await connection.execute(select(*table.columns).where(*which))}


async def upsert(connection: AsyncConnection, table: Table, rows: Sequence[msgspec.Struct]) -> None:
    """Insert these rows, or replace those with the same primary key. No key twice."""
    if not rows:
        return
    values = {each.name: list(map(attrgetter(each.name), rows)) for each in table.columns}
    for each in table.columns:
        if isinstance(each.type, ARRAY):
            values[each.name] = [_BETWEEN.join(value) for value in values[each.name]]
    await connection.execute(_upsert(table), values)


async def remove(connection: AsyncConnection, table: Table, keys: Collection[str]) -> None:
    """Delete the rows with these primary keys."""
    if keys:
        await connection.execute(_remove(table), {"keys": list(keys)})


async def last_numbers(
    connection: AsyncConnection, table: Table, group: str, groups: Collection[str]
) -> Mapping[str, int]:
    """The highest number given so far in each of these groups (organisations), 0 where none was."""
    if not groups:
        return {}
    found = await connection.execute(_last_numbers(table, group), {"groups": list(groups)})
    return {each[0]: each[1] for each in found}


async def read_position(connection: AsyncConnection) -> int:
    """Position of the last fact that the views hold, 0 when they were never folded."""
    position = await connection.scalar(select(POSITION.c.position).where(POSITION.c.view == LIVE))
    return position or 0


async def lock_position(connection: AsyncConnection) -> int:
    """The same, and until the transaction ends nobody else folds. Waits for whoever does."""
    locked = select(POSITION.c.position).where(POSITION.c.view == LIVE).with_for_update()
    position = await connection.scalar(locked)
    if position is None:
        await connection.execute(insert(POSITION).values(view=LIVE, position=0).on_conflict_do_nothing())
        position = await connection.scalar(locked)
    return position or 0


async def write_position(connection: AsyncConnection, position: int) -> None:
    """Remember how far the views are, in the transaction that brought them there."""
    await connection.execute(POSITION.update().where(POSITION.c.view == LIVE).values(position=position))


def key_of(table: Table) -> Column[Any]:
    """The one column of the primary key, which is the first."""
    (key,) = table.primary_key.columns
    return key


@cache
def _load(table: Table) -> Select[Any]:
    return select(*table.columns).where(key_of(table) == any_(bindparam("keys", type_=ARRAY(Text))))


@cache
def _remove(table: Table) -> Delete:
    return delete(table).where(key_of(table) == any_(bindparam("keys", type_=ARRAY(Text))))


@cache
def _upsert(table: Table) -> Insert:
    """Columns travel as arrays; an array column as text, since PostgreSQL has no ragged arrays."""
    flat: dict[str, TypeEngine[Any]] = {
        each.name: Text() if isinstance(each.type, ARRAY) else each.type for each in table.columns
    }
    given = func.unnest(*(bindparam(name, type_=ARRAY(type_)) for name, type_ in flat.items()))
    rows = given.table_valued(*(column(name, type_) for name, type_ in flat.items())).render_derived("given")
    chosen = [
        func.string_to_array(rows.c[each.name], _BETWEEN) if isinstance(each.type, ARRAY) else rows.c[each.name]
        for each in table.columns
    ]
    statement = insert(table).from_select(list(flat), select(*chosen))
    replaced = {name: statement.excluded[name] for name in flat if name != key_of(table).name}
    return statement.on_conflict_do_update(index_elements=[key_of(table)], set_=replaced)


@cache
def _last_numbers(table: Table, group: str) -> Select[Any]:
    groups = func.unnest(bindparam("groups", type_=ARRAY(Text))).table_valued("name").render_derived("given")
    highest = select(func.max(table.c.number)).where(table.c[group] == groups.c.name).scalar_subquery()
    return select(groups.c.name, func.coalesce(highest, 0))
