"""The history: a line to search in, filters as chips, and the cases that were found, of all that there ever were."""

from datetime import datetime
from functools import partial

import msgspec
from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QLineEdit, QVBoxLayout, QWidget

from console import words
from console.hall.hall import Hall
from console.hall.history import History, Saved, Search
from console.widgets import theme
from console.widgets.history.chips import Chips
from console.widgets.history.model import Column, HistoryModel
from console.widgets.history.row import HistoryRow
from console.widgets.history.saved import SavedMenu
from console.widgets.history.sieve import Sieve
from console.widgets.history.span import SpanForm
from console.widgets.icons import icon
from console.widgets.queue.pane import CaseTable
from console.widgets.rows import Chooser, as_rows
from console.widgets.spoken import Spoken, button, hint, label
from console.words import filters

WIDTHS = {
    Column.LAMP: 32,
    Column.NUMBER: 124,
    Column.CLASS: 132,
    Column.ADDRESS: 196,
    Column.DESCRIPTION: 240,
    Column.STATUS: 76,
    Column.DEPARTMENT: 124,
    Column.REPORTED: 124,
    Column.CLOSED: 124,
}
DISPENSABLE = (Column.CLOSED, Column.DEPARTMENT, Column.STATUS, Column.ADDRESS, Column.NUMBER)  # what goes first when there is little room
PAUSE_MS = 250  # after the last key, before it is asked
LONGEST = 100


