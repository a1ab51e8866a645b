"""Importing the registers of muck trucks: from tables, geographic files and an office's workbook; what is wrong with a row, and a second time."""

from datetime import date
from pathlib import Path

import openpyxl
import pytest

from backend.importers.run import run
from backend.rules import hauls, units
from backend.session import Database
from geo.datum import Datum, convert
from tests.backend.import_files import counts, csv, geojson, point, square
from wire.codes import HaulPlaceKind, UnitKind

COMPANIES = "id,name,phone\nc1,云泽渣土,13812345678\nc2,平安运输,\n"
TRUCKS = "id,company,volume_m3,plate,code\nt1,云泽渣土,18,晋M10001,T-1\nt2,c2,20,晋M10002,\nt3,没有这家,20,晋M10003,\nt4,c1,200,,\n"
ROUTE = {"type": "LineString", "coordinates": [[116.001, 40.001], [116.05, 40.001], [116.101, 40.001]]}
LINE = "116.006 40.0015; 116.106 40.0015"
PERMIT = {"number": "云渣运001", "company": "c1", "site": "东湖工地", "ground": "北山消纳场", "starts": "2026-11-01", "ends": "2026-12-01"}
PERMIT |= {"volume_m3": 20_000, "trucks": "晋M10001；t2", "windows": "20:00-05:00；7:30 至 9:00"}


def rejected(report: object) -> list[tuple[int, str]]:
    return [(reject.row, reject.reason) for reject in report.rejects]  # type: ignore[attr-defined]


@pytest.fixture
def places(database: Database, tmp_path: Path) -> Path:
    """Companies, trucks and places are in; the folder for more."""
    run(database, "haul-companies", csv(tmp_path / "companies.csv", COMPANIES))
    run(database, "haul-trucks", csv(tmp_path / "trucks.csv", TRUCKS))
    site = (square(), {"id": "s1", "kind": "SITE", "name": "东湖工地", "company": "平安运输"})
    ground = (point(116.1, 40.0), {"id": "g1", "kind": "GROUND", "name": "北山消纳场", "radius_m": 120})
    shut = (point(116.05, 40.02), {"id": "f1", "kind": "FORBIDDEN", "name": "学校"})
    report = run(database, "haul-places", geojson(tmp_path / "places.geojson", [site, ground, shut]))
    assert counts(report) == (3, 2, 0, 1)
    assert rejected(report) == [(3, "it has neither an outline nor a radius_m")]
    return tmp_path


def test_that_registers_come_in_one_after_the_other_and_a_second_time_changes_nothing(database: Database, places: Path) -> None:
    wrong = [{"id": "p2", "number": "云渣运001"}, {"id": "p3", "site": "北山消纳场"}, {"id": "p4", "windows": "夜里"}, {"id": "p5", "ends": "明年"}]
    wrong += [{"id": "p6", "trucks": "晋M99999"}, {"id": "p7", "starts": "2026-12-02", "number": "7"}]
    file = geojson(places / "permits.geojson", [(ROUTE, PERMIT | {"id": "p1"}), *((ROUTE, PERMIT | change) for change in wrong)])
    report = run(database, "haul-permits", file)
    assert counts(report) == (7, 1, 0, 6)
    assert [reason for _, reason in rejected(report)] == [
        "Permit 'p1' has the number '云渣运001'.",
        "北山消纳场 is a GROUND, and must be a SITE.",
        "windows says '夜里', which are no hours such as 20:00-05:00",
        "ends says '明年', which is no day",
        "there is no muck truck '晋M99999'",
        "A permit must not end before it begins.",
    ]
    with database.read() as work:
        permit = hauls.one(work, hauls.PERMITS, "p1")
        assert (permit.site_id, permit.ground_id, permit.truck_ids) == ("s1", "g1", ["t1", "t2"])
        assert (permit.windows, permit.starts, len(permit.route)) == ([["20:00", "05:00"], ["07:30", "09:00"]], date(2026, 11, 1), 3)
        assert [(truck.id, truck.company_id) for truck in hauls.all_of(work, hauls.TRUCKS)] == [("t1", "c1"), ("t2", "c2")]
        made = units.one(work, "t1")
        assert (made.kind, made.plate, made.code) == (UnitKind.TRUCK, "晋M10001", "T-1")
        assert [company.phone for company in hauls.all_of(work, hauls.COMPANIES)] == ["138****5678", ""]
        site, ground = hauls.one(work, hauls.PLACES, "s1"), hauls.one(work, hauls.PLACES, "g1")
        assert (len(site.outline), site.company_id, len(ground.outline) > 20) == (4, "c2", True)
        assert (ground.lon, ground.lat) == pytest.approx((116.1, 40.0), abs=1e-4)
    assert counts(run(database, "haul-permits", file)) == (7, 0, 1, 6)
    assert counts(run(database, "haul-trucks", places / "trucks.csv")) == (4, 0, 2, 2)
    moved = geojson(places / "permits.geojson", [(ROUTE, PERMIT | {"id": "p1", "volume_m3": 30_000})])
    assert counts(run(database, "haul-permits", moved)) == (1, 1, 0, 0)
    with database.read() as work:
        permit = hauls.one(work, hauls.PERMITS, "p1")
        assert (permit.volume_m3, permit.version) == (30_000, 2)


