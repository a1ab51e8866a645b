"""What is written into a label is text, whatever it looks like."""

import pytest
from pytestqt.qtbot import QtBot

from console.widgets.spoken import label

pytestmark = pytest.mark.gui


@pytest.mark.parametrize("text", ["<b>路灯</b>", '<img src="file:///etc/hostname">', "<a href=x>y</a>", "<h1>已结案"])
def test_that_a_label_shows_every_letter_of_what_citizens_write(qtbot: QtBot, text: str) -> None:
    made = label()
    qtbot.addWidget(made)
    made.setText(text)
    assert made.sizeHint().width() >= made.fontMetrics().horizontalAdvance(text)
    assert made.sizeHint().height() <= 2 * made.fontMetrics().lineSpacing()
