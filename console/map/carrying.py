"""A camera dragged off the map onto a pane."""

from PySide6.QtCore import QEvent, QMimeData, QObject, QPointF, Qt, QTimer, Signal
from PySide6.QtGui import QDrag, QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget

from console.hall.streams import CAMERA_MIME
from console.map.life import Life

OUTSIDE = QPointF(-1, -1)  # where no mark is


class Carrying(QObject):
    """Chromium has the press of the button, and Qt's drag takes its release: so it is given one when the drag has ended."""

    began = Signal()

    def __init__(self, life: Life, parent: QWidget) -> None:
        super().__init__(parent)
        self._life, self._over = life, parent

    def carry(self, camera_id: str) -> None:
        """From the event loop, and not from within what the page has just said: no page is heard while Qt drags."""
        QTimer.singleShot(0, self, lambda: self._drag(camera_id))

    def _drag(self, camera_id: str) -> None:
        if not QApplication.mouseButtons() & Qt.MouseButton.LeftButton:
            return  # it was let go meanwhile
        data = QMimeData()
        data.setData(CAMERA_MIME, camera_id.encode())
        drag = QDrag(self._over)
        drag.setMimeData(data)
        self.began.emit()
        drag.exec(Qt.DropAction.CopyAction)
        target = self._life.web.focusProxy()
        if isinstance(target, QWidget):
            left, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
            at = QPointF(target.mapToGlobal(OUTSIDE))
            QApplication.sendEvent(target, QMouseEvent(QEvent.Type.MouseButtonRelease, OUTSIDE, at, left, Qt.MouseButton.NoButton, keys))
