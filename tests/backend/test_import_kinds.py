"""What each kind of import makes of its rows: cases, tracks, standards, components that have no code yet."""

from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from backend.fixes import reading
from backend.fixes.scale import Span
from backend.importers.run import run
from backend.importers.standards import limit_of
from backend.rules import catalogue
from backend.session import Database
from backend.tables.cases import CaseRow
from backend.tables.people import DepartmentRow
from backend.tables.places import ComponentRow
from backend.tables.positions import LatestRow
from backend.tables.standards import StandardRow
from backend.tables.units import UnitRow
from geo.tracks import metres
from tests.backend.import_files import counts, csv, geojson, point
from wire.codes import CloseKind, Kind, LimitType, Status, UnitKind

CASES = """id,source,problem,reported_at,lon,lat,address,department,department_name,close_kind,closed_at
a,HOTLINE_12319,EVENT-0401,2018-07-04 17:24:41,114.3,22.7,somewhere,d1,Squad (Street),NORMAL,
b,VIDEO,COMPONENT-0102,2018-07-04T17:24:41+00:00,114.4,22.7,,d1,Squad,,2018-07-05 08:00:00
c,WECHAT,EVENT-0699,2018-12-01 00:00:00,114.4,22.7,,,,,
d,TELEPATHY,EVENT-0699,2018-12-01 00:00:00,114.4,22.7,,,,,
e,WECHAT,EVENT-699,2018-12-01 00:00:00,114.4,22.7,,,,,
f,WECHAT,EVENT-0699,the day before,114.4,22.7,,,,,
"""

TRACK = """unit,at,lon,lat,speed,heading
t1,2026-01-01T00:00:10Z,116.001,40.0,5.5,90
t1,2026-01-01T00:00:00Z,116.000,40.0,,
t1,2026-01-01T00:00:10Z,116.001,40.0,5.5,90
t1,2026-01-01T00:00:10Z,116.900,40.0,5.5,90
t1,2026-01-01T00:00:20Z,117.000,40.0,-3,
t2,1985-01-01T00:00:00Z,116.0,40.0,,
t2,2999-01-01T00:00:00Z,116.0,40.0,,
t2,2026-01-01T00:00:00Z,0,0,,
t2,2026-01-01T00:00:30Z,117.0,40.0,,
t2,2026-01-01T00:00:40Z,117.1,40.0,,
"""


def test_that_cases_of_the_past_keep_their_times_and_their_ends(database: Database, tmp_path: Path) -> None:
    report = run(database, "cases", csv(tmp_path / "cases.csv", CASES))
    assert counts(report) == (6, 3, 0, 3)
    assert [reject.reason[:40] for reject in report.rejects] == [
        "source says 'TELEPATHY': invalid enum va",
        "problem says 'EVENT-699': expected `str`",
        "reported_at says 'the day before', which",
    ]
    with database.read() as work:
        a, b, c = work.session.scalars(sa.select(CaseRow).order_by(CaseRow.id)).all()
        assert (a.status, a.close_kind, a.closed_at, a.reported_at) == (
            Status.CLOSED,
            CloseKind.NORMAL,
            None,
            datetime(2018, 7, 4, 9, 24, 41, tzinfo=UTC),
        )
        assert (b.kind, b.class_code, b.closed_at) == (Kind.COMPONENT, "0102", datetime(2018, 7, 5, tzinfo=UTC))
        assert (c.status, c.department_id) == (Status.REPORTED, None)
        assert a.number[6:14] == "20180704"
        assert c.number[6:14] == "20181201"
        assert work.session.execute(sa.select(DepartmentRow.id, DepartmentRow.name)).all() == [("d1", "Squad")]


def test_that_cases_come_in_once(database: Database, tmp_path: Path) -> None:
    file = csv(tmp_path / "cases.csv", CASES)
    run(database, "cases", file)
    assert counts(run(database, "cases", file)) == (6, 0, 3, 3)


