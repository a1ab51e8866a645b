"""How a map is to be put on paper: title, paper, sharpness; and what became of it."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QDialog, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from console.widgets import theme
from console.widgets.files import save_file
from console.widgets.spoken import button, label

PAPERS, SHARPNESS = ("A4", "A3"), (150, 300)


class PictureForm(QDialog):
    """`ask` opens it; `wanted` says what is to be made, and `tell` is told how that went."""

    wanted = Signal(str, str, bool, int, str, object)  # title, paper, landscape, dpi, theme or empty: that of the screen, Path

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = QLineEdit(maxLength=80)
        self._title_label, self._paper_label, self._side_label, self._dpi_label = label("label"), label("label"), label("label"), label("label")
        self.papers = {name: button("tab") for name in PAPERS}
        self.sides = {landscape: button("tab") for landscape in (True, False)}
        self.sharpness = {dpi: button("tab") for dpi in SHARPNESS}
        self.colours = {theme: button("tab") for theme in ("light", "")}
        self._colours_label = label("label")
        self.pdf, self.png, self.close_button = button("primary"), button(), button("quiet")
        self.outcome = label("hint", wrap=True)
        self._lay_out()
        self.pdf.clicked.connect(lambda: self._ask_for_file("pdf"))
        self.png.clicked.connect(lambda: self._ask_for_file("png"))
        self.close_button.clicked.connect(self.reject)

    def ask(self, title: str) -> None:
        self.say()
        self.title.setText(title)
        self.title.selectAll()
        self._show("", "")
        self.open()

    def make(self, path: Path) -> None:
        """Ask for the file."""
        paper = next(name for name, part in self.papers.items() if part.isChecked())
        landscape = next(side for side, part in self.sides.items() if part.isChecked())
        dpi = next(number for number, part in self.sharpness.items() if part.isChecked())
        colours = next(name for name, part in self.colours.items() if part.isChecked())
        self._allow(False)
        self._show(self.tr("Drawing the map anew for the paper…"), "")
        self.wanted.emit(self.title.text().strip(), paper, landscape, dpi, colours, path)

    def tell_written(self, path: Path) -> None:
        self._allow(True)
        self._show(self.tr("Written: {path}").format(path=path), "ok")

    def tell_failed(self, why: str) -> None:
        self._allow(True)
        self._show(self.tr("Not written: {why}").format(why=why), "danger")

    def say(self) -> None:
        self.setWindowTitle(self.tr("Print and export the map"))
        for part, text in (
            (self._title_label, self.tr("Title")),
            (self._paper_label, self.tr("Paper")),
            (self._side_label, self.tr("Lying or standing")),
            (self._dpi_label, self.tr("Dots per inch")),
            (self._colours_label, self.tr("Colours")),
            (self.colours["light"], self.tr("For paper")),
            (self.colours[""], self.tr("As on the screen")),
            (self.sides[True], self.tr("Landscape")),
            (self.sides[False], self.tr("Portrait")),
            (self.pdf, self.tr("Save as PDF…")),
            (self.png, self.tr("Save as PNG…")),
            (self.close_button, self.tr("Close")),
        ):
            part.setText(text)

    def _show(self, text: str, tone: str) -> None:
        self.outcome.setText(text)
        theme.set_property(self.outcome, "tone", tone)

    def _allow(self, on: bool) -> None:
        self.pdf.setEnabled(on)
        self.png.setEnabled(on)

    def _ask_for_file(self, suffix: str) -> None:
        save_file(self, self.windowTitle(), f"map.{suffix}", self.make)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme.px(16),) * 4)
        column.setSpacing(theme.px(8))
        column.addWidget(self._title_label)
        column.addWidget(self.title)
        column.addLayout(self._choice(self._paper_label, list(self.papers.values())))
        column.addLayout(self._choice(self._side_label, list(self.sides.values())))
        column.addLayout(self._choice(self._dpi_label, list(self.sharpness.values())))
        column.addLayout(self._choice(self._colours_label, list(self.colours.values())))
        for name, part in self.papers.items():
            part.setText(name)
        for dpi, part in self.sharpness.items():
            part.setText(str(dpi))
        column.addWidget(self.outcome)
        foot = QHBoxLayout()
        foot.addWidget(self.close_button)
        foot.addStretch(1)
        foot.addWidget(self.png)
        foot.addWidget(self.pdf)
        column.addLayout(foot)
        self.setMinimumWidth(theme.px(420))

    def _choice(self, named: QWidget, parts: list[QPushButton]) -> QHBoxLayout:
        """One of them is chosen, the first at the start."""
        group, row = QButtonGroup(self), QHBoxLayout()
        row.setSpacing(theme.px(4))
        row.addWidget(named)
        row.addStretch(1)
        for part in parts:
            part.setCheckable(True)
            group.addButton(part)
            row.addWidget(part)
        parts[0].setChecked(True)
        return row
