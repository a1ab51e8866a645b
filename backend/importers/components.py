"""Import of components: survey data of public assets, of any geometry; a line or an area stands where a point inside it is."""

from collections import defaultdict
from typing import Annotated, Any

import sqlalchemy as sa
from msgspec import Meta

from backend import spatial
from backend.importers.mapping import Mapping
from backend.importers.records import Placed, Record
from backend.importers.report import ImportRefused, Report
from backend.importers.storing import Values, distinct, store, tell
from backend.session import Work
from backend.tables.places import ComponentRow
from wire.codes import ComponentState, GridKind, Noun
from wire.components import Component
from wire.places import IN_ADDRESS

MOST_IN_A_CLASS = 999_999


class ComponentRecord(Placed, kw_only=True):
    """A component has its 16-digit `code`, or an `origin` (what its source calls it) in a `division`, and gets a code at its first import."""

    class_code: Annotated[str, Meta(pattern=r"^\d{4}$")]
    name: str
    code: Annotated[str, Meta(min_length=1, max_length=32, pattern=IN_ADDRESS)] | None = None
    origin: str | None = None
    division: Annotated[str, Meta(pattern=r"^\d{6}$")] | None = None
    state: ComponentState = ComponentState.INTACT
    grid_code: str | None = None
    owner: str | None = None
    maintainer: str | None = None
    note: str = ""


def store_components(work: Work, found: list[Record[ComponentRecord]], mapping: Mapping, report: Report) -> None:
    kept = distinct((record for record in found if _is_named(record, report)), lambda value: value.code or value.origin, report)
    codes = _encoded(work, kept)
    grids = spatial.grid_index(work.session).of_kind(GridKind.BASIC, [r.value.lon for r in kept], [r.value.lat for r in kept])
    values = [_values(record.value, code, grid.code if grid else None) for record, code, grid in zip(kept, codes, grids, strict=True)]
    stored = store(work, ComponentRow, values, report)
    tell(work, Noun.COMPONENT, stored, _message)


def _is_named(record: Record[ComponentRecord], report: Report) -> bool:
    if record.value.code or (record.value.origin and record.value.division):
        return True
    report.reject(record.row, "it has no code, and no origin and division to make one from", record.layer)
    return False


def _encoded(work: Work, kept: list[Record[ComponentRecord]]) -> list[str]:
    """The code of each: its own, the one that its origin got before, or the next free one of its class (DOMAIN 3.2: DDDDDD CC SS NNNNNN)."""
    known = {origin: code for origin, code in work.session.execute(sa.select(ComponentRow.origin, ComponentRow.id)) if origin}
    taken: dict[str, int] = defaultdict(int)
    for code in work.session.scalars(sa.select(ComponentRow.id)):
        if len(code) == 16 and code.isdigit():
            taken[code[:10]] = max(taken[code[:10]], int(code[10:]))
    return [record.value.code or known.get(record.value.origin or "") or _next(record.value, taken) for record in kept]


def _next(value: ComponentRecord, taken: dict[str, int]) -> str:
    front = f"{value.division}{value.class_code}"
    taken[front] += 1
    if taken[front] > MOST_IN_A_CLASS:
        raise ImportRefused(f"Class {value.class_code} in division {value.division} has more components than its codes can number.")
    return f"{front}{taken[front]:06d}"


def _values(value: ComponentRecord, code: str, grid: str | None) -> Values:
    return {
        "id": code,
        "class_code": value.class_code,
        "name": value.name,
        "state": value.state,
        "lon": value.lon,
        "lat": value.lat,
        "grid_code": value.grid_code or grid,
        "owner_id": value.owner,
        "maintainer_id": value.maintainer,
        "note": value.note,
        "origin": value.origin,
    }


def _message(row: dict[str, Any]) -> Component:
    return Component(code=row["id"], **{name: value for name, value in row.items() if name != "origin"})
