"""The geofences of the hall: the list, and the form in which one that is drawn on the map gets its name and its figures."""

import uuid
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QDoubleSpinBox, QHBoxLayout, QLineEdit, QTableView, QVBoxLayout, QWidget

from console import words
from console.hall.hall import Hall
from console.hall.receipts import ReceiptState
from console.widgets import keys, theme
from console.widgets.case.clash import ClashView
from console.widgets.cell import TONE_ROLE
from console.widgets.fence_size import size
from console.widgets.flow import Flow
from console.widgets.receipt import ReceiptLine, latest
from console.widgets.rows import as_rows
from console.widgets.spoken import Spoken, button, hint, label
from geo import fences
from wire.codes import FenceKind
from wire.geofences import Geofence, GeofenceOrder

Index = QModelIndex | QPersistentModelIndex
CLOSE_M = 100_000
WIDTHS = (180, 80, 140, 96)


class Fences(QAbstractTableModel):
    """Columns: name, kind, size, by whom, note."""

    def __init__(self, hall: Hall, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._hall = hall
        self._rows: list[Geofence] = []
        hall.geofences.changed.connect(self._take)
        self._take()

    def fence(self, row: int) -> Geofence | None:
        return self._rows[row] if 0 <= row < len(self._rows) else None

    def row(self, id: str) -> int:
        return next((row for row, fence in enumerate(self._rows) if fence.id == id), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else 5

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role != Qt.ItemDataRole.DisplayRole or orientation is not Qt.Orientation.Horizontal:
            return None
        return (self.tr("Name"), self.tr("Shape"), self.tr("Size"), self.tr("By"), self.tr("Note"))[section]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        fence = self._rows[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            text = (fence.name, words.of(fence.kind), size(fence), fence.by, fence.note)[index.column()]
            return hint(text) if role == Qt.ItemDataRole.ToolTipRole else text
        return ("text" if index.column() == 0 else "text_2") if role == TONE_ROLE else None

    def say(self) -> None:
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, 4)

    def _take(self) -> None:
        self.beginResetModel()
        self._rows = sorted(self._hall.geofences, key=lambda fence: (fence.name, fence.id))
        self.endResetModel()


class Geofences(Spoken):
    """Orders go out by signals and come back as receipts of the geofence's id. What was drawn is kept until it is stored."""

    put_wanted = Signal(object, object)  # GeofenceOrder, version or none
    removal_wanted = Signal(str, int)  # id, version
    located = Signal(float, float, float, float)  # west, south, east, north
    who_wanted = Signal(object)  # Geofence: who was there
    map_wanted = Signal()  # something is to be drawn on it
    editing = Signal(str)  # id of the geofence in the form, empty when there is none
    told = Signal(str, str, int)

    def __init__(self, hall: Hall, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hall, self._draft = hall, hall.draft
        self._subject: str | None = None  # id of the geofence in the form, empty for a new one
        self._sent: str | None = None  # id of the draft that is on its way
        self._asked: Geofence | None = None  # whether it is to be removed
        self.model, self.table = Fences(hall, self), QTableView()
        self.new = {kind: button() for kind in FenceKind}
        self.edit, self.locate, self.who, self.remove = button(), button(), button(), button()
        self.name, self.note, self.radius = QLineEdit(), QLineEdit(), QDoubleSpinBox()
        self._name_label, self._note_label, self._radius_label, self._error = (
            label("label"),
            label("label"),
            label("label"),
            label("error", wrap=True),
        )
        self.save, self.cancel = button("primary"), button("quiet")
        self.sure, self.keep, self._question = button("primary"), button("quiet"), label(wrap=True)
        self.receipt = ReceiptLine()
        self.clash = ClashView(hall, lambda clash: isinstance(clash.order, GeofenceOrder) and not clash.aside)
        self._bar, self._form, self._doubt = QWidget(), QWidget(), QWidget()
        self._lay_out()
        self._connect()
        self.say()
        self._show_draft()
        self._ask(None)

    def tell(self) -> None:
        count = self.model.rowCount()
        self.told.emit("", self.tr("{count} geofences").format(count=count), count if self._draft.shape is None else -1)

    def say(self) -> None:
        for kind, part in self.new.items():
            part.setText("＋ " + words.of(kind))
        for part, text in (
            (self.edit, self.tr("Edit")),
            (self.locate, self.tr("Locate")),
            (self.who, words.choose("谁来过…", "Who was there…")),
            (self.remove, self.tr("Delete")),
            (self.cancel, self.tr("Cancel")),
            (self.keep, self.tr("Keep")),
            (self.sure, self.tr("Delete")),
            (self.save, self.tr("Save") + "  Ctrl+⏎"),
        ):
            part.setText(text)
        self._name_label.setText(self.tr("Name") + "  ＊")
        self._note_label.setText(self.tr("Note"))
        self.radius.setSuffix(" m")
        self.model.say()
        self._show_radius()
        self._show_question()
        self.tell()

    def focus(self) -> None:
        self.name.setFocus()
        self.name.selectAll()

    # The form

    def choose(self, id: str) -> None:
        """The row of this one."""
        if (row := self.model.row(id)) >= 0:
            self.table.selectRow(row)

    def submit(self) -> None:
        shape, of = self._draft.shape, self._draft.of
        if shape is None or self._draft.lent:
            return
        if not self.name.text().strip():
            self._complain(self.tr("A geofence needs a name."))
            self.name.setFocus()
            return
        self._complain("")
        id = of.id if of else self._sent or uuid.uuid4().hex
        self._sent = id
        order = GeofenceOrder(
            id=id, name=self.name.text().strip(), kind=shape.kind, places=shape.places, radius_m=shape.radius_m, note=self.note.text().strip()
        )
        self.put_wanted.emit(order, of.version if of else None)

    def _show_draft(self) -> None:
        shape, of = None if self._draft.lent else self._draft.shape, self._draft.of
        self._form.setVisible(shape is not None)
        subject = None if shape is None else of.id if of else ""
        if subject != self._subject:
            self._subject, self._sent = subject, None
            self.editing.emit(subject or "")
            self.name.setText(of.name if of else "")
            self.note.setText(of.note if of else "")
            self.receipt.show_receipt(None)
            self._complain("")
        self._show_radius()
        self.tell()

    def _show_radius(self) -> None:
        shape = None if self._draft.lent else self._draft.shape
        has = shape is not None and shape.radius_m is not None
        self._radius_label.setVisible(has)
        self.radius.setVisible(has)
        if shape is None or shape.radius_m is None:
            return
        self._radius_label.setText(self.tr("Radius") if shape.kind is FenceKind.CIRCLE else self.tr("To each side"))
        self.radius.blockSignals(True)
        self.radius.setValue(shape.radius_m)
        self.radius.blockSignals(False)

    def _take_radius(self, metres: float) -> None:
        if self._draft.shape is not None and metres > 0:
            self._draft.draw(self._draft.shape._replace(radius_m=metres))

    def _complain(self, text: str) -> None:
        self._error.setText(text)
        self._error.setVisible(bool(text))

    def _follow_receipt(self) -> None:
        receipt = latest(self._hall, self._sent) if self._sent else None
        if receipt is None:
            return
        self.receipt.show_receipt(receipt)
        if receipt.state in (ReceiptState.STORED, ReceiptState.SEEN):
            self._draft.drop()

    # The list

    def _current(self) -> Geofence | None:
        return self.model.fence(self.table.currentIndex().row())

    def _new(self, kind: FenceKind) -> None:
        self._draft.drop()
        self.map_wanted.emit()
        self._draft.wanted.emit(kind)

    def _edit(self) -> None:
        if fence := self._current():
            self._draft.edit(fence)
            self._locate()
            self.map_wanted.emit()

    def _locate(self) -> None:
        if fence := self._current():
            area = fences.ring(fence.places) if fence.kind is FenceKind.POLYGON else fences.around(fence.places, fence.radius_m or 1)
            self.located.emit(*area.bounds)

    def _ask_who(self) -> None:
        if fence := self._current():
            self.who_wanted.emit(fence)

    def _ask(self, fence: Geofence | None) -> None:
        self._asked = fence
        self._doubt.setVisible(fence is not None)
        self._show_question()

    def _show_question(self) -> None:
        if self._asked is not None:
            self._question.setText(self.tr('Delete the geofence "{name}" for everybody?').format(name=self._asked.name))

    def _remove(self) -> None:
        if self._asked is not None:
            self.removal_wanted.emit(self._asked.id, self._asked.version)
        self._ask(None)

    def _allow(self) -> None:
        for part in (self.edit, self.locate, self.who, self.remove):
            part.setEnabled(self._current() is not None)

    def _lay_out(self) -> None:
        table, header = self.table, self.table.horizontalHeader()
        as_rows(table, self.model)
        for at, width in enumerate(WIDTHS):
            header.resizeSection(at, theme.px(width))
        header.setStretchLastSection(True)
        self.radius.setRange(1, CLOSE_M)
        self.radius.setDecimals(0)
        self.radius.setSingleStep(10)
        self.name.setMaxLength(80)
        self.note.setMaxLength(500)
        for part, named in ((self.name, self._name_label), (self.note, self._note_label), (self.radius, self._radius_label)):
            named.setBuddy(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._bar)
        column.addWidget(self._doubt)
        column.addWidget(self.clash)
        column.addWidget(self._form)
        column.addWidget(table, 1)
        bar = Flow(self._bar, gap=6)
        bar.setContentsMargins(*(theme.px(side) for side in (8, 4, 8, 4)))
        for tool in (*self.new.values(), self.edit, self.locate, self.who, self.remove):
            bar.addWidget(tool)
        self._doubt.setLayout(_row(self._question, None, self.keep, self.sure))
        self._lay_out_form()

    def _lay_out_form(self) -> None:
        fields = QHBoxLayout()
        fields.setSpacing(theme.px(8))
        for part, named, stretch in ((self.name, self._name_label, 2), (self.radius, self._radius_label, 0), (self.note, self._note_label, 3)):
            stack = QVBoxLayout()
            stack.setSpacing(theme.px(4))
            stack.addWidget(named)
            stack.addWidget(part)
            fields.addLayout(stack, stretch)
        form = QVBoxLayout(self._form)
        form.setContentsMargins(theme.px(8), theme.px(4), theme.px(8), theme.px(8))
        form.setSpacing(theme.px(6))
        form.addLayout(fields)
        form.addWidget(self._error)
        form.addWidget(self.receipt)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.cancel)
        foot.addWidget(self.save)
        form.addLayout(foot)

    def _connect(self) -> None:
        for kind, part in self.new.items():
            part.clicked.connect(lambda _=False, kind=kind: self._new(kind))
        self.edit.clicked.connect(self._edit)
        self.locate.clicked.connect(self._locate)
        self.who.clicked.connect(self._ask_who)
        self.remove.clicked.connect(lambda: self._ask(self._current()))
        self.keep.clicked.connect(lambda: self._ask(None))
        self.sure.clicked.connect(self._remove)
        self.save.clicked.connect(self.submit)
        self.cancel.clicked.connect(self._draft.drop)
        self.radius.valueChanged.connect(self._take_radius)
        self.table.selectionModel().currentChanged.connect(self._allow)
        self.table.doubleClicked.connect(self._locate)
        self.model.modelReset.connect(self._allow)
        self.model.modelReset.connect(self.tell)
        self._draft.changed.connect(self._show_draft)
        self._draft.finished.connect(self.submit)
        self._hall.receipts.changed.connect(self._follow_receipt)
        keys.bind(self._form, self.submit, "Ctrl+Return", "Ctrl+Enter")
        self._allow()


def _row(*parts: QWidget | None) -> QHBoxLayout:
    """None is where it stretches."""
    row = QHBoxLayout()
    row.setContentsMargins(theme.px(8), theme.px(4), theme.px(8), theme.px(4))
    row.setSpacing(theme.px(6))
    for part in parts:
        row.addStretch(1) if part is None else row.addWidget(part)
    return row
