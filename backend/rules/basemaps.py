"""Base maps that a hall can choose from."""

import re

import msgspec
import sqlalchemy as sa

from backend.refusals import RuleSaysNo, Unknown
from backend.session import Work
from backend.tables.maps import BaseMapRow
from geo.datum import meridian_of
from wire.basemaps import BaseMap, BaseMapKind, BaseMapOrder, TileForm

ADDRESS = re.compile(r"^https?://[^\s/@]+(/\S*)?$")  # an @ before the path would be a password
FILE = re.compile(r"^[\w-][\w. -]*$")
FILES = frozenset({BaseMapKind.MBTILES, BaseMapKind.PMTILES})
CUT = frozenset({BaseMapKind.XYZ, BaseMapKind.WMTS})
ZONED = frozenset({BaseMapKind.WMTS, BaseMapKind.WMS})
BY_METRES = {"{m}", "{x}", "{y}"}
ZOOMS, ROWS = {"{z}", "{z-1}"}, {"{y}", "{-y}"}  # {z-1}: of a server that begins to count where the world has been cut in two
PLACEHOLDER = re.compile(r"\{[^}]*\}")


def message(row: BaseMapRow) -> BaseMap:
    return msgspec.convert({name: getattr(row, name) for name in BaseMap.__struct_fields__}, BaseMap)


def all_basemaps(work: Work) -> list[BaseMap]:
    return [message(row) for row in work.session.scalars(sa.select(BaseMapRow).order_by(BaseMapRow.id))]


def one(work: Work, id: str) -> BaseMap:
    return message(_row(work, id))


def put(work: Work, order: BaseMapOrder) -> BaseMap:
    """Makes or replaces a base map."""
    check(order)
    row = work.session.get(BaseMapRow, order.id, with_for_update=True)
    if row is None:
        row = BaseMapRow(id=order.id, version=0)
    else:
        work.match(row.version, message(row))
    for name, value in msgspec.structs.asdict(order).items():
        setattr(row, name, msgspec.to_builtins(value) if name == "levels" else value)
    row.version += 1
    work.session.add(row)
    work.audit("BASEMAP.PUT", "BASEMAP", row.id)
    return message(row)


def remove(work: Work, id: str) -> None:
    row = _row(work, id, lock=True)
    work.match(row.version, message(row))
    work.session.delete(row)
    work.audit("BASEMAP.REMOVE", "BASEMAP", row.id)


def check(order: BaseMapOrder) -> None:
    """`RuleSaysNo` when no console could draw it."""
    is_file = order.kind in FILES and FILE.match(order.url)
    if not is_file and not ADDRESS.match(order.url):
        raise RuleSaysNo("no_address", "A base map comes from an http(s) address without a password; MBTiles and PMTiles also from a named file.")
    _check_placeholders(order)
    by_metres = meridian_of(order.projection) is not None
    kinds = ZONED if by_metres else CUT
    if order.projection != "EPSG:3857" and not (order.kind in kinds and order.form is TileForm.RASTER):
        reason = "Only pictures of an XYZ or a WMTS can be cut by degrees, those of a WMTS or a WMS by metres; every other base map is in EPSG:3857."
        raise RuleSaysNo("no_projection", reason)
    if bool(order.levels) != (by_metres and order.kind is BaseMapKind.WMTS):
        raise RuleSaysNo("no_levels", "A WMTS that is cut by metres has levels, and no other base map.")
    if order.min_zoom > order.max_zoom:
        raise RuleSaysNo("no_zoom", "The smallest zoom of a base map is not above its largest.")


def _check_placeholders(order: BaseMapOrder) -> None:
    held = set(PLACEHOLDER.findall(order.url))
    if order.levels:
        if held != BY_METRES:
            raise RuleSaysNo("no_tile_in_address", "The address of a WMTS that is cut by metres holds {m}, {x} and {y}, and nothing else in braces.")
    elif order.kind in CUT and not (len(held) == 3 and "{x}" in held and held & ZOOMS and held & ROWS):
        raise RuleSaysNo("no_tile_in_address", "The address of an XYZ or WMTS base map holds {z}, {x} and {y} (or {-y}), and nothing else in braces.")
    if order.kind is BaseMapKind.WMS and held != {"{bbox}"} and (held or not order.layer):
        raise RuleSaysNo("no_box_in_address", "The address of a WMS base map holds {bbox}, or a layer is named and nothing stands in braces.")


def _row(work: Work, id: str, lock: bool = False) -> BaseMapRow:
    row = work.session.get(BaseMapRow, id, with_for_update=lock or None)
    if row is None:
        raise Unknown("basemap", id)
    return row
