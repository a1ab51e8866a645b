"""What is written into a label or a tool tip is text, whatever it looks like."""

import pytest
from PySide6.QtGui import QTextDocument
from pytestqt.qtbot import QtBot

from console.widgets.spoken import hint, label

pytestmark = pytest.mark.gui


TEXTS = ["<b>路灯</b>", '<img src="file:///etc/hostname">', "<a href=x>y</a>", "<h1>已结案"]


@pytest.mark.parametrize("text", TEXTS)
def test_that_a_label_shows_every_letter_of_what_citizens_write(qtbot: QtBot, text: str) -> None:
    made = label()
    qtbot.addWidget(made)
    made.setText(text)
    assert made.sizeHint().width() >= made.fontMetrics().horizontalAdvance(text)
    assert made.sizeHint().height() <= 2 * made.fontMetrics().lineSpacing()


@pytest.mark.parametrize("text", [*TEXTS, "平安路11号", "a < b & c"])
def test_that_a_tool_tip_shows_every_letter_too(qtbot: QtBot, text: str) -> None:
    shown = hint(text)
    document = QTextDocument()
    document.setHtml(shown)
    assert shown == text or document.toPlainText() == text
