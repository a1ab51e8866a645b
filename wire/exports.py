"""Exports: layers of the city as one file that other programs open. `POST /v1/exports` answers its bytes."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Literal

from msgspec import Meta

from wire.case_filter import CaseFilter
from wire.codes import Status, UnitKind
from wire.message import Order
from wire.places import Id, Lat, Lon


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


class ExportLayer(StrEnum):
    CASES = "cases"
    UNITS = "units"
    CAMERAS = "cameras"
    SENSORS = "sensors"
    COMPONENTS = "components"
    TRACK = "track"  # of one unit, or of all of a kind
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


Ids = Annotated[list[Id], Meta(max_length=500_000)]


class ExportOrder(Order, frozen=True, kw_only=True):
    """What goes into the file. Each filter that is given narrows; one that a layer knows nothing of leaves it alone.

    `box` is west, south, east, north. `ids`: of these layers, only these. `statuses`, and `since` when they were reported: of cases.
    `found`: of cases, those of this search, all pages of it.
    `unit_id`, `start`, `end`: of the track, which has none without them; the start is in it, the end is not. `unit_kind` in place of `unit_id`: the
    tracks of all units of a kind, of a day at most, but not as a report. `track`: all its fixes as they came, or only those that are believed
    (decision 25); a report tells of both, whatever it says.
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
    unit_kind: UnitKind | None = None
    start: datetime | None = None
    end: datetime | None = None
    track: Literal["raw", "cleaned"] = "raw"
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
}
