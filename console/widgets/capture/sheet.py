"""The sheet over the wall, while a frozen picture becomes a case: a digit says what it is, Enter reports it, Esc lets it go.

Whoever may ticks by D that it is a direct assessment, and says of which department.
"""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from console import words
from console.hall.captures import Choice, ClassKey
from console.hall.hall import Hall
from console.widgets import theme
from console.widgets.capture.classes import ClassKeys
from console.widgets.capture.picture import FrozenPicture
from console.widgets.intake.assessment import AssessedField, DirectField
from console.widgets.spoken import button, label
from wire.cases import Duplicate

SHOWN = 3  # duplicates
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class CaptureSheet(QDialog):
    """`ask` opens it. What others find out meanwhile is told by `show_…`; nothing is waited for."""

    chosen = Signal(object)  # ClassKey
    aimed = Signal(float, float)  # another place of the picture, in shares of it
    sent = Signal(object)  # ClassKey

    def __init__(self, hall: Hall, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hall = hall
        self.picture, self.classes = FrozenPicture(), ClassKeys(hall)
        self._heads = [label("label") for _ in range(3)]
        self.place, self.place_hint = label(wrap=True), label("hint", wrap=True)
        self.duplicates, self.kept, self.wrong = label(wrap=True), label("hint", wrap=True), label(tone="danger", wrap=True)
        self.direct = DirectField(hall)
        self.department = AssessedField(hall, self.direct)
        self.send, self.leave = button("primary"), button("quiet")
        for made in (self.send, self.leave):
            made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._lay_out()
        self.classes.chosen.connect(self._on_chosen)
        self.picture.aimed.connect(self.aimed)
        self.direct.changed.connect(self._turn_to_department)
        self.send.clicked.connect(self._send)
        self.leave.clicked.connect(self.reject)

    def ask(self, image: QImage, name: str, time: str, aim: QPointF, choices: Sequence[Choice]) -> None:
        """`name` and `time` of the picture; `aim` in shares of it."""
        self._say(name)
        self.picture.show_picture(image, name, time, aim)
        self.classes.show_choices(choices)
        for part in (self.place, self.place_hint, self.kept):
            part.clear()
        self.direct.set(False)
        self.department.set(None)
        self.wrong.hide()
        self._show_lines(self.tr("Choose a class: then it is looked for"), "quiet")
        self.open()
        self.setFocus()

    def assessed(self) -> str | None:
        """The department of a direct assessment; none where it is a case."""
        department = self.department.value()
        return None if department is None else str(department)

    def show_place(self, place: str, how: str) -> None:
        """Where it is, and how that is known."""
        self.place.setText(place)
        self.place_hint.setText(how)

    def sharpen(self, image: QImage) -> None:
        """The same picture, as large as it came."""
        self.picture.sharpen(image)

    def show_kept(self, text: str) -> None:
        """What of it is kept by now."""
        self.kept.setText(text)

    def show_duplicates(self, duplicates: Sequence[Duplicate]) -> None:
        if not duplicates:
            repeats = self._hall.catalogue.repeats if self._hall.catalogue else None
            text = self.tr("None within {metres} m and {hours} hours") if repeats else self.tr("None")
            self._show_lines(text.format(metres=f"{repeats.metres:g}", hours=f"{repeats.hours:g}") if repeats else text, "ok")
            return
        lines = [self._line(each) for each in duplicates[:SHOWN]]
        if len(duplicates) > SHOWN:
            lines.append(self.tr("and {count} more").format(count=len(duplicates) - SHOWN))
        self._show_lines("\n".join(lines), "warn")

    def miss_duplicates(self, why: str) -> None:
        self._show_lines(self.tr("Not looked for: {why}").format(why=why), "quiet")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if Qt.Key.Key_1 <= key <= Qt.Key.Key_9:
            self.classes.press(key - Qt.Key.Key_0)
        elif key == Qt.Key.Key_D and self.direct.is_offered():
            self.direct.set(not self.direct.value())
        elif key in ENTER:
            if not event.isAutoRepeat():
                self._send()
        else:
            super().keyPressEvent(event)

    def _send(self) -> None:
        if self.classes.key is None:
            self.wrong.setText(self.tr("First a digit: what is it?"))
            self.wrong.show()
            return
        if self.direct.value() and self.department.value() is None:
            self.department.set_error(self.tr("Needed: please choose from the list"))
            self.department.setFocus()
            return
        self.sent.emit(self.classes.key)
        self.accept()

    def _on_chosen(self, key: ClassKey) -> None:
        self.wrong.hide()
        self._show_lines(self.tr("Looking …"), "quiet")
        self.chosen.emit(key)

    def _turn_to_department(self) -> None:
        (self.department if self.direct.value() else self).setFocus()

    def _line(self, each: Duplicate) -> str:
        case = each.case
        away = f"{each.away_m:.0f} m" if each.away_m is not None else ""
        parts = (words.number_short(case.number), away, words.moment(case.reported_at, self._hall.clock.now()), words.of(case.status))
        return " · ".join(part for part in parts if part)

    def _show_lines(self, text: str, tone: str) -> None:
        self.duplicates.setText(text)
        theme.set_property(self.duplicates, "tone", tone)

    def _say(self, name: str) -> None:
        self.setWindowTitle(self.tr("Frozen: {camera}").format(camera=name))
        for head, text in zip(self._heads, (self.tr("Place"), self.tr("Class"), self.tr("Perhaps reported already")), strict=True):
            head.setText(text)
        self.send.setText(self.tr("Report") + "  ⏎")
        self.leave.setText(self.tr("Let go") + "  Esc")
        self.picture.setToolTip(self.tr("Click on what it is about: the place follows"))

    def _lay_out(self) -> None:
        side, foot = QVBoxLayout(), QHBoxLayout()
        side.setSpacing(theme.px(6))
        for part in (self._heads[0], self.place, self.place_hint, self._heads[1], self.classes, self._heads[2], self.duplicates):
            side.addWidget(part)
        side.addStretch(1)
        side.addWidget(self.direct)
        side.addWidget(self.department)
        side.addWidget(self.wrong)
        foot.addWidget(self.leave)
        foot.addStretch(1)
        foot.addWidget(self.send)
        side.addLayout(foot)
        beside = QWidget()
        beside.setLayout(side)
        beside.setFixedWidth(theme.px(320))
        left = QVBoxLayout()
        left.addWidget(self.picture, 1)
        left.addWidget(self.kept)
        row = QHBoxLayout(self)
        row.setContentsMargins(*[theme.px(12)] * 4)
        row.setSpacing(theme.px(12))
        row.addLayout(left, 1)
        row.addWidget(beside)
        self.resize(theme.px(1000), theme.px(540))


class CaptureChip(QLabel):
    """At the lower left of a pane: what became of what was frozen there."""

    def __init__(self, pane: QWidget) -> None:
        super().__init__(pane)
        self._pane = pane
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def tell(self, text: str, colour: str) -> None:
        """Empty: nothing."""
        self.setFont(theme.font("small", strong=True))
        self.setText(text)
        self.setStyleSheet(f"background: rgba(8, 12, 16, 205); color: {colour}; padding: 3px 8px; border-left: 3px solid {colour};")
        wide = self.fontMetrics().horizontalAdvance(text) + 24
        self.setFixedWidth(max(1, min(wide, self._pane.width() - 16)))
        self.setFixedHeight(self.heightForWidth(self.width()))
        self.move(8, self._pane.height() - self.height() - 8)
        self.setVisible(bool(text))
        self.raise_()
