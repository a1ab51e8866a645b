"""A table never goes backwards, and says once what is different."""

import pytest
from pytestqt.qtbot import QtBot

from console.hall.table import Table
from tests.console.made import a_case
from wire.cases import Case


@pytest.fixture
def table(qtbot: QtBot) -> Table[Case]:
    return Table()


@pytest.fixture
def told(table: Table[Case]) -> list[frozenset[str]]:
    told: list[frozenset[str]] = []
    table.changed.connect(told.append)
    return told


def test_that_an_answer_that_was_overtaken_is_ignored(table: Table[Case], told: list[frozenset[str]]) -> None:
    table.put([a_case("c1", version=3)])
    table.put([a_case("c1", version=2)])
    assert [case.version for case in table] == [3]
    assert told == [frozenset({"c1"})]


def test_that_the_same_version_is_taken_when_it_says_something_else(table: Table[Case], told: list[frozenset[str]]) -> None:
    table.put([a_case("c1")])
    table.put([a_case("c1")])
    table.put([a_case("c1", phone="138****1234")])
    assert [case.phone for case in table] == ["138****1234"]
    assert told == [frozenset({"c1"})] * 2


def test_that_many_changes_are_told_once(table: Table[Case], told: list[frozenset[str]]) -> None:
    table.put([a_case("c1"), a_case("c2"), a_case("c3")])
    table.put([a_case("c4")], gone=["c1", "unknown"])
    assert told == [frozenset({"c1", "c2", "c3"}), frozenset({"c1", "c4"})]


def test_that_a_snapshot_tells_only_what_it_changed(table: Table[Case], told: list[frozenset[str]]) -> None:
    table.put([a_case("c1"), a_case("c2"), a_case("c3")])
    table.replace([a_case("c1"), a_case("c2", version=2), a_case("c4")])
    table.replace([a_case("c1"), a_case("c2", version=2), a_case("c4")])
    assert {case.id for case in table} == {"c1", "c2", "c4"}
    assert told[1:] == [frozenset({"c2", "c3", "c4"})]