def test_that_what_a_truck_register_says_wrong_is_told_by_row(database: Database, tmp_path: Path) -> None:
    run(database, "haul-companies", csv(tmp_path / "companies.csv", COMPANIES))
    report = run(database, "haul-trucks", csv(tmp_path / "trucks.csv", TRUCKS))
    assert counts(report) == (4, 2, 0, 2)
    assert [row for row, _ in rejected(report)] == [4, 5]
    assert rejected(report)[0][1] == "there is no company '没有这家'"
    with database.read() as work:
        assert [unit.id for unit in units.all_units(work)] == ["t1", "t2"]  # a row that is wrong leaves no unit


def test_that_the_workbook_of_an_office_comes_in_by_its_sheets(database: Database, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheets = {
        "企业": [["企业编号", "企业名称", "联系人"], ["c1", "云泽渣土", "王"]],
        "车辆": [["车牌号", "所属企业", "核载方量"], ["晋M10001", "云泽渣土", 18]],
        "场地": [
            ["场地编号", "场地名称", "场地类型", "经度", "纬度", "半径（米）"],
            ["s1", "东湖工地", "工地", 116.006, 40.0015, 90],
            ["g1", "北山消纳场", "消纳场", 116.106, 40.0015, 150],
            ["x1", "?", "仓库", 116.1, 40.0, 10],
        ],
        "准运证": [
            ["准运证号", "运输企业", "工地", "消纳场", "核准路线", "生效日期", "失效日期", "运输时段", "核准方量", "车辆"],
            ["云001", "云泽渣土", "东湖工地", "北山消纳场", LINE, date(2026, 11, 1), "2026年12月1日", "20:00-次日05:00", 20000, "晋M10001"],
        ],
    }  # fmt: skip
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    file = tmp_path / "2026渣土台账.xlsx"
    book.save(file)
    told = [counts(run(database, kind, file)) for kind in ("haul-companies", "haul-trucks", "haul-places", "haul-permits")]
    assert told == [(1, 1, 0, 0), (1, 1, 0, 0), (3, 2, 0, 1), (1, 1, 0, 0)]
    lon, lat = convert([116.006], [40.0015], Datum.GCJ02, Datum.WGS84)
    with database.read() as work:
        site, permit = hauls.one(work, hauls.PLACES, "s1"), hauls.one(work, hauls.PERMITS, "云001")
    assert (site.kind, site.lon) == (HaulPlaceKind.SITE, pytest.approx(float(lon[0]), abs=1e-5))
    assert permit.route[0] == pytest.approx([float(lon[0]), float(lat[0])], abs=1e-6)
    assert (permit.starts, permit.ends, permit.windows) == (date(2026, 11, 1), date(2026, 12, 1), [["20:00", "05:00"]])
