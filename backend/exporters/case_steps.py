"""The steps of a case as its report tells them: who passed it on to whom, with which photos, and what each has changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from backend.exporters import words
from backend.rules import library
from backend.rules.catalogue import in_force
from backend.session import Work
from backend.settings import CITY_ZONE
from backend.tables.cases import CaseRow
from backend.tables.people import DepartmentRow
from backend.tables.units import UnitRow
from wire.cases import CaseCard
from wire.codes import Kind, ReceiverKind
from wire.flow import Alteration, FlowRecord

OFFICES = ("department_id", "sub_centre_id")
TITLED = {"department_id": "department", "class_code": "class_name"}  # columns under whose title a field stands


@dataclass(frozen=True)
class Step:
    """`to` is empty where it was passed to nobody; `answers` and `changes` are lines; `photos` the numbers that its photos have in the report."""

    at: str
    verb: str
    who: str
    to: str
    note: str
    answers: list[str]
    changes: list[str]
    photos: str
    late: bool


class Steps:
    """`numbers` are those of the photos in the report, by id."""

    def __init__(self, work: Work, card: CaseCard, numbers: Mapping[str, int], language: str) -> None:
        self._work, self._card, self._numbers, self._language = work, card, numbers, language
        self._offices: dict[str, str] = {row.id: row.name for row in work.session.execute(sa.select(DepartmentRow.id, DepartmentRow.name))}

    def told(self) -> list[Step]:
        return [self._step(record) for record in self._card.flow]

    def _step(self, record: FlowRecord) -> Step:
        verb = words.of("verb", record.verb, self._language)
        shown = [str(self._numbers[id]) for id in record.photos if id in self._numbers]
        photos = f"{words.report('photos', self._language)} {', '.join(shown)}" if shown else ""
        to = self._receiver(record)
        return Step(time(record.at), verb, record.user, to, record.note, self._answers(record), self._changes(record), photos, record.overdue)

    def _receiver(self, record: FlowRecord) -> str:
        id = record.receiver or ""
        if record.receiver_kind is ReceiverKind.POST:
            return words.of("role", id, self._language)
        if record.receiver_kind is ReceiverKind.UNIT:
            unit = self._work.session.get(UnitRow, id)
            return unit.name if unit else id
        return id if record.receiver_kind is ReceiverKind.HANDLER else self._offices.get(id, id)

    def _answers(self, record: FlowRecord) -> list[str]:
        if self._language == "zh_CN":
            return [f"{each.question} {each.answer}" for each in record.answers]
        return [f"{each.question_en or each.question} {each.answer_en or each.answer}" for each in record.answers]

    def _changes(self, record: FlowRecord) -> list[str]:
        told = [each for each in record.changed if each.old is not None or each.new != record.receiver]
        return [f"{self._title(each.field)}: {self._value(each, each.old)} → {self._value(each, each.new)}" for each in told]

    def _title(self, field: str) -> str:
        return words.column(TITLED.get(field, field), self._language)

    def _value(self, of: Alteration, value: str | None) -> str:
        if value is None:
            return "—"
        if of.field in OFFICES:
            return self._offices.get(value, value)
        if of.field == "class_code":
            return self._class(value)
        if of.field == "condition_id":
            return self._condition(value)
        if of.field == "duplicate_of":
            other = self._work.session.get(CaseRow, value)
            return value if other is None else str(other.number)
        if of.field.endswith("_at") or of.field == "suspended_until":
            return time(datetime.fromisoformat(value))
        if value == "true":
            return words.report("yes", self._language)
        return words.value("cases", of.field, value, self._language)

    def _class(self, code: str) -> str:
        """A class that was taken for the wrong kind is looked for under the other one too."""
        classes = in_force(self._work).classes
        small = next((found for kind in (self._card.case.kind, *Kind) if (found := classes.get((kind, code)))), None)
        return code if small is None else small.name if self._language == "zh_CN" else small.name_en or small.name

    def _condition(self, id: str) -> str:
        condition = library.version(self._work, self._card.case.catalogue).conditions.get(id)
        return id if condition is None else condition.text if self._language == "zh_CN" else condition.text_en or condition.text


def time(at: datetime) -> str:
    return f"{at.astimezone(CITY_ZONE):%Y-%m-%d %H:%M}"
