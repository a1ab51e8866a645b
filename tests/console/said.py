"""All that a window says: the texts of its widgets, heads and cells, hints and names, and what is painted on panes of video."""

import re
from collections.abc import Iterator

from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QModelIndex, Qt
from PySide6.QtGui import Qt as Rich
from PySide6.QtGui import QTextDocumentFragment
from PySide6.QtWidgets import QAbstractItemView, QComboBox, QTabBar, QWidget

from console.widgets.triage.tile import Tile
from console.widgets.video import VideoPane

ROWS = 60
TEXTS = ("text", "placeholderText", "title", "toolTip", "accessibleName", "accessibleDescription", "windowTitle", "prefix", "suffix")
ROLES = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole)
SECONDS = re.compile(r"\d+ ?(秒|s)\b")  # of ages: two windows are not made in the same one


def said(window: QWidget) -> list[str]:
    """In the order of the widgets, each with where it stands. What a field has found wrong stands as it was said, until it is sent again."""
    found = []
    for part in (window, *window.findChildren(QWidget)):
        if part.isVisible() and part.property("kind") != "error":
            found += [f"{type(part).__name__}.{name}: {SECONDS.sub('~', text)}" for name, text in _texts(part) if text.strip()]
    return found


def _texts(part: QWidget) -> Iterator[tuple[str, str]]:
    for name in TEXTS:
        got = getattr(part, name, None)
        if callable(got):
            try:
                text = got()
            except TypeError:  # a method of its own of this name
                continue
            if isinstance(text, str):
                yield name, QTextDocumentFragment.fromHtml(text).toPlainText() if Rich.mightBeRichText(text) else text
    for action in part.actions():
        yield "action", action.text()
    if isinstance(part, QComboBox):
        yield from ((f"item {at}", part.itemText(at)) for at in range(part.count()))
    if isinstance(part, QTabBar):
        yield from ((f"tab {at}", part.tabText(at)) for at in range(part.count()))
    if isinstance(part, QAbstractItemView) and part.model() is not None:
        yield from _cells(part.model())
        tile = part.itemDelegate()
        if isinstance(tile, Tile):
            cases = (part.model().index(row, 0).data(Qt.ItemDataRole.UserRole) for row in range(min(ROWS, part.model().rowCount())))
            yield from (("tile", tile.word(case.id)) for case in cases)
    if isinstance(part, VideoPane):
        yield "face", repr(part.face())


def _cells(model: QAbstractItemModel, parent: QModelIndex | None = None) -> Iterator[tuple[str, str]]:
    parent = parent or QModelIndex()
    columns = 1 if isinstance(model, QAbstractListModel) else model.columnCount(parent)  # which a list hides
    for column in range(columns):
        for role in ROLES:
            yield f"head {column}", str(model.headerData(column, Qt.Orientation.Horizontal, role) or "")
        for row in range(min(ROWS, model.rowCount(parent))):
            index = model.index(row, column, parent)
            yield from ((f"cell {row} {column}", str(index.data(role) or "")) for role in ROLES)
            if column == 0 and model.rowCount(index):
                yield from _cells(model, index)
