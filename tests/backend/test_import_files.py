"""Imports in general: wrong files, wrong rows, wrong mappings, and what stays in the database after each."""

import random
from pathlib import Path

import pytest
import sqlalchemy as sa

from backend.importers.mapping import Mapping
from backend.importers.reading import read
from backend.importers.report import ImportRefused
from backend.importers.run import run
from backend.session import Database
from backend.tables.audit import AuditRow
from backend.tables.cameras import CameraRow
from backend.tables.feed import ChangeRow, FeedHead
from backend.tables.places import ComponentRow, GridRow, StreetRow
from geo.datum import convert, to_metres
from tests.backend.import_files import components, counts, csv, geojson, point, square
from tests.geo.dbf import shapefile

HEADER = "code,name,lon,lat\n"
CAMERAS = HEADER + "c1,North gate,116.1,40.1\nc2,南门,116.2,40.2\n"

BEIJING = """
kind = "cameras"
title = "Cameras of Beijing"
datum = "gcj02"
extent = [115.0, 39.0, 118.0, 41.5]
[fields]
code = "code"
name = "name"
lon = "lon"
lat = "lat"
"""


def cameras_in(database: Database) -> list[tuple[str, str, float, float, int]]:
    with database.read() as work:
        rows = work.session.execute(sa.select(CameraRow.id, CameraRow.name, CameraRow.lon, CameraRow.lat, CameraRow.version).order_by(CameraRow.id))
        return [tuple(row) for row in rows]


def refused(database: Database, kind: str, file: Path, mapping: Path | str | None = None) -> str:
    """The sentence with which an import was refused; nothing may have been written."""
    with pytest.raises(ImportRefused) as caught:
        run(database, kind, file, str(mapping) if mapping else None)
    with database.read() as work:
        for table in (CameraRow, ComponentRow, GridRow, StreetRow, AuditRow, ChangeRow):
            assert work.session.scalar(sa.select(sa.func.count()).select_from(table)) == 0
    sentence = str(caught.value)
    assert sentence.endswith(".")
    assert "\n" not in sentence
    return sentence


@pytest.fixture
def beijing(tmp_path: Path) -> Path:
    return csv(tmp_path / "beijing.toml", BEIJING)


def test_that_a_table_in_our_own_words_needs_no_mapping(database: Database, tmp_path: Path) -> None:
    assert counts(run(database, "cameras", csv(tmp_path / "cameras.csv", CAMERAS))) == (2, 2, 0, 0)
    assert cameras_in(database) == [("c1", "North gate", 116.1, 40.1, 1), ("c2", "南门", 116.2, 40.2, 1)]


def test_that_a_second_import_changes_nothing(database: Database, tmp_path: Path) -> None:
    file = csv(tmp_path / "cameras.csv", CAMERAS)
    run(database, "cameras", file)
    assert counts(run(database, "cameras", file)) == (2, 0, 2, 0)
    assert [row[-1] for row in cameras_in(database)] == [1, 1]


def test_that_a_changed_row_gets_its_next_version(database: Database, tmp_path: Path) -> None:
    run(database, "cameras", csv(tmp_path / "cameras.csv", CAMERAS))
    changed = csv(tmp_path / "changed.csv", CAMERAS.replace("North", "East"))
    assert counts(run(database, "cameras", changed)) == (2, 1, 1, 0)
    assert cameras_in(database)[0] == ("c1", "East gate", 116.1, 40.1, 2)


def test_that_an_import_is_in_the_feed_and_in_the_trail(database: Database, tmp_path: Path) -> None:
    run(database, "cameras", csv(tmp_path / "cameras.csv", CAMERAS))
    with database.read() as work:
        assert work.session.execute(sa.select(ChangeRow.seq, ChangeRow.id).order_by(ChangeRow.seq)).all() == [(1, "c1"), (2, "c2")]
        entry = work.session.scalars(sa.select(AuditRow)).one()
        assert (entry.act, entry.detail) == ("IMPORT.CAMERAS", "cameras.csv: 2 read, 2 stored, 0 doubled, 0 rejected")


def test_that_many_changes_begin_a_new_epoch_instead(database: Database, tmp_path: Path) -> None:
    with database.read() as work:
        before = work.session.scalar(sa.select(FeedHead.epoch))
    run(database, "components", components(tmp_path / "lamps.geojson", 1500))
    with database.read() as work:
        assert work.session.scalar(sa.select(FeedHead.epoch)) != before
        assert work.session.scalar(sa.select(sa.func.count()).select_from(ChangeRow)) == 0


