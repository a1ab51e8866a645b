"""Photos of a case, to be ticked; none is by itself."""

from collections.abc import Sequence

from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from console import words
from console.widgets import theme
from console.widgets.fields import Field
from wire.photos import Photo


class ChosenPhotos(Field):
    def __init__(self) -> None:
        self._box, self._ticks, self._photos = QWidget(), dict[str, QCheckBox](), tuple[Photo, ...]()
        self._rows = QVBoxLayout(self._box)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(theme.px(4))
        super().__init__("photos", self._box)

    def value(self) -> list[str]:
        return [id for id, tick in self._ticks.items() if tick.isChecked()]

    def offer(self, photos: Sequence[Photo], chosen: Sequence[str]) -> None:
        for tick in self._ticks.values():
            tick.hide()
            tick.deleteLater()
        self._ticks, self._photos = {}, tuple(photos)
        for photo in photos:
            tick = self._ticks[photo.id] = QCheckBox()
            tick.setChecked(photo.id in chosen)
            tick.toggled.connect(self.changed)
            self._rows.addWidget(tick)
        self.setVisible(bool(photos))
        self.say()

    def say(self) -> None:
        super().say()
        for photo in self._photos:
            self._ticks[photo.id].setText(f"{words.of(photo.phase) if photo.phase else ''} {words.local(photo.at):%m-%d %H:%M}")
