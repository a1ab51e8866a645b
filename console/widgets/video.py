"""One camera: its newest picture, and plainly what is wrong when there is none."""

from datetime import datetime

from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QDrag,
    QDragEnterEvent,
    QDropEvent,
    QHideEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
    QShowEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QSizePolicy, QWidget

from console.hall.captures import plan
from console.hall.governor import Governor
from console.hall.hall import Hall
from console.hall.past import Hand, PastState
from console.hall.stream_budget import Grant, Importance
from console.hall.streams import CAMERA_MIME, Cut, Cutter, Picture, Streams, StreamState
from console.widgets.playback.face import past_face_of
from console.widgets.playback.look import PastLook
from console.widgets.video_face import face_of, foot_of, heard_of
from console.widgets.video_lens import Lens
from console.widgets.video_look import Look
from console.widgets.video_paint import Face, frame_line, overlay, placed, speaker_area, type_for
from console.widgets.video_renderer import PAINTED, Renderer, Scene
from wire.cameras import Camera

LARGEST_PX = 2560  # no picture is asked for in more, however near it is looked at
WHEEL_STEP = 120.0  # of a mouse wheel
ZOOM_KEYS: dict[int, float] = {Qt.Key.Key_Plus: 1.0, Qt.Key.Key_Equal: 1.0, Qt.Key.Key_Minus: -1.0, Qt.Key.Key_0: -99.0}


