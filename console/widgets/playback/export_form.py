"""What a package of recordings is of: which cameras, which case it is for, and the reason."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from console.widgets import theme
from console.widgets.playback.reason_form import ReasonForm
from console.widgets.spoken import label

ID = Qt.ItemDataRole.UserRole
ROWS = 6  # cameras that are seen at once


class Offered(NamedTuple):
    """An id and what it is called."""

    id: str
    name: str


class ExportForm(ReasonForm):
    """One camera at least: without any nothing can be handed out."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.cameras, self.case = QListWidget(), QComboBox()
        self._for_case, self._of_cameras = label("label"), label("label")
        column = self.layout()
        assert isinstance(column, QVBoxLayout)
        for place, part in enumerate((self._of_cameras, self.cameras, self._for_case, self.case), 1):
            column.insertWidget(place, part)
        self.cameras.itemChanged.connect(lambda _: self._allow())
        self.reason.textChanged.connect(lambda _: self._allow())

    def ask_export(
        self, what: str, act: str, cameras: Sequence[Offered], cases: Sequence[Offered], then: Callable[[list[str], str, str], None]
    ) -> None:
        """`then` is called with the ids of the cameras, that of the case or an empty one, and the reason. The first case is chosen."""
        self._of_cameras.setText(self.tr("Cameras"))
        self._for_case.setText(self.tr("For the case"))
        self.cameras.clear()
        for camera in cameras:
            item = QListWidgetItem(camera.name)
            item.setData(ID, camera.id)
            item.setFlags(Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
            item.setCheckState(Qt.CheckState.Checked)
            self.cameras.addItem(item)
        self.cameras.setFixedHeight(min(len(cameras), ROWS) * theme.px(24) + theme.px(6))
        self.case.clear()
        for case in [*cases, Offered("", self.tr("none"))]:
            self.case.addItem(case.name, case.id)
        self.case.setCurrentIndex(0)
        self.ask(what, act, lambda reason: then(self.chosen(), self.case.currentData() or "", reason))

    def chosen(self) -> list[str]:
        items = (self.cameras.item(row) for row in range(self.cameras.count()))
        return [item.data(ID) for item in items if item.checkState() is Qt.CheckState.Checked]

    def _allow(self) -> None:
        self.keep.setEnabled(bool(self.reason.text().strip()) and bool(self.chosen()))
