"""Buttons in a row that is too narrow for them are found in its menu, and nothing else changes."""

import pytest
from PySide6.QtWidgets import QLineEdit, QMenu
from pytestqt.qtbot import QtBot

from console.widgets.fitting_row import FittingRow
from console.widgets.spoken import button, label

pytestmark = pytest.mark.gui
WAIT_MS = 20_000


def test_that_what_has_no_room_is_pressed_in_the_menu(qtbot: QtBot) -> None:
    row, pressed = FittingRow(QLineEdit(), 100), list[str]()
    qtbot.addWidget(row)
    faces = {name: button("quiet") for name in ("first", "second", "third", "fourth")}
    for name, face in faces.items():
        face.setText(name)
        face.clicked.connect(lambda _=False, name=name: pressed.append(name))
        row.add(face, face, early=name == "first")
    faces["third"].setCheckable(True)
    faces["fourth"].setMenu(QMenu(row))
    kept = label()
    kept.setText("kept")
    row.add(kept)
    row.resize(1000, 30)
    row.show()
    qtbot.waitUntil(lambda: row.more.isHidden() and kept.isVisible(), timeout=WAIT_MS)
    row.resize(row.minimumSizeHint().width() + faces["second"].sizeHint().width() + 8, 30)
    qtbot.waitUntil(row.more.isVisible, timeout=WAIT_MS)
    assert row.left_out() == [faces["first"], faces["third"], faces["fourth"]]
    assert kept.isVisible()
    assert kept.geometry().right() <= row.width()
    faces["first"].hide()  # by whoever owns it
    row.menu.aboutToShow.emit()
    third, fourth = row.menu.actions()
    assert (third.text(), fourth.menu()) == ("third", faces["fourth"].menu())
    third.trigger()
    assert (pressed, faces["third"].isChecked()) == (["third"], True)
    faces["second"].setText("a name that is much longer")
    qtbot.waitUntil(lambda: faces["second"] in row.left_out(), timeout=WAIT_MS)
    row.resize(1000, 30)
    qtbot.waitUntil(row.more.isHidden, timeout=WAIT_MS)
    assert faces["first"].isHidden()
