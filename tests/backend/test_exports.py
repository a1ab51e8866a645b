"""Exports over HTTP and by rule: everything is there once, masked, in every format, and a cell is never a formula."""

import csv
import io
import sqlite3
import zipfile
from collections import Counter
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import msgspec
import openpyxl
import pyogrio
import pytest
import requests
import shapely
import sqlalchemy as sa

from backend.exporters import words
from backend.exporters.export import export
from backend.exporters.looks import LOOKS, OUTLINES, colours
from backend.photos import PhotoStore
from backend.refusals import Malformed, RuleSaysNo, Unknown
from backend.rules import positions, track_analysis, units
from backend.session import SYSTEM, Database
from backend.settings import CITY_ZONE
from backend.tables.audit import AuditRow
from console import words as console_words
from tests.backend.centre import CHIEF, Centre
from tests.backend.exported import ASKED, BEGIN, COUNTS, END, EVERYTHING, LAT, LON, NEAR, SPEEDS, build, urgent
from tests.backends import Backend
from wire import codes
from wire.codes import Role, Status, UnitKind
from wire.exports import ExportFormat, ExportLayer, ExportOrder
from wire.hauls import FAULTS
from wire.units import Fix, UnitOrder

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8cfc000000301010018dd8db00000000049454e44ae426082"
)
TRACK: dict[str, Any] = {"unit_id": "u1", "start": BEGIN, "end": END}
FORMULA = '=HYPERLINK("http://evil","click")'


@pytest.fixture
def store(tmp_path: Path) -> PhotoStore:
    return PhotoStore(tmp_path / "data" / "photos")


@pytest.fixture
def city(database: Database, store: PhotoStore) -> Centre:
    return build(database, store, PNG)


def made(city: Centre, store: PhotoStore, format: str, *layers: ExportLayer, **more: Any) -> bytes:
    order = ExportOrder(layers=list(layers), format=ExportFormat(format), **more)
    return export(city.database, store, CHIEF, order).body


