"""Somebody at the keyboard of the report form: what he types is counted, and told in seconds by the keystroke-level model.

The model (Card, Moran, Newell 1980): each key 0.28 s, an average typist; each decision before a stretch of keys 1.2 s. What the system takes to
answer is not counted, for it is awaited by its event; nor is listening to the caller. Chinese goes in as an input method commits it; its keys are
the letters of its pinyin and one to take each word.
"""

import math
from collections.abc import Callable

from pypinyin import lazy_pinyin
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

KEY_S, MENTAL_S = 0.28, 1.2
# A glance at one picture among its like, answered by one of four keys: an eye movement 0.23 s, recognising 0.1 s, and the choice by Hick's law.
GLANCE_S = 0.23 + 0.1 + 0.15 * math.log2(4 + 1)
CONTROL = Qt.KeyboardModifier.ControlModifier


class Typist:
    """`await_` waits for a condition, by events."""

    def __init__(self, await_: Callable[[Callable[[], bool]], None]) -> None:
        self.keys, self.decisions = 0, 0
        self.steps: list[tuple[str, int, int]] = []  # what, keys, decisions
        self._await = await_

    @property
    def seconds(self) -> float:
        return self.keys * KEY_S + self.decisions * MENTAL_S

    def decide(self, what: str) -> None:
        """What is done next was thought of."""
        self.decisions += 1
        self.steps.append((what, 0, 1))

    def type(self, letters: str) -> None:
        self._count(len(letters))
        QTest.keyClicks(_focus(), letters)

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """A key with Ctrl is two."""
        self._count(1 + (modifiers != Qt.KeyboardModifier.NoModifier))
        QTest.keyClick(_focus(), key, modifiers)

    def say(self, *words: str) -> None:
        """Chinese, word by word."""
        for word in words:
            self._count(len("".join(lazy_pinyin(word))) + 1)
            event = QInputMethodEvent()
            event.setCommitString(word)
            QApplication.sendEvent(_focus(), event)

    def wait(self, condition: Callable[[], bool]) -> None:
        self._await(condition)

    def _count(self, keys: int) -> None:
        self.keys += keys
        if self.steps:
            what, before, decisions = self.steps[-1]
            self.steps[-1] = what, before + keys, decisions


def _focus() -> QWidget:
    popup = QApplication.activePopupWidget()
    found = QApplication.focusWidget() if popup is None else popup
    assert found is not None, "the keys go nowhere"
    return found