class VideoPane(QWidget):
    """Looks at its camera only while it is seen. Its wall calls `take_picture` 25 times a second and `refresh` four times."""

    picked = Signal()
    enlarge_asked = Signal()
    dropped = Signal(str)  # id of a camera
    swapped = Signal(object)  # the VideoPane that was dropped here
    emptied = Signal()
    menu_asked = Signal(QPoint)  # on the screen

    def __init__(
        self, hall: Hall, streams: Streams, parent: QWidget | None = None, governor: Governor | None = None, renderer: Renderer = PAINTED
    ) -> None:
        super().__init__(parent)
        self.camera_id, self.hot, self.spot, self.alarm, self.informed = "", False, False, "", False
        self.seen = False  # on a screen; in a minimized window a widget is visible to Qt all the same
        self.lens = Lens()
        self._hall, self._renderer = hall, renderer
        governor = governor or Governor(parent=self, streams=streams)
        self._past: Hand | None = None
        self._live = Look(streams, governor)
        self._look: Look | PastLook = self._live
        self._grey: QImage | None = None
        self._face = Face()
        self._over: QPixmap | None = None
        self._target, self._within = QRect(), QRect()
        self._placed_for = QSize()  # so large is the picture that these two are for
        self._pressed_at = QPointF()
        self.setAcceptDrops(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(64, 36)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        hall.cameras.changed.connect(self._on_cameras_changed)
        governor.changed.connect(self._on_granted)
        hall.listening.changed.connect(self._on_listening)

    def sizeHint(self) -> QSize:
        return QSize(320, 180)

    def show_camera(self, camera_id: str) -> None:
        """Look at this camera; empty: at none."""
        if camera_id != self.camera_id:
            self._hall.listening.quiet(self)
            self.camera_id, self.lens = camera_id, Lens()
            self._look.forget()
            self.look()

    def look_back(self, look: PastLook | None, past: Hand) -> None:
        """Show the past, or with none the present again. What was on the pane goes at once: neither is ever taken for the other."""
        if look is not self._look and (look is not None or self.is_past):
            importance = self._look.importance
            self._hall.listening.quiet(self)  # what was recorded has no sound
            self._look.forget()
            self._look, self._past = look or self._live, past if look else None
            self._look.importance, self._grey = importance, None
            self.look()
            self.update()

    @property
    def is_past(self) -> bool:
        """Does it show the past?"""
        return self._past is not None

    def beside(self) -> tuple[float, float] | None:
        """The moments of the pictures before and after that of the past which is seen, seconds since 1970."""
        return self._look.beside() if isinstance(self._look, PastLook) else None

    def reached(self) -> float | None:
        """The moment of the past up to which it has come; none: it is not to be waited for."""
        return self._look.reached() if isinstance(self._look, PastLook) else None

    def past_state(self) -> PastState | None:
        """None: it does not show the past."""
        return self._look.past_state() if isinstance(self._look, PastLook) else None

    def set_hot(self, hot: bool) -> None:
        """The hot pane is the one that takes the next camera that is selected."""
        self.hot = hot
        self._update_face()

    def mark_spot(self, spot: bool) -> None:
        """The hot-spot shows what the hot pane shows."""
        self.spot = spot
        self._update_face()

    def set_importance(self, importance: Importance) -> None:
        """Who gives way when there is not enough for all."""
        if importance != self._look.importance:
            self._look.importance = importance
            self.look()

    def hold_alarm(self, text: str) -> None:
        """What this pane is held for until somebody acknowledges it; empty: for nothing any more."""
        self.alarm = text
        if text and self.is_past:
            self.look_back(None, self._hall.past)  # an alarm is now
        self._update_face()

    def inform(self, informed: bool) -> None:
        """Say at the bottom what is seen: stream, pictures per second, drops."""
        self.informed = informed
        self._update_face()

    def turn_sound(self) -> None:
        """Hear this camera, and no other any more; or hear it no longer."""
        if self.camera_id and not self.is_past:
            self._hall.listening.turn(self)

    @property
    def is_failing(self) -> bool:
        """Is there a stream to be had that does not come?"""
        return not self.is_past and self._live.view is not None and bool(self._live.view.problem)

    def try_again(self) -> None:
        """Do not wait for the next attempt to connect."""
        if not self.is_past and self._live.view is not None:
            self._live.view.try_again()

    def state(self) -> StreamState | None:
        """None: no camera, or nobody looks."""
        return self._look.state()

    def picture(self) -> Picture | None:
        """What is on the pane now."""
        return self._look.picture

    def source_url(self) -> str:
        """Of the stream that its picture is of; empty without one, and in the past."""
        return self._look.source.url if isinstance(self._look, Look) and self._look.source else ""

    def cut(self, at: datetime) -> tuple[Cutter, Cut] | None:
        """What comes around this moment on the stream of its picture, or was recorded then, with what can let go of it; none where it has none."""
        view = (self._look.source and self._look.source.view) if isinstance(self._look, Look) else self._look.reel
        cut = view.cut(at, plan().before_s, plan().after_s) if view else None
        return (view, cut) if view and cut else None

    def age_s(self) -> float | None:
        """Of the picture on the pane; none: there is none, or it is of the past."""
        return self._look.age_s()

    def why_nothing(self) -> str:
        """In one line, why there is no picture; empty when there is one."""
        return "" if self._look.picture else " · ".join(part for part in (self._face.headline, *self._face.lines) if part)

    def grant(self) -> Grant:
        """Which stream it gets."""
        return self._look.grant

    def face(self) -> Face:
        """What is on the pane beside the picture."""
        return self._face

    def take_picture(self) -> None:
        """The newest one, if there is a newer one."""
        if self._look.take_picture():
            self._grey = None
            self.update(self._within if self._is_placed() and not self._within.isEmpty() else self.rect())

    def refresh(self) -> None:
        """Take the newest picture, and say what state the stream is in."""
        self._live.weigh()
        self.take_picture()
        self._update_face()

    def zoom(self, steps: float, at: QPointF | None = None) -> None:
        """Nearer by so many steps, away by negative ones; what is at this place of the pane stays there."""
        at = at or QPointF(self.rect().center())
        if self.lens.zoom(steps, at.x() / max(1, self.width()), at.y() / max(1, self.height())):
            self.look()
            self.update()

    # --- looking -------------------------------------------------------------------------------------------------

    def _camera(self) -> Camera | None:
        return self._hall.cameras.get(self.camera_id)

    def pixels(self) -> tuple[int, int]:
        """As many as are shown: of a picture that is looked at closely, more."""
        ratio = self.devicePixelRatioF() / self.lens.part.width()
        wide = max(1.0, self.width() * ratio)
        scale = min(ratio, ratio * LARGEST_PX / wide)
        return round(self.width() * scale), round(self.height() * scale)

    def look(self) -> None:
        """Open what this camera, size, importance and visibility get."""
        if self.seen:
            self._look.at(self._camera(), self.pixels())
        else:
            self._look.away()
        self.refresh()

    def _on_cameras_changed(self, ids: frozenset[str]) -> None:
        if self.camera_id in ids:
            self.look()

    def _on_listening(self) -> None:
        listening = self._hall.listening
        self._live.listen(listening.ear if listening.who is self else None)
        self._update_face()

    def _on_granted(self) -> None:
        if self.seen and self.camera_id:
            self.look()

    # --- saying --------------------------------------------------------------------------------------------------

    def _update_face(self) -> None:
        face = self._make_face()._replace(spot=self.spot)
        if face != self._face:
            self._face, self._over = face, None
            self.setAccessibleName(" · ".join(part for part in (face.name, face.headline) if part))
            self.update()

    def _make_face(self) -> Face:
        camera = self._camera()
        if camera is None:
            return self._face_without_camera()
        now = self._hall.clock.now()
        if isinstance(self._look, PastLook):
            return past_face_of(camera, self._look, self._past or self._hall.past, None if self._hall.replay else now, (self.hot, self.alarm))
        heard = heard_of(self._look, self._hall.listening.who is self, self._hall.listening.ear is not None)
        foot = foot_of(self._look, now, self.informed, heard)
        return face_of(camera, self._look, self._hall.clock, foot, (self.hot, self.alarm))._replace(heard=heard)

    def _face_without_camera(self) -> Face:
        if self.camera_id:
            known = self.tr("There was no such camera then") if self._hall.replay else self.tr("This camera is not known any more")
            return Face(headline=known, lines=(self.camera_id,), hot=self.hot, alarm=self.alarm)
        hint = self.tr("Choose one on the map, or drop it here") if self.hot else ""
        return Face(headline=self.tr("No camera"), lines=(hint,), hot=self.hot)

    def _image(self) -> QImage | None:
        """The picture, without its colours when it is old."""
        picture = self._look.picture
        if picture is None or not self._face.veiled:
            return picture.image if picture else None
        if self._grey is None:
            self._grey = picture.image.convertToFormat(QImage.Format.Format_Grayscale8)
        return self._grey

    # --- Qt ------------------------------------------------------------------------------------------------------

    def _is_placed(self) -> bool:
        """Is the picture as large as the one before it, in a pane that looks the same? Then it alone needs painting."""
        picture = self._look.picture
        return self._over is not None and (picture.image.size() if picture else QSize()) == self._placed_for

    def _place(self, image: QImage | None) -> None:
        """Where the picture lies, and what of that the frame leaves."""
        area, ratio, line = self.rect(), self.devicePixelRatioF(), frame_line(self._face)
        self._placed_for = image.size() if image is not None else QSize()
        self._target = placed(area, self._placed_for, ratio) if image is not None else QRect()
        inside = area.adjusted(line, line, -line, -line)
        self._within = self._target & inside if ratio == int(ratio) else QRect()  # else its edge would lie within a pixel

    def paintEvent(self, event: QPaintEvent) -> None:
        image = self._image()
        over = self._over if self._is_placed() else None
        if over is None:
            over = self._over = overlay(self.size(), self.devicePixelRatioF(), self._face)
            self._place(image)
        only_picture = image is not None and self._within.contains(event.rect())
        self._renderer.render(self, Scene(image, self._look.picture, self._target, self.lens.part, over, self._face, only_picture))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        self._over = None

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.seen = True
        self.look()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.seen = False
        self._look.away()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._over = None
        self.look()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        self._pressed_at = event.position()
        if self._is_on_speaker(event):
            self.turn_sound()
        else:
            self.picked.emit()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        moved = event.position() - self._pressed_at
        if not event.buttons() & Qt.MouseButton.LeftButton or not self.camera_id:
            return
        if self.lens.near:
            self.lens.move(-moved.x() / self.width(), -moved.y() / self.height())
            self._pressed_at = event.position()
            self.update()
        elif moved.manhattanLength() > QApplication.startDragDistance():
            self._drag()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.picked.emit()
        self.menu_asked.emit(event.globalPos())

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.camera_id:
            self.zoom(event.angleDelta().y() / WHEEL_STEP, event.position())
            event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if not self._is_on_speaker(event):
            self.enlarge_asked.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.picked.emit()
            self.enlarge_asked.emit()
        elif event.key() == Qt.Key.Key_Delete:
            self.show_camera("")
            self.emptied.emit()
        elif event.key() in ZOOM_KEYS:
            self.zoom(ZOOM_KEYS[event.key()])
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasFormat(CAMERA_MIME):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        if isinstance(event.source(), VideoPane):
            self.swapped.emit(event.source())
            return
        self.dropped.emit(bytes(event.mimeData().data(CAMERA_MIME).data()).decode("utf-8", "replace"))

    def _is_on_speaker(self, event: QMouseEvent) -> bool:
        return self._face.heard is not None and speaker_area(type_for(self.width()).small).contains(event.position().toPoint())

    def _drag(self) -> None:
        data = QMimeData()
        data.setData(CAMERA_MIME, self.camera_id.encode())
        drag = QDrag(self)
        drag.setMimeData(data)
        drag.exec(Qt.DropAction.CopyAction)
