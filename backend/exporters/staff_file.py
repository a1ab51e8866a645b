"""Sheets of people (考勤日报、月报): attendance, time on patrol, track, coverage and work, a line for each, for each team and for all."""

import io
from calendar import monthrange
from collections.abc import Callable
from dataclasses import asdict
from functools import cache
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

import jinja2
import openpyxl
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from backend import standards
from backend.exporters import track_rules, words
from backend.exporters.bulletin_pdf import EXPORTS, document_of
from backend.exporters.looks import colours, letters
from backend.exporters.tables import UNWRITABLE
from backend.settings import CITY_ZONE
from wire.bulletins import BulletinFormat
from wire.codes import TrackFault, UnitKind
from wire.staff import StaffLine, StaffSheet

DASH = "–"
Value = float | int | str | None


class Column(NamedTuple):
    name: str
    value: Callable[[StaffLine], Value]
    format: str = "0"


def _share(line: StaffLine) -> Value:
    return line.effective_s / line.worked_s if line.worked_s else None


COUNTED = ("planned", "present", "late", "left_early", "elsewhere", "absent", "extra")
COLUMNS = (
    Column("name", lambda line: line.name, "@"),
    Column("team", lambda line: line.team, "@"),
    *(Column(name, attrgetter(name)) for name in COUNTED),
    Column("worked", lambda line: line.worked_s / 86400, "[h]:mm"),
    Column("effective", lambda line: line.effective_s / 86400, "[h]:mm"),
    Column("share", _share, "0%"),
    Column("km", lambda line: line.metres / 1000, "0.0"),
    Column("error", lambda line: line.error_m / 1000, "0.0"),
    Column("coverage", lambda line: line.cells_seen / line.cells if line.cells else None, "0%"),
    Column("reported", lambda line: line.reported),
    Column("done", lambda line: line.done),
    Column("alarms", lambda line: sum(line.alarms.values())),
    Column("score", lambda line: line.score, "0.0"),
)


def write(sheet: StaffSheet, format: BulletinFormat, language: str) -> bytes:
    """XLSX or PDF."""
    return _pdf(sheet, language) if format is BulletinFormat.PDF else _book(sheet, language)


def title_of(sheet: StaffSheet, language: str) -> str:
    if sheet.first == sheet.last:
        return words.staff("daily", language)
    whole = sheet.first.day == 1 and (sheet.last.year, sheet.last.month) == (sheet.first.year, sheet.first.month)
    month = whole and sheet.last.day == monthrange(sheet.first.year, sheet.first.month)[1]
    return words.staff("monthly" if month else "period", language)


def _span(sheet: StaffSheet) -> str:
    return sheet.first.isoformat() if sheet.first == sheet.last else f"{sheet.first.isoformat()} – {sheet.last.isoformat()}"


def _made(sheet: StaffSheet, language: str) -> str:
    return words.staff("made", language).format(at=f"{sheet.at.astimezone(CITY_ZONE):%Y-%m-%d %H:%M}")


def _how(language: str) -> list[str]:
    """What the columns mean, how lines are put together, and by which rules tracks are cleaned before their length is told."""
    score = standards.in_force().duty.score
    names = ("attendance", "effective", "coverage", "workload", "work")
    rules = asdict(standards.in_force().tracks.of(UnitKind.INSPECTOR))
    comma = "；" if language == "zh_CN" else "; "
    cleaning = comma.join(filter(None, (track_rules.said(fault, rules, language) for fault in TrackFault)))
    return [
        words.staff("how", language).format(**{name: f"{getattr(score, name):g}" for name in names}),
        words.staff("how_sums", language),
        words.staff("how_tracks", language).format(rules=cleaning),
    ]


def _rows(sheet: StaffSheet, language: str) -> list[tuple[bool, list[Value]]]:
    """Team by team, each followed by what it comes to, then all; whether a line is such a sum."""
    sums = {line.team: line for line in sheet.teams}
    rows: list[tuple[bool, list[Value]]] = []
    for team, lines in groupby(sheet.lines, key=attrgetter("team")):
        rows += [(False, [column.value(line) for column in COLUMNS]) for line in lines]
        if team in sums:
            rows.append((True, _sum(sums[team], words.staff("team_sum", language), team or DASH)))
    if sheet.total is not None:
        rows.append((True, _sum(sheet.total, words.staff("total", language), "")))
    return rows


def _sum(line: StaffLine, name: str, team: str) -> list[Value]:
    return [name, team, *(column.value(line) for column in COLUMNS[2:])]


def _book(sheet: StaffSheet, language: str) -> bytes:
    book = openpyxl.Workbook()
    page = book.active
    assert isinstance(page, Worksheet)
    page.title = title_of(sheet, language)[:31]
    page.append([f"{title_of(sheet, language)}  {_span(sheet)}"])
    page["A1"].font = Font(size=14, bold=True)
    page.append([_made(sheet, language)])
    page.append([words.staff(column.name, language) for column in COLUMNS])
    for number in range(1, len(COLUMNS) + 1):
        head = page.cell(3, number)
        head.font, head.alignment = Font(bold=True), Alignment(wrap_text=True, vertical="bottom")
        page.column_dimensions[get_column_letter(number)].width = 14 if number <= 2 else 10
    rows = _rows(sheet, language)
    for at, (is_sum, row) in enumerate(rows, 4):
        for number, (column, value) in enumerate(zip(COLUMNS, row, strict=True), 1):
            _put(page, at, number, value, column.format, bold=is_sum)
    for at, text in enumerate(_how(language), len(rows) + 5):
        page.cell(at, 1, text).font = Font(size=8, color="566472")
    page.freeze_panes = "C4"
    body = io.BytesIO()
    book.save(body)
    return body.getvalue()


def _put(page: Worksheet, row: int, column: int, value: Value, format: str, bold: bool) -> None:
    text = isinstance(value, str)
    cell = page.cell(row, column, UNWRITABLE.sub("", value) if isinstance(value, str) else value)
    if text:
        cell.data_type = "s"  # else what begins with = would be a formula
    cell.number_format = "@" if text else format
    cell.font = Font(bold=bold)


def _pdf(sheet: StaffSheet, language: str) -> bytes:
    heads = [words.staff(column.name, language) for column in COLUMNS]
    rows = [(is_sum, [_text(column, value) for column, value in zip(COLUMNS, row, strict=True)]) for is_sum, row in _rows(sheet, language)]
    said = {"title": title_of(sheet, language), "span": _span(sheet), "made": _made(sheet, language), "how": _how(language), "language": language}
    look = {"colours": colours("light"), "family": letters(), "styles": (EXPORTS / "bulletin.css").read_text("utf-8")}
    return document_of(_template().render(heads=heads, rows=rows, **said, **look))


def _text(column: Column, value: Value) -> str:
    if value is None:
        return DASH
    if isinstance(value, str):
        return value
    if column.format == "[h]:mm":
        minutes = round(value * 1440)
        return f"{minutes // 60}:{minutes % 60:02d}"
    return f"{value:.0%}" if column.format == "0%" else f"{value:,.1f}" if column.format == "0.0" else f"{value:,.0f}"


@cache
def _template() -> jinja2.Template:
    return jinja2.Environment(autoescape=True).from_string((EXPORTS / "staff.html").read_text("utf-8"))
