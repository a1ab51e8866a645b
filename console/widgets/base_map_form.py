"""The base maps of this hall and of this user: a list, and a form for one of them."""

import uuid
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from console import words
from console.basemaps import checking, zones
from console.basemaps.base import Base, Offer
from console.hall.hall import Hall
from console.widgets import theme
from console.widgets.files import open_file
from console.widgets.spoken import button, label
from console.words.datums import DATUMS
from wire.basemaps import BaseMap, BaseMapKind, BaseMapOrder, TileForm, TileLevel
from wire.codes import Role

SERVICES, FILES = (BaseMapKind.WMTS, BaseMapKind.WMS), (BaseMapKind.MBTILES, BaseMapKind.PMTILES)
KINDS = {"XYZ": BaseMapKind.XYZ, "WMTS": BaseMapKind.WMTS, "WMS": BaseMapKind.WMS, "MBTiles": BaseMapKind.MBTILES, "PMTiles": BaseMapKind.PMTILES}
ROLE = Qt.ItemDataRole.UserRole


class BaseMapForm(QDialog):
    """`ask` opens it. Nothing is kept by it: `put_wanted` and `removal_wanted` are, and `tell` is told what became of that."""

    put_wanted = Signal(object, bool)  # BaseMapOrder, for the whole hall
    removal_wanted = Signal(str)  # id
    layers_wanted = Signal(object, str)  # BaseMapKind, address of the service

    def __init__(self, hall: Hall, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hall = hall
        self._id, self._asked, self._projection, self._layer = "", "", "EPSG:3857", ""
        self._levels: list[TileLevel] = []
        self.list = QListWidget()
        self.name, self.url, self.attribution = QLineEdit(maxLength=80), QLineEdit(maxLength=1000), QLineEdit(maxLength=300)
        self.kind, self.layers, self.form, self.datum = QComboBox(), QComboBox(), QComboBox(), QComboBox()
        self.min_zoom, self.max_zoom = QSpinBox(minimum=0, maximum=24), QSpinBox(minimum=0, maximum=24)
        self.for_hall = QCheckBox()
        self.read, self.browse, self.fresh, self.remove = button(), button(), button(), button("quiet")
        self.save, self.close_button = button("primary"), button("quiet")
        self.outcome = label("hint", wrap=True)
        self._labels: dict[str, QLabel] = {}
        self._lay_out()
        self._connect()
        self.say()
        self.start_anew()

    def ask(self) -> None:
        self.say()
        self._list()
        self.start_anew()
        self.open()

    def start_anew(self) -> None:
        """An empty form, for a base map that is not there yet."""
        self.list.clearSelection()
        empty = BaseMap(id="", version=0, name="", kind=BaseMapKind.XYZ, url="")
        self._fill(empty, for_hall=self._may_for_hall())
        self.name.setFocus()

    def show_layers(self, offers: list[Offer]) -> None:
        """What a service has; one that cannot be drawn can be seen and not chosen."""
        self.read.setEnabled(True)
        self.layers.clear()
        for offer in offers:
            self.layers.addItem(offer.title, offer)
            if offer.fault:
                at = self.layers.count() - 1
                self.layers.setItemData(at, offer.fault, Qt.ItemDataRole.ToolTipRole)
                self.layers.model().item(at).setEnabled(False)  # type: ignore[attr-defined]
        usable = [at for at, offer in enumerate(offers) if not offer.fault]
        self.layers.setCurrentIndex(usable[0] if usable else -1)
        if not usable:
            self.refuse(offers[0].fault)
            return
        self._take_offer(usable[0])
        self._show(self.tr("{count} layers; choose one.").format(count=len(usable)), "")

    def refuse(self, sentence: str) -> None:
        self.read.setEnabled(True)
        self.save.setEnabled(True)
        self._show(sentence, "danger")

    def tell_kept(self) -> None:
        self._id, self._asked = self._asked, ""
        self._adapt()
        self._show(self.tr("Kept."), "ok")

    def order(self) -> BaseMapOrder:
        """What the form says now."""
        kind = self._kind()
        return BaseMapOrder(
            id=self._id or ("hall-" if self.for_hall.isChecked() else "own-") + uuid.uuid4().hex[:12],
            name=self.name.text().strip(),
            kind=kind,
            url=self.url.text().strip(),
            form=TileForm(self.form.currentData()),
            datum=self.datum.currentData(),
            projection=self._cut(kind),
            levels=self._levels if kind is BaseMapKind.WMTS else [],
            layer=self._layer if kind in SERVICES else "",
            attribution=self.attribution.text().strip(),
            min_zoom=self.min_zoom.value(),
            max_zoom=self.max_zoom.value(),
        )

    def say(self) -> None:
        self.setWindowTitle(self.tr("Base maps"))
        for name, text in (
            ("name", self.tr("Name")),
            ("kind", self.tr("Kind")),
            ("url", self.tr("Address or file")),
            ("layers", self.tr("Layer")),
            ("form", self.tr("Tiles")),
            ("datum", self.tr("Datum")),
            ("zooms", self.tr("Zooms")),
            ("attribution", self.tr("Source")),
        ):
            self._labels[name].setText(text)
        for part, text in (
            (self.read, self.tr("Read layers")),
            (self.browse, self.tr("File…")),
            (self.fresh, self.tr("New")),
            (self.remove, self.tr("Remove")),
            (self.save, self.tr("Keep")),
            (self.close_button, self.tr("Close")),
            (self.for_hall, self.tr("For the whole hall")),
        ):
            part.setText(text)
        self.form.setItemText(0, self.tr("Pictures"))
        self.form.setItemText(1, self.tr("Vectors"))
        self.for_hall.setToolTip("" if self._may_for_hall() else self.tr("Only an administrator changes the base maps of the hall."))

    # What is done with it

    def _connect(self) -> None:
        self.list.currentItemChanged.connect(self._choose)
        self.kind.currentIndexChanged.connect(self._adapt)
        self.layers.activated.connect(self._take_offer)
        self.url.textEdited.connect(self._forget_layer)
        self.for_hall.toggled.connect(self._adapt)
        self.read.clicked.connect(self._read)
        self.browse.clicked.connect(self._browse)
        self.fresh.clicked.connect(self.start_anew)
        self.remove.clicked.connect(lambda: self.removal_wanted.emit(self._id))
        self.save.clicked.connect(self._save)
        self.close_button.clicked.connect(self.reject)
        self._hall.bases.changed.connect(self._list)

    def _list(self) -> None:
        self.list.blockSignals(True)
        self.list.clear()
        for base in self._hall.bases.all:
            item = QListWidgetItem(base.map.name)
            item.setData(ROLE, base)
            item.setToolTip(base.fault)
            self.list.addItem(item)
            if base.map.id == self._id:
                self.list.setCurrentItem(item)
        self.list.blockSignals(False)

    def _choose(self, item: QListWidgetItem | None) -> None:
        base: Base | None = item.data(ROLE) if item else None
        if base is not None:
            self._fill(base.map, not base.own)
            self._show(base.fault, "danger" if base.fault else "")

    def _fill(self, map: BaseMap, for_hall: bool) -> None:
        self._id, self._projection, self._layer, self._levels = map.id, map.projection, map.layer, map.levels
        self.name.setText(map.name)
        self.kind.setCurrentIndex(list(KINDS.values()).index(map.kind))
        self.url.setText(map.url)
        self.url.setCursorPosition(0)
        self.layers.clear()
        if map.layer:
            self.layers.addItem(map.layer)
        self.form.setCurrentIndex(list(TileForm).index(map.form))
        self.datum.setCurrentIndex(list(DATUMS).index(map.datum))
        self.attribution.setText(map.attribution)
        self.min_zoom.setValue(map.min_zoom)
        self.max_zoom.setValue(map.max_zoom)
        self.for_hall.setChecked(for_hall)
        self._show("", "")
        self._adapt()

    def _adapt(self) -> None:
        """Only what can be done is offered."""
        kind, may = self._kind(), self._may_for_hall() or not self.for_hall.isChecked()
        self.read.setVisible(kind in SERVICES)
        self.layers.setVisible(kind in SERVICES)
        self._labels["layers"].setVisible(kind in SERVICES)
        self.browse.setVisible(kind in FILES and not self.for_hall.isChecked())
        self.form.setEnabled(kind not in SERVICES)
        self.for_hall.setEnabled(self._may_for_hall() and not self._id)
        self.save.setEnabled(may and self._id != "local")
        self.remove.setEnabled(bool(self._id) and may and self._id != "local")
        self.url.setPlaceholderText("https://…/{z}/{x}/{y}.png" if kind is BaseMapKind.XYZ else "https://…")

    def _read(self) -> None:
        self.read.setEnabled(False)
        self._show(self.tr("Reading what the service has…"), "")
        self.layers_wanted.emit(self._kind(), self.url.text().strip())

    def _take_offer(self, at: int) -> None:
        offer: Offer | None = self.layers.itemData(at)
        if offer is None:
            return
        self._layer, self._projection, self._levels = offer.layer, offer.projection, list(offer.levels)
        self.url.setText(offer.url)
        self.url.setCursorPosition(0)
        self.datum.setCurrentIndex(list(DATUMS).index(offer.datum))
        self.form.setCurrentIndex(0)
        self.min_zoom.setValue(offer.min_zoom)
        self.max_zoom.setValue(offer.max_zoom)
        if not self.name.text().strip():
            self.name.setText(offer.title[:80])

    def _forget_layer(self) -> None:
        """An address that was typed anew is none of the service's."""
        self._projection, self._levels = "EPSG:3857", []

    def _browse(self) -> None:
        open_file(self, self.windowTitle(), lambda path: self._take_file(str(path)), "MBTiles, PMTiles (*.mbtiles *.pmtiles)")

    def _take_file(self, name: str) -> None:
        self.url.setText(name)
        self.kind.setCurrentIndex(list(KINDS.values()).index(BaseMapKind.PMTILES if name.lower().endswith(".pmtiles") else BaseMapKind.MBTILES))
        if not self.name.text().strip():
            self.name.setText(Path(name).stem[:80])

    def _save(self) -> None:
        order, for_hall = self.order(), self.for_hall.isChecked()
        if fault := checking.fault(order, own=not for_hall, lon=self._city()):
            self.refuse(fault)
            return
        self._asked = order.id
        self.save.setEnabled(False)
        self.put_wanted.emit(order, for_hall)

    def _kind(self) -> BaseMapKind:
        return BaseMapKind(self.kind.currentData())  # Qt makes plain text of it

    def _cut(self, kind: BaseMapKind) -> str:
        """The projection, as far as maps of this kind can have it."""
        possible = kind in SERVICES if zones.named(self._projection) else kind is not BaseMapKind.WMS
        return self._projection if possible else "EPSG:3857"

    def _city(self) -> float | None:
        """The longitude in the middle of its grids."""
        places = sorted(grid.lon for grid in self._hall.grids)
        return places[len(places) // 2] if places else None

    def _may_for_hall(self) -> bool:
        return Role.ADMIN in self._hall.me.roles

    def _show(self, text: str, tone: str) -> None:
        self.outcome.setText(text)
        theme.set_property(self.outcome, "tone", tone)

    def _lay_out(self) -> None:
        for text, kind in KINDS.items():
            self.kind.addItem(text, kind)
        for form in TileForm:
            self.form.addItem("", form)
        for datum, text in DATUMS.items():
            self.datum.addItem(text, datum)
        fields = QFormLayout()
        fields.setSpacing(theme.px(8))
        for name, parts in (
            ("name", (self.name,)),
            ("kind", (self.kind,)),
            ("url", (self.url, self.browse, self.read)),
            ("layers", (self.layers,)),
            ("form", (self.form,)),
            ("datum", (self.datum,)),
            ("zooms", (self.min_zoom, QLabel("–"), self.max_zoom)),
            ("attribution", (self.attribution,)),
        ):
            self._labels[name] = label("label")
            self._labels[name].setBuddy(parts[0])
            fields.addRow(self._labels[name], _row(*parts))
        self.max_zoom.setAccessibleName(words.choose("最大级别", "Largest zoom"))
        fields.addRow("", self.for_hall)
        left, right, both = QVBoxLayout(), QVBoxLayout(), QHBoxLayout()
        left.addWidget(self.list, 1)
        left.addLayout(_row(self.fresh, self.remove))
        right.addLayout(fields)
        right.addWidget(self.outcome, 1, Qt.AlignmentFlag.AlignTop)
        foot = QHBoxLayout()
        foot.addWidget(self.close_button)
        foot.addStretch(1)
        foot.addWidget(self.save)
        right.addLayout(foot)
        both.addLayout(left, 2)
        both.addLayout(right, 5)
        both.setSpacing(theme.px(16))
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme.px(16),) * 4)
        column.addLayout(both)
        self.resize(theme.px(720), theme.px(440))


def _row(*parts: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(theme.px(4))
    for part in parts:
        row.addWidget(part, 1 if isinstance(part, QLineEdit | QComboBox) else 0)
    if isinstance(parts[0], QSpinBox):
        row.addStretch(1)
    return row
