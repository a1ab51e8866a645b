"""Tracks go out as files and are read back by programs of others: movingpandas, and the real QGIS (`-m qgis`).

Each is left out where it is not, before anything is made for it.
"""

import json
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pytest

from backend.exporters.export import export
from backend.importers.run import run
from backend.photos import PhotoStore
from backend.rules import positions, track_analysis, tracks, units
from backend.session import SYSTEM, Database
from geo.tracks import length_m
from geo.tracks.fixes import Fixes
from tests.backend.centre import CHIEF
from tests.backend.test_qgis import ask
from wire.codes import UnitKind
from wire.exports import ExportFormat, ExportLayer, ExportOrder
from wire.units import Fix, UnitOrder

DAY = timedelta(days=1)
FORMATS = ("gpkg", "csv", "gpx")  # points with a time each; KML has lines by speed alone
MOST = 3  # units of a real day that are looked at, those with most fixes
ELLIPSOID = 3e-3  # what a length on a sphere may differ from one on it
PEER = Path(__file__).parents[2] / "var" / "peers" / "bin" / "python"


class Day(NamedTuple):
    database: Database
    start: datetime
    units: list[str]


def exported(day: Day, unit_id: str, folder: Path, form: str) -> tuple[Path, Fixes]:
    """The file, and the fixes that are believed."""
    span = {"unit_id": unit_id, "start": day.start, "end": day.start + DAY}
    order = ExportOrder(layers=[ExportLayer.TRACK], format=ExportFormat(form), track="cleaned", language="en", **span)  # type: ignore[arg-type]
    file = folder / f"{unit_id}.{form}"
    file.write_bytes(export(day.database, PhotoStore(folder), CHIEF, order).body)
    with day.database.read() as work:
        return file, track_analysis.judged(work, unit_id, day.start, day.start + DAY)[0].cleaned.kept


def said_of(*files: Path) -> list[dict[str, Any]]:
    """What movingpandas says of each."""
    command = [PEER, Path(__file__).parent / "moving_peer.py", *files]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True, timeout=150)
    return [dict(json.loads(line)) for line in done.stdout.splitlines()]


def must_be(said: dict[str, Any], kept: Fixes) -> None:
    """As many fixes as went out, the first and the last to the millisecond and the centimetre, and as far."""
    assert said["fixes"] == len(kept)
    for row, (at, lon, lat) in ((0, said["first"]), (-1, said["last"])):
        assert at == kept.at[row]
        assert (lon, lat) == pytest.approx((kept.lon[row], kept.lat[row]), abs=1e-7)
    assert said["metres"] == pytest.approx(length_m(kept.lon, kept.lat), rel=ELLIPSOID)


@pytest.fixture
def made(database: Database) -> Day:
    """Two fixes a second for ten minutes, and one that nobody believes."""
    start = datetime(2026, 11, 20, 1, tzinfo=UTC)
    places = [(111 + 1e-5 * n, 35.02 + 2e-5 * np.sin(n / 30)) for n in range(1200)]
    places[600] = (0.0, 0.0)
    with database.write(SYSTEM) as work:
        units.put(work, UnitOrder(id="u1", code="u1", kind=UnitKind.INSPECTOR, name="李"))
        positions.store(work, "u1", [Fix(at=start + timedelta(milliseconds=500 * n), lon=lon, lat=lat) for n, (lon, lat) in enumerate(places)])
    return Day(database, start, ["u1"])


@pytest.fixture(params=["taxis", "walkers"])
def real(request: pytest.FixtureRequest, database: Database, real_data: Path) -> Day:
    """The units with most fixes of T-Drive's day and of GeoLife's."""
    if request.param == "taxis":
        run(database, "tracks", real_data / "tracks_tdrive_beijing" / "tdrive_2008-02-04.csv")
        start = datetime(2008, 2, 3, 16, tzinfo=UTC)
    else:
        run(database, "tracks", real_data / "tracks_geolife_beijing", "geolife_tracks")
        start = datetime(2008, 11, 1, tzinfo=UTC)
    with database.read() as work:
        ids = [unit.id for unit in units.all_units(work)]
        counts = {id: len(tracks.fixes(work, id, start, start + DAY).at) for id in ids}
    return Day(database, start, sorted(counts, key=lambda id: -counts[id])[:MOST])


@pytest.fixture
def movingpandas(request: pytest.FixtureRequest) -> None:
    if not PEER.exists():
        pytest.skip(f"movingpandas is not here (`python3 tools/prepare.py peers` brings it): {request.node.name} was not run")


def test_that_movingpandas_reads_a_track_to_the_millisecond(movingpandas: None, made: Day, tmp_path: Path) -> None:
    out = [exported(made, "u1", tmp_path, form) for form in FORMATS]
    assert {len(kept) for _, kept in out} == {1199}
    for said, (_, kept) in zip(said_of(*(file for file, _ in out)), out, strict=True):
        must_be(said, kept)


@pytest.mark.real_data
def test_that_movingpandas_reads_real_tracks(movingpandas: None, real: Day, tmp_path: Path) -> None:
    out = [exported(real, unit, tmp_path, form) for unit in real.units for form in FORMATS]
    for said, (_, kept) in zip(said_of(*(file for file, _ in out)), out, strict=True):
        assert len(kept) > 1000
        must_be(said, kept)


@pytest.mark.real_data
def test_that_movingpandas_reads_the_whole_day_of_all_taxis(movingpandas: None, database: Database, real_data: Path, tmp_path: Path) -> None:
    """One file for all of them: a trajectory for each that was seen twice at least."""
    run(database, "tracks", real_data / "tracks_tdrive_beijing" / "tdrive_2008-02-04.csv")
    start = datetime(2008, 2, 3, 16, tzinfo=UTC)
    order = ExportOrder(
        layers=[ExportLayer.TRACK], format=ExportFormat.GPKG, unit_kind=UnitKind.VEHICLE, start=start, end=start + DAY, track="cleaned"
    )
    done = export(database, PhotoStore(tmp_path), CHIEF, order)
    (tmp_path / "day.gpkg").write_bytes(done.body)
    [said] = said_of(tmp_path / "day.gpkg")
    with database.read() as work:
        kept = [track_analysis.judged(work, unit.id, start, start + DAY)[0].cleaned.kept for unit in units.all_units(work)]
    print(f"T-Drive, all at once: {said['fixes']:,} fixes of {said['tracks']} taxis, {len(done.body) / 1e6:.1f} MB")  # noqa: T201
    assert said["fixes"] == sum(map(len, kept)) == done.counts["track"]
    assert said["tracks"] == sum(len(each) > 1 for each in kept) > 290


@pytest.mark.qgis
@pytest.mark.parametrize("form", FORMATS)
def test_that_qgis_reads_a_track_to_the_millisecond(qgis: str, made: Day, tmp_path: Path, form: str) -> None:
    file, kept = exported(made, "u1", tmp_path, form)
    said = ask(qgis, "track", file)
    assert said["crs"] == "EPSG:4326"
    must_be(said, kept)


@pytest.mark.qgis
@pytest.mark.real_data
def test_that_qgis_reads_real_tracks(qgis: str, real: Day, tmp_path: Path) -> None:
    for unit in real.units:
        for form in FORMATS:
            file, kept = exported(real, unit, tmp_path, form)
            must_be(ask(qgis, "track", file), kept)
