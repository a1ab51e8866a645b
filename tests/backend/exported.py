"""A small city to be exported: something in every layer."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import msgspec
import numpy as np
import pyarrow as pa

from backend import spatial
from backend.photos import PhotoStore
from backend.rules import cameras, cases, geofences, hauls, photos, positions, registers, sensors, units
from backend.session import SYSTEM, Database
from backend.tables.places import ComponentRow, StreetRow
from tests.backend.centre import ACCEPTOR, ADMIN, GATEWAY, Centre, duty_grid, report_of
from wire.cameras import CameraOrder
from wire.cases import CaseReport, PhotoOfCase
from wire.codes import ComponentState, FenceKind, GridKind, HaulPlaceKind, PhotoPhase, RegisterKind, SensorKind, Source, Status, UnitKind
from wire.evaluation import Period, Question
from wire.exports import ExportLayer, Near, Scored
from wire.geofences import GeofenceOrder
from wire.hauls import HaulCompanyOrder, HaulPermitOrder, HaulPlaceOrder, HaulTruckOrder
from wire.registers import EntriesOrder, EntryOrder
from wire.sensors import Reading, ReadingBatch, SensorOrder
from wire.tracks import TRACK
from wire.units import Fix, FixBatch, UnitOrder

LON, LAT = 111.0, 35.02
BEGIN = datetime(2026, 11, 20, 1, tzinfo=UTC)
END = BEGIN + timedelta(hours=2)
STATUSES = (Status.REPORTED, Status.PENDING_DISPOSAL, Status.PENDING_CHECK, Status.CLOSED, Status.VOIDED)
RING = [(LON - 0.001, LAT - 0.001), (LON + 0.001, LAT - 0.001), (LON + 0.001, LAT + 0.001)]
LINES = {RegisterKind.DRAIN: [RING[:2]], RegisterKind.BUILDING: [[*RING, RING[0]]]}
SPEEDS = (0.0, 1.0, 4.0, 9.0, 15.0)  # one for each band
EVERYTHING = tuple(ExportLayer)
NEAR = Near(lon=LON, lat=LAT, radius=50.0, start=BEGIN, end=END)
SCORED = Scored(question=Question(period=Period.YEAR, day=datetime.now(UTC).date()), figure="REPORT")
ASKED: dict[str, Any] = {
    "unit_id": "u1",
    "start": BEGIN,
    "end": END,
    "near": NEAR,
    "seen_at": END,
    "scored": SCORED,
}  # what some layers cannot do without
CELL = "14080200101"  # a basic grid around the place
COUNTS = {
    **{
        "cases": 6,
        "units": 3,
        "cameras": 3,
        "sensors": 4,
        "components": 5,
        "track": 11,
        "track_visits": 1,
        "track_spans": 2,
        "track_ways": 6,
        "geofences": 3,
        "streets": 3,
        "grids": 2,
    },
    **{"haul_places": 3, "haul_lines": 1, "heat": 4, "density": 1, "coverage": 1, "scores": 1},
    **{"whereabouts": 1, "whereabouts_fixes": 3, "whereabouts_circle": 1},
    **{kind.value.lower(): 1 for kind in RegisterKind},
}


def build(database: Database, store: PhotoStore, picture: bytes) -> Centre:
    """`picture` hangs on the case "pictured"."""
    centre = Centre(database)
    _cell(centre)
    for status in STATUSES:
        centre.bring(status, f"case-{status.lower()}")
    centre.report("pictured")
    _things(centre, store.keep(picture, "image/png"), len(picture))
    _ground(centre)
    _hauls(centre)
    _track(centre)
    return centre


def long_track(database: Database, fixes: int, every_s: float) -> datetime:
    """Of the unit "long", from BEGIN on: a walk that crosses itself all day, now slow, now fast. Answers when it is over."""
    seconds = np.arange(fixes) * every_s
    speed = np.random.default_rng(1).choice(SPEEDS, fixes)
    columns: dict[str, Any] = {"lon": LON + 0.003 * np.sin(seconds / 250), "lat": LAT + 0.002 * np.cos(seconds / 190), "speed": speed}
    columns["at"] = [BEGIN + timedelta(seconds=float(second)) for second in seconds]
    table = pa.table([pa.array(columns.get(field.name, [None] * fixes), field.type) for field in TRACK], schema=TRACK)
    with database.write(SYSTEM) as work:
        units.put(work, UnitOrder(id="long", code="long", kind=UnitKind.TRUCK, name="Long"))
        positions.store_columns(work, "long", table)
    return BEGIN + timedelta(seconds=fixes * every_s)


def urgent(centre: Centre, case_id: str, text: str) -> None:
    """A case that somebody calls in, with words of his own."""
    order = report_of(case_id, Source.HOTLINE_12319)
    values = {name: getattr(order, name) for name in order.__struct_fields__} | {"description": text, "address": text[:300], "urgent": True}
    with centre.writing(ACCEPTOR) as work:
        cases.report(work, CaseReport(**values))


def _cell(centre: Centre) -> None:
    """Before the cases, which then lie in it."""
    with centre.writing(ADMIN) as work:
        row = duty_grid(CELL, west=LON - 0.001, south=LAT - 0.001, east=LON + 0.003, north=LAT + 0.001)
        row.id, row.kind, row.code = f"BASIC-{CELL}", GridKind.BASIC, CELL
        work.session.add(row)
        spatial.grids_changed(work.session)


def _hauls(centre: Centre) -> None:
    with centre.writing(ADMIN) as work:
        hauls.put(work, hauls.COMPANIES, HaulCompanyOrder(id="c1", name="Muck", phone="13812345678"))
        for number, kind in enumerate(HaulPlaceKind):
            outline = [(lon + number * 0.004, lat) for lon, lat in RING]
            hauls.put(work, hauls.PLACES, HaulPlaceOrder(id=f"h{number}", kind=kind, name=kind.title(), outline=outline, company_id="c1"))
        hauls.put(work, hauls.TRUCKS, HaulTruckOrder(id="truck", company_id="c1", volume_m3=12.0))
        permit = {"id": "p1", "number": "P1", "company_id": "c1", "site_id": "h0", "ground_id": "h1", "truck_ids": ["truck"]}
        dates = {"starts": date(2026, 11, 1), "ends": date(2026, 12, 31), "windows": [("22:00", "06:00")]}
        hauls.put(work, hauls.PERMITS, HaulPermitOrder(route=[(LON, LAT), (LON + 0.004, LAT)], volume_m3=500.0, **permit, **dates))


def _things(centre: Centre, photo: str, size: int) -> None:
    with centre.writing(ADMIN) as work:
        photos.add(work, photo, "image/png", size)
        cases.add_photo(work, "pictured", PhotoOfCase(photo_id=photo, phase=PhotoPhase.AFTER))
        for number, online in enumerate((True, False, None)):
            order = CameraOrder(id=f"k{number}", code=f"K{number}", name="Gate", lon=LON, lat=LAT, main_url="rtsp://host/1", online=online)
            cameras.put(work, msgspec.structs.replace(order, azimuth=90.0, view_angle=60.0, reach=80.0) if number < 2 else order)
        for kind in (UnitKind.TRUCK, UnitKind.VEHICLE):
            order = UnitOrder(id=kind.lower(), code=kind.lower(), kind=kind, name=kind.title(), phone="13812345678")
            units.put(work, order)
        for number in range(4):
            order = SensorOrder(id=f"w{number}", code=f"W{number}", name="Water", kind=SensorKind.WATER_LEVEL, lon=LON, lat=LAT, levels=[10, 20])
            sensors.put(work, order)
        for number, (kind, places, radius) in enumerate(
            ((FenceKind.CIRCLE, RING[:1], 80.0), (FenceKind.CORRIDOR, RING[:2], 30.0), (FenceKind.POLYGON, RING, None))
        ):
            geofences.put(work, GeofenceOrder(id=f"f{number}", name="Fence", kind=kind, places=places, radius_m=radius))
        for kind in RegisterKind:
            entry = EntryOrder(id="e1", code="E1", name="Entry", lon=LON, lat=LAT, phone="13812345678", lines=LINES.get(kind, []))
            registers.order(work, kind, EntriesOrder(put=[entry]))
    with centre.writing(GATEWAY) as work:
        readings = [Reading(code=f"W{number}", at=work.at, value=value) for number, value in enumerate((5.0, 15.0, 25.0))]
        sensors.read(work, ReadingBatch(readings=readings))


def _ground(centre: Centre) -> None:
    with centre.writing(ADMIN) as work:
        for number, major in enumerate(("01", "02", "03", "04", "06")):
            state = ComponentState.DAMAGED if major == "02" else ComponentState.INTACT
            values = {"class_code": f"{major}01", "name": "Thing", "state": state, "lon": LON, "lat": LAT, "note": ""}
            work.session.add(ComponentRow(number=number + 1, id=f"11010501{major}01{number:06d}", version=1, **values))
        for number, kind in enumerate(("primary", "secondary", "lane")):
            line = [[[LON - 0.002, LAT + number / 1000], [LON + 0.002, LAT + number / 1000]]]
            box = {"west": LON - 0.002, "east": LON + 0.002, "south": LAT + number / 1000, "north": LAT + number / 1000}
            row = StreetRow(id=f"s{number}", name=f"瑞祥{number}路", kind=kind, length_m=364.0, lon=LON, lat=LAT + number / 1000, line=line, **box)
            work.session.add(row)


def _track(centre: Centre) -> None:
    """Two fixes in each band, then a gap."""
    fixes = [
        Fix(at=BEGIN + timedelta(seconds=10 * number), lon=LON + number / 5000, lat=LAT, speed=SPEEDS[number // 2], heading=90.0)
        for number in range(10)
    ]
    fixes.append(Fix(at=END - timedelta(minutes=1), lon=LON, lat=LAT + 0.002, speed=1.0))
    with centre.writing(ADMIN) as work:
        positions.report(work, FixBatch(code="u1", fixes=fixes))
