"""What nobody looks through around a place: the outlines of buildings, or of parcels where no buildings are known."""

from typing import NamedTuple

import shapely
import sqlalchemy as sa

from backend.session import Work
from backend.tables.registers import EntryRow
from geo.sight import outline
from geo.tracks import Box
from wire.codes import RegisterKind

WIDEST = 0.01  # degrees, about 900 m: no building is wider, so that the index need not be read from the edge of the world
PARCEL = "PARCEL"  # the category of an outline that is a piece of land


class Outline(NamedTuple):
    name: str
    shape: shapely.Geometry


def outlines(work: Work, box: Box) -> list[Outline]:
    """Those that touch a box (west, south, east, north)."""
    west, south, east, north = box
    row = EntryRow
    chosen = sa.select(row.name, row.code, row.category, row.lines).where(
        row.kind == RegisterKind.BUILDING,
        row.west.between(west - WIDEST, east),
        row.east >= west,
        row.south <= north,
        row.north >= south,
    )
    rows = work.session.execute(chosen.order_by(row.id)).all()
    buildings = [each for each in rows if each.category != PARCEL]
    shapes = ((each.name or each.code, outline(each.lines)) for each in buildings or rows)
    return [Outline(name, shape) for name, shape in shapes if shape is not None]
