"""Which message carries which noun, and the body of a change as that message."""

import msgspec

from wire.alarms import Alarm
from wire.callouts import Callout
from wire.calls import Call
from wire.cameras import Camera
from wire.cases import Case
from wire.changes import Change
from wire.codes import Noun
from wire.components import Component
from wire.filters import SavedFilter
from wire.geofences import Geofence
from wire.grids import Grid
from wire.hauls import HaulCompany, HaulPermit, HaulPlace, HaulTrip, HaulTruck
from wire.message import Versioned
from wire.people import Department
from wire.registers import Register
from wire.seats import Seat
from wire.seen import Seen
from wire.sensors import Sensor
from wire.standards import Standard
from wire.tasks import Task
from wire.tours import SavedTour
from wire.transfers import Transfer
from wire.units import Unit
from wire.video_layouts import SavedLayout

MESSAGE_OF: dict[Noun, type[Versioned]] = {
    Noun.CASE: Case,
    Noun.TASK: Task,
    Noun.UNIT: Unit,
    Noun.CAMERA: Camera,
    Noun.DEPARTMENT: Department,
    Noun.GRID: Grid,
    Noun.COMPONENT: Component,
    Noun.REGISTER: Register,
    Noun.SENSOR: Sensor,
    Noun.GEOFENCE: Geofence,
    Noun.CALL: Call,
    Noun.SEAT: Seat,
    Noun.TRANSFER: Transfer,
    Noun.SEEN: Seen,
    Noun.STANDARD: Standard,
    Noun.FILTER: SavedFilter,
    Noun.TOUR: SavedTour,
    Noun.VIDEO_LAYOUT: SavedLayout,
    Noun.ALARM: Alarm,
    Noun.CALLOUT: Callout,
    Noun.HAUL_COMPANY: HaulCompany,
    Noun.HAUL_PLACE: HaulPlace,
    Noun.HAUL_TRUCK: HaulTruck,
    Noun.HAUL_PERMIT: HaulPermit,
    Noun.HAUL_TRIP: HaulTrip,
}

# The name of a noun in addresses: /v1/snapshot/cases
PLURAL: dict[Noun, str] = {
    Noun.CASE: "cases",
    Noun.TASK: "tasks",
    Noun.UNIT: "units",
    Noun.CAMERA: "cameras",
    Noun.DEPARTMENT: "departments",
    Noun.GRID: "grids",
    Noun.COMPONENT: "components",
    Noun.REGISTER: "registers",
    Noun.SENSOR: "sensors",
    Noun.GEOFENCE: "geofences",
    Noun.CALL: "calls",
    Noun.SEAT: "seats",
    Noun.TRANSFER: "transfers",
    Noun.SEEN: "seen",
    Noun.STANDARD: "standards",
    Noun.FILTER: "filters",
    Noun.TOUR: "tours",
    Noun.VIDEO_LAYOUT: "video-layouts",
    Noun.ALARM: "alarms",
    Noun.CALLOUT: "callouts",
    Noun.HAUL_COMPANY: "haul-companies",
    Noun.HAUL_PLACE: "haul-places",
    Noun.HAUL_TRUCK: "haul-trucks",
    Noun.HAUL_PERMIT: "haul-permits",
    Noun.HAUL_TRIP: "haul-trips",
}

# What offices follow: the cases of their department and who has seen those, and what names and limits are made of.
OFFICE_NOUNS = (Noun.CASE, Noun.SEEN, Noun.DEPARTMENT, Noun.GRID, Noun.STANDARD)

_DECODE = {noun: msgspec.json.Decoder(kind).decode for noun, kind in MESSAGE_OF.items()}
_CHANGE = msgspec.json.Decoder(Change).decode


def thing_of(change: Change) -> Versioned | None:
    """The thing that a change carries, none when it is gone; `msgspec.ValidationError` when the body is not what it should be."""
    body = bytes(change.body)
    return None if body == b"null" else _DECODE[change.noun](body)


def change_of(entry: msgspec.Raw) -> tuple[Change, Versioned | None]:
    """An entry of the feed and the thing that it carries; `msgspec.ValidationError` when it is of a kind that this reader does not know."""
    change = _CHANGE(bytes(entry))
    return change, thing_of(change)
