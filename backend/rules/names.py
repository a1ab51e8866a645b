"""The names of everything: the one place that writes them. Whoever writes a thing enters it here in the same transaction."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY

from backend.rules import masks
from backend.rules.answers import insert
from backend.rules.spelling import forms, plain
from backend.session import Work
from backend.tables.base import Base
from backend.tables.cameras import CameraRow
from backend.tables.cases import CaseRow
from backend.tables.maps import GeofenceRow
from backend.tables.names import NameRow
from backend.tables.people import DepartmentRow
from backend.tables.places import ComponentRow, GridRow, StreetRow
from backend.tables.registers import EntryRow
from backend.tables.sensors import SensorRow
from backend.tables.units import UnitRow
from wire.codes import GridKind
from wire.search import HitKind

Values = Mapping[str, Any]  # of a row, by column

ORDER = (  # of two names that fit as well, the kind that stands here before the other goes first
    HitKind.STREET,
    HitKind.POI,
    HitKind.DEPARTMENT,
    HitKind.UNIT,
    HitKind.CAMERA,
    HitKind.GRID,
    HitKind.CASE,
    HitKind.SENSOR,
    HitKind.GEOFENCE,
    HitKind.FLOOD_POINT,
    HitKind.GATE,
    HitKind.STREET_ENTITY,
    HitKind.BUILDING,
    HitKind.COMPONENT,
    HitKind.BICYCLE,
    HitKind.DRAIN,
)
BITS = 56  # of the id's digest: of a million names no two are one with a likelihood of 99.999 %
PAGE = 5000
DIVISION, DAY = 6, 8  # digits of a case number before its day, and of that

WORDS = sa.table("name_words", sa.column("number", sa.BigInteger), sa.column("forms"))
ROWID = sa.literal_column("rowid", sa.BigInteger)


@dataclass(frozen=True)
class Name:
    """`spoken` are the texts that people type a part of, `codes` further codes beside the one."""

    title: str
    detail: str = ""
    code: str = ""
    spoken: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    id: str = ""  # where it is not the row's
    place: tuple[float, float] | None = None  # where it is not the row's


def number_of(kind: HitKind, id: str) -> int:
    digest = hashlib.blake2b(id.encode(), digest_size=BITS // 8).digest()
    return ORDER.index(kind) << BITS | int.from_bytes(digest)


def enter(work: Work, kind: HitKind, rows: Iterable[Values]) -> None:
    """The names of things that are new or have changed; what has no name is struck out."""
    make = MAKERS[kind]
    named: dict[int, tuple[Values, Name]] = {}
    nameless: list[int] = []
    for row in rows:
        name = make(row)
        number = number_of(kind, name.id or row["id"])
        if name.title:
            named.setdefault(number, (row, name))
        else:
            nameless.append(number)
    _remove(work, nameless)
    numbers = list(named)
    for page in _pages(numbers):
        _write(work, kind, {number: named[number] for number in page})
    if kind is HitKind.STREET:
        _strike_streets(work)


def enter_row(work: Work, kind: HitKind, row: Base) -> None:
    enter(work, kind, [{column.key: getattr(row, column.key) for column in row.__table__.columns}])


def strike(work: Work, kind: HitKind, ids: Iterable[str]) -> None:
    _remove(work, [number_of(kind, id) for id in ids])


def are_missing(work: Work) -> bool:
    return work.session.scalar(sa.select(NameRow.number).limit(1)) is None


def rebuild(work: Work) -> None:
    """Enters everything that there is: for a database that is older than its names."""
    for kind, (table, condition) in TABLES.items():
        columns = [column for column in table.__table__.columns if column.name not in ("rings", "lines")]
        rows = work.session.execute(sa.select(*columns).where(condition)).mappings()
        for page in rows.partitions(PAGE):
            enter(work, kind, [dict(row) for row in page])


def _strike_streets(work: Work) -> None:
    """Those whose last piece was called otherwise."""
    known = work.session.scalars(sa.select(NameRow.id).where(NameRow.kind == HitKind.STREET))
    strike(work, HitKind.STREET, set(known) - set(work.session.scalars(sa.select(StreetRow.name).distinct())))


def _write(work: Work, kind: HitKind, named: dict[int, tuple[Values, Name]]) -> None:
    rows = [_row(kind, number, row, name) for number, (row, name) in named.items()]
    upsert = insert(work, NameRow.__table__)  # past the objects, which would take half of the time
    changed = {column: upsert.excluded[column] for column in ("title", "detail", "code", "lon", "lat")}
    work.session.connection().execute(upsert.on_conflict_do_update(index_elements=["number"], set_=changed), rows)
    if kind in SPOKEN:
        _remove_words(work, list(named))
        _write_words(work, {number: _forms(name) for number, (_, name) in named.items()})


def _row(kind: HitKind, number: int, row: Values, name: Name) -> dict[str, Any]:
    lon, lat = name.place or (row.get("lon"), row.get("lat"))
    texts = {"id": name.id or row["id"], "title": name.title, "detail": name.detail, "code": plain(name.code)}
    return {"number": number, "kind": kind, **texts, "lon": lon, "lat": lat}


def _forms(name: Name) -> list[str]:
    found = dict.fromkeys(form for text in name.spoken for form in forms(text))
    return list(found | dict.fromkeys(code for each in name.codes if (code := plain(each))))


def _write_words(work: Work, words: dict[int, list[str]]) -> None:
    kept = {number: found for number, found in words.items() if found}
    if not kept:
        return
    connection = work.session.connection()
    if _on_postgresql(work):
        vector = sa.func.array_to_tsvector(sa.bindparam("found", type_=ARRAY(sa.Text)))
        statement = sa.insert(WORDS).values(number=sa.bindparam("number"), forms=vector)
        connection.execute(statement, [{"number": number, "found": found} for number, found in kept.items()])
    else:
        fts = sa.text("INSERT INTO name_words (rowid, forms) VALUES (:number, :found)")
        connection.execute(fts, [{"number": number, "found": " ".join(found)} for number, found in kept.items()])


def _remove(work: Work, numbers: Sequence[int]) -> None:
    for page in _pages(numbers):
        work.session.execute(sa.delete(NameRow).where(NameRow.number.in_(page)).execution_options(synchronize_session=False))
        _remove_words(work, page)


def _remove_words(work: Work, numbers: Sequence[int]) -> None:
    key = WORDS.c.number if _on_postgresql(work) else ROWID
    work.session.execute(sa.delete(WORDS).where(key.in_(numbers)))


def _pages(numbers: Sequence[int]) -> Iterator[Sequence[int]]:
    return (numbers[start : start + PAGE] for start in range(0, len(numbers), PAGE))


def _on_postgresql(work: Work) -> bool:
    return work.session.get_bind().dialect.name == "postgresql"


def _case(row: Values) -> Name:
    number: str = row["number"]
    return Name(number, masks.text(row["address"]), number, codes=(number[DIVISION:], number[DIVISION + DAY :]))


def _unit(row: Values) -> Name:
    detail = " ".join(filter(None, (row["plate"], row["team"], row["code"])))
    return Name(row["name"], detail, row["code"], (row["name"], row["plate"]))


def _coded(row: Values) -> Name:
    return Name(row["name"], row["code"], row["code"], (row["name"],))


def _grid(row: Values) -> Name:
    own_name = row["name"] != row["code"]
    return Name(row["name"] or row["code"], row["code"], row["code"], (row["name"],) if own_name and row["kind"] is not GridKind.BASIC else ())


def _street(row: Values) -> Name:
    """A street of many pieces is one name."""
    return Name(row["name"], spoken=(row["name"],), id=row["name"])


def _fence(row: Values) -> Name:
    lon, lat = row["places"][0]
    return Name(row["name"], row["note"], spoken=(row["name"],), place=(lon, lat))


def _entry(row: Values) -> Name:
    detail = " ".join(filter(None, (row["category"], row["address"])))
    return Name(row["name"], detail, row["code"], (row["name"],))


def _counted(row: Values) -> Name:
    """An entry that is one of thousands: by its code."""
    return Name(row["name"] or row["code"], row["operator"] or row["category"], row["code"])


MAKERS: dict[HitKind, Callable[[Values], Name]] = {
    HitKind.CASE: _case,
    HitKind.COMPONENT: lambda row: Name(row["name"], row["id"], row["id"]),
    HitKind.UNIT: _unit,
    HitKind.CAMERA: _coded,
    HitKind.DEPARTMENT: _coded,
    HitKind.SENSOR: _coded,
    HitKind.GRID: _grid,
    HitKind.GEOFENCE: _fence,
    HitKind.STREET: _street,
    HitKind.STREET_ENTITY: _entry,
    HitKind.GATE: _entry,
    HitKind.POI: _entry,
    HitKind.FLOOD_POINT: _entry,
    HitKind.BUILDING: _entry,
    HitKind.BICYCLE: _counted,
    HitKind.DRAIN: _counted,
}
SPOKEN = frozenset(HitKind) - {HitKind.COMPONENT, HitKind.BICYCLE, HitKind.DRAIN}
TABLES: dict[HitKind, tuple[type[Base], sa.ColumnElement[bool]]] = {
    HitKind.CASE: (CaseRow, sa.true()),
    HitKind.COMPONENT: (ComponentRow, sa.true()),
    HitKind.UNIT: (UnitRow, sa.true()),
    HitKind.CAMERA: (CameraRow, sa.true()),
    HitKind.DEPARTMENT: (DepartmentRow, sa.true()),
    HitKind.SENSOR: (SensorRow, sa.true()),
    HitKind.GRID: (GridRow, sa.true()),
    HitKind.GEOFENCE: (GeofenceRow, sa.true()),
    HitKind.STREET: (StreetRow, sa.true()),
    **{kind: (EntryRow, EntryRow.kind == kind.value) for kind in ORDER if kind.value in set(EntryRow.kind.type.enums)},
}
KIND_OF = {table: kind for kind, (table, _) in TABLES.items() if table is not EntryRow}