def test_that_wrong_rows_are_told_and_the_others_stored(database: Database, tmp_path: Path) -> None:
    rows = "c1,ok,116.1,40.1\nc2,no place,,\nc3,words,here,there\n,no code,116,40\nc5,too,many,116,40\nc6,null island,0,0\nc7,far,116,95\n"
    report = run(database, "cameras", csv(tmp_path / "cameras.csv", HEADER + rows + "\nc8,after a blank line,116.2,40.2\n"))
    assert counts(report) == (8, 2, 0, 6)
    reasons = {reject.row: reject.reason for reject in report.rejects}
    assert reasons[3] == "lon is missing"
    assert reasons[4].startswith("lon says 'here'")
    assert reasons[5] == "code is missing"
    assert reasons[6] == "it has 5 cells, the table has 4 columns"
    assert reasons[7] == "its place is 0/0"
    assert reasons[8].startswith("its place 116.00000, 95.00000 lies outside")
    assert [row[0] for row in cameras_in(database)] == ["c1", "c8"]


def test_that_rejects_are_a_table_of_their_own(database: Database, tmp_path: Path) -> None:
    report = run(
        database, "cameras", csv(tmp_path / "cameras.csv", CAMERAS + "".join(f"x{n},far,200,40\n" for n in range(30)) + "y,南,116,40\n" * 40)
    )
    report.write_rejects(tmp_path / "rejects.csv")
    written = (tmp_path / "rejects.csv").read_text("utf-8-sig").splitlines()
    assert written[0] == "layer,row,reason"
    assert len(written) == 31
    assert report.lines()[20] == "… and 10 more"
    assert "72 read, 3 stored, 39 doubled, 30 rejected" in report.lines()[-1]


def test_that_one_id_with_two_meanings_is_rejected(database: Database, tmp_path: Path) -> None:
    report = run(database, "cameras", csv(tmp_path / "cameras.csv", CAMERAS + "c1,Another,116.1,40.1\n"))
    assert [str(reject) for reject in report.rejects] == ["row 4: it has the id of row 2, but says something else"]


def test_that_places_are_converted_from_the_declared_datum(database: Database, tmp_path: Path, beijing: Path) -> None:
    run(database, "cameras", csv(tmp_path / "cameras.csv", CAMERAS), str(beijing))
    lon, lat = convert(116.1, 40.1, "gcj02", "wgs84")
    assert cameras_in(database)[0][2:4] == (float(lon), float(lat))


def test_that_the_command_line_knows_the_datum_better(database: Database, tmp_path: Path, beijing: Path) -> None:
    run(database, "cameras", csv(tmp_path / "cameras.csv", CAMERAS), str(beijing), datum="wgs84")
    assert cameras_in(database)[0][2:4] == (116.1, 40.1)


def test_that_swapped_columns_are_told(database: Database, tmp_path: Path, beijing: Path) -> None:
    file = csv(tmp_path / "cameras.csv", HEADER + "c1,a,40.1,116.1\nc2,b,40.2,116.2\n")
    assert "look swapped" in refused(database, "cameras", file, beijing)
    assert "look swapped" in refused(database, "cameras", file)


def test_that_metres_are_no_degrees(database: Database, tmp_path: Path, beijing: Path) -> None:
    file = csv(tmp_path / "cameras.csv", HEADER + "c1,a,447000,4417000\nc2,b,448000,4418000\n")
    assert "metres of a projection" in refused(database, "cameras", file, beijing)
    assert "metres of a projection" in refused(database, "cameras", file)


def test_that_metres_come_in_when_the_mapping_names_them(database: Database, tmp_path: Path, beijing: Path) -> None:
    mapping = csv(tmp_path / "metres.toml", BEIJING.replace('datum = "gcj02"', 'crs = "EPSG:4548"'))
    east, north = to_metres(116.4, 39.9, "EPSG:4548")
    run(database, "cameras", csv(tmp_path / "cameras.csv", f"{HEADER}c1,a,{east},{north}\n"), str(mapping))
    assert cameras_in(database)[0][2:4] == pytest.approx((116.4, 39.9), abs=1e-9)


def test_that_another_citys_file_is_refused(database: Database, tmp_path: Path, beijing: Path) -> None:
    file = csv(tmp_path / "cameras.csv", HEADER + "c1,a,114.3,22.7\n")
    assert refused(database, "cameras", file, beijing).startswith("Only 0 of 1 places lie in 115.0–118.0°E")


