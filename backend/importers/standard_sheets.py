"""Tables that somebody hands in as a version of the standards library: ours come back as they went out, those of a city through their mapping.

Nothing is refused for what stands in a cell: that becomes a fault of the draft, named at its row and field. What is no table is refused.
"""

import asyncio
import csv
import io
import re
import tempfile
from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from backend.importers import mapping, standards
from backend.importers.records import records
from backend.importers.report import ImportRefused, Report
from backend.refusals import Malformed
from backend.rules import line_words
from backend.session import Database
from wire.codes import StandardKind
from wire.standards import MOST_LINES, Lines

QUOTED = re.compile(r"^'+[=+\-@]")
LONGEST = 4000  # letters of a cell
TEXTS = ("utf-8-sig", "gb18030")  # a Chinese spreadsheet writes CSV in the second


async def read_upload(database: Database, body: bytes, name: str, kind: StandardKind) -> Lines:
    """In a thread: a workbook takes a while."""
    return await asyncio.to_thread(read, database, body, name, kind)


def read(database: Database, body: bytes, name: str, kind: StandardKind) -> Lines:
    """`Malformed`, one sentence, when it is no table that can be read."""
    try:
        known = mapping.fitting(Path(name)) if kind is StandardKind.CATALOGUE else None
        if known is not None and known.kind == "standards":
            return _mapped(database, body, Path(name).name, known)
        return _ours(list(_rows(body, name)), name, kind)
    except ImportRefused as error:
        raise Malformed(str(error)) from error


def _ours(rows: list[list[str]], name: str, kind: StandardKind) -> Lines:
    if not rows:
        raise ImportRefused(f"{name} is empty.")
    fields = [line_words.field_of(kind, head) for head in rows[0]]
    if strange := [head for head, field in zip(rows[0], fields, strict=True) if head and field is None]:
        raise ImportRefused(f"{name} has columns that no {kind.lower()} has: {', '.join(strange[:8])[:200]}.")
    named = [field for field in fields if field]
    if not named or len(set(named)) < len(named):
        raise ImportRefused(f"{name} has no headings, or one of them twice; export a version to see them.")
    if len(rows) > MOST_LINES:
        raise ImportRefused(f"{name} has more than {MOST_LINES:,} lines.")
    made = line_words.LINE[kind]
    lines: list[Any] = [made(**_line(row, fields)) for row in rows[1:] if any(row)]
    return Lines(conditions=lines) if kind is StandardKind.CATALOGUE else Lines(days=lines)


def _line(row: list[str], fields: list[str | None]) -> dict[str, str]:
    return {field: line_words.tidy(field, _bare(cell))[:LONGEST] for field, cell in zip(fields, row, strict=False) if field}


def _bare(cell: str) -> str:
    return cell[1:] if QUOTED.match(cell) else cell


def _rows(body: bytes, name: str) -> Iterator[list[str]]:
    if body.startswith(b"PK"):
        yield from _sheet(body, name)
        return
    text = _text(body, name)
    if "\0" in text:
        raise ImportRefused(f"{name} is no text and no workbook.")
    try:
        yield from csv.reader(io.StringIO(text, newline=""))
    except csv.Error as error:
        raise ImportRefused(f"{name} is no CSV table: {error}.") from error


def _text(body: bytes, name: str) -> str:
    for encoding in TEXTS:
        try:
            return body.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ImportRefused(f"{name} is neither UTF-8 nor GB 18030 text, and no workbook.")


def _sheet(body: bytes, name: str) -> Iterator[list[str]]:
    """The first sheet."""
    try:
        book = openpyxl.load_workbook(io.BytesIO(body), read_only=True, data_only=True)
        with closing(book):
            for cells in book.worksheets[0].iter_rows(values_only=True, max_row=MOST_LINES + 2):
                yield [_plain(cell) for cell in cells]
    except (InvalidFileException, BadZipFile, KeyError, ValueError, IndexError, OSError, SyntaxError) as error:
        raise ImportRefused(f"{name} is no workbook that can be read.") from error


def _plain(value: Any) -> str:
    """A cell as its reader sees it."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _mapped(database: Database, body: bytes, name: str, known: mapping.Mapping) -> Lines:
    """The other kind, of which the file does not speak, stays as it is in force."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(body)
        report = Report("standards")
        found = records(standards.RuleRecord, path, known, report)
    if report.rejects:
        raise ImportRefused(f"{name}: {report.rejects[0]}; {len(report.rejects)} rows cannot be read.")
    with database.read() as work:
        return Lines(conditions=standards.draft_lines(work, found, known))
