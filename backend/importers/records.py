"""Rows become records: typed structs of ours, by the mapping. What does not fit is rejected with its row number and the reason."""

import typing
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from string import Formatter
from typing import Any, Generic, TypeVar
from zoneinfo import ZoneInfo

import msgspec
from shapely.geometry.base import BaseGeometry

from backend.importers.mapping import Codes, Mapping
from backend.importers.reading import read, read_table
from backend.importers.report import ImportRefused, Report
from backend.importers.rows import Row
from wire.places import IN_ADDRESS

R = TypeVar("R", bound=msgspec.Struct)
Getter = Callable[[dict[str, Any]], Any]
OWN_COLUMNS = {"@row", "@layer", "@file", "@folder", "@sheet", "@track"}
EPOCH_UNITS = {"s": 1.0, "ms": 0.001}


class Placed(msgspec.Struct, kw_only=True):
    """What has a place; in the file's datum until `placing.placed` has been at it."""

    lon: float
    lat: float


class WrongCell(Exception):
    """One sentence about one cell."""


@dataclass(slots=True)
class Record(Generic[R]):
    """`value` is ours; row, layer and shape are kept for reports and geometry."""

    row: int
    layer: str
    value: R
    shape: BaseGeometry | None


def records(kind: type[R], path: Path, mapping: Mapping, report: Report) -> list[Record[R]]:
    """All rows that are right; `ImportRefused` when the file or the mapping is wrong as a whole."""
    rows = _joined(read(path, mapping), path, mapping)
    found = list(_translated(kind, rows, path, mapping, report))
    if not report.read:
        raise ImportRefused(f"{path.name} has no rows.")
    return found


def _translated(kind: type[R], rows: Iterable[Row], path: Path, mapping: Mapping, report: Report) -> Iterator[Record[R]]:
    translators: dict[str, Translator[R]] = {}
    for row in rows:
        report.read += 1
        if row.fault:
            report.reject(row.number, row.fault, row.layer)
            continue
        translator = translators.get(row.layer)
        if translator is None:
            translator = translators[row.layer] = Translator(kind, mapping.for_layer(row.layer), set(row.cells), path.name)
        try:
            yield Record(row.number, row.layer, translator.translate(row), row.shape)
        except WrongCell as error:
            report.reject(row.number, str(error), row.layer)


def _joined(rows: Iterator[Row], path: Path, mapping: Mapping) -> Iterator[Row]:
    join = mapping.join
    if join is None:
        yield from rows
        return
    table: dict[str, dict[str, Any]] = {}
    for row in rows:
        # Read only now, so that a file that is no file is told before the one beside it.
        table = table or read_table(path.parent / join.file, join.key)
        nothing = dict.fromkeys(next(iter(table.values()), {}))
        yield replace(row, cells=table.get(row.cells.get(join.column, ""), nothing) | row.cells)


