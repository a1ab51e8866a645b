"""By which rules a track was cleaned stands in every file of it, where a reader of such a file finds it, and no reader stumbles over it."""

import csv
import io
import json
import sqlite3
import zipfile
from collections import Counter
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import msgspec
import pyogrio
import pytest

from backend.exporters import words
from backend.exporters.export import export
from backend.photos import PhotoStore
from backend.rules import positions, units
from backend.session import SYSTEM, Database
from tests.backend.centre import CHIEF, Centre
from tests.backend.commanded import called
from tests.backend.exported import END, LAT, LON, build
from tests.backend.test_exports import PNG
from wire.codes import TrackFault, UnitKind
from wire.exports import MEDIA_TYPES, ExportFormat, ExportLayer, ExportOrder, companion, companion_of
from wire.units import Fix, UnitOrder

UNTIL = END + timedelta(hours=1)
PUT_ASIDE = {"ZERO": 1, "MOCK": 0, "DUPLICATE": 0, "ACCURACY": 2, "TUNNEL": 0, "JUMP": 1}  # of u1; of u2 none


@pytest.fixture
def store(tmp_path: Path) -> PhotoStore:
    return PhotoStore(tmp_path / "data" / "photos")


@pytest.fixture
def city(database: Database, store: PhotoStore) -> Centre:
    """Of five minutes of u1 one fix is at 0/0, one eight hundred kilometres away, two are inexact; u2 is beyond reproach."""
    centre = build(database, store, PNG)
    fixes = [Fix(at=END + timedelta(seconds=5 * n), lon=LON + n * 1e-4, lat=LAT, accuracy=5.0) for n in range(60)]
    good = list(fixes)
    fixes[20], fixes[40] = (msgspec.structs.replace(fixes[at], lon=lon, lat=lat) for at, lon, lat in ((20, 0.0, 0.0), (40, LON + 9, LAT)))
    fixes[50:52] = [msgspec.structs.replace(fix, accuracy=90.0) for fix in fixes[50:52]]
    with database.write(SYSTEM) as work:
        units.put(work, UnitOrder(id="u2", code="u2", kind=UnitKind.INSPECTOR, name="u2"))
        positions.store(work, "u1", fixes)
        positions.store(work, "u2", good)
    return centre


def ordered(form: str, **more: Any) -> ExportOrder:
    span: dict[str, Any] = {"layers": [ExportLayer.TRACK], "unit_kind": UnitKind.INSPECTOR, "start": END, "end": UNTIL, "language": "en"}
    return ExportOrder(format=ExportFormat(form), **span | more)


def made(city: Centre, store: PhotoStore, form: str, **more: Any) -> bytes:
    return export(city.database, store, CHIEF, ordered(form, **more)).body


def must_be(rows: list[dict[str, Any]]) -> None:
    """Each rule of both units, with its thresholds and how many fixes it put aside."""
    assert {row["fault"]: row["dropped"] for row in rows if row["unit_id"] == "u1"} == PUT_ASIDE
    assert {row["fault"]: row["dropped"] for row in rows if row["unit_id"] == "u2"} == dict.fromkeys(PUT_ASIDE, 0)
    (exact,) = [row for row in rows if (row["unit_id"], row["fault"]) == ("u1", "ACCURACY")]
    assert (exact["thresholds"], exact["rule"]) == ({"accuracy_m": 50.0}, "less exact than 50 m by the device itself")
    (jump,) = [row for row in rows if (row["unit_id"], row["fault"]) == ("u1", "JUMP")]
    assert jump["thresholds"] == {"fastest_mps": 30.0, "slack_m": 30.0, "teleport_fixes": 10.0}


def package(body: bytes, file: Path) -> list[dict[str, Any]]:
    """The rules that a GeoPackage holds as a table, by SQL and by GDAL alike."""
    file.write_bytes(body)
    with closing(sqlite3.connect(file)) as database:
        (kind,) = database.execute("SELECT data_type FROM gpkg_contents WHERE table_name = 'track_cleaning'").fetchone()
        found = database.execute("SELECT rule, dropped, unit_id, fault, thresholds FROM track_cleaning").fetchall()
    assert kind == "attributes"
    meta, _, geometry, columns = pyogrio.raw.read(file, layer="track_cleaning")
    assert geometry is None
    assert list(zip(*(column.tolist() for column in columns), strict=True)) == found
    rows = [dict(zip(meta["fields"], row, strict=True)) for row in found]
    return [row | {"thresholds": json.loads(row["thresholds"])} for row in rows]


@pytest.mark.parametrize("track", ["raw", "cleaned"])
def test_that_a_geopackage_has_the_rules_as_a_table_and_as_description(city: Centre, store: PhotoStore, tmp_path: Path, track: str) -> None:
    file = tmp_path / "track.gpkg"
    must_be(package(made(city, store, "gpkg", track=track), file))
    for layer in ("track", "track_ways"):
        info = pyogrio.read_info(file, layer=layer)
        assert info["geometry_type"] in ("Point", "LineString")
        assert "u1: at 0/0: 1; " in info["layer_metadata"]["DESCRIPTION"]
        assert "u2: at 0/0: 0; " in info["layer_metadata"]["DESCRIPTION"]


