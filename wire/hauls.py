"""Muck trucks (渣土车): who owns them, where they load and tip, what they are permitted, and what they have carried (DOMAIN 6.7)."""

from datetime import date, datetime
from typing import Annotated

from msgspec import Meta

from wire.codes import AlarmKind, HaulPlaceKind, HaulState, Role
from wire.message import Message, Order, Versioned
from wire.places import Id, Lat, Lon

Place = tuple[Lon, Lat]
MOST_PLACES = 5000
MOST_TRUCKS = 500  # of one permit
MOST_TRIPS = 1000  # of one answer
FAULTS = (  # what a truck can do wrong
    AlarmKind.DEVIATION,
    AlarmKind.WINDOW,
    AlarmKind.UNCOVERED,
    AlarmKind.NO_PERMIT,
    AlarmKind.SPEED,
    AlarmKind.FORBIDDEN_AREA,
    AlarmKind.DUMPING,
    AlarmKind.LONG_STOP,
    AlarmKind.OFFLINE,
)
WRITERS = frozenset({Role.ADMIN, Role.SHIFT_LEADER, Role.DUTY_LEADER})

Name = Annotated[str, Meta(min_length=1, max_length=80)]
Short = Annotated[str, Meta(max_length=80)]
Note = Annotated[str, Meta(max_length=500)]
Volume = Annotated[float, Meta(gt=0, le=10_000_000)]
Clock = Annotated[str, Meta(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
Window = tuple[Clock, Clock]  # one that ends before it begins goes on past midnight


class HaulCompany(Versioned, frozen=True, kw_only=True):
    name: str
    licence: str = ""  # 统一社会信用代码 or the number of its approval
    contact: str = ""
    phone: str = ""  # masked
    note: str = ""


class HaulCompanyOrder(Order, frozen=True, kw_only=True):
    id: Id
    name: Name
    licence: Short = ""
    contact: Short = ""
    phone: Annotated[str, Meta(max_length=40)] = ""
    note: Note = ""


class HaulPlace(Versioned, frozen=True, kw_only=True):
    """`outline` is the outer ring of a polygon, not closed; `lon`, `lat` lie within it. `company_id` is who builds or tips there."""

    kind: HaulPlaceKind
    name: str
    outline: list[tuple[float, float]]
    lon: float
    lat: float
    company_id: str | None = None
    note: str = ""


class HaulPlaceOrder(Order, frozen=True, kw_only=True):
    id: Id
    kind: HaulPlaceKind
    name: Name
    outline: Annotated[list[Place], Meta(min_length=3, max_length=MOST_PLACES)]
    company_id: Id | None = None
    note: Note = ""


class HaulTruck(Versioned, frozen=True, kw_only=True):
    """What is known of a truck beyond its unit, whose id it has. `volume_m3` is what it carries at once; `camera_id` the one on board."""

    company_id: str
    volume_m3: float
    camera_id: str | None = None
    note: str = ""


class HaulTruckOrder(Order, frozen=True, kw_only=True):
    id: Id
    company_id: Id
    volume_m3: Annotated[float, Meta(gt=0, le=100)]
    camera_id: Id | None = None
    note: Note = ""


class HaulPermit(Versioned, frozen=True, kw_only=True):
    """`route` is the approved line from site to ground. It holds from `starts` to `ends`, both included, within the `windows` of the local day.

    `carried_m3` in `hauls` trips has reached the ground so far.
    """

    number: str
    company_id: str
    site_id: str
    ground_id: str
    route: list[tuple[float, float]]
    starts: date
    ends: date
    windows: list[tuple[str, str]]
    volume_m3: float
    truck_ids: list[str]
    carried_m3: float = 0.0
    hauls: int = 0
    note: str = ""


class HaulPermitOrder(Order, frozen=True, kw_only=True):
    id: Id
    number: Name
    company_id: Id
    site_id: Id
    ground_id: Id
    route: Annotated[list[Place], Meta(min_length=2, max_length=MOST_PLACES)]
    starts: date
    ends: date
    windows: Annotated[list[Window], Meta(max_length=4)] = []  # none: at any hour
    volume_m3: Volume
    truck_ids: Annotated[list[Id], Meta(min_length=1, max_length=MOST_TRUCKS)]
    note: Note = ""


class HaulTrip(Versioned, frozen=True, kw_only=True):
    """One load, from the site to where it was unloaded. Metres and seconds; `volume_m3` is what counts against the permit."""

    truck_id: str
    permit_id: str | None
    site_id: str | None
    ground_id: str | None
    state: HaulState
    started_at: datetime
    ended_at: datetime | None = None
    length_m: float = 0.0
    off_m: float = 0.0
    off_s: float = 0.0
    volume_m3: float = 0.0
    faults: list[AlarmKind] = []


class HaulSums(Message, frozen=True, kw_only=True):
    """What trips come to: how many, metres on the way, and the volume that counts against permits."""

    trips: int
    length_m: float
    volume_m3: float
