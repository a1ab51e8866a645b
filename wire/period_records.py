"""Periods that were frozen and published: what happens afterwards goes into corrections and never into their tables (DOMAIN 5.1)."""

from datetime import date, datetime
from typing import Annotated

from msgspec import Meta

from wire.evaluation import Dimension, Period
from wire.message import Message, Order, Versioned


class Difference(Message, frozen=True, kw_only=True):
    """`figure` is a counter or a formula. What was frozen, and what is so now."""

    by: Dimension
    key: str
    name: str
    figure: str
    frozen: float | None
    now: float | None


class Correction(Message, frozen=True, kw_only=True):
    """The whole difference between the frozen table and what was so when it was made: the newest correction says it all."""

    at: datetime
    user: str
    reason: str
    differences: list[Difference]


class PeriodRecord(Versioned, frozen=True, kw_only=True):
    """`id` is the period and its first day: "MONTH-2026-11-01". `scheme_version` is that of what its figures were made by."""

    period: Period
    first: date
    last: date
    cases: int
    frozen_at: datetime
    frozen_by: str
    published_at: datetime | None
    published_by: str
    scheme_version: str
    corrections: list[Correction]


class PeriodOrder(Order, frozen=True, kw_only=True):
    """`day` is any day of the period."""

    period: Period
    day: date


class CorrectionOrder(Order, frozen=True, kw_only=True):
    reason: Annotated[str, Meta(min_length=1, max_length=500)]
