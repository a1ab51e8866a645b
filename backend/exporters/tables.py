"""Layers as tables for people: CSV for one, a workbook for several. A cell is never a formula, whatever a citizen has typed."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

import openpyxl
import pyarrow as pa
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from backend.exporters import words
from backend.exporters.layer import Layer
from backend.refusals import TooLarge
from backend.settings import CITY_ZONE

BOM = "\ufeff".encode()  # without it spreadsheets take Chinese for another encoding
FORMULA = re.compile(r"^[=+\-@\t\r]")
UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # what XML has no sign for
MOST_ROWS = 1_048_575  # of a sheet, without its heading
WIDEST, SAMPLE = 42, 200


def to_csv(layer: Layer, language: str) -> bytes:
    return csv_of(layer.name, layer.table, language)


def csv_of(name: str, table: pa.Table, language: str) -> bytes:
    """`name` is that of [layers] by which codes have words."""
    text = io.StringIO(newline="")
    written = csv.writer(text)
    written.writerow([words.column(column, language) for column in table.column_names])
    written.writerows([_safe(cell) for cell in row] for row in rows(name, table, language))
    return BOM + text.getvalue().encode()


def to_workbook(layers: Sequence[Layer], language: str) -> bytes:
    """A sheet for each layer; `TooLarge` when one has more rows than a sheet can hold."""
    for layer in layers:
        if layer.table.num_rows > MOST_ROWS:
            raise TooLarge(f"A sheet holds {MOST_ROWS:,} rows; {layer.name} has {layer.table.num_rows:,}. Ask for a smaller area, or for CSV.")
    return workbook_of([(layer.name, layer.table) for layer in layers], language)


def workbook_of(sheets: Sequence[tuple[str, pa.Table]], language: str) -> bytes:
    """Each by its name of [layers]; none has more rows than `MOST_ROWS`."""
    book = openpyxl.Workbook(write_only=True)
    for name, table in sheets:
        _fill(book.create_sheet(words.layer(name, language)), name, table, language)
    body = io.BytesIO()
    book.save(body)
    return body.getvalue()


def _fill(sheet: Any, name: str, table: pa.Table, language: str) -> None:
    heads = [words.column(column, language) for column in table.column_names]
    filled = list(rows(name, table, language))
    for at, head in enumerate(heads):
        longest = max([_wide(head), *(_wide(row[at]) for row in filled[:SAMPLE])])
        sheet.column_dimensions[get_column_letter(at + 1)].width = min(longest, WIDEST) + 2
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(heads))}{len(filled) + 1}"
    sheet.append([_bold(sheet, head) for head in heads])
    for row in filled:
        sheet.append([_cell(sheet, value) for value in row])


def rows(name: str, table: pa.Table, language: str) -> Iterator[tuple[Any, ...]]:
    """The rows of a table of the layer `name`: codes in words, times in the city's own."""
    columns = [[_plain(name, column, value, language) for value in _values(table.column(column))] for column in table.column_names]
    return zip(*columns, strict=True)


def _values(column: pa.ChunkedArray) -> list[Any]:
    if pa.types.is_timestamp(column.type):
        micros = column.cast(pa.timestamp("us", tz="UTC")).cast(pa.int64()).to_pylist()
        return [None if value is None else datetime.fromtimestamp(value / 1e6, CITY_ZONE) for value in micros]
    return list(column.to_pylist())


def _plain(name: str, column: str, value: Any, language: str) -> Any:
    if isinstance(value, bool):
        return words.report("yes" if value else "no", language)
    return words.value(name, column, value, language) if isinstance(value, str) else value


def _safe(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat(timespec="milliseconds" if value.microsecond else "seconds")
    return f"'{value}" if isinstance(value, str) and FORMULA.match(value) else value


def _bold(sheet: Any, text: str) -> Any:
    cell = WriteOnlyCell(sheet, text)
    cell.font = Font(bold=True)
    return cell


def _cell(sheet: Any, value: Any) -> Any:
    if isinstance(value, datetime):
        cell = WriteOnlyCell(sheet, value.replace(tzinfo=None))
        cell.number_format = "yyyy-mm-dd hh:mm:ss"
        return cell
    if not isinstance(value, str):
        return value
    cell = WriteOnlyCell(sheet, UNWRITABLE.sub("", value))
    cell.data_type = "s"  # else what begins with = would be a formula
    return cell


def _wide(value: Any) -> int:
    """In letters of the usual width; Chinese ones take two."""
    if isinstance(value, datetime):
        return 19
    return sum(2 if letter > "\u2e7f" else 1 for letter in str("" if value is None else value)[:WIDEST])
