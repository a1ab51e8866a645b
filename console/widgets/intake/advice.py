"""What stands beside a report while it is filled in: classes by the words, the standard of the class, what it may repeat, who would get it."""

from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from console import words
from console.hall.hall import Hall
from console.widgets import theme
from console.widgets.case.dispatch_times import deadline_of
from console.widgets.fields import Field
from console.widgets.flow import Flow
from console.widgets.intake.report_fields import key_button
from console.widgets.spoken import Spoken, button, hint, label
from wire.advice import Advice, ClassSuggestion
from wire.cases import Duplicate
from wire.codes import GridKind, Kind
from wire.places_at import PlaceAt
from wire.standards import Condition

CHIPS = 5
ID = Qt.ItemDataRole.UserRole


class Suggested(Spoken):
    """Classes that the words may mean, each with its key, and why the first."""

    chosen = Signal(object, str)  # Kind, code

    def __init__(self, hall: Hall, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hall = hall
        self._classes: list[ClassSuggestion] = []
        self._chips, self.because = QWidget(), label("hint", wrap=True)
        self._row = Flow(self._chips, gap=4)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(2))
        column.addWidget(self._chips)
        column.addWidget(self.because)
        self.show_classes([])

    def show_classes(self, classes: list[ClassSuggestion]) -> None:
        self._classes = classes[:CHIPS]
        self.say()
        self.setVisible(bool(classes))

    def choose(self, number: int) -> None:
        """The first is 1; nothing when there are not so many."""
        if 0 < number <= len(self._classes):
            best = self._classes[number - 1]
            self.chosen.emit(best.kind, best.class_code)

    def say(self) -> None:
        while item := self._row.takeAt(0):
            if widget := item.widget():
                widget.deleteLater()
        for number, each in enumerate(self._classes, start=1):
            small = self._hall.classes.get((each.kind, each.class_code))
            chip = key_button(words.class_name(small, each.class_code), f"Ctrl+{number}", why(each))
            chip.clicked.connect(lambda _=False, number=number: self.choose(number))
            self._row.addWidget(chip)
        self._chips.updateGeometry()
        self.because.setText(why(self._classes[0]) if self._classes else "")


def why(suggestion: ClassSuggestion) -> str:
    """ "因为：井盖 … 缺失"."""
    return words.choose("因为：", "because: ") + " … ".join(suggestion.because)


class ConditionsField(Field):
    """The filing conditions of a class with their limits, to be chosen by digit; of the chosen one when the case may be closed."""

    def __init__(self, hall: Hall) -> None:
        self._hall, self._conditions = hall, list[Condition]()
        self.list, self._closing, self._box = QListWidget(), label("hint", wrap=True), QWidget()
        self._key: tuple[Kind, str] | None = None
        self.by_hand = False
        column = QVBoxLayout(self._box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(4))
        column.addWidget(self.list)
        column.addWidget(self._closing)
        super().__init__("condition_id", self._box)
        self.setFocusProxy(self.list)
        self.list.setObjectName("conditions")
        self.list.setWordWrap(True)
        self.list.setTabKeyNavigation(False)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.installEventFilter(self)
        self.list.currentRowChanged.connect(self._turned)
        self._show_closing()

    def value(self) -> str | None:
        row = self.list.currentRow()
        return self._conditions[row].id if 0 <= row < len(self._conditions) else None

    def suit(self, key: tuple[Kind, str] | None) -> None:
        """The conditions of this class; the only one is chosen."""
        if key != self._key:
            self._key, self.by_hand = key, False
            self._fill()
            self._turn(0 if len(self._conditions) == 1 else -1)

    def suggest(self, id: str | None) -> None:
        """Choose it, unless somebody has chosen."""
        if id and not self.by_hand:
            self._turn(self._row(id))

    def say(self) -> None:
        super().say()
        chosen = self.value()
        self._fill()
        self._turn(self._row(chosen))

    def content(self) -> object:
        return {"id": self.value(), "by_hand": self.by_hand}

    def put_back(self, content: Any) -> None:
        self._turn(self._row(content["id"]))
        self.by_hand = bool(content["by_hand"])

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            number = event.key() - Qt.Key.Key_0
            if 1 <= number <= len(self._conditions) and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
                self.list.setCurrentRow(number - 1)
                self.by_hand = True
                self.changed.emit()
                return True
        return super().eventFilter(watched, event)

    def _row(self, id: str | None) -> int:
        return next((row for row, each in enumerate(self._conditions) if each.id == id), -1)

    def _turn(self, row: int) -> None:
        self.list.blockSignals(True)
        self.list.setCurrentRow(row)
        self.list.blockSignals(False)
        self._show_closing()

    def _turned(self) -> None:
        self.by_hand = True
        self._show_closing()
        self.changed.emit()

    def _fill(self) -> None:
        known = self._hall.conditions.values()
        self._conditions = [each for each in known if (each.kind, each.class_code) == self._key]
        self.list.blockSignals(True)
        self.list.clear()
        for number, each in enumerate(self._conditions, start=1):
            text = f"{number}  {words.limit(each.limit.amount, each.limit.type)}　{words.condition_text(each)}"
            item = QListWidgetItem(text)
            item.setToolTip(hint(text))
            self.list.addItem(item)
        self.list.blockSignals(False)
        self.list.setFixedHeight(theme.px(34) * min(max(len(self._conditions), 1), 4) + theme.px(4))

    def _show_closing(self) -> None:
        condition = self._hall.conditions.get(self.value() or "")
        if condition is None:
            self._closing.setText(self.tr("Choose by digit: when it is filed, how long it may take") if self._conditions else self.tr("no class yet"))
            return
        due, now = deadline_of(condition.limit, self._hall.clock.now()), self._hall.clock.now()
        closing = self.tr("Closed when: {closing}").format(closing=words.closing_text(condition))
        if due is not None:
            closing += " · " + self.tr("dispatched now, due {at}").format(at=words.moment(due, now))
        self._closing.setText(closing)