def test_that_unreadable_files_are_refused(database: Database, tmp_path: Path) -> None:
    noise = tmp_path / "noise.csv"
    noise.write_bytes(random.Random(1).randbytes(5000))
    assert "is not utf-8-sig text" in refused(database, "cameras", noise)
    assert "is no geographic file" in refused(database, "components", noise)
    assert "is no workbook" in refused(database, "standards", noise, "yuncheng_standards")
    empty = csv(tmp_path / "empty.csv", "")
    for kind in ("cases", "tracks", "components", "cameras", "grids", "boundaries", "streets", "standards"):
        assert "is empty" in refused(database, kind, empty)
    assert "is empty" in refused(database, "cases", empty, "pingshan_cases")
    assert refused(database, "cameras", tmp_path / "nothing.csv").startswith("There is no file")
    assert "folder without any file" in refused(database, "cameras", tmp_path.parent)


def test_that_no_geographic_file_has_another_one_read(database: Database, tmp_path: Path) -> None:
    other = components(tmp_path / "other.geojson", 3)
    file = tmp_path / "lamps.geojson"
    file.write_text(f'<OGRVRTDataSource><OGRVRTLayer name="other"><SrcDataSource>{other}</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>')
    assert refused(database, "components", file).endswith("its content is not that of a .geojson file.")


@pytest.mark.parametrize("told", ["", "UTF-8"])
def test_that_a_shapefile_is_read_in_its_code_page_whatever_it_says(tmp_path: Path, told: str) -> None:
    file = shapefile(tmp_path / "lamps.shp", "名称".encode("gbk"), ["云湖路灯杆".encode("gbk")], told=told)
    (row,) = read(file, Mapping(kind="components", title="Lamps", format="gis"))
    assert row.cells["名称"] == "云湖路灯杆"


def test_that_a_header_alone_has_no_rows(database: Database, tmp_path: Path) -> None:
    assert refused(database, "cameras", csv(tmp_path / "cameras.csv", HEADER)) == "cameras.csv has no rows."


def test_that_zeros_are_no_text(database: Database, tmp_path: Path) -> None:
    file = tmp_path / "zeros.csv"
    file.write_bytes(bytes(5000))
    assert refused(database, "cameras", file)


def test_that_another_encoding_is_told(database: Database, tmp_path: Path) -> None:
    file = tmp_path / "gbk.csv"
    file.write_bytes(CAMERAS.encode("gbk"))
    assert "is not utf-8-sig text" in refused(database, "cameras", file)
    mapping = csv(tmp_path / "gbk.toml", 'encoding = "gbk"\n' + BEIJING)
    assert counts(run(database, "cameras", file, str(mapping))) == (2, 2, 0, 0)


def test_that_a_missing_column_is_told_with_those_that_are_there(database: Database, tmp_path: Path) -> None:
    file = csv(tmp_path / "cameras.csv", "id,name,lon,lat\nc1,a,116,40\n")
    assert refused(database, "cameras", file) == "cameras.csv has no column code; it has id, lat, lon, name."


def test_that_two_columns_of_one_name_are_refused(database: Database, tmp_path: Path) -> None:
    assert "two columns of one name: name" in refused(database, "cameras", csv(tmp_path / "c.csv", "code,name,name,lon,lat\nc1,a,b,116,40\n"))


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (("kind = ", "kind = = "), "is wrong"),
        (('kind = "cameras"', 'kind = "grids"'), "is for grids, not for cameras"),
        (('datum = "gcj02"', 'datum = "mars"'), "mars"),
        (('datum = "gcj02"', 'datun = "gcj02"'), "datun"),
        (('code = "code"', 'colour = "code"'), "colour"),
        (('code = "code"\n', ""), "where code come"),
        (('datum = "gcj02"', 'zone = "Mars/Base"'), "time zone"),
        (('datum = "gcj02"', 'crs = "EPSG:0"'), "EPSG:0"),
        (('datum = "gcj02"', 'encoding = "klingon"'), "klingon"),
        (('code = "code"', 'code = "{code"'), "template that is none"),
    ],
)
def test_that_a_wrong_mapping_is_refused(database: Database, tmp_path: Path, change: tuple[str, str], sentence: str) -> None:
    mapping = csv(tmp_path / "wrong.toml", BEIJING.replace(*change))
    assert sentence in refused(database, "cameras", csv(tmp_path / "cameras.csv", CAMERAS), mapping)


def test_that_a_mapping_that_is_not_there_is_refused(database: Database, tmp_path: Path) -> None:
    file = csv(tmp_path / "cameras.csv", CAMERAS)
    assert "There is no mapping atlantis" in refused(database, "cameras", file, "atlantis")
    assert "cannot be read" in refused(database, "cameras", file, tmp_path / "none.toml")


