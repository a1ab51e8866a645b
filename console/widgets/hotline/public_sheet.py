"""Exactly what the public sees of a case: this and nothing else."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from console.hall.hall import Hall
from console.widgets import theme
from console.widgets.spoken import Spoken, label
from wire.publications import PublicResult

PICTURE = 120  # px


class PublicSheet(Spoken):
    def __init__(self, hall: Hall, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("raised")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._hall, self._shown = hall, None
        self._title, self._place, self._days = label("lead", wrap=True), label("body2", wrap=True), label("hint", wrap=True)
        self._heads = label("label"), label("label")
        self._texts = label(wrap=True), label(wrap=True)
        self._pictures = QHBoxLayout()
        self._labels: dict[str, QLabel] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme.px(12),) * 4)
        column.setSpacing(theme.px(6))
        for part in (self._title, self._place, self._days):
            column.addWidget(part)
        for head, text in zip(self._heads, self._texts, strict=True):
            column.addWidget(head)
            column.addWidget(text)
        column.addLayout(self._pictures)
        hall.photos.arrived.connect(self._picture_came)

    _shown: PublicResult | None

    def show_result(self, shown: PublicResult) -> None:
        if shown == self._shown:
            return
        self._shown = shown
        self._show_pictures(shown.photos)
        self.say()

    def say(self) -> None:
        shown = self._shown
        self._heads[0].setText(self.tr("Problem"))
        self._heads[1].setText(self.tr("Result"))
        if shown is None:
            return
        self._title.setText(f"{shown.class_name}  {shown.number}")
        self._place.setText(shown.place or self.tr("no street named"))
        days = [self.tr("Reported {day}").format(day=shown.reported.isoformat())]
        days += [self.tr("Disposed of {day}").format(day=shown.disposed.isoformat())] if shown.disposed else []
        self._days.setText("  ·  ".join(days))
        for text, said in zip(self._texts, (shown.problem, shown.result), strict=True):
            text.setText(said)

    def _show_pictures(self, photos: list[str]) -> None:
        for id in self._labels.keys() - set(photos):
            self._labels.pop(id).deleteLater()
        for id in photos:
            if id not in self._labels:
                self._labels[id] = QLabel()
                self._pictures.addWidget(self._labels[id])
                if image := self._hall.photos.get(id):
                    self._picture_came(id, image)

    def _picture_came(self, id: str, image: bytes) -> None:
        if id in self._labels:
            picture = QPixmap()
            picture.loadFromData(image)
            side = theme.px(PICTURE)
            self._labels[id].setPixmap(picture.scaled(side, side, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation))
