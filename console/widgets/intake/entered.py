"""What stands in the report form: its fields, in the order in which one speaks (DOMAIN 6.11), and what they say together."""

import msgspec
from PySide6.QtCore import QObject

from console import words
from console.hall.hall import Hall
from console.widgets.fields import Field, LineField, NoteField
from console.widgets.intake.advice import ConditionsField
from console.widgets.intake.alarm_field import AlarmField
from console.widgets.intake.assessment import AssessedField, DirectField
from console.widgets.intake.origin_field import OriginField
from console.widgets.intake.questions import QuestionsField
from console.widgets.intake.report_fields import AnyClassField, ComponentField, PlaceField, SeenField, SourceField
from console.widgets.intake.report_photos import ReportPhotos
from console.widgets.intake.text import description
from console.widgets.intake.urgency import UrgentField
from wire.advice import DraftReport
from wire.cases import CaseReport


class Entered(QObject):
    """`fields` by their names, in the order of Tab."""

    def __init__(self, hall: Hall, parent: QObject) -> None:
        super().__init__(parent)
        self._hall = hall
        self.source, self.reporter, self.phone, self.at = SourceField(), LineField("reporter"), LineField("phone"), SeenField(hall)
        self.place, self.matter, self.small = PlaceField(), NoteField("matter", required=True), AnyClassField(hall)
        self.condition, self.component, self.course = ConditionsField(hall), ComponentField(hall), NoteField("course")
        self.photos, self.urgent, self.direct = ReportPhotos(hall, self.source), UrgentField(hall), DirectField(hall)
        self.assessed, self.alarm, self.answers = AssessedField(hall, self.direct), AlarmField(hall), QuestionsField(hall, self.small.choice)
        self.origin = OriginField()
        told: tuple[Field, ...] = (self.alarm, self.source, self.reporter, self.phone, self.at, self.place, self.matter, self.course)
        classed = (self.small, self.answers, self.condition, self.component, self.photos, self.urgent, self.direct, self.assessed, self.origin)
        self.fields: dict[str, Field] = {field.name: field for field in (*told, *classed)}

    def clear(self) -> None:
        """All but the source: calls come in rows."""
        for field in (self.reporter, self.phone, self.at, self.matter, self.course):
            field.set("")
        self.place.clear()
        self.small.by_hand = False
        self.small.withdraw()
        self.condition.suit(None)
        self.answers.clear()
        self.component.set(None)
        self.photos.clear()
        self.urgent.clear()
        self.direct.set(False)
        self.assessed.set(None)
        self.alarm.set(None)
        self.origin.set()
        for each in self.fields.values():
            each.set_error("")

    def text(self) -> str:
        """What happened and how it came about, as it is sent."""
        return description(self.matter.value() or "", self.course.value() or "")

    def known(self) -> dict[str, str]:
        """The variables of phrases, as far as they stand here."""
        condition = self._hall.conditions.get(self.condition.value() or "")
        now = words.local(self.at.value() or self._hall.clock.now())
        return {
            "address": self.place.value() or "",
            "class": words.class_name(self._hall.classes.get(self.small.key() or ("", ""))),
            "condition": words.condition_text(condition) if condition else "",
            "limit": words.limit(condition.limit.amount, condition.limit.type) if condition else "",
            "reporter": self.reporter.value() or "",
            "operator": self._hall.me.full_name,
            "date": f"{now:%m-%d}",
            "time": f"{now:%H:%M}",
        }

    def judge(self) -> Field | None:
        """Say at each field what is missing or wrong; the first of these fields."""
        wrong = {field: text for field in self.fields.values() if (text := self._wrong(field))}
        for field in self.fields.values():
            field.set_error(wrong.get(field, ""))
        return next(iter(wrong), None)

    def show_errors(self, errors: dict[str, str]) -> None:
        """What the backend found wrong, each at its field."""
        named = {"address": self.place, "lon": self.place, "lat": self.place, "description": self.matter}
        for path, text in errors.items():
            name = path.partition("[")[0].partition(".")[0]  # of an answer that of all answers
            self.fields.get(name, named.get(name, self.matter)).set_error(text)

    def report(self, id: str) -> CaseReport:
        """What `judge` finds nothing wrong with. `msgspec.ValidationError` where the backend would not take it."""
        place, key = self.place.place, self.small.key()
        assert place is not None
        assert key is not None
        given = {
            "id": id,
            "source": self.source.value(),
            "kind": key[0],
            "class_code": key[1],
            "condition_id": self.condition.value(),
            "component_code": self.component.value(),
            "lon": place.lon,
            "lat": place.lat,
            "address": self.place.value() or "",
            "description": self.text(),
            "reporter": self.reporter.value() or "",
            "phone": self.phone.value() or "",
            "urgent": self.urgent.value(),
            "at": self.at.value(),
            "direct": self.direct.value(),
            "department_id": self.assessed.value(),
            "alarm_id": self.alarm.value(),
            "answers": self.answers.value(),
        }
        return msgspec.convert(given, CaseReport)

    def draft(self) -> DraftReport:
        """What the backend is asked to think about, however little it is."""
        key = self.small.key()
        lon, lat = self.place.place or (None, None)
        return DraftReport(
            text=self.text()[:2000],
            kind=key[0] if key else None,
            class_code=key[1] if key else None,
            lon=lon,
            lat=lat,
            component_code=str(self.component.value()) if self.component.value() else None,
            phone=(self.phone.value() or "")[:40],
        )

    def _wrong(self, field: Field) -> str:
        if field is self.place and not field.is_filled():
            return self.tr("Needed: choose what was found, or point at it on the map (Ctrl+M)")
        if isinstance(field, SeenField) and field.typed_wrong():
            return self.tr("This is no time before now: 8:30, or 11-20 8:30")
        if field is self.photos and field.required and not field.is_filled():
            return self.tr("Needed: a report from this source carries a photo")
        if field.required and not field.is_filled():
            listed = field in (self.source, self.small, self.assessed)
            return self.tr("Needed: please choose from the list") if listed else self.tr("Needed: please fill this in")
        return ""
