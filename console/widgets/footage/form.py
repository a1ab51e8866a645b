"""Enters a request of the police, or corrects it: who asks, under which number, for which cameras and times, and why."""

import uuid
from datetime import datetime, timedelta

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from console.hall.hall import Hall
from console.widgets import keys, theme
from console.widgets.case.side_fields import MomentField
from console.widgets.fields import LineField, NoteField
from console.widgets.footage.model import camera_name
from console.widgets.saving_form import SavingForm
from console.widgets.spoken import label, name_controls
from console.widgets.video_choice import CameraChoice
from wire.codes import Noun
from wire.footage import MOST_CAMERAS, FootageOrder, FootageRequest

ID = Qt.ItemDataRole.UserRole
LENGTHS = {"number": 60, "officer": 80, "badge": 40, "unit": 120, "basis": 120}
HOUR = timedelta(hours=1)


class FootageForm(SavingForm):
    """`ask` with a request to be corrected, or with none. It stays until `accept` or `refuse`."""

    entered = Signal(object, object)  # FootageOrder, the version that it corrects or None

    def __init__(self, hall: Hall, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hall = hall
        self._corrected: FootageRequest | None = None
        self._id = ""
        now = hall.clock.now()
        self.number, self.officer, self.badge = LineField("footage_number", True), LineField("footage_officer", True), LineField("footage_badge")
        self.unit, self.basis, self.case = LineField("footage_unit", True), LineField("footage_basis", True), LineField("footage_case")
        self.since, self.until = MomentField("footage_since", now, True), MomentField("footage_until", now, True)
        self.purpose = NoteField("footage_purpose", True)
        self.choice, self.cameras = CameraChoice(hall), QListWidget()
        self._cameras_label = label("label")
        for moment in (self.since, self.until):
            moment.edit.clearMinimumDateTime()
        for name, length in LENGTHS.items():
            getattr(self, name).edit.setMaxLength(length)
        self._lay_out()
        self.choice.chosen.connect(self.add_camera)
        keys.bind(self.cameras, self._take_out, "Delete")

    def checked(self) -> tuple[LineField | NoteField, ...]:
        return self.number, self.officer, self.unit, self.basis, self.purpose, self.case

    def ask(self, request: FootageRequest | None = None) -> None:
        now = self._hall.clock.now()
        self._corrected, self._id = request, request.id if request else uuid.uuid4().hex
        self._say()
        for field in (self.number, self.officer, self.badge, self.unit, self.basis):
            field.set(getattr(request, field.name.removeprefix("footage_"), ""))
        self.purpose.set(request.purpose if request else "")
        self.since.set(request.since if request else now - HOUR)
        self.until.set(request.until if request else now)
        self.case.set(self._case_number(request.case_id) if request and request.case_id else "")
        self.cameras.clear()
        selected = self._hall.selection
        for id in request.cameras if request else [selected.id] if selected.noun is Noun.CAMERA else []:
            self.add_camera(id)
        self.begin()
        self.number.setFocus()

    def add_camera(self, id: str) -> None:
        if id not in self.chosen() and len(self.chosen()) < MOST_CAMERAS:
            item = QListWidgetItem(camera_name(self._hall, id))
            item.setData(ID, id)
            self.cameras.addItem(item)

    def chosen(self) -> list[str]:
        return [self.cameras.item(row).data(ID) for row in range(self.cameras.count())]

    def submit(self) -> None:
        self.clear()
        missing = [field for field in (self.number, self.officer, self.unit, self.basis, self.purpose) if not field.is_filled()]
        for field in missing:
            field.set_error(self.tr("Needed"))
        if not self.chosen():
            self.say_wrong(self.tr("Which camera? Type its name or code"))
        case_id = self._case_id()
        if self.case.value() and case_id is None:
            self.case.set_error(self.tr("The hall has no such case"))
        elif not missing and self.chosen():
            self.wait(True)
            self.entered.emit(self._order(case_id), self._corrected.version if self._corrected else None)

    # --- inside

    def _order(self, case_id: str | None) -> FootageOrder:
        since, until = (datetime.fromisoformat(field.value()) for field in (self.since, self.until))
        return FootageOrder(
            id=self._id,
            number=self.number.value() or "",
            officer=self.officer.value() or "",
            badge=self.badge.value() or "",
            unit=self.unit.value() or "",
            cameras=self.chosen(),
            since=since,
            until=until,
            purpose=self.purpose.value() or "",
            basis=self.basis.value() or "",
            case_id=case_id,
        )

    def _case_id(self) -> str | None:
        """By its number; one that was linked before may be gone from the Hall."""
        number, before = self.case.value(), self._corrected.case_id if self._corrected else None
        if before and number == self._case_number(before):
            return before
        return next((case.id for case in self._hall.cases if case.number == number), None) if number else None

    def _case_number(self, id: str) -> str:
        case = self._hall.cases.get(id)
        return case.number if case else id

    def _take_out(self) -> None:
        self.cameras.takeItem(self.cameras.currentRow())

    def _say(self) -> None:
        self.setWindowTitle(self.tr("Correct the request") if self._corrected else self.tr("Footage for the police"))
        self._cameras_label.setText(self.tr("Cameras") + "  ＊")
        self.choice.setPlaceholderText(self.tr("Name or code, Enter adds it; Delete takes out"))
        name_controls(self)
        self.say_buttons()

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.px(12))
        grid.setVerticalSpacing(theme.px(8))
        pairs = ((self.number, self.unit), (self.officer, self.badge), (self.since, self.until), (self.basis, self.case))
        for row, pair in enumerate(pairs):
            for column, field in enumerate(pair):
                grid.addWidget(field, row, column)
        whole = QVBoxLayout(self)
        whole.setSpacing(theme.px(8))
        whole.addLayout(grid)
        for part in (self._cameras_label, self.choice, self.cameras, self.purpose, self.wrong, self.buttons):
            whole.addWidget(part)
        self.cameras.setMaximumHeight(theme.px(96))
        self.resize(theme.px(600), theme.px(560))
