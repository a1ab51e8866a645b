"""A queue of what will be late: the first to break its limit first, each with the steps that still save it, as the backend offers them."""

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
from console.widgets.spoken import Spoken, label
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
        chosen, at = self._chosen(), self.list.currentRow()
        self.forecasts = forecasts
        self.list.blockSignals(True)
        self.list.clear()
        for told in forecasts:
            line, item = ForeseenLine(self._hall, told), QListWidgetItem()
            line.verb_wanted.connect(lambda verb, id=told.case_id: self.verb_wanted.emit(id, verb))
            item.setSizeHint(QSize(0, line.sizeHint().height()))  # as wide as there is room
            self.list.addItem(item)
            self.list.setItemWidget(item, line)
        rows = [told.case_id for told in forecasts]
        if chosen:
            self.list.setCurrentRow(rows.index(chosen) if chosen in rows else min(at, len(rows) - 1))
        self.list.blockSignals(False)
        self._show_nothing()
        self.tell()

    def say(self) -> None:
        self._show_nothing()
        self.tell()

    def tell(self) -> None:
        count = len(self.forecasts or ())
        self.told.emit("", self.tr("{count} will be late").format(count=count) if count else "", count)

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

    def _chosen(self) -> str:
        row = self.list.currentRow()
        return self.forecasts[row].case_id if self.forecasts and 0 <= row < len(self.forecasts) else ""

    def _select(self) -> None:
        if chosen := self._chosen():
            self._hall.selection.set(Noun.CASE, chosen)

    def _show_nothing(self) -> None:
        self._nothing.setText(self.tr("Nothing is expected to be late.") if self.forecasts is not None else self.tr("Asking …"))
        self._nothing.setVisible(not self.forecasts)
        self.list.setVisible(bool(self.forecasts))

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
        self.setFocusProxy(self.list)
