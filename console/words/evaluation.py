"""The words of evaluation. What counters, indicators and formulas are called comes with the scheme of the backend."""

from collections.abc import Mapping
from datetime import date
from typing import Protocol

from console.words.spoken import Words, choose, language
from wire import bands
from wire.evaluation import Basis, Formula, HandKind, Indicator, Named, Period, Scheme, written
from wire.periods import span

PERIOD: Mapping[Period, Words] = {
    Period.DAY: ("日", "Day"),
    Period.WEEK: ("周", "Week"),
    Period.MONTH: ("月", "Month"),
    Period.QUARTER: ("季", "Quarter"),
    Period.YEAR: ("年", "Year"),
}
BASIS: Mapping[Basis, Words] = {
    Basis.REPORTED: ("按上报日", "by day of report"),
    Basis.FILED: ("按立案日", "by day of filing"),
    Basis.DISPATCHED: ("按派遣日", "by day of dispatch"),
    Basis.DISPOSED: ("按处置日", "by day of disposal"),
    Basis.CLOSED: ("按结案日", "by day of closing"),
}


class Called(Protocol):
    @property
    def name(self) -> str: ...

    @property
    def name_en(self) -> str: ...


def called(named: Called) -> str:
    """Of a counter, an indicator, a formula, a grade …"""
    return choose(named.name, named.name_en)


def names(scheme: Scheme) -> dict[str, str]:
    """Of everything that a formula may name."""
    known: list[Named | HandKind | Indicator | Formula] = [*scheme.counters, *scheme.hand, *scheme.indicators, *scheme.formulas]
    return {each.id: called(each) for each in known}


def formula(indicator: Indicator, scheme: Scheme) -> str:
    """ "按期处置 ÷ 应处置"."""
    return written(indicator, scheme, english=language() == "en")


def period(period: Period, day: date) -> str:
    """Which one it is: "2026-11", "2026 Q4"."""
    first, last = span(period, day)
    if period is Period.YEAR:
        return f"{first:%Y}"
    if period is Period.QUARTER:
        return f"{first:%Y} {choose(f'第{first.month // 3 + 1}季度', f'Q{first.month // 3 + 1}')}"
    if period is Period.MONTH:
        return f"{first:%Y-%m}"
    return f"{first:%Y-%m-%d}" if period is Period.DAY else f"{first:%Y-%m-%d} – {last:%m-%d}"


def figure(kind: str, value: float | None) -> str:
    """`kind` is count, rate, score or minutes."""
    return bands.figure(kind, value)
