"""What stands beside the lines of a version, in words: what is wrong, what changes, and what a condition was before."""

from collections.abc import Iterable
from datetime import UTC, date, datetime

from console import words
from console.widgets.lines import Line
from console.widgets.standards.lines import cell_words
from wire.codes import StandardKind, StandardState
from wire.standards import (
    ClassChange,
    Condition,
    ConditionChange,
    ConditionVersion,
    DayChange,
    DayLine,
    Fault,
    SmallClass,
    Standard,
    StandardChanges,
)

choose = words.choose
EVER = datetime.min.replace(tzinfo=UTC)


def limit_of(condition: Condition | None) -> str:
    return words.limit(condition.limit.amount, condition.limit.type) if condition else "—"


def fault_lines(faults: list[Fault]) -> list[Line]:
    """`id` is row and field, so that the line can be gone to."""
    found = []
    for number, fault in enumerate(faults):
        where = choose(f"第 {fault.row} 行 · ", f"Row {fault.row} · ") if fault.row else ""
        below = f"{words.fault(fault.code)}{choose('：', ': ') + fault.value if fault.value else ''}"
        found.append(Line(f"{fault.row}/{fault.field}/{number}", f"{where}{words.field(f'line.{fault.field}')}", below, "", "danger"))
    return found


def change_lines(found: StandardChanges) -> list[Line]:
    asked = [each for each in found.classes if _asked(each.before) != _asked(each.after)]
    return [
        *map(_condition, found.conditions),
        *(_questions(each) for each in asked),
        *(_urgency(each) for each in found.classes if _is_urgent(each.before) != _is_urgent(each.after)),
        *(_day(number, each) for number, each in enumerate(found.days)),
    ]


def summary(found: StandardChanges) -> str:
    """How much changes, and how many cases are of the changed classes."""
    if found.days or found.years:
        years = [f"{each.year}{choose('年', '')}: {each.before} → {each.after}" for each in found.years if each.before != each.after]
        days = choose(f"{len(found.days)} 处变化。", f"{len(found.days)} changes. ")
        said = choose("工作日 ", "Working days ") + choose("；", "; ").join(years)
        return days + (said if years else choose("工作日数不变。", "As many working days."))
    new = sum(each.before is None for each in found.conditions)
    gone = sum(each.after is None for each in found.conditions)
    other = len(found.conditions) - new - gone
    opened, month = found.open_cases, found.month_cases
    asked = sum(_asked(each.before) != _asked(each.after) for each in found.classes)
    asks = choose(f"，{asked} 个小类的受理询问有变化", f"; {asked} classes ask otherwise") if asked else ""
    hurried = sum(_is_urgent(each.before) != _is_urgent(each.after) for each in found.classes)
    asks += choose(f"，{hurried} 个小类的默认紧急程度有变化", f"; {hurried} classes are otherwise urgent at first") if hurried else ""
    return choose(
        f"新增 {new}，删除 {gone}，修改 {other} 个立案条件{asks}。所涉小类现有 {opened} 件未结案件，上月 {month} 件。",
        f"{new} conditions new, {gone} gone, {other} changed{asks}. Of their classes there are {opened} open cases, and {month} of last month.",
    )


def history_lines(found: list[ConditionVersion]) -> list[Line]:
    """The newest first; a version that says the same as the one before is left out."""
    lines: list[Line] = []
    before: Condition | None = None
    for each in found:
        if each.condition == before:
            continue
        before = each.condition
        text = words.condition_text(each.condition) if each.condition else choose("此版本中没有这个条件", "Not in this version")
        more = "\n".join(part for part in (text, words.closing_text(each.condition), each.condition.basis) if part) if each.condition else text
        lines.append(Line(each.standard.id, name(each.standard), text, limit_of(each.condition), "text" if each.condition else "text_3", more))
    return lines[::-1]


def in_force(standards: Iterable[Standard], kind: StandardKind, today: date) -> Standard | None:
    """Of two for the same day the one that was published later."""
    begun = [each for each in standards if each.kind is kind and each.state is StandardState.PUBLISHED and (each.valid_from or date.min) <= today]
    return max(begun, key=lambda each: (each.valid_from or date.min, each.changed_at or EVER, each.id), default=None)


