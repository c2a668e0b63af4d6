"""Small cells: nothing that counts few is shown, nor can it be worked out from what is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.domain.small_cells import TOTAL, Cell, Table, with_totals, withheld

SMALLEST = 5
PRIME = 2_147_483_647
counts = st.one_of(st.integers(0, 6), st.integers(0, 60))


@st.composite
def tables(draw: st.DrawFn) -> dict[Cell, int]:
    rows = [f"r{n}" for n in range(draw(st.integers(1, 6)))]
    columns = [f"c{n}" for n in range(draw(st.integers(1, 5)))]
    return with_totals({row: {column: draw(counts) for column in columns} for row in rows})


def worked_out(table: Table, hidden: frozenset[Cell]) -> set[Cell]:
    """The withheld cells that follow from the others: by elimination over every sum of a row and of a column."""
    unknown = sorted(hidden)
    equations = []
    for along in ("row", "column"):
        for line in {getattr(cell, along) for cell in table}:
            across = "column" if along == "row" else "row"
            signs = {c: -1 if getattr(c, across) == TOTAL else 1 for c in table if getattr(c, along) == line}
            equations.append([signs.get(cell, 0) for cell in unknown])
    return {cell for index, cell in enumerate(unknown) if _spans(equations, index)}


def _spans(equations: list[list[int]], index: int) -> bool:
    """Whether some combination of the equations has this unknown as its only one."""
    wanted = [int(column == index) for column in range(len(equations[0]))]
    return _rank(equations) == _rank([*equations, wanted])


def _rank(rows: list[list[int]]) -> int:
    """The rank over the integers modulo a large prime: that of so few signs is the same."""
    rows, rank = [list(row) for row in rows], 0
    for column in range(len(rows[0])):
        pivot = next((r for r in range(rank, len(rows)) if rows[r][column]), None)
        if pivot is None:
            continue
        rows[rank], rows[pivot] = rows[pivot], rows[rank]
        inverse = pow(rows[rank][column], -1, PRIME)
        for r in range(rank + 1, len(rows)):
            if factor := rows[r][column] * inverse % PRIME:
                rows[r] = [(a - factor * b) % PRIME for a, b in zip(rows[r], rows[rank], strict=True)]
        rank += 1
    return rank


@given(tables())
def test_no_cell_that_counts_few_is_shown_or_follows_from_what_is_shown(table: dict[Cell, int]) -> None:
    hidden = withheld(table, SMALLEST)
    assert all(cell in hidden for cell, count in table.items() if 0 < count < SMALLEST)
    assert not worked_out(table, hidden)


@given(tables())
def test_what_is_withheld_in_a_line_never_adds_up_to_few(table: dict[Cell, int]) -> None:
    hidden = withheld(table, SMALLEST)
    for row in {cell.row for cell in table}:
        covered = [cell for cell in hidden if cell.row == row]
        if covered and Cell(row, TOTAL) not in covered:
            assert sum(table[cell] for cell in covered) >= SMALLEST


@given(tables())
def test_a_table_that_counts_few_nowhere_is_shown_whole_and_nothing_is_always_shown_first(
    table: dict[Cell, int],
) -> None:
    large = {cell: count * SMALLEST for cell, count in table.items()}
    assert withheld(large, SMALLEST) == frozenset()
    if sum(1 for count in table.values() if 0 < count < SMALLEST) == 0:
        assert withheld(table, SMALLEST) == frozenset()


def test_one_small_cell_takes_others_with_it_so_that_no_total_minus_the_rest_gives_it_away() -> None:
    table = with_totals({"school": {"answered": 40, "not": 2}, "gp": {"answered": 30, "not": 9}})
    assert withheld(table, SMALLEST) >= {Cell("school", "not"), Cell("school", "answered")}
    assert Cell(TOTAL, TOTAL) not in withheld(table, SMALLEST)


@pytest.mark.parametrize("count", [1, 4])
def test_a_single_small_count_takes_its_totals_with_it(count: int) -> None:
    table = with_totals({"school": {"told": count, "other": 0}, "gp": {"told": 0, "other": 0}})
    hidden = withheld(table, SMALLEST)
    assert {cell for cell, counted in table.items() if counted} <= hidden


def test_what_another_table_withholds_is_withheld_here_and_hidden_well() -> None:
    table = with_totals({"a": {"x": 20, "y": 30}, "b": {"x": 40, "y": 50}})
    hidden = withheld(table, SMALLEST, [Cell("a", TOTAL)])
    assert Cell("a", TOTAL) in hidden
    assert not worked_out(table, hidden)