def test_that_rough_places_are_spread_always_in_the_same_way(database: Database, tmp_path: Path) -> None:
    rows = "".join(f"{number},HOTLINE_12319,EVENT-0401,2018-07-04 17:24:41,114.3,22.7,,,,,\n" for number in range(500))
    own = Path("resources/mappings/own_cases.toml").read_text("utf-8")
    mapping = csv(tmp_path / "rough.toml", "jitter_m = 250\n" + own)
    report = run(database, "cases", csv(tmp_path / "cases.csv", CASES.splitlines(keepends=True)[0] + rows), str(mapping))
    assert "moved by up to 250 m" in report.remarks[0]
    with database.read() as work:
        places = work.session.execute(sa.select(CaseRow.id, CaseRow.lon, CaseRow.lat).order_by(CaseRow.id)).all()
    away = metres(114.3, 22.7, [place.lon for place in places], [place.lat for place in places])
    assert 240 < away.max() < 251
    assert 0.2 < (away < 125).mean() < 0.3  # even over the circle: a quarter lies within half the reach
    assert len({(place.lon, place.lat) for place in places}) == 500


def test_that_tracks_become_fixes_of_vehicles(database: Database, tmp_path: Path) -> None:
    report = run(database, "tracks", csv(tmp_path / "tracks.csv", TRACK))
    assert counts(report) == (10, 4, 1, 5)
    assert {reject.row: reject.reason[:30] for reject in report.rejects} == {
        5: "unit t1 was somewhere else at ",
        6: "speed says '-3': expected `flo",
        7: "its time 1985-01-01T00:00:00+0",
        8: "its time 2999-01-01T00:00:00+0",
        9: "its place is 0/0",
    }
    assert report.remarks == [
        "1 fixes stand after a later one of their unit: they were put in order of time",
        "1 steps are faster than 150 km/h: these fixes were kept",
    ]
    with database.read() as work:
        vehicles = work.session.execute(
            sa.select(UnitRow.id, UnitRow.kind, LatestRow.lon).join(LatestRow, LatestRow.unit == UnitRow.number).order_by(UnitRow.id)
        )
        assert vehicles.all() == [("t1", UnitKind.VEHICLE, 116.001), ("t2", UnitKind.VEHICLE, 117.1)]
        assert sum(reading.counts(work, 0).values()) == 4


def test_that_fixes_in_disorder_are_put_in_their_place_and_counted(database: Database, tmp_path: Path) -> None:
    """Of one unit; that another's stand between says nothing."""
    rows = [("t1", 5), ("t2", 1), ("t1", 3), ("t1", 4), ("t2", 2), ("t1", 6), ("t1", 1)]
    body = "".join(f"{unit},2026-01-01T00:00:0{second}Z,116.0,40.0\n" for unit, second in rows)
    report = run(database, "tracks", csv(tmp_path / "tracks.csv", f"unit,at,lon,lat\n{body}"))
    assert (counts(report), report.disordered) == ((7, 7, 0, 0), 3)
    assert report.remarks[0] == "3 fixes stand after a later one of their unit: they were put in order of time"
    with database.read() as work:
        number = work.session.scalar(sa.select(UnitRow.number).where(UnitRow.id == "t1"))
        at = reading.read(work, [Span(number or 0, 0, 2**42)]).at.tolist()
    assert at == sorted(at)


def test_that_it_is_said_for_how_long_an_archive_is_kept(database: Database, tmp_path: Path) -> None:
    old = run(database, "tracks", csv(tmp_path / "old.csv", "unit,at,lon,lat\nt9,2008-02-04T00:00:00Z,116.0,40.0\n"))
    assert old.remarks[1:] == ["1 fixes are older than positions are kept: as an archive they are kept from today on"]


PLT = """Geolife trajectory
WGS 84
Altitude is in Feet
Reserved 3
0,2,255,My Track,0,0,2,8421376
0
39.984702,116.318417,0,492,39753.0286,2008-11-01,00:41:12
39.984683,116.318450,0,492,39753.0287,2008-11-01,00:41:14
"""
GPX = """<?xml version="1.0"?><gpx version="1.1" creator="t" xmlns="http://www.topografix.com/GPX/1/1">
<wpt lat="1" lon="2"/><trk><name>x</name><trkseg>
<trkpt lat="40.0" lon="116.0"><ele>50</ele><time>2026-03-02T00:00:00Z</time></trkpt>
<trkpt lat="40.001" lon="116.0"><time>2026-03-02T08:01:00+08:00</time></trkpt></trkseg></trk></gpx>"""


