"""What was selected on the map: counts by kind and class, the rows, and what can be done with those that a hand has marked, or with all."""

from pathlib import Path

import numpy as np
import shapely
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QSplitter, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from console import words
from console.hall.chosen import Row
from console.hall.draft import Shape
from console.hall.hall import Hall
from console.widgets import keys, theme
from console.widgets.case.bulk import Bulk
from console.widgets.files import save_file
from console.widgets.rows import RowTable, as_rows
from console.widgets.selection import files
from console.widgets.selection.acts import MOST_CAMERAS, Acts
from console.widgets.selection.contacts import Contacts
from console.widgets.selection.model import ChosenModel, category
from console.widgets.spoken import Spoken, hint, label
from wire.codes import FenceKind, Noun
from wire.geofences import MOST_PLACES

ONLY = Qt.ItemDataRole.UserRole
WIDTHS = (116, 140, 232, 148)
COUNTS_PX, CONTACTS_PX = 208, 280


class SelectionList(Spoken):
    """Shows `hall.chosen`; the row that a hand goes to is the Hall's selection. Of the past it can be read and taken away as a file."""

    opened = Signal(object, str)  # Noun, id
    located = Signal(float, float)  # lon, lat
    card_wanted = Signal(str)
    ordered = Signal(str, object)  # case id, AnyCaseOrder
    withdrawal_wanted = Signal(str)  # key of an order
    fence_wanted = Signal()  # the ring is a geofence to be named
    watched = Signal(object)  # list of camera ids: onto the video wall
    report_wanted = Signal(str)  # component id: a case about it
    told = Signal(str, str, int)

    def __init__(self, hall: Hall, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hall = hall
        self.model, self.table, self.counts = ChosenModel(hall, self), RowTable(), QTreeWidget()
        self.bulk, self.acts, self.contacts = Bulk(hall), Acts(hall.replay), Contacts(hall)
        self._saved = label("hint", wrap=True)
        self._lay_out()
        self._connect()
        self.bulk.hide()
        self._saved.hide()
        self.say()
        self._fill()

    def tell(self) -> None:
        total = len(self._hall.chosen.rows)
        kinds: dict[str, int] = {}
        for (kind, _), count in self._hall.chosen.counts().items():
            kinds[words.of(kind)] = kinds.get(words.of(kind), 0) + count
        self.told.emit(
            " · ".join(f"{kind} {count:,}" for kind, count in kinds.items()), self.tr("{count} selected").format(count=f"{total:,}"), total
        )

    def say(self) -> None:
        self.model.say()
        self._fill()

    def acted_on(self) -> list[Row]:
        """The rows that are marked, in their order; all that are listed, where none is."""
        marked = sorted(index.row() for index in self.table.selectionModel().selectedRows())
        return [self.model.rows[at] for at in marked] or self.model.rows

    def export(self, path: Path) -> None:
        """The ending of the name says in which form."""
        rows, write = self.acted_on(), files.to_geojson if path.suffix == ".geojson" else files.to_csv
        try:
            files.save(path, write(self._hall, rows))
            self._saved.setText(self.tr("{count} rows in {name}").format(count=f"{len(rows):,}", name=path.name))
            theme.set_property(self._saved, "tone", "")
        except OSError as error:
            self._saved.setText(self.tr("{name} could not be written: {why}").format(name=path.name, why=error.strerror or str(error)))
            theme.set_property(self._saved, "tone", "danger")
        self._saved.show()

    def _fill(self) -> None:
        """The counts: kinds, and under each its classes."""
        self.counts.clear()
        samples = {(row.kind, row.category): row for row in reversed(self._hall.chosen.rows)}
        kinds: dict[object, QTreeWidgetItem] = {}
        for (kind, code), count in self._hall.chosen.counts().items():
            top = kinds.get(kind)
            if top is None:
                top = kinds[kind] = self._line(words.of(kind), 0, (kind, None))
                self.counts.addTopLevelItem(top)
            top.setData(1, Qt.ItemDataRole.DisplayRole, f"{int(top.text(1).replace(',', '')) + count:,}")
            if name := category(self._hall, samples[kind, code]):
                top.addChild(self._line(name, count, (kind, code)))
        self.counts.expandAll()
        self._allow()
        self.tell()

    def _line(self, text: str, count: int, only: object) -> QTreeWidgetItem:
        item = QTreeWidgetItem([text, f"{count:,}"])
        item.setData(0, ONLY, only)
        item.setToolTip(0, hint(text))
        item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return item

    def _narrow(self) -> None:
        items = self.counts.selectedItems()
        self.model.show_only(items[0].data(0, ONLY) if items else None)
        self._allow()

    def _allow(self) -> None:
        self.acts.follow(self.acted_on(), self._current(), len(self.model.rows))

    def _ids(self, kind: Noun) -> list[str]:
        return [row.id for row in self.acted_on() if row.kind is kind]

    def _current(self) -> Row | None:
        at = self.table.currentIndex().row()
        return self.model.rows[at] if 0 <= at < len(self.model.rows) else None

    def _choose(self) -> None:
        if row := self._current():
            self._hall.selection.set(*_thing(row))

    def _open(self) -> None:
        if row := self._current():
            self.opened.emit(*_thing(row))

    def _locate(self) -> None:
        if row := self._current():
            self.located.emit(row.lon, row.lat)

    def _ask_for_file(self, suffix: str) -> None:
        at = f"{words.local(self._hall.clock.now()):%Y%m%d-%H%M%S}"
        save_file(self, self.tr("Export the selection"), f"selection-{at}.{suffix}", self.export)

    def _take_steps(self) -> None:
        self.bulk.take(self._ids(Noun.CASE))

    def _report(self) -> None:
        if (row := self._current()) and row.kind is Noun.COMPONENT:
            self.report_wanted.emit(row.id)

    def _make_fence(self) -> None:
        self._hall.draft.of = None
        self._hall.draft.draw(Shape(FenceKind.POLYGON, _simple(self._hall.chosen.ring), None))
        self.fence_wanted.emit()

    def _lay_out(self) -> None:
        table, header = self.table, self.table.horizontalHeader()
        as_rows(table, self.model)
        table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        for at, width in enumerate(WIDTHS):
            header.resizeSection(at, theme.px(width))
        header.setStretchLastSection(True)
        self.counts.setColumnCount(2)
        self.counts.setHeaderHidden(True)
        self.counts.setRootIsDecorated(False)
        self.counts.setIndentation(theme.px(12))
        self.counts.header().setStretchLastSection(False)
        self.counts.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.counts.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        parts = QSplitter(Qt.Orientation.Horizontal)
        for shown in (self.counts, table, self.contacts):
            parts.addWidget(shown)
        parts.setStretchFactor(1, 1)
        parts.setSizes([theme.px(COUNTS_PX), theme.px(4 * COUNTS_PX), theme.px(CONTACTS_PX)])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self.acts, self._saved, self.bulk):
            column.addWidget(part)
        column.addWidget(parts, 1)

    def _connect(self) -> None:
        self._hall.chosen.changed.connect(self._renew)
        self._hall.catalogue_changed.connect(self._fill)
        self.counts.itemSelectionChanged.connect(self._narrow)
        self.table.gone_to.connect(self._choose)
        self.table.selectionModel().selectionChanged.connect(self._allow)
        self.table.doubleClicked.connect(self._open)
        keys.bind(self.table, self.table.clearSelection, "Escape")
        acts = self.acts
        acts.open.clicked.connect(self._open)
        acts.locate.clicked.connect(self._locate)
        acts.video.clicked.connect(lambda: self.watched.emit(self._ids(Noun.CAMERA)[:MOST_CAMERAS]))
        acts.call.clicked.connect(lambda: self.contacts.call(self._ids(Noun.UNIT)))
        acts.report.clicked.connect(self._report)
        acts.owners.clicked.connect(lambda: self.contacts.tell_owners(self._ids(Noun.COMPONENT)))
        acts.csv.clicked.connect(lambda: self._ask_for_file("csv"))
        acts.geojson.clicked.connect(lambda: self._ask_for_file("geojson"))
        acts.fence.clicked.connect(self._make_fence)
        acts.steps.clicked.connect(self._take_steps)
        acts.clear.clicked.connect(self._hall.chosen.clear)
        self.bulk.card_wanted.connect(self.card_wanted)
        self.bulk.ordered.connect(self.ordered)
        self.bulk.withdrawal_wanted.connect(self.withdrawal_wanted)

    def _renew(self) -> None:
        self.bulk.put_away()
        self.contacts.close_list()
        self._saved.hide()
        self._fill()


def _thing(row: Row) -> tuple[Noun, str]:
    """As the Hall's selection has it."""
    return (row.kind, row.id) if isinstance(row.kind, Noun) else (Noun.REGISTER, f"{row.kind}/{row.id}")


def _simple(ring: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """A lasso has a corner for each step of the mouse; a geofence has fewer."""
    line, step = shapely.LineString(np.asarray(ring)), 1e-6
    while len(line.coords) > MOST_PLACES // 4:
        line, step = line.simplify(step), step * 2
    return [(float(lon), float(lat)) for lon, lat in line.coords]
