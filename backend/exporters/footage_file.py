"""The register of footage as a table: a line for each request, and in a workbook a second sheet with every file that was copied."""

import csv
import io
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import openpyxl
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from backend.exporters.tables import BOM, FORMULA, UNWRITABLE
from backend.settings import CITY_ZONE
from wire.exports import ExportFormat
from wire.footage import FootageRequest, FootageState

Pair = tuple[str, str]  # zh_CN, en
REQUESTS: list[tuple[str, str, int]] = [  # heading in both languages, width
    *(("文号", "Number", 22), ("登记时间", "Entered at", 20), ("民警", "Officer", 12), ("警号", "Badge", 12), ("单位", "Unit", 28)),
    *(("监控点", "Cameras", 44), ("录像起", "Footage from", 20), ("录像止", "Footage until", 20), ("用途", "Purpose", 44), ("依据", "Basis", 28)),
    *(("关联案件", "Case", 20), ("状态", "State", 12), ("文件数", "Files", 8), ("移交对象", "Handed to", 20), ("拒绝理由", "Reason of refusal", 30)),
    *(("办结时间", "Settled at", 20), ("登记人", "Entered by", 12), ("办结人", "Settled by", 12)),
]
COPIES: list[tuple[str, str, int]] = [
    *(("文号", "Number", 22), ("监控点", "Camera", 30), ("文件名", "File", 40), ("字节", "Bytes", 14), ("SHA-256", "SHA-256", 68)),
    *(("复制时间", "Copied at", 20), ("复制人", "Copied by", 12)),
]
SHEETS: tuple[Pair, Pair] = (("公安调取登记", "Requests"), ("复制记录", "Copy log"))
STATES: dict[FootageState, Pair] = {
    FootageState.ASKED: ("待复制", "asked"),
    FootageState.COPIED: ("已复制", "copied"),
    FootageState.HANDED_OVER: ("已移交", "handed over"),
    FootageState.REFUSED: ("已拒绝", "refused"),
}
LANGUAGES = ("zh_CN", "en")


def write(found: Sequence[FootageRequest], names: dict[str, str], format: ExportFormat, language: str) -> bytes:
    """`names` of the cameras by id."""
    requests = [_heads(REQUESTS, language), *(_request(each, names, language) for each in found)]
    if format is ExportFormat.CSV:
        text = io.StringIO(newline="")
        csv.writer(text).writerows([_safe(cell) for cell in row] for row in requests)
        return BOM + text.getvalue().encode()
    copies = [_heads(COPIES, language), *(row for each in found for row in _copies(each, names))]
    book = openpyxl.Workbook(write_only=True)
    for title, columns, rows in zip(SHEETS, (REQUESTS, COPIES), (requests, copies), strict=True):
        _fill(book.create_sheet(title[LANGUAGES.index(language)]), columns, rows)
    body = io.BytesIO()
    book.save(body)
    return body.getvalue()


def _heads(columns: list[tuple[str, str, int]], language: str) -> list[str]:
    return [column[LANGUAGES.index(language)] for column in columns]  # type: ignore[misc]


def _request(each: FootageRequest, names: dict[str, str], language: str) -> list[str]:
    cameras = ", ".join(names.get(id, id) for id in each.cameras)
    state = STATES[each.state][LANGUAGES.index(language)]
    return [
        *(each.number, _time(each.asked_at), each.officer, each.badge, each.unit, cameras, _time(each.since), _time(each.until)),
        *(each.purpose, each.basis, each.case_id or "", state, str(len(each.copies)), each.handed_to, each.reason),
        *(_time(each.settled_at), each.entered_name, each.settled_name),
    ]


def _copies(each: FootageRequest, names: dict[str, str]) -> list[list[str]]:
    return [
        [each.number, names.get(copy.camera_id, copy.camera_id), copy.name, str(copy.size), copy.sha256, _time(copy.at), copy.by_name]
        for copy in each.copies
    ]


def _time(at: datetime | None) -> str:
    return f"{at.astimezone(CITY_ZONE):%Y-%m-%d %H:%M:%S}" if at else ""


def _safe(cell: str) -> str:
    """Never a formula, whatever somebody has typed."""
    return f"'{cell}" if FORMULA.match(cell) else cell


def _fill(sheet: Any, columns: list[tuple[str, str, int]], rows: list[list[str]]) -> None:
    for at, (*_, width) in enumerate(columns, 1):
        sheet.column_dimensions[get_column_letter(at)].width = width
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{len(rows)}"
    for number, row in enumerate(rows):
        sheet.append([_cell(sheet, value, head=number == 0) for value in row])


def _cell(sheet: Any, value: str, head: bool) -> Any:
    """All cells are text: a spreadsheet leaves numbers of letters and badges alone."""
    cell = WriteOnlyCell(sheet, UNWRITABLE.sub("", value))
    cell.data_type, cell.number_format, cell.alignment = "s", "@", Alignment(wrap_text=True, vertical="top")
    if head:
        cell.font = Font(bold=True)
    return cell