def test_that_walks_of_geolife_and_gpx_become_fixes_of_inspectors(database: Database, tmp_path: Path) -> None:
    for walker in ("007", "010"):
        (tmp_path / "walks" / walker).mkdir(parents=True)
        (tmp_path / "walks" / walker / "20081101004112.plt").write_text(PLT, "ascii")
    assert counts(run(database, "tracks", tmp_path / "walks", "geolife_tracks")) == (4, 4, 0, 0)
    assert counts(run(database, "tracks", tmp_path / "walks" / "007" / "20081101004112.plt")) == (2, 0, 2, 0)
    (tmp_path / "li.gpx").write_text(GPX, "utf-8")
    assert counts(run(database, "tracks", tmp_path / "li.gpx")) == (2, 2, 0, 0)
    with database.read() as work:
        found = work.session.execute(sa.select(UnitRow.id, UnitRow.kind, UnitRow.number).order_by(UnitRow.id)).all()
        at = {number: reading.read(work, [Span(number, 0, 2**42)]).at.tolist() for _, _, number in found}
    fixes = [(id, kind, datetime.fromtimestamp(each / 1000, UTC).isoformat()) for id, kind, number in found for each in at[number]]
    assert {kind for _, kind, _ in fixes} == {UnitKind.INSPECTOR}
    assert [(id, at) for id, _, at in fixes if id in ("geolife-007", "li")] == [
        ("geolife-007", "2008-11-01T00:41:12+00:00"),
        ("geolife-007", "2008-11-01T00:41:14+00:00"),
        ("li", "2026-03-02T00:00:00+00:00"),
        ("li", "2026-03-02T00:01:00+00:00"),
    ]


def test_that_a_speed_without_an_end_is_rejected(database: Database, tmp_path: Path) -> None:
    report = run(database, "tracks", csv(tmp_path / "tracks.csv", "unit,at,lon,lat,speed\nt1,2026-01-01T00:00:00Z,116,40,inf\n"))
    assert counts(report) == (1, 0, 0, 1)


def test_that_tracks_come_in_once(database: Database, tmp_path: Path) -> None:
    file = csv(tmp_path / "tracks.csv", TRACK)
    run(database, "tracks", file)
    assert counts(run(database, "tracks", file)) == (10, 0, 5, 5)


@pytest.mark.parametrize(
    ("text", "amount", "kind", "remark"),
    [
        ("2紧急工作时", 2, LimitType.URGENT_HOUR, ""),
        ("1紧急工作时制止", 1, LimitType.URGENT_HOUR, "制止"),
        (" 1紧急工作时\n", 1, LimitType.URGENT_HOUR, ""),
        ("2紧急工作日", 2, LimitType.CALENDAR_DAY, ""),
        ("3自然日", 3, LimitType.CALENDAR_DAY, ""),
        ("4小时", 4, LimitType.WORK_HOUR, ""),
        ("4工作时", 4, LimitType.WORK_HOUR, ""),
        ("0.5工作小时", 0.5, LimitType.WORK_HOUR, ""),
        ("5天", 5, LimitType.WORK_DAY, ""),
        ("5 工作日", 5, LimitType.WORK_DAY, ""),
        ("种植季节15工作日", 15, LimitType.WORK_DAY, "种植季节"),
    ],
)
def test_that_limits_are_read_as_cities_write_them(text: str, amount: float, kind: LimitType, remark: str) -> None:
    limit, beside = limit_of(text)
    assert (limit.amount, limit.type, beside) == (amount, kind, remark)


@given(st.text(max_size=12))
def test_that_any_other_text_is_no_limit(text: str) -> None:
    try:
        limit, _ = limit_of(text)
    except ValueError:
        return
    assert limit.amount > 0


def workbook(path: Path, rows: list[list[object]]) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "事件"
    book.create_sheet("部件").append(["title"])
    book["部件"].append(["大类代码", "大类名称", "小类代码", "小类名称", "处置单位", "主管部门", "立案条件", "结案条件", "处置时限"])
    for row in [["a title"], ["大类代码", "大类名称", "小类代码", "小类名称", "处置单位", "主管部门", "立案条件", "结案条件", "处置时限"], *rows]:
        sheet.append(row)
    book.save(path)
    return path


