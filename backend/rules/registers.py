"""Registers: what there is of each, its entries as columns, and writing many entries at once: one change of the feed for all of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec
import pyarrow as pa
import sqlalchemy as sa

from backend.refusals import Malformed, RuleSaysNo, Unknown
from backend.rules import masks, names
from backend.rules.answers import insert
from backend.session import Work
from backend.tables.registers import EntryRow, RegisterRow
from geo.tracks import Box
from wire import bulk
from wire.codes import Noun, RegisterKind
from wire.problem import FieldError
from wire.registers import EntriesOrder, EntriesReceipt, Entry, EntryOrder, Register
from wire.search import HitKind

FEWEST = {RegisterKind.BUILDING: 3}  # places of one line; any other line has two
AT_ONCE = 500  # ids in one condition: SQLite takes 32,766 values in a statement, and long lists are slow to plan
FIELDS = Entry.__struct_fields__
ENTRIES = EntryRow.metadata.tables[EntryRow.__tablename__]
COLUMNS = ENTRIES.columns
WRITTEN = [column.name for column in COLUMNS if column.name not in ("kind", "id")]

Values = dict[str, Any]


@dataclass
class Written:
    """What became of entries. `values` are the rows that were new or are otherwise now."""

    values: list[Values] = field(default_factory=list)
    same: int = 0
    struck: list[str] = field(default_factory=list)


def message(row: RegisterRow) -> Register:
    return Register(id=row.kind, version=row.version, kind=row.kind, count=row.count, at=row.at)


def registers(work: Work) -> list[Register]:
    return [message(row) for row in work.session.scalars(sa.select(RegisterRow).order_by(RegisterRow.kind))]


def version_of(work: Work, kind: RegisterKind) -> int:
    """0 before anything was ever written into it."""
    return work.session.scalar(sa.select(RegisterRow.version).where(RegisterRow.kind == kind)) or 0


def entry(work: Work, kind: RegisterKind, id: str) -> Entry:
    row = work.session.get(EntryRow, (kind, id))
    if row is None:
        raise Unknown("entry", id)
    return entry_of({name: getattr(row, name) for name in FIELDS})


def entries(work: Work, kind: RegisterKind, box: Box | None = None) -> list[Entry]:
    """The entries that a box touches, or all of them, by id."""
    chosen = sa.select(*(COLUMNS[name] for name in FIELDS)).where(*_in(kind, box)).order_by(EntryRow.id)
    return [entry_of(dict(row)) for row in work.session.execute(chosen).mappings()]


def table(work: Work, kind: RegisterKind, box: Box | None = None) -> pa.Table:
    """The same as `wire.bulk` encodes them, without a message of each: 36,500 in a third of the time."""
    schema = bulk.schema_of(Entry)
    rows = work.session.execute(sa.select(*(_as_stored(work, name) for name in schema.names)).where(*_in(kind, box)).order_by(EntryRow.id)).all()
    values = zip(*rows, strict=True) if rows else ([] for _ in schema)
    return pa.table([_array(column, list(each)) for column, each in zip(schema, values, strict=True)], schema=schema)


def entry_of(values: Values) -> Entry:
    values["phone"] = masks.phone(values["phone"])
    return Entry(**values)


def order(work: Work, kind: RegisterKind, asked: EntriesOrder) -> EntriesReceipt:
    """Makes or replaces entries and strikes out others; an id that is not there cannot be struck out, and that is no mistake."""
    _check(kind, asked)
    done = write(work, kind, [values_of(kind, each) for each in asked.put], asked.strike)
    if done.values or done.struck:
        work.audit("REGISTER.WRITE", Noun.REGISTER, kind, f"{len(done.values)} stored, {len(done.struck)} struck out")
    return EntriesReceipt(stored=len(done.values), same=done.same, struck=len(done.struck))


def values_of(kind: RegisterKind, each: EntryOrder) -> Values:
    """The row of an entry with the box around it."""
    values = msgspec.structs.asdict(each) | {"kind": kind}
    values["lines"] = [[list(place) for place in line] for line in each.lines]
    return values | box_of(each.lon, each.lat, each.lines)


def write(work: Work, kind: RegisterKind, rows: Sequence[Values], strike: Sequence[str] = ()) -> Written:
    """Rows of `values_of`, each id once. The register's row is locked until the transaction ends; it moves on when anything has changed."""
    register = _locked(work, kind)
    done = Written()
    known = _known(work, kind, [row["id"] for row in rows])
    for row in rows:
        if known.get(row["id"]) == tuple(row[name] for name in WRITTEN):
            done.same += 1
        else:
            done.values.append(row)
    fresh = [row for row in done.values if row["id"] not in known]
    changed = [row for row in done.values if row["id"] in known]
    _store(work, fresh, changed)
    done.struck = _strike(work, kind, strike)
    names.enter(work, HitKind(kind), done.values)
    names.strike(work, HitKind(kind), done.struck)
    if done.values or done.struck:
        _publish(work, register, len(fresh) - len(done.struck))
    return done


