"""The case queue: what waits for whom, the most overdue first."""

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QButtonGroup, QHBoxLayout, QHeaderView, QLineEdit, QTableView, QVBoxLayout, QWidget

from console.hall.hall import Hall
from console.widgets import theme
from console.widgets.cases_model import CasesModel, Column
from console.widgets.icons import icon
from console.widgets.row import FADE_S, CaseRow
from console.widgets.spoken import Spoken, button, label
from console.widgets.tally import Group
from wire.codes import Noun

WIDTHS = {
    Column.LAMP: 32,
    Column.NUMBER: 96,
    Column.CLASS: 148,
    Column.ADDRESS: 220,
    Column.STATUS: 144,
    Column.LEFT: 96,
    Column.SOURCE: 100,
    Column.DEPARTMENT: 148,
    Column.REPORTED: 96,
}
# What goes first when there is little room, and how little: the address must keep this many px.
DISPENSABLE, ADDRESS_LEAST = (Column.REPORTED, Column.SOURCE, Column.DEPARTMENT), 200
NARROW = 720  # below it a row has two lines, and so has a tab
TIGHT = 420  # below it a tab is written small


class CaseTable(QTableView):
    """The table itself: single selection, keys that the pane gives a meaning to."""

    pressed_key = Signal(int)
    pressed_again = Signal()  # on the row that was chosen already

    def mousePressEvent(self, event: QMouseEvent) -> None:
        row = self.indexAt(event.position().toPoint()).row()
        again = row >= 0 and row == self.currentIndex().row() and event.button() == Qt.MouseButton.LeftButton
        super().mousePressEvent(event)
        if again:
            self.pressed_again.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        moves = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Home, Qt.Key.Key_End)
        if event.key() in moves or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
        else:
            # Not to Qt, which would take letters for a search through the first column.
            self.pressed_key.emit(event.key())