class Translator(Generic[R]):
    """Turns rows of one layer into structs of one kind."""

    def __init__(self, kind: type[R], mapping: Mapping, columns: set[str], file: str) -> None:
        self.kind, self.mapping = kind, mapping
        self._zone = ZoneInfo(mapping.zone)
        self._nulls = frozenset(mapping.nulls)
        _check_fields(kind, mapping)
        sources = _present(mapping, columns | OWN_COLUMNS, file)
        hints = typing.get_type_hints(kind)
        self._getters = {field: self._getter(field, source, hints[field]) for field, source in sources.items()}
        self._getters |= {field: self._coded(codes) for field, codes in mapping.codes.items()}

    def translate(self, row: Row) -> R:
        """The row as a struct; `WrongCell` when it cannot be one."""
        values: dict[str, Any] = dict(self.mapping.constants)
        for field, get in self._getters.items():
            value = get(row.cells)
            if isinstance(value, str) and "\0" in value:
                raise WrongCell(f"{self._origin(field)} holds U+0000, which is no character")
            if value is not None:
                values[field] = value
        if row.shape is not None and "lon" in self.kind.__struct_fields__ and "lon" not in values:
            point = row.shape if row.shape.geom_type == "Point" else row.shape.representative_point()
            values["lon"], values["lat"] = point.x, point.y
        try:
            return msgspec.convert(values, self.kind, strict=False)
        except msgspec.ValidationError as error:
            raise WrongCell(self._explained(str(error), values)) from error

    def _getter(self, field: str, source: str, hint: Any) -> Getter:
        get = self._cell(source)
        if datetime in (hint, *typing.get_args(hint)):
            return lambda cells: self._time(get(cells), source)
        if field in self.mapping.factors:
            return lambda cells: _times(get(cells), self.mapping.factors[field], source)
        return get

    def _cell(self, source: str) -> Getter:
        """A column, or a template that is nothing when all its columns are nothing."""
        parts = list(Formatter().parse(source))
        if not any(name for _, name, _, _ in parts):
            return lambda cells: self._known(cells[source])

        def filled(cells: dict[str, Any]) -> str | None:
            values = [self._known(cells[name]) if name else None for _, name, _, _ in parts]
            if all(value is None for value in values):
                return None
            return "".join(text + ("" if value is None else str(value)) for (text, *_), value in zip(parts, values, strict=True)).strip()

        return filled

    def _known(self, value: Any) -> Any:
        if isinstance(value, str):
            value = value.strip()
            return None if value in self._nulls else value
        return value

    def _coded(self, codes: Codes) -> Getter:
        cells_of = [self._cell(column) for column in codes.columns]

        def translated(cells: dict[str, Any]) -> str | None:
            said = [str(value) for get in cells_of if (value := get(cells)) is not None]
            for value in said:
                if value in codes.values:
                    return codes.values[value]
            if codes.otherwise is None and said:
                raise WrongCell(f"{' / '.join(codes.columns)} says {' / '.join(said)}, which the mapping does not translate")
            return codes.otherwise

        return translated

    def _time(self, value: Any, source: str) -> datetime | None:
        if value is None:
            return None
        try:
            return self._moment(str(value)).astimezone(UTC)
        except (ValueError, OverflowError, OSError) as error:
            raise WrongCell(f"{source} says {str(value)[:40]!r}, which is no time") from error

    def _moment(self, text: str) -> datetime:
        pattern = self.mapping.time_format
        if pattern in EPOCH_UNITS:
            return datetime.fromtimestamp(float(text) * EPOCH_UNITS[pattern], UTC)
        moment = datetime.strptime(text, pattern) if pattern else datetime.fromisoformat(text)  # noqa: DTZ007 (the mapping's zone follows)
        return moment if moment.tzinfo else moment.replace(tzinfo=self._zone)

    def _explained(self, message: str, values: dict[str, Any]) -> str:
        problem, _, place = message.partition(" - at `$.")
        field = place.rstrip("`")
        if "missing required field" in problem:
            field = problem.split("`")[1]
            return f"{self._origin(field)} is missing"
        if repr(IN_ADDRESS) in problem:
            said = f"{self._origin(field)} says {str(values.get(field))[:40]!r}"
            return f"{said}, which cannot stand in an address: an id has no / \\ ? # and no line breaks"
        return f"{self._origin(field)} says {str(values.get(field))[:40]!r}: {problem[0].lower()}{problem[1:]}"

    def _origin(self, field: str) -> str:
        """What the file calls one of our fields."""
        codes = self.mapping.codes.get(field)
        return self.mapping.fields.get(field, "").removesuffix("?") or (" / ".join(codes.columns) if codes else field)


def _times(value: Any, factor: float, source: str) -> float | None:
    try:
        return None if value is None else float(value) * factor
    except ValueError as error:
        raise WrongCell(f"{source} says {str(value)[:40]!r}, which is no number") from error


def _check_fields(kind: type[msgspec.Struct], mapping: Mapping) -> None:
    """Every field of the mapping is one of ours, and all that we must have are there."""
    given = {*mapping.fields, *mapping.constants, *mapping.codes}
    ours = {field.name: field for field in msgspec.structs.fields(kind)}
    if strange := sorted(given - set(ours)):
        raise ImportRefused(f"The mapping fills {', '.join(strange)}, which {mapping.kind} have not; they have {', '.join(ours)}.")
    if mapping.brings_shapes:
        given |= {"lon", "lat"}
    if missing := [name for name, field in ours.items() if field.required and name not in given]:
        raise ImportRefused(f"The mapping does not say where {', '.join(missing)} come from.")


def _present(mapping: Mapping, columns: set[str], file: str) -> dict[str, str]:
    """The mapping's fields without those whose column may be absent and is."""
    sources = {
        field: source.removesuffix("?") for field, source in mapping.fields.items() if source.removesuffix("?") in columns or source[-1:] != "?"
    }
    needed = [*sources.values(), *(column for codes in mapping.codes.values() for column in codes.columns)]
    if missing := sorted({name for source in needed for name in _named(source)} - columns):
        raise ImportRefused(f"{file} has no column {', '.join(missing)}; it has {', '.join(sorted(columns - OWN_COLUMNS)) or 'none'}.")
    return sources


def _named(source: str) -> list[str]:
    try:
        return [name for _, name, _, _ in Formatter().parse(source) if name] or [source]
    except ValueError as error:
        raise ImportRefused(f"The mapping has a template that is none, {source!r}: {error}.") from error