def _publish(work: Work, register: RegisterRow, more: int) -> None:
    register.version, register.count, register.at = register.version + 1, register.count + more, work.at
    work.publish(Noun.REGISTER, register.kind, register.version, message(register))


def _locked(work: Work, kind: RegisterKind) -> RegisterRow:
    work.session.execute(insert(work, RegisterRow).values(kind=kind, version=0, count=0, at=work.at).on_conflict_do_nothing())
    return work.session.get_one(RegisterRow, kind, with_for_update=True, populate_existing=True)


def _known(work: Work, kind: RegisterKind, ids: Sequence[str]) -> dict[str, tuple[Any, ...]]:
    """What is stored of each, in the order of `WRITTEN`."""
    chosen = sa.select(EntryRow.id, *(COLUMNS[name] for name in WRITTEN)).where(EntryRow.kind == kind)
    if len(ids) > 20 * AT_ONCE:  # an import: to read the register is quicker than to ask for its entries
        return {row[0]: tuple(row[1:]) for row in work.session.execute(chosen)}
    return {row[0]: tuple(row[1:]) for part in _parts(ids) for row in work.session.execute(chosen.where(EntryRow.id.in_(part)))}


def _store(work: Work, fresh: list[Values], changed: list[Values]) -> None:
    if fresh:
        work.session.connection().execute(sa.insert(ENTRIES), fresh)
    if changed:
        mine = (ENTRIES.c.kind == sa.bindparam("_kind", type_=sa.String()), ENTRIES.c.id == sa.bindparam("_id", type_=sa.String()))
        change = sa.update(ENTRIES).where(*mine).values({name: sa.bindparam(name) for name in WRITTEN})
        rows = [{name: row[name] for name in WRITTEN} | {"_kind": row["kind"], "_id": row["id"]} for row in changed]
        work.session.connection().execute(change, rows)


def _strike(work: Work, kind: RegisterKind, ids: Sequence[str]) -> list[str]:
    gone = sa.delete(EntryRow).where(EntryRow.kind == kind).execution_options(synchronize_session=False).returning(EntryRow.id)
    return [id for part in _parts(ids) for id in work.session.scalars(gone.where(EntryRow.id.in_(part)))]


def _parts(ids: Sequence[str]) -> Iterable[Sequence[str]]:
    return (ids[start : start + AT_ONCE] for start in range(0, len(ids), AT_ONCE))


def _check(kind: RegisterKind, asked: EntriesOrder) -> None:
    ids = [each.id for each in asked.put] + asked.strike
    if len(set(ids)) < len(ids):
        doubled = next(id for number, id in enumerate(ids) if id in ids[:number])
        raise Malformed(f"The id {doubled!r} comes twice.", [FieldError(path="put", detail="an id comes twice")])
    for number, each in enumerate(asked.put):
        if each.at is not None and each.at.tzinfo is None:
            raise Malformed("A time must say its zone.", [FieldError(path=f"put[{number}].at", detail="has no zone")])
        if fault := fault_of(kind, each.lines):
            raise RuleSaysNo("no_line", f"Entry {each.id!r}: {fault}.")


def fault_of(kind: RegisterKind, lines: Sequence[Sequence[Any]]) -> str:
    """What is wrong with the lines of an entry; nothing when they are right."""
    fewest = FEWEST.get(kind, 2)
    return f"a line of {kind} has {fewest} places or more" if any(len(line) < fewest for line in lines) else ""


def box_of(lon: float, lat: float, lines: Sequence[Sequence[Any]]) -> Values:
    """The columns of the box around the lines, or around the place itself where there are none."""
    places = [place for line in lines for place in line] or [(lon, lat)]
    xs, ys = [place[0] for place in places], [place[1] for place in places]
    return {"west": min(xs), "south": min(ys), "east": max(xs), "north": max(ys)}


def _in(kind: RegisterKind, box: Box | None) -> list[sa.ColumnElement[bool]]:
    if box is None:
        return [EntryRow.kind == kind]
    west, south, east, north = box
    return [EntryRow.kind == kind, EntryRow.west <= east, EntryRow.east >= west, EntryRow.south <= north, EntryRow.north >= south]


def _as_stored(work: Work, name: str) -> sa.ColumnElement[Any]:
    """A column; lines as the text that they are kept as, for they travel as text."""
    if name != "lines":
        return COLUMNS[name]
    text = sa.cast(COLUMNS[name], sa.Text) if work.session.get_bind().dialect.name == "postgresql" else sa.type_coerce(COLUMNS[name], sa.Text)
    return text.label("text_of_lines")


def _array(column: pa.Field, values: list[Any]) -> pa.Array:
    if column.type == bulk.CODES:
        return pa.array(values, pa.string()).dictionary_encode().cast(bulk.CODES)
    if column.name == "phone":
        values = [masks.phone(value) for value in values]
    if column.name == "lines":
        values = [value.encode() for value in values]
    return pa.array(values, column.type)
