"""The frame of a pane says how old its content is, and why there is nothing to see."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QTreeWidget, QVBoxLayout, QWidget

from console import words
from console.hall.hall import Hall
from console.hall.link import LinkState
from console.language import Language
from console.widgets import theme
from console.widgets.pane import Pane, PaneState
from console.widgets.spoken import Spoken, button, label
from tests.console import town

pytestmark = pytest.mark.gui


class Counting(QLabel):
    told = Signal(str, str, int)

    def tell(self) -> None:
        self.told.emit("全市", "3", 3)


@pytest.fixture
def pane(hall: Hall, show: Callable[..., Pane]) -> Pane:
    return show(Pane("queue", Counting(), hall, titled=True))


def test_that_a_content_is_asked_what_it_shows_when_it_is_framed(pane: Pane) -> None:
    assert "全市" in pane._scope.text()
    assert pane._count.text() == "3"


def test_that_a_fresh_pane_shows_its_age_and_no_veil(pane: Pane) -> None:
    assert pane.state() is PaneState.SHOWN
    assert pane.chip.text() == "0 秒"
    assert not pane.veil.isVisible()


def test_that_a_lost_backend_veils_the_pane_and_says_since_when_and_why(pane: Pane, hall: Hall) -> None:
    hall.link.lost("unreachable")
    assert pane.state() is PaneState.STALE
    assert pane.veil.isVisible()
    assert pane.chip.text().startswith("后台失联")
    assert "后台不可达" in pane.veil._text
    assert "正在重试" in pane.veil._text
    hall.link.heard()
    assert not pane.veil.isVisible()


def test_that_ageing_is_said_before_anything_is_lost(pane: Pane, hall: Hall) -> None:
    hall.link._set(LinkState.AGEING, "silence")
    assert "未更新" in pane.chip.text()
    assert pane.state() is PaneState.SHOWN


def test_that_an_empty_list_says_that_there_is_none_and_when_that_was_checked(pane: Pane) -> None:
    pane.tell("", "0", 0)
    assert pane.state() is PaneState.EMPTY
    assert pane.veil._text == "无，0 秒前核对"


def test_that_an_empty_list_of_a_lost_backend_is_not_called_none(pane: Pane, hall: Hall) -> None:
    pane.tell("", "0", 0)
    hall.link.lost("timeout")
    assert pane.state() is PaneState.STALE


def test_that_nothing_is_called_loading_before_the_first_answer(show: Callable[..., Pane]) -> None:
    hall = Hall(town.user())
    pane = show(Pane("queue", QLabel(), hall))
    pane.tell("", "", 0)
    assert pane.state() is PaneState.LOADING
    hall.deleteLater()


def test_that_a_refusal_says_why_and_whom_to_ask(pane: Pane, hall: Hall) -> None:
    hall.link.refused("not_your_role")
    assert pane.state() is PaneState.REFUSED
    assert "岗位无权查看" in pane.veil._text
    assert "管理员" in pane.veil._text


def test_that_a_pane_can_load_and_refuse_on_its_own(pane: Pane, tongue: Language) -> None:
    pane.load(lambda: "正在获取轨迹 3/8")
    assert pane.state() is PaneState.LOADING
    assert pane.veil._text == "正在获取轨迹 3/8"
    pane.refuse(lambda: words.choose("没有权限", "Not allowed"))
    assert pane.state() is PaneState.REFUSED
    tongue.set("en")
    pane.say()
    assert pane.veil._text == "Not allowed"
    pane.shown()
    assert pane.state() is PaneState.SHOWN


def test_that_the_title_is_said_in_the_language_that_is_spoken(pane: Pane, tongue: Language) -> None:
    assert pane._title.text() == "案件队列"
    tongue.set("en")
    pane.say()
    assert pane._title.text() == "Cases"


def test_that_a_pane_with_a_tab_leaves_its_title_to_the_tab(hall: Hall, show: Callable[..., Pane]) -> None:
    pane = show(Pane("queue", Counting(), hall))
    assert not pane._title.isVisible()
    assert pane._scope.text() == "全市"


def test_that_the_menu_shows_once_there_is_something_in_it(pane: Pane) -> None:
    assert not pane._menu_button.isVisible()
    pane.add_action(QAction("x", pane))
    assert pane._menu_button.isVisible()


def test_that_clicks_go_through_the_veil(hall: Hall, show: Callable[..., Pane]) -> None:
    button = QPushButton()
    pressed: list[bool] = []
    button.clicked.connect(lambda: pressed.append(True))
    pane = show(Pane("map", button, hall))
    hall.link.lost("timeout")
    assert pane.childAt(button.mapTo(pane, button.rect().center())) is button
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert pressed == [True]


class Speaking(Spoken):
    """Counts how often it says what it says."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self.say()

    def say(self) -> None:
        self.said.append(words.language())


