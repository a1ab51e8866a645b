"""The keyboard's ways over the desk: from a row to its card and back, the sheet of all keys, and a case in hand by function keys."""

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtGui import QKeySequence, QShortcut

from console.wall.wall import Wall
from console.widgets.case.card import Card
from console.widgets.key_sheet import KeySheet
from console.widgets.queue.pane import Queue


class KeyRoom(QObject):
    """What is asked of whoever has a case in hand must be answered within seconds, so its keys are heard wherever one writes."""

    def __init__(self, wall: Wall, queue: Queue, card: Card) -> None:
        super().__init__(wall)
        self._wall, self._queue, self._card = wall, queue, card
        self.sheet = KeySheet(wall)
        queue.opened.connect(self._enter_card)
        card.left.connect(self._go_back)
        for pane in (queue, card):
            pane.keys_wanted.connect(self.sheet.show_keys)
        self._bind("F1", self.sheet.show_keys)
        self._bind("F6", self._take)
        self._bind("F7", card.company.keep.click)
        self._bind("Shift+F7", card.company.give.click)

    def _bind(self, key: str, act: Callable[[], None]) -> None:
        QShortcut(QKeySequence(key), self._wall).activated.connect(act)

    def _enter_card(self) -> None:
        self._wall.show_pane("card")
        self._card.take_focus()

    def _go_back(self) -> None:
        self._wall.show_pane("queue")
        self._queue.table.setFocus()

    def _take(self) -> None:
        """Where another one has the case, the card asks why."""
        self._wall.show_pane("card")
        self._card.company.take_or_release()