def test_that_a_project_lists_the_rules_as_a_table_without_places(city: Centre, store: PhotoStore, tmp_path: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(made(city, store, "qgz"))) as archive:
        must_be(package(archive.read("city.gpkg"), tmp_path / "city.gpkg"))
        project = ElementTree.fromstring(archive.read("yiping.qgs").decode().split("\n", 1)[1])
    (layer,) = [each for each in project.iterfind("projectlayers/maplayer") if each.findtext("datasource", "").endswith("layername=track_cleaning")]
    assert (layer.get("geometry"), layer.get("wkbType"), layer.findtext("layername")) == ("No geometry", "NoGeometry", "Rules of cleaning")
    assert layer.find("renderer-v2") is None
    listed = [each.get("id") for each in project.iterfind("layer-tree-group/layer-tree-layer")]
    assert listed[-1] == layer.findtext("id")


def test_that_geojson_has_the_rules_as_a_member_that_gdal_reads_over(city: Centre, store: PhotoStore, tmp_path: Path) -> None:
    file = tmp_path / "track.geojson"
    file.write_bytes(made(city, store, "geojson"))
    found = json.loads(file.read_bytes())
    must_be(found["track_cleaning"])
    assert (found["type"], found["name"]) == ("FeatureCollection", "track_ways")
    info = pyogrio.read_info(file)
    assert info["features"] == len(found["features"]) > 0
    assert "u1: at 0/0: 1; " in info["layer_metadata"]["DESCRIPTION"]
    assert not set(json.loads(made(city, store, "geojson", layers=[ExportLayer.UNITS]))) & {"track_cleaning", "description"}


def test_that_a_csv_says_of_each_fix_by_which_rule_it_is_not_believed(city: Centre, store: PhotoStore) -> None:
    rows = list(csv.DictReader(io.StringIO(made(city, store, "csv").decode("utf-8-sig"))))
    said = Counter(row["Put aside as"] for row in rows if row["Unit id"] == "u1")
    named = {fault: words.of("track_fault", fault, "en") for fault in PUT_ASIDE}
    assert said == {"": 56} | {named[fault]: count for fault, count in PUT_ASIDE.items() if count}
    assert {row["Put aside as"] for row in rows if row["Unit id"] == "u2"} == {""}
    cleaned = next(csv.reader(io.StringIO(made(city, store, "csv", track="cleaned").decode("utf-8-sig"))))
    assert "Put aside as" not in cleaned


@pytest.mark.parametrize("track", ["raw", "cleaned"])
def test_that_beside_a_csv_stands_what_its_columns_and_its_rules_are(city: Centre, store: PhotoStore, track: str) -> None:
    order = ordered("csv", track=track)
    beside = companion(order)
    assert beside is not None
    head = next(csv.reader(io.StringIO(export(city.database, store, CHIEF, order).body.decode("utf-8-sig"))))
    found = json.loads(companion_of(export(city.database, store, CHIEF, beside).body, "day.csv"))
    must_be(found["notes"])
    assert found["@context"] == ["http://www.w3.org/ns/csvw", {"language": "en"}]
    assert found["url"] == "day.csv"
    columns = found["tableSchema"]["columns"]
    assert [column["titles"] for column in columns] == head
    kinds = {column["name"]: column["datatype"] for column in columns}
    assert (kinds["at"], kinds["lon"], kinds["segment"], kinds["unit_id"]) == ("dateTimeStamp", "number", "integer", "string")
    assert companion(ordered("gpkg")) is None
    assert companion(ordered("csv", layers=[ExportLayer.CASES])) is None
    assert MEDIA_TYPES[beside.format] == "application/csvm+json"


def test_that_the_command_writes_both(city: Centre, url: str, tmp_path: Path) -> None:
    own = ("--database", url, "--data", str(tmp_path / "data"))
    asked = ("--kind", "INSPECTOR", "--from", END.isoformat(), "--to", UNTIL.isoformat(), "--language", "en")
    done = called("export", "track", "day.csv", *asked, *own, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    found = json.loads((tmp_path / "day.csv-metadata.json").read_bytes())
    must_be(found["notes"])
    assert found["url"] == "day.csv"
    assert called("export", "cases", "cases.csv", *own, cwd=tmp_path).returncode == 0
    assert not (tmp_path / "cases.csv-metadata.json").exists()


def test_that_every_rule_has_words_in_both_languages_with_its_thresholds() -> None:
    for fault in TrackFault:
        if fault is not TrackFault.OUTSIDE:  # of a box, which no export gives
            assert all(words.of("cleaning", fault, language) != fault for language in words.LANGUAGES)
