"""The cases behind a bulletin as sheets of its workbook: a line for each, with its days and with every counter that it counts for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook

from backend.exporters.tables import UNWRITABLE
from backend.exporters.words import bulletin as say
from backend.exporters.words import column, of
from backend.rules import bulletins
from backend.rules.catalogue import in_force
from backend.session import Work
from backend.tables.counts import DAYS
from wire.bulletins import Bulletin
from wire.evaluation import Counter, Question, Scheme
from wire.periods import before, span

MOST = 20_000  # cases of a sheet: some ten seconds
TOLD = ("number", "class_name", "source", "status", "department")


@dataclass(frozen=True)
class Behind:
    """A sheet: `heads` and `notes` of its columns; a counter that is 0 leaves its cell empty. `total` are all cases, listed or not."""

    title: str
    first: date
    last: date
    heads: list[str]
    notes: list[str]
    rows: list[list[Any]]
    total: int


def behind(work: Work, bulletin: Bulletin, scheme: Scheme, language: str) -> list[Behind]:
    """Of the period, and of the one before."""
    earlier = before(bulletin.period, bulletin.first)
    return [
        _sheet(work, scheme, language, say(name, language), Question(period=bulletin.period, day=day))
        for name, day in (("cases_now", bulletin.first), ("cases_before", earlier))
    ]


def add(book: Workbook, sheets: Sequence[Behind], language: str) -> None:
    for each in sheets:
        sheet = book.create_sheet(each.title)
        counted = say("cases_note", language).format(first=each.first, last=each.last, listed=len(each.rows), total=each.total)
        sheet.append([counted])
        sheet.append(each.notes)
        sheet.append(each.heads)
        for at, row in enumerate(each.rows, 4):
            sheet.append(row)
            for place in range(1, len(TOLD) + 1):
                sheet.cell(at, place).data_type = "s"  # else a name that begins with = would be a formula
        sheet["A1"].font = Font(bold=True)
        for cell in sheet[2]:
            cell.font, cell.alignment = Font(size=8, color="566472"), Alignment(wrap_text=True, vertical="top")
        for cell in sheet[3]:
            cell.font, cell.alignment = Font(bold=True), Alignment(wrap_text=True)
        for at in range(1, len(each.heads) + 1):
            sheet.column_dimensions[get_column_letter(at)].width = 22 if at <= len(TOLD) else 11
        sheet.row_dimensions[2].height = 64
        sheet.freeze_panes = "B4"
        sheet.auto_filter.ref = f"A3:{get_column_letter(len(each.heads))}{len(each.rows) + 3}"


def _sheet(work: Work, scheme: Scheme, language: str, title: str, asked: Question) -> Behind:
    found, total = bulletins.cases(work, asked, MOST)
    used = [counter for counter in Counter if any(row._mapping[counter] for row in found)]
    named = {each.id: each for each in scheme.counters}
    english, classes = language == "en", in_force(work).classes
    names = [(named[counter].name_en if english else named[counter].name) for counter in used]
    notes = [(named[counter].note_en if english else named[counter].note) for counter in used]
    rows = []
    for row in found:
        small = classes.get((row.kind, row.class_code))
        called = row.class_code if small is None else (small.name_en or small.name) if english else small.name
        told = (row.number, called, of("source", row.source, language), of("status", row.status, language), row.name or "")
        flags = (row._mapping[counter] or None for counter in used)
        rows.append([*(UNWRITABLE.sub("", text) for text in told), *(row._mapping[day] for day in DAYS), *flags])
    first, last = span(asked.period, asked.day)
    heads = [column(name, language) for name in TOLD] + [say(day, language) for day in DAYS] + names
    return Behind(title, first, last, heads, [""] * (len(TOLD) + len(DAYS)) + notes, rows, total)
