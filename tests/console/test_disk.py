"""What the console remembers: whole or not at all, and never an obstacle to a start."""

import logging
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pyarrow as pa
import pytest
from pytestqt.qtbot import QtBot

from console.hall import disk as disk_module
from console.hall.disk import Disk, picture_of, show
from console.hall.hall import Hall
from console.hall.link import LinkState
from tests.console.filled_hall import filled_hall
from tests.console.made import ME, a_case
from wire.bulk import encode
from wire.components import Component
from wire.standards import Catalogue


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "state" / "hall.sqlite"


@pytest.fixture
def disk(file: Path) -> Iterator[Disk]:
    disk = Disk(file)
    yield disk
    disk.close()


def tables_of(hall: Hall) -> list[object]:
    return [hall.cases, hall.tasks, hall.units, hall.cameras, hall.departments, hall.grids]


def test_that_a_hall_shows_after_a_restart_what_it_showed_before(qtbot: QtBot, disk: Disk, file: Path) -> None:
    hall = filled_hall(cases=1234)
    hall.set_catalogue(Catalogue(version="7", majors=[], classes=[], conditions=[]))
    hall.settle(("e1", 17))
    picture = picture_of(hall)
    assert picture is not None
    disk.save(picture)
    again, later = Hall(ME), Disk(file)
    loaded = later.load()
    later.close()
    assert loaded is not None
    show(loaded, again, now=picture.at + timedelta(seconds=90))
    for before, after in zip(tables_of(hall), tables_of(again), strict=True):
        assert {thing.id: thing for thing in before} == {thing.id: thing for thing in after}
    assert again.catalogue == hall.catalogue
    assert again.components.table.equals(hall.components.table)
    assert again.cursor == ("e1", 17)
    assert again.link.state == LinkState.CONNECTING
    assert again.link.age_s() == pytest.approx(90, abs=5)


def test_that_before_the_first_snapshot_there_is_nothing_to_keep(qtbot: QtBot, disk: Disk) -> None:
    assert picture_of(Hall(ME)) is None
    assert disk.load() is None


def test_that_a_later_picture_replaces_the_one_before(qtbot: QtBot, disk: Disk) -> None:
    hall = Hall(ME)
    for cases in ([a_case("c1"), a_case("c2")], [a_case("c2", version=2)]):
        hall.cases.replace(cases)
        hall.settle(("e1", len(cases)))
        picture = picture_of(hall)
        assert picture is not None
        disk.save(picture)
    loaded = disk.load()
    assert loaded is not None
    assert [(case.id, case.version) for case in loaded.things[disk_module.Noun.CASE]] == [("c2", 2)]


def test_that_a_picture_of_another_console_is_not_read(qtbot: QtBot, disk: Disk, monkeypatch: pytest.MonkeyPatch) -> None:
    hall = Hall(ME)
    hall.settle(("e1", 1))
    picture = picture_of(hall)
    assert picture is not None
    disk.save(picture)
    monkeypatch.setitem(disk_module.MESSAGE_OF, disk_module.Noun.CASE, Component)
    assert disk.load() is None


def test_that_components_come_back_as_columns(qtbot: QtBot, disk: Disk) -> None:
    hall = Hall(ME)
    columns: pa.Table = encode(Component, [])
    hall.components.set(columns)
    hall.settle(("e1", 1))
    picture = picture_of(hall)
    assert picture is not None
    disk.save(picture)
    loaded = disk.load()
    assert loaded is not None
    assert loaded.components is not None
    assert loaded.components.schema == columns.schema


def test_that_components_of_which_the_backend_has_others_are_not_kept(qtbot: QtBot) -> None:
    """The next start would take them for those of now: the feed tells of a change once."""
    hall, asked = Hall(ME), list[bool]()
    hall.components.wanted.connect(lambda: asked.append(True))
    hall.components.set(encode(Component, []))
    hall.settle(("e1", 1))
    picture = picture_of(hall)
    assert picture is not None
    assert picture.components is not None
    hall.components.age()
    later = picture_of(hall)
    assert later is not None
    assert later.components is None
    again = Hall(ME)
    again.components.wanted.connect(lambda: asked.append(False))
    show(picture, again, picture.at)
    again.components.want()
    assert asked == []


def test_that_preferences_stay(disk: Disk, file: Path) -> None:
    assert disk.preference("layout") is None
    disk.prefer("layout", b"\x00one")
    disk.prefer("layout", b"\x00two")
    again = Disk(file)
    assert again.preference("layout") == b"\x00two"
    again.close()


@pytest.mark.parametrize("damage", [b"", b"this is no database, and it is longer than the header of one" * 20])
def test_that_a_broken_file_is_set_aside_and_a_new_one_begun(file: Path, damage: bytes, caplog: pytest.LogCaptureFixture) -> None:
    file.parent.mkdir()
    file.write_bytes(damage)
    with caplog.at_level(logging.ERROR):
        disk = Disk(file)
    disk.prefer("layout", b"1")
    disk.close()
    kept = list(file.parent.glob("hall.sqlite.broken-*"))
    assert [path.read_bytes() for path in kept] == ([damage] if damage else [])
    assert len(caplog.records) == len(kept)


def test_that_a_file_that_breaks_in_the_middle_is_set_aside_too(qtbot: QtBot, file: Path) -> None:
    hall, disk = filled_hall(cases=600), Disk(file)
    hall.settle(("e1", 1))
    picture = picture_of(hall)
    assert picture is not None
    disk.save(picture)
    disk.close()
    body = bytearray(file.read_bytes())
    body[4096 : len(body) - 4096] = b"\xa5" * (len(body) - 8192)
    file.write_bytes(body)
    disk = Disk(file)
    assert disk.load() is None
    disk.close()
    assert len(list(file.parent.glob("hall.sqlite.broken-*"))) == 1


def test_that_a_file_of_a_newer_console_is_set_aside(file: Path) -> None:
    disk = Disk(file)
    with disk._engine.begin() as connection:
        connection.exec_driver_sql("PRAGMA user_version=99")
    disk.close()
    disk = Disk(file)
    disk.close()
    assert len(list(file.parent.glob("hall.sqlite.broken-*"))) == 1


def test_that_a_place_where_nothing_can_be_kept_is_named(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file, not a folder")
    with pytest.raises(OSError, match="state"):
        Disk(tmp_path / "state" / "hall.sqlite")
    (tmp_path / "hall.sqlite").mkdir()
    with pytest.raises(OSError, match=r"hall\.sqlite"):
        Disk(tmp_path / "hall.sqlite")


@pytest.mark.parametrize("kept", [b"", b"\xff\xfe", b"{", b'"text"', b'{"map": 5}'])
def test_that_a_preference_that_cannot_be_read_is_none(disk: Disk, kept: bytes) -> None:
    disk.prefer("map_panels", kept)
    assert disk.preferred("map_panels", dict[str, bool]) is None
    disk.prefer("map_panels", b'{"legend": true}')
    assert disk.preferred("map_panels", dict[str, bool]) == {"legend": True}
