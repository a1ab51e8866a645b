"""Pictures of maps: the form that asks for paper and look, and the studio that writes the file."""

from pathlib import Path

from PySide6.QtCore import QObject

from console import words
from console.map.printing.paper import Paper, Sheet
from console.map.printing.studio import Studio
from console.map.view import MapView
from console.wall.wall import Wall
from console.widgets.picture_form import PictureForm


class PrintingRoom(QObject):
    """`take_of` the maps whose button for a picture is to do something."""

    def __init__(self, wall: Wall) -> None:
        super().__init__(wall)
        self.form = PictureForm(wall)
        self._view: MapView | None = None
        self.form.wanted.connect(self._take)

    def take_of(self, view: MapView) -> None:
        view.hands.picture_wanted.connect(lambda: self._ask(view))

    def _ask(self, view: MapView) -> None:
        self._view = view
        self.form.ask(words.pane("map"))

    def _take(self, title: str, paper: str, landscape: bool, dpi: int, theme: str, path: Path) -> None:
        if self._view is None:
            return
        studio = Studio(self._view, Sheet(Paper(paper), landscape, dpi), title, path, theme, self)
        studio.written.connect(self.form.tell_written)
        studio.failed.connect(self.form.tell_failed)
        studio.start()
