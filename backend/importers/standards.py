"""Import of a city's own filing standard: one row per filing condition, as cities publish it, becomes a new version of the catalogue."""

import hashlib
import re
from collections import Counter
from typing import Annotated

import msgspec
import sqlalchemy as sa
from msgspec import Meta

from backend import standards
from backend.importers.mapping import Mapping
from backend.importers.records import Record
from backend.importers.report import ImportRefused, Report
from backend.rules import catalogue
from backend.session import Work
from backend.tables.standards import CatalogueRow
from wire.codes import Kind, LimitType
from wire.standards import Catalogue, Condition, Limit, MajorClass, SmallClass

LIMIT = re.compile(
    r"(?P<before>\D*)(?P<amount>\d+(?:\.\d+)?)\s*(?P<unit>紧急工作时|紧急小时|紧急工作日|日历日|自然日|工作小时|工作时|小时|工作日|天|日)(?P<after>.*)",
    re.S,
)

Number = Annotated[str, Meta(pattern=r"^\d{1,2}$")]
Words = Annotated[str, Meta(min_length=1)]


class RuleRecord(msgspec.Struct, kw_only=True):
    """One filing condition with the classes that it stands under. `unit` says who disposes of it, in words."""

    kind: Kind
    major_code: Number
    major_name: Words
    code: Number
    name: Words
    text: Words
    closing: Words
    limit: Words
    unit: str = ""

    @property
    def class_code(self) -> str:
        return f"{int(self.major_code):02d}{int(self.code):02d}"


def limit_of(text: str) -> tuple[Limit, str]:
    """A limit as cities write it, and the remark around it: "种植季节15工作日" is 15 working days, in the planting season (DOMAIN 4.1)."""
    found = LIMIT.fullmatch(text.strip())
    if found is None or float(found["amount"]) <= 0:
        raise ValueError(f"{text!r} is no time limit")
    return Limit(amount=float(found["amount"]), type=_limit_type(found["unit"])), " ".join((found["before"] + " " + found["after"]).split())


def _limit_type(unit: str) -> LimitType:
    hours = unit.endswith("时")
    if "紧急" in unit:
        return LimitType.URGENT_HOUR if hours else LimitType.CALENDAR_DAY
    if unit in ("日历日", "自然日"):
        return LimitType.CALENDAR_DAY
    return LimitType.WORK_HOUR if hours else LimitType.WORK_DAY


def store_standards(work: Work, found: list[Record[RuleRecord]], mapping: Mapping, report: Report) -> None:
    rules = [(record, limit) for record in found if (limit := _limit(record, report)) is not None]
    if not rules:
        raise ImportRefused("No row of the file is a filing condition.")
    content = _whole(work, _catalogue("", rules, mapping))
    version = f"{mapping.version}-{hashlib.sha256(msgspec.json.encode(content)).hexdigest()[:8]}"
    if work.session.get(CatalogueRow, version) is not None:
        report.doubled += len(rules)
        return
    body = msgspec.json.encode(msgspec.structs.replace(content, version=version)).decode()
    work.session.execute(sa.insert(CatalogueRow).values(version=version, at=work.at, source=mapping.title, body=body))
    report.stored += len(rules)
    report.remarks.append(f"catalogue {version}: {len(content.classes)} classes, {len(content.conditions)} conditions")


def _whole(work: Work, content: Catalogue) -> Catalogue:
    """Half a standard must not leave the hall without the other half: a kind that the file does not speak of stays as it is in force."""
    now, spoken = catalogue.catalogue(work), {each.kind for each in content.classes}
    return Catalogue(
        version="",
        majors=content.majors + [each for each in now.majors if each.kind not in spoken],
        classes=content.classes + [each for each in now.classes if each.kind not in spoken],
        conditions=content.conditions + [each for each in now.conditions if each.kind not in spoken],
    )


def _limit(record: Record[RuleRecord], report: Report) -> tuple[Limit, str] | None:
    try:
        return limit_of(record.value.limit)
    except ValueError as error:
        report.reject(record.row, str(error), record.layer)
        return None


def _catalogue(version: str, rules: list[tuple[Record[RuleRecord], tuple[Limit, str]]], mapping: Mapping) -> Catalogue:
    ours = Ours(standards.read().catalogue)
    majors: dict[tuple[Kind, str], MajorClass] = {}
    classes: dict[tuple[Kind, str], SmallClass] = {}
    conditions: list[Condition] = []
    counted: Counter[tuple[Kind, str]] = Counter()
    for record, (limit, remark) in rules:
        rule, key = record.value, (record.value.kind, record.value.class_code)
        major = ours.major(rule)
        majors.setdefault((major.kind, major.code), major)
        classes.setdefault(key, ours.small(rule, mapping))
        counted[key] += 1
        conditions.append(ours.condition(rule, counted[key], limit, remark))
    return Catalogue(version=version, majors=list(majors.values()), classes=list(classes.values()), conditions=conditions)


class Ours:
    """Our own list. What it knows by the same name it lends its English and its trades; the rest stays in the city's words in both languages."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._majors = {(each.kind, each.code, each.name): each for each in catalogue.majors}
        self._classes = {(each.kind, each.code, each.name): each for each in catalogue.classes}
        self._conditions = {each.id: each for each in catalogue.conditions}

    def major(self, rule: RuleRecord) -> MajorClass:
        code, name = f"{int(rule.major_code):02d}", _line(rule.major_name)
        return self._majors.get((rule.kind, code, name)) or MajorClass(kind=rule.kind, code=code, name=name, name_en=name)

    def small(self, rule: RuleRecord, mapping: Mapping) -> SmallClass:
        """A class that we do not know gets the trade of the first word of the mapping that is in the name of its unit."""
        name = _line(rule.name)
        known = self._classes.get((rule.kind, rule.class_code, name))
        trade = next((trade for word, trade in mapping.trades.items() if word in rule.unit), "SUBDISTRICT")
        return known or SmallClass(kind=rule.kind, code=rule.class_code, name=name, name_en=name, trade=trade)

    def condition(self, rule: RuleRecord, number: int, limit: Limit, remark: str) -> Condition:
        """The same place in the same class with the same limit is the same condition, in other words."""
        id, text, closing = f"{rule.kind}-{rule.class_code}-{number}", _line(rule.text), _line(rule.closing)
        known = self._conditions.get(id)
        same = known is not None and known.limit == limit and (rule.kind, rule.class_code, _line(rule.name)) in self._classes
        return Condition(
            id=id,
            kind=rule.kind,
            class_code=rule.class_code,
            text=text,
            text_en=known.text_en if known and same else text,
            limit=limit,
            closing=closing,
            closing_en=known.closing_en if known and same else closing,
            remark=remark,
        )


def _line(text: str) -> str:
    """A cell without the breaks that somebody put in so that it fits its column."""
    return "".join(text.split())
