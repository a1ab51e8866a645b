"""The case queue: what waits for whom, the most overdue first."""

import msgspec
from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QHeaderView, QLineEdit, QVBoxLayout, QWidget

from console import words
from console.hall.hall import Hall
from console.hall.queues import queues_of
from console.hall.verb_keys import verb_keys
from console.widgets import keys, theme
from console.widgets.case.bulk import Bulk
from console.widgets.icons import icon
from console.widgets.queue.bar import QueueBar
from console.widgets.queue.cells import Column
from console.widgets.queue.command import SIGN, CommandLine
from console.widgets.queue.filter_form import FilterForm
from console.widgets.queue.filter_words import say_wanted
from console.widgets.queue.model import CasesModel
from console.widgets.queue.row import FADE_S, CaseRow
from console.widgets.rows import Chooser, RowTable, as_rows
from console.widgets.spoken import Spoken, button, label
from wire.cases import Case
from wire.codes import Verb
from wire.filters import Wanted

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
K = Qt.Key
LET = frozenset({K.Key_Escape, K.Key_Space, K.Key_J, K.Key_K, K.Key_L, K.Key_N, K.Key_P})  # in the past they are of its line of time
NARROW = 720  # below it a row has two lines


class CaseTable(RowTable):
    """The table itself: single selection, keys that the pane gives a meaning to."""

    pressed_key = Signal(int)
    pressed_again = Signal()  # on the row that was chosen already
    lets = False  # LET to whoever is around it

    def mousePressEvent(self, event: QMouseEvent) -> None:
        row = self.indexAt(event.position().toPoint()).row()
        again = row >= 0 and self.selectionModel().isRowSelected(row) and event.button() == Qt.MouseButton.LeftButton
        super().mousePressEvent(event)
        if again:
            self.pressed_again.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """What is chosen stays whole in sight when the pane becomes smaller."""
        chosen = self.visualRect(self.currentIndex())
        in_sight = QRect(QPoint(), event.oldSize()).intersects(chosen)
        super().resizeEvent(event)
        if in_sight:
            self.scrollTo(self.currentIndex())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        moves = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
        ends = {Qt.Key.Key_Home: 0, Qt.Key.Key_End: self.model().rowCount() - 1}  # of rows: Qt's are of columns
        if event.key() in ends and ends[Qt.Key(event.key())] >= 0:
            self.go_to(ends[Qt.Key(event.key())])
        elif event.text() == "?":
            self.pressed_key.emit(Qt.Key.Key_Question)
        elif event.key() in moves or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
        else:
            # Not to Qt, which would take letters for a search through the first column.
            self.pressed_key.emit(event.key())
            event.setAccepted(not self.lets or Qt.Key(event.key()) not in LET)


