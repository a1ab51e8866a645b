"""Exports: layers of the city as one file that other programs open. `POST /v1/exports` answers its bytes."""

from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from wire.case_filter import CaseFilter
from wire.codes import Status, UnitKind
from wire.evaluation import Dimension, Question
from wire.message import Order
from wire.places import Id, Lat, Lon
from wire.whereabouts import MOST_M


class ExportFormat(StrEnum):
    """Named by the suffix of the file."""

    CSV = "csv"
    XLSX = "xlsx"
    GEOJSON = "geojson"
    GPKG = "gpkg"  # with the styles that QGIS draws its layers in
    QGZ = "qgz"  # a project of QGIS, its data inside
    GPX = "gpx"
    KML = "kml"
    HTML = "html"  # a report: a map in one page that opens without any network
    CSV_METADATA = "csv-metadata.json"  # what the CSV of the same order says: its columns, and by which rules a track was cleaned (CSV on the Web)


class ExportLayer(StrEnum):
    CASES = "cases"
    UNITS = "units"
    WHEREABOUTS = "whereabouts"  # who was there, the ways that they took, and their fixes within
    CAMERAS = "cameras"
    SENSORS = "sensors"
    COMPONENTS = "components"
    TRACK = "track"  # of one unit, or of all of a kind
    HAUL_LINES = "haul_lines"  # the approved lines of muck trucks
    HAUL_PLACES = "haul_places"  # their sites and tipping grounds, and where none may be
    GEOFENCES = "geofences"
    STREET_ENTITY = "street_entity"
    BICYCLE = "bicycle"
    FLOOD_POINT = "flood_point"
    GATE = "gate"
    POI = "poi"
    DRAIN = "drain"
    BUILDING = "building"
    STREETS = "streets"
    GRIDS = "grids"
    HEAT = "heat"  # open cases as points, which are drawn as heat
    DENSITY = "density"  # basic grids with the open cases in them
    COVERAGE = "coverage"  # basic grids with the hours since an inspector was there
    SCORES = "scores"  # areas with a figure of an evaluation


Ids = Annotated[list[Id], Meta(max_length=500_000)]
MOST_BESIDE = 2_000  # units whose tracks go with the one that is asked for


class Near(Order, frozen=True, kw_only=True):
    """Who was within `radius` metres of a place between two times, a week apart at most."""

    lon: Lon
    lat: Lat
    radius: Annotated[float, Meta(gt=0, le=MOST_M)]
    start: datetime
    end: datetime


class Scored(Order, frozen=True, kw_only=True):
    """A figure of an evaluation by areas: `figure` is the id of a formula, a counter or an indicator of its scheme; none: its first formula."""

    question: Question
    by: Dimension = Dimension.DUTY_GRID
    figure: Annotated[str, Meta(max_length=80)] = ""


class ExportOrder(Order, frozen=True, kw_only=True):
    """What goes into the file. Each filter that is given narrows; one that a layer knows nothing of leaves it alone.

    `box` is west, south, east, north. `ids`: of these layers, only these. `statuses`, and `since` when they were reported: of cases.
    `found`: of cases, those of this search, all pages of it.
    `unit_id`, `start`, `end`: of the track, which has none without them; the start is in it, the end is not. With `beside` the tracks of these units
    too; `unit_kind` in place of `unit_id`: those of all units of a kind; both of a day at most, and not as a report. `track`: all its fixes as they
    came, or only those that are believed (decision 25); a report tells of both, whatever it says.
    `statuses`, `since` and `found` are also those of the cases that make heat and density, of which these have the open ones.
    `near`: of whereabouts, which there are none without it. `seen_at`, `seen_hours`: coverage as of a moment (none: of now), and how far back.
    `as_of`: cases, units with their fixes, cameras, sensors, geofences, haulage and figures as they were at a moment, and coverage where `seen_at`
    says nothing else; what has no past is as it is now. None: all of it now.
    `scored`: none: duty grids by their score in this month.
    `language` is that of titles, headings and the report; `theme` the colours of styles and the report.
    """

    layers: Annotated[list[ExportLayer], Meta(min_length=1, max_length=32)]
    format: ExportFormat
    box: tuple[Lon, Lat, Lon, Lat] | None = None
    ids: dict[ExportLayer, Ids] = {}
    statuses: list[Status] = []
    since: datetime | None = None
    found: CaseFilter | None = None
    unit_id: Id | None = None
    beside: Annotated[list[Id], Meta(max_length=MOST_BESIDE)] = []
    unit_kind: UnitKind | None = None
    start: datetime | None = None
    end: datetime | None = None
    track: Literal["raw", "cleaned"] = "raw"
    near: Near | None = None
    as_of: datetime | None = None
    seen_at: datetime | None = None
    seen_hours: Annotated[float, Meta(gt=0, le=24)] = 24.0
    scored: Scored | None = None
    title: Annotated[str, Meta(max_length=120)] = ""
    language: Literal["zh_CN", "en"] = "zh_CN"
    theme: Literal["light", "dark"] = "light"


MEDIA_TYPES: dict[ExportFormat, str] = {
    ExportFormat.CSV: "text/csv",
    ExportFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ExportFormat.GEOJSON: "application/geo+json",
    ExportFormat.GPKG: "application/geopackage+sqlite3",
    ExportFormat.QGZ: "application/x-qgis-project",
    ExportFormat.GPX: "application/gpx+xml",
    ExportFormat.KML: "application/vnd.google-earth.kml+xml",
    ExportFormat.HTML: "text/html",
    ExportFormat.CSV_METADATA: "application/csvm+json",
}


def companion(order: ExportOrder) -> ExportOrder | None:
    """What to ask for beside a CSV of a track, which has no place for rules: see `companion_path`. None for others."""
    wanted = order.format is ExportFormat.CSV and ExportLayer.TRACK in order.layers
    return msgspec.structs.replace(order, format=ExportFormat.CSV_METADATA) if wanted else None


def companion_path(csv: Path) -> Path:
    """Where programs that read "CSV on the Web" look for it."""
    return csv.with_name(f"{csv.name}-metadata.json")


def companion_of(body: bytes, name: str) -> bytes:
    """A companion that names the file which it stands beside."""
    said: dict[str, Any] = msgspec.json.decode(body)
    return msgspec.json.format(msgspec.json.encode(said | {"url": name}), indent=1)
