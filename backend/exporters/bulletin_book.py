"""A bulletin as a workbook: every figure has its formula in words beside it or under its heading. A cell is never a formula of the sheet."""

import io
from collections.abc import Sequence
from typing import Any

import openpyxl
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from backend.exporters import bulletin_cases
from backend.exporters.bulletin_cases import Behind
from backend.exporters.bulletin_words import BulletinWords, Cell, Line, Table
from backend.exporters.looks import colours
from backend.exporters.tables import UNWRITABLE

FORMATS = {"count": "#,##0", "rate": "0.0%", "score": "0.00", "minutes": "#,##0.0", "text": "@"}
TITLE_LEN = 31  # of a sheet
FORMULA_ROW = 2
FORMULA_HEIGHT = 64
LINE = Border(bottom=Side(style="thin", color="CBD3DB"))
SMALL, WRAPPED = Font(size=8, color="566472"), Alignment(wrap_text=True, vertical="top")
RIGHT = Alignment(horizontal="right")


def workbook(said: BulletinWords, behind: Sequence[Behind]) -> bytes:
    """`behind`: the cases, a sheet for each period."""
    book = openpyxl.Workbook()
    first = book.active
    assert isinstance(first, Worksheet)
    _overview(first, said)
    for table in (*said.tables(), said.laps(), said.ageing(), said.days()):
        if table.rows:
            _table(book.create_sheet(table.title[:TITLE_LEN]), table)
    bulletin_cases.add(book, behind, said.language)
    body = io.BytesIO()
    book.save(body)
    return body.getvalue()


def _overview(sheet: Worksheet, said: BulletinWords) -> None:
    sheet.title = said.say("overview")
    sheet.append([f"{said.title}  {said.span}"])
    sheet["A1"].font = Font(size=16, bold=True)
    sheet.append([said.made])
    sheet["A2"].font = SMALL
    for width, column in zip((30, 14, 14, 72), "ABCD", strict=True):
        sheet.column_dimensions[column].width = width
    for _, name, lines in said.sets():
        _lines(sheet, name, lines, said)
    _lines(sheet, said.say("indicators"), said.indicators(), said)
    _lines(sheet, said.say("counters"), said.counters(), said)
    sheet.freeze_panes = "A3"


def _lines(sheet: Worksheet, title: str, lines: Sequence[Line], said: BulletinWords) -> None:
    head = sheet.max_row + 2
    for column, text in enumerate((title, said.say("now"), said.say("before"), said.say("formula")), 1):
        cell = sheet.cell(head, column, text)
        cell.font, cell.border = Font(bold=True), LINE
    for at, line in enumerate(lines, head + 1):
        sheet.cell(at, 1, _plain(line.name))
        _put(sheet, at, 2, line.now)
        _put(sheet, at, 3, line.before)
        formula = sheet.cell(at, 4, _plain(line.formula))
        formula.font, formula.alignment = SMALL, WRAPPED


def _table(sheet: Worksheet, table: Table) -> None:
    for column, (head, formula) in enumerate(zip(table.heads, table.formulas, strict=True), 1):
        top = sheet.cell(1, column, _plain(head))
        top.font, top.alignment = Font(bold=True), Alignment(wrap_text=True, vertical="center")
        under = sheet.cell(FORMULA_ROW, column, _plain(formula))
        under.font, under.alignment, under.border = SMALL, WRAPPED, LINE
        sheet.column_dimensions[get_column_letter(column)].width = 26 if column == 1 else 14
    sheet.row_dimensions[FORMULA_ROW].height = FORMULA_HEIGHT
    for at, row in enumerate(table.rows, FORMULA_ROW + 1):
        for column, cell in enumerate(row, 1):
            _put(sheet, at, column, cell)
    sheet.freeze_panes = f"B{FORMULA_ROW + 1}"


def _put(sheet: Worksheet, row: int, column: int, cell: Cell) -> None:
    text = isinstance(cell.value, str) or cell.value is None
    put = sheet.cell(row, column, _plain(cell.text) if text else cell.value)
    if text:
        put.data_type = "s"  # else what begins with = would be a formula
    put.number_format = FORMATS[cell.kind]
    if cell.kind != "text":
        put.alignment = RIGHT
    if cell.colour:
        put.font = Font(bold=True, color="FFFFFF")
        put.fill = PatternFill("solid", fgColor=colours("light")[cell.colour].removeprefix("#"))
        put.alignment = Alignment(horizontal="center")


def _plain(text: Any) -> str:
    return UNWRITABLE.sub("", str(text))
