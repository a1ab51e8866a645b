"""Photos of a case, before beside after. They ask for bytes and are given them; nobody here knows where from."""

from collections.abc import Sequence

from PySide6.QtCore import QBuffer, QByteArray, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QImageReader, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from console import words
from console.widgets import theme
from console.widgets.spoken import Saying, Spoken, nothing
from wire.codes import PhotoPhase
from wire.photos import Photo

LONGEST = 1600  # px: nobody sees more of it in a pane, and a JPEG is decoded smaller from the start
LEFT = (PhotoPhase.BEFORE, PhotoPhase.VERIFY, None)


def decode(content: bytes) -> QImage:
    """The picture, at most `LONGEST` px a side and turned as its camera was held; a null image when it is none."""
    buffer = QBuffer()
    buffer.setData(QByteArray(content))  # copies; a buffer on a QByteArray of Python's would outlive it
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)
    size = reader.size()
    if max(size.width(), size.height()) > LONGEST:
        reader.setScaledSize(size.scaled(LONGEST, LONGEST, Qt.AspectRatioMode.KeepAspectRatio))
    return reader.read()


class PhotoTile(Spoken):
    """One photo, its phase and time on a strip; a frame with a word while it is not here. A click makes it large and small again."""

    enlarged = Signal()
    wanted = Signal(str)  # photo id: it is not here, and somebody wants to see it

    def __init__(self, photo: Photo, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.photo, self._image, self._missed = photo, QImage(), False
        self._word: Saying = self._fetching  # in the place of the picture
        self.large = False
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_bytes(self, content: bytes, why: Saying = nothing) -> None:
        """Empty bytes: the photo could not be had, and `why`."""
        self._image, self._missed = decode(content) if content else QImage(), not content
        self._word = (lambda: why() or self.tr("no picture")) if self._image.isNull() else nothing
        self.say()

    def say(self) -> None:
        self.setToolTip(self.tr("Click to fetch it again") if self._missed else "")
        self.update()

    def word(self) -> str:
        """What stands in the place of the picture; empty where there is one."""
        return self._word()

    def caption(self) -> str:
        phase = words.of(self.photo.phase) if self.photo.phase else ""
        return f"{phase}  {words.local(self.photo.at):%m-%d %H:%M}".strip()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(200), theme.px(360 if self.large else 132))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(120), self.sizeHint().height())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._missed:
            self._missed, self._word = False, self._fetching
            self.say()
            self.wanted.emit(self.photo.id)
            return
        self.large = not self.large
        self.updateGeometry()
        self.enlarged.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(self.rect(), theme.colour("field"))
        if not self._image.isNull():
            fitted = QRectF(self.rect())
            size = self._image.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
            fitted = QRectF((self.width() - size.width()) / 2, (self.height() - size.height()) / 2, size.width(), size.height())
            painter.drawImage(fitted, self._image)
        painter.setPen(theme.colour("line"))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        self._paint_words(painter)

    def _fetching(self) -> str:
        return self.tr("fetching …")

    def _paint_words(self, painter: QPainter) -> None:
        painter.setFont(theme.font("small"))
        painter.setPen(theme.colour("text_3"))
        if word := self.word():
            inside = self.rect().adjusted(theme.px(8), 0, -theme.px(8), -theme.px(20))
            painter.drawText(inside, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, word)
        strip = self.rect().adjusted(1, self.height() - theme.px(20), -1, -1)
        painter.fillRect(strip, theme.colour("window", 190))
        painter.setPen(theme.colour("text"))
        painter.drawText(strip.adjusted(theme.px(8), 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, self.caption())


class Photos(QWidget):
    """Before and verification at the left, after and check at the right."""

    wanted = Signal(str)  # photo id

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(theme.px(8))
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 1)
        self._tiles: dict[str, PhotoTile] = {}

    def show_photos(self, photos: Sequence[Photo]) -> None:
        """Keep the tiles that are here already; ask for the bytes of the new ones."""
        if [photo.id for photo in photos] == list(self._tiles):
            return
        kept, self._tiles = self._tiles, {photo.id: PhotoTile(photo) for photo in photos}
        for tile in kept.values():
            tile.deleteLater()
        for tile in self._tiles.values():
            tile.enlarged.connect(self._place)
            tile.wanted.connect(self.wanted)
        self._place()
        for id in self._tiles:
            self.wanted.emit(id)

    def show_bytes(self, photo_id: str, content: bytes, why: Saying = nothing) -> None:
        if tile := self._tiles.get(photo_id):
            tile.show_bytes(content, why)

    def _place(self) -> None:
        """Two columns; a large tile takes a row of its own."""
        rows = [0, 0]
        for tile in self._tiles.values():
            side = 0 if tile.photo.phase in LEFT else 1
            if tile.large:
                self._grid.addWidget(tile, max(rows), 0, 1, 2)
                rows = [max(rows) + 1] * 2
            else:
                self._grid.addWidget(tile, rows[side], side)
                rows[side] += 1
