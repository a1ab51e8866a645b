"""Tracks that went out as files come in again: into the hall that they are of, whose units stay as they are, and into one that knows none of them."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from backend.exporters.export import export
from backend.importers.run import run
from backend.photos import PhotoStore
from backend.rules import positions, tracks, units
from backend.session import SYSTEM, Database
from tests.backend.centre import CHIEF
from tests.backend.import_files import counts, csv
from wire.codes import UnitKind
from wire.exports import ExportFormat, ExportLayer, ExportOrder
from wire.units import Fix, UnitOrder

START, HOUR = datetime(2026, 11, 20, 1, tzinfo=UTC), timedelta(hours=1)
PEOPLE = {"u1": "李", "u2": "王"}
COUNT = 40  # fixes of each, of which one is elsewhere
FILES = [("csv", "en", "exported_tracks_en"), ("csv", "zh_CN", "exported_tracks_zh"), ("gpkg", "en", "exported_tracks_gpkg")]
FILES += [("gpx", "en", "exported_tracks_gpx")]


@pytest.fixture
def hall(database: Database) -> Database:
    """Codes are not ids, as in most halls."""
    with database.write(SYSTEM) as work:
        for number, (id, name) in enumerate(PEOPLE.items()):
            units.put(work, UnitOrder(id=id, code=f"J-{id}", kind=UnitKind.INSPECTOR, name=name, team="一班"))
            places = [(111 + 1e-4 * n, 35.02 + number * 0.01) for n in range(COUNT)]
            places[20] = (112.0, 36.0)
            said = [Fix(at=START + timedelta(milliseconds=4_500 * n), lon=lon, lat=lat, speed=2.5, heading=90) for n, (lon, lat) in enumerate(places)]
            positions.store(work, id, said)
    return database


@pytest.fixture
def elsewhere(empty_sqlite: Path, tmp_path: Path) -> Iterator[Database]:
    """A hall that knows nobody."""
    file = tmp_path / "elsewhere.db"
    shutil.copy(empty_sqlite, file)
    opened = Database(f"sqlite:///{file}")
    yield opened
    opened.close()


def kept(database: Database, unit_id: str) -> list[tuple[int, int, int]]:
    """When and where, as it is stored."""
    with database.read() as work:
        found = tracks.fixes(work, unit_id, START, START + HOUR)
    return list(zip(found.at.tolist(), found.lon.tolist(), found.lat.tolist(), strict=True))


@pytest.mark.parametrize(("form", "language", "mapping"), FILES, ids=[mapping for *_, mapping in FILES])
def test_that_what_went_out_comes_in_again(hall: Database, elsewhere: Database, tmp_path: Path, form: str, language: str, mapping: str) -> None:
    order = ExportOrder(
        layers=[ExportLayer.TRACK],
        format=ExportFormat(form),
        unit_kind=UnitKind.INSPECTOR,
        start=START,
        end=START + HOUR,
        language=language,  # type: ignore[arg-type]
    )
    file = tmp_path / f"tracks.{form}"
    file.write_bytes(export(hall, PhotoStore(tmp_path / "photos"), CHIEF, order).body)
    assert counts(run(hall, "tracks", file, mapping)) == (2 * COUNT, 0, 2 * COUNT, 0)
    with hall.read() as work:
        assert {unit.id: (unit.code, unit.kind, unit.name, unit.team) for unit in units.all_units(work)} == {
            id: (f"J-{id}", UnitKind.INSPECTOR, name, "一班") for id, name in PEOPLE.items()
        }
    assert counts(run(elsewhere, "tracks", file, mapping)) == (2 * COUNT, 2 * COUNT, 0, 0)
    with elsewhere.read() as work:
        assert [unit.id for unit in units.all_units(work)] == list(PEOPLE)
    for id in PEOPLE:
        assert kept(elsewhere, id) == kept(hall, id)


def test_that_a_unit_is_known_by_its_code_and_by_its_id_and_nobody_is_replaced(hall: Database, tmp_path: Path) -> None:
    """A code goes before an id: it is what devices and people call a unit."""
    with hall.write(SYSTEM) as work:
        units.put(work, UnitOrder(id="u3", code="u2", kind=UnitKind.TRUCK, name="清运车"))
    rows = "".join(f"{unit},2026-11-20T0{number}:30:00Z,111,35\n" for number, unit in enumerate(("u1", "J-u1", "u2")))
    assert counts(run(hall, "tracks", csv(tmp_path / "more.csv", f"unit,at,lon,lat\n{rows}"))) == (3, 3, 0, 0)
    with hall.read() as work:
        assert [(unit.id, unit.name, unit.kind) for unit in units.all_units(work)] == [
            ("u1", "李", UnitKind.INSPECTOR),
            ("u2", "王", UnitKind.INSPECTOR),
            ("u3", "清运车", UnitKind.TRUCK),
        ]
        day = START - HOUR, START + 5 * HOUR
        assert [len(tracks.fixes(work, id, *day).at) for id in ("u1", "u2", "u3")] == [COUNT + 2, COUNT, 1]


def test_that_a_track_without_a_name_is_nobodys(elsewhere: Database, tmp_path: Path) -> None:
    body = '<gpx version="1.1" creator="t" xmlns="http://www.topografix.com/GPX/1/1"><trk>{}<trkseg><trkpt lat="40" lon="116">'
    body += "<time>2026-03-02T00:00:00Z</time></trkpt></trkseg></trk></gpx>"
    file = tmp_path / "walk.gpx"
    file.write_text(body.format(""), "utf-8")
    report = run(elsewhere, "tracks", file, "exported_tracks_gpx")
    assert (counts(report), report.rejects[0].reason) == ((1, 0, 0, 1), "{@track} is missing")
    file.write_text(body.format("<name>u7</name>"), "utf-8")
    assert counts(run(elsewhere, "tracks", file, "exported_tracks_gpx")) == (1, 1, 0, 0)
