"""The order of a list that lives: every change lands where sorting anew would have put it."""

from hypothesis import given
from hypothesis import strategies as st

from console.widgets.roll import Roll

CHANGES = st.lists(st.tuples(st.integers(0, 20), st.integers(0, 5), st.booleans()), max_size=60)


@given(CHANGES, st.booleans())
def test_that_insertions_and_removals_keep_the_order(changes: list[tuple[int, int, bool]], descending: bool) -> None:
    roll, expected = Roll(descending), dict[str, int]()
    for number, key, put in changes:
        id = f"c{number:02}"
        if id in expected:
            roll.remove(id)
            del expected[id]
        if put:
            place = roll.row_for(id, key)
            roll.insert(id, key)
            expected[id] = key
            assert roll.row(id) == place
        order = [id for _, id in sorted((key, id) for id, key in expected.items())]
        assert [roll.id(row) for row in range(len(roll))] == (order[::-1] if descending else order)
        assert [roll.row(id) for id in order] == (list(range(len(order)))[::-1] if descending else list(range(len(order))))


def test_that_what_is_not_there_has_no_row() -> None:
    assert Roll().row("c1") == -1
