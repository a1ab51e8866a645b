"""The standards library: every version for everybody to read; drafts for the administrator to edit, look through and publish."""

from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from console import words
from console.hall.hall import Hall
from console.widgets import keys, theme
from console.widgets.doubt import Doubt
from console.widgets.files import open_file, save_file
from console.widgets.outcome import Outcome
from console.widgets.side_by_side import split
from console.widgets.spoken import Saying, Spoken
from console.widgets.standards import standard_words
from console.widgets.standards.bar import StandardBar
from console.widgets.standards.draft_keeping import DraftKeeping
from console.widgets.standards.lines import StandardLines
from console.widgets.standards.list import StandardList
from console.widgets.standards.naming import StandardNaming, free_name
from console.widgets.standards.side import StandardSide
from console.widgets.standards.tree import StandardTree
from wire.codes import Role, StandardKind, StandardState
from wire.problem import Problem
from wire.standards import ConditionLine, ConditionVersion, DraftOrder, Lines, Standard, StandardChanges, WholeStandard

NARROW = 980  # px: below it the tree gives way to the table


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
        self.bar = StandardBar()
        self.tree, self.model = StandardTree(), StandardLines(self)
        self.list = StandardList(self.model)
        self.search, self.table, self.add, self.remove = self.list.search, self.list.table, self.list.add, self.list.remove
        self.side = StandardSide()
        self.form, self.publish = self.side.form, self.side.publish
        self.naming = StandardNaming()
        self.doubt = Doubt()
        self.outcome = Outcome()
        self._keeping = DraftKeeping(self)
        self._lay_out()
        self._connect()
        self.say()
        self._show_versions()

    # What is answered

    def take(self, whole: WholeStandard) -> None:
        """A version that was asked for, or has been stored. What is being typed is left alone, and only judged anew."""
        self._keeping.sending = False
        same = self._whole is not None and self._whole.id == whole.id
        if same and (self._keeping.unsaved or self.model.all() == whole.lines):
            self._whole = whole
            self.model.judge(whole.faults if not self._keeping.unsaved else [])
        else:
            self._whole = whole
            self._keeping.drop()
            self._kind = whole.standard.kind
            self.model.take(self._kind, whole.lines, whole.faults)
            self.table.fit()
            self._fold()
            self._go_to(0)
        self._asked = whole.id
        self._changes = None
        self.tree.take(self.model.lines)
        self._show()
        self._preview()
        self._keeping.go_on()

    def take_changes(self, found: StandardChanges) -> None:
        if self._whole is not None and found.id == self._whole.id:
            self._changes = found
            self._show()

    def take_history(self, id: str, found: list[ConditionVersion]) -> None:
        self.side.take_history(id, found)

    def take_lines(self, lines: Lines, name: str) -> None:
        """What a file says: it becomes a draft under a name that is asked for."""
        self._ask_name(lines, Path(name).stem[:100])

    def tell_done(self, saying: Saying, tone: str = "ok") -> None:
        self.outcome.tell_of(saying, tone)

    def refuse(self, problem: Problem) -> None:
        """What was typed stays where it is."""
        self._keeping.sending = False
        self.outcome.tell_of(lambda: self._refusal_words(problem), "danger")
        self._show()

    def tell(self) -> None:
        standard = self._standard()
        count = len(self.model.lines)
        self.told.emit(standard_words.name(standard) if standard else "", self.tr("{count} lines").format(count=count), -1)

    # What it says

    def say(self) -> None:
        self.table.fit()
        self.bar.say()
        for part, text in (
            (self.bar.new, self.tr("New version…")),
            (self.bar.read, self.tr("Read a file…")),
            (self.bar.export, self.tr("Export")),
            (self.bar.withdraw, self.tr("Withdraw this draft")),
            (self.add, self.tr("Add")),
            (self.remove, self.tr("Remove")),
            (self.naming.make, self.tr("Make the draft")),
            (self.naming.leave, self.tr("Cancel")),
            (self.doubt.sure, self.tr("Withdraw")),
            (self.doubt.keep, self.tr("Keep")),
        ):
            part.setText(text)
        self.search.setPlaceholderText(self.tr("Search in all lines"))
        self.naming.say()
        self.doubt.question.setText(self.tr("Withdraw this draft? What it says is gone then."))
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

    def _in_force(self) -> str:
        found = standard_words.in_force(self._hall.standards, self._kind, self._today())
        return found.id if found else ""

    def _today(self) -> date:
        return words.local(self._hall.clock.now()).date()

    def _show_versions(self) -> None:
        whole = self._whole if self._whole is not None and self._whole.standard.kind is self._kind else None
        known = standard_words.ordered(self._hall.standards, self._kind, whole.standard if whole else None)
        mark, in_force = self.tr(" ● in force"), self._in_force()
        self.bar.versions.fill([(each.id, standard_words.name(each) + (mark if each.id == in_force else "")) for each in known])
        if whole is not None:
            self.bar.versions.choose(whole.id)

    def _open(self, id: str) -> None:
        if not id or (id == self._asked and self._whole is not None and self._whole.id == id and not self._keeping.unsaved):
            return
        self._keeping.flush()
        self._keeping.drop()
        self._whole, self._asked = None, id
        self.outcome.hide()
        self.wanted.emit(id)

    def _switch(self, kind: StandardKind) -> None:
        self._keeping.flush()
        self._kind = kind
        self._show_versions()
        self._fold()
        self._open(self._in_force())

    def _told_of(self, ids: frozenset[str]) -> None:
        """The feed says that versions have changed; who edits is answered by what he sends."""
        self._show_versions()
        whole = self._whole
        newer = whole is not None and whole.id in ids and (now := self._hall.standards.get(whole.id)) is not None and now.version > whole.version
        if whole is not None and newer and not self._keeping.unsaved and not self._keeping.sending:
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

    def _refusal_words(self, problem: Problem) -> str:
        if problem.code == "changed_meanwhile":
            return self.tr("Somebody else has changed this draft meanwhile. What you typed is still here; choose the version again to see theirs.")
        return words.problem(problem) if problem.code != "malformed" else problem.detail

    def _touched(self) -> None:
        self._changes = None
        self.outcome.tell_of(lambda: self.tr("Being kept…"), "quiet")
        self._keeping.touch()
        self.side.show_changes(None, self._no_changes(bool(self.model.faults)))

    def _put(self) -> None:
        whole = self._whole
        if whole is not None:
            order = DraftOrder(kind=whole.standard.kind, title=whole.standard.title, basis=whole.standard.basis, lines=self.model.all())
            self.draft_put.emit(whole.id, order, whole.version)

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
        base = "calendar" if self._kind is StandardKind.CALENDAR else (self._hall.catalogue.version if self._hall.catalogue else "city").split("-")[0]
        self.naming.ask(lines, free_name(f"{base}-{self._today()}", {each.id for each in self._hall.standards}), title)

    def _make(self) -> None:
        name, title = self.naming.given()
        if not name or not title:
            self.outcome.tell_of(lambda: self.tr("A version needs a name and a title."), "danger")
            return
        self.naming.hide()
        self._keeping.drop()
        self._asked, self._whole, self._keeping.sending = name, None, True
        self.draft_put.emit(name, DraftOrder(kind=self._kind, title=title, lines=self.naming.lines), None)

    def _withdraw(self) -> None:
        if self._whole is not None:
            self._keeping.drop()
            self.withdrawal_wanted.emit(self._whole.id, self._whole.version)

    def _publish(self, day: date) -> None:
        if self._whole is not None:
            self.publication_wanted.emit(self._whole.id, day, self._whole.version)

    def _ask_file(self) -> None:
        open_file(self, self.tr("Read a file…"), lambda path: self.reading_wanted.emit(path, self._kind), "CSV, XLSX (*.csv *.xlsx)")

    def _ask_where(self, suffix: str) -> None:
        if self._whole is not None:
            id = self._whole.id
            save_file(self, self.tr("Export"), f"{id}.{suffix}", partial(self.file_wanted.emit, id))

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
        self.side.follow(line.id if isinstance(line, ConditionLine) else "")

    def _preview(self) -> None:
        """What changes is asked for once for each state of a version, and only while somebody looks."""
        whole = self._whole
        looked = self.side.shows("changes") and whole is not None and not whole.faults and not self._keeping.unsaved
        if whole is not None and looked and self._changes is None and self._previewed != (whole.id, whole.version):
            self._previewed = (whole.id, whole.version)
            self.changes_wanted.emit(whole.id)

    def _turn(self) -> None:
        self._previewed = ("", 0) if self.side.shows("changes") and self._changes is None else self._previewed
        self._preview()

    def _jump(self, id: str) -> None:
        row, field, _ = id.split("/")
        self._go_to(int(row) - 1, field)

    def _find(self, id: str) -> None:
        if (at := self.model.at_of(id)) >= 0:
            self._go_to(at)

    # What is seen

    def _show(self) -> None:
        whole, edits = self._whole, self._edits()
        draft = whole is not None and whole.standard.state is StandardState.DRAFT
        self.bar.allow(self._may(), edits, whole is not None)
        self.list.edits.setVisible(edits)
        faults = [fault for row in self.model.faults.values() for fault in row]
        self.side.suit(self._kind)
        self.side.show_faults(faults, edits)
        self.side.show_changes(self._changes, self._no_changes(bool(faults)))
        self.publish.setVisible(edits)
        self.publish.set_today(self._today())
        why = self.tr("Put right what is wrong first.") if faults else "" if self._changes else self.tr("Look at what changes first.")
        self.publish.allow(draft and not faults and self._changes is not None and not self._keeping.unsaved, why)
        self._show_line()
        self._show_versions()
        self.tell()

    def _no_changes(self, faulty: bool) -> str:
        if faulty:
            return self.tr("What changes can be said when nothing is wrong any more.")
        return self.tr("looking …") if self._whole is not None else ""

    def _fold(self) -> None:
        """What there is no room for gives way: the tree, then the columns that stand in the form as well."""
        self.tree.setVisible(self.width() >= theme.px(NARROW) and self._kind is StandardKind.CATALOGUE)
        self.table.fold(self.width())

    def _connect(self) -> None:
        self.bar.switched.connect(self._switch)
        self.side.turned.connect(self._turn)
        self.side.history_wanted.connect(self.history_wanted)
        self.bar.opened.connect(self._open)
        self.bar.format_chosen.connect(self._ask_where)
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
        self.bar.new.clicked.connect(lambda: self._ask_name(self.model.all(), ""))
        self.naming.make.clicked.connect(self._make)
        self.bar.read.clicked.connect(self._ask_file)
        self.bar.withdraw.clicked.connect(lambda: self.doubt.show())
        self.doubt.sure.clicked.connect(self._withdraw)
        self._keeping.due.connect(self._put)
        self._hall.standards.changed.connect(self._told_of)
        keys.bind(self, self._keeping.flush, "Ctrl+S")
        keys.bind(self, lambda: self.search.setFocus(), "Ctrl+F")

    # How it is laid out

    def _lay_out(self) -> None:
        self.outcome.setContentsMargins(theme.px(8), theme.px(2), theme.px(8), theme.px(2))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self.bar, self.naming, self.doubt, self.outcome):
            column.addWidget(part)
        column.addWidget(split((self.tree, 0, 200), (self.list, 3, 560), (self.side, 2, 320)), 1)
