"""Components: reading one, those in a box, or all of them as columns. They come in by `backend.importers.components`."""

import pyarrow as pa
import sqlalchemy as sa

from backend import spatial
from backend.refusals import Unknown
from backend.session import Work
from backend.tables.places import ComponentRow
from geo.tracks import Box
from wire import bulk
from wire.components import Component

MOST = 5000  # in one answer; the snapshot has them all


def component_of(row: ComponentRow) -> Component:
    return Component(
        id=row.id,
        version=row.version,
        code=row.id,
        class_code=row.class_code,
        name=row.name,
        state=row.state,
        lon=row.lon,
        lat=row.lat,
        grid_code=row.grid_code,
        owner_id=row.owner_id,
        maintainer_id=row.maintainer_id,
        note=row.note,
    )


def component(work: Work, code: str) -> Component:
    row = work.session.scalar(sa.select(ComponentRow).where(ComponentRow.id == code))
    if row is None:
        raise Unknown("component", code)
    return component_of(row)


def components(work: Work, box: Box | None, class_code: str | None = None, limit: int = MOST) -> list[Component]:
    """The first `limit` components by code."""
    chosen = sa.select(ComponentRow).order_by(ComponentRow.id).limit(min(limit, MOST))
    if box is not None:
        chosen = chosen.where(spatial.within_box(work.session, box))
    if class_code is not None:
        chosen = chosen.where(ComponentRow.class_code == class_code)
    return [component_of(row) for row in work.session.scalars(chosen)]


def table_of_components(work: Work) -> pa.Table:
    """All components as `wire.bulk` encodes them, without making a message of each: 126,000 in a third of the time."""
    schema = bulk.schema_of(Component)
    names = ["id" if field.name == "code" else field.name for field in schema]
    columns = ComponentRow.__table__.columns
    rows = work.session.execute(sa.select(*(columns[name].label(f"c{number}") for number, name in enumerate(names))).order_by(columns["id"])).all()
    values = zip(*rows, strict=True) if rows else ([] for _ in names)
    return pa.table([_array(field, list(column)) for field, column in zip(schema, values, strict=True)], schema=schema)


def _array(field: pa.Field, values: list[object]) -> pa.Array:
    if field.type == bulk.CODES:
        return pa.array(values, pa.string()).dictionary_encode().cast(bulk.CODES)
    return pa.array(values, field.type)
