"""The bulletin of a period as a page: the four figures largest, all others with how they are made, its tables; goes out as workbook or PDF."""

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from console.hall.hall import Hall
from console.widgets import theme
from console.widgets.evaluation.bulletin_tables import BulletinTables
from console.widgets.files import save_file
from console.widgets.spoken import Spoken, button, label
from console.words import evaluation as words
from console.words.spoken import choose
from wire.bulletins import Bulletin, BulletinFormat, Figure
from wire.evaluation import FigureOf, Scheme

FOUR = "four"
NAME_PX = 168


class FigureTile(QWidget):
    """A figure that is read from afar: name, value, what it was before, how it is made."""

    asked = Signal(bool)  # whether the period before is meant

    def __init__(self, of: FigureOf, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.of = of
        self.name, self.value, self.before, self.note = label("label"), button("figure"), button("quiet"), label("hint", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(12), theme.px(8), theme.px(12), theme.px(8))
        column.setSpacing(0)
        for at in (self.name, self.value, self.before, self.note):
            column.addWidget(at, 0, Qt.AlignmentFlag.AlignLeft if at is self.before else Qt.AlignmentFlag(0))
        column.addStretch(1)
        for part, earlier in ((self.value, False), (self.before, True)):
            part.clicked.connect(lambda _=False, earlier=earlier: self.asked.emit(earlier))
            part.setEnabled(not of.hand)  # who entered it is in the audit trail


class BulletinPage(Spoken):
    """Values are buttons: each opens the cases or calls behind it, of the period before too, but those that somebody entered."""

    asked = Signal(object, bool)  # FigureOf whose cases are wanted, and whether of the period before
    calls_wanted = Signal(object, bool)  # likewise: what the hotline lists
    cases_wanted = Signal(object)  # Asked: what stands in a table
    file_wanted = Signal(object, object)  # BulletinFormat, Path
    hand_wanted = Signal()

    def __init__(self, hall: Hall, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.more = BulletinTables(hall)
        self._scheme: Scheme | None = None
        self._bulletin: Bulletin | None = None
        self.tiles: dict[str, FigureTile] = {}
        self.values: dict[str, QPushButton] = {}
        self.befores: dict[str, QPushButton] = {}
        self.xlsx, self.pdf, self.enter = button(), button(), button()
        self._told, self._made = label("hint"), label("hint")
        self._four, self._rest, self._page = QHBoxLayout(), QGridLayout(), QWidget()
        self._lay_out()
        self.xlsx.clicked.connect(lambda: self._ask_for_file(BulletinFormat.XLSX))
        self.pdf.clicked.connect(lambda: self._ask_for_file(BulletinFormat.PDF))
        self.enter.clicked.connect(self.hand_wanted)
        self.more.asked.connect(self.cases_wanted)
        self.say()

    def set_scheme(self, scheme: Scheme) -> None:
        self._scheme = scheme
        self._fill()

    def scheme(self) -> Scheme | None:
        return self._scheme

    def take(self, bulletin: Bulletin) -> None:
        known, self._bulletin = self._bulletin, bulletin
        if known is None or msgspec.structs.replace(known, at=bulletin.at) != bulletin:  # else whoever reads it keeps his place
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
        self.more.show_bulletin(self._scheme, self._bulletin)

    def _tile(self, of: FigureOf, figure: Figure) -> FigureTile:
        tile = self.tiles[of.id] = FigureTile(of)
        tile.name.setText(words.called(of))
        tile.value.setText(words.figure(_kind(of), figure.value))
        tile.before.setText(self._before(of, figure))
        tile.note.setText(choose(of.note, of.note_en))
        tile.asked.connect(lambda earlier: self._ask(of, earlier))
        self.values[of.id], self.befores[of.id] = tile.value, tile.before
        return tile

    def _line(self, row: int, of: FigureOf, figure: Figure) -> None:
        name, value, before, note = label(), button("quiet"), button("quiet"), label("hint", wrap=True)
        name.setText(words.called(of))
        value.setText(words.figure(_kind(of), figure.value))
        for part, earlier in ((value, False), (before, True)):
            part.clicked.connect(lambda _=False, earlier=earlier: self._ask(of, earlier))
            part.setEnabled(not of.hand)
        before.setText(self._before(of, figure))
        note.setText(choose(of.note, of.note_en))
        for at, each in enumerate((name, value, before, note)):
            self._rest.addWidget(each, row, at, Qt.AlignmentFlag.AlignVCenter)
        self.values[of.id], self.befores[of.id] = value, before

    def _ask(self, of: FigureOf, earlier: bool) -> None:
        (self.calls_wanted if of.call else self.asked).emit(of, earlier)

    def _before(self, of: FigureOf, figure: Figure) -> str:
        return self.tr("before {value}").format(value=words.figure(_kind(of), figure.before))

    def _clear(self) -> None:
        self.tiles, self.values, self.befores = {}, {}, {}
        for layout in (self._four, self._rest):
            while (item := layout.takeAt(0)) is not None:
                if (widget := item.widget()) is not None:
                    widget.hide()
                    widget.deleteLater()

    def _ask_for_file(self, form: BulletinFormat) -> None:
        name = f"bulletin-{self._bulletin.first.isoformat()}.{form}" if self._bulletin else f"bulletin.{form}"
        save_file(self, self.tr("Keep the bulletin"), name, lambda path: self.file_wanted.emit(form, path))

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
        inside.addWidget(self.more)
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