def test_that_what_cannot_be_imported_is_told(database: Database, tmp_path: Path) -> None:
    assert refused(database, "dreams", csv(tmp_path / "cameras.csv", CAMERAS)).startswith(
        "Nothing can be imported as dreams; there are cases, tracks"
    )


def test_that_features_without_a_geometry_are_rejected(database: Database, tmp_path: Path) -> None:
    lamp = {"code": "1101050137000001", "class_code": "0137", "name": "Lamp"}
    wrong = lamp | {"code": "3", "class_code": "lamp"}
    report = run(
        database, "components", geojson(tmp_path / "lamps.geojson", [(point(116, 40), lamp), (None, lamp | {"code": "2"}), (point(116, 40), wrong)])
    )
    assert counts(report) == (3, 1, 0, 2)
    assert str(report.rejects[0]) == "lamps, row 2: it has no readable geometry"
    assert str(report.rejects[1]).startswith("lamps, row 3: class_code says 'lamp': expected `str` matching regex")


def test_that_components_lie_in_the_basic_grid_around_them(database: Database, tmp_path: Path) -> None:
    run(database, "grids", geojson(tmp_path / "grids.geojson", [(square(), {"kind": "BASIC", "code": "110105001001001", "name": ""})]))
    run(database, "components", components(tmp_path / "lamps.geojson", 30))
    with database.read() as work:
        inside = dict(work.session.execute(sa.select(ComponentRow.id, ComponentRow.grid_code)).all())
    assert inside["1101050137000000"] == "110105001001001"
    assert inside["1101050137000025"] is None


def test_that_a_basic_grid_needs_its_digits_and_a_grid_an_area(database: Database, tmp_path: Path) -> None:
    features = [
        (square(), {"kind": "BASIC", "code": "12", "name": ""}),
        (point(116, 40), {"kind": "DUTY", "code": "d", "name": ""}),
        (square(), {"kind": "MOON", "code": "d", "name": ""}),
        (square(), {"kind": "DUTY", "code": "d", "name": "Duty"}),
    ]
    report = run(database, "grids", geojson(tmp_path / "grids.geojson", features))
    assert counts(report) == (4, 1, 0, 3)
    assert [reject.reason[:27] for reject in report.rejects] == ["a basic grid has a code of ", "it is no area", "kind says 'MOON': invalid e"]


def test_that_an_area_drawn_in_gcj02_lies_where_it_is(database: Database, tmp_path: Path) -> None:
    run(database, "grids", geojson(tmp_path / "grids.geojson", [(square(), {"kind": "DUTY", "code": "d", "name": ""})]), datum="gcj02")
    lon, lat = convert(116.0, 40.0, "gcj02", "wgs84")
    with database.read() as work:
        row = work.session.get_one(GridRow, "DUTY-d")
        assert row.rings[0][0][0] == pytest.approx([float(lon), float(lat)])
        assert (row.west, row.south) == pytest.approx((float(lon), float(lat)), abs=1e-5)


def test_that_logins_in_the_addresses_of_cameras_are_not_kept(database: Database, tmp_path: Path) -> None:
    """All consoles of the hall get these addresses."""
    rows = "c1,East,116.1,40.1,rtsp://hall:open-sesame@10.0.0.5:554/1,\n"
    rows += "c2,West,116.1,40.1,rtsp://10.0.0.6/user=hall&password=open-sesame&channel=1,http://10.0.0.6/2.flv?token=x\n"
    rows += "c3,South,116.1,40.1,rtsp://10.0.0.7/1,\n"
    report = run(database, "cameras", csv(tmp_path / "cameras.csv", "code,name,lon,lat,sub_url,main_url\n" + rows))
    assert counts(report) == (3, 3, 0, 0)
    assert [line for line in report.lines() if "camera-logins.toml" in line] == [
        "2 cameras came with a login in an address, which was left out: it belongs into camera-logins.toml, by host."
    ]
    with database.read() as work:
        kept = work.session.execute(sa.select(CameraRow.sub_url, CameraRow.main_url).order_by(CameraRow.id)).all()
        told = work.session.scalars(sa.select(ChangeRow.body)).all()
    west = "rtsp://10.0.0.6/user={name}&password={password}&channel=1"
    assert [tuple(row) for row in kept] == [
        ("rtsp://10.0.0.5:554/1", ""),
        (west, "http://10.0.0.6/2.flv?token=x"),
        ("rtsp://10.0.0.7/1", ""),
    ]
    assert "open-sesame" not in str(told)