def name(standard: Standard) -> str:
    """A version as it stands in lists: its name, and since when."""
    if standard.valid_from is None and standard.version and standard.changed_at is None:
        return f"{standard.id} · {choose('随程序提供', 'came with the program')}"
    since = choose(f"自 {standard.valid_from} 起", f"from {standard.valid_from}") if standard.valid_from else words.of(standard.state)
    return f"{standard.id} · {since}"


def _condition(each: ConditionChange) -> Line:
    one = each.after or each.before
    assert one is not None
    what, tone = _what(each)
    cases = choose(f"未结 {each.open_cases} 件，上月 {each.month_cases} 件", f"{each.open_cases} open, {each.month_cases} last month")
    fields = choose("、", ", ").join(words.field(f"line.{field}") for field in each.fields)
    head = f"{each.class_code} {choose(each.class_name, each.class_name_en)} · {words.condition_text(one)}"
    more = "\n".join(f"{words.field(f'line.{field}')}: {_of(each.before, field)} → {_of(each.after, field)}" for field in each.fields)
    return Line(each.id, head, f"{fields + ' · ' if fields else ''}{cases}", what, tone, more or head)


def _asked(small: SmallClass | None) -> list[str]:
    """The questions of a class, with their answers."""
    return [
        " ".join([choose(each.text, each.text_en), "/".join(choose(*said) for said in each.choices)]).strip() for each in (small.ask if small else [])
    ]


def _questions(each: ClassChange) -> Line:
    small = each.after or each.before
    assert small is not None
    head = f"{each.code} {words.class_name(small)} · {words.field('line.ask')}"
    before, after = (choose("；", "; ").join(_asked(version)) or "—" for version in (each.before, each.after))
    return Line(f"{each.kind}-{each.code}", head, after, choose("修改", "changed"), "text", f"{before} → {after}")


def _is_urgent(small: SmallClass | None) -> bool:
    return small is not None and small.urgent


def _urgency(each: ClassChange) -> Line:
    small = each.after or each.before
    assert small is not None
    before, after = (words.urgency("URGENT" if _is_urgent(version) else "") for version in (each.before, each.after))
    head = f"{each.code} {words.class_name(small)} · {words.field('line.urgent')}"
    return Line(f"{each.kind}-{each.code}", head, f"{before} → {after}", choose("修改", "changed"), "warn", f"{before} → {after}")


def _what(each: ConditionChange) -> tuple[str, str]:
    if each.before is None:
        return choose("新增 ", "new ") + limit_of(each.after), "ok"
    if each.after is None:
        return choose("删除", "gone"), "danger"
    if "limit" in each.fields:
        return f"{limit_of(each.before)} → {limit_of(each.after)}", "warn"
    return choose("修改", "changed"), "text"


def _of(condition: Condition | None, field: str) -> str:
    if condition is None:
        return "—"
    return limit_of(condition) if field == "limit" else str(getattr(condition, field)) or "—"


def _day(number: int, each: DayChange) -> Line:
    line, new = each.after or each.before, each.before is None
    assert isinstance(line, DayLine)
    until = f" – {line.last}" if line.last and line.last != line.first else ""
    head = " ".join(part for part in (cell_words("meaning", line.meaning), line.name, line.periods) if part)
    return Line(f"day{number}", head, f"{line.first}{until}", choose("新增", "new") if new else choose("删除", "gone"), "ok" if new else "danger")


def ordered(versions: Iterable[Standard], kind: StandardKind, made: Standard | None) -> list[Standard]:
    """Those of a kind, drafts first, then the newest; with the one that was just made, of which the feed has not told yet."""
    mine = [each for each in versions if each.kind is kind]
    if made is not None and made.id not in {each.id for each in mine}:
        mine.append(made)
    return sorted(mine, key=lambda each: (each.state is StandardState.DRAFT, each.valid_from or date.min, each.id), reverse=True)
