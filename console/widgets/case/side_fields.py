"""Fields of orders beside the way forward: until when, of which kind, and whether it is a hard case."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from PySide6.QtCore import QDateTime, QTimeZone
from PySide6.QtWidgets import QCheckBox, QDateTimeEdit

from console import words
from console.widgets.fields import ChoiceField, Field
from wire.codes import SuperviseKind, SuspendKind

AHEAD = timedelta(days=7)


class MomentField(Field):
    """A time in the city's zone, typed or stepped through; in a week at first."""

    def __init__(self, name: str, now: datetime, required: bool = False) -> None:
        self.edit = QDateTimeEdit()
        self.edit.setDisplayFormat("yyyy-MM-dd HH:mm")
        self.edit.setCalendarPopup(True)
        self.edit.setTimeZone(QTimeZone.utc())  # what it shows is the city's time; no zone of this machine has a say
        super().__init__(name, self.edit, required)
        self.set(now + AHEAD)
        self.edit.setMinimumDateTime(_shown(now))
        self.edit.dateTimeChanged.connect(self.changed)

    def value(self) -> str:
        shown = self.edit.dateTime().toPython()
        assert isinstance(shown, datetime)
        return shown.replace(tzinfo=words.zone()).isoformat()

    def set(self, at: datetime) -> None:
        self.edit.setDateTime(_shown(at))

    def content(self) -> object:
        return self.value()

    def put_back(self, content: Any) -> None:
        self.set(datetime.fromisoformat(content))


class CodeField(ChoiceField):
    """One of the codes of a kind, the first at first."""

    def __init__(self, name: str, codes: Sequence[StrEnum]) -> None:
        self._codes = codes
        super().__init__(name, True)
        self.set(codes[0])

    def say(self) -> None:
        super().say()
        self.fill([(code, words.of(code)) for code in self._codes])


class TickField(Field):
    def __init__(self, name: str, required: bool = False) -> None:
        self.box = QCheckBox()
        super().__init__(name, self.box, required)
        self._label.hide()
        self.box.toggled.connect(self.changed)

    def value(self) -> bool:
        return self.box.isChecked()

    def set(self, ticked: bool) -> None:
        self.box.setChecked(ticked)

    def content(self) -> object:
        return self.value()

    def put_back(self, content: Any) -> None:
        self.set(bool(content))

    def say(self) -> None:
        super().say()
        self.box.setText(words.field(self.name) + (self.MARK if self.required else ""))


def side_fields(now: datetime) -> dict[str, Callable[[], Field]]:
    return {
        "until": lambda: MomentField("until", now, required=True),
        "suspend_kind": lambda: CodeField("suspend_kind", tuple(SuspendKind)),
        "supervise_kind": lambda: CodeField("supervise_kind", (SuperviseKind.IMPORTANT, SuperviseKind.OVERDUE, SuperviseKind.LEADER)),
        "hard": lambda: TickField("hard"),
        "in_error": lambda: TickField("in_error"),
    }


def _shown(at: datetime) -> QDateTime:
    """To the minute, as the field shows it."""
    local = words.local(at)
    return QDateTime(local.year, local.month, local.day, local.hour, local.minute, 0, 0, QTimeZone.utc())
