"""Pictures of maps: the form that asks for paper and look, and the studio that writes the file."""

from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from console import words
from console.map.printing.paper import Paper, Sheet
from console.map.printing.studio import Studio
from console.map.view import MapView
from console.widgets.picture_form import PictureForm


class PrintingRoom(QObject):
    """`take_of` the maps of a window whose button for a picture is to do something; a `past` window says on the paper that it is one."""

    def __init__(self, window: QWidget, past: bool = False) -> None:
        super().__init__(window)
        self.form, self._past = PictureForm(window), past
        self._view: MapView | None = None
        self.form.wanted.connect(self._take)

    def take_of(self, view: MapView) -> None:
        view.hands.picture_wanted.connect(lambda: self._ask(view))

    def _ask(self, view: MapView) -> None:
        self._view = view
        title = words.pane("map")
        self.form.ask(words.choose(f"{title}（回看）", f"{title} (as it was)") if self._past else title)

    def _take(self, title: str, paper: str, landscape: bool, dpi: int, theme: str, path: Path) -> None:
        if self._view is None:
            return
        studio = Studio(self._view, Sheet(Paper(paper), landscape, dpi), title, path, theme, self)
        studio.written.connect(self.form.tell_written)
        studio.failed.connect(self.form.tell_failed)
        studio.start()
