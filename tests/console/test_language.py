"""Every label of the console has a finished Chinese translation, and switching reaches what is on the screen."""

import ast
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from console import language, words
from console.hall.hall import Hall
from console.language import Language
from console.widgets.pane import Pane
from console.widgets.queue.pane import Queue

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted((ROOT / "console").rglob("*.py"))
CATALOGUE = language.FOLDER / "zh_CN.ts"


def said(path: Path) -> Iterator[tuple[str, str]]:
    """Class and text of every `self.tr("…")` in a file; a text that is no literal cannot be translated and fails."""
    for owner in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(owner, ast.ClassDef):
            for call in ast.walk(owner):
                if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr == "tr":
                    text = call.args[0]
                    assert isinstance(text, ast.Constant), f"{path.name}:{call.lineno} says what cannot be looked up"
                    yield owner.name, text.value


def test_that_every_label_has_a_finished_translation() -> None:
    finished = language.read(CATALOGUE)
    missing = [(path.name, *text) for path in SOURCES for text in said(path) if text not in finished]
    assert missing == []


def test_that_qts_own_tool_finds_nothing_new_and_nothing_obsolete(tmp_path: Path) -> None:
    """The catalogue is what `pyside6-lupdate` would write."""
    copy = tmp_path / "zh_CN.ts"
    shutil.copy(CATALOGUE, copy)
    tool = Path(sys.executable).with_name("pyside6-lupdate")
    before = language.read(copy)
    command = [tool, *SOURCES, "-ts", copy, "-locations", "none", "-no-obsolete"]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    assert language.read(copy) == before
    assert 'type="unfinished"' not in copy.read_text("utf-8")


def test_that_translations_keep_the_places_of_their_sources() -> None:
    for (_, source), text in language.read(CATALOGUE).items():
        assert sorted(_places(source)) == sorted(_places(text)), source


def _places(text: str) -> list[str]:
    return [part.split("}")[0] for part in text.split("{")[1:]]


@pytest.mark.gui
def test_that_switching_reaches_what_is_on_the_screen(hall: Hall, show: Callable[..., QWidget], tongue: Language) -> None:
    queue = Queue(hall)
    pane = show(Pane("queue", queue, hall))
    filter_line = pane.findChild(QLineEdit)
    assert isinstance(filter_line, QLineEdit)
    assert filter_line.placeholderText().startswith("筛选")
    tongue.set("en")
    QApplication.processEvents()
    assert filter_line.placeholderText().startswith("Filter")
    assert queue.model.headerData(4, Qt.Orientation.Horizontal) == "Status"
    assert queue.model.index(0, 4).data() in {english for _, english in words.STATUS.values()}
    tongue.set("zh_CN")
    QApplication.processEvents()
    assert queue.model.headerData(4, Qt.Orientation.Horizontal) == "状态"


def test_that_an_unknown_language_is_refused(tongue: Language) -> None:
    with pytest.raises(ValueError):
        tongue.set("fr")
