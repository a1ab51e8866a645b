"""All keys of the desk on one sheet, made of `resources/desk/keys.toml`."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from console import words
from console.hall.verb_keys import key_groups, verb_keys
from console.widgets import theme
from console.widgets.spoken import label

ENDS = (Qt.Key.Key_Question, Qt.Key.Key_F1, Qt.Key.Key_Return, Qt.Key.Key_Enter)
STEPS_PX = 300  # of the words of a step
Group = tuple[str, list[tuple[str, str]]]  # its name, and keys with what they do


class KeySheet(QDialog):
    """`show_keys` opens it, in the language of the moment; the key that opened it closes it too."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(*[theme.px(20)] * 4)
        self._row.setSpacing(theme.px(32))

    def show_keys(self) -> None:
        while item := self._row.takeAt(0):
            if widget := item.widget():
                widget.deleteLater()
        self.setWindowTitle(self.tr("Keys"))
        comma = words.choose("、", ", ")
        steps = [(letter, comma.join(words.of(verb) for verb in verbs)) for letter, verbs in verb_keys().items()]
        half = -(-len(steps) // 2)
        title = self.tr("Steps: the first of a letter that the case offers")
        others = [(words.choose(*group.name), [(key, words.choose(*said)) for key, *said in group.keys]) for group in key_groups()]
        columns: list[list[Group]] = [[(title, steps[:half])], [("", steps[half:])], []]
        for group in others:
            min(columns, key=lambda column: sum(len(rows) + 1 for _, rows in column)).append(group)
        for column in columns:
            self._row.addWidget(_column(column), 0, Qt.AlignmentFlag.AlignTop)
        self.open()
        self.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENDS:
            self.reject()
        else:
            super().keyPressEvent(event)


def _column(groups: list[Group]) -> QWidget:
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(theme.px(6))
    for name, rows in groups:
        head = label("label")
        head.setText(name or " ")
        column.addWidget(head)
        column.addLayout(_grid(rows))
        column.addSpacing(theme.px(8))
    return made


def _grid(rows: list[tuple[str, str]]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(theme.px(10))
    grid.setVerticalSpacing(theme.px(5))
    grid.setColumnStretch(1, 1)
    for at, (key, meaning) in enumerate(rows):
        cap, said = label("keycap"), label("body2", wrap=True)
        cap.setText(key)
        cap.setFixedHeight(theme.px(18))
        said.setText(meaning)
        said.setFixedWidth(theme.px(STEPS_PX))
        grid.addWidget(cap, at, 0, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        grid.addWidget(said, at, 1)
    return grid
