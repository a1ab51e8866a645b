"""The strip at the foot of the window, the outbox, and the login."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console.hall.failures import Wanted
from console.hall.hall import Hall
from console.language import Language
from console.login import AT_PASSWORD, AT_SERVER, LoginForm
from console.widgets.lateness import SPARED, Figures
from console.widgets.outbox import Outbox
from console.widgets.strip import Strip
from tests.console import town
from wire.codes import Noun, Role
from wire.problem import Problem

pytestmark = pytest.mark.gui


@pytest.fixture
def strip(hall: Hall, show: Callable[..., Strip]) -> Strip:
    return show(Strip(hall, "http://hall:8000"), 1200, 28)


@pytest.fixture
def login(show: Callable[..., LoginForm]) -> LoginForm:
    return show(LoginForm("http://hall:8000"), 600, 600)


def test_that_the_strip_says_the_state_of_the_link_with_its_cause(strip: Strip, hall: Hall) -> None:
    assert strip._link.text() == "后台 0 秒"
    hall.link.lost("timeout")
    assert strip._link.text() == "后台失联 0 秒 · 应答超时"
    assert strip._link.property("tone") == "danger"
    hall.link.heard()
    assert strip._link.property("tone") == ""


def test_that_the_strip_counts_what_has_not_reached_the_backend(strip: Strip, hall: Hall) -> None:
    hall.receipts.put(town.receipts())
    assert strip._outbox.text() == "发件箱 2"


def test_that_the_strip_shows_the_backends_time_and_who_is_here(strip: Strip, hall: Hall) -> None:
    assert strip._clock.text() == "11-21  10:30:00"
    assert strip._user.text() == "李敏"
    assert "派遣员" in strip._user.toolTip()


def test_that_the_strip_says_what_could_not_be_kept(strip: Strip, hall: Hall) -> None:
    hall.failures.note(Wanted.PREFERENCE, "", Problem(status=0, code="disk_unwritable", title="", detail="database or disk is full"))
    assert strip.missing.isVisible()
    assert strip.missing.text.text() == "布局与偏好未能保存：本机磁盘无法写入"
    assert strip.missing.text.toolTip() == "布局与偏好未能保存：本机磁盘无法写入\ndatabase or disk is full"  # it may be cut
    assert not strip.missing.ask.isVisible()
    hall.failures.clear(Wanted.PREFERENCE, "")
    assert not strip.missing.isVisible()


def test_that_a_second_console_says_that_it_sends_for_itself(hall: Hall, show: Callable[..., Outbox]) -> None:
    said: list[str] = []
    outbox = show(Outbox(hall, number=2), 700, 200)
    outbox.told.connect(lambda scope, count, rows: said.append(scope))
    outbox.tell()
    assert said[0].startswith("窗口 2")


def test_that_theme_and_language_are_asked_for(strip: Strip, qtbot: QtBot) -> None:
    with qtbot.waitSignal(strip.theme_wanted) as wanted:
        QTest.mouseClick(strip._theme, Qt.MouseButton.LeftButton)
    assert wanted.args == ["light"]
    with qtbot.waitSignal(strip.language_wanted) as wanted:
        QTest.mouseClick(strip._language, Qt.MouseButton.LeftButton)
    assert wanted.args == ["en"]


def test_that_logging_out_takes_two_clicks(strip: Strip, qtbot: QtBot) -> None:
    assert strip._user.menu() is not None
    with qtbot.waitSignal(strip.logout_wanted):
        strip.logout.trigger()


def test_that_lateness_is_measured_always(strip: Strip, qtbot: QtBot) -> None:
    strip.begin()
    qtbot.waitUntil(lambda: len(strip.lateness.late) > 5)
    late = strip.lateness.late
    assert 0 <= late.percentile(0.5) <= late.percentile(0.999) <= late.worst()


@pytest.mark.parametrize(("late", "worked", "tone"), [(90.0, 5.0, ""), (90.0, 80.0, "warn")])
def test_that_amber_is_our_own_work_and_the_hint_says_both(strip: Strip, hall: Hall, late: float, worked: float, tone: str) -> None:
    strip.lateness.stop()
    strip.lateness.late, strip.lateness.worked = Figures(), Figures()
    for _ in range(SPARED + 1):
        strip.lateness.late.note(late)
        strip.lateness.worked.note(worked)
    hall.clock.ticked.emit(hall.clock.now())
    assert strip._late.property("tone") == tone
    assert strip._late.text() == f"界面占用 {worked:.0f} 毫秒"
    assert f"{worked:.1f}" in strip._late.toolTip()
    assert f"{late:.1f}" in strip._late.toolTip()


def test_that_the_outbox_shows_what_became_of_each_order_and_chooses_its_case(hall: Hall, show: Callable[..., Outbox]) -> None:
    outbox = show(Outbox(hall), 700, 200)
    hall.receipts.put(town.receipts())
    rows = [[outbox.model.index(row, column).data() for column in range(5)] for row in range(outbox.model.rowCount())]
    assert [row[3] for row in rows] == ["已排队", "已发送", "已存档", "被拒绝"]
    assert rows[0][4] == "后台不可达"
    assert rows[3][4] == "This department does not answer for this class."
    QTest.mouseClick(outbox.table.viewport(), Qt.MouseButton.LeftButton, pos=outbox.table.visualRect(outbox.model.index(2, 1)).center())
    assert (hall.selection.noun, hall.selection.id) == (Noun.CASE, "c-12")


def test_that_only_what_is_still_queued_can_be_withdrawn(hall: Hall, show: Callable[..., Outbox], qtbot: QtBot) -> None:
    outbox = show(Outbox(hall), 700, 200)
    hall.receipts.put(town.receipts())
    outbox.table.selectRow(0)
    outbox.table.setFocus()
    with qtbot.waitSignal(outbox.withdraw_wanted) as wanted:
        QTest.keyClick(outbox.table, Qt.Key.Key_Delete)
    assert wanted.args == ["r-1"]
    outbox.table.selectRow(2)
    with qtbot.assertNotEmitted(outbox.withdraw_wanted):
        outbox.withdraw.trigger()


def test_that_login_says_what_is_missing(login: LoginForm, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(login.login_wanted):
        QTest.keyClick(login.name, Qt.Key.Key_Return)
    assert login._errors[login.name].isVisible()
    assert login._errors[login.password].isVisible()
    assert login.name.hasFocus()


def test_that_enter_logs_in_once(login: LoginForm, qtbot: QtBot) -> None:
    QTest.keyClicks(login.name, "li.min")
    QTest.keyClicks(login.password, "secret123")
    with qtbot.waitSignal(login.login_wanted) as wanted:
        QTest.keyClick(login.password, Qt.Key.Key_Return)
    assert wanted.args == ["http://hall:8000", "li.min", "secret123"]
    login.wait(True)
    with qtbot.assertNotEmitted(login.login_wanted):
        QTest.keyClick(login.password, Qt.Key.Key_Return)
    assert not login.enter.isEnabled()


@pytest.mark.parametrize("code", sorted(AT_PASSWORD | AT_SERVER))
def test_that_a_refusal_stands_under_the_field_it_is_about(login: LoginForm, code: str) -> None:
    login.wait(True)
    login.refuse(Problem(status=401, code=code, title="", detail=""))
    field = login.password if code in AT_PASSWORD else login.server
    assert login._errors[field].isVisible()
    assert login.enter.isEnabled()
    assert field.hasFocus()


def test_that_a_refusal_is_said_again_in_the_other_language(login: LoginForm, tongue: Language) -> None:
    login.refuse(Problem(status=401, code="wrong_password", title="", detail=""))
    assert login._errors[login.password].text() == "用户名或密码不正确"
    tongue.set("en")
    QApplication.processEvents()
    assert login._errors[login.password].text() == "Name or password is wrong"


def test_that_the_menu_offers_the_desks_and_news_stand_in_the_strip(hall: Hall, show: Callable[..., Strip], qtbot: QtBot) -> None:
    strip = show(Strip(hall, posts=[Role.ACCEPTOR, Role.DISPATCHER]), 1400, 28)
    offered = strip._desks.actions()
    assert [action.text() for action in offered] == ["受理员", "派遣员", "全部窗格"]
    with qtbot.waitSignal(strip.desk_wanted) as wanted:
        offered[1].trigger()
    assert wanted.args == [Role.DISPATCHER]
    assert not strip._news.isVisible()
    strip.show_news("急件 · 道路积水", "danger")
    assert strip._news.isVisible()
    with qtbot.waitSignal(strip.news_wanted):
        strip._news.click()
