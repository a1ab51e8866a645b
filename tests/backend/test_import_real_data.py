"""Every importer on the real files, with the counts that their READMEs state."""

from collections import Counter
from pathlib import Path

import pytest
import sqlalchemy as sa

from backend.exporters import standard_file
from backend.fixes import reading
from backend.fixes.scale import Span
from backend.importers import standard_sheets
from backend.importers.run import run
from backend.rules import catalogue, library, standard_changes
from backend.session import SYSTEM, Database
from backend.tables.cameras import CameraRow
from backend.tables.cases import CaseRow
from backend.tables.people import DepartmentRow
from backend.tables.places import ComponentRow, GridRow, StreetRow
from backend.tables.sensors import SensorRow
from backend.tables.units import UnitRow
from geo.tracks import metres
from tests.backend.centre import Centre
from tests.backend.import_files import counts
from wire.codes import CloseKind, Kind, LimitType, SensorKind, Source, StandardKind, Status
from wire.exports import ExportFormat
from wire.standards import DraftOrder, PublicationOrder

pytestmark = pytest.mark.real_data


def count(database: Database, what: sa.Select[tuple[int]]) -> int:
    with database.read() as work:
        return work.session.scalar(what) or 0


def rows_of(table: type) -> sa.Select[tuple[int]]:
    return sa.select(sa.func.count()).select_from(table)


def test_that_pingshans_cases_come_in(database: Database, real_data: Path) -> None:
    file = real_data / "cases_pingshan_2018" / "坪山区民生诉求完整版.csv"
    report = run(database, "cases", file)
    assert counts(report) == (10_000, 9_990, 0, 10)
    assert {reject.reason for reject in report.rejects} == {"lon_list2 is missing"}  # the ten rows without a community
    with database.read() as work:
        rows = work.session.execute(
            sa.select(CaseRow.source, CaseRow.close_kind, CaseRow.status, CaseRow.kind, CaseRow.class_code, CaseRow.address)
        ).all()
        assert work.session.scalar(rows_of(DepartmentRow)) == 120
    sources = Counter(row.source for row in rows)
    assert sources[Source.WECHAT] + sources[Source.PUBLIC_APP] + sources[Source.TRANSFER_12345] + sources[Source.DEPT_TRANSFER] > 8000
    ends = Counter((row.status, row.close_kind) for row in rows)
    assert ends[Status.REPORTED, None] == 5
    assert ends[Status.CLOSED, CloseKind.OVERDUE] == 924 - 1  # one of the ten was late
    assert ends[Status.CLOSED, CloseKind.NORMAL] == 9_071 - 9
    assert len({row.address for row in rows}) == 23
    named = Counter((row.kind, row.class_code) for row in rows)
    assert named[Kind.EVENT, "0401"] > 634
    assert named[Kind.EVENT, "0699"] < 4_000
    assert counts(run(database, "cases", file)) == (10_000, 0, 9_990, 10)


def test_that_pingshans_cases_lie_in_their_community(database: Database, real_data: Path) -> None:
    run(database, "cases", real_data / "cases_pingshan_2018" / "坪山区民生诉求完整版.csv")
    with database.read() as work:
        places = work.session.execute(sa.select(CaseRow.lon, CaseRow.lat).where(CaseRow.address == "坪山区坪山街道六联社区")).all()
    away = metres(114.325325, 22.695235, [place.lon for place in places], [place.lat for place in places])
    assert len(places) == 1_108
    assert away.max() < 252


def test_that_t_drives_taxis_come_in(database: Database, real_data: Path) -> None:
    file = real_data / "tracks_tdrive_beijing" / "tdrive_2008-02-04.csv"
    report = run(database, "tracks", file)
    read, stored, doubled, rejected = counts(report)
    places = [reject for reject in report.rejects if reject.reason.startswith("its place")]
    assert read == 173_236
    assert sum(reject.reason == "its place is 0/0" for reject in places) == 900
    assert len(places) == 1_978
    assert rejected - len(places) <= 40  # elsewhere at the same time
    assert 8_000 < doubled <= 8_440
    assert count(database, rows_of(UnitRow)) == 300  # 6 of 306 are known to be bad and have no fix that can be
    with database.read() as work:
        assert sum(reading.counts(work, 0).values()) == stored
    assert counts(run(database, "tracks", file)) == (read, 0, stored + doubled, rejected)


