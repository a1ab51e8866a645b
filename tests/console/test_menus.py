"""A menu that is filled anew each time it opens keeps nothing of the times before."""

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QMenu

from console.hall.hall import Hall
from console.widgets.history.saved import SavedMenu
from console.widgets.history.sieve import Sieve
from console.widgets.menus import empty


def count(menu: QMenu) -> int:
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return len(menu.findChildren(QMenu))


def test_that_menus_within_a_menu_go_with_what_it_held(qapp: QApplication) -> None:
    menu, kept = QMenu(), QMenu()
    under = menu.addMenu("under")
    below = under.addMenu("below")
    menu.addAction("of another").setMenu(kept)
    empty(menu)
    assert menu.actions() == []
    assert count(menu) == 0
    assert not shiboken6.isValid(under)
    assert not shiboken6.isValid(below)
    assert shiboken6.isValid(kept)  # it belongs to somebody else
    menu.deleteLater()
    kept.deleteLater()


def test_that_a_menu_that_is_opened_often_has_as_many_menus_as_at_first(hall: Hall) -> None:
    for menu in (Sieve(hall), SavedMenu()):
        menu.build()
        first = count(menu)
        assert first > 0
        for _ in range(3):
            menu.build()
        assert count(menu) == first
        menu.deleteLater()
