"""Digital zoom: which part of its picture a pane shows."""

from PySide6.QtCore import QPointF, QRectF

STEP, NEAREST = 1.25, 8.0


class Lens:
    """`part` is in shares of the picture, 0 to 1."""

    def __init__(self) -> None:
        self.part = QRectF(0, 0, 1, 1)

    @property
    def near(self) -> bool:
        return self.part.width() < 1

    def zoom(self, steps: float, x: float, y: float) -> bool:
        """Nearer, so that what is at this place (shares of what is shown) stays there; false when it could not be any nearer or farther."""
        wide = min(1.0, max(1 / NEAREST, self.part.width() / STEP**steps))
        if wide == self.part.width():
            return False
        fixed = QPointF(self.part.x() + x * self.part.width(), self.part.y() + y * self.part.height())
        self.part = QRectF(fixed.x() - x * wide, fixed.y() - y * wide, wide, wide)
        self.move(0, 0)
        return True

    def move(self, x: float, y: float) -> None:
        """By shares of what is shown; never beyond the edge of the picture."""
        room = 1 - self.part.width()
        left, top = self.part.x() + x * self.part.width(), self.part.y() + y * self.part.height()
        self.part.moveTo(min(room, max(0.0, left)), min(room, max(0.0, top)))
