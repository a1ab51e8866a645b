"""The picture of a camera, as a photo of the form that is being filled: asked for by the form, or handed over from the video pane."""

from functools import partial

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QImage, QKeySequence

from console import words
from console.wall.wall import Wall
from console.widgets.case.card import Card
from console.widgets.intake.photo_field import STILL_KEY
from console.widgets.intake.report import ReportForm
from console.widgets.pane import Pane
from console.widgets.video_wall import VideoWall


class StillRoom(QObject):
    """Ctrl+P in the video pane hands its hot picture over; Ctrl+P in a form fetches it."""

    def __init__(self, wall: Wall, video: VideoWall, report: ReportForm, card: Card) -> None:
        super().__init__(wall)
        self._wall, self._video, self._report, self._card = wall, video, report, card
        for form in (report, card):
            form.still_wanted.connect(partial(self._hand, form))
        action = QAction(video)
        action.setShortcut(QKeySequence(STILL_KEY))
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.triggered.connect(self._give)
        video.addAction(action)
        pane = wall.pane("video")
        assert isinstance(pane, Pane)
        pane.menu.aboutToShow.connect(lambda: action.setText(words.choose("画面存入表单照片", "Picture into the photos of the form")))
        pane.add_action(action)

    def _hand(self, form: ReportForm | Card) -> None:
        picture, name = self._video.still() or (QImage(), "")
        form.take_still(picture, name)

    def _give(self) -> None:
        """To the order that asks for photos, else to the report; the form says when there is no picture."""
        ordering = self._card.form is not None and self._card.form.takes_photos() and self._card.form.isVisible()
        self._wall.show_pane("card" if ordering else "report")
        self._hand(self._card if ordering else self._report)
