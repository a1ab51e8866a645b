"""Import of a city's own filing standard: one row per filing condition, as cities publish it, becomes a version of the standards library."""

import hashlib
from collections import Counter
from collections.abc import Sequence
from typing import Annotated

import msgspec
from msgspec import Meta

from backend import standards
from backend.importers.mapping import Mapping
from backend.importers.records import Record
from backend.importers.report import ImportRefused, Report
from backend.rules import catalogue, condition_lines, library, limits, question_lines
from backend.rules.limits import limit_of
from backend.session import Work
from backend.tables.standards import StandardRow
from wire.codes import Kind, StandardKind
from wire.standards import Catalogue, ConditionLine, DraftOrder, Lines, PublicationOrder

Number = Annotated[str, Meta(pattern=r"^\d{1,2}$")]
Words = Annotated[str, Meta(min_length=1)]


class RuleRecord(msgspec.Struct, kw_only=True):
    """One filing condition with the classes that it stands under. `unit` says who disposes of it, `basis` by which law, in words."""

    kind: Kind
    major_code: Number
    major_name: Words
    code: Number
    name: Words
    text: Words
    closing: Words
    limit: Words
    unit: str = ""
    basis: str = ""

    @property
    def class_code(self) -> str:
        return f"{int(self.major_code):02d}{int(self.code):02d}"


def store_standards(work: Work, found: list[Record[RuleRecord]], mapping: Mapping, report: Report) -> None:
    """A published version, in force from today on; what is faulty in it is rejected row by row."""
    rules = [record for record in found if _has_limit(record, report)]
    if not rules:
        raise ImportRefused("No row of the file is a filing condition.")
    lines = draft_lines(work, rules, mapping)
    digest = hashlib.sha256(msgspec.json.encode(lines)).hexdigest()
    id = f"{mapping.version}-{digest[:8]}"
    if work.session.get(StandardRow, id) is not None:
        report.doubled += len(rules)
        return
    draft = library.put(work, id, DraftOrder(kind=StandardKind.CATALOGUE, title=mapping.title[:120], lines=Lines(conditions=lines)))
    if draft.faults:
        first = draft.faults[0]
        raise ImportRefused(f"The standard cannot be published: {first.code} in {first.field} of line {first.row}, {first.value!r}.")
    whole = library.publish(work, id, PublicationOrder(valid_from=catalogue.today(work)))
    report.stored += len(rules)
    classes = len({(line.kind, line.code) for line in whole.lines.conditions})
    report.remarks.append(f"catalogue {id}: {classes} classes, {len(whole.lines.conditions)} conditions")


def draft_lines(work: Work, found: Sequence[Record[RuleRecord]], mapping: Mapping) -> list[ConditionLine]:
    """What the file says, and of a kind that it does not speak of what is in force: half a standard must not leave the hall without the other."""
    ours, counted, lines = Ours(standards.in_force().catalogue), Counter[tuple[Kind, str]](), []
    for record in found:
        rule = record.value
        counted[rule.kind, rule.class_code] += 1
        lines.append(ours.line(rule, counted[rule.kind, rule.class_code], mapping))
    spoken = {line.kind for line in lines}
    return lines + [line for line in condition_lines.lines_of(catalogue.catalogue(work)) if line.kind not in spoken]


def _has_limit(record: Record[RuleRecord], report: Report) -> bool:
    try:
        limit_of(record.value.limit)
    except ValueError as error:
        report.reject(record.row, str(error), record.layer)
        return False
    return True


class Ours:
    """Our own list. What it knows by the same name it lends its English and its trades; the rest stays in the city's words in both languages.

    A major class has the name that the file says first, and a law stands for all conditions of its class that say none: its cell is merged.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self._majors = {(each.kind, each.code, each.name): each for each in catalogue.majors}
        self._classes = {(each.kind, each.code, each.name): each for each in catalogue.classes}
        self._conditions = {each.id: each for each in catalogue.conditions}
        self._called: dict[tuple[Kind, str], str] = {}
        self._basis: dict[tuple[Kind, str], str] = {}

    def line(self, rule: RuleRecord, number: int, mapping: Mapping) -> ConditionLine:
        """The same place in the same class with the same limit is the same condition, in other words."""
        major, name = f"{int(rule.major_code):02d}", _line(rule.name)
        major_name = self._called.setdefault((rule.kind, major), _line(rule.major_name))
        known_major = self._majors.get((rule.kind, major, major_name))
        known_class = self._classes.get((rule.kind, rule.class_code, name))
        id, text, closing = f"{rule.kind}-{rule.class_code}-{number}", _line(rule.text), _line(rule.closing)
        limit, remark = _limit(rule.limit)
        ask, ask_en = question_lines.cells(known_class.ask if known_class else [])
        known = self._conditions.get(id)
        same = known is not None and known_class is not None and limits.code_of(known.limit) == limit
        return ConditionLine(
            id=id,
            kind=rule.kind,
            major_code=major,
            major_name=major_name,
            major_name_en=known_major.name_en if known_major else major_name,
            code=rule.class_code,
            name=name,
            name_en=known_class.name_en if known_class else name,
            trade=known_class.trade if known_class else self._trade(rule, mapping),
            ask=ask,
            ask_en=ask_en,
            urgent=condition_lines.URGENT if known_class and known_class.urgent else "",
            text=text,
            text_en=known.text_en if known and same else text,
            limit=limit,
            closing=closing,
            closing_en=known.closing_en if known and same else closing,
            unit=_line(rule.unit),
            basis=self._law(rule),
            remark=remark,
        )

    def _law(self, rule: RuleRecord) -> str:
        key = rule.kind, rule.class_code
        self._basis[key] = rule.basis.strip() or self._basis.get(key, "")
        return self._basis[key]

    def _trade(self, rule: RuleRecord, mapping: Mapping) -> str:
        """Of a class that we do not know: that of the first word of the mapping that is in the name of its unit."""
        return next((trade for word, trade in mapping.trades.items() if word in rule.unit), "SUBDISTRICT")


def _limit(text: str) -> tuple[str, str]:
    """In codes, and the remark around it; what is none stays as it is, for somebody to put right."""
    try:
        limit, remark = limit_of(text)
    except ValueError:
        return text.strip(), ""
    return limits.code_of(limit), remark


def _line(text: str) -> str:
    """A cell without the breaks that somebody put in so that it fits its column."""
    return "".join(text.split())
