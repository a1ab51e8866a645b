"""Import of the registers of muck trucks: companies, places, trucks, permits. Where one names another, an id, a name or a plate will do."""

import re
from collections.abc import Callable
from datetime import date
from typing import Annotated, Any, TypeVar

import msgspec
import numpy as np
import shapely
import sqlalchemy as sa
from msgspec import Meta

from backend.importers.mapping import Mapping
from backend.importers.records import Placed, Record
from backend.importers.report import Report
from backend.importers.storing import distinct
from backend.refusals import Refusal
from backend.rules import hauls, units
from backend.session import Work
from backend.tables.cameras import CameraRow
from backend.tables.hauls import HaulCompanyRow, HaulPlaceRow, HaulTruckRow
from backend.tables.units import UnitRow
from geo import fences
from geo.datum import Datum, convert
from wire.codes import HaulPlaceKind, UnitKind
from wire.hauls import HaulCompanyOrder, HaulPermitOrder, HaulPlaceOrder, HaulTruckOrder, Name, Note, Short, Volume
from wire.places import Id
from wire.units import UnitOrder

WINDOW = re.compile(r"(\d{1,2}:\d{2})(?::00)?\s*(?:[-–—~～]|至|to)\s*(?:次日)?(\d{1,2}:\d{2})(?::00)?")
BETWEEN = re.compile(r"[;；,，、\s]+")
C = TypeVar("C", bound=msgspec.Struct)


class Wrong(Exception):
    """One sentence about one row."""


class CompanyRecord(msgspec.Struct, kw_only=True):
    id: Id
    name: Name
    licence: Short = ""
    contact: Short = ""
    phone: Annotated[str, Meta(max_length=40)] = ""
    note: Note = ""


class PlaceRecord(Placed, kw_only=True):
    """An area brings its outline; of a point `radius_m` says how far it reaches. `company` is the id or the name of one."""

    id: Id
    kind: HaulPlaceKind
    name: Name
    radius_m: Annotated[float, Meta(gt=0, le=5_000)] | None = None
    company: str = ""
    note: Note = ""


class TruckRecord(msgspec.Struct, kw_only=True):
    """A truck that is no unit yet becomes one, whose device calls itself `code`, else as its id is."""

    id: Id
    company: str
    volume_m3: Annotated[float, Meta(gt=0, le=100)]
    plate: Annotated[str, Meta(max_length=20)] = ""
    code: Annotated[str, Meta(max_length=64)] = ""
    camera_id: Id | None = None
    note: Note = ""


class PermitRecord(msgspec.Struct, kw_only=True):
    """`route` as text is "lon lat; lon lat; …" in the file's datum; a line of a geographic file says it by itself. `trucks` are ids or plates."""

    id: Id
    number: Name
    company: str
    site: str
    ground: str
    starts: str
    ends: str
    volume_m3: Volume
    trucks: str
    windows: str = ""
    route: str = ""
    note: Note = ""


def store_companies(work: Work, found: list[Record[CompanyRecord]], mapping: Mapping, report: Report) -> None:
    _bring(work, found, hauls.COMPANIES, lambda record: HaulCompanyOrder(**msgspec.structs.asdict(record.value)), report)


def store_places(work: Work, found: list[Record[PlaceRecord]], mapping: Mapping, report: Report) -> None:
    companies = Named(work, HaulCompanyRow, "company")

    def order(record: Record[PlaceRecord]) -> HaulPlaceOrder:
        value, company = record.value, companies.find(record.value.company) if record.value.company else None
        return HaulPlaceOrder(id=value.id, kind=value.kind, name=value.name, outline=_outline(record), company_id=company, note=value.note)

    _bring(work, found, hauls.PLACES, order, report)


def store_trucks(work: Work, found: list[Record[TruckRecord]], mapping: Mapping, report: Report) -> None:
    companies = Named(work, HaulCompanyRow, "company")

    def order(record: Record[TruckRecord]) -> HaulTruckOrder:
        value, company = record.value, companies.find(record.value.company)
        if value.camera_id is not None and work.session.get(CameraRow, value.camera_id) is None:
            raise Wrong(f"there is no camera {value.camera_id[:40]!r}")
        if work.session.get(UnitRow, value.id) is None:
            name = value.plate or value.id
            work.expected = None
            units.put(work, UnitOrder(id=value.id, code=value.code or value.id, kind=UnitKind.TRUCK, name=name, plate=value.plate))
        return HaulTruckOrder(id=value.id, company_id=company, volume_m3=value.volume_m3, camera_id=value.camera_id, note=value.note)

    _bring(work, found, hauls.TRUCKS, order, report)


