"""Which cells lines close."""

from __future__ import annotations

import pytest

from retire_docs.sheets.grid import Line, Table, tables_of


def across(y: float, left: float, right: float) -> Line:
    return Line(left, y - 0.25, right, y + 0.25)


def down(x: float, top: float, bottom: float) -> Line:
    return Line(x - 0.25, top, x + 0.25, bottom)


def ruled(xs: list[float], ys: list[float]) -> list[Line]:
    return [across(y, xs[0], xs[-1]) for y in ys] + [down(x, ys[0], ys[-1]) for x in xs]


def spans(table: Table) -> list[tuple[int, int, int, int]]:
    return [(cell.row, cell.column, cell.rows, cell.columns) for cell in table.cells]


def only(lines: list[Line]) -> Table:
    (table,) = tables_of(lines)
    return table


GRID = [(0, 0, 1, 1), (0, 1, 1, 1), (1, 0, 1, 1), (1, 1, 1, 1)]


def test_a_grid() -> None:
    table = only(ruled([50, 150, 300], [100, 130, 160]))
    assert spans(table) == GRID
    cell = table.at(200, 140)
    assert cell is not None
    assert (cell.row, cell.column) == (1, 1)
    assert table.at(301, 140) is None
    assert table.at(200, 99) is None


def test_cells_that_span() -> None:
    lines = [
        *(across(y, 50, 300) for y in (100, 160)),
        across(130, 100, 300),
        *(down(x, 100, 160) for x in (50, 100, 300)),
        down(200, 130, 160),
    ]
    assert spans(only(lines)) == [(0, 0, 2, 1), (0, 1, 1, 2), (1, 1, 1, 1), (1, 2, 1, 1)]


@pytest.mark.parametrize("gap", [1, 3])
def test_missing_pieces_of_lines(gap: float) -> None:
    lines = ruled([50, 150, 300], [100, 130, 160])
    lines[1:2] = [across(130, 50 + gap, 150 - gap), across(130, 150 + gap, 300 - gap)]
    lines[3:4] = [down(50, 100 + gap, 128), down(50, 130, 160)]
    assert spans(only(lines)) == GRID


def test_dashes_are_a_line() -> None:
    lines = ruled([50, 150, 300], [100, 160])
    lines += [across(130, x, x + 2) for x in range(50, 300, 4)]
    assert spans(only(lines)) == GRID


def test_double_and_thick_borders_are_one() -> None:
    lines = ruled([50, 150, 300], [100, 130, 160]) + ruled([48.2, 301.8], [98.2, 161.8])
    assert spans(only(lines)) == GRID


def test_a_double_border_that_is_far_apart_makes_no_cells() -> None:
    lines = ruled([50, 150, 300], [100, 130, 160]) + ruled([47, 303], [97, 163])
    assert spans(only([*lines, across(100, 47, 303), across(160, 47, 303)])) == GRID


def test_neighbours_that_are_drawn_each_for_itself() -> None:
    lines = [
        line
        for left, right in ((50, 149.5), (150, 300))
        for top, bottom in ((100, 129.4), (130, 160))
        for line in ruled([left, right], [top, bottom])
    ]
    assert spans(only(lines)) == GRID


@pytest.mark.parametrize("side", ["left", "right", "both", "top", "bottom"])
def test_an_open_outer_side(side: str) -> None:
    xs, ys = [50.0, 150.0, 300.0], [100.0, 130.0, 160.0]
    lines = ruled(xs, ys)
    gone = {"left": [3], "right": [5], "both": [3, 5], "top": [0], "bottom": [2]}[side]
    assert spans(only([line for i, line in enumerate(lines) if i not in gone])) == GRID


def test_an_l_is_cut_into_rectangles() -> None:
    lines = [
        across(100, 50, 300), across(160, 50, 300), down(50, 100, 160), down(300, 100, 160),
        across(130, 150, 300), down(150, 130, 160),
    ]  # fmt: skip
    assert spans(only(lines)) == [(0, 0, 1, 2), (1, 0, 1, 1), (1, 1, 1, 1)]


def test_lines_that_close_nothing() -> None:
    assert not tables_of([across(100, 50, 300), across(130, 50, 300), down(400, 50, 300)])
    assert not tables_of([across(100, 50, 300), down(50, 100, 300), down(300, 100, 300)])
    assert not tables_of([])


def test_a_signature_line_in_a_cell_cuts_nothing() -> None:
    assert spans(only([*ruled([50, 300], [100, 200]), across(150, 100, 200)])) == [(0, 0, 1, 1)]


def test_tables_one_below_the_other_and_one_in_another() -> None:
    tables = tables_of(
        [*ruled([50, 300], [300, 400]), *ruled([50, 100, 300], [100, 200]), *ruled([120, 150, 200], [110, 130])]
    )
    assert [len(table.cells) for table in tables] == [2, 2, 1]


def test_a_wide_grid_is_quick() -> None:
    xs, ys = [float(x) for x in range(0, 1000, 20)], [float(y) for y in range(0, 1000, 20)]
    assert len(only(ruled(xs, ys)).cells) == 49 * 49