class Likely(Spoken):
    """Cases that the report may repeat; each can be opened, or the report linked to it."""

    link_wanted = Signal(str)  # case id
    opened = Signal(str)

    def __init__(self, hall: Hall, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("raised")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._hall = hall
        self.duplicates: list[Duplicate] = []
        self._head, self._rows = label(tone="warn", wrap=True), QVBoxLayout()
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(8), theme.px(4), theme.px(8), theme.px(4))
        column.setSpacing(theme.px(2))
        column.addWidget(self._head)
        column.addLayout(self._rows)
        self.show_duplicates([])

    def show_duplicates(self, duplicates: list[Duplicate]) -> None:
        self.duplicates = duplicates
        self.say()
        self.setVisible(bool(duplicates))

    def say(self) -> None:
        self._head.setText(self.tr("Perhaps reported already"))
        while item := self._rows.takeAt(0):
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        for number, each in enumerate(self.duplicates):
            self._rows.addWidget(self._row(each, first=number == 0))

    def _row(self, each: Duplicate, first: bool) -> QWidget:
        made, case = QWidget(), each.case
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        small = words.class_name(self._hall.classes.get((case.kind, case.class_code)), case.class_code)
        parts = [words.number_short(case.number), small, words.of(case.status)]
        if each.away_m is not None:
            parts.insert(1, f"{each.away_m:.0f} m")
        if each.same_caller:
            parts.append(self.tr("same caller"))
        text = label(wrap=True)
        text.setText(" · ".join(parts))
        text.setToolTip(hint(f"{case.address}\n{case.description}"))
        look, link = button("quiet"), button("quiet")
        look.setText(self.tr("Look"))
        link.setText(self.tr("Link") + ("  Ctrl+D" if first else ""))
        link.setToolTip(self.tr("Register this report as a repeat of that case: nothing is lost, and this caller is called back too"))
        look.clicked.connect(lambda: self.opened.emit(case.id))
        link.clicked.connect(lambda: self.link_wanted.emit(case.id))
        row.addWidget(text, 1)
        row.addWidget(look)
        row.addWidget(link)
        return made


class WhoAnswers(Spoken):
    """The duty grid with its inspector, and the department that would get the case, with the reason."""

    def __init__(self, hall: Hall, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hall = hall
        self._place: PlaceAt | None = None
        self._advice: Advice | None = None
        self.grid, self.department = label("body2", wrap=True), label("body2", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(2))
        column.addWidget(self.grid)
        column.addWidget(self.department)
        self.say()

    def show_place(self, place: PlaceAt | None) -> None:
        self._place = place
        self.say()

    def show_advice(self, advice: Advice | None) -> None:
        self._advice = advice
        self.say()

    def say(self) -> None:
        self.grid.setText(self._of_grid())
        self.department.setText(self._of_department())
        for part in (self.grid, self.department):
            part.setVisible(bool(part.text()))

    def _of_grid(self) -> str:
        if self._place is None:
            return ""
        duty = next((grid for grid in self._place.grids if grid.kind is GridKind.DUTY), None)
        if duty is None:
            return self.tr("In no duty grid: the nearest inspector is sent")
        people = ", ".join(f"{each.name} ({words.of(each.duty)})" for each in self._place.inspectors[:2])
        return self.tr("Duty grid {grid}: {people}").format(grid=duty.name, people=people or self.tr("nobody"))

    def _of_department(self) -> str:
        if self._advice is None or not self._advice.departments:
            return ""
        best = self._advice.departments[0]
        department = self._hall.departments.get(best.department_id)
        name = department.name if department else best.department_id
        return self.tr("Department: {name}, which {why}").format(name=name, why=words.why(best.why))
