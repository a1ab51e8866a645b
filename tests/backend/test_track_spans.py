"""Trips, stops and gaps of a track are rows of its files, each that a format has a place for."""

import csv
import io
from datetime import timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pyogrio
import pytest
import shapely

from backend.exporters import words
from backend.exporters.export import export
from backend.photos import PhotoStore
from backend.rules import positions, track_analysis
from backend.session import SYSTEM, Database
from backend.settings import CITY_ZONE
from tests.backend.centre import CHIEF, Centre
from tests.backend.exported import END, LAT, LON, build
from tests.backend.test_exports import PNG
from wire.codes import TrackSpanKind
from wire.exports import ExportFormat, ExportLayer, ExportOrder
from wire.tracks import TrackSpan
from wire.units import Fix

SPAN: dict[str, Any] = {"unit_id": "u1", "start": END, "end": END + timedelta(hours=2)}


@pytest.fixture
def store(tmp_path: Path) -> PhotoStore:
    return PhotoStore(tmp_path / "data" / "photos")


@pytest.fixture
def city(database: Database, store: PhotoStore) -> Centre:
    """u1 walks for ten minutes, stands for thirty, walks again; then nobody sees it for most of an hour."""
    centre = build(database, store, PNG)
    east = [min(n, 60) + max(n - 240, 0) for n in range(300)]
    fixes = [Fix(at=END + timedelta(seconds=10 * n), lon=LON + 1.5e-4 * east[n], lat=LAT, accuracy=5.0) for n in range(300)]
    fixes += [Fix(at=END + timedelta(minutes=100, seconds=10 * n), lon=LON + 0.02 + 1.5e-4 * n, lat=LAT, accuracy=5.0) for n in range(60)]
    with database.write(SYSTEM) as work:
        positions.store(work, "u1", fixes)
    return centre


def spans(city: Centre) -> list[TrackSpan]:
    with city.database.read() as work:
        found = track_analysis.analysis(work, SPAN["unit_id"], SPAN["start"], SPAN["end"]).spans
    assert {span.kind for span in found} == set(TrackSpanKind)
    return found


def made(city: Centre, store: PhotoStore, form: str, **more: Any) -> bytes:
    order = ExportOrder(layers=[ExportLayer.TRACK], format=ExportFormat(form), language="en", **SPAN | more)
    return export(city.database, store, CHIEF, order).body


def test_that_a_workbook_has_a_sheet_with_a_row_for_each(city: Centre, store: PhotoStore) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(made(city, store, "xlsx")))["Trips, stops and gaps"]
    head, *rows = sheet.iter_rows(values_only=True)
    assert head == (
        *("Kind", "Start", "End", "Lasted (s)", "Distance (m)", "Give or take (m)", "Longitude", "Latitude"),
        *("Spread (m)", "Teleport", "Unit id"),
    )
    told = spans(city)
    assert [row[0] for row in rows] == [words.of("track_span", span.kind, "en") for span in told]
    for row, span in zip(rows, told, strict=True):
        assert abs(row[1] - span.start.astimezone(CITY_ZONE).replace(tzinfo=None)) < timedelta(milliseconds=2)
        assert row[3:9] == pytest.approx(
            ((span.end - span.start).total_seconds(), span.metres, span.error_m, span.lon, span.lat, span.spread_m), abs=1e-6
        )
        assert row[9:] == ("Yes" if span.teleport else "No", "u1")


@pytest.mark.parametrize("box", [None, (LON - 0.01, LAT - 0.01, LON + 0.05, LAT + 0.01)])
def test_that_a_geopackage_has_them_with_stops_at_their_places(
    city: Centre, store: PhotoStore, tmp_path: Path, box: tuple[float, float, float, float] | None
) -> None:
    file = tmp_path / "track.gpkg"
    file.write_bytes(made(city, store, "gpkg", track="cleaned", box=box))
    meta, _, places, columns = pyogrio.raw.read(file, layer="track_spans")
    found = dict(zip(meta["fields"], columns, strict=True))
    told = spans(city)
    assert found["kind"].tolist() == [span.kind.value for span in told]
    assert found["metres"].tolist() == pytest.approx([span.metres for span in told])
    placed = [(place.x, place.y) if place is not None else (None, None) for place in shapely.from_wkb(places)]
    assert placed == [(span.lon, span.lat) for span in told]


def test_that_a_stop_is_a_place_of_a_kml_and_lines_are_first_there(city: Centre, store: PhotoStore, tmp_path: Path) -> None:
    file = tmp_path / "track.kml"
    file.write_bytes(made(city, store, "kml"))
    names = [str(name) for name, _ in pyogrio.list_layers(file)]
    assert (names[0], "track_spans" in names) == ("track_ways", True)
    stops = [span for span in spans(city) if span.kind is TrackSpanKind.STOP]
    assert pyogrio.read_info(file, layer="track_spans")["features"] == len(stops)


def test_that_each_fix_of_a_csv_says_what_it_is_in(city: Centre, store: PhotoStore) -> None:
    rows = list(csv.DictReader(io.StringIO(made(city, store, "csv").decode("utf-8-sig"))))
    told = spans(city)
    expected = []
    for n in [*range(300), *range(600, 660)]:
        at = END + timedelta(seconds=10 * n)
        (within,) = [span for span in told if span.start <= at < span.end]
        expected.append(words.of("track_span", within.kind, "en"))
    assert [row["Trip, stop or gap"] for row in rows] == expected
