"""The intake form: a case that somebody in the hall registers, from the telephone, a camera or a letter."""

from uuid import uuid4

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from console import words
from console.hall.hall import Hall
from console.hall.receipts import ReceiptState
from console.widgets import keys, theme
from console.widgets.city_fields import NEAR_HOURS, NEAR_M, ClassField, KindField, PhotosField, metres_between
from console.widgets.fields import ChoiceField, LineField, NoteField
from console.widgets.receipt import ReceiptLine, errors_of, latest
from console.widgets.sheet import Sheet
from console.widgets.spoken import Spoken, button, label
from wire.cases import Case, CaseReport
from wire.codes import INSPECTOR_SOURCES, Source

HALL_SOURCES = tuple(source for source in Source if source not in INSPECTOR_SOURCES and source not in (Source.AI, Source.SENSOR))


class SourceField(ChoiceField):
    def __init__(self) -> None:
        super().__init__("source", True)

    def say(self) -> None:
        super().say()
        self.fill([(source, words.of(source)) for source in HALL_SOURCES])


class ReportForm(Spoken):
    """Emits a `CaseReport` with an id made here. The place comes from the map: `place_wanted` asks, `set_place` answers."""

    reported = Signal(object, object)  # CaseReport, [(image, media type)] to be uploaded before it
    place_wanted = Signal()
    told = Signal(str, str, int)

    def __init__(self, hall: Hall, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sheet")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._hall = hall
        self._id, self._at = uuid4().hex, None
        self._lon: float | None = None
        self._lat: float | None = None
        self.source, self.kind, self.small = SourceField(), KindField(), ClassField(hall)
        self.address, self.description = LineField("address"), NoteField("description", lines=3)
        self.photos = PhotosField()
        self.reporter, self.phone, self.urgent = LineField("reporter"), LineField("phone"), QCheckBox()
        self._place_head, self._place, self._place_error, self.pick = label("label"), label(), label("error", wrap=True), button()
        self._doubles, self.receipt = label(tone="warn", wrap=True), ReceiptLine()
        self.send, self.empty = button("primary"), button("quiet")
        self._lay_out()
        self._connect()
        self.say()
        self.clear()

    def set_place(self, lon: float, lat: float, address: str = "") -> None:
        """Where it is, degrees WGS-84; an address is taken over only where none was typed."""
        self._lon, self._lat = lon, lat
        self._place_error.hide()
        if address and not self.address.value():
            self.address.set(address)
        self.say()
        self._look_for_doubles()

    def clear(self) -> None:
        """Start with the next report; the source stays, since calls come in rows."""
        self._id = uuid4().hex
        self._lon = self._lat = None
        for field in (self.address, self.description, self.reporter, self.phone):
            field.set("")
            field.set_error("")
        self.small.set(None)
        self.photos.clear()
        self.urgent.setChecked(False)
        self.source.set(self.source.value() or Source.HOTLINE_12319)
        self.receipt.show_receipt(None)
        self._look_for_doubles()
        self.say()

    def begin(self, source: Source | None = None, phone: str = "", reporter: str = "") -> None:
        """A new report, prefilled with a caller where there is one."""
        self.clear()
        self.source.set(source or self.source.value() or Source.HOTLINE_12319)
        self.phone.set(phone)
        self.reporter.set(reporter)
        self.kind.setFocus()

    def submit(self) -> None:
        """Emit the report, or say at each field what is missing."""
        wrong = [field for field in (self.source, self.kind, self.small) if not field.is_filled()]
        for field in (self.source, self.kind, self.small):
            field.set_error(self.tr("Needed: please choose from the list") if field in wrong else "")
        placed = self._lon is not None and self._lat is not None
        self._place_error.setText("" if placed else self.tr("Needed: point at the place on the map"))
        self._place_error.setVisible(not placed)
        if wrong or not placed:
            (wrong[0] if wrong else self.pick).setFocus()
            return
        self._emit()

    def tell(self) -> None:
        self.told.emit("", "", -1)

    def say(self) -> None:
        self._place_head.setText(words.field("place") + "  ＊")
        there = self._lon is not None and self._lat is not None
        self._place.setText(f"{self._lon:.5f}, {self._lat:.5f}" if there else self.tr("not chosen yet"))
        self.pick.setText(self.tr("Point on the map"))
        self.urgent.setText(self.tr("Urgent"))
        self.empty.setText(self.tr("Empty the form"))
        self.send.setText(self.tr("Register") + "  Ctrl+⏎")
        self.small.suit(self.kind.value())

    def _emit(self) -> None:
        given = {
            "id": self._id,
            "source": self.source.value(),
            "kind": self.kind.value(),
            "class_code": self.small.value(),
            "lon": self._lon,
            "lat": self._lat,
            "address": self.address.value() or "",
            "description": self.description.value() or "",
            "reporter": self.reporter.value() or "",
            "phone": self.phone.value() or "",
            "urgent": self.urgent.isChecked(),
        }
        try:
            self.reported.emit(msgspec.convert(given, CaseReport), self.photos.images())
        except msgspec.ValidationError as error:
            self.show_errors({str(error).rpartition("$.")[2].strip("`"): str(error)})

    def show_errors(self, errors: dict[str, str]) -> None:
        """What was found wrong, each at its field."""
        fields = {
            field.name: field
            for field in (self.source, self.kind, self.small, self.address, self.description, self.photos, self.reporter, self.phone)
        }
        for path, text in errors.items():
            fields.get(path, self.description).set_error(text)

    def _look_for_doubles(self) -> None:
        """Say before it is sent that somebody else may have reported the same."""
        near = sorted(self._near(), key=lambda pair: pair[0])[:3]
        lines = [f"{words.number_short(case.number)} · {metres:.0f} m · {words.of(case.status)}" for metres, case in near]
        self._doubles.setText(self.tr("Perhaps reported already:") + "\n" + "\n".join(lines) if lines else "")
        self._doubles.setVisible(bool(lines))

    def _near(self) -> list[tuple[float, Case]]:
        if self._lon is None or self._lat is None or not self.small.value():
            return []
        now, found = self._hall.clock.now(), []
        for case in self._hall.cases:
            alike = (case.kind, case.class_code) == (self.kind.value(), self.small.value())
            if alike and (now - case.reported_at).total_seconds() < NEAR_HOURS * 3600:
                metres = metres_between(self._lon, self._lat, case.lon, case.lat)
                if metres <= NEAR_M:
                    found.append((metres, case))
        return found

    def _receipts_changed(self) -> None:
        receipt = latest(self._hall, self._id)
        if receipt is None:
            return
        self.receipt.show_receipt(receipt)
        if receipt.state is ReceiptState.REFUSED:
            self.show_errors(errors_of(receipt))

    def _connect(self) -> None:
        self.kind.changed.connect(lambda: self.small.suit(self.kind.value()))
        self.small.changed.connect(self._look_for_doubles)
        self.pick.clicked.connect(self.place_wanted)
        self.send.clicked.connect(self.submit)
        self.empty.clicked.connect(self.clear)
        self._hall.receipts.changed.connect(self._receipts_changed)
        self._hall.catalogue_changed.connect(self.say)
        keys.bind(self, self.submit, "Ctrl+Return", "Ctrl+Enter")

    def _lay_out(self) -> None:
        sheet, grid = Sheet(), QGridLayout()
        place, place_row, buttons = QVBoxLayout(), QHBoxLayout(), QHBoxLayout()
        place.setSpacing(theme.px(4))
        place_row.addWidget(self._place, 1)
        place_row.addWidget(self.pick)
        place.addWidget(self._place_head)
        place.addLayout(place_row)
        place.addWidget(self._place_error)
        self._place_error.hide()
        grid.setSpacing(theme.px(8))
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        grid.addWidget(self.source, 0, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self.kind, 0, 1, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self.small, 1, 0, 1, 2)
        grid.addLayout(place, 2, 0, 1, 2)
        grid.addWidget(self.address, 3, 0, 1, 2)
        grid.addWidget(self.description, 4, 0, 1, 2)
        grid.addWidget(self.photos, 5, 0, 1, 2)
        grid.addWidget(self.reporter, 6, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self.phone, 6, 1, Qt.AlignmentFlag.AlignTop)
        buttons.addStretch(1)
        buttons.addWidget(self.empty)
        buttons.addWidget(self.send)
        sheet.body.addLayout(grid)
        sheet.body.addWidget(self.urgent)
        sheet.body.addWidget(self._doubles)
        sheet.body.addLayout(buttons)
        sheet.body.addWidget(self.receipt)
        sheet.body.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(sheet)