@pytest.mark.parametrize("prompt", [False, True])
def test_that_what_nobody_sees_is_said_in_another_language_when_it_is_seen(
    hall: Hall, show: Callable[..., Pane], tongue: Language, prompt: bool
) -> None:
    content = Speaking()
    pane = show(Pane("queue", content, hall, titled=True, prompt=prompt))
    pane.hide()
    tongue.set("en")
    QApplication.processEvents()
    assert content.said == ["zh_CN", "en"] if prompt else ["zh_CN"]
    assert pane._title.text() == ("Cases" if prompt else "案件队列")
    pane.show()
    assert content.said == ["zh_CN", "en"]
    assert pane._title.text() == "Cases"
    pane.hide()
    pane.show()
    tongue.set("en")
    QApplication.processEvents()
    assert content.said == ["zh_CN", "en"], "nothing is said twice"


def test_that_what_hung_nowhere_when_the_language_changed_says_it_when_it_is_seen(hall: Hall, show: Callable[..., Pane], tongue: Language) -> None:
    """Qt tells the windows that there are, a turn later: a pane that is taken out of one meanwhile hears of nothing."""
    content, window = Speaking(), QWidget()
    pane = show(Pane("queue", content, hall, titled=True))
    pane.setParent(window)
    tongue.set("en")
    pane.setParent(None)
    QApplication.processEvents()
    assert content.said == ["zh_CN"]
    pane.show()
    assert content.said == ["zh_CN", "en"]
    assert pane._title.text() == "Cases"


class Dressed(Speaking):
    """With what is hidden in it, and something that it dresses by hand."""

    def __init__(self) -> None:
        self.dressed = 0
        super().__init__()
        column = QVBoxLayout(self)
        self.parts = [label("hint", parent=self), button("primary", self), QLineEdit(self), QTreeWidget(self), label("hint", "warn", parent=self)]
        for part in self.parts:
            column.addWidget(part)
        self.parts[-1].hide()

    def dress(self) -> None:
        self.dressed += 1


def test_that_what_nobody_sees_is_dressed_when_it_is_seen(hall: Hall, show: Callable[..., Pane], qapp: QApplication) -> None:
    seen, hidden = (show(Pane("queue", Dressed(), hall, titled=True)) for _ in range(2))
    contents = [pane.content() for pane in (seen, hidden)]
    hidden.hide()
    theme.wear(qapp, "light")
    assert [content.dressed for content in contents] == [1, 0]  # type: ignore[attr-defined]
    assert contents[1].parts[0].palette() != contents[0].parts[0].palette()  # type: ignore[attr-defined]
    for names in ((), ("dark",), ("light", "dark"), ("light",)):
        hidden.hide()
        for name in names:
            theme.wear(qapp, name)
        hidden.show()
        for content in contents:
            content.parts[-1].setVisible(not names)  # type: ignore[attr-defined]
        both = [pane.findChildren(QWidget) for pane in (seen, hidden)]
        for one, other in zip(*both, strict=True):
            assert (type(one), one.objectName(), one.palette(), one.font()) == (type(other), other.objectName(), other.palette(), other.font())
        assert seen.grab().toImage() == hidden.grab().toImage()
    assert contents[0].dressed == 5  # type: ignore[attr-defined]
    assert contents[1].dressed == 3, "of two changes unseen nothing is left"  # type: ignore[attr-defined]