def test_that_a_shanghai_terminal_comes_in(database: Database, real_data: Path) -> None:
    report = run(database, "tracks", real_data / "tracks_shanghai_device_sample" / "Dataset_Sample.csv")
    assert counts(report) == (611, 607, 0, 4)
    with database.read() as work:
        (unit,) = work.session.scalars(sa.select(UnitRow.number))
        fixes = reading.read(work, [Span(unit, 0, 2**42)])
        assert [column[0] for column in fixes[2:6]] == [1_215_178_050, 313_739_870, 1036, 107]


def test_that_cambridges_components_come_in(database: Database, real_data: Path) -> None:
    folder = real_data / "components_cambridge"
    assert counts(run(database, "grids", real_data / "basemap_cambridge" / "DPW_StreetSweepingDistricts.geojson")) == (14, 14, 0, 0)
    assert counts(run(database, "components", folder, "cambridge_components")) == (28_980, 28_980, 0, 0)
    with database.read() as work:
        by_class = dict(work.session.execute(sa.select(ComponentRow.class_code, sa.func.count()).group_by(ComponentRow.class_code)).all())  # type: ignore[arg-type]
        assert by_class["0137"] == 6_117 + 1_590
        assert by_class["0407"] == 3_017
        assert work.session.scalar(sa.select(sa.func.min(ComponentRow.id))) == "2501700125000001"
    assert counts(run(database, "components", folder / "INFRA_Hydrants.geojson")) == (1_960, 0, 1_960, 0)


def test_that_shijiazhuangs_cameras_come_in(database: Database, real_data: Path) -> None:
    assert counts(run(database, "cameras", real_data / "cameras_shijiazhuang" / "kakou_gcj02.csv")) == (2_683, 2_681, 1, 1)
    with database.read() as work:
        first = work.session.scalars(sa.select(CameraRow).where(CameraRow.name == "裕华路站前街西向东")).one()
        assert 400 < metres(first.lon, first.lat, 114.48605550783516, 38.03529867581054) < 700  # it was GCJ-02


def test_that_sensors_of_england_and_of_haidian_come_in(database: Database, real_data: Path) -> None:
    england = run(database, "sensors", real_data / "sensors_ea_day_2021-05-07" / "stations.csv")
    assert counts(england) == (2_026, 2_016, 0, 10)
    assert {reject.reason for reject in england.rejects} == {"longitude is missing"}
    haidian = run(database, "sensors", real_data / "sensors_beijing_haidian_2016" / "stations.json")
    assert counts(haidian) == (35, 34, 0, 1)  # two stations of one name
    with database.read() as work:
        levels = list(work.session.scalars(sa.select(SensorRow.levels).where(SensorRow.kind == SensorKind.WATER_LEVEL)))
        names = set(work.session.scalars(sa.select(SensorRow.name).where(SensorRow.lon > 100)))
    assert sum(len(each) == 2 for each in levels) > 900
    assert all(each == sorted(each) for each in levels)
    assert "香山干休所雨量站" in names


def test_that_districts_and_streets_come_in(database: Database, real_data: Path) -> None:
    shenzhen, beijing, cambridge = (real_data / f"basemap_{city}" for city in ("shenzhen", "beijing", "cambridge"))
    assert counts(run(database, "boundaries", shenzhen / "districts_wgs84_sz.json")) == (10, 10, 0, 0)
    assert counts(run(database, "boundaries", beijing / "subdistricts" / "beijing.shp")) == (331, 331, 0, 0)
    assert counts(run(database, "boundaries", beijing / "districts_gcj02" / "110101.geojson")) == (1, 1, 0, 0)
    assert counts(run(database, "boundaries", cambridge / "BOUNDARY_CDDNeighborhoods.geojson")) == (13, 13, 0, 0)
    assert counts(run(database, "streets", cambridge / "TRANS_Centerlines.geojson")) == (2_643, 2_643, 0, 0)
    assert counts(run(database, "streets", shenzhen / "pingshan_streets.geojson")) == (915, 915, 0, 0)
    assert counts(run(database, "streets", beijing / "bus_lines_wgs84.geojson")) == (1_543, 1_543, 0, 0)
    assert count(database, rows_of(GridRow)) == 355
    assert count(database, rows_of(StreetRow)) == 5_101
    with database.read() as work:
        parents = work.session.scalars(sa.select(GridRow.parent).where(GridRow.name == "建外街道")).all()
        assert parents == ["DISTRICT-朝阳区"]


