"""Importing registers and sensors: points, lines, outlines, what is wrong with a row, and a second time."""

from pathlib import Path

import pytest
import shapely
import sqlalchemy as sa

from backend.importers.report import ImportRefused
from backend.importers.run import run
from backend.rules import registers, sensors
from backend.session import Database
from backend.tables.feed import ChangeRow
from tests.backend.import_files import counts, csv, geojson, point, square
from tests.geo.test_files import write
from wire.codes import RegisterKind

LINE = {"type": "LineString", "coordinates": [[116.0, 40.0], [116.01, 40.0], [116.01, 40.01]]}
SHOP = {"kind": "STREET_ENTITY", "code": "E1", "name": "福源饺子馆", "phone": "13812345678", "value": 92.5}
SENSORS = """code,name,kind,lon,lat,level_1,level_2,level_3,value,at
W1,人民路下穿,WATER_LEVEL,116.0,40.0,25,3,10,,
R1,中心雨量站,RAIN,116.1,40.0,,,,1.5,2026-11-20 08:00:00
"""


def entries(database: Database, kind: RegisterKind) -> list[tuple[str, str, int, str]]:
    with database.read() as work:
        return [(entry.id, entry.name, len(entry.lines), entry.phone) for entry in registers.entries(work, kind)]


def test_that_points_lines_and_outlines_come_in_as_one_change_each(database: Database, tmp_path: Path) -> None:
    hole = (
        [[116.0, 40.0], [116.004, 40.0], [116.004, 40.004], [116.0, 40.0]],
        [[116.001, 40.0005], [116.002, 40.0005], [116.002, 40.001], [116.001, 40.0005]],
    )
    features = [(point(116.0 + number / 1e4, 40.0), SHOP | {"id": f"s{number}"}) for number in range(2000)]
    features += [(LINE, {"kind": "DRAIN", "id": "d1", "value": 600})]
    features += [(square(), {"kind": "BUILDING", "id": "b1"}), ({"type": "Polygon", "coordinates": hole}, {"kind": "BUILDING", "id": "b2"})]
    file = geojson(tmp_path / "registers.geojson", features)
    assert counts(run(database, "registers", file)) == (2003, 2003, 0, 0)
    assert entries(database, RegisterKind.STREET_ENTITY)[0] == ("s0", "福源饺子馆", 0, "138****5678")
    assert [entry[2] for entry in entries(database, RegisterKind.DRAIN) + entries(database, RegisterKind.BUILDING)] == [1, 1, 1]
    with database.read() as work:
        changes = list(work.session.execute(sa.select(ChangeRow.noun, ChangeRow.id, ChangeRow.version).order_by(ChangeRow.seq)))
        assert [tuple(change) for change in changes] == [("REGISTER", "BUILDING", 1), ("REGISTER", "DRAIN", 1), ("REGISTER", "STREET_ENTITY", 1)]
        assert [register.count for register in registers.registers(work)] == [2, 1, 2000]
    assert counts(run(database, "registers", file)) == (2003, 0, 2003, 0)
    with database.read() as work:
        assert work.session.scalar(sa.select(sa.func.count()).select_from(ChangeRow)) == 3


@pytest.mark.parametrize("suffix", [".gpkg", ".geojson", ".shp", ".kml"])
def test_that_a_register_comes_in_from_every_format_that_has_columns(database: Database, tmp_path: Path, suffix: str) -> None:
    shops = {"id": ["s1", "s2"], "kind": ["POI", "POI"], "name": ["人民公园", "鼓楼"], "code": ["A1", "A2"]}
    file = write(tmp_path / f"places{suffix}", [shapely.Point(116.0, 40.0), shapely.Point(116.1, 40.0)], "Point", **shops)
    assert counts(run(database, "registers", file)) == (2, 2, 0, 0)
    assert entries(database, RegisterKind.POI) == [("s1", "人民公园", 0, ""), ("s2", "鼓楼", 0, "")]