def table(body: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"))))


def features(body: bytes, tmp_path: Path, name: str) -> tuple[dict[str, Any], Any, dict[str, list[Any]]]:
    (tmp_path / name).write_bytes(body)
    layer = "waypoints" if name.endswith(".gpx") else str(pyogrio.list_layers(tmp_path / name)[0][0])
    meta, _, geometry, columns = pyogrio.raw.read(tmp_path / name, layer=layer)
    return meta, shapely.from_wkb(geometry), {field: column.tolist() for field, column in zip(meta["fields"], columns, strict=True)}


def test_that_every_layer_is_in_a_geopackage_with_its_style(city: Centre, store: PhotoStore, tmp_path: Path) -> None:
    file = tmp_path / "city.gpkg"
    file.write_bytes(made(city, store, "gpkg", *EVERYTHING, **ASKED))
    layers = {str(name): str(kind) for name, kind in pyogrio.list_layers(file) if kind is not None}
    counts = {name: int(pyogrio.read_info(file, layer=name)["features"]) for name in layers}
    assert counts == COUNTS
    assert {name: pyogrio.read_info(file, layer=name)["crs"] for name in layers} == dict.fromkeys(COUNTS, "EPSG:4326")
    with closing(sqlite3.connect(file)) as database:
        styles = dict(database.execute("SELECT f_table_name, styleQML FROM layer_styles WHERE useAsDefault").fetchall())
    assert set(styles) == set(COUNTS)
    red = ElementTree.fromstring(styles["cases"].split("\n", 1)[1])
    categories = [each.get("value") for each in red.iter("category")]
    assert categories == [lamp.value for lamp in codes.Lamp]


def test_that_damaged_components_are_hollow_and_cameras_have_cones_as_on_the_map(city: Centre, store: PhotoStore, tmp_path: Path) -> None:
    file = tmp_path / "city.gpkg"
    file.write_bytes(made(city, store, "gpkg", *EVERYTHING, **ASKED))
    with closing(sqlite3.connect(file)) as database:
        styles = dict(database.execute("SELECT f_table_name, styleQML FROM layer_styles WHERE useAsDefault").fetchall())
        damaged = dict(database.execute("SELECT id, damaged FROM components").fetchall())
    assert [bool(damaged[id]) for id in sorted(damaged)] == [False, True, False, False, False]
    roots = {name: ElementTree.fromstring(text.split("\n", 1)[1]) for name, text in styles.items()}
    palette = colours("light")
    for symbol in roots["components"].findall(".//symbols/symbol"):
        whole, hollow = symbol.findall("layer")
        assert option(whole, "size") == option(hollow, "size")
        assert [rgb(option(part, "color")) for part in (whole, hollow)] == [palette["text_3"].lower(), palette["window"].lower()]
        assert field_of(hollow, "enabled") == "damaged"
    for symbol in roots["units"].findall(".//symbols/symbol"):  # who makes up where it is: likewise, and turned as it was
        whole, hollow = symbol.findall("layer")
        assert field_of(hollow, "enabled") == "mock"
        assert (hollow.find(".//Option[@name='angle']/Option") is None) == (whole.find(".//Option[@name='angle']/Option") is None)
    filled = {}
    for value, symbol in zip(("ONLINE", "OFFLINE", "UNKNOWN"), roots["cameras"].findall(".//symbols/symbol"), strict=True):
        (cone,) = symbol.findall("layer[@class='GeometryGenerator']")
        assert option(cone, "SymbolType") == "Fill"
        (area,) = cone.findall("symbol/layer")
        filled[value] = option(area, "style")
        assert rgb(option(area, "outline_color")) == palette["text_3"].lower()
    assert filled == {"ONLINE": "solid", "OFFLINE": "no", "UNKNOWN": "no"}
    # Whatever a style asks of a column is there.
    for name, root in roots.items():
        known = set(pyogrio.read_info(file, layer=name)["fields"])
        asked = {each.get("value") for each in root.iterfind(".//Option[@name='field']")}
        asked |= {
            word
            for each in root.iterfind(".//Option[@name='geometryModifier']")
            for word in ("azimuth", "view_angle", "reach", "axis")
            if word in str(each.get("value"))
        }
        assert asked <= known, name


def option(part: ElementTree.Element, name: str) -> str:
    found = part.find(f"Option/Option[@name='{name}']")
    assert found is not None
    return str(found.get("value"))


def field_of(part: ElementTree.Element, name: str) -> str:
    found = part.find(f"data_defined_properties//Option[@name='{name}']/Option[@name='field']")
    assert found is not None
    return str(found.get("value"))


def rgb(said: str) -> str:
    red, green, blue, _ = (int(each) for each in said.split(","))
    return f"#{red:02x}{green:02x}{blue:02x}"


def test_that_a_project_holds_its_own_data(city: Centre, store: PhotoStore) -> None:
    with zipfile.ZipFile(io.BytesIO(made(city, store, "qgz", *EVERYTHING, title='<b>"城市"</b>', **ASKED))) as archive:
        assert sorted(archive.namelist()) == ["city.gpkg", "yiping.qgs"]
        project = ElementTree.fromstring(archive.read("yiping.qgs").split(b"\n", 1)[1])
    assert project.findtext("title") == '<b>"城市"</b>'
    sources = [each.findtext("datasource") for each in project.iter("maplayer")]
    assert sorted(sources) == sorted(f"attachment:city.gpkg|layername={name}" for name in (*COUNTS, "track_cleaning"))


def test_that_a_sheet_holds_words_and_no_formula(city: Centre, store: PhotoStore) -> None:
    urgent(city, "formula", FORMULA + "\x0b")
    book = openpyxl.load_workbook(io.BytesIO(made(city, store, "xlsx", ExportLayer.CASES, ExportLayer.TRACK, **TRACK)))
    assert book.sheetnames == ["案件", "轨迹点", "围栏进出", "行程、停留与缺失", "清洗规则"]
    heads, *rows = book["案件"].iter_rows()
    at = {cell.value: number for number, cell in enumerate(heads)}
    cells = {row[at["编号"]].value: row for row in rows}
    assert len(cells) == COUNTS["cases"] + 1
    told = cells["formula"][at["问题描述"]]
    assert (told.value, told.data_type) == (FORMULA, "s")
    assert cells["case-closed"][at["案件状态"]].value == "已结案"
    assert cells["case-closed"][at["电话"]].value == "138****5678"
    assert next(row[0].value for row in book["轨迹点"].iter_rows(min_row=2)).isoformat() == "2026-11-20T09:00:00"


def test_that_a_csv_table_holds_no_formula_either(city: Centre, store: PhotoStore) -> None:
    urgent(city, "formula", FORMULA)
    found = {row["Id"]: row for row in table(made(city, store, "csv", ExportLayer.CASES, language="en"))}
    assert found["formula"]["Description"] == "'" + FORMULA
    assert (found["formula"]["Urgent"], found["case-voided"]["Urgent"]) == ("Yes", "No")
    assert (found["case-closed"]["Reporter"], found["case-closed"]["Lamp"]) == ("张**", "Closed")


def test_that_personal_data_is_masked_and_streams_stay_here(city: Centre, store: PhotoStore, tmp_path: Path) -> None:
    file = tmp_path / "city.gpkg"
    file.write_bytes(made(city, store, "gpkg", *EVERYTHING, **ASKED))
    body = file.read_bytes()
    for secret in ("13812345678", "张三丰", "rtsp://"):
        assert secret.encode() not in body


def test_that_filters_narrow(city: Centre, store: PhotoStore) -> None:
    def ids(**more: Any) -> list[str]:
        return [row["Id"] for row in table(made(city, store, "csv", ExportLayer.CASES, language="en", **more))]

    assert ids(statuses=[Status.CLOSED, Status.VOIDED]) == ["case-closed", "case-voided"]
    assert ids(ids={ExportLayer.CASES: ["pictured", "nobody"]}) == ["pictured"]
    assert ids(since=END.replace(year=2200)) == []
    assert len(ids(box=(LON - 0.01, LAT - 0.01, LON + 0.01, LAT + 0.01))) == COUNTS["cases"]
    assert ids(box=(0, 0, 1, 1)) == []


def test_that_a_box_takes_what_touches_it(city: Centre, store: PhotoStore, tmp_path: Path) -> None:
    beside = (LON + 0.0011, LAT - 0.01, LON + 0.01, LAT + 0.01)
    for layer, count in ((ExportLayer.STREETS, 3), (ExportLayer.COMPONENTS, 0), (ExportLayer.BUILDING, 0), (ExportLayer.GRIDS, 2)):
        _meta, shapes, _ = features(made(city, store, "geojson", layer, box=beside), tmp_path, f"{layer}.geojson")
        assert len(shapes) == count, layer


def test_that_a_track_is_lines_by_speed_and_gpx_is_a_track(city: Centre, store: PhotoStore, tmp_path: Path) -> None:
    _, lines, columns = features(made(city, store, "geojson", ExportLayer.TRACK, **TRACK), tmp_path, "track.geojson")
    assert columns["band"] == ["STANDING", "WALKING", "RIDING", "DRIVING", "FAST", "GAP"]
    assert [len(line.coords) for line in lines] == [2, 3, 3, 3, 3, 2]
    assert lines[0].coords[-1] == lines[1].coords[0]
    assert [round(speed) for speed in columns["speed"]] == [*map(round, SPEEDS), 1]
    body = made(city, store, "gpx", ExportLayer.TRACK, **TRACK)
    name = "{http://www.topografix.com/GPX/1/1}"
    root = ElementTree.fromstring(body)
    assert [len(each) for each in root.iter(f"{name}trkseg")] == [10, 1]
    assert next(root.iter(f"{name}time")).text == "2026-11-20T01:00:00Z"


def stray(city: Centre) -> tuple[datetime, datetime]:
    """Of five minutes one fix is at 0/0, and one eight hundred kilometres away."""
    start, end = TRACK["end"], TRACK["end"] + timedelta(hours=1)
    fixes = [Fix(at=start + timedelta(seconds=5 * n), lon=LON + n * 1e-4, lat=LAT) for n in range(60)]
    fixes[20], fixes[40] = (msgspec.structs.replace(fixes[at], lon=lon, lat=lat) for at, lon, lat in ((20, 0.0, 0.0), (40, LON + 9, LAT)))
    with city.database.write(SYSTEM) as work:
        positions.store(work, TRACK["unit_id"], fixes)
    return start, end


def test_that_a_track_is_exported_with_the_rules_it_was_cleaned_by_and_what_each_put_aside(city: Centre, store: PhotoStore) -> None:
    start, end = stray(city)
    span: dict[str, Any] = {"unit_id": TRACK["unit_id"], "start": start, "end": end}
    book = openpyxl.load_workbook(io.BytesIO(made(city, store, "xlsx", ExportLayer.TRACK, **span)))
    head, *rows = book["清洗规则"].iter_rows(values_only=True)
    assert head == ("规则", "剔除定位数", "人员车辆编号")
    counts = {rule: count for rule, count, _ in rows}
    assert (counts["零坐标"], counts["终端自报精度差于 50 米"], counts["同一时刻的重复定位"]) == (1, 0, 0)
    assert next(count for rule, count in counts.items() if rule.startswith("跳变：快于 30 米/秒")) == 1
    gpx, kml, page = (made(city, store, form, ExportLayer.TRACK, language="en", **span).decode() for form in ("gpx", "kml", "html"))
    for said in (ElementTree.fromstring(gpx).findtext("*/{http://www.topografix.com/GPX/1/1}desc"), kml, page):
        assert "at 0/0: 1; " in str(said)
        assert "less exact than 50 m by the device itself: 0; " in str(said)
        assert "for fewer than 10 fixes: 1" in str(said)
    assert "Rules of cleaning" not in made(city, store, "gpx", ExportLayer.UNITS).decode()


@pytest.mark.parametrize("form", ["gpx", "kml", "csv", "xlsx", "gpkg", "geojson"])
def test_that_a_cleaned_track_has_what_is_believed_and_no_more(city: Centre, store: PhotoStore, tmp_path: Path, form: str) -> None:
    start, end = stray(city)

    def count(**more: Any) -> int:
        body = made(city, store, form, ExportLayer.TRACK, unit_id=TRACK["unit_id"], start=start, end=end, **more)
        if form == "gpx":
            return len(list(ElementTree.fromstring(body).iter("{http://www.topografix.com/GPX/1/1}trkpt")))
        if form == "csv":
            return len(table(body))
        if form == "xlsx":
            return openpyxl.load_workbook(io.BytesIO(body)).worksheets[0].max_row - 1
        file = tmp_path / f"track.{form}"
        file.write_bytes(body)
        if form == "gpkg":
            return pyogrio.read_info(file, layer="track")["features"]
        _, lines, _ = features(body, tmp_path, f"lines.{form}")
        return max(abs(x - LON) for line in lines for x, *_ in line.coords) < 1  # whether nothing leads away

    expected = (60, 58) if form in ("gpx", "csv", "xlsx", "gpkg") else (False, True)
    assert (count(), count(track="cleaned")) == expected


def test_that_all_tracks_of_a_kind_go_into_one_file_by_unit(city: Centre, store: PhotoStore, tmp_path: Path) -> None:
    with city.database.write(SYSTEM) as work:
        for number in (2, 3):
            units.put(work, UnitOrder(id=f"u{number}", code=f"u{number}", kind=UnitKind.INSPECTOR, name=f"u{number}"))
        positions.store(work, "u2", [Fix(at=BEGIN + timedelta(seconds=5 * n), lon=LON + n * 1e-4, lat=LAT + 0.01) for n in range(7)])
    span: dict[str, Any] = {"unit_kind": UnitKind.INSPECTOR, "start": BEGIN, "end": END}
    rows = table(made(city, store, "csv", ExportLayer.TRACK, language="en", **span))
    assert Counter(row["Unit id"] for row in rows) == {"u1": 11, "u2": 7}
    root = ElementTree.fromstring(made(city, store, "gpx", ExportLayer.TRACK, **span))
    name = "{http://www.topografix.com/GPX/1/1}"
    assert [(each.findtext(f"{name}name"), len(list(each.iter(f"{name}trkpt")))) for each in root.iter(f"{name}trk")] == [("u1", 11), ("u2", 7)]
    file = tmp_path / "all.gpkg"
    file.write_bytes(made(city, store, "gpkg", ExportLayer.TRACK, track="cleaned", **span))
    assert (pyogrio.read_info(file, layer="track")["features"], pyogrio.read_info(file, layer="track_ways")["features"]) == (18, 7)
    chosen = {"unit_id": "u2", "beside": ["u1", "u2"], "start": BEGIN, "end": END}  # who is named twice is in it once
    assert Counter(row["Unit id"] for row in table(made(city, store, "csv", ExportLayer.TRACK, language="en", **chosen))) == {"u1": 11, "u2": 7}
    with pytest.raises(Unknown, match="nobody"):
        made(city, store, "csv", ExportLayer.TRACK, **chosen | {"beside": ["nobody"]})
    for several in (span, chosen):
        with pytest.raises(RuleSaysNo, match="one track"):
            made(city, store, "html", ExportLayer.TRACK, **several)
    with pytest.raises(Malformed, match="1 days at most"):
        made(city, store, "csv", ExportLayer.TRACK, **span | {"end": END + timedelta(days=2)})


def test_that_visits_of_geofences_go_into_every_file_of_a_track(city: Centre, store: PhotoStore, tmp_path: Path) -> None:
    with city.database.read() as work:
        told = track_analysis.analysis(work, TRACK["unit_id"], TRACK["start"], TRACK["end"]).visits
    assert told
    book = openpyxl.load_workbook(io.BytesIO(made(city, store, "xlsx", ExportLayer.TRACK, language="en", **TRACK)))
    head, *rows = book["Visits of geofences"].iter_rows(values_only=True)
    assert [(row[head.index("Name")], row[head.index("Inside (s)")]) for row in rows] == [
        (visit.name, pytest.approx((visit.end - visit.start).total_seconds())) for visit in told
    ]
    assert any(row["Within geofences"] for row in table(made(city, store, "csv", ExportLayer.TRACK, language="en", **TRACK)))
    root = ElementTree.fromstring(made(city, store, "gpx", ExportLayer.TRACK, **TRACK))
    name = "{http://www.topografix.com/GPX/1/1}"
    assert [each.findtext(f"{name}name") for each in root.iter(f"{name}wpt")] == [visit.name for visit in told for _ in range(2)]
    assert {each.findtext(f"{name}desc", "").partition(": ")[0] for each in root.iter(f"{name}wpt")} == {TRACK["unit_id"]}
    kml, gpkg = tmp_path / "track.kml", tmp_path / "track.gpkg"
    kml.write_bytes(made(city, store, "kml", ExportLayer.TRACK, **TRACK))
    gpkg.write_bytes(made(city, store, "gpkg", ExportLayer.TRACK, **TRACK))
    for file in (kml, gpkg):
        info, _, _, columns = pyogrio.raw.read(file, layer="track_visits", columns=["unit_id"])
        assert (list(info["fields"]), columns[0].tolist()) == (["unit_id"], [TRACK["unit_id"]] * len(told))
    page = made(city, store, "html", ExportLayer.TRACK, **TRACK | {"language": "en"}).decode()
    assert f"Geofence {told[0].name}" in page
    assert f"{told[0].start.astimezone(CITY_ZONE):%m-%d %H:%M:%S}" in page


def test_that_who_was_there_is_a_table_without_a_map_and_leaves_its_trace(city: Centre, store: PhotoStore) -> None:
    (row,) = table(made(city, store, "csv", ExportLayer.WHEREABOUTS, language="en", near=NEAR))
    assert (row["Unit id"], row["Name"], row["Fixes"]) == ("u1", "Inspector one", str(COUNTS["whereabouts_fixes"]))
    with city.database.read(CHIEF) as work:
        acts = work.session.execute(sa.select(AuditRow.act, AuditRow.detail).order_by(AuditRow.seq)).all()
    assert [act for act, _ in acts[-2:]] == ["EXPORT.CSV", "WHEREABOUTS.EXPORT"]
    assert acts[-1].detail.startswith(f"{LAT:.6f},{LON:.6f} 50 m ")


def test_that_kml_and_gpx_are_read_back(city: Centre, store: PhotoStore, tmp_path: Path) -> None:
    _, shapes, columns = features(made(city, store, "kml", ExportLayer.CASES), tmp_path, "cases.kml")
    assert (len(shapes), set(columns["lamp"])) == (COUNTS["cases"], {"NONE", "GREEN", "BLUE"})
    _, shapes, columns = features(made(city, store, "gpx", ExportLayer.UNITS), tmp_path, "units.gpx")
    assert (len(shapes), columns["ogr_id"]) == (1, ["u1"])  # the others were never seen


def test_that_what_cannot_be_is_refused(city: Centre, store: PhotoStore) -> None:
    with pytest.raises(RuleSaysNo, match="holds one layer"):
        made(city, store, "csv", ExportLayer.CASES, ExportLayer.UNITS)
    with pytest.raises(RuleSaysNo, match="GPX holds points and tracks"):
        made(city, store, "gpx", ExportLayer.GRIDS)
    with pytest.raises(Malformed, match="name all three"):
        made(city, store, "gpkg", ExportLayer.TRACK)
    with pytest.raises(Malformed, match="asked of a place"):
        made(city, store, "gpkg", ExportLayer.WHEREABOUTS)
    with pytest.raises(Malformed, match="7 days at most"):
        made(city, store, "csv", ExportLayer.WHEREABOUTS, near=msgspec.structs.replace(NEAR, end=END + timedelta(days=9)))
    with pytest.raises(RuleSaysNo, match="GPX holds points and tracks"):
        made(city, store, "gpx", ExportLayer.WHEREABOUTS, near=NEAR)
    with pytest.raises(Malformed, match="a time with a zone"):
        made(city, store, "csv", ExportLayer.CASES, since=BEGIN.replace(tzinfo=None))
    with pytest.raises(Malformed, match="west, south, east, north"):
        made(city, store, "csv", ExportLayer.CASES, box=(1, 1, 0, 2))


def test_that_the_route_answers_the_file_and_audits_it(backend: Backend) -> None:
    build(backend.database, PhotoStore(backend.data / "photos"), PNG)
    order = {"layers": ["cases", "grids"], "format": "xlsx"}
    answer = backend.client(Role.DISPATCHER, name="li").post("/v1/exports", json=order)
    assert (answer.status_code, answer.headers["Content-Disposition"]) == (200, 'attachment; filename="yiping.xlsx"')
    assert openpyxl.load_workbook(io.BytesIO(answer.content)).sheetnames == ["案件", "网格"]
    trail = backend.client(Role.ADMIN).get("/v1/audit").json()["entries"]
    assert [(each["user"], each["detail"]) for each in trail if each["act"] == "EXPORT.XLSX"] == [("li", "cases 6, grids 2")]


@pytest.mark.parametrize("role", [Role.DEPARTMENT, Role.INSPECTOR, Role.GATEWAY, Role.DEVICE])
def test_that_only_the_hall_exports(backend: Backend, role: Role) -> None:
    client = backend.client(role)
    for layer in ("cases", "whereabouts", "coverage", "scores"):
        answer: requests.Response = client.post("/v1/exports", json={"layers": [layer], "format": "csv"})
        assert (answer.status_code, answer.json()["code"]) == (403, "not_your_role")


def test_that_codes_are_said_as_the_console_says_them() -> None:
    kinds = {
        "status": codes.Status,
        "source": codes.Source,
        "verb": codes.Verb,
        "role": codes.Role,
        "phase": codes.PhotoPhase,
        "case_kind": codes.Kind,
    }
    kinds |= {"unit_kind": codes.UnitKind, "duty": codes.DutyState, "grid_kind": codes.GridKind, "component_state": codes.ComponentState}
    kinds |= {"sensor_kind": codes.SensorKind, "fence_kind": codes.FenceKind, "limit_type": codes.LimitType, "lamp": codes.Lamp}
    kinds |= {"track_fault": codes.TrackFault, "close_kind": codes.CloseKind, "void_kind": codes.VoidKind}
    kinds |= {"adjustment": codes.AdjustmentKind, "suspend_kind": codes.SuspendKind}
    kinds |= {"haul_place_kind": codes.HaulPlaceKind, "haul_state": codes.HaulState}
    kinds |= {"haul_fault": FAULTS}  # type: ignore[dict-item]
    kinds |= {"callback": codes.CallbackState, "satisfaction": codes.Satisfaction, "publicity": codes.Publicity}
    for language in words.LANGUAGES:
        console_words.speak(language)
        said = {kind: [words.of(kind, code, language) for code in members] for kind, members in kinds.items()}
        assert said == {kind: [console_words.of(code) for code in members] for kind, members in kinds.items()}
    console_words.speak("zh_CN")


def test_that_every_look_has_words_colours_and_a_shape() -> None:
    for name, look in LOOKS.items():
        assert words.layer(name, "en")
        for value, mark in look.marks.items():
            assert not look.column or words.value(name, look.column, value, "en") != value
            assert {mark.fill, mark.line} - {""} <= set(colours("dark")) & set(colours("light"))
            assert mark.shape in {"", *OUTLINES}
