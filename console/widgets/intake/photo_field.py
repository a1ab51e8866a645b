"""Photos for a report or an order: chosen, dropped, pasted, or a camera's picture; in an order of one's own."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QBuffer, QEvent, QIODevice, QMimeData, QMimeDatabase, QObject, QSize, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QIcon, QImage, QKeyEvent, QPixmap
from PySide6.QtWidgets import QAbstractItemView, QCheckBox, QFileDialog, QHBoxLayout, QListView, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from console import words
from console.hall.drafts import Drafts
from console.widgets import theme
from console.widgets.case.photos import decode
from console.widgets.fields import Field
from console.widgets.icons import icon
from console.widgets.spoken import button, label
from wire.photos import MEDIA_TYPES, MOST_BYTES, MOST_PHOTOS, Photo, id_of

FILES = "*.jpg *.jpeg *.png *.webp"
JPEG_QUALITY = 92
STILL_KEY = "Ctrl+P"  # in the whole form
THUMB = QSize(76, 57)
ID = Qt.ItemDataRole.UserRole


class PhotoField(Field):
    """Photos that are stored already, to be ticked, and new ones. The id of a photo is known from its bytes, before it is uploaded.

    In the row of new ones Delete takes one out, Ctrl with an arrow moves it, and Ctrl+V pastes; anything can be dropped on the field.
    """

    given = Signal(bytes, str)  # an image that was added, and its media type
    still_wanted = Signal()  # the picture that the hot video pane shows

    def __init__(self, drafts: Drafts, stored: Sequence[Photo] = (), required: bool = False) -> None:
        self._drafts, self._box = drafts, QWidget()
        self.row, self._hint = QListWidget(), label("hint", wrap=True)
        self._add, self._paste, self._still = button(), button("quiet"), button("quiet")
        self._ticks: dict[str, QCheckBox] = {}
        self._lay_out(stored)
        super().__init__("photos", self._box, required)
        self.setFocusProxy(self._add)
        self.setAcceptDrops(True)
        self.row.installEventFilter(self)
        self._add.clicked.connect(self._pick)
        self._paste.clicked.connect(self.paste)
        self._still.clicked.connect(self.still_wanted)

    def value(self) -> list[str]:
        """Ids, in the order in which they stand."""
        return [id for id, tick in self._ticks.items() if tick.isChecked()] + self._new()

    def images(self) -> list[tuple[bytes, str]]:
        """The added images with their media types."""
        return [found for id in self._new() if (found := self._drafts.image(id)) is not None]

    def add(self, image: bytes, name: str) -> None:
        """One more, unless it is none, too large, or one too many: then the field says so."""
        kind = QMimeDatabase().mimeTypeForData(image).name()
        if wrong := self._wrong(image, kind, name):
            self.set_error(wrong)
            return
        self.set_error("")
        id = id_of(image)
        self._drafts.keep_image(id, image, kind)
        if id not in self.value():
            self._offer(id, image, name)
            self.changed.emit()
        self.given.emit(image, kind)

    def add_picture(self, picture: QImage, name: str) -> None:
        """What is no file: a pasted picture, a frame of a camera; an empty one says that there is none."""
        if picture.isNull():
            self.set_error(self.tr("There is no picture: choose a camera in the video pane"))
            return
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        picture.save(buffer, "JPEG", JPEG_QUALITY)  # type: ignore[call-overload]
        self.add(bytes(buffer.data().data()), name)

    def paste(self) -> None:
        """A picture or files from the clipboard."""
        if not self._take(QGuiApplication.clipboard().mimeData()):
            self.set_error(self.tr("There is no picture in the clipboard"))

    def clear(self) -> None:
        self.row.clear()
        self._show_row()

    def content(self) -> object:
        return self.value()

    def put_back(self, content: Any) -> None:
        for id, tick in self._ticks.items():
            tick.setChecked(id in content)
        self.row.clear()
        for id in content:
            if id not in self._ticks and (found := self._drafts.image(id)) is not None:
                self._offer(id, found[0], "")
                self.given.emit(*found)
        self.changed.emit()

    def say(self) -> None:
        super().say()
        self._add.setText(self.tr("Add photos …"))
        self._add.setIcon(icon("photo"))
        self._paste.setText(self.tr("Paste"))
        self._still.setText(self.tr("Camera picture"))
        self._still.setToolTip(STILL_KEY)
        limits = self.tr("At most {count}, {size} MB each: JPEG, PNG, WebP. Drop them here.")
        self._hint.setText(limits.format(count=MOST_PHOTOS, size=MOST_BYTES // 1_000_000))
        self.row.setAccessibleName(words.field("photos"))
        self.row.setToolTip(self.tr("Delete takes a photo out, Ctrl+← and Ctrl+→ move it"))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasImage() or event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        if self._take(event.mimeData()):
            event.acceptProposedAction()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.row and event.type() == QEvent.Type.KeyPress:
            assert isinstance(event, QKeyEvent)
            return self._key(event)
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        control, at = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier), self.row.currentRow()
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        if event.key() == Qt.Key.Key_Delete and at >= 0:
            self.row.takeItem(at)
            self._show_row()
            self.changed.emit()
        elif control and event.key() in steps and 0 <= at + steps[Qt.Key(event.key())] < self.row.count():
            item = self.row.takeItem(at)
            self.row.insertItem(at + steps[Qt.Key(event.key())], item)
            self.row.setCurrentItem(item)
            self.changed.emit()
        elif control and event.key() == Qt.Key.Key_V:
            self.paste()
        else:
            return False
        return True

    def _new(self) -> list[str]:
        return [str(self.row.item(at).data(ID)) for at in range(self.row.count())]

    def _wrong(self, image: bytes, kind: str, name: str) -> str:
        if kind not in MEDIA_TYPES:
            return self.tr("{name} is no JPEG, PNG or WebP").format(name=name)
        if len(image) > MOST_BYTES:
            return self.tr("{name} is larger than {size} MB").format(name=name, size=MOST_BYTES // 1_000_000)
        if len(self.value()) >= MOST_PHOTOS and id_of(image) not in self.value():
            return self.tr("There are {count} photos already").format(count=MOST_PHOTOS)
        return ""

    def _take(self, data: QMimeData) -> bool:
        files = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
        if files:
            self._take_files(files)
        elif data.hasImage():
            self.add_picture(QImage(data.imageData()), self.tr("The pasted picture"))
        return bool(files) or data.hasImage()

    def _take_files(self, files: Sequence[Path]) -> None:
        for file in files:
            try:
                if file.stat().st_size > MOST_BYTES:
                    self.set_error(self.tr("{name} is larger than {size} MB").format(name=file.name, size=MOST_BYTES // 1_000_000))
                    continue
                self.add(file.read_bytes(), file.name)
            except OSError:
                self.set_error(self.tr("{name} cannot be read").format(name=file.name))

    def _offer(self, id: str, image: bytes, name: str) -> None:
        item = QListWidgetItem(QIcon(QPixmap.fromImage(decode(image))), "")
        item.setData(ID, id)
        item.setToolTip(name)
        self.row.addItem(item)
        self._show_row()

    def _show_row(self) -> None:
        self.row.setVisible(self.row.count() > 0)

    def _pick(self) -> None:
        title = self.tr("Photos")
        dialog = QFileDialog(self, title, "", f"{title} ({FILES})")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(lambda paths: self._take_files([Path(path) for path in paths]))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _lay_out(self, stored: Sequence[Photo]) -> None:
        self.row.setObjectName("thumbs")
        self.row.setViewMode(QListView.ViewMode.IconMode)
        self.row.setFlow(QListView.Flow.LeftToRight)
        self.row.setWrapping(False)
        self.row.setMovement(QListView.Movement.Static)
        self.row.setIconSize(THUMB * theme.scale())
        self.row.setFixedHeight(theme.px(THUMB.height() + 28))
        self.row.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self._show_row()
        buttons, column = QHBoxLayout(), QVBoxLayout(self._box)
        for made in (self._add, self._paste, self._still):
            buttons.addWidget(made)
        buttons.addStretch(1)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(4))
        for photo in stored:
            phase = words.of(photo.phase) if photo.phase else ""
            self._ticks[photo.id] = tick = QCheckBox(f"{phase} {words.local(photo.at):%m-%d %H:%M}")
            tick.toggled.connect(lambda: self.changed.emit())
            column.addWidget(tick)
        column.addWidget(self.row)
        column.addLayout(buttons)
        column.addWidget(self._hint)