class Queue(Spoken):
    """Shows the cases of the Hall; the chosen row is the Hall's selection."""

    opened = Signal(str)  # case id: show its card
    dispatch_wanted = Signal(str)  # case id: to the dispatch form
    located = Signal(str)  # case id: show it on the map
    card_wanted = Signal(str)  # case id: whose offers are asked for
    ordered = Signal(str, object)  # case id, AnyCaseOrder
    withdrawal_wanted = Signal(str)  # key of an order
    keys_wanted = Signal()  # which keys there are
    told = Signal(str, str, int)  # for the frame: scope, count, rows

    def __init__(self, hall: Hall, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hall = hall
        queues = queues_of(hall.me)
        self.model, self.bar = CasesModel(hall, queues, self), QueueBar(queues)
        self.table, self.filter = CaseTable(), QLineEdit()
        self.table.lets = hall.replay
        self.more, self.form, self.bulk = button("quiet"), FilterForm(hall), Bulk(hall, hides=True)
        self.help, self.command = button("quiet"), CommandLine(self._case_at)
        self._caps = [label("keycap") for _ in range(2)]
        self._key_words = [label("hint") for _ in range(2)]
        self._fade = QTimer(self, interval=33)
        self._goes = self._goes_on = False  # the row that is chosen, and the hall with it to the next
        self._faces: dict[int, tuple[str, ...]] = {}  # of the rows in sight, as they were painted last
        self._lay_out()
        self._prepare_table()
        self._chooser = Chooser(hall, self.table)
        self._set_narrow(True)  # at first: a wide one could not be made narrow
        self._connect()
        self.say()
        self.dress()
        self._chooser.follow()

    def show_queue(self, id: str) -> None:
        self.bar.check(id)
        self.model.show_queue(id)
        self.tell()

    def say(self) -> None:
        self.filter.setPlaceholderText(self.tr("Filter: number, class, address, department"))
        for key, meaning, cap, words_of in zip(("/", self._space()), (self.tr("filter"), self.tr("mark")), self._caps, self._key_words, strict=True):
            cap.setText(key)
            words_of.setText(meaning)
        self.more.setText(self.tr("Filters"))
        self.more.setToolTip("Ctrl+F")
        self.help.setText("?")
        self.help.setToolTip(self.tr("All keys"))
        self.help.setAccessibleName(self.tr("All keys"))
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
        for place, part in enumerate(zip(self._caps, self._key_words, strict=True)):
            for each in part:
                each.setVisible(not narrow and (place == 0 or not self._hall.replay))  # steps, alone or many at once, are for now

    def _space(self) -> str:
        return words.choose("空格", "Space")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.filter and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Escape:
                self.filter.clear()
                self.table.setFocus()
                return True
            if self.filter.text().startswith(SIGN) and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.command.enter()
                return True
            if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.table.setFocus()
                self.table.go_to(max(self.table.currentIndex().row(), 0))
                return True
        return super().eventFilter(watched, event)

    def _press(self, key: int) -> None:
        case = self.model.case(self.table.currentIndex().row())
        asked = {Qt.Key.Key_Return: self.opened, Qt.Key.Key_Enter: self.opened, Qt.Key.Key_M: self.located}
        if key == Qt.Key.Key_Slash:
            self.filter.setFocus()
            self.filter.selectAll()
        elif Qt.Key.Key_0 <= key <= Qt.Key.Key_9:
            self._turn_to((key - Qt.Key.Key_1) % 10)
        elif key == Qt.Key.Key_Question:
            self.keys_wanted.emit()
        elif key == Qt.Key.Key_Escape:
            self.bulk.give_up() if self.bulk.looks else self.model.unmark()
        elif case is None:
            return
        elif signal := asked.get(Qt.Key(key)):
            signal.emit(case.id)
        elif self._hall.replay:
            return  # no step is taken in the past, and so nothing is marked for one
        elif key == Qt.Key.Key_Space:
            self.model.mark(case.id)
            self.table.go_to(self.table.currentIndex().row() + 1)
        elif key == Qt.Key.Key_Period:
            self.bulk.take(self.model.marked() or [case.id], lists=True)
        elif Qt.Key.Key_A <= key <= Qt.Key.Key_Z:
            self._ask(chr(key), case.id)

    def _turn_to(self, place: int) -> None:
        """By its digit: 0 is the tenth."""
        queues = list(self.model.queues)
        if place < len(queues):
            self.show_queue(queues[place])

    def _ask(self, letter: str, case_id: str) -> None:
        """A step for all that is marked, or for the row; one dispatch has a form of its own."""
        marked = self.model.marked()
        if letter == "D" and not marked:
            self.dispatch_wanted.emit(case_id)
        elif verbs := verb_keys().get(letter):
            self.bulk.take(marked or [case_id], verbs)

    def _mark_all(self) -> None:
        if not self._hall.replay:
            self.model.mark_shown()

    def want(self, wanted: Wanted) -> None:
        """Show what is like this; the text goes into its field."""
        self.filter.setText(wanted.text)
        self.model.want(wanted)
        self._hall.want(wanted)
        self.form.show_wanted(wanted)
        self.tell()

    def _seek(self, text: str) -> None:
        """What is typed behind a slash is a step, and filters nothing."""
        if not self._hall.replay and self.command.show_typed(text):
            return
        self.want(msgspec.structs.replace(self.model.wanted, text=text))

    def _case_at(self, row: int) -> Case | None:
        return self.model.case(row - 1 if row else self.table.currentIndex().row())

    def _do_typed(self, case_id: str, verbs: list[Verb], given: str) -> None:
        self.filter.clear()
        self.table.go_to(self.model.row(case_id))
        self.bulk.take([case_id], verbs, given)

    def _open_form(self, on: bool) -> None:
        self.form.setVisible(on)
        (self.form.lamps if on else self.table).setFocus()

    def _leaving(self, _: QModelIndex, first: int, last: int) -> None:
        """Rows are about to go, and the table with them to the next: the hall only goes along from a case that we have seen to ourselves.

        Whoever reads a case, or writes in its forms, keeps it when somebody else moves it on.
        """
        row = self.table.currentIndex().row()
        id = self.model.id(row) if first <= row <= last else ""
        done = id == self._hall.selection.id and not self.model.keeps(id) and any(receipt.subject == id for receipt in self._hall.receipts)
        self._goes, self._goes_on = bool(id), done

    def _left(self) -> None:
        if self._goes_on:
            self.table.go_to(self.table.currentIndex().row())
        elif self._goes:
            self.table.clearSelection()
        self._goes = self._goes_on = False

    def _arrived(self) -> None:
        if not self.table.selectionModel().hasSelection():
            self._chooser.follow()  # it has only moved

    def tell(self) -> None:
        tally, now = self.model.tally, self._hall.clock.now()
        self.bar.show_counts(tally, now)
        queue, rows, marked = self.model.queue, self.model.rowCount(), len(self.model.marked())
        scope = words.choose(*queue.name)
        wanted = say_wanted(self._hall, self.model.wanted)
        if wanted:
            scope += f" · {wanted}"
        count = self.tr("{rows} shown").format(rows=rows)
        if not wanted and (overdue := tally.red(queue.id, now)):
            count += " · " + self.tr("{overdue} overdue").format(overdue=overdue)
        if marked:
            count = self.tr("{count} marked").format(count=marked) + f" · {count}"
        self.told.emit(scope, count, rows)

    def _show_marks(self) -> None:
        self.table.viewport().update()
        self.tell()

    def _end_bulk(self) -> None:
        self.model.unmark()
        self.table.setFocus()

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
        bar.addWidget(self.more)
        self.more.setCheckable(True)
        self.help.setFixedWidth(theme.px(28))
        self.filter.setMinimumWidth(theme.px(40))  # else a wide pane could not be made narrow
        self.form.hide()
        self.bulk.hide()
        for cap, words_of in zip(self._caps, self._key_words, strict=True):
            cap.setFixedHeight(theme.px(18))
            bar.addWidget(cap)
            bar.addWidget(words_of)
        bar.addWidget(self.help)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addLayout(bar)
        column.addWidget(self.command)
        column.addWidget(self.form)
        column.addWidget(self.bulk)
        column.addWidget(self.table, 1)
        self.filter.addAction(icon("search"), QLineEdit.ActionPosition.LeadingPosition)

    def _prepare_table(self) -> None:
        table, header = self.table, self.table.horizontalHeader()
        self.model.rowsAboutToBeRemoved.connect(self._leaving)  # before the table's own selection hears of it
        as_rows(table, self.model, CaseRow(self.model, self._hall.clock.now, table))
        self.model.rowsRemoved.connect(self._left)
        self.model.rowsInserted.connect(self._arrived)
        table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        header.setMinimumSectionSize(theme.px(24))
        for column, width in WIDTHS.items():
            header.resizeSection(column, theme.px(width))
        header.setSectionResizeMode(Column.ADDRESS, QHeaderView.ResizeMode.Stretch)
        header.setSortIndicator(Column.LEFT, Qt.SortOrder.AscendingOrder)
        table.setSortingEnabled(True)
        header.setSortIndicatorShown(False)  # the model writes an arrow behind the title: Qt's takes the title's room

    def _connect(self) -> None:
        self.bar.check(self.model.queue.id)
        self.bar.chosen.connect(self.show_queue)
        self.more.toggled.connect(self._open_form)
        self.help.clicked.connect(self.keys_wanted)
        self.command.asked.connect(self._do_typed)
        self.form.wanted.connect(self.want)
        self.bulk.card_wanted.connect(self.card_wanted)
        self.bulk.ordered.connect(self.ordered)
        self.bulk.withdrawal_wanted.connect(self.withdrawal_wanted)
        self.bulk.ended.connect(self._end_bulk)
        keys.bind(self.table, self._mark_all, "Ctrl+A")
        keys.bind(self, self.more.toggle, "Ctrl+F")
        keys.bind(self.form, lambda: self.more.setChecked(False), "Escape")
        self.model.marks_changed.connect(self._show_marks)
        self.table.pressed_key.connect(self._press)
        self.table.pressed_again.connect(self._hall.selection.repeat)
        self.table.doubleClicked.connect(lambda: self._press(Qt.Key.Key_Return))
        self.filter.installEventFilter(self)
        self.filter.textChanged.connect(self._seek)
        self.model.counted.connect(self.tell)
        self.model.arrived.connect(self._fade.start)
        self.model.modelReset.connect(self._chooser.follow)
        self._fade.timeout.connect(self._fading)
        for renamed in (self._hall.catalogue_changed, self._hall.departments.changed):
            renamed.connect(self.table.viewport().update)
        self._hall.clock.ticked.connect(self._tick)
