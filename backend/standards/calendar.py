"""When the working clocks run: `calendar.toml`."""

from collections.abc import Sequence
from datetime import date, time, timedelta
from functools import cached_property
from typing import Literal
from zoneinfo import ZoneInfo

from backend.standards.data import BadStandard, Data, demand

WEEK = ("MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY")


class Hours(Data, frozen=True, kw_only=True):
    valid_from: date
    periods: list[tuple[time, time]]  # in the city's time, in order


class Holiday(Data, frozen=True, kw_only=True):
    name: str
    first: date
    last: date
    workdays: list[date] = []  # days of a weekend that were made working days in exchange


class Workday(Data, frozen=True, kw_only=True):
    """A day of a weekend that works, whatever for."""

    name: str
    day: date


class Calendar(Data, frozen=True, kw_only=True, dict=True):
    """When the working clocks run."""

    zone: str
    weekend: list[str]
    work_day_mode: Literal["HOURS8", "END_OF_DAY"]
    hours: list[Hours]
    holiday: list[Holiday] = []
    workday: list[Workday] = []

    @cached_property
    def tz(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    @cached_property
    def free(self) -> frozenset[date]:
        spans = ((h.first, (h.last - h.first).days + 1) for h in self.holiday)
        return frozenset(first + timedelta(days=n) for first, days in spans for n in range(days))

    @cached_property
    def made_working(self) -> frozenset[date]:
        return frozenset(day for holiday in self.holiday for day in holiday.workdays) | {each.day for each in self.workday}

    def is_working(self, day: date) -> bool:
        return day in self.made_working or (day not in self.free and WEEK[day.weekday()] not in self.weekend)

    def periods(self, day: date) -> Sequence[tuple[time, time]]:
        """The working periods of a day in the city's time; none on a free day."""
        if not self.is_working(day):
            return ()
        valid = [hours for hours in self.hours if hours.valid_from <= day]
        return max(valid, key=lambda hours: hours.valid_from).periods if valid else self.hours[0].periods


def checked_calendar(calendar: Calendar) -> Calendar:
    demand(set(calendar.weekend) < set(WEEK), f"the weekend must be some days of {', '.join(WEEK)}")
    demand(bool(calendar.hours), "the calendar has no working hours")
    for hours in calendar.hours:
        edges = [edge for period in hours.periods for edge in period]
        demand(bool(edges) and edges == sorted(set(edges)), f"the working periods from {hours.valid_from} are empty or overlap")
    for holiday in calendar.holiday:
        demand(holiday.first <= holiday.last, f"{holiday.name} {holiday.first} ends before it begins")
    try:
        ZoneInfo(calendar.zone)
    except (KeyError, ValueError, OSError) as error:
        raise BadStandard(f"the time zone {calendar.zone} is unknown") from error
    return calendar
