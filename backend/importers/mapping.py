"""Mapping files: what the columns of somebody's file mean. TOML under `resources/mappings`, or any other file by its path."""

import tomllib
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from backend.importers.report import ImportRefused
from geo.datum import Datum
from geo.tracks import Box

MAPPINGS = Path(__file__).resolve().parents[2] / "resources" / "mappings"
WORLD: Box = (-180.0, -90.0, 180.0, 90.0)

Scalar = str | int | float | bool


class Codes(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A translation: the first of `columns` whose value is in `values` decides, else `otherwise`, else the row is wrong."""

    columns: list[str]
    values: dict[str, str]
    otherwise: str | None = None


class Join(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A table in `file` beside the imported one: where its column `key` equals our `column`, its columns join the row."""

    file: str
    column: str
    key: str


class Layer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What differs in one layer of many; layers are named by the layer or by the file without its suffix."""

    fields: dict[str, str] = {}
    constants: dict[str, Scalar] = {}


class Mapping(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`fields` say from which column, or template of {columns}, each field of ours comes; a column with a `?` behind it may be absent.
    `@row`, `@layer`, `@file`, `@folder`, `@sheet` are columns of every file, `@track` is the name of a track of a GPX.

    `extent` is where the file's places must lie after conversion to WGS-84: west, south, east, north. `jitter_m` spreads places that are
    known only roughly, always in the same way: two cases of one community do not lie on one point.
    """

    kind: str
    title: str
    format: Literal["csv", "gis", "json", "osm", "workbook"] = "csv"
    files: list[str] = []  # patterns of file names that this mapping is for
    columns: list[str] = []  # of a file without a header
    header_row: int = 1
    skip: int = 0  # lines before a table that has no header
    only: list[str] = []  # of the layers of a geographic file, those that are read; empty: all
    sheets: dict[str, str] = {}  # of a workbook; the column `@sheet` says what is given here
    fill: list[str] = []  # columns in which an empty cell, a merged one, says the same as the cell above
    encoding: str = "utf-8-sig"
    separator: str = ","
    nulls: tuple[str, ...] = ("",)
    datum: Datum = Datum.WGS84
    crs: str = ""  # of projected metres, such as "EPSG:4547"
    extent: Box = WORLD
    jitter_m: float = 0.0
    zone: str = "Asia/Shanghai"
    time_format: str = ""  # as strptime takes it; "s" or "ms" since 1970; empty: ISO 8601
    fields: dict[str, str] = {}
    constants: dict[str, Scalar] = {}
    factors: dict[str, float] = {}  # a number in their unit times this is the number in ours
    codes: dict[str, Codes] = {}
    join: Join | None = None
    layers: dict[str, Layer] = {}
    version: str = ""  # of a standard: what the names of its versions begin with
    trades: dict[str, str] = {}  # of a standard: a word in the name of a unit, and the trade that it means

    @property
    def brings_shapes(self) -> bool:
        """Whether places come as geometry, which is brought to WGS-84 when it is read."""
        return self.format in ("gis", "osm")

    def for_layer(self, layer: str) -> "Mapping":
        """This mapping with what `layer` says instead."""
        own = self.layers.get(layer)
        if own is None:
            return self
        return msgspec.structs.replace(self, fields=self.fields | own.fields, constants=self.constants | own.constants)


def load(path: Path) -> Mapping:
    """The mapping in a file; `ImportRefused` when it cannot be read or says what no mapping may say."""
    try:
        mapping = msgspec.convert(tomllib.loads(path.read_text("utf-8")), Mapping)
        ZoneInfo(mapping.zone)
    except OSError as error:
        raise ImportRefused(f"The mapping {path} cannot be read: {error.strerror}.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, msgspec.ValidationError) as error:
        raise ImportRefused(f"The mapping {path.name} is wrong: {error}.") from error
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise ImportRefused(f"The mapping {path.name} names a time zone that is none: {error}.") from error
    return mapping


def choose(kind: str, file: Path, wanted: str | None = None) -> Mapping:
    """The mapping that was asked for by path or name; else the one whose `files` fit; else the one for files in our own words."""
    if wanted is not None:
        mapping = load(_named(wanted))
        if mapping.kind != kind:
            raise ImportRefused(f"The mapping {wanted} is for {mapping.kind}, not for {kind}.")
        return mapping
    fitting = (mapping for mapping in _all() if mapping.kind == kind and any(fnmatch(file.name, pattern) for pattern in mapping.files))
    return next(fitting, None) or load(MAPPINGS / f"own_{kind}.toml")


def fitting(file: Path, wanted: str | None = None) -> Mapping | None:
    """The mapping that was asked for, or any one made for files of this name."""
    if wanted is not None:
        return load(_named(wanted))
    return next((mapping for mapping in _all() if any(fnmatch(file.name, pattern) for pattern in mapping.files)), None)


def _named(wanted: str) -> Path:
    if Path(wanted).suffix == ".toml":
        return Path(wanted)
    path = MAPPINGS / f"{wanted}.toml"
    if path not in MAPPINGS.glob("*.toml"):
        raise ImportRefused(f"There is no mapping {wanted}; there are {', '.join(sorted(each.stem for each in MAPPINGS.glob('*.toml')))}.")
    return path


def _all() -> Iterator[Mapping]:
    return (load(path) for path in sorted(MAPPINGS.glob("*.toml")))
