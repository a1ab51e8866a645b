"""Parts that stand side by side where there is room never hold a window open."""

from collections.abc import Callable

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from console.widgets.list_and_detail import Turning


def test_that_parts_turn_before_one_is_squeezed(qtbot: QtBot, show: Callable[..., QWidget]) -> None:
    first, second = QLabel("a list of a certain width"), QLabel("what was chosen in it")
    turning, window = Turning(100, (first, 1), (second, 1), gap=8), QWidget()
    whole = QVBoxLayout(window)
    whole.addWidget(turning)
    show(window, 900, 200)
    qtbot.waitUntil(lambda: second.x() > first.x())
    widest = max(part.minimumSizeHint().width() for part in (first, second))
    assert turning.minimumSizeHint().width() == widest
    window.resize(1, 200)
    qtbot.waitUntil(lambda: second.y() > first.y())
    assert turning.width() >= widest
    assert window.width() < widest + second.minimumSizeHint().width()


def test_that_a_part_that_has_become_wider_goes_below(qtbot: QtBot, show: Callable[..., QWidget]) -> None:
    first, second = QLabel("short"), QLabel("short")
    window = QWidget()
    turning = Turning(100, (first, 0), (second, 1), parent=window)
    turning.setGeometry(0, 0, 400, 200)  # a window by itself would grow with its parts
    show(window, 400, 200)
    qtbot.waitUntil(lambda: second.x() > first.x())
    second.setText("a text that leaves no room for the other one beside it " * 2)
    qtbot.waitUntil(lambda: second.y() > first.y())
