"""Keys of a form, which mean something only while one writes in that form."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget


def bind(form: QWidget, act: Callable[[], None], *keys: str) -> None:
    """`act` on these keys, such as "Ctrl+Return"."""
    for each in keys:
        shortcut = QShortcut(QKeySequence(each), form)
        # Given to the constructor beside a callable it is not heeded (PySide6 6.11.2): the keys of two forms on one wall then drown each other.
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(act)
