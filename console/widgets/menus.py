"""Menus that are filled anew each time they open."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu


def empty(menu: QMenu) -> None:
    """Nothing is left in it: `QMenu.clear` takes away its actions alone, and each menu within it would live on as long as it does."""
    under = menu.findChildren(QMenu, options=Qt.FindChildOption.FindDirectChildrenOnly)
    menu.clear()
    for each in under:
        each.deleteLater()
