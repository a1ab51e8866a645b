"""What every test of the console shares: a Hall with a town in it, and a place on the screen."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from console.hall.hall import Hall
from tests.console import town


@pytest.fixture
def hall(qapp: QApplication) -> Iterator[Hall]:
    """A small town on a Saturday morning at half past ten; its clock and link do not run by themselves."""
    made = Hall(town.user())
    town.settle(made)
    yield made
    made.playback.pause()
    made.clock.stop()
    made.link.stop()
    made.deleteLater()


@pytest.fixture
def show(qtbot: QtBot, dressed: None) -> Callable[..., QWidget]:
    """`show(widget, width, height)`: the widget on the screen."""

    def shown(widget: QWidget, width: int = 1000, height: int = 600) -> QWidget:
        qtbot.addWidget(widget)
        widget.resize(width, height)
        with qtbot.waitActive(widget):  # without a window manager nobody else gives it the keys
            widget.show()
            widget.activateWindow()
        return widget

    return shown
