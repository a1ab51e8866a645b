"""What a camera is watched for: zones drawn on its still, each with its kind, class and hold."""

import uuid

from PySide6.QtCore import Signal
from PySide6.QtGui import QIcon, QImage
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QDoubleSpinBox,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from console import words
from console.hall.hall import Hall
from console.widgets import theme
from console.widgets.spoken import button, label
from console.widgets.zones.canvas import CaptureCanvas
from wire.analytics import LEAST_HOLD_S, LINES, MOST_HOLD_S, CaptureZone, CaptureZoneOrder
from wire.codes import CaptureKind, Kind

STALE_S = 90.0  # silent for so long: nobody watches
USUAL = {  # the class and the smallest size, in thousandths of the picture, that a kind begins with
    CaptureKind.VEHICLE_STOPPED: ("0409", 4.0),
    CaptureKind.OBJECT_LEFT: ("0136", 1.0),
    CaptureKind.GOODS_OUT: ("0405", 2.0),
    CaptureKind.FLOOD: ("0506", 3.0),
}


class CaptureForm(QDialog):
    """`ask` for a camera with its still; `take` brings its zones. What is saved is done when the backend says so: `stored`, `removed` or `refuse`."""

    saved = Signal(object, object)  # CaptureZoneOrder, the version that it replaces or None
    unwanted = Signal(object)  # CaptureZone

    def __init__(self, hall: Hall, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hall, self._camera_id, self._new_id = hall, "", ""
        self._zones: list[CaptureZone] = []
        self.canvas, self.zones, self.name = CaptureCanvas(), QComboBox(), QLineEdit()
        self.kind, self.small, self.hold, self.least, self.active = QComboBox(), QComboBox(), QSpinBox(), QDoubleSpinBox(), QCheckBox()
        self.name.setMaxLength(80)
        self.hold.setRange(LEAST_HOLD_S, MOST_HOLD_S)
        self.least.setRange(0.2, 500.0)
        self.least.setDecimals(1)
        self.turn, self.clear, self.forget = button(), button(), button()
        self.state, self.hint, self.wrong = label("body2", wrap=True), label("hint", wrap=True), label(tone="danger", wrap=True)
        self._labels = [label() for _ in range(6)]
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Close)
        for face in self._buttons.buttons():
            face.setIcon(QIcon())  # of another look than ours
        self._lay_out()
        self.zones.activated.connect(lambda: self._show_zone(self._chosen()))
        self.kind.activated.connect(lambda: self._take_kind(by_hand=True))
        self.turn.clicked.connect(self.canvas.turn_side)
        self.clear.clicked.connect(lambda: self.canvas.set_points([]))
        self.forget.clicked.connect(self._forget)
        self._buttons.accepted.connect(self._save)
        self._buttons.rejected.connect(self.reject)

    @property
    def camera_id(self) -> str:
        return self._camera_id

    def ask(self, camera_id: str, name: str, still: QImage) -> None:
        self._camera_id, self._zones = camera_id, []
        self._wait(False)
        self._say(name)
        self.canvas.show_still(still)
        self.kind.clear()
        for kind in CaptureKind:
            self.kind.addItem(words.of(kind), kind)
        self._fill_classes()
        self._fill_zones("")
        self.open()
        self.name.setFocus()

    def take(self, zones: list[CaptureZone], chosen: str = "") -> None:
        """What the backend has. Who has begun a new zone meanwhile goes on with it."""
        self._zones = zones
        if not chosen and self._chosen() is None and (self.canvas.points or self.name.text().strip()):
            self._list_zones("")
            self._lay_beside(None)
        else:
            self._fill_zones(chosen or (zones[0].id if zones else ""))

    def stored(self, zone: CaptureZone) -> None:
        if zone.camera_id != self._camera_id:
            return
        self._wait(False)
        self.take(sorted([each for each in self._zones if each.id != zone.id] + [zone], key=lambda each: each.id), zone.id)
        self._tell(self.tr("Saved: the program takes it over within seconds."), wrong=False)

    def removed(self, id: str) -> None:
        self.take([zone for zone in self._zones if zone.id != id])

    def refuse(self, text: str) -> None:
        self._wait(False)
        self._tell(text, wrong=True)

    def _lay_out(self) -> None:
        fields = QFormLayout()
        for text, field in zip(self._labels, (self.zones, self.name, self.kind, self.small, self.hold, self.least), strict=True):
            text.setBuddy(field)
            fields.addRow(text, field)
        fields.addRow("", self.active)
        side = QVBoxLayout()
        side.addLayout(fields)
        for part in (self.turn, self.clear, self.forget, self.state, self.wrong):
            side.addWidget(part)
        side.addStretch(1)
        left = QVBoxLayout()
        left.addWidget(self.canvas, 1)
        left.addWidget(self.hint)
        middle = QHBoxLayout()
        middle.addLayout(left, 1)
        middle.addLayout(side)
        column = QVBoxLayout(self)
        column.addLayout(middle, 1)
        column.addWidget(self._buttons)
        self.resize(theme.px(980), theme.px(520))

    def _say(self, name: str) -> None:
        self.setWindowTitle(self.tr("Intelligent capture · {name}").format(name=name))
        self.canvas.setAccessibleName(words.choose("画面", "Picture"))
        texts = (self.tr("Zone"), self.tr("Name"), self.tr("Watched for"), self.tr("Class"), self.tr("Hold, s"), self.tr("Smallest size, ‰"))
        for shown, text in zip(self._labels, texts, strict=True):
            shown.setText(text)
        self.least.setToolTip(self.tr("Of the picture: smaller things do not count."))
        self.active.setText(self.tr("Is watched"))
        self.turn.setText(self.tr("Other side of the line"))
        self.clear.setText(self.tr("Draw anew"))
        self.forget.setText(self.tr("Delete this zone"))

    def _fill_classes(self) -> None:
        self.small.clear()
        for each in self._hall.catalogue.classes if self._hall.catalogue else []:
            if each.kind is Kind.EVENT:
                self.small.addItem(f"{each.code}  {words.choose(each.name, each.name_en)}", each.code)

    def _fill_zones(self, chosen: str) -> None:
        self._list_zones(chosen)
        self._show_zone(self._chosen())

    def _list_zones(self, chosen: str) -> None:
        self.zones.clear()
        for zone in self._zones:
            self.zones.addItem(zone.name, zone.id)
        self.zones.addItem(self.tr("New zone"), "")
        self.zones.setCurrentIndex(max(0, self.zones.findData(chosen)))

    def _chosen(self) -> CaptureZone | None:
        return next((zone for zone in self._zones if zone.id == self.zones.currentData()), None)

    def _show_zone(self, zone: CaptureZone | None) -> None:
        self._new_id = uuid.uuid4().hex  # the same for each attempt to save it
        self.name.setText(zone.name if zone else "")
        self.kind.setCurrentIndex(self.kind.findData(zone.kind if zone else CaptureKind.VEHICLE_STOPPED))
        self._take_kind(by_hand=zone is None)
        self.hold.setValue(zone.hold_s if zone else 30)
        self.active.setChecked(zone.active if zone else True)
        if zone is not None:
            self.small.setCurrentIndex(self.small.findData(zone.class_code))
            self.least.setValue(1000 * zone.least)
        self._lay_beside(zone)
        self.canvas.set_points(zone.points if zone else [])
        self.forget.setVisible(zone is not None)
        self.state.setText(self._state_of(zone) if zone else "")
        self._tell("", wrong=False)

    def _lay_beside(self, zone: CaptureZone | None) -> None:
        """What is drawn beside this one."""
        self.canvas.others = [(each.kind, each.points) for each in self._zones if zone is None or each.id != zone.id]
        self.canvas.update()

    def _wait(self, waiting: bool) -> None:
        self._buttons.button(QDialogButtonBox.StandardButton.Save).setEnabled(not waiting)

    def _take_kind(self, by_hand: bool) -> None:
        kind = CaptureKind(self.kind.currentData())
        self.canvas.set_kind(kind)
        self.turn.setVisible(kind is CaptureKind.GOODS_OUT)
        line = self.tr("Click along the line. The hatched side is watched.") if kind is CaptureKind.GOODS_OUT else self.tr("Click along the line.")
        area = self.tr("Click the corners of the area.")
        self.hint.setText((line if kind in LINES else area) + " " + self.tr("Drag moves a corner, right click takes it out, Backspace the last one."))
        if by_hand:
            code, least = USUAL[kind]
            self.small.setCurrentIndex(self.small.findData(code))
            self.least.setValue(least)

    def _state_of(self, zone: CaptureZone) -> str:
        """A silence is never shown as watching."""
        if not zone.active:
            return self.tr("Not watched: switched off")
        age = (self._hall.clock.now() - zone.state_at).total_seconds() if zone.state_at else None
        if zone.state is None or age is None or age > STALE_S:
            return self.tr("Not watched: the capture program is silent")
        return words.of(zone.state)

    def _save(self) -> None:
        zone, kind = self._chosen(), CaptureKind(self.kind.currentData())
        least = 2 if kind in LINES else 3
        if not self.name.text().strip():
            self.refuse(self.tr("Give the zone a name."))
        elif len(self.canvas.points) < least:
            self.refuse(self.tr("Draw it on the picture: {least} points at least.").format(least=least))
        elif self.small.currentData() is None:
            self.refuse(self.tr("Choose a class."))
        else:
            self._wait(True)
            self.saved.emit(self._order(zone, kind), zone.version if zone else None)

    def _order(self, zone: CaptureZone | None, kind: CaptureKind) -> CaptureZoneOrder:
        return CaptureZoneOrder(
            id=zone.id if zone else self._new_id,
            camera_id=self._camera_id,
            name=self.name.text().strip(),
            kind=kind,
            points=self.canvas.points,
            case_kind=Kind.EVENT,
            class_code=self.small.currentData(),
            hold_s=self.hold.value(),
            least=self.least.value() / 1000,
            active=self.active.isChecked(),
        )

    def _forget(self) -> None:
        if (zone := self._chosen()) is not None:
            self.unwanted.emit(zone)

    def _tell(self, text: str, wrong: bool) -> None:
        theme.set_property(self.wrong, "tone", "danger" if wrong else "ok")
        self.wrong.setText(text)
        self.wrong.setVisible(bool(text))
