"""Where a file is read from and written to: the question is the system's own, and holds nothing up."""

import re
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

SUFFIX = re.compile(r"\*\.(\w+)")
TABLES = "XLSX (*.xlsx)", "CSV (*.csv)"
Take = Callable[[Path], object]


def open_file(parent: QWidget | None, title: str, take: Take, kinds: str = "") -> None:
    """One that is there; `kinds` as Qt writes them: "CSV, XLSX (*.csv *.xlsx)"."""
    dialog = QFileDialog(parent, title, "", kinds)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    _ask(dialog, take)


def save_file(parent: QWidget, title: str, name: str, take: Take, *kinds: str) -> None:
    """`name` is offered, with its suffix; of several `kinds` the one that is chosen says which suffix is put to a name without one."""
    suffix = Path(name).suffix
    dialog = QFileDialog(parent, title, name, ";;".join(kinds or (f"*{suffix}",)))
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(suffix.removeprefix("."))
    dialog.filterSelected.connect(lambda kind: dialog.setDefaultSuffix(_suffix_of(kind)))
    _ask(dialog, take)


def _suffix_of(kind: str) -> str:
    found = SUFFIX.search(kind)
    return found[1] if found else ""


def _ask(dialog: QFileDialog, take: Take) -> None:
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.fileSelected.connect(lambda name: take(Path(name)))
    dialog.open()
