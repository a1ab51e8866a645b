"""What a CSV says, as W3C's "CSV on the Web" has it: a file beside it, for what a table of text has no place for."""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pyarrow as pa

from backend.exporters import words
from backend.exporters.layer import Layer

URL = "yiping.csv"  # whoever keeps the table by another name says so here
KINDS: tuple[tuple[Callable[[pa.DataType], bool], str], ...] = (
    (pa.types.is_timestamp, "dateTimeStamp"),
    (pa.types.is_floating, "number"),
    (pa.types.is_integer, "integer"),
)


def describe(layer: Layer, title: str, note: str, notes: Sequence[Mapping[str, Any]], language: str) -> bytes:
    """The columns of its CSV in order, each with its heading and of what kind it is; `note` and `notes`: what is said of all of it."""
    spoken = language.replace("_", "-")
    columns = [{"name": field.name, "titles": words.column(field.name, language), "datatype": _kind(field.type)} for field in layer.table.schema]
    said: dict[str, Any] = {"@context": ["http://www.w3.org/ns/csvw", {"language": spoken}], "url": URL, "dc:title": title}
    if note:
        said |= {"dc:description": note, "notes": list(notes)}
    said |= {"dialect": {"encoding": "utf-8", "header": True}, "tableSchema": {"columns": columns}}
    return json.dumps(said, ensure_ascii=False, indent=1).encode()


def _kind(kind: pa.DataType) -> str:
    """Codes and what is true are words in such a table."""
    return next((name for held, name in KINDS if held(kind)), "string")
