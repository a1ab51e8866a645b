"""Bulletins (简报): the report of a day, a week, a month with everything that a leader reads, as a page, a workbook or a PDF."""

from datetime import date, datetime
from enum import StrEnum
from typing import Literal

from wire.evaluation import Dimension, Period, Standing
from wire.message import Message, Order


class Figure(Message, frozen=True, kw_only=True):
    """`id` is that of `wire.evaluation.FigureOf`, which says what is counted. Without a denominator, or nothing entered, there is no value."""

    id: str
    value: float | None
    before: float | None  # of the period before


class Ageing(Message, frozen=True, kw_only=True):
    """Open cases that were reported between these days; without a first day, all that are older."""

    first: date | None
    last: date
    cases: int


class Bulletin(Message, frozen=True, kw_only=True):
    """`before` is the total of the period before; `tables` are what the standings are by; `days` those of each day of the period."""

    period: Period
    first: date
    last: date
    at: datetime
    version: str
    figures: list[Figure]
    total: Standing
    before: Standing
    tables: dict[Dimension, list[Standing]]
    days: list[Standing]
    ageing: list[Ageing]
    waiting: int = 0


class BulletinFormat(StrEnum):
    """Named by the suffix of the file."""

    XLSX = "xlsx"
    PDF = "pdf"


MEDIA_TYPES = {
    BulletinFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    BulletinFormat.PDF: "application/pdf",
}


class BulletinOrder(Order, frozen=True, kw_only=True):
    """`day` is any day of the period."""

    period: Period
    day: date
    format: BulletinFormat
    language: Literal["zh_CN", "en"] = "zh_CN"
