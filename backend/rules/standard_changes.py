"""What a version of the library changes of the one before it, and how many cases are of the classes that it changes."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta

import sqlalchemy as sa

from backend import standards
from backend.refusals import RuleSaysNo
from backend.rules import day_lines, library
from backend.rules.catalogue import published, today
from backend.session import Work
from backend.standards import Standards
from backend.standards.calendar import Calendar
from backend.tables.cases import CaseRow
from wire.codes import DayMeaning, Kind, StandardKind, StandardState, Status
from wire.standards import ClassChange, Condition, ConditionChange, DayChange, SmallClass, Standard, StandardChanges, WorkingDays

DONE = (Status.CLOSED, Status.VOIDED)
Class = tuple[Kind, str]


def changes(work: Work, id: str, against: str | None = None) -> StandardChanges:
    """`against`: by default what a published version has followed, and what is in force for a draft; `standard_faulty` while a draft has faults."""
    standard = library.one(work, id).standard
    other = library.one(work, against).standard if against else _before(work, standard)
    if other.kind is not standard.kind:
        raise RuleSaysNo("other_kind", "A catalogue and a calendar cannot be compared.")
    before, after = _content(work, other.id), _content(work, id)
    if standard.kind is StandardKind.CALENDAR:
        return StandardChanges(
            id=id, against=other.id, days=list(_days(before.calendar, after.calendar)), years=list(_years(before.calendar, after.calendar))
        )
    return _of_catalogues(work, id, other.id, before, after)


def _content(work: Work, id: str) -> Standards:
    found = library.content(work, id)
    if found is None:
        raise RuleSaysNo("standard_faulty", "What is wrong in the draft must be put right before anybody can say what it changes.")
    return found


def _before(work: Work, standard: Standard) -> Standard:
    order = [each.id for each in published(work, None if standard.state is StandardState.PUBLISHED else today(work)) if each.kind is standard.kind]
    if standard.id in order:
        order = order[: order.index(standard.id)]
    shipped = standards.in_force().catalogue.version if standard.kind is StandardKind.CATALOGUE else library.CALENDAR
    return library.one(work, order[-1] if order else shipped).standard


def _of_catalogues(work: Work, id: str, against: str, before: Standards, after: Standards) -> StandardChanges:
    changed = list(_conditions(before.conditions, after.conditions))
    classes = list(_classes(before.classes, after.classes))
    touched = {(each.kind, each.class_code) for each, _ in changed} | {(each.kind, each.code) for each in classes}
    opened, month = _counts(work, touched)
    names = before.classes | after.classes
    conditions = [_change(old, new, names[each.kind, each.class_code], opened, month) for each, (old, new) in changed]
    return StandardChanges(id=id, against=against, conditions=conditions, classes=classes, open_cases=opened.total(), month_cases=month.total())


Pair = tuple[Condition | None, Condition | None]


def _conditions(before: Mapping[str, Condition], after: Mapping[str, Condition]) -> Iterator[tuple[Condition, Pair]]:
    """In the order of the new version, with what has gone at the end."""
    for id, new in after.items():
        if before.get(id) != new:
            yield new, (before.get(id), new)
    for id, old in before.items():
        if id not in after:
            yield old, (old, None)


def _classes(before: Mapping[Class, SmallClass], after: Mapping[Class, SmallClass]) -> Iterator[ClassChange]:
    for key in {**after, **before}:
        if before.get(key) != after.get(key):
            yield ClassChange(kind=key[0], code=key[1], before=before.get(key), after=after.get(key))


def _change(old: Condition | None, new: Condition | None, small: SmallClass, opened: Counter[Class], month: Counter[Class]) -> ConditionChange:
    one = new or old
    assert one is not None
    return ConditionChange(
        id=one.id,
        kind=one.kind,
        class_code=one.class_code,
        class_name=small.name,
        class_name_en=small.name_en,
        fields=[name for name in Condition.__struct_fields__ if old and new and getattr(old, name) != getattr(new, name)],
        before=old,
        after=new,
        open_cases=opened[one.kind, one.class_code],
        month_cases=month[one.kind, one.class_code],
    )


def _counts(work: Work, classes: set[Class]) -> tuple[Counter[Class], Counter[Class]]:
    """Cases that are not done, and those of the last calendar month, of these classes."""
    begin, end = _last_month(work)
    return (
        _counted(work, classes, CaseRow.status.not_in(DONE)),
        _counted(work, classes, CaseRow.reported_at >= begin, CaseRow.reported_at < end),
    )


def _counted(work: Work, classes: set[Class], *which: sa.ColumnElement[bool]) -> Counter[Class]:
    rows = work.session.execute(sa.select(CaseRow.kind, CaseRow.class_code, sa.func.count()).where(*which).group_by(CaseRow.kind, CaseRow.class_code))
    return Counter({(kind, code): count for kind, code, count in rows if (kind, code) in classes})


def _last_month(work: Work) -> tuple[datetime, datetime]:
    zone, first = standards.in_force().calendar.tz, today(work).replace(day=1)
    before = (first - timedelta(days=1)).replace(day=1)
    return datetime.combine(before, time(), zone), datetime.combine(first, time(), zone)


def _days(before: Calendar, after: Calendar) -> Iterator[DayChange]:
    old, new = day_lines.lines_of(before), day_lines.lines_of(after)
    for line in new:
        if line not in old:
            yield DayChange(meaning=DayMeaning(line.meaning), after=line)
    for line in old:
        if line not in new:
            yield DayChange(meaning=DayMeaning(line.meaning), before=line)


def _years(before: Calendar, after: Calendar) -> Iterator[WorkingDays]:
    """Of every year that one of them speaks of."""
    years = {day.year for calendar in (before, after) for day in calendar.free | calendar.made_working}
    for year in sorted(years):
        yield WorkingDays(year=year, before=_working(before, year), after=_working(after, year))


def _working(calendar: Calendar, year: int) -> int:
    first = date(year, 1, 1)
    return sum(calendar.is_working(first + timedelta(days=n)) for n in range((date(year + 1, 1, 1) - first).days))
