"""The name and the title of a new version, asked for in a row."""

from collections.abc import Collection

from PySide6.QtWidgets import QLineEdit, QWidget

from console import words
from console.widgets.side_by_side import side_by_side
from console.widgets.spoken import button, label
from wire.standards import Lines


def free_name(name: str, taken: Collection[str]) -> str:
    """With a number behind it when another version is called so."""
    number, free = 1, name
    while free in taken:
        number += 1
        free = f"{name}-{number}"
    return free


class StandardNaming(QWidget):
    """Hidden until it is asked for; `lines` are what the version begins with. Whoever shows it says what its buttons are called."""

    def __init__(self) -> None:
        super().__init__()
        self.lines = Lines()
        self.name, self.title, self.make, self.leave = QLineEdit(), QLineEdit(), button("primary"), button("quiet")
        self._name_label, self._title_label = label("label"), label("label")
        self.setLayout(side_by_side(self._name_label, self.name, self._title_label, self.title, None, self.leave, self.make))
        self._name_label.setBuddy(self.name)
        self._title_label.setBuddy(self.title)
        self.leave.clicked.connect(lambda: self.hide())
        self.hide()

    def ask(self, lines: Lines, name: str, title: str) -> None:
        self.lines = lines
        self.name.setText(name)
        self.title.setText(title)
        self.show()
        self.title.setFocus()
        self.title.selectAll()

    def given(self) -> tuple[str, str]:
        """Name and title, without blanks around them; what is missing of them gets the focus."""
        name, title = self.name.text().strip(), self.title.text().strip()
        if not name or not title:
            (self.title if name else self.name).setFocus()
        return name, title

    def say(self) -> None:
        self._name_label.setText(words.field("version.id") + "  ＊")
        self._title_label.setText(words.field("version.title") + "  ＊")
