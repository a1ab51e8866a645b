"""What is held about somebody, as a workbook: a sheet for each table, a row for each record, whole."""

import io
from datetime import datetime
from typing import Any

import openpyxl
from openpyxl.cell import WriteOnlyCell

from backend.exporters.tables import UNWRITABLE
from backend.settings import CITY_ZONE

LONGEST = 32_000  # letters of a cell


def write(found: dict[str, list[dict[str, Any]]]) -> bytes:
    book = openpyxl.Workbook(write_only=True)
    for name, rows in found.items():
        sheet = book.create_sheet(name[:31])
        sheet.append(list(rows[0]))
        for row in rows:
            sheet.append([_cell(sheet, value) for value in row.values()])
    if not found:
        book.create_sheet("nothing").append(["Nothing is held about this number."])
    body = io.BytesIO()
    book.save(body)
    return body.getvalue()


def _cell(sheet: Any, value: Any) -> Any:
    if isinstance(value, int | float | None):
        return value
    text = value.astimezone(CITY_ZONE).isoformat(timespec="seconds") if isinstance(value, datetime) else str(value)
    cell = WriteOnlyCell(sheet, UNWRITABLE.sub("", text)[:LONGEST])
    cell.data_type = "s"
    return cell
