"""The standards library: every version for everybody to read; drafts for the administrator to edit, look through and publish."""

from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QMenu,
    QSplitter,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from console import words
from console.hall.hall import Hall
from console.widgets import keys, standard_words, theme
from console.widgets.cell import Cell
from console.widgets.fields import Choice
from console.widgets.spoken import Spoken, button, label
from console.widgets.standard_lines import COLUMNS, StandardLines
from console.widgets.standard_side import StandardSide, widen
from console.widgets.standard_tree import StandardTree
from wire.codes import Role, StandardKind, StandardState
from wire.problem import Problem
from wire.standards import ConditionLine, ConditionVersion, DraftOrder, Lines, Standard, StandardChanges, WholeStandard

SAVE_MS = 800  # after the last change: what is typed is on the backend before anybody can lose it
NARROW = 980  # px: below it the tree gives way to the table
WIDTHS = {"code": 76, "name": 130, "limit": 112, "closing": 170, "trade": 110, "meaning": 110, "first": 100, "last": 100}
WANTS = {"closing": 1300, "trade": 1150}  # px of the pane, for columns that stand in the form as well
TABLES = "CSV, XLSX (*.csv *.xlsx)"


class Standards(Spoken):
    """Asks by signals; `take…`, `refuse` and `tell_done` answer. A draft is kept a moment after each change, with what is wrong in it."""

    wanted = Signal(str)  # id of a version
    changes_wanted = Signal(str)
    history_wanted = Signal(str)  # id of a condition
    draft_put = Signal(str, object, object)  # id, DraftOrder, version or none
    withdrawal_wanted = Signal(str, int)
    publication_wanted = Signal(str, object, int)  # id, date, version
    file_wanted = Signal(str, object)  # id, Path
    reading_wanted = Signal(object, object)  # Path, StandardKind
    told = Signal(str, str, int)

    def __init__(self, hall: Hall, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sheet")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._hall = hall
        self._whole: WholeStandard | None = None
        self._kind, self._asked, self._at = StandardKind.CATALOGUE, "", -1
        self._changes: StandardChanges | None = None
        self._previewed: tuple[str, int] = ("", 0)
        self._history: tuple[str, list[ConditionVersion]] = ("", [])
        self._unsaved, self._sending, self._naming = False, False, Lines()
        self.kinds = {kind: button("tab") for kind in StandardKind}
        self.versions, self.search = Choice(), QLineEdit()
        self.new, self.read, self.export, self.withdraw = button(), button(), button(), button("quiet")
        self.tree, self.model, self.table = StandardTree(), StandardLines(self), QTableView()
        self.side = StandardSide()
        self.form, self.publish = self.side.form, self.side.publish
        self.add, self.remove = button(), button("quiet")
        self.name, self.title, self.make, self.leave = QLineEdit(), QLineEdit(), button("primary"), button("quiet")
        self.sure, self.keep, self._question = button("primary"), button("quiet"), label(wrap=True)
        self.outcome = label("hint", wrap=True)
        self._name_label, self._title_label = label("label"), label("label")
        self._saver = QTimer(self, singleShot=True, interval=SAVE_MS)
        self._lay_out()
        self._connect()
        self.say()
        self._show_versions()

    # What is answered

    def take(self, whole: WholeStandard) -> None:
        """A version that was asked for, or has been stored. What is being typed is left alone, and only judged anew."""
        self._sending = False
        same = self._whole is not None and self._whole.id == whole.id
        if same and (self._unsaved or self.model.all() == whole.lines):
            self._whole = whole
            self.model.judge(whole.faults if not self._unsaved else [])
        else:
            self._whole, self._unsaved = whole, False
            self._kind = whole.standard.kind
            self.model.take(self._kind, whole.lines, whole.faults)
            self._widths()
            self._go_to(0)
        self._asked = whole.id
        self._changes = None
        self.tree.take(self.model.lines)
        self._show()
        self._preview()
        if self._unsaved:
            self._saver.start()

    def take_changes(self, found: StandardChanges) -> None:
        if self._whole is not None and found.id == self._whole.id:
            self._changes = found
            self._show()

    def take_history(self, id: str, found: list[ConditionVersion]) -> None:
        self._history = (id, found)
        self._show()

    def take_lines(self, lines: Lines, name: str) -> None:
        """What a file says: it becomes a draft under a name that is asked for."""
        self._ask_name(lines, Path(name).stem[:100])

    def tell_done(self, text: str, tone: str = "ok") -> None:
        self._say_outcome(text, tone)

    def refuse(self, problem: Problem) -> None:
        """What was typed stays where it is."""
        self._sending = False
        if problem.code == "changed_meanwhile":
            text = self.tr("Somebody else has changed this draft meanwhile. What you typed is still here; choose the version again to see theirs.")
        else:
            text = words.problem(problem) if problem.code != "malformed" else problem.detail
        self._say_outcome(text, "danger")
        self._show()

    def tell(self) -> None:
        standard = self._standard()
        count = len(self.model.lines)
        self.told.emit(standard_words.name(standard) if standard else "", self.tr("{count} lines").format(count=count), -1)

    # What it says

    def say(self) -> None:
        for kind, tab in self.kinds.items():
            tab.setText(words.of(kind))
            widen(tab)
        for part, text in (
            (self.new, self.tr("New version…")),
            (self.read, self.tr("Read a file…")),
            (self.export, self.tr("Export")),
            (self.withdraw, self.tr("Withdraw this draft")),
            (self.add, self.tr("Add")),
            (self.remove, self.tr("Remove")),
            (self.make, self.tr("Make the draft")),
            (self.leave, self.tr("Cancel")),
            (self.sure, self.tr("Withdraw")),
            (self.keep, self.tr("Keep")),
        ):
            part.setText(text)
        self.search.setPlaceholderText(self.tr("Search in all lines"))
        self._name_label.setText(words.field("version.id") + "  ＊")
        self._title_label.setText(words.field("version.title") + "  ＊")
        self._question.setText(self.tr("Withdraw this draft? What it says is gone then."))
        self.tree.take(self.model.lines)
        self.model.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, self.model.columnCount() - 1)
        self._show_versions()
        self._show()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._asked:
            self._open(self._in_force())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()

    # Reading

    def _standard(self) -> Standard | None:
        return self._hall.standards.get(self._whole.id) or self._whole.standard if self._whole else None

    def _all(self) -> list[Standard]:
        """Of the kind that is shown: drafts first, then the newest."""
        mine = [each for each in self._hall.standards if each.kind is self._kind]
        if self._whole is not None and self._whole.standard.kind is self._kind and self._hall.standards.get(self._whole.id) is None:
            mine.append(self._whole.standard)  # just made: the feed has not told of it yet
        return sorted(mine, key=lambda each: (each.state is StandardState.DRAFT, each.valid_from or date.min, each.id), reverse=True)

    def _in_force(self) -> str:
        found = standard_words.in_force(self._hall.standards, self._kind, self._today())
        return found.id if found else ""

    def _today(self) -> date:
        return words.local(self._hall.clock.now()).date()

    def _show_versions(self) -> None:
        in_force = self._in_force()
        mark = self.tr(" ● in force")
        self.versions.fill([(each.id, standard_words.name(each) + (mark if each.id == in_force else "")) for each in self._all()])
        if self._whole is not None and self._whole.standard.kind is self._kind:
            self.versions.choose(self._whole.id)

    def _open(self, id: str) -> None:
        if not id or (id == self._asked and self._whole is not None and self._whole.id == id and not self._unsaved):
            return
        self._flush()
        self._asked, self._unsaved = id, False
        self._whole = None
        self._say_outcome("", "")
        self.wanted.emit(id)

    def _switch(self, kind: StandardKind) -> None:
        self._flush()
        self._kind = kind
        self._show_versions()
        self._fold()
        self._open(self._in_force())

    def _told_of(self, ids: frozenset[str]) -> None:
        """The feed says that versions have changed; who edits is answered by what he sends."""
        self._show_versions()
        whole = self._whole
        newer = whole is not None and whole.id in ids and (now := self._hall.standards.get(whole.id)) is not None and now.version > whole.version
        if whole is not None and newer and not self._unsaved and not self._sending:
            self.wanted.emit(whole.id)
        elif whole is None and self.isVisible() and not self._asked:
            self._open(self._in_force())
        elif whole is not None and whole.id in ids and self._hall.standards.get(whole.id) is None:
            self._whole, self._asked = None, ""
            self._open(self._in_force())

    # Editing

    def _may(self) -> bool:
        return Role.ADMIN in self._hall.me.roles

    def _edits(self) -> bool:
        return self._may() and self._whole is not None and self._whole.standard.state is StandardState.DRAFT

    def _typed(self, field: str, value: str) -> None:
        if self._edits() and self.model.change(self._at, field, value):
            self._touched()

    def _touched(self) -> None:
        self._unsaved, self._changes = True, None
        self._say_outcome(self.tr("Being kept…"), "quiet")
        self._saver.start()
        self.side.show_changes(None, self._no_changes(bool(self.model.faults)))

    def _save(self) -> None:
        whole = self._whole
        if whole is None or not self._unsaved or self._sending:
            return
        self._unsaved, self._sending = False, True
        order = DraftOrder(kind=whole.standard.kind, title=whole.standard.title, basis=whole.standard.basis, lines=self.model.all())
        self.draft_put.emit(whole.id, order, whole.version)

    def _flush(self) -> None:
        if self._saver.isActive():
            self._saver.stop()
            self._save()

    def _add(self) -> None:
        at = self.model.add(self._at)
        self._touched()
        self._go_to(at)
        self.form.focus("text" if self._kind is StandardKind.CATALOGUE else "meaning")

    def _remove(self) -> None:
        if 0 <= self._at < len(self.model.lines):
            at = self._at
            self.model.remove(at)
            self._touched()
            self._go_to(min(at, len(self.model.lines) - 1))

    def _ask_name(self, lines: Lines, title: str) -> None:
        self._naming = lines
        today = self._today()
        base = "calendar" if self._kind is StandardKind.CALENDAR else (self._hall.catalogue.version if self._hall.catalogue else "city").split("-")[0]
        taken, number = {each.id for each in self._hall.standards}, 1
        name = f"{base}-{today}"
        while name in taken:
            number += 1
            name = f"{base}-{today}-{number}"
        self.name.setText(name)
        self.title.setText(title)
        self._naming_row.show()
        self.title.setFocus()
        self.title.selectAll()

    def _make(self) -> None:
        name, title = self.name.text().strip(), self.title.text().strip()
        if not name or not title:
            self._say_outcome(self.tr("A version needs a name and a title."), "danger")
            (self.title if name else self.name).setFocus()
            return
        self._naming_row.hide()
        self._asked, self._whole, self._sending = name, None, True
        self.draft_put.emit(name, DraftOrder(kind=self._kind, title=title, lines=self._naming), None)

    def _withdraw(self) -> None:
        self._doubt.hide()
        if self._whole is not None:
            self._saver.stop()
            self._unsaved = False
            self.withdrawal_wanted.emit(self._whole.id, self._whole.version)

    def _publish(self, day: date) -> None:
        if self._whole is not None:
            self.publication_wanted.emit(self._whole.id, day, self._whole.version)

    def _ask_file(self) -> None:
        dialog = QFileDialog(self, self.tr("Read a file…"), "", TABLES)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda name: self.reading_wanted.emit(Path(name), self._kind))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _ask_where(self, suffix: str) -> None:
        if self._whole is None:
            return
        id = self._whole.id
        dialog = QFileDialog(self, self.tr("Export"), f"{id}.{suffix}", f"*.{suffix}")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(suffix)
        dialog.fileSelected.connect(lambda name: self.file_wanted.emit(id, Path(name)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    # Beside the lines

    def _go_to(self, at: int, field: str = "") -> None:
        """To a line of the version, shown or not yet."""
        if not 0 <= at < len(self.model.lines):
            self._at = -1
            self._show_line()
            return
        if self.model.row(at) < 0:
            self.search.clear()
            self.model.narrow(text="")
        self.table.selectRow(self.model.row(at))
        self._at = at
        self._show_line()
        if field:
            self.side.turn_to("line")
            self.form.focus(field)

    def _follow(self) -> None:
        at = self.model.at(self.table.currentIndex().row())
        if at >= 0 and at != self._at:
            self._at = at
            self._show_line()

    def _show_line(self) -> None:
        line = self.model.lines[self._at] if 0 <= self._at < len(self.model.lines) else None
        self.form.show_line(self._kind, line, self.model.faults.get(self._at + 1, []), self._edits())
        self.remove.setEnabled(line is not None)
        self._ask_history()

    def _ask_history(self) -> None:
        line = self.model.lines[self._at] if 0 <= self._at < len(self.model.lines) else None
        id = line.id if isinstance(line, ConditionLine) else ""
        if self.side.shows("history") and id and id != self._history[0]:
            self._history = (id, [])
            self.history_wanted.emit(id)
        self.side.show_history(self._history[1] if id == self._history[0] else [])

    def _preview(self) -> None:
        """What changes is asked for once for each state of a version, and only while somebody looks."""
        whole = self._whole
        looked = self.side.shows("changes") and whole is not None and not whole.faults and not self._unsaved
        if whole is not None and looked and self._changes is None and self._previewed != (whole.id, whole.version):
            self._previewed = (whole.id, whole.version)
            self.changes_wanted.emit(whole.id)

    def _turn(self) -> None:
        self._previewed = ("", 0) if self.side.shows("changes") and self._changes is None else self._previewed
        self._preview()
        self._ask_history()

    def _jump(self, id: str) -> None:
        row, field, _ = id.split("/")
        self._go_to(int(row) - 1, field)

    def _find(self, id: str) -> None:
        at = next((at for at, line in enumerate(self.model.lines) if isinstance(line, ConditionLine) and line.id == id), -1)
        if at >= 0:
            self._go_to(at)

    # What is seen

    def _show(self) -> None:
        whole, edits = self._whole, self._edits()
        draft = whole is not None and whole.standard.state is StandardState.DRAFT
        self.new.setVisible(self._may())
        self.read.setVisible(self._may())
        self.withdraw.setVisible(edits)
        self._edit_row.setVisible(edits)
        self.export.setEnabled(whole is not None)
        self.new.setEnabled(whole is not None)
        faults = [fault for row in self.model.faults.values() for fault in row]
        self.side.suit(self._kind)
        self.side.show_faults(faults, edits)
        self.side.show_changes(self._changes, self._no_changes(bool(faults)))
        self.publish.setVisible(edits)
        self.publish.set_today(self._today())
        why = self.tr("Put right what is wrong first.") if faults else "" if self._changes else self.tr("Look at what changes first.")
        self.publish.allow(draft and not faults and self._changes is not None and not self._unsaved, why)
        self._show_line()
        self._show_versions()
        self.tell()

    def _no_changes(self, faulty: bool) -> str:
        if faulty:
            return self.tr("What changes can be said when nothing is wrong any more.")
        return self.tr("looking …") if self._whole is not None else ""

    def _say_outcome(self, text: str, tone: str) -> None:
        self.outcome.setText(text)
        self.outcome.setVisible(bool(text))
        theme.set_property(self.outcome, "tone", tone)

    def _fold(self) -> None:
        """What there is no room for gives way: the tree, then the columns that stand in the form as well."""
        self.tree.setVisible(self.width() >= theme.px(NARROW) and self._kind is StandardKind.CATALOGUE)
        for at, field in enumerate(COLUMNS[self.model.kind]):
            self.table.setColumnHidden(at, self.width() < theme.px(WANTS.get(field, 0)))

    def _widths(self) -> None:
        header = self.table.horizontalHeader()
        for at, field in enumerate(COLUMNS[self._kind]):
            wide = field in ("text", "periods")
            header.setSectionResizeMode(at, QHeaderView.ResizeMode.Stretch if wide else QHeaderView.ResizeMode.Interactive)
            if not wide:
                header.resizeSection(at, theme.px(WIDTHS[field]))
        self._fold()

    def _connect(self) -> None:
        for kind, tab in self.kinds.items():
            tab.clicked.connect(lambda _=False, kind=kind: self._switch(kind))
        self.side.turned.connect(self._turn)
        self.versions.activated.connect(lambda _: self._open(str(self.versions.chosen() or "")))
        self.search.textChanged.connect(self.model.search)
        self.tree.chosen.connect(lambda kind, prefix: self.model.narrow(kind, prefix))
        self.table.selectionModel().currentChanged.connect(self._follow)
        self.form.changed.connect(self._typed)
        self.side.faults.opened.connect(self._jump)
        self.side.faults.chosen.connect(self._jump)
        self.side.changes.chosen.connect(self._find)
        self.publish.wanted.connect(self._publish)
        self.add.clicked.connect(self._add)
        self.remove.clicked.connect(self._remove)
        self.new.clicked.connect(lambda: self._ask_name(self.model.all(), ""))
        self.make.clicked.connect(self._make)
        self.leave.clicked.connect(lambda: self._naming_row.hide())
        self.read.clicked.connect(self._ask_file)
        self.withdraw.clicked.connect(lambda: self._doubt.show())
        self.keep.clicked.connect(lambda: self._doubt.hide())
        self.sure.clicked.connect(self._withdraw)
        self._saver.timeout.connect(self._save)
        self._hall.standards.changed.connect(self._told_of)
        for suffix in ("xlsx", "csv"):
            action = QAction(suffix.upper(), self)
            action.triggered.connect(lambda _=False, suffix=suffix: self._ask_where(suffix))
            self._formats.addAction(action)
        keys.bind(self, self._flush, "Ctrl+S")
        keys.bind(self, lambda: self.search.setFocus(), "Ctrl+F")

    # How it is laid out

    def _lay_out(self) -> None:
        self._formats = QMenu(self)
        self.export.setMenu(self._formats)
        for tab in self.kinds.values():
            tab.setCheckable(True)
            tab.setAutoExclusive(True)
        self.kinds[StandardKind.CATALOGUE].setChecked(True)
        self.versions.setMinimumContentsLength(24)
        self._lay_out_table()
        self._naming_row, self._doubt, self._edit_row = QWidget(), QWidget(), QWidget()
        self._naming_row.setLayout(_row(self._name_label, self.name, self._title_label, self.title, None, self.leave, self.make))
        self._doubt.setLayout(_row(self._question, None, self.keep, self.sure))
        self._edit_row.setLayout(_row(self.add, self.remove, None))
        self._naming_row.hide()
        self._doubt.hide()
        self.outcome.setContentsMargins(theme.px(8), theme.px(2), theme.px(8), theme.px(2))
        middle, middle_column = QWidget(), QVBoxLayout()
        middle_column.setContentsMargins(0, 0, 0, 0)
        middle_column.setSpacing(0)
        middle_column.addLayout(_row(self.search))
        middle_column.addWidget(self.table, 1)
        middle_column.addWidget(self._edit_row)
        middle.setLayout(middle_column)
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        for part, stretch in ((self.tree, 0), (middle, 3), (self.side, 2)):
            self._splitter.addWidget(part)
            self._splitter.setStretchFactor(self._splitter.count() - 1, stretch)
            self._splitter.setCollapsible(self._splitter.count() - 1, False)
        self._splitter.setSizes([theme.px(200), theme.px(560), theme.px(320)])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(_row(*self.kinds.values(), self.versions, None, self.new, self.read, self.export, self.withdraw))
        for part in (self._naming_row, self._doubt, self.outcome):
            column.addWidget(part)
        column.addWidget(self._splitter, 1)

    def _lay_out_table(self) -> None:
        table, header = self.table, self.table.horizontalHeader()
        table.setModel(self.model)
        table.setItemDelegate(Cell(table))
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setShowGrid(False)
        table.setTabKeyNavigation(False)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(theme.px(28))
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        header.setFixedHeight(theme.px(24))


def _row(*parts: QWidget | None) -> QHBoxLayout:
    """None is where it stretches."""
    row = QHBoxLayout()
    row.setContentsMargins(theme.px(8), theme.px(4), theme.px(8), theme.px(4))
    row.setSpacing(theme.px(6))
    for part in parts:
        row.addStretch(1) if part is None else row.addWidget(part, 1 if isinstance(part, QLineEdit | Choice) else 0)
    return row
