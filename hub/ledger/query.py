"""The library's queries as SQL over our tables, for the recorder."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from eventsourcing.dcb.api import DCBQueryItem

_COLUMNS = "SELECT fact.id, fact.type, fact.data, fact.tags FROM samenloop_events_tt_main AS fact"


@dataclass(slots=True)
class _Statement:
    """A statement as it grows, with its numbered arguments. Values only ever travel as arguments."""

    arguments: list[object] = field(default_factory=list)

    def value(self, argument: object) -> str:
        self.arguments.append(argument)
        return f"${len(self.arguments)}"


def select(items: Sequence[DCBQueryItem], after: int | None, limit: int | None) -> tuple[str, list[object]]:
    """Facts after a position that match one of the items (all facts when there is none), in order.

    A fact matches an item when its type is among the item's types, or there are none, and it has all the item's tags.
    """
    statement = _Statement()
    start = statement.value(after or 0)
    where = f"fact.id > {start}::bigint"
    if items:
        matching = " UNION ".join(_matching(statement, item, start) for item in items)
        where = f"fact.id IN ({matching})"
    text = f"{_COLUMNS} WHERE {where} ORDER BY fact.id LIMIT {statement.value(limit)}::bigint"
    return text, statement.arguments


def _matching(statement: _Statement, item: DCBQueryItem, start: str) -> str:
    """The positions that match one item: through the tag table where it can."""
    conditions = [f"hit.id > {start}::bigint"]
    source = "samenloop_events_tt_main AS hit"
    if item.tags:
        source += " JOIN samenloop_events_tt_tag AS found ON found.main_id = hit.id"
        conditions.append(f"found.tag = {statement.value(item.tags[0])}::text")
        conditions.append(f"found.main_id > {start}::bigint")
        conditions.append(f"hit.tags @> {statement.value(item.tags)}::text[]")
    if item.types:
        conditions.append(f"hit.type = ANY ({statement.value(item.types)}::text[])")
    return f"SELECT hit.id FROM {source} WHERE {' AND '.join(conditions)}"  # noqa: S608 - only placeholders are put in
