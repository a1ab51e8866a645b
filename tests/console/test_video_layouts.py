"""Layouts of the video wall: the cells, and the panes that lie in them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.hall.video_layouts import PRESETS, BadLayout, cells_of, count_of, grid, is_layout


def test_that_the_presets_have_as_many_panes_as_they_say() -> None:
    assert {name: count_of(name) for name in PRESETS} == {"1": 1, "4": 4, "6": 6, "9": 9, "16": 16, "25": 25, "1+5": 6, "1+7": 8}


@given(st.integers(1, 6), st.integers(1, 6), st.integers(1, 5))
def test_that_cells_cover_the_grid_once(columns: int, rows: int, large: int) -> None:
    if large > 1 and large >= min(columns, rows):
        with pytest.raises(BadLayout, match="too_large"):
            cells_of(f"{columns}x{rows}+{large}")
        return
    cells = grid(columns, rows, large)
    covered = [(cell.row + down, cell.column + right) for cell in cells for down in range(cell.span) for right in range(cell.span)]
    assert sorted(covered) == [(row, column) for row in range(rows) for column in range(columns)]
    assert is_layout(f"{columns}x{rows}" + (f"+{large}" if large > 1 else ""))


@pytest.mark.parametrize("name", ["", "7x2", "0x3", "3x3+3", "3x3+9", "nine", "1+6"])
def test_that_no_other_layout_is_taken(name: str) -> None:
    assert not is_layout(name)
    with pytest.raises(BadLayout):
        count_of(name)
