"""What the streams take, beside what they may: a line in the header of the video wall, and a table behind it."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHeaderView, QTableWidget, QTableWidgetItem, QVBoxLayout, QWidget

from console.hall.governor import Governor
from console.hall.streams import Load, Streams
from console.widgets import theme, video_words
from console.widgets.spoken import Spoken, button, label

MBIT = 1e6


class LoadButton(Spoken):
    """Says how many streams run; is coloured as a warning while a pane gets less than it wants."""

    def __init__(self, governor: Governor, streams: Streams, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._governor, self._streams = governor, streams
        self.face = button("quiet")
        self.face.clicked.connect(self._open)
        self._table = LoadTable(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.face)
        governor.changed.connect(self.refresh)
        self.say()

    def say(self) -> None:
        self.refresh()

    def refresh(self) -> None:
        """To be called about once a second: what is measured changes by itself."""
        limits, short = self._governor.rules.budget, self._governor.short()
        text = self.tr("{used} of {all} streams").format(used=self._streams.running(), all=limits.streams)
        text = f"⚠ {text}" if short else text
        if text != self.face.text():
            self.face.setText(text)
        self.face.setToolTip(self._explained())
        if self._table.isVisible():
            self._table.fill(self._explained(), self._streams.load())

    def _explained(self) -> str:
        used, limits, short = self._governor.use(), self._governor.rules.budget, self._governor.short()
        lines = [
            self.tr("Streams: {used} of {all}").format(used=used.streams, all=limits.streams),
            self.tr("Processor: {used:.1f} of {all:.0f} small streams").format(used=used.decode, all=limits.decode),
            self.tr("Network: {used:.1f} of {all:.0f} Mbit/s").format(used=used.mbit, all=limits.mbit),
            self.tr("From one host: {used} of {all}").format(used=max(used.hosts.values(), default=0), all=limits.per_host),
        ]
        left = self._streams.running() - used.streams
        if left > 0:
            lines.insert(1, self.tr("Just left, and open a moment longer: {count}").format(count=left))
        if short:
            lines.append(self.tr("Some panes get less: {why}").format(why=video_words.short(short)))
        return "\n".join(lines)

    def _open(self) -> None:
        self._table.fill(self._explained(), self._streams.load())
        self._table.open()


class LoadTable(QDialog):
    """One row for each stream that runs, as measured."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.sums, self.table = label(), QTableWidget(0, 5)
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        self.table.verticalHeader().hide()
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        column = QVBoxLayout(self)
        column.addWidget(self.sums)
        column.addWidget(self.table, 1)
        self.resize(theme.px(760), theme.px(420))

    def fill(self, sums: str, loads: Sequence[Load]) -> None:
        """What all take together in words, and each by itself."""
        self.setWindowTitle(self.tr("What the streams take"))
        self.sums.setText(sums)
        heads = [self.tr("Address"), self.tr("State"), self.tr("Pictures/s"), "Mbit/s", self.tr("Connections made")]
        self.table.setHorizontalHeaderLabels(heads)
        self.table.setRowCount(len(loads))
        for row, load in enumerate(sorted(loads, key=lambda load: load.address)):
            state = video_words.reason(load.problem) if load.problem else self.tr("key pictures") if load.keys_only else self.tr("plays")
            cells = (load.address, state, f"{load.frame_rate:.1f}", f"{load.bit_rate / MBIT:.2f}", str(load.opens))
            for place, text in enumerate(cells):
                item = QTableWidgetItem(text)
                if place >= 2:
                    item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                self.table.setItem(row, place, item)
