"""The bulletin of a period as a page: the four figures largest, all others with how they are made; goes out as workbook or PDF."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from console.widgets import theme
from console.widgets.spoken import Spoken, button, label
from console.words import evaluation as words
from console.words.spoken import choose
from wire.bulletins import Bulletin, BulletinFormat, Figure
from wire.evaluation import FigureOf, Scheme

FOUR = "four"
NAME_PX = 168


class FigureTile(QWidget):
    """A figure that is read from afar: name, value, what it was before, how it is made."""

    asked = Signal(str)  # the id of its figure

    def __init__(self, of: FigureOf, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.of = of
        self.name, self.value, self.before, self.note = label("label"), button("figure"), label("hint"), label("hint", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(12), theme.px(8), theme.px(12), theme.px(8))
        column.setSpacing(0)
        for part in (self.name, self.value, self.before, self.note):
            column.addWidget(part)
        column.addStretch(1)
        self.value.clicked.connect(lambda: self.asked.emit(of.id))
        self.value.setEnabled(not of.hand)  # who entered it is in the audit trail


class BulletinPage(Spoken):
    """Values are buttons: each opens the cases behind it, but those that somebody entered."""

    asked = Signal(object)  # FigureOf: whose cases are wanted
    file_wanted = Signal(object, object)  # BulletinFormat, Path
    hand_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scheme: Scheme | None = None
        self._bulletin: Bulletin | None = None
        self.tiles: dict[str, FigureTile] = {}
        self.values: dict[str, QWidget] = {}
        self.xlsx, self.pdf, self.enter = button(), button(), button()
        self._told, self._made = label("hint"), label("hint")
        self._four, self._rest, self._page = QHBoxLayout(), QGridLayout(), QWidget()
        self._lay_out()
        self.xlsx.clicked.connect(lambda: self._ask_for_file(BulletinFormat.XLSX))
        self.pdf.clicked.connect(lambda: self._ask_for_file(BulletinFormat.PDF))
        self.enter.clicked.connect(self.hand_wanted)
        self.say()

    def set_scheme(self, scheme: Scheme) -> None:
        self._scheme = scheme
        self._fill()

    def take(self, bulletin: Bulletin) -> None:
        self._bulletin = bulletin
        self._fill()

    def tell(self, text: str, wrong: bool = False) -> None:
        self._told.setText(text)
        theme.set_property(self._told, "tone", "danger" if wrong else "")

    def told(self) -> str:
        return self._told.text()

    def say(self) -> None:
        self.xlsx.setText(self.tr("Workbook (XLSX)…"))
        self.pdf.setText(self.tr("PDF…"))
        self.enter.setText(self.tr("Enter a figure…"))
        self._fill()

    def _fill(self) -> None:
        if self._scheme is None or self._bulletin is None:
            return
        self._clear()
        version = self._bulletin.version
        self._made.setText(choose(f"指标版本 {version}", f"indicators {version}"))
        found = {figure.id: figure for figure in self._bulletin.figures}
        row = 0
        for group in self._scheme.sets:
            figures = [figure for figure in self._scheme.figures if figure.set == group.id]
            if group.id == FOUR:
                for of in figures:
                    self._four.addWidget(self._tile(of, found[of.id]), 1)
                continue
            head = label("lead")
            head.setText(words.called(group))
            self._rest.addWidget(head, row, 0, 1, 4)
            for at, of in enumerate(figures, row + 1):
                self._line(at, of, found[of.id])
            row += len(figures) + 1

    def _tile(self, of: FigureOf, figure: Figure) -> FigureTile:
        tile = self.tiles[of.id] = FigureTile(of)
        tile.name.setText(words.called(of))
        tile.value.setText(words.figure(_kind(of), figure.value))
        tile.before.setText(self._before(of, figure))
        tile.note.setText(choose(of.note, of.note_en))
        tile.asked.connect(lambda _: self.asked.emit(of))
        self.values[of.id] = tile.value
        return tile

    def _line(self, row: int, of: FigureOf, figure: Figure) -> None:
        name, value, before, note = label(), button("quiet"), label("hint"), label("hint", wrap=True)
        name.setText(words.called(of))
        value.setText(words.figure(_kind(of), figure.value))
        value.clicked.connect(lambda: self.asked.emit(of))
        value.setEnabled(of.call is None)  # calls are listed in the hotline's own pane
        before.setText(self._before(of, figure))
        note.setText(choose(of.note, of.note_en))
        for at, part in enumerate((name, value, before, note)):
            self._rest.addWidget(part, row, at, Qt.AlignmentFlag.AlignVCenter)
        self.values[of.id] = value

    def _before(self, of: FigureOf, figure: Figure) -> str:
        return self.tr("before {value}").format(value=words.figure(_kind(of), figure.before))

    def _clear(self) -> None:
        self.tiles, self.values = {}, {}
        for layout in (self._four, self._rest):
            while (item := layout.takeAt(0)) is not None:
                if (widget := item.widget()) is not None:
                    widget.hide()
                    widget.deleteLater()

    def _ask_for_file(self, form: BulletinFormat) -> None:
        name = f"bulletin-{self._bulletin.first.isoformat()}.{form}" if self._bulletin else f"bulletin.{form}"
        dialog = QFileDialog(self, self.tr("Keep the bulletin"), name, f"*.{form}")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(form)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda path: self.file_wanted.emit(form, Path(path)))
        dialog.open()

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.setContentsMargins(theme.px(8), theme.px(4), theme.px(8), theme.px(4))
        bar.setSpacing(theme.px(6))
        bar.addWidget(self._made)
        bar.addWidget(self._told, 1)
        for part in (self.enter, self.xlsx, self.pdf):
            bar.addWidget(part)
        self._rest.setContentsMargins(theme.px(12), 0, theme.px(12), theme.px(12))
        self._rest.setHorizontalSpacing(theme.px(16))
        self._rest.setVerticalSpacing(theme.px(2))
        self._rest.setColumnMinimumWidth(0, theme.px(NAME_PX))
        self._rest.setColumnStretch(3, 1)
        inside = QVBoxLayout(self._page)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addLayout(self._four)
        inside.addLayout(self._rest)
        inside.addStretch(1)
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setWidget(self._page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(bar)
        column.addWidget(area, 1)


def _kind(of: FigureOf) -> str:
    return "rate" if of.indicator else "count"
