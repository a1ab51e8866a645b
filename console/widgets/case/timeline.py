"""The flow of a case as a list: who did what and when, to whom it went, what it has changed; the newest first."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QToolButton, QWidget

from console import words
from console.hall.hall import Hall
from console.widgets import theme
from console.widgets.case.values import receiver_words, value_words
from console.widgets.icons import icon
from console.widgets.spoken import Spoken, label
from wire.codes import ReceiverKind, Role, TaskResult
from wire.flow import IMPORTED, FlowRecord
from wire.tasks import Task


def role_word(code: str) -> str:
    return words.of(Role(code)) if code in Role.__members__ else code


class Timeline(Spoken):
    then_wanted = Signal(object)  # datetime: what cameras recorded then

    def __init__(self, hall: Hall, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hall = hall
        self.recorded = not hall.replay and hall.me.office is None  # recordings are the hall's, and shown on the wall of now
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.px(12))
        self._grid.setVerticalSpacing(theme.px(4))
        self._grid.setColumnStretch(1, 1)
        self.jumps: list[QToolButton] = []  # from the newest on
        self._flow: tuple[FlowRecord, ...] = ()
        self._tasks: tuple[Task, ...] = ()
        self._now: datetime | None = None

    def show_flow(self, flow: Sequence[FlowRecord], tasks: Sequence[Task], now: datetime) -> None:
        if (tuple(flow), tuple(tasks)) != (self._flow, self._tasks):
            self._flow, self._tasks, self._now = tuple(flow), tuple(tasks), now
            self.say()

    def say(self) -> None:
        self.jumps = []
        while item := self._grid.takeAt(0):
            if widget := item.widget():
                widget.deleteLater()
        entries = [(record.at, self._of_record(record)) for record in self._flow] + [(task.sent_at, self._of_task(task)) for task in self._tasks]
        for row, (at, (head, body)) in enumerate(sorted(entries, key=lambda entry: entry[0], reverse=True)):
            self._write(row, at, head, body)

    def _write(self, row: int, at: datetime, head: str, body: str) -> None:
        when, what = label("hint"), label(wrap=True)
        when.setText(words.moment(at, self._now or at))
        what.setText(head)
        self._grid.addWidget(when, row * 2, 0)
        self._grid.addWidget(what, row * 2, 1)
        if self.recorded:
            self._grid.addWidget(self._jump(at), row * 2, 2)
        if body:
            self._grid.addWidget(self._note(body), row * 2 + 1, 1)

    def _jump(self, at: datetime) -> QToolButton:
        made = QToolButton()
        made.setAutoRaise(True)
        made.setIcon(icon("play"))
        made.setToolTip(self.tr("Recording of then"))
        made.setAccessibleName(made.toolTip())
        made.clicked.connect(lambda: self.then_wanted.emit(at))
        self.jumps.append(made)
        return made

    def _note(self, text: str) -> QLabel:
        note = label("body2", wrap=True)
        note.setText(text)
        return note

    def _of_record(self, record: FlowRecord) -> tuple[str, str]:
        parts = [
            words.step(record.verb, record.from_status),
            words.person(record.user),
            f"{role_word(record.role)}{self._receiver(record)}",
            self.tr("brought in from another system") if record.transition == IMPORTED else "",
            words.of(TaskResult(record.result)) if record.result else "",
            self.tr("after {span}").format(span=words.span(record.used_s)) if record.used_s and record.used_s >= 1 else "",
            self.tr("overdue") if record.overdue else "",
            self._followed(record),
            self.tr("closing condition confirmed") if record.closing_met else "",
            self.tr("photos: {count}").format(count=len(record.photos)) if record.photos else "",
        ]
        return " · ".join(part for part in parts if part), "\n".join(
            part for part in (record.note, *map(words.answered, record.answers), *self._changed(record)) if part
        )

    def _followed(self, record: FlowRecord) -> str:
        """Whether whoever chose took the first that was recommended then."""
        if record.recommended is None or record.rank is None:
            return ""
        if record.rank == 1:
            return "" if record.receiver_kind is ReceiverKind.UNIT else self.tr("as recommended")  # of a unit its task says so
        unit, department = self._hall.units.get(record.recommended), self._hall.departments.get(record.recommended)
        named = next((each.name for each in (department, unit) if each is not None), record.recommended)
        return self.tr("recommended was {name}").format(name=named)

    def _receiver(self, record: FlowRecord) -> str:
        said = receiver_words(self._hall, record.receiver_kind, record.receiver)
        return f" → {said}" if said else ""

    def _changed(self, record: FlowRecord) -> list[str]:
        """Old and new of each field, but of one that was given its first value by being passed on."""
        told = [each for each in record.changed if each.old is not None or each.new != record.receiver]
        colon = words.choose("：", ": ")
        return [f"{words.field(each.field)}{colon}{self._value(each.field, each.old)} → {self._value(each.field, each.new)}" for each in told]

    def _value(self, field: str, value: str | None) -> str:
        return value_words(self._hall, field, value)

    def _of_task(self, task: Task) -> tuple[str, str]:
        result = words.of(task.result) if task.result else words.of(task.state)
        said = self.tr("Task: {kind} · {result}").format(kind=words.of(task.kind), result=result)
        later = (
            self.tr("at the same time of day, from {at}").format(at=words.moment(task.not_before, self._now or task.sent_at))
            if task.not_before
            else ""
        )
        return " · ".join(part for part in (said, later, self._rank(task.rank)) if part), task.note

    def _rank(self, rank: int | None) -> str:
        """Whether whoever chose the unit followed the recommendation; nothing where nobody chose."""
        if rank is None:
            return ""
        return self.tr("recommended No. {rank}").format(rank=rank) if rank else self.tr("was not recommended")
