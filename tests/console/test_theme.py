"""Another theme reaches every widget, at a price that does not grow with how deep it lies."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from console.language import Language
from console.widgets import theme
from console.widgets.spoken import Spoken, label

pytestmark = pytest.mark.gui

DEPTH = 12


class Heard(Spoken):
    """Counts how often it is styled and how often it dresses."""

    styled = dressed = 0
    outermost: QWidget  # owns it, and must not go before it

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.words = label("hint", parent=self)

    def dress(self) -> None:
        self.dressed += 1
        self.colour = theme.colour("text").name()

    def changeEvent(self, event: QEvent) -> None:
        self.styled += event.type() == QEvent.Type.StyleChange
        super().changeEvent(event)


@pytest.fixture
def deep(show: Callable[..., QWidget]) -> Heard:
    """A widget below many others."""
    outer = inner = QWidget()
    for _ in range(DEPTH):
        column, inner = QVBoxLayout(inner), QWidget()
        column.addWidget(inner)
    heard = Heard(inner)
    show(outer, 300, 300)
    heard.styled = heard.dressed = 0
    heard.outermost = outer
    return heard


def test_that_a_theme_styles_a_deep_widget_no_oftener_than_a_shallow_one(deep: Heard, qapp: QApplication) -> None:
    theme.wear(qapp, "light")
    assert 1 <= deep.styled <= 2
    assert deep.dressed == 1
    assert deep.colour == theme.colour("text").name()


def test_that_what_is_dressed_already_is_not_dressed_again(deep: Heard, qapp: QApplication) -> None:
    theme.wear(qapp, "light")
    theme.set_property(deep, "tone", "warn")
    assert deep.dressed == 1


def test_that_what_is_worn_is_not_put_on_again(deep: Heard, qapp: QApplication) -> None:
    theme.wear(qapp, "dark")
    assert (deep.styled, deep.dressed) == (0, 0)


def test_that_the_sheet_is_worn_after_a_change_of_theme(deep: Heard, qapp: QApplication) -> None:
    theme.wear(qapp, "light")
    assert deep.words.palette().color(deep.words.foregroundRole()) == theme.colour("text_3")


def test_that_a_language_that_comes_back_says_the_same(tongue: Language, qapp: QApplication) -> None:
    tongue.set("zh_CN")
    before = qapp.translate("HistoryModel", "Closed")
    tongue.set("en")
    assert qapp.translate("HistoryModel", "Closed") == "Closed"
    tongue.set("zh_CN")
    assert qapp.translate("HistoryModel", "Closed") == before != "Closed"


def test_that_what_is_built_undressed_looks_like_what_is_built_dressed(qapp: QApplication, qtbot: QtBot, dressed: None) -> None:
    def chip() -> QLabel:
        made = QLabel("x")
        made.setProperty("tone", "danger")
        qtbot.addWidget(made)
        return made

    before = chip()
    with theme.undressed(qapp):
        built = chip()
        assert not qapp.styleSheet()
    for each in (before, built):
        each.show()
    assert (built.sizeHint(), built.palette().text().color()) == (before.sizeHint(), before.palette().text().color())


def test_that_the_look_comes_back_when_building_fails(qapp: QApplication, dressed: None) -> None:
    sheet = qapp.styleSheet()
    with pytest.raises(OSError, match="no room"), theme.undressed(qapp):
        raise OSError("no room")
    assert qapp.styleSheet() == sheet != ""
