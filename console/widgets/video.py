"""One camera: its newest picture, and plainly what is wrong when there is none."""

from datetime import UTC, datetime, timedelta

from PySide6.QtCore import QEvent, QMimeData, QPointF, QSize, Qt, Signal
from PySide6.QtGui import (
    QDrag,
    QDragEnterEvent,
    QDropEvent,
    QHideEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QApplication, QSizePolicy, QWidget

from console import words
from console.hall.hall import Hall
from console.hall.streams import CAMERA_MIME, STALE_S, Picture, Streams, StreamState, View, state_of
from console.widgets import video_words
from console.widgets.video_paint import Face, overlay, paint
from wire.cameras import Camera

MAIN_FROM_PX = 700  # a wider pane takes the large stream


class VideoPane(QWidget):
    """Looks at its camera only while it is visible. Its wall calls `take_picture` 25 times a second and `refresh` four times."""

    picked = Signal()
    enlarge_asked = Signal()
    dropped = Signal(str)  # id of a camera

    def __init__(self, hall: Hall, streams: Streams, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.camera_id, self.hot = "", False
        self._hall, self._streams = hall, streams
        self._view: View | None = None
        self._url = ""
        self._picture: Picture | None = None
        self._grey: QImage | None = None
        self._face = Face()
        self._over: QPixmap | None = None
        self._pressed_at = QPointF()
        self.setAcceptDrops(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(120, 68)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        hall.cameras.changed.connect(self._on_cameras_changed)

    def sizeHint(self) -> QSize:
        return QSize(320, 180)

    def show_camera(self, camera_id: str) -> None:
        """Look at this camera; empty: at none."""
        if camera_id != self.camera_id:
            self.camera_id = camera_id
            self._look_away()
            self._picture = None
            self._look()

    def set_hot(self, hot: bool) -> None:
        """The hot pane is the one that takes the next camera that is selected."""
        self.hot = hot
        self._update_face()

    def state(self) -> StreamState | None:
        """None: no camera, or nobody looks."""
        return state_of(self._view) if self._view else None

    def picture(self) -> Picture | None:
        """What is on the pane now."""
        return self._picture

    def face(self) -> Face:
        """What is on the pane beside the picture."""
        return self._face

    def take_picture(self) -> None:
        """The newest one, if there is a newer one."""
        newest = self._view.picture() if self._view else None
        if newest is not None and newest is not self._picture:
            self._picture, self._grey = newest, None
            self.update()

    def refresh(self) -> None:
        """Take the newest picture, and say what state the stream is in."""
        self.take_picture()
        self._update_face()

    # --- looking -------------------------------------------------------------------------------------------------

    def _camera(self) -> Camera | None:
        return self._hall.cameras.get(self.camera_id)

    def _pixels(self) -> tuple[int, int]:
        ratio = self.devicePixelRatioF()
        return round(self.width() * ratio), round(self.height() * ratio)

    def _best_url(self) -> str:
        camera = self._camera()
        if camera is None:
            return ""
        wide = self._pixels()[0] > MAIN_FROM_PX
        return (camera.main_url if wide else camera.sub_url) or camera.sub_url or camera.main_url

    def _look(self) -> None:
        """Open what this camera, size and visibility ask for; the last picture stays until the next one comes, and says its age."""
        url = self._best_url() if self.isVisible() else ""
        if url != self._url:
            self._look_away()
            self._url = url
            self._view = self._streams.open(url, *self._pixels()) if url else None
        elif self._view:
            self._view.resize(*self._pixels())
        self.refresh()

    def _look_away(self) -> None:
        if self._view:
            self._view.close()
        self._view, self._url = None, ""

    def _on_cameras_changed(self, ids: frozenset[str]) -> None:
        if self.camera_id in ids:
            self._look()

    # --- saying --------------------------------------------------------------------------------------------------

    def _update_face(self) -> None:
        face = self._make_face()
        if face != self._face:
            self._face, self._over = face, None
            self.update()

    def _make_face(self) -> Face:
        camera, state = self._camera(), self.state()
        if camera is None:
            return self._face_without_camera()
        age = self._shown_age_s()
        old = age is not None and age > STALE_S
        headline = video_words.stopped_for(age) if age is not None and old else self._headline(state) if age is None else ""
        lines = self._lines(state) if headline else ()
        word = video_words.state_word(state) if state else ""
        return Face(camera.name, self._time_shown(age), state, word, headline, lines, old, self.hot)

    def _face_without_camera(self) -> Face:
        if self.camera_id:
            return Face(headline=self.tr("This camera is not known any more"), lines=(self.camera_id,), hot=self.hot)
        hint = self.tr("Choose one on the map, or drop it here") if self.hot else ""
        return Face(headline=self.tr("No camera"), lines=(hint,), hot=self.hot)

    def _headline(self, state: StreamState | None) -> str:
        if state is None:
            return self.tr("No video")
        return video_words.state_word(state) + (" …" if state == StreamState.CONNECTING else "")

    def _lines(self, state: StreamState | None) -> tuple[str, ...]:
        if self._view is None:
            return (self.tr("This camera has no stream"),)
        if not self._view.problem:
            return (self.tr("The connection is open, the camera sends nothing"),) if state == StreamState.STALE else ()
        remedy = video_words.whom_to_ask(self._view.problem) if state == StreamState.REFUSED else video_words.next_try(self._view.retry_in_s())
        return video_words.reason(self._view.problem), remedy

    def _shown_age_s(self) -> float | None:
        """Of the picture on the pane, wherever it came from."""
        return (datetime.now(UTC) - self._picture.at).total_seconds() if self._picture else None

    def _time_shown(self, age_s: float | None) -> str:
        """The hall's time of the picture, as on the wall clock."""
        return "" if age_s is None else f"{words.local(self._hall.clock.now() - timedelta(seconds=age_s)):%H:%M:%S}"

    def _image(self) -> QImage | None:
        """The picture, without its colours when it is old."""
        if self._picture is None or not self._face.veiled:
            return self._picture.image if self._picture else None
        if self._grey is None:
            self._grey = self._picture.image.convertToFormat(QImage.Format.Format_Grayscale8)
        return self._grey

    # --- Qt ------------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._over is None:
            self._over = overlay(self.size(), self.devicePixelRatioF(), self._face)
        with QPainter(self) as painter:
            paint(painter, self.rect(), self._image(), self._over, self._face.hot)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        self._over = None

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._look()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._look_away()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._over = None
        self._look()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed_at = event.position()
            self.picked.emit()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        far = (event.position() - self._pressed_at).manhattanLength() > QApplication.startDragDistance()
        if event.buttons() & Qt.MouseButton.LeftButton and far and self.camera_id:
            self._drag()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.enlarge_asked.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.picked.emit()
            self.enlarge_asked.emit()
        elif event.key() == Qt.Key.Key_Delete:
            self.show_camera("")
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasFormat(CAMERA_MIME):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.dropped.emit(bytes(event.mimeData().data(CAMERA_MIME).data()).decode("utf-8", "replace"))

    def _drag(self) -> None:
        data = QMimeData()
        data.setData(CAMERA_MIME, self.camera_id.encode())
        drag = QDrag(self)
        drag.setMimeData(data)
        drag.exec(Qt.DropAction.CopyAction)
