"""The pane of how the cameras do."""

from datetime import timedelta
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from console import words
from console.hall.failures import Wanted
from console.hall.hall import Hall
from console.widgets import keys, theme
from console.widgets.cell import Cell
from console.widgets.columns import Columns
from console.widgets.files import save_file
from console.widgets.flow import Flow
from console.widgets.health.model import RIGHT, Column, HealthModel
from console.widgets.missing import Missing
from console.widgets.outcome import Outcome
from console.widgets.queue.pane import CaseTable
from console.widgets.rows import as_rows
from console.widgets.spoken import Spoken, button
from console.widgets.video_choice import CameraChoice
from wire.camera_health import CameraHealth
from wire.problem import Problem

COLUMNS = Columns(
    {
        **{Column.TODAY: 112, Column.WEEK: 112, Column.DROPS: 64, Column.DOWN: 84, Column.FIRST: 104},
        **{Column.SENDS: 176, Column.CLOCK: 76, Column.SEEN: 96, Column.STATE: 248},
    },
    rest=Column.CAMERA,
    rest_px=200,
    dispensable=(Column.SEEN, Column.STATE, Column.SENDS, Column.FIRST, Column.DOWN),
)
FIELD_PX = 184
AGAIN = timedelta(seconds=60)  # so long what was read counts as new


class HealthCell(Cell):
    """Figures stand right."""

    def side(self, column: int) -> Qt.AlignmentFlag:
        return Qt.AlignmentFlag.AlignRight if column in RIGHT else Qt.AlignmentFlag.AlignLeft


class HealthPane(Spoken):
    """Keys: Enter opens the camera, F5 asks anew, Ctrl+E exports, Ctrl+F finds a camera, Ctrl+G groups by gateway, F2 opens its entry to
    who may change it."""

    wanted = Signal()  # answered by `take` or `miss`
    export_wanted = Signal(object)  # Path
    opened = Signal(str)  # id of a camera
    edit_wanted = Signal(str)  # likewise
    told = Signal(str, str, int)

    def __init__(self, hall: Hall, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.found: list[CameraHealth] = []
        self._hall, self._at, self._asking = hall, hall.clock.now() - AGAIN, False
        self.model, self.table, self.choice = HealthModel(hall, self), CaseTable(), CameraChoice(hall)
        self.grouped, self.export, self.edit, self.outcome = button(), button(), button(), Outcome()
        self.edit.hide()
        self.missing = Missing(hall, Wanted.CAMERA_HEALTH)
        self.grouped.setCheckable(True)
        self.grouped.setChecked(True)
        self._lay_out()
        self._connect()
        self.say()

    def renew(self) -> None:
        if not self._asking:
            self._asking = True
            self.wanted.emit()
            self.tell()

    def take(self, found: list[CameraHealth]) -> None:
        self.found, self._asking, self._at = found, False, self._hall.clock.now()
        self._hall.failures.clear(Wanted.CAMERA_HEALTH, "")
        self._show()

    def miss(self, problem: Problem) -> None:
        self._asking = False
        self._hall.failures.note(Wanted.CAMERA_HEALTH, "", problem)
        self.tell()

    def go_to(self, camera_id: str) -> None:
        if (row := self.model.row(camera_id)) >= 0:
            self.table.setCurrentIndex(self.model.index(row, 0))
            self.table.setFocus()

    def offer_editing(self) -> None:
        self.edit.show()
        self.edit.clicked.connect(self._edit)
        keys.bind(self, self._edit, "F2")

    def tell_written(self, path: Path) -> None:
        count = len(self.found)
        self.outcome.tell_of(lambda: self.tr("{count} cameras in {name}").format(count=count, name=path.name))

    def tell_not_written(self, problem: Problem) -> None:
        self.outcome.refuse(problem)

    def tell(self) -> None:
        looked = sum(each.week.looked_s > 0 for each in self.found)
        count = self.tr("fetching …") if self._asking and not self.found else self.tr("{count} cameras").format(count=len(self.found))
        if self.found:
            count += self.tr(" · {count} looked at in 7 days · at {time}").format(count=looked, time=f"{words.local(self._at):%H:%M:%S}")
        settled = not self._asking and self._hall.failures.of(Wanted.CAMERA_HEALTH) is None
        self.told.emit("", count, len(self.found) if settled else -1)

    def say(self) -> None:
        self.choice.setPlaceholderText(self.tr("Camera …  Ctrl+F"))
        self.grouped.setText(self.tr("By gateway"))
        self.grouped.setToolTip(self.tr("Cameras under the gateway or recorder that they come from (Ctrl+G)"))
        self.export.setText(self.tr("Export CSV…"))
        self.edit.setText(self.tr("Entry…  F2"))
        self.edit.setToolTip(self.tr("Name, place and addresses of this camera"))
        self.model.say()
        self.tell()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._renew_when_old()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        COLUMNS.fit(self.table, event.size().width())

    # --- inside

    def _show(self) -> None:
        """Who stands at a camera stays there."""
        line = self.model.line(self.table.currentIndex().row())
        self.model.show(self.found, self.grouped.isChecked())
        row = self.model.row(line.camera.camera_id) if line and line.camera else 0
        if self.model.rowCount():
            self.table.setCurrentIndex(self.model.index(max(0, row), 0))
        self.export.setEnabled(bool(self.found))
        self.tell()

    def _renew_when_old(self) -> None:
        if self.isVisible() and self._hall.clock.now() - self._at >= AGAIN:
            self.renew()

    def _press(self, key: int) -> None:
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open()

    def _open(self) -> None:
        line = self.model.line(self.table.currentIndex().row())
        if line is not None and line.camera is not None:
            self.opened.emit(line.camera.camera_id)

    def _edit(self) -> None:
        line = self.model.line(self.table.currentIndex().row())
        if line is not None and line.camera is not None:
            self.edit_wanted.emit(line.camera.camera_id)

    def _ask_where(self) -> None:
        if not self.export.isEnabled():
            return
        name = f"cameras-{words.local(self._at).date().isoformat()}.csv"
        save_file(self, self.tr("Export how the cameras do"), name, self.export_wanted.emit)

    def _connect(self) -> None:
        self.choice.chosen.connect(self.go_to)
        self.grouped.toggled.connect(lambda _: self._show())
        self.export.clicked.connect(self._ask_where)
        self.missing.again.connect(self.renew)
        self.table.pressed_key.connect(self._press)
        self.table.doubleClicked.connect(self._open)
        self._hall.clock.ticked.connect(self._renew_when_old)
        keys.bind(self, self.renew, "F5")
        keys.bind(self, self._ask_where, "Ctrl+E")
        keys.bind(self, self.choice.setFocus, "Ctrl+F")
        keys.bind(self, self.grouped.toggle, "Ctrl+G")

    def _lay_out(self) -> None:
        self.choice.setFixedWidth(theme.px(FIELD_PX))
        bar = Flow(gap=8)
        bar.setContentsMargins(theme.px(8), theme.px(4), theme.px(8), theme.px(4))
        for part in (self.choice, self.grouped, self.export, self.edit):
            bar.addWidget(part)
        as_rows(self.table, self.model, HealthCell(self.table))
        COLUMNS.lay(self.table)
        for line in (self.missing, self.outcome):
            line.setContentsMargins(theme.px(8), 0, theme.px(8), 0)
        self.export.setEnabled(False)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(bar)
        whole.addWidget(self.missing)
        whole.addWidget(self.outcome)
        whole.addWidget(self.table, 1)
        self.setFocusProxy(self.table)
