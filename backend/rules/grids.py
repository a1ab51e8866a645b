"""Grids: reading them, and finding the ones at a place. They come in by `backend.importers.grids`."""

from collections.abc import Sequence

import sqlalchemy as sa

from backend import spatial
from backend.session import Work
from backend.tables.places import GridRow
from wire.codes import GridKind
from wire.grids import Grid


def grid_id(kind: GridKind, code: str) -> str:
    """A code is unique within its kind only."""
    return f"{kind}-{code}"


def grid_of(row: GridRow) -> Grid:
    return Grid(
        id=row.id,
        version=row.version,
        kind=row.kind,
        code=row.code,
        name=row.name,
        area_m2=row.area_m2,
        lon=row.lon,
        lat=row.lat,
        rings=row.rings,
        parent=row.parent,
    )


def grids(work: Work, kinds: Sequence[GridKind] = ()) -> list[Grid]:
    """All grids, or those of some kinds, by id."""
    chosen = sa.select(GridRow).order_by(GridRow.id)
    if kinds:
        chosen = chosen.where(GridRow.kind.in_(kinds))
    return [grid_of(row) for row in work.session.scalars(chosen)]


def grids_at(work: Work, lon: float, lat: float) -> list[Grid]:
    """The grids that cover a place, from the basic grid up to the district."""
    ids = [here.id for here in spatial.grids_at(work.session, lon, lat)]
    rows = {row.id: row for row in work.session.scalars(sa.select(GridRow).where(GridRow.id.in_(ids)))}
    return [grid_of(rows[id]) for id in ids if id in rows]
