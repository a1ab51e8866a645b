"""The last picture of a map, over it, until another page has drawn the same."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLabel, QWidget

MOST_MS = 5000  # a page that never comes to rest is shown as it is
LAG_MS = 100  # what a page has drawn is on the screen some frames later


class Veil(QLabel):
    """Beside what it covers: a web view lays each page over all that it holds."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._left = QTimer(self, singleShot=True)
        self._left.timeout.connect(self._lift)
        self.hide()

    def cover(self, view: QWidget) -> None:
        self.setPixmap(view.grab())
        self.setGeometry(view.geometry())
        self.show()
        self.raise_()
        self._left.start(MOST_MS)

    def lift(self) -> None:
        if self._left.isActive():
            self._left.start(LAG_MS)

    def _lift(self) -> None:
        self.hide()
        self.clear()
