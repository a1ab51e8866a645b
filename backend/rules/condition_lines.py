"""A catalogue as lines of a table and back, and what is wrong in such lines."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from backend.rules import limits, question_lines
from wire.codes import Kind
from wire.standards import Catalogue, Condition, ConditionLine, Fault, MajorClass, SmallClass

MAJOR, SMALL = re.compile(r"\d{2}"), re.compile(r"\d{4}")
ID = re.compile(r"(COMPONENT|EVENT)-(\d{4})-([1-9]\d{0,3})")
URGENT = "URGENT"
SHOWN = 60  # letters of a wrong value


def lines_of(catalogue: Catalogue) -> list[ConditionLine]:
    """A line for each filing condition in the order of the classes, and one for a class that has none."""
    majors = {(each.kind, each.code): each for each in catalogue.majors}
    held: dict[tuple[Kind, str], list[Condition]] = defaultdict(list)
    for condition in catalogue.conditions:
        held[condition.kind, condition.class_code].append(condition)
    lines = []
    for small in catalogue.classes:
        major = majors[small.kind, small.code[:2]]
        ask, ask_en = question_lines.cells(small.ask)
        head = ConditionLine(
            kind=small.kind,
            major_code=major.code,
            major_name=major.name,
            major_name_en=major.name_en,
            code=small.code,
            name=small.name,
            name_en=small.name_en,
            ask=ask,
            ask_en=ask_en,
            urgent=URGENT if small.urgent else "",
        )
        lines += [_line(head, small, condition) for condition in held[small.kind, small.code]] or [_line(head, small, None)]
    return lines


def catalogue_of(version: str, lines: Sequence[ConditionLine], taken: Mapping[tuple[str, str], int]) -> Catalogue:
    """The catalogue that faultless lines say. `taken` is the highest number of a condition that a class has ever had: new ones come after it."""
    majors: dict[tuple[Kind, str], MajorClass] = {}
    classes: dict[tuple[Kind, str], SmallClass] = {}
    conditions: list[Condition] = []
    numbers = dict(taken)
    for line in lines:
        if line.id:
            key, number = (line.kind, line.code), int(line.id.rpartition("-")[2])
            numbers[key] = max(numbers.get(key, 0), number)
    for line in lines:
        kind = Kind(line.kind)
        majors.setdefault(
            (kind, line.major_code),
            MajorClass(kind=kind, code=line.major_code, name=line.major_name, name_en=line.major_name_en or line.major_name),
        )
        if (kind, line.code) not in classes:
            ask = question_lines.questions(line.ask, line.ask_en)
            classes[kind, line.code] = SmallClass(
                kind=kind, code=line.code, name=line.name, name_en=line.name_en or line.name, trade=line.trade, ask=ask, urgent=line.urgent == URGENT
            )
        small = classes[kind, line.code]
        conditions.append(_condition(line, small, numbers))
    return Catalogue(version=version, majors=list(majors.values()), classes=list(classes.values()), conditions=conditions)


def faults(lines: Sequence[ConditionLine], trades: Mapping[str, object]) -> list[Fault]:
    """Everything that is wrong, by row and field."""
    if not lines:
        return [Fault(row=0, field="text", code="nothing")]
    found = [fault for row, line in enumerate(lines, 1) for fault in _of_line(row, line, trades)]
    return sorted([*found, *_doubled(lines), *_at_odds(lines)], key=lambda fault: fault.row)


def _line(head: ConditionLine, small: SmallClass, condition: Condition | None) -> ConditionLine:
    if condition is None:
        return msgspec.structs.replace(head, trade=small.trade)
    own = {name: getattr(condition, name) for name in ("id", "text", "text_en", "closing", "closing_en", "unit", "basis", "remark")}
    return msgspec.structs.replace(head, **own, trade=condition.trade or small.trade, limit=limits.code_of(condition.limit))


def _condition(line: ConditionLine, small: SmallClass, numbers: dict[tuple[str, str], int]) -> Condition:
    limit = limits.read(line.limit)
    if limit is None:
        raise AssertionError("only faultless lines become a catalogue")
    id = line.id
    if not id:
        key = (line.kind, line.code)
        numbers[key] = numbers.get(key, 0) + 1
        id = f"{line.kind}-{line.code}-{numbers[key]}"
    return Condition(
        id=id,
        kind=small.kind,
        class_code=small.code,
        text=line.text,
        text_en=line.text_en or line.text,
        limit=limit,
        closing=line.closing,
        closing_en=line.closing_en or line.closing,
        remark=line.remark,
        trade="" if line.trade == small.trade else line.trade,
        unit=line.unit,
        basis=line.basis,
    )


def _of_line(row: int, line: ConditionLine, trades: Mapping[str, object]) -> Iterator[Fault]:
    def fault(field: str, code: str) -> Fault:
        return Fault(row=row, field=field, code=code, value=getattr(line, field)[:SHOWN])

    if line.kind not in set(Kind):
        yield fault("kind", "unknown_kind")
    if not MAJOR.fullmatch(line.major_code):
        yield fault("major_code", "no_major_code")
    if not SMALL.fullmatch(line.code):
        yield fault("code", "no_class_code")
    elif line.code[:2] != line.major_code:
        yield fault("code", "other_major_class")
    if line.trade not in trades:
        yield fault("trade", "unknown_trade" if line.trade else "missing")
    yield from (fault(name, "missing") for name in ("major_name", "name") if not getattr(line, name))
    if line.urgent not in ("", URGENT):
        yield fault("urgent", "no_urgency")
    yield from (fault(field, code) for field, code in question_lines.faults(line.ask, line.ask_en))
    if not (line.text or line.limit or line.closing):
        yield fault("text", "class_without_condition")
        return
    yield from (fault(name, "missing") for name in ("text", "closing") if not getattr(line, name))
    if limits.read(line.limit) is None:
        yield fault("limit", "no_limit")
    number = ID.fullmatch(line.id)
    if line.id and (number is None or (number[1], number[2]) != (line.kind, line.code)):
        yield fault("id", "no_condition_id")


def _doubled(lines: Sequence[ConditionLine]) -> Iterator[Fault]:
    """An id twice; the same words twice in a class."""
    ids: set[str] = set()
    said: set[tuple[str, str, str, str]] = set()
    for row, line in enumerate(lines, 1):
        if line.id in ids:
            yield Fault(row=row, field="id", code="doubled_id", value=line.id[:SHOWN])
        words = (line.kind, line.code, line.text, line.remark)
        if line.text and words in said:
            yield Fault(row=row, field="text", code="doubled_condition", value=line.text[:SHOWN])
        ids |= {line.id} - {""}
        said.add(words)


def _at_odds(lines: Sequence[ConditionLine]) -> Iterator[Fault]:
    """What one class, or one major class, is called differently in two lines."""
    known: dict[tuple[str, ...], str] = {}
    for row, line in enumerate(lines, 1):
        for field, key in (
            ("major_name", (line.major_code,)),
            ("major_name_en", (line.major_code,)),
            ("name", (line.code,)),
            ("name_en", (line.code,)),
            ("ask", (line.code,)),
            ("ask_en", (line.code,)),
            ("urgent", (line.code,)),
        ):
            value = getattr(line, field)
            if known.setdefault((field, line.kind, *key), value) != value:
                yield Fault(row=row, field=field, code="called_otherwise", value=value[:SHOWN])
