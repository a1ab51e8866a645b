"""A version of the standards library as a table that can be edited in a spreadsheet and read back: what comes back is what went out."""

import csv
import io
import re
from typing import Any

import openpyxl
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from backend.exporters.tables import BOM
from backend.rules import line_words
from wire.codes import StandardKind
from wire.exports import ExportFormat
from wire.standards import WholeStandard

FORMULA = re.compile(r"^'*[=+\-@]")  # one more ' before it, which is taken away again
WIDTHS = {
    "text": 44,
    "text_en": 44,
    "ask": 34,
    "ask_en": 34,
    "closing": 26,
    "closing_en": 26,
    "basis": 44,
    "unit": 30,
    "name": 20,
    "name_en": 20,
    "periods": 28,
}


def write(found: WholeStandard, format: ExportFormat, language: str) -> bytes:
    kind = found.standard.kind
    lines = found.lines.conditions if kind is StandardKind.CATALOGUE else found.lines.days
    rows = [line_words.headings(kind, language), *([_safe(cell) for cell in line_words.cells(line, language)] for line in lines)]
    return _csv(rows) if format is ExportFormat.CSV else _workbook(rows, kind, language)


def _csv(rows: list[list[str]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return BOM + text.getvalue().encode()


def _workbook(rows: list[list[str]], kind: StandardKind, language: str) -> bytes:
    book = openpyxl.Workbook(write_only=True)
    sheet: Any = book.create_sheet(line_words.title(kind, language))
    fields = line_words.LINE[kind].__struct_fields__
    for at, field in enumerate(fields, 1):
        sheet.column_dimensions[get_column_letter(at)].width = WIDTHS.get(field, 14)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(fields))}{len(rows)}"
    for number, row in enumerate(rows):
        sheet.append([_cell(sheet, value, head=number == 0) for value in row])
    body = io.BytesIO()
    book.save(body)
    return body.getvalue()


def _safe(cell: str) -> str:
    return f"'{cell}" if FORMULA.match(cell) else cell


def _cell(sheet: Any, value: str, head: bool) -> Any:
    """All cells are text: a spreadsheet leaves the zeros of codes and the dashes of dates alone."""
    cell = WriteOnlyCell(sheet, value)
    cell.data_type, cell.number_format = "s", "@"
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    if head:
        cell.font = Font(bold=True)
    return cell
