"""A queue of what will be late: the first to break its limit first, each with the steps that still save it, as the backend offers them.

Those of which nobody knows when they will be done say no more than their lamp: they are folded behind a button that counts
them, unless there are no others.
"""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from console.hall.failures import Wanted
from console.hall.hall import Hall
from console.widgets import keys, theme
from console.widgets.foreseen.line import ForeseenLine
from console.widgets.missing import Missing
from console.widgets.spoken import Spoken, button, hint, label
from wire.codes import Noun
from wire.forecast import Forecast

AGAIN_MS, SOON_MS = 30_000, 1_500  # while it is seen; after one of its cases has changed
KEYS = 5


class ForeseenPane(Spoken):
    """The chosen row is the Hall's selection. Keys: Enter opens the card, a number presses a button of the row. It asks only while it is seen."""

    wanted = Signal()
    verb_wanted = Signal(str, str)  # case id, verb
    opened = Signal(str)  # case id
    told = Signal(str, str, int)

    def __init__(self, hall: Hall, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hall = hall
        self.forecasts: Sequence[Forecast] | None = None
        self.more = button("quiet")
        self.more.setCheckable(True)
        self.list, self._nothing, self.missing = QListWidget(), label("hint", wrap=True), Missing(hall, Wanted.FORESEEN)
        self._again, self._soon = QTimer(self, interval=AGAIN_MS), QTimer(self, interval=SOON_MS, singleShot=True)
        self._lay_out()
        self._connect()
        self.say()

    def take(self, forecasts: Sequence[Forecast]) -> None:
        """The row that one stands on stays, wherever it has come to."""
        self._hall.failures.clear(Wanted.FORESEEN, "")
        if forecasts == self.forecasts:
            return
        self.forecasts = forecasts
        self._fill()
        self._show_nothing()
        self.tell()

    def say(self) -> None:
        self._show_nothing()
        self._show_more()
        self.tell()

    def tell(self) -> None:
        known, others = self._parted()
        parts = [self.tr("{count} will be late").format(count=len(known))] if known else []
        parts += [self.tr("{count} unknown when").format(count=len(others))] if others else []
        self.told.emit("", " · ".join(parts), len(known) or len(others))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.wanted.emit()
        self._again.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._again.stop()
        self._soon.stop()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.list.doItemsLayout()

    def lines(self) -> list[ForeseenLine]:
        made = (self.list.itemWidget(self.list.item(row)) for row in range(self.list.count()))
        return [line for line in made if isinstance(line, ForeseenLine)]

    def press(self, number: int) -> None:
        """The button with this number in the chosen row, from 1 on."""
        row = self.list.currentRow()
        line = self.lines()[row] if row >= 0 else None
        if line is not None and number <= len(line.buttons):
            line.buttons[number - 1].click()

    # --- inside

    def _parted(self) -> tuple[list[Forecast], list[Forecast]]:
        """Those of which it is known when they will be done, and the others."""
        told = self.forecasts or ()
        return [each for each in told if not each.later], [each for each in told if each.later]

    def _fill(self) -> None:
        """The row that one stands on stays, wherever it has come to."""
        chosen, at = self._chosen(), self.list.currentRow()
        known, others = self._parted()
        shown = [*known, *others] if self.more.isChecked() or not known else known
        self.list.blockSignals(True)
        self.list.clear()
        for told in shown:
            line, item = ForeseenLine(self._hall, told), QListWidgetItem()
            line.verb_wanted.connect(lambda verb, id=told.case_id: self.verb_wanted.emit(id, verb))
            item.setSizeHint(QSize(0, line.sizeHint().height()))  # as wide as there is room
            self.list.addItem(item)
            self.list.setItemWidget(item, line)
        rows = [told.case_id for told in shown]
        if chosen:
            self.list.setCurrentRow(rows.index(chosen) if chosen in rows else min(at, len(rows) - 1))
        self.list.blockSignals(False)
        self._show_more()

    def _chosen(self) -> str:
        row, lines = self.list.currentRow(), self.lines()
        return lines[row].told.case_id if 0 <= row < len(lines) else ""

    def _select(self) -> None:
        if chosen := self._chosen():
            self._hall.selection.set(Noun.CASE, chosen)

    def _show_nothing(self) -> None:
        self._nothing.setText(self.tr("Nothing is expected to be late.") if self.forecasts is not None else self.tr("Asking …"))
        self._nothing.setVisible(not self.forecasts)
        self.list.setVisible(bool(self.forecasts))

    def _show_more(self) -> None:
        known, others = self._parted()
        arrow = "▾" if self.more.isChecked() else "▸"
        self.more.setText(f"{arrow} " + self.tr("{count} more, unknown when").format(count=len(others)))
        self.more.setToolTip(hint(self.tr("No case like them took so long: they will be later than their limit, nobody knows how much.")))
        self.more.setVisible(bool(known and others))

    def _changed(self, ids: frozenset[str]) -> None:
        """What was foretold of a case is not true of another version of it."""
        if self.isVisible() and not ids.isdisjoint({told.case_id for told in self.forecasts or ()}):
            self._soon.start()

    def _tick(self) -> None:
        if self.isVisible():
            for line in self.lines():
                line.tick(self._hall.clock.now())

    def _connect(self) -> None:
        self._again.timeout.connect(self.wanted)
        self._soon.timeout.connect(self.wanted)
        self.list.currentRowChanged.connect(lambda _: self._select())
        self.list.itemActivated.connect(lambda _: self.opened.emit(self._chosen()))
        self.more.toggled.connect(lambda _: self._fill())
        self.missing.again.connect(lambda _: self.wanted.emit())
        self._hall.cases.changed.connect(self._changed)
        self._hall.clock.ticked.connect(self._tick)
        for number in range(1, KEYS + 1):
            keys.bind(self.list, partial(self.press, number), str(number))

    def _lay_out(self) -> None:
        for part in (self.missing, self._nothing):
            part.setContentsMargins(*(theme.px(side) for side in (12, 8, 12, 8)))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.missing)
        whole.addWidget(self._nothing, 0, Qt.AlignmentFlag.AlignTop)
        whole.addWidget(self.list, 1)
        whole.addWidget(self.more)
        self.setFocusProxy(self.list)
