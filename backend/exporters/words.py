"""What exports say to people, in both languages: `resources/exports/words.toml`."""

from functools import cache
from pathlib import Path

import msgspec

FILE = Path(__file__).resolve().parents[2] / "resources" / "exports" / "words.toml"
LANGUAGES = ("zh_CN", "en")
Pair = tuple[str, str]  # zh_CN, en


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    layers: dict[str, Pair]
    values: dict[str, dict[str, Pair]]
    codes: dict[str, dict[str, str]]
    columns: dict[str, Pair]
    report: dict[str, Pair]
    bulletin: dict[str, Pair]
    staff: dict[str, Pair]


@cache
def _file() -> Words:
    return msgspec.toml.decode(FILE.read_bytes(), type=Words)


def layer(name: str, language: str) -> str:
    return _said(_file().layers[name], language)


def column(name: str, language: str) -> str:
    return _said(_file().columns[name], language)


def value(name: str, column: str, code: str, language: str) -> str:
    """A code of a column of a layer; as it is when it is none that has words."""
    known = _file().values.get(_file().codes.get(name, {}).get(column, ""), {})
    return _said(known[code], language) if code in known else code


def of(kind: str, code: str, language: str) -> str:
    """A code of [values]."""
    known = _file().values[kind]
    return _said(known[code], language) if code in known else code


def report(name: str, language: str) -> str:
    return _said(_file().report[name], language)


def bulletin(name: str, language: str) -> str:
    return _said(_file().bulletin[name], language)


def staff(name: str, language: str) -> str:
    return _said(_file().staff[name], language)


def _said(pair: Pair, language: str) -> str:
    return pair[LANGUAGES.index(language)]
