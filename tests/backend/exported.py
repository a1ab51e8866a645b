"""A small city to be exported: something in every layer."""

from datetime import UTC, datetime, timedelta

import msgspec

from backend.photos import PhotoStore
from backend.rules import cameras, cases, geofences, photos, positions, registers, sensors, units
from backend.session import Database
from backend.tables.places import ComponentRow, StreetRow
from tests.backend.centre import ACCEPTOR, ADMIN, GATEWAY, Centre, report_of
from wire.cameras import CameraOrder
from wire.cases import CaseReport, PhotoOfCase
from wire.codes import ComponentState, FenceKind, PhotoPhase, RegisterKind, SensorKind, Source, Status, UnitKind
from wire.exports import ExportLayer
from wire.geofences import GeofenceOrder
from wire.registers import EntriesOrder, EntryOrder
from wire.sensors import Reading, ReadingBatch, SensorOrder
from wire.units import Fix, FixBatch, UnitOrder

LON, LAT = 111.0, 35.02
BEGIN = datetime(2026, 11, 20, 1, tzinfo=UTC)
END = BEGIN + timedelta(hours=2)
STATUSES = (Status.REPORTED, Status.PENDING_DISPOSAL, Status.PENDING_CHECK, Status.CLOSED, Status.VOIDED)
RING = [(LON - 0.001, LAT - 0.001), (LON + 0.001, LAT - 0.001), (LON + 0.001, LAT + 0.001)]
LINES = {RegisterKind.DRAIN: [RING[:2]], RegisterKind.BUILDING: [[*RING, RING[0]]]}
SPEEDS = (0.0, 1.0, 4.0, 9.0, 15.0)  # one for each band
EVERYTHING = tuple(ExportLayer)
COUNTS = {
    **{
        "cases": 6,
        "units": 3,
        "cameras": 3,
        "sensors": 4,
        "components": 5,
        "track": 11,
        "track_visits": 1,
        "track_ways": 6,
        "geofences": 3,
        "streets": 3,
        "grids": 1,
    },
    **{kind.value.lower(): 1 for kind in RegisterKind},
}


def build(database: Database, store: PhotoStore, picture: bytes) -> Centre:
    """`picture` hangs on the case "pictured"."""
    centre = Centre(database)
    for status in STATUSES:
        centre.bring(status, f"case-{status.lower()}")
    centre.report("pictured")
    _things(centre, store.keep(picture, "image/png"), len(picture))
    _ground(centre)
    _track(centre)
    return centre


def urgent(centre: Centre, case_id: str, text: str) -> None:
    """A case that somebody calls in, with words of his own."""
    order = report_of(case_id, Source.HOTLINE_12319)
    values = {name: getattr(order, name) for name in order.__struct_fields__} | {"description": text, "address": text[:300], "urgent": True}
    with centre.writing(ACCEPTOR) as work:
        cases.report(work, CaseReport(**values))


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
