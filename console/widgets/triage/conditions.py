"""The filing conditions that a finding may be judged by, each with its digit and its limit; a long one goes on under its own beginning."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from console import words
from console.widgets import theme
from console.widgets.spoken import label
from wire.standards import Condition

JOINER = "\u2060"  # no line ends here


class Conditions(QWidget):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: list[tuple[bool, str]] = []
        self._rows = QGridLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(theme.px(4))
        self._rows.setColumnStretch(1, 1)

    def show_all(self, conditions: Sequence[Condition], chosen: Condition | None) -> None:
        shown = [(each is chosen, f"{words.condition_text(each)} · {_whole(words.limit(each.limit.amount, each.limit.type))}") for each in conditions]
        if shown == self._shown:
            return
        self._shown = shown
        while (item := self._rows.takeAt(0)) is not None:
            if (part := item.widget()) is not None:
                part.hide()
                part.deleteLater()
        for row, (marked, text) in enumerate(shown):
            for column, said in enumerate((f"{'▸' if marked else ' '} {row + 1}", text)):
                part = label(wrap=bool(column), parent=self)
                part.setText(said)
                self._rows.addWidget(part, row, column, Qt.AlignmentFlag.AlignTop if not column else Qt.AlignmentFlag(0))
                part.show()

    def text(self) -> str:
        """As it is read, a line for each."""
        return "\n".join(f"{'▸' if marked else ' '} {row}  {said.replace(JOINER, '')}" for row, (marked, said) in enumerate(self._shown, 1))


def _whole(text: str) -> str:
    """Never broken: a limit is read at once."""
    return JOINER.join(text.replace(" ", "\u00a0"))
