"""A file that lies off what the hall knows is refused before anything of it is loaded, and says what it was taken for."""

from pathlib import Path

import numpy as np
import pytest
import sqlalchemy as sa
from numpy.typing import NDArray

from backend.importers.report import ImportRefused
from backend.importers.run import run
from backend.session import Database
from backend.tables.cameras import CameraRow
from backend.tables.places import StreetRow
from geo.datum import Datum, convert, named_crs, to_metres
from tests.backend.commanded import called
from tests.backend.import_files import csv, geojson

MIDDLE = np.array([111.0, 35.02])
SCALE = np.array([91_160.0, 111_320.0])  # metres per degree there


def streets() -> list[NDArray[np.float64]]:
    """Forty crooked streets on four square kilometres, as degrees."""
    chance = np.random.default_rng(4)
    starts, turns = chance.uniform(-1000, 1000, (40, 2)), chance.uniform(0, np.pi, 40)
    ways = [start + np.outer(np.arange(0, 700, 50), [np.cos(turn), np.sin(turn)]) for start, turn in zip(starts, turns, strict=True)]
    return [MIDDLE + way / SCALE for way in ways]


def cameras() -> NDArray[np.float64]:
    """Five metres beside the streets, six on each."""
    chance = np.random.default_rng(5)
    return np.array([street[step] + chance.normal(0, 2.5, 2) / SCALE + 5 / SCALE * [0, 1] for street in streets() for step in (1, 3, 5, 7, 9, 11)])


@pytest.fixture
def known(database: Database, tmp_path: Path) -> Database:
    lines = [
        ({"type": "LineString", "coordinates": way.tolist()}, {"id": f"S{number}", "name": f"street {number}", "kind": "main"})
        for number, way in enumerate(streets())
    ]
    assert run(database, "streets", geojson(tmp_path / "streets.geojson", lines)).stored == 40
    return database


def table(path: Path, places: NDArray[np.float64]) -> Path:
    rows = [f"c{number},camera {number},{x!r},{y!r}" for number, (x, y) in enumerate(places.tolist())]
    return csv(path, "\n".join(["code,name,lon,lat", *rows]) + "\n")


def stored(database: Database) -> int:
    with database.read() as work:
        return work.session.scalar(sa.select(sa.func.count()).select_from(CameraRow)) or 0


def test_that_a_right_file_comes_in(known: Database, tmp_path: Path) -> None:
    assert run(known, "cameras", table(tmp_path / "cameras.csv", cameras())).stored == 240


def test_that_a_file_in_another_datum_is_refused_whole_and_told_which(known: Database, tmp_path: Path) -> None:
    file = table(tmp_path / "cameras.csv", np.column_stack(convert(*cameras().T, Datum.WGS84, Datum.GCJ02)))
    with pytest.raises(ImportRefused) as refused:
        run(known, "cameras", file)
    assert "as if GCJ-02 had been taken for WGS-84" in str(refused.value)
    assert "Nothing was loaded. Say --datum gcj02 " in str(refused.value)
    assert stored(known) == 0
    assert run(known, "cameras", file, datum="gcj02").stored == 240


def test_that_a_file_converted_twice_is_refused(known: Database, tmp_path: Path) -> None:
    with pytest.raises(ImportRefused, match="or converted twice"):
        run(known, "cameras", table(tmp_path / "cameras.csv", cameras()), datum="gcj02")


def test_that_who_knows_better_can_load_it(known: Database, tmp_path: Path) -> None:
    file = table(tmp_path / "cameras.csv", np.column_stack(convert(*cameras().T, Datum.WGS84, Datum.BD09)))
    assert run(known, "cameras", file, trusted=True).stored == 240


def test_that_streets_moved_as_a_whole_are_noticed_against_those_that_are_known(known: Database, tmp_path: Path) -> None:
    moved = [np.column_stack(convert(*way.T, Datum.WGS84, Datum.GCJ02)) for way in streets()]
    lines = [
        ({"type": "LineString", "coordinates": way.tolist()}, {"id": f"N{number}", "name": "", "kind": "main"}) for number, way in enumerate(moved)
    ]
    with pytest.raises(ImportRefused, match=r"off the streets that are known here"):
        run(known, "streets", geojson(tmp_path / "more.geojson", lines))
    with known.read() as work:
        assert work.session.scalar(sa.select(sa.func.count()).select_from(StreetRow)) == 40


def test_that_metres_of_a_named_zone_come_in(known: Database, tmp_path: Path) -> None:
    zone = named_crs("gk111")
    file = table(tmp_path / "cameras.csv", np.column_stack(to_metres(*cameras().T, zone)))
    assert run(known, "cameras", file, crs="gk111").stored == 240
    assert named_crs("gk37") == "EPSG:4525"
    assert named_crs("EPSG:4548") == "EPSG:4548"


def test_that_metres_of_another_zone_or_the_wrong_way_round_are_refused(known: Database, tmp_path: Path) -> None:
    metres = np.column_stack(to_metres(*cameras().T, named_crs("gk111")))
    file = table(tmp_path / "cameras.csv", metres)
    with pytest.raises(ImportRefused) as refused:
        run(known, "cameras", file, crs="gk114")
    assert "km off the streets, buildings and boundaries" in str(refused.value)
    assert "as if its metres had been taken for those of another 3-degree zone" in str(refused.value)
    assert "Say --crs gk111 " in str(refused.value)
    turned = table(tmp_path / "turned.csv", metres[:, ::-1])
    with pytest.raises(ImportRefused, match=r"as if its axes had been swapped.*the other way round"):
        run(known, "cameras", turned, crs="gk111")
    degrees = table(tmp_path / "degrees.csv", cameras()[:, ::-1])
    with pytest.raises(ImportRefused, match="look swapped"):
        run(known, "cameras", degrees)
    assert stored(known) == 0
    assert run(known, "cameras", file, crs="gk111").stored == 240


def test_that_the_command_says_what_it_finds(known: Database, url: str, tmp_path: Path) -> None:
    table(tmp_path / "right.csv", cameras())
    table(tmp_path / "wrong.csv", np.column_stack(convert(*cameras().T, Datum.WGS84, Datum.GCJ02)))
    table(tmp_path / "few.csv", cameras()[:5])
    right = called("check-datum", "right.csv", "--database", url, cwd=tmp_path)
    assert (right.returncode, right.stdout.startswith("The places of right.csv fit the streets")) == (0, True)
    wrong = called("check-datum", "wrong.csv", "--database", url, cwd=tmp_path)
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert "as if GCJ-02 had been taken for WGS-84" in wrong.stderr
    assert "Say --datum gcj02" in wrong.stderr
    assert called("check-datum", "wrong.csv", "--datum", "gcj02", "--database", url, cwd=tmp_path).returncode == 0
    table(tmp_path / "zone.csv", np.column_stack(to_metres(*cameras().T, named_crs("gk111"))))
    zone = called("check-datum", "zone.csv", "--crs", "gk117", "--database", url, cwd=tmp_path)
    assert (zone.returncode, "Say --crs gk111" in zone.stderr) == (2, True)
    few = called("check-datum", "few.csv", "--database", url, cwd=tmp_path)
    assert (few.returncode, "cannot be told" in few.stdout) == (0, True)
    nothing = called("check-datum", "nothing.csv", "--database", url, cwd=tmp_path)
    assert (nothing.returncode, nothing.stderr) == (2, "There is no file nothing.csv.\n")