def store_permits(work: Work, found: list[Record[PermitRecord]], mapping: Mapping, report: Report) -> None:
    companies, places, trucks = Named(work, HaulCompanyRow, "company"), Named(work, HaulPlaceRow, "place"), Plates(work)

    def order(record: Record[PermitRecord]) -> HaulPermitOrder:
        value = record.value
        return HaulPermitOrder(
            id=value.id,
            number=value.number,
            company_id=companies.find(value.company),
            site_id=places.find(value.site),
            ground_id=places.find(value.ground),
            route=_route(record, mapping),
            starts=_day("starts", value.starts),
            ends=_day("ends", value.ends),
            windows=_windows(value.windows),
            volume_m3=value.volume_m3,
            truck_ids=list(dict.fromkeys(trucks.find(each) for each in BETWEEN.split(value.trucks.strip()) if each)),
            note=value.note,
        )

    _bring(work, found, hauls.PERMITS, order, report)


class Named:
    """The ids of a register, by themselves and by their names."""

    def __init__(self, work: Work, table: type[Any], noun: str) -> None:
        self._noun = noun
        self._take(list(work.session.execute(sa.select(table.id, table.name))))

    def _take(self, rows: Any) -> None:
        self._ids = {id for id, _ in rows}
        self._by_name: dict[str, list[str]] = {}
        for id, name in rows:
            self._by_name.setdefault(name, []).append(id)

    def find(self, said: str) -> str:
        if said in self._ids:
            return said
        found = self._by_name.get(said, [])
        if len(found) != 1:
            raise Wrong(f"there is no {self._noun} {said[:40]!r}" if not found else f"there are {len(found)} of the name {said[:40]!r}: say an id")
        return found[0]


class Plates(Named):
    """Likewise of muck trucks, by their plates."""

    def __init__(self, work: Work) -> None:
        self._noun = "muck truck"
        plates = sa.select(HaulTruckRow.id, UnitRow.plate).join(UnitRow, UnitRow.id == HaulTruckRow.id)
        self._take(list(work.session.execute(plates)))


def _bring(work: Work, found: list[Record[C]], register: hauls.Register, order: Callable[[Record[C]], hauls.AnyOrder], report: Report) -> None:
    for record in distinct(found, lambda value: value.id, report):  # type: ignore[attr-defined]
        try:
            said = order(record)
            made = msgspec.convert(msgspec.to_builtins(said), type(said))  # by the rules of the door
            if hauls.bring(work, register, made):
                report.stored += 1
            else:
                report.doubled += 1
        except (Wrong, msgspec.ValidationError) as error:
            report.reject(record.row, str(error), record.layer)
        except Refusal as error:
            report.reject(record.row, error.detail, record.layer)


def _outline(record: Record[PlaceRecord]) -> list[tuple[float, float]]:
    shape, value = record.shape, record.value
    parts = [] if shape is None else [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon"]
    if len(parts) > 1:
        raise Wrong(f"it has {len(parts)} areas: a place is one")
    if parts:
        return [(x, y) for x, y in shapely.get_coordinates(parts[0].exterior)[:-1].tolist()]
    if value.radius_m is None:
        raise Wrong("it has neither an outline nor a radius_m")
    ring = fences.around([(value.lon, value.lat)], value.radius_m)
    return [(x, y) for x, y in shapely.get_coordinates(ring)[:-1].tolist()]


def _route(record: Record[PermitRecord], mapping: Mapping) -> list[tuple[float, float]]:
    if record.shape is not None:
        if record.shape.geom_type != "LineString":
            raise Wrong(f"its line is a {record.shape.geom_type}, and must be one line")
        return [(x, y) for x, y in shapely.get_coordinates(record.shape).tolist()]
    try:
        pairs = [(float(x), float(y)) for x, y in (re.split(r"[,\s]+", each.strip()) for each in record.value.route.split(";") if each.strip())]
    except ValueError as error:
        raise Wrong('its route is not "lon lat; lon lat; …"') from error
    lon, lat = convert(np.array([x for x, _ in pairs]), np.array([y for _, y in pairs]), mapping.datum, Datum.WGS84)
    return list(zip(lon.tolist(), lat.tolist(), strict=True))


def _day(field: str, text: str) -> date:
    parts = re.match(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})", text.strip())
    try:
        return date(*(int(part) for part in parts.groups())) if parts else date.fromisoformat(text)
    except ValueError as error:
        raise Wrong(f"{field} says {text[:40]!r}, which is no day") from error


def _windows(text: str) -> list[tuple[str, str]]:
    found = [(begin.zfill(5), end.zfill(5)) for begin, end in WINDOW.findall(text)]
    if BETWEEN.sub("", WINDOW.sub("", text)):
        raise Wrong(f"windows says {text[:40]!r}, which are no hours such as 20:00-05:00")
    return found
