"""Where a version is read from and written to, as a table."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

TABLES = "CSV, XLSX (*.csv *.xlsx)"
Take = Callable[[Path], object]


def open_file(parent: QWidget, title: str, take: Take) -> None:
    dialog = QFileDialog(parent, title, "", TABLES)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    _ask(dialog, take)


def save_file(parent: QWidget, title: str, name: str, suffix: str, take: Take) -> None:
    dialog = QFileDialog(parent, title, f"{name}.{suffix}", f"*.{suffix}")
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(suffix)
    _ask(dialog, take)


def _ask(dialog: QFileDialog, take: Take) -> None:
    dialog.fileSelected.connect(lambda name: take(Path(name)))
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
