"""A hand on the map page in tests: it drags, turns the wheel, clicks on elements and types."""

import json
from itertools import pairwise

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.console.map_page import MapPage


class Hand(MapPage):
    def drag(self, *way: QPoint) -> None:
        """Press at the first place, release at the last; each step is heard by the page before the next."""
        target, left, none = self._target(), Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
        self.press(QEvent.Type.MouseButtonPress, left, way[0])
        for one, other in pairwise(way):
            for step in range(1, 5):
                at = QPointF(one + (other - one) * step / 4)
                move = QMouseEvent(QEvent.Type.MouseMove, at, QPointF(target.mapToGlobal(at.toPoint())), none, left, Qt.KeyboardModifier.NoModifier)
                QApplication.sendEvent(target, move)
                self.ask("1")
        self.press(QEvent.Type.MouseButtonRelease, none, way[-1])
        self.ask("1")

    def right_click(self, at: QPoint) -> None:
        QTest.mouseClick(self._target(), Qt.MouseButton.RightButton, Qt.KeyboardModifier.NoModifier, at)

    def wheel(self, at: QPoint, up: bool = True) -> None:
        target, turn = self._target(), QPoint(0, 120 if up else -120)
        held, keys, phase = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase
        QApplication.sendEvent(target, QWheelEvent(QPointF(at), QPointF(target.mapToGlobal(at)), QPoint(), turn, held, keys, phase, False))

    def measure(self, *corners: QPoint) -> None:
        """The ruler in hand, with these points; each is put down before the next."""
        self.key(Qt.Key.Key_R)
        self.until("yiping.state.tool", "ruler")
        self.ask("(import('hall://map/page/hands/ruler.js').then((module) => { window.measured = module.measured; }), 1)")
        self.until("window.measured !== undefined")
        for count, corner in enumerate(corners, 1):
            self.click(corner)
            self.until(f"window.measured.points === {count} || window.measured.closed")

    def click_on(self, selector: str) -> None:
        """The middle of the first element that a selector finds."""
        x, y = self.ask(
            f"(({{x, y, width, height}}) => [x + width / 2, y + height / 2])(document.querySelector({json.dumps(selector)}).getBoundingClientRect())"
        )
        self.click(QPoint(round(x), round(y)))

    def key(self, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier, text: str = "") -> None:
        target = self._target()
        target.setFocus()
        letter = text or (chr(key).lower() if 0x20 < key < 0x7F else "")
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(target, QKeyEvent(kind, key, held, letter))
        self.ask("1")

    def type(self, text: str) -> None:
        for letter in text:
            self.key(Qt.Key(ord(letter.upper())) if letter.isascii() else Qt.Key.Key_unknown, text=letter)
