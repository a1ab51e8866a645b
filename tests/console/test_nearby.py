"""What may be repeated is found among few, and it is what one finds who walks through all."""

import random

import msgspec
from pytestqt.qtbot import QtBot

from console.hall.findings import likely
from console.hall.nearby import SLICE, Nearby
from console.hall.table import Table
from tests.console import town
from wire.cases import Case
from wire.standards import Repeats

COUNT = 4 * SLICE


def scattered(count: int) -> list[Case]:
    """Few classes on two square kilometres, within two days: many are near one another."""
    chance = random.Random(7)
    return [
        msgspec.structs.replace(
            case,
            lon=111.0 + chance.uniform(-0.01, 0.01),
            lat=35.02 + chance.uniform(-0.01, 0.01),
            class_code=chance.choice(("0104", "0110")),
            duplicate_of=None,
        )
        for case in town.cases(count)
    ]


def test_that_the_index_finds_what_a_walk_through_all_finds(qtbot: QtBot) -> None:
    cases, rules = Table[Case](), Repeats(metres=50, hours=24)
    cases.put(scattered(COUNT))
    index = Nearby(cases, rules.metres)
    qtbot.waitUntil(index.is_whole)
    found = 0
    for case in list(cases)[::40]:
        few = list(index.around(case))
        assert likely(case, few, rules) == likely(case, cases, rules)
        assert len(few) < COUNT / 20
        found += likely(case, few, rules) is not None
    assert found > 10


def test_that_the_index_follows_what_moves_changes_its_class_and_goes(qtbot: QtBot) -> None:
    cases = Table[Case]()
    index = Nearby(cases, 50)
    one, other = scattered(2)
    cases.put([one, msgspec.structs.replace(other, lon=one.lon, lat=one.lat, class_code=one.class_code, kind=one.kind)])
    assert {case.id for case in index.around(one)} == {one.id, other.id}
    cases.put([msgspec.structs.replace(other, version=other.version + 1, lon=one.lon + 0.1)])
    assert {case.id for case in index.around(one)} == {one.id}
    cases.put([], gone=[one.id])
    assert list(index.around(one)) == []
    assert index._cells.keys() == {index._cell_of[other.id]}


def test_that_a_large_snapshot_is_entered_a_slice_at_a_time(qtbot: QtBot) -> None:
    cases = Table[Case]()
    index = Nearby(cases, 50)
    cases.replace(scattered(COUNT))
    assert not index.is_whole()
    with qtbot.waitSignal(index.caught_up):
        pass
    assert len(index._cell_of) == COUNT
