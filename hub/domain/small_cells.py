"""Small cells: which figures of a table are withheld, so that none that counts few can be read or worked out.

A table is withheld cell by cell: first every figure of which so few are counted that somebody might recognise them,
then as many others as it takes that no sum or difference of what is left gives one of these away (complementary
suppression). Source: DOMAIN.md 5.1 and 10 (statistics without names, small cells suppressed).
"""

from collections.abc import Collection, Iterator, Mapping
from typing import Final, NamedTuple

TOTAL: Final = ""
"""The row, and the column, that adds up the others."""


class Cell(NamedTuple):
    """One figure, by its row and its column."""

    row: str
    column: str


Table = Mapping[Cell, int]
"""Rows and columns with their totals: in every row, and in every column, the others add up to the total."""


def with_totals(counted: Mapping[str, Mapping[str, int]]) -> dict[Cell, int]:
    """A table from counts by row and column, which have no totals yet."""
    table: dict[Cell, int] = {}
    for row, columns in counted.items():
        for column, count in columns.items():
            for cell in (Cell(row, column), Cell(row, TOTAL), Cell(TOTAL, column), Cell(TOTAL, TOTAL)):
                table[cell] = table.get(cell, 0) + count
    return table


def withheld(table: Table, smallest: int, already: Collection[Cell] = ()) -> frozenset[Cell]:
    """The cells that are not shown: those that count less than ``smallest`` (but nothing at all), and what hides them.

    Afterwards no withheld cell follows from the others by adding and taking away, and in no line do the withheld cells
    together count less than ``smallest`` where their sum can be worked out. ``already`` are withheld for other reasons.
    """
    hidden = {cell for cell, count in table.items() if 0 < count < smallest}
    hidden.update(cell for cell in already if cell in table)
    while (more := _next(table, hidden, smallest)) is not None:
        hidden.add(more)
    return frozenset(hidden)


def _next(table: Table, hidden: Collection[Cell], smallest: int) -> Cell | None:
    """One more cell to withhold, or None when all is hidden well."""
    for line in _lines(table):
        covered = [cell for cell in line if cell in hidden]
        if covered and _can_be_summed(line, hidden) and sum(table[cell] for cell in covered) < smallest:
            more = _smallest(table, (cell for cell in line if cell not in hidden))
            if more is not None:
                return more
    for cell in sorted(hidden):
        near = _reached(cell, hidden)
        if near is not None:
            between = (
                c for c in table if c not in hidden and (("row", c.row) in near) != (("column", c.column) in near)
            )
            more = _smallest(table, between)
            if more is not None:
                return more
    return None


def _lines(table: Table) -> Iterator[list[Cell]]:
    for row in dict.fromkeys(cell.row for cell in table):
        yield [cell for cell in table if cell.row == row]
    for column in dict.fromkeys(cell.column for cell in table):
        yield [cell for cell in table if cell.column == column]


def _can_be_summed(line: Collection[Cell], hidden: Collection[Cell]) -> bool:
    """Whether the withheld cells of a line lie all on one side of its sum: the total among them or not."""
    totals = [cell for cell in line if cell in hidden and _is_total(cell, line)]
    return not totals


def _is_total(cell: Cell, line: Collection[Cell]) -> bool:
    along_a_row = len({each.row for each in line}) == 1
    return (cell.column if along_a_row else cell.row) == TOTAL


def _smallest(table: Table, cells: Iterator[Cell]) -> Cell | None:
    """Of these the one that counts least; a total, or one that counts nothing, only where there is no other."""
    return min(cells, key=lambda cell: (table[cell] == 0, TOTAL in cell, table[cell], cell), default=None)


Node = tuple[str, str]


def _reached(cell: Cell, hidden: Collection[Cell]) -> set[Node] | None:
    """Where a withheld cell follows from the others: the lines on one side of it; None where it does not.

    Rows and columns are joined by the cells withheld in both. A cell can be worked out exactly when nothing else joins
    its row to its column (a bridge of that graph): then the lines on one side, added up, have it as their only unknown.
    """
    beside: dict[Node, list[Node]] = {}
    for each in hidden:
        if each != cell:
            row, column = ("row", each.row), ("column", each.column)
            beside.setdefault(row, []).append(column)
            beside.setdefault(column, []).append(row)
    found, waiting = {("row", cell.row)}, [("row", cell.row)]
    while waiting:
        for node in beside.get(waiting.pop(), ()):
            if node not in found:
                found.add(node)
                waiting.append(node)
    return None if ("column", cell.column) in found else found