class Queue(Spoken):
    """Shows the cases of the Hall; the chosen row is the Hall's selection."""

    opened = Signal(str)  # case id: show its card
    dispatch_wanted = Signal(str)  # case id: to the dispatch form
    located = Signal(str)  # case id: show it on the map
    told = Signal(str, str, int)  # for the frame: scope, count, rows

    def __init__(self, hall: Hall, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hall = hall
        self.model = CasesModel(hall, self)
        self.table, self.filter = CaseTable(), QLineEdit()
        self._tabs, self._tab_group = {group: button("tab") for group in Group}, QButtonGroup(self)
        self._keys = [label("keycap") for _ in range(3)]
        self._key_words = [label("hint") for _ in range(3)]
        self._fade = QTimer(self, interval=33)
        self._faces: dict[int, tuple[str, ...]] = {}  # of the rows in sight, as they were painted last
        self._lay_out()
        self._prepare_table()
        self._set_narrow(True)  # at first: a wide one could not be made narrow
        self._write_tabs_small(True)
        self._connect()
        self.say()
        self.dress()
        self._follow(hall.selection.noun, hall.selection.id)

    def show_group(self, group: Group) -> None:
        self._tabs[group].setChecked(True)
        self.model.show_group(group)
        self.tell()

    def say(self) -> None:
        self.filter.setPlaceholderText(self.tr("Filter: number, class, address, department"))
        for key, meaning, cap, words_of in zip(
            ("/", "⏎", "D"), (self.tr("filter"), self.tr("open"), self.tr("dispatch")), self._keys, self._key_words, strict=True
        ):
            cap.setText(key)
            words_of.setText(meaning)
        self.model.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(Column) - 1)
        self.table.viewport().update()
        self.tell()

    def dress(self) -> None:
        for action in self.filter.actions():
            action.setIcon(icon("search"))
        self.table.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = event.size().width() < theme.px(NARROW)
        if narrow != self.model.narrow:
            self._set_narrow(narrow)
        self._write_tabs_small(event.size().width() < theme.px(TIGHT))
        room = event.size().width() - sum(theme.px(width) for width in WIDTHS.values()) + theme.px(WIDTHS[Column.ADDRESS] - ADDRESS_LEAST)
        for column in DISPENSABLE:
            self.table.setColumnHidden(column, narrow or room < 0)
            room += theme.px(WIDTHS[column]) if room < 0 else 0

    def _set_narrow(self, narrow: bool) -> None:
        """Two lines a row in a narrow pane, one in a wide one."""
        self.model.narrow = narrow
        header = self.table.horizontalHeader()
        for column in (Column.NUMBER, Column.ADDRESS, Column.STATUS):
            self.table.setColumnHidden(column, narrow)
        for column, stretches in ((Column.CLASS, narrow), (Column.ADDRESS, not narrow)):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch if stretches else QHeaderView.ResizeMode.Interactive)
        if not narrow:
            header.resizeSection(Column.CLASS, theme.px(WIDTHS[Column.CLASS]))
        self.table.verticalHeader().setDefaultSectionSize(theme.px(44 if narrow else 28))
        for part in (*self._keys, *self._key_words):
            part.setVisible(not narrow)
        self._stack_tabs(narrow)

    def _stack_tabs(self, stacked: bool) -> None:
        """Beside each other, or the count under the word and all over the whole width: never in a second row."""
        for place, tab in enumerate(self._tabs.values()):
            theme.set_property(tab, "stacked", stacked)
            tab.setMinimumWidth(0 if stacked else 1)  # else the long words would keep the pane from getting narrow
            self._tab_row.setStretch(place, int(stacked))
        self._tab_row.setStretch(len(self._tabs), int(not stacked))
        self.tell()

    def _write_tabs_small(self, small: bool) -> None:
        for tab in self._tabs.values():
            theme.set_property(tab, "tight", small and self.model.narrow)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.filter and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Escape:
                self.filter.clear()
                self.table.setFocus()
                return True
            if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.table.setFocus()
                self._choose_row(max(self.table.currentIndex().row(), 0))
                return True
        return super().eventFilter(watched, event)

    def _press(self, key: int) -> None:
        groups = list(Group)
        if key == Qt.Key.Key_Slash:
            self.filter.setFocus()
            self.filter.selectAll()
        elif Qt.Key.Key_1 <= key < Qt.Key.Key_1 + len(groups):
            self.show_group(groups[key - Qt.Key.Key_1])
        elif case := self.model.case(self.table.currentIndex().row()):
            wanted = {Qt.Key.Key_Return: self.opened, Qt.Key.Key_Enter: self.opened, Qt.Key.Key_D: self.dispatch_wanted, Qt.Key.Key_M: self.located}
            if signal := wanted.get(Qt.Key(key)):
                signal.emit(case.id)

    def _select(self, current: QModelIndex) -> None:
        if case := self.model.case(current.row()):
            self._hall.selection.set(Noun.CASE, case.id)

    def _follow(self, noun: Noun | None, id: str) -> None:
        row = self.model.row(id) if noun is Noun.CASE else -1
        if row < 0:
            self.table.clearSelection()
        elif row != self.table.currentIndex().row() or not self.table.selectionModel().hasSelection():
            self._choose_row(row)

    def _choose_row(self, row: int) -> None:
        if 0 <= row < self.model.rowCount():
            self.table.setCurrentIndex(self.model.index(row, 0))

    def tell(self) -> None:
        tally, now, between = self.model.tally, self._hall.clock.now(), "\n" if self.model.narrow else " "
        for group, tab in self._tabs.items():
            tab.setText(f"{self._group_words(group)}{between}{tally.count(group)}")
        scope = self._group_words(self.model.group)
        if self.filter.text().strip():
            scope += f" · “{self.filter.text().strip()}”"
        overdue, rows = tally.overdue(now), self.model.rowCount()
        count = self.tr("{rows} shown · {overdue} overdue").format(rows=rows, overdue=overdue)
        self.told.emit(scope, count, rows)

    def _group_words(self, group: Group) -> str:
        return {
            Group.OPEN: self.tr("Open"),
            Group.ACCEPT: self.tr("Accept"),
            Group.FILE: self.tr("File"),
            Group.DISPATCH: self.tr("Dispatch"),
            Group.DISPOSE: self.tr("Dispose"),
            Group.REVIEW: self.tr("Review"),
            Group.CHECK: self.tr("Check"),
            Group.CLOSED: self.tr("Closed"),
        }[group]

    def _tick(self) -> None:
        self._age()
        self.tell()

    def _age(self) -> None:
        """Paint the rows that say something else than a second ago: most do once a minute, and all of them take 15 ms."""
        first, last = self.table.rowAt(0), self.table.rowAt(self.table.viewport().height() - 1)
        before, rows = self._faces, range(max(first, 0), (last if last >= 0 else self.model.rowCount() - 1) + 1)
        self._faces = {row: self.model.face(row) for row in rows}
        for row in rows:
            if before.get(row) != self._faces[row]:
                self.table.viewport().update(0, self.table.rowViewportPosition(row), self.table.viewport().width(), self.table.rowHeight(row))

    def _fading(self) -> None:
        self.table.viewport().update()
        if not self.model.fading(FADE_S):
            self._fade.stop()

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.setContentsMargins(theme.px(8), theme.px(4), theme.px(8), theme.px(4))
        bar.setSpacing(theme.px(8))
        bar.addWidget(self.filter, 1)
        for cap, words_of in zip(self._keys, self._key_words, strict=True):
            cap.setFixedHeight(theme.px(18))
            bar.addWidget(cap)
            bar.addWidget(words_of)
        tabs = self._tab_row = QHBoxLayout()
        tabs.setContentsMargins(theme.px(4), 0, theme.px(4), 0)
        tabs.setSpacing(0)
        for group, tab in self._tabs.items():
            tab.setCheckable(True)
            tab.setChecked(group is self.model.group)
            self._tab_group.addButton(tab)
            tabs.addWidget(tab)
        tabs.addStretch(0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(tabs)
        column.addLayout(bar)
        column.addWidget(self.table, 1)
        self.filter.addAction(icon("search"), QLineEdit.ActionPosition.LeadingPosition)

    def _prepare_table(self) -> None:
        table, header = self.table, self.table.horizontalHeader()
        table.setModel(self.model)
        table.setItemDelegate(CaseRow(self.model, self._hall.clock.now, table))
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.setMouseTracking(True)
        table.setTabKeyNavigation(False)
        table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        table.verticalHeader().hide()
        table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        table.verticalHeader().setDefaultSectionSize(theme.px(28))
        header.setHighlightSections(False)
        header.setFixedHeight(theme.px(24))
        header.setMinimumSectionSize(theme.px(24))
        for column, width in WIDTHS.items():
            header.resizeSection(column, theme.px(width))
        header.setSectionResizeMode(Column.ADDRESS, QHeaderView.ResizeMode.Stretch)
        header.setSortIndicator(Column.LEFT, Qt.SortOrder.AscendingOrder)
        table.setSortingEnabled(True)
        header.setSortIndicatorShown(False)  # the model writes an arrow behind the title: Qt's takes the title's room

    def _connect(self) -> None:
        for group, tab in self._tabs.items():
            tab.clicked.connect(lambda _=False, group=group: self.show_group(group))
        self.table.pressed_key.connect(self._press)
        self.table.pressed_again.connect(self._hall.selection.repeat)
        self.table.doubleClicked.connect(lambda: self._press(Qt.Key.Key_Return))
        self.table.selectionModel().currentChanged.connect(self._select)
        self.filter.installEventFilter(self)
        self.filter.textChanged.connect(self.model.seek)
        self.model.counted.connect(self.tell)
        self.model.arrived.connect(self._fade.start)
        self.model.modelReset.connect(lambda: self._follow(self._hall.selection.noun, self._hall.selection.id))
        self._fade.timeout.connect(self._fading)
        self._hall.selection.changed.connect(self._follow)
        for renamed in (self._hall.catalogue_changed, self._hall.departments.changed):
            renamed.connect(self.table.viewport().update)
        self._hall.clock.ticked.connect(self._tick)