MARKS = {
    ".kml": "<kml xmlns='http://www.opengis.net/kml/2.2'><Document><Placemark><name>人民公园</name><description><![CDATA[<b>开放</b>]]></description>"
    "<Point><coordinates>116,40</coordinates></Point></Placemark></Document></kml>",
    ".gpx": "<gpx version='1.1' creator='x' xmlns='http://www.topografix.com/GPX/1/1'><wpt lat='40' lon='116'><name>人民公园</name>"
    "<desc>开放</desc></wpt></gpx>",
}


@pytest.mark.parametrize(("suffix", "name", "state"), [(".kml", "Name", "description"), (".gpx", "name", "desc")])
def test_that_places_of_kml_and_gpx_come_in_in_the_encoding_that_they_declare(
    database: Database, tmp_path: Path, suffix: str, name: str, state: str
) -> None:
    fields = f'[fields]\nid = "@row"\nname = "{name}"\nstate = "{state}"\n[constants]\nkind = "POI"\n'
    (tmp_path / "places.toml").write_text(f'kind = "registers"\ntitle = "Places"\nformat = "gis"\n{fields}', "utf-8")
    head = "<?xml version='1.0' encoding='GBK'?>\n"
    file = tmp_path / f"places{suffix}"
    file.write_bytes(f"{head}{MARKS[suffix]}".encode("gbk"))
    assert counts(run(database, "registers", file, str(tmp_path / "places.toml"))) == (1, 1, 0, 0)
    with database.read() as work:
        (entry,) = registers.entries(work, RegisterKind.POI)
    assert (entry.name, entry.state) == ("人民公园", "开放")
    file.write_bytes(f"{head}{MARKS[suffix]}".encode())
    with pytest.raises(
        ImportRefused, match=f"^places{suffix} is no geographic file that can be read: it says that its text is GBK, which line 2 is not.$"
    ):
        run(database, "registers", file, str(tmp_path / "places.toml"))


def test_that_a_wrong_row_is_told_and_the_others_come_in(database: Database, tmp_path: Path) -> None:
    features = [
        (point(116.0, 40.0), SHOP | change) for change in ({"id": "s1"}, {"id": "s1", "name": "x"}, {"id": "s/2"}, {"id": "s3", "kind": "TREE"}, {})
    ]
    report = run(database, "registers", geojson(tmp_path / "shops.geojson", features))
    assert counts(report) == (5, 1, 0, 4)
    assert [reject.row for reject in report.rejects] == [2, 3, 4, 5]


def test_that_buildings_of_the_simulated_city_need_no_words_of_ours(database: Database, tmp_path: Path) -> None:
    run(
        database,
        "registers",
        geojson(tmp_path / "buildings.geojson", [(square(), {"kind": "school", "height": 12.0}), (square(117.0), {"kind": "market"})]),
    )
    with database.read() as work:
        found = registers.entries(work, RegisterKind.BUILDING)
    assert [(entry.id, entry.category, entry.value) for entry in found] == [("B1", "school", 12.0), ("B2", "market", None)]


def test_that_sensors_come_in_with_rising_levels_and_keep_newer_readings(database: Database, tmp_path: Path) -> None:
    file = csv(tmp_path / "sensors.csv", SENSORS)
    assert counts(run(database, "sensors", file)) == (2, 2, 0, 0)
    with database.read() as work:
        rain, level = sensors.all_sensors(work)
    assert (level.levels, level.value, rain.value) == ([3, 10, 25], None, 1.5)
    assert rain.at is not None
    assert rain.at.isoformat() == "2026-11-20T00:00:00+00:00"
    assert counts(run(database, "sensors", file)) == (2, 0, 2, 0)
    run(database, "sensors", csv(tmp_path / "older.csv", SENSORS.replace("1.5,2026-11-20", "9.9,2026-11-19").replace("W1", "W2")))
    with database.read() as work:
        assert {sensor.id: sensor.value for sensor in sensors.all_sensors(work)} == {"R1": 1.5, "W1": None, "W2": None}
