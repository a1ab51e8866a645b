"""The REST interface of the backend as Python calls: a method per route, one to four lines each. Knows no Qt.

Every method raises `ApiError` and nothing else. Only what does no harm when repeated is tried a second time: reads, and what carries a key.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple, TypeVar
from urllib.parse import quote

import msgspec
import pyarrow as pa

from console.connection import READ_S, ApiError, Connection, failure
from wire.around import Around
from wire.audit import AuditPage
from wire.basemaps import BaseMap, BaseMapOrder
from wire.bulk import MEDIA_TYPE, decode, from_bytes
from wire.cameras import Camera, CameraOrder
from wire.cases import AnyCaseOrder, CaseCard, CasePage, CaseReport, PhotoOfCase
from wire.changes import Health, RawChanges
from wire.codes import GridKind, Noun, RegisterKind, Status, TaskState
from wire.components import Component
from wire.coverage import Covered
from wire.exports import ExportOrder
from wire.geofences import Geofence, GeofenceOrder
from wire.grids import Grid
from wire.message import Versioned
from wire.nouns import MESSAGE_OF, PLURAL
from wire.people import Department, DepartmentOrder, Login, LoginOrder, User, UserOrder
from wire.photos import Photo, id_of
from wire.places_at import PlaceAt
from wire.recommendation import Recommendation
from wire.registers import EntriesOrder, EntriesReceipt, Entry, Register
from wire.search import Found
from wire.sensors import ReadingBatch, ReadingReceipt, Sensor, SensorOrder
from wire.sight import Sight
from wire.standards import Catalogue
from wire.tasks import Task, TaskReport
from wire.tracks import TrackDay
from wire.units import Positions, SignIn, Unit, UnitOrder

__all__ = ["Api", "ApiError", "Cursor", "Snapshot"]

T = TypeVar("T")
BULK_S = 60.0
EXPORT_S = 300.0
SPARE_S = 3.0  # for the way, and a backend under load, after the wait that it was asked for


class Cursor(NamedTuple):
    """A place in the change feed. Sequence numbers mean nothing in another epoch."""

    epoch: str
    seq: int


class Snapshot(NamedTuple):
    """All things of a noun as they were at a place in the feed."""

    noun: Noun
    cursor: Cursor
    table: pa.Table

    def pages(self) -> Iterator[list[Versioned]]:
        # 500 rows take 4 ms on a slow machine: no page holds the interpreter for longer than 10 ms (DESIGN 4).
        return decode(MESSAGE_OF[self.noun], self.table, page=500)


class Api:
    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def twin(self) -> "Api":
        """Another one for the same user, which can be shut down by itself: one for each worker."""
        return Api(self.connection.twin())

    def login(self, name: str, password: str) -> Login:
        """From here on the calls carry the token."""
        login = self._post(Login, "/v1/login", LoginOrder(name=name, password=password))
        self.connection.token = login.token
        return login

    def logout(self) -> None:
        self.connection.call("DELETE", "/v1/login")
        self.connection.token = ""

    def me(self) -> User:
        return self._get(User, "/v1/me")

    def health(self, within: float | None = None) -> Health:
        """Also of a backend that is up but not well: `ok` is false then. `within`: seconds, connecting included."""
        return _read(Health, self.connection.call("GET", "/v1/health", within_s=within, also=503).content)

    def changes(self, after: Cursor, wait: float = 0.0) -> RawChanges:
        """What came after a place in the feed; when there is nothing, an answer after `wait` seconds."""
        params = {"after": after.seq, "wait": wait, "epoch": after.epoch}
        return self._get(RawChanges, "/v1/changes", params, read_s=wait + SPARE_S)

    def snapshot(self, noun: Noun, closed: int | None = None, kinds: Iterable[GridKind] = ()) -> Snapshot:
        """`closed`: how many of the newest closed cases; `kinds`: of grids, all when none is named."""
        params = {"closed": closed, "kind": list(kinds)}
        response = self._bulk(f"/v1/snapshot/{PLURAL[noun]}", params)
        return Snapshot(noun, _cursor(response.headers.get("Feed-Cursor", "")), _table(response.content))

    def catalogue(self) -> Catalogue:
        return self._get(Catalogue, "/v1/catalogue")

    def report(self, report: CaseReport) -> CaseCard:
        return self._post(CaseCard, "/v1/cases", report, key=report.id)

    def case(self, case_id: str) -> CaseCard:
        return self._get(CaseCard, f"/v1/cases/{_id(case_id)}")

    def cases(self, status: Status | None = None, department_id: str = "", text: str = "", limit: int = 100, cursor: str = "") -> CasePage:
        params = {"status": status, "department_id": department_id or None, "text": text or None, "limit": limit, "cursor": cursor or None}
        return self._get(CasePage, "/v1/cases", params)

    def order(self, case_id: str, order: AnyCaseOrder, key: str, version: int) -> CaseCard:
        """`version` is the one that the operator saw; the same `key` again gets the same answer and does nothing."""
        return self._post(CaseCard, f"/v1/cases/{_id(case_id)}/orders", order, key=key, version=version)

    def add_photo(self, case_id: str, photo: PhotoOfCase, key: str) -> CaseCard:
        return self._post(CaseCard, f"/v1/cases/{_id(case_id)}/photos", photo, key=key)

    def tasks(self, unit_id: str = "", state: TaskState | None = None) -> list[Task]:
        return self._get(list[Task], "/v1/tasks", {"unit_id": unit_id or None, "state": state})

    def report_task(self, task_id: str, report: TaskReport, key: str) -> Task:
        return self._post(Task, f"/v1/tasks/{_id(task_id)}/report", report, key=key)

    def upload_photo(self, image: bytes, media_type: str) -> Photo:
        """Keyed by its content: the id of a photo is the SHA-256 of its bytes."""
        headers = {"Content-Type": media_type, "Idempotency-Key": id_of(image)}
        return self._send(Photo, "POST", "/v1/photos", image, headers, BULK_S)

    def photo(self, photo_id: str) -> bytes:
        return bytes(self.connection.call("GET", f"/v1/photos/{_id(photo_id)}", headers={"Accept": "image/*"}, read_s=BULK_S).content)

    def units(self) -> list[Unit]:
        return self._get(list[Unit], "/v1/units")

    def put_unit(self, order: UnitOrder) -> Unit:
        return self._put(Unit, f"/v1/units/{_id(order.id)}", order)

    def sign_in(self, unit_id: str, sign_in: SignIn) -> Unit:
        return self._post(Unit, f"/v1/units/{_id(unit_id)}/duty", sign_in)

    def positions(self, after: int, wait: float = 0.0) -> Positions:
        return self._get(Positions, "/v1/positions", {"after": after, "wait": wait}, read_s=wait + SPARE_S)

    def track(self, unit_id: str, start: datetime, end: datetime) -> pa.Table:
        """`wire.tracks.TRACK` in order of time; both ends aware."""
        params = {"start": start.isoformat(), "end": end.isoformat()}
        return _table(self._bulk(f"/v1/tracks/{_id(unit_id)}", params).content)

    def track_days(self, unit_id: str) -> list[TrackDay]:
        return self._get(list[TrackDay], f"/v1/tracks/{_id(unit_id)}/days")

    def cameras(self) -> list[Camera]:
        return self._get(list[Camera], "/v1/cameras")

    def put_camera(self, order: CameraOrder) -> Camera:
        return self._put(Camera, f"/v1/cameras/{_id(order.id)}", order)

    def departments(self) -> list[Department]:
        return self._get(list[Department], "/v1/departments")

    def put_department(self, order: DepartmentOrder) -> Department:
        return self._put(Department, f"/v1/departments/{_id(order.id)}", order)

    def grids(self, kind: GridKind) -> list[Grid]:
        return self._get(list[Grid], "/v1/grids", {"kind": kind}, read_s=BULK_S)

    def grids_at(self, lon: float, lat: float) -> list[Grid]:
        return self._get(list[Grid], "/v1/grids/at", {"lon": lon, "lat": lat})

    def sight(self, lon: float, lat: float) -> Sight:
        """Who can see a place, and who can be there first."""
        return self._get(Sight, "/v1/sight", {"lon": lon, "lat": lat})

    def recommendation(self, case_id: str) -> Recommendation:
        """Whom to send to a case, and why not the others."""
        return self._get(Recommendation, f"/v1/cases/{_id(case_id)}/recommendation")

    def components(self) -> pa.Table:
        """All of them, as columns of `wire.components.Component`: they are too many for messages."""
        return self.snapshot(Noun.COMPONENT).table

    def component(self, code: str) -> Component:
        return self._get(Component, f"/v1/components/{_id(code)}")

    def search(self, text: str, limit: int = 20, near: tuple[float, float] | None = None) -> Found:
        """`near`: lon and lat; of equals the nearest is first."""
        lon, lat = near or (None, None)
        return self._get(Found, "/v1/search", {"text": text, "limit": limit, "lon": lon, "lat": lat})

    def place_at(self, lon: float, lat: float) -> PlaceAt:
        """That somebody has seen whole phone numbers is written down there."""
        return self._get(PlaceAt, "/v1/places/at", {"lon": lon, "lat": lat})

    def around(self, lon: float, lat: float, radius_m: float, nearest: int = 10) -> Around:
        return self._get(Around, "/v1/around", {"lon": lon, "lat": lat, "radius": radius_m, "nearest": nearest})

    def registers(self) -> list[Register]:
        return self._get(list[Register], "/v1/registers")

    def entries(self, kind: RegisterKind) -> pa.Table:
        """A whole register, as columns of `wire.registers.Entry`."""
        return _table(self._bulk(f"/v1/registers/{kind}/entries", {}).content)

    def entry(self, kind: RegisterKind, id: str) -> Entry:
        return self._get(Entry, f"/v1/registers/{kind}/entries/{_id(id)}")

    def coverage(self) -> list[Covered]:
        """The basic grids in which an inspector was within a day, and when."""
        return [each for page in decode(Covered, _table(self._bulk("/v1/coverage", {}).content)) for each in page]

    def export(self, order: ExportOrder) -> bytes:
        """The bytes of the file; a city takes a while."""
        body = msgspec.json.encode(order)
        return bytes(self.connection.call("POST", "/v1/exports", body=body, headers=JSON | {"Accept": "*/*"}, read_s=EXPORT_S).content)

    def preference(self, key: str) -> bytes | None:
        """The JSON that this user has kept under a key; none when there is none."""
        try:
            return bytes(self.connection.call("GET", f"/v1/me/preferences/{_id(key)}").content)
        except ApiError as error:
            if error.problem.status == 404:
                return None
            raise

    def write_entries(self, kind: RegisterKind, order: EntriesOrder, key: str) -> EntriesReceipt:
        return self._post(EntriesReceipt, f"/v1/registers/{kind}/entries", order, key=key)

    def sensors(self) -> list[Sensor]:
        return self._get(list[Sensor], "/v1/sensors")

    def put_sensor(self, order: SensorOrder) -> Sensor:
        return self._put(Sensor, f"/v1/sensors/{_id(order.id)}", order)

    def read(self, batch: ReadingBatch) -> ReadingReceipt:
        """What sensors say; the newest of each is kept."""
        return self._post(ReadingReceipt, "/v1/readings", batch)

    def geofences(self) -> list[Geofence]:
        return self._get(list[Geofence], "/v1/geofences")

    def put_geofence(self, order: GeofenceOrder, key: str, version: int | None = None) -> Geofence:
        """`version` is that of the one that it replaces."""
        path = f"/v1/geofences/{_id(order.id)}"
        return self._send(Geofence, "PUT", path, msgspec.json.encode(order), JSON | _headers(key, version))

    def remove_geofence(self, id: str, key: str, version: int | None = None) -> None:
        self.connection.call("DELETE", f"/v1/geofences/{_id(id)}", headers=_headers(key, version))

    def put_preference(self, key: str, body: bytes) -> None:
        self.connection.call("PUT", f"/v1/me/preferences/{_id(key)}", body=body, headers=JSON)

    def base_maps(self) -> list[BaseMap]:
        return self._get(list[BaseMap], "/v1/basemaps")

    def put_base_map(self, order: BaseMapOrder, version: int | None = None) -> BaseMap:
        """`version` is that of the one that it replaces."""
        headers = JSON | ({"If-Match": f'"{version}"'} if version is not None else {})
        return self._send(BaseMap, "PUT", f"/v1/basemaps/{_id(order.id)}", msgspec.json.encode(order), headers)

    def remove_base_map(self, id: str) -> None:
        self.connection.call("DELETE", f"/v1/basemaps/{_id(id)}")

    def users(self) -> list[User]:
        return self._get(list[User], "/v1/users")

    def put_user(self, order: UserOrder) -> User:
        return self._put(User, f"/v1/users/{_id(order.name)}", order)

    def audit(self, after: int = 0, limit: int = 200) -> AuditPage:
        return self._get(AuditPage, "/v1/audit", {"after": after, "limit": limit})

    def _get(self, kind: type[T], path: str, params: Mapping[str, Any] | None = None, read_s: float = READ_S) -> T:
        return _read(kind, self.connection.call("GET", path, params=params, read_s=read_s).content)

    def _bulk(self, path: str, params: Mapping[str, Any]) -> Any:
        return self.connection.call("GET", path, params=params, headers={"Accept": MEDIA_TYPE}, read_s=BULK_S)

    def _put(self, kind: type[T], path: str, order: Any) -> T:
        return self._send(kind, "PUT", path, msgspec.json.encode(order), JSON)

    def _post(self, kind: type[T], path: str, order: Any, key: str = "", version: int | None = None) -> T:
        return self._send(kind, "POST", path, msgspec.json.encode(order), JSON | _headers(key, version))

    def _send(self, kind: type[T], method: str, path: str, body: bytes, headers: Mapping[str, str], read_s: float = READ_S) -> T:
        return _read(kind, self.connection.call(method, path, body=body, headers=headers, read_s=read_s).content)


JSON = {"Content-Type": "application/json"}


def _headers(key: str, version: int | None) -> dict[str, str]:
    keyed = {"Idempotency-Key": key} if key else {}
    return keyed | ({"If-Match": f'"{version}"'} if version is not None else {})


def _id(id: str) -> str:
    return quote(id, safe="")


def _read(kind: type[T], body: bytes) -> T:
    try:
        return msgspec.json.decode(body, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise failure("bad_answer", str(error)) from error


def _table(body: bytes) -> pa.Table:
    try:
        return from_bytes(body)
    except (pa.ArrowException, OSError) as error:
        raise failure("bad_answer", str(error)) from error


def _cursor(header: str) -> Cursor:
    epoch, _, head = header.rpartition(":")
    if not (epoch and head.isdecimal()):
        raise failure("bad_answer", "a snapshot without its place in the feed")
    return Cursor(epoch, int(head))