def test_that_a_standard_with_merged_cells_is_read_and_in_force(database: Database, tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["01", "市容环境", 1, "私搭\n乱建", "执法队", "", "正在建设", "制止", "2紧急工作日"],
        [None, None, None, None, None, None, "已形成", "拆除", "15天"],
        [None, None, 99, "新小类", "排水中心", "", "积水", "排净", "soon"],
        [None, None, None, None, None, None, None, None, None],
        [None, None, None, None, None, None, "积水", "排净", "种植季节15工作日"],
    ]
    report = run(database, "standards", workbook(tmp_path / "muban.xlsx", rows))
    assert counts(report) == (4, 3, 0, 1)
    assert [str(reject) for reject in report.rejects] == ["事件, row 5: 'soon' is no time limit"]
    with database.read() as work:
        found = catalogue.catalogue(work)
    own = [each for each in found.conditions if each.kind is Kind.EVENT]
    assert [(each.id, each.text, each.limit.amount, each.remark) for each in own] == [
        ("EVENT-0101-1", "正在建设", 2, ""),
        ("EVENT-0101-2", "已形成", 15, ""),
        ("EVENT-0199-1", "积水", 15, "种植季节"),
    ]
    assert [(each.name, each.name_en, each.trade) for each in found.classes if each.kind is Kind.EVENT] == [
        ("私搭乱建", "Unauthorised building", "ENFORCEMENT"),
        ("新小类", "新小类", "DRAINAGE"),
    ]
    assert sum(each.kind is Kind.COMPONENT for each in found.classes) == 92  # of which the file does not speak


def test_that_another_text_is_another_version_and_the_same_one_is_none(database: Database, tmp_path: Path) -> None:
    rows: list[list[object]] = [["01", "市容环境", "01", "私搭乱建", "执法队", "", "正在建设", "制止", "2紧急工作日"]]
    run(database, "standards", workbook(tmp_path / "muban.xlsx", rows))
    assert counts(run(database, "standards", workbook(tmp_path / "muban.xlsx", rows))) == (1, 0, 1, 0)
    rows[0][-1] = "3天"
    assert counts(run(database, "standards", workbook(tmp_path / "muban.xlsx", rows))) == (1, 1, 0, 0)
    with database.read() as work:
        assert work.session.scalar(sa.select(sa.func.count()).select_from(StandardRow)) == 2
        assert catalogue.catalogue(work).conditions[0].limit.amount == 3


SURVEY = """
kind = "components"
title = "A survey"
format = "gis"
[constants]
division = "110105"
class_code = "0137"
name = "Lamp"
[fields]
origin = "{@layer} {pole}"
"""


def test_that_a_survey_without_codes_gets_them_once(database: Database, tmp_path: Path) -> None:
    mapping = str(csv(tmp_path / "survey.toml", SURVEY))

    def codes() -> dict[str, str]:
        with database.read() as work:
            return dict(work.session.execute(sa.select(ComponentRow.origin, ComponentRow.id)).all())  # type: ignore[arg-type]

    poles = [(point(116, 40), {"pole": "p1"}), (point(116.1, 40), {"pole": "p2"})]
    run(database, "components", geojson(tmp_path / "lamps.geojson", poles), mapping)
    assert codes() == {"lamps p1": "1101050137000001", "lamps p2": "1101050137000002"}
    poles.insert(0, (point(116.2, 40), {"pole": "p0"}))
    assert counts(run(database, "components", geojson(tmp_path / "lamps.geojson", poles), mapping)) == (3, 1, 2, 0)
    assert codes() == {"lamps p1": "1101050137000001", "lamps p2": "1101050137000002", "lamps p0": "1101050137000003"}


def test_that_a_line_stands_where_a_point_of_it_is(database: Database, tmp_path: Path) -> None:
    bench = {"type": "LineString", "coordinates": [[116.0, 40.0], [116.1, 40.0], [116.1, 40.1]]}
    lamp = {"code": "1101050407000001", "class_code": "0407", "name": "Bench"}
    run(database, "components", geojson(tmp_path / "benches.geojson", [(bench, lamp)]))
    with database.read() as work:
        row = work.session.scalars(sa.select(ComponentRow)).one()
        assert (row.lon, row.lat) == (116.1, 40.0)