def test_that_districts_of_both_datums_are_the_same_district(database: Database, real_data: Path) -> None:
    run(database, "boundaries", real_data / "basemap_shenzhen" / "districts_wgs84_sz.json")
    with database.read() as work:
        area, west, south = work.session.execute(sa.select(GridRow.area_m2, GridRow.west, GridRow.south).where(GridRow.id == "DISTRICT-440304")).one()
    assert counts(run(database, "boundaries", real_data / "basemap_shenzhen" / "districts_gcj02" / "440304.geojson")) == (1, 1, 0, 0)
    with database.read() as work:
        row = work.session.get_one(GridRow, "DISTRICT-440304")
        assert row.version == 2
        assert row.area_m2 == pytest.approx(area, rel=1e-3)
        assert metres(row.west, row.south, west, south) < 5


def test_that_yunchengs_standard_comes_in(database: Database, real_data: Path) -> None:
    folder = real_data / "standards_case_yuncheng"
    report = run(database, "standards", folder / "muban.xlsx")
    assert counts(report) == (519, 519, 0, 0)
    with database.read() as work:
        found = catalogue.catalogue(work)
    assert Counter(each.kind for each in found.conditions) == {Kind.COMPONENT: 375, Kind.EVENT: 144}
    assert Counter(each.kind for each in found.classes) == {Kind.COMPONENT: 92, Kind.EVENT: 98}
    limits = Counter((each.limit.amount, each.limit.type) for each in found.conditions)
    assert limits[1, LimitType.WORK_DAY] == 143
    assert limits[2, LimitType.URGENT_HOUR] == 32
    assert limits[4, LimitType.WORK_HOUR] == 39
    assert [each.remark for each in found.conditions if each.remark] == ["制止"]
    assert all(each.text_en and each.closing_en for each in found.conditions)
    assert counts(run(database, "standards", folder / "muban.xlsx")) == (519, 0, 519, 0)


def test_that_the_planting_season_of_the_other_half_is_read(database: Database, real_data: Path) -> None:
    run(database, "standards", real_data / "standards_case_yuncheng" / "standards_preview.csv")
    with database.read() as work:
        found = catalogue.catalogue(work)
    planting = [each for each in found.conditions if each.remark == "种植季节"]
    assert [(each.class_code, each.limit.amount, each.limit.type) for each in planting] == [("0402", 15, LimitType.WORK_DAY)]
    assert sum(each.kind is Kind.EVENT for each in found.classes) >= 98


@pytest.mark.parametrize(("name", "lines"), [("muban.xlsx", 519), ("standards_preview.csv", 425)])
def test_that_yunchengs_sheet_becomes_a_draft_that_goes_out_and_comes_back(database: Database, real_data: Path, name: str, lines: int) -> None:
    body = (real_data / "standards_case_yuncheng" / name).read_bytes()
    read = standard_sheets.read(database, body, name, StandardKind.CATALOGUE)
    assert len(read.conditions) == lines
    with database.write(SYSTEM) as work:
        whole = library.put(work, "yuncheng-real", DraftOrder(kind=StandardKind.CATALOGUE, title="Yuncheng", lines=read))
        assert whole.faults == []
        assert whole.lines == read
        found = standard_changes.changes(work, "yuncheng-real")
    if name == "muban.xlsx":
        assert all("limit" not in each.fields for each in found.conditions), "the shipped limits are the city's"
    else:
        assert sum(bool(line.basis) for line in read.conditions) > 66, "the law of a class stands for all its conditions"
    table = standard_file.write(whole, ExportFormat.XLSX, "zh_CN")
    assert standard_sheets.read(database, table, "back.xlsx", StandardKind.CATALOGUE) == read
    with database.write(SYSTEM) as work:
        library.publish(work, "yuncheng-real", PublicationOrder(valid_from=catalogue.today(work)))
    card = Centre(database).bring(Status.PENDING_DISPATCH)
    assert card.case.catalogue == "yuncheng-real"
    assert card.condition is not None
    assert card.condition.text in {line.text for line in read.conditions}
