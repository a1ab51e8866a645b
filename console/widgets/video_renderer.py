"""What brings pictures onto a pane: QPainter, since without a GPU nothing is cheaper (decisions/0004), or another way with this interface."""

from typing import NamedTuple, Protocol

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QImage, QPainter, QPixmap
from PySide6.QtWidgets import QWidget

from console.hall.streams import Picture
from console.widgets.video_paint import Face, paint, paint_picture


class Scene(NamedTuple):
    """What a pane is to show now, in its own coordinates.

    `image` is the picture as large as it is shown, without colours when it is old; `picture` has it as it came, for who scales and colours elsewhere.
    `target` is where it lies, and `part` of it (0 to 1 in both directions) is seen; `over` has strip, veil and words. `only_picture`: the rest is as
    it was.
    """

    image: QImage | None
    picture: Picture | None
    target: QRect
    part: QRectF
    over: QPixmap
    face: Face
    only_picture: bool


class Renderer(Protocol):
    def render(self, pane: QWidget, scene: Scene) -> None:
        """In the paint event of the pane: all of it, or the picture and what lies over it alone."""


class Painted:
    """By QPainter."""

    def render(self, pane: QWidget, scene: Scene) -> None:
        with QPainter(pane) as painter:
            if scene.image is not None and scene.only_picture:
                paint_picture(painter, scene.target, scene.image, scene.over, scene.part)
            else:
                paint(painter, pane.rect(), scene.target, scene.image, scene.over, scene.face, scene.part)


PAINTED = Painted()
