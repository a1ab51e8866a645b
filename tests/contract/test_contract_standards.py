"""The standards library by hand: an administrator edits a draft in the real pane on the real backend, looks at what changes, and publishes it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from backend.migrations import upgrade
from backend.session import Database
from console.api import Api
from console.connection import Connection
from console.hall.hall import Hall
from console.rooms.standards import StandardsRoom
from console.wall.wall import Wall
from console.widgets import theme
from console.workers.caller import Caller
from tests.backend.centre import Centre
from tests.backends import Backend
from wire.codes import Kind, Role, StandardState, Status

pytestmark = pytest.mark.gui
WAIT_MS = 60_000


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Backend]:
    """One database: what the rules do on both is tested there."""
    database = Database(f"sqlite:///{tmp_path / 'yiping.db'}")
    upgrade(database.engine)
    made = Backend(database, tmp_path / "data")
    made.start()
    yield made
    made.stop()
    database.close()


class Seat:
    """Somebody in front of the pane."""

    def __init__(self, backend: Backend, role: Role, qtbot: QtBot) -> None:
        client = backend.client(role)
        assert client.user is not None
        self.api, self.hall, self.qtbot = Api(Connection(backend.address, client.token)), Hall(client.user), qtbot
        self.caller = Caller(self.api)
        self.wall = Wall(lambda: None, lambda _: None)
        qtbot.addWidget(self.wall)
        self.room = StandardsRoom(self.hall, self.caller, self._load, self.wall)
        self.pane = self.room.pane
        self._load()
        self.hear()

    def hear(self) -> None:
        """What the feed would tell."""
        self.hall.standards.replace(self.api.standards())

    def open(self) -> None:
        self.wall.resize(1500, 800)
        self.wall.show()
        self.wait(lambda: self.pane._whole is not None)

    def wait(self, condition: Callable[[], object]) -> None:
        self.qtbot.waitUntil(lambda: bool(condition()), timeout=WAIT_MS)

    def close(self) -> None:
        self.wall.close()
        self.caller.stop()
        self.api.connection.shutdown()

    def _load(self) -> None:
        self.hall.set_catalogue(self.api.catalogue())


@pytest.fixture
def seat_of(served: Backend, qapp: QApplication, qtbot: QtBot) -> Iterator[Callable[[Role], Seat]]:
    theme.wear(qapp, "dark")
    seats: list[Seat] = []

    def made(role: Role) -> Seat:
        seats.append(Seat(served, role, qtbot))
        return seats[-1]

    yield made
    for seat in seats:
        seat.close()


def test_that_a_limit_is_changed_by_hand_and_used_from_then_on(served: Backend, seat_of: Callable[[Role], Seat]) -> None:
    centre = Centre(served.database)
    centre.bring(Status.PENDING_DISPATCH)
    seat = seat_of(Role.ADMIN)
    seat.open()
    pane = seat.pane
    assert pane.model.rowCount() > 500
    assert not pane.form.fields["text"].findChildren(type(pane.search)), "a text of some lines"

    # A new version is a draft that says the same.
    pane.bar.new.click()
    pane.naming.title.setText("2027 年版")
    pane.naming.make.click()
    seat.wait(lambda: pane._edits())
    assert pane.table.currentIndex().row() >= 0

    # One finds the line, and types what no limit is: it is kept, named at its field, and cannot be published.
    pane.search.setText("EVENT-0110-1")
    assert pane.model.rowCount() == 1
    pane._go_to(pane.model.at(0))
    limit = pane.form.fields["limit"]
    QTest.keyClick(limit.amount, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(limit.amount, "soon")
    seat.wait(lambda: pane._whole and pane._whole.faults)
    assert limit._error.text() == "这不是处置时限"
    assert not pane.publish.publish.isEnabled()
    assert pane.side.faults.lines.lines[0].head.endswith("处置时限")

    # Put right, what changes is said before anything is published.
    QTest.keyClick(limit.amount, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(limit.amount, "9")
    seat.wait(lambda: pane._whole and not pane._whole.faults and not pane._keeping.unsaved and not pane._keeping.sending)
    pane.side.tabs["changes"].click()
    seat.wait(lambda: pane._changes is not None)
    assert pane.side.summary.text().startswith("新增 0，删除 0，修改 1 个立案条件。所涉小类现有 1 件未结案件")
    assert [line.figure for line in pane.side.changes.lines.lines] == ["4 工作时 → 9 工作时"]

    pane.publish.publish.click()
    pane.publish.sure.click()
    seat.wait(lambda: pane._whole and pane._whole.standard.state is StandardState.PUBLISHED)
    assert not pane.form.fields["limit"].amount.isEnabled() or pane.form.fields["limit"].amount.isReadOnly()
    seat.hear()
    seat.wait(lambda: seat.hall.catalogue and seat.hall.catalogue.version == pane._whole.id)
    assert seat.hall.conditions["EVENT-0110-1"].limit.amount == 9
    pane.side.tabs["history"].click()
    seat.wait(lambda: len(pane.side.history.lines.lines) == 2)
    assert [line.figure for line in pane.side.history.lines.lines] == ["9 工作时", "4 工作时"]


def test_that_what_is_asked_about_a_class_is_changed_by_hand_and_asked_from_then_on(seat_of: Callable[[Role], Seat]) -> None:
    seat = seat_of(Role.ADMIN)
    seat.open()
    pane = seat.pane
    pane.bar.new.click()
    pane.naming.title.setText("2027 年版")
    pane.naming.make.click()
    seat.wait(lambda: pane._edits())
    pane.search.setText("COMPONENT-0102-")
    pane._go_to(pane.model.at(0))
    ask, ask_en = pane.form.fields["ask"], pane.form.fields["ask_en"]
    assert ask.value().startswith("在车行道上吗？ [是/")

    # What cannot be asked is kept, named at its field in every line of the class, and cannot be published.
    ask.edit.setPlainText("还有水流出吗？ [是]")
    seat.wait(lambda: pane._whole and pane._whole.faults and not pane._keeping.unsaved)
    assert ask._error.text() == "答案应为 2 至 9 个，用 / 分隔，互不相同"
    assert not pane.publish.publish.isEnabled()
    ask.edit.setPlainText("还有水流出吗？ [是/否]")
    seat.wait(lambda: pane._whole and {fault.code for fault in pane._whole.faults} == {"other_questions"} and not pane._keeping.unsaved)
    ask_en.edit.setPlainText("Is water coming out? [yes/no]")
    seat.wait(lambda: pane._whole and not pane._whole.faults and not pane._keeping.unsaved and not pane._keeping.sending)
    pane.side.tabs["changes"].click()
    seat.wait(lambda: pane._changes is not None)
    assert "1 个小类的受理询问有变化" in pane.side.summary.text()
    (line,) = pane.side.changes.lines.lines
    assert (line.id, line.below) == ("COMPONENT-0102", "还有水流出吗？ 是/否")
    pane.publish.publish.click()
    pane.publish.sure.click()
    seat.wait(lambda: pane._whole and pane._whole.standard.state is StandardState.PUBLISHED)
    seat.hear()
    seat.wait(lambda: seat.hall.catalogue and seat.hall.catalogue.version == pane._whole.id)
    (asked,) = seat.hall.classes[Kind.COMPONENT, "0102"].ask
    assert (asked.text, asked.choices) == ("还有水流出吗？", [("是", "yes"), ("否", "no")])


def test_that_a_table_goes_out_comes_back_and_can_be_withdrawn(seat_of: Callable[[Role], Seat], tmp_path: Path) -> None:
    seat = seat_of(Role.ADMIN)
    seat.open()
    pane, file = seat.pane, tmp_path / "standard.xlsx"
    before = pane.model.all()
    pane.file_wanted.emit(pane._whole.id, file)
    seat.wait(file.exists)
    pane.reading_wanted.emit(file, pane._kind)
    seat.wait(lambda: pane.naming.isVisible())
    assert pane.naming.lines == before
    pane.naming.make.click()
    seat.wait(lambda: pane._edits())
    seat.hear()
    pane.bar.withdraw.click()
    pane.doubt.sure.click()
    seat.wait(lambda: len(seat.api.standards()) == 2)
    seat.hear()
    seat.wait(lambda: pane._whole and not pane._edits())


def test_that_everybody_reads_and_nobody_else_edits(seat_of: Callable[[Role], Seat]) -> None:
    seat = seat_of(Role.DISPATCHER)
    seat.open()
    pane = seat.pane
    assert not pane.bar.new.isVisible()
    assert not pane.bar.read.isVisible()
    assert pane.form.fields["name"].edit.isReadOnly()
    pane.search.setText("井盖")
    assert 0 < pane.model.rowCount() < 60
    pane.bar.kinds[list(pane.bar.kinds)[1]].click()
    seat.wait(lambda: pane._whole and pane._whole.id == "calendar")
    assert pane.model.rowCount() > 8
    pane.reading_wanted.emit(Path("/nowhere/at-all.xlsx"), pane._kind)
    seat.wait(lambda: "文件无法读取" in pane.outcome.text())
