"""Registers are fetched when somebody wants them, once for all, and again when they have changed."""

from datetime import UTC, datetime

import pytest
from pytestqt.qtbot import QtBot

from console.hall.columns import Columns
from console.hall.entries import Entries
from console.hall.table import Table
from wire import bulk
from wire.codes import RegisterKind
from wire.registers import Entry, Register

AT = datetime(2026, 11, 21, tzinfo=UTC)
KIND = RegisterKind.BICYCLE


def register(version: int, kind: RegisterKind = KIND) -> Register:
    return Register(id=kind, version=version, kind=kind, count=1, at=AT)


@pytest.fixture
def table() -> Table[Register]:
    return Table()


@pytest.fixture
def asked(table: Table[Register]) -> tuple[Entries, list[RegisterKind]]:
    entries, asked = Entries(table), list[RegisterKind]()
    entries.wanted.connect(asked.append)
    return entries, asked


def test_that_a_register_that_nobody_wants_is_not_fetched(table: Table[Register], asked: tuple[Entries, list[RegisterKind]]) -> None:
    table.replace([register(1)])
    assert asked[1] == []


def test_that_two_panes_that_want_a_register_have_it_fetched_once(table: Table[Register], asked: tuple[Entries, list[RegisterKind]]) -> None:
    table.replace([register(1)])
    for _ in range(2):
        asked[0].want(KIND)
    assert asked[1] == [KIND]


def test_that_a_register_that_is_not_known_yet_is_fetched_when_it_is(
    qtbot: QtBot, table: Table[Register], asked: tuple[Entries, list[RegisterKind]]
) -> None:
    asked[0].want(KIND)
    with qtbot.waitSignal(asked[0].wanted):
        table.replace([register(1), register(1, RegisterKind.POI)])
    assert asked[1] == [KIND]


def test_that_a_new_version_is_fetched_once_for_all_that_changed_within_a_moment(
    qtbot: QtBot, table: Table[Register], asked: tuple[Entries, list[RegisterKind]]
) -> None:
    table.replace([register(1)])
    asked[0].want(KIND)
    with qtbot.waitSignal(asked[0].wanted):
        for version in (2, 3, 4):
            table.put([register(version)])
    assert asked[1] == [KIND, KIND]


def test_that_what_could_not_be_fetched_is_asked_for_again(table: Table[Register], asked: tuple[Entries, list[RegisterKind]]) -> None:
    table.replace([register(1)])
    asked[0].want(KIND)
    asked[0].miss(KIND)
    asked[0].want(KIND)
    assert asked[1] == [KIND, KIND]


def test_that_an_entry_is_found_by_its_id(asked: tuple[Entries, list[RegisterKind]]) -> None:
    one = Entry(id="b1", kind=KIND, code="B1", name="单车1", lon=111.0, lat=35.0)
    asked[0].set(KIND, Columns(Entry, bulk.encode(Entry, [one])))
    assert asked[0].entry(KIND, "b1") == one
    assert asked[0].entry(KIND, "b2") is None
    assert asked[0].entry(RegisterKind.POI, "b1") is None