class HistoryPane(Spoken):
    """Shows a `History`; the chosen row is the Hall's selection, whose card asks for what the Hall does not have."""

    opened = Signal(str)  # case id: show its card
    located = Signal(float, float)
    export_wanted = Signal()
    saved = Signal(object)  # list[Saved]: to be kept
    area_wanted = Signal(float)  # metres around the middle of the map, 0: all of it
    told = Signal(str, str, int)

    def __init__(self, hall: Hall, history: History, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hall, self._history = hall, history
        self.model, self.table, self.text = HistoryModel(hall, history, self), CaseTable(), QLineEdit(maxLength=LONGEST)
        self.chips, self.sieve, self.span, self.names = Chips(hall), Sieve(hall, self), SpanForm(self), SavedMenu(self)
        self.filter_button, self.saved_button, self.export_button = button(), button("quiet"), button("quiet")
        self.fault, self.again = label("hint", tone="danger", wrap=True), button("quiet")
        self._pause = QTimer(self, interval=PAUSE_MS, singleShot=True)
        self._lay_out()
        self._prepare_table()
        self._chooser = Chooser(hall, self.table)
        self._connect()
        self.say()
        self.dress()

    def seek(self, search: Search) -> None:
        self._pause.stop()
        self.sieve.search = search
        self.chips.show_search(search)
        if self.text.text() != search.filter.text:
            self.text.setText(search.filter.text)
            self._pause.stop()
        self._history.seek(search, self._hall.clock.now())
        self.tell()

    def narrow(self, **changed: object) -> None:
        """Change some of the filter."""
        search = self._history.search
        self.seek(msgspec.structs.replace(search, filter=msgspec.structs.replace(search.filter, **changed)))

    def tell(self) -> None:
        history = self._history
        if history.asking and not history.cases:
            count = self.tr("searching …")
        else:
            count = self.tr("more than {count} found") if history.more else self.tr("{count} found")
            count = count.format(count=f"{history.total:,}")
        if history.at is not None:
            count += self.tr(" · at {time}").format(time=f"{words.local(history.at):%H:%M:%S}")
        rows = -1 if history.asking or history.at is None else len(history.cases)
        wanted = history.search.filter
        self.told.emit(words.quoted(wanted.text.strip()) if wanted.text.strip() else filters.sorting(wanted.sort, wanted.ascending), count, rows)

    def say(self) -> None:
        self.text.setPlaceholderText(self.tr("Search all cases: any part of text, class or department; number   /"))
        self.filter_button.setText(self.tr("Filter  F"))
        self.saved_button.setText(self.tr("Saved  S"))
        self.export_button.setText(self.tr("Export  E"))
        self.again.setText(self.tr("Try again"))
        self.model.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(Column) - 1)
        self.table.viewport().update()
        self._show_fault()
        self.tell()

    def dress(self) -> None:
        for action in self.text.actions():
            action.setIcon(icon("search"))
        self.table.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        room = event.size().width() - sum(map(theme.px, WIDTHS.values()))
        for column in DISPENSABLE:
            self.table.setColumnHidden(column, room < 0)
            room += theme.px(WIDTHS[column]) if room < 0 else 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.text and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Escape:
                self.text.clear()
                self.table.setFocus()
                return True
            if event.key() == Qt.Key.Key_Backspace and not self.text.text():
                self.chips.remove_last()
                return True
            if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._ask_text()
                self.table.setFocus()
                self.table.go_to(max(self.table.currentIndex().row(), 0))
                return True
        return super().eventFilter(watched, event)

    def _press(self, key: int) -> None:
        acts = {
            Qt.Key.Key_Slash: self._focus_text,
            Qt.Key.Key_F: self._open_filters,
            Qt.Key.Key_S: self._open_saved,
            Qt.Key.Key_E: self.export_wanted.emit,
            Qt.Key.Key_R: self._ask_again,
            Qt.Key.Key_Backspace: self.chips.remove_last,
        }
        case = self.model.case(self.table.currentIndex().row())
        if act := acts.get(Qt.Key(key)):
            act()
        elif case is not None and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(case.id)
        elif case is not None and key == Qt.Key.Key_M:
            self.located.emit(case.lon, case.lat)

    def _focus_text(self) -> None:
        self.text.setFocus()
        self.text.selectAll()

    def _open_filters(self) -> None:
        self.sieve.popup(self.filter_button.mapToGlobal(QPoint(0, self.filter_button.height())))

    def _open_saved(self) -> None:
        self.names.popup(self.saved_button.mapToGlobal(QPoint(0, self.saved_button.height())))

    def _ask_again(self) -> None:
        self.seek(self._history.search)

    def _ask_text(self) -> None:
        self._pause.stop()
        if self.text.text() != self._history.search.filter.text:
            self.narrow(text=self.text.text())

    def _take_span(self, name: str, start: datetime, end: datetime) -> None:
        search = self._history.search
        days = None if name == "reported" else search.days
        wanted = msgspec.structs.replace(search.filter, **{f"{name}_from": start, f"{name}_to": end})
        self.seek(Search(filter=wanted, days=days))

    def _save(self, name: str) -> None:
        kept = [each for each in self.names.searches if each.name != name]
        self.names.searches = [*kept, Saved(name=name, search=self._history.search)]
        self.saved.emit(self.names.searches)

    def _renewed(self) -> None:
        self._show_fault()
        self.table.scrollToTop()
        self._chooser.follow()
        self.tell()

    def _show_fault(self) -> None:
        problem = self._history.problem
        self.fault.setText(self.tr("Not searched: {why}").format(why=words.problem(problem)) if problem else "")
        self.fault.setToolTip(hint(problem.detail) if problem else "")
        for part in (self.fault, self.again):
            part.setVisible(problem is not None)

    def _reach(self) -> None:
        """The rows in sight, so that the next page comes before they end."""
        last = self.table.rowAt(self.table.viewport().height() - 1)
        self._history.reach(last if last >= 0 else self.model.rowCount())

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.setContentsMargins(theme.px(8), theme.px(4), theme.px(8), theme.px(4))
        bar.setSpacing(theme.px(8))
        for part in (self.text, self.filter_button, self.saved_button, self.export_button):
            bar.addWidget(part, int(part is self.text))
        fault = QHBoxLayout()
        fault.setContentsMargins(theme.px(12), 0, theme.px(8), 0)
        fault.addWidget(self.fault, 1)
        fault.addWidget(self.again)
        chips = QVBoxLayout()
        chips.setContentsMargins(theme.px(8), 0, theme.px(8), theme.px(4))
        chips.addWidget(self.chips)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for row in (bar, chips, fault):
            column.addLayout(row)
        column.addWidget(self.table, 1)
        self.text.addAction(icon("search"), QLineEdit.ActionPosition.LeadingPosition)

    def _prepare_table(self) -> None:
        table, header = self.table, self.table.horizontalHeader()
        as_rows(table, self.model, HistoryRow(self.model, self._hall.clock.now, table))
        header.setMinimumSectionSize(theme.px(24))
        for column, width in WIDTHS.items():
            header.resizeSection(column, theme.px(width))
        header.setSectionResizeMode(Column.DESCRIPTION, QHeaderView.ResizeMode.Stretch)

    def _connect(self) -> None:
        table, hall = self.table, self._hall
        table.pressed_key.connect(self._press)
        table.pressed_again.connect(hall.selection.repeat)
        table.doubleClicked.connect(partial(self._press, Qt.Key.Key_Return))
        table.verticalScrollBar().valueChanged.connect(self._reach)
        self.text.installEventFilter(self)
        self.text.textEdited.connect(self._pause.start)
        self._pause.timeout.connect(self._ask_text)
        self.filter_button.clicked.connect(self._open_filters)
        self.saved_button.clicked.connect(self._open_saved)
        self.export_button.clicked.connect(self.export_wanted)
        self.again.clicked.connect(self._ask_again)
        for source in (self.chips, self.sieve):
            source.changed.connect(self.seek)
        self.sieve.area_wanted.connect(self.area_wanted)
        self.sieve.span_wanted.connect(lambda name: self.span.ask(name, hall.clock.now()))
        self.span.given.connect(self._take_span)
        self.names.chosen.connect(self.seek)
        self.names.named.connect(self._save)
        self.names.changed.connect(self.saved)
        QShortcut(QKeySequence.StandardKey.Save, self, self.names.ask, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._history.renewed.connect(self._renewed)
        self._history.grown.connect(self.tell)
        for renamed in (hall.catalogue_changed, hall.departments.changed):
            renamed.connect(table.viewport().update)
