"""The pane of evaluation on the real backend: a figure is chosen by key and by mouse, its cases are listed, and the numbers agree."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console import words
from console.hall.hall import Hall
from console.language import Language
from console.rooms.evaluation import EvaluationRoom
from console.wall.wall import Wall
from console.widgets import theme
from console.widgets.evaluation.ranking_model import RankingModel
from console.workers.caller import Caller
from tests.backend.centre import Centre
from tests.contract.conftest import ApiOf
from wire.bulletins import BulletinFormat
from wire.codes import GridKind, Noun, Role, Source, Status
from wire.evaluation import Dimension, Lap, Period
from wire.periods import before

PATIENCE_MS = 30_000


@pytest.fixture
def busy(centre: Centre) -> Centre:
    """Two closed cases and one that is being worked on, of one department; a citizen's report that waits."""
    for status in (Status.CLOSED, Status.CLOSED, Status.DISPOSING):
        centre.bring(status)
    centre.report(source=Source.HOTLINE_12319)
    return centre


@pytest.fixture
def room(qtbot: QtBot, qapp: QApplication, tongue: Language, busy: Centre, api_of: ApiOf) -> Iterator[EvaluationRoom]:
    theme.wear(qapp, "dark")
    tongue.set("en")
    api = api_of(Role.EVALUATOR)
    hall, caller = Hall(api.me()), Caller(api)
    wall = Wall(lambda: b"", lambda _: None)
    room = EvaluationRoom(hall, caller, wall)
    hall.departments.replace(api.departments())
    hall.grids.replace(api.grids(GridKind.DUTY))
    wall.resize(1280, 800)
    with qtbot.waitExposed(wall):
        wall.show()
    hall.link.heard()
    try:
        qtbot.waitUntil(lambda: len(room.content.model.rows) > 1, timeout=PATIENCE_MS)
        yield room
    finally:
        caller.stop()
        wall.close()
        wall.deleteLater()
        hall.deleteLater()
        tongue.set("zh_CN")


def column(model: RankingModel, id: str) -> int:
    return 2 + next(at for at, of in enumerate(model.columns) if of.id == id)


@pytest.mark.gui
def test_that_every_figure_opens_its_cases_by_mouse_and_by_key(qtbot: QtBot, room: EvaluationRoom) -> None:
    pane, model = room.content, room.content.model
    assert [model.name(row) for row in model.rows] == ["All", "Sanitation north", "(none)"]
    table, at = pane.table, model.index(1, column(model, "NEED_DISPOSE"))
    assert at.data() == "3"
    table.scrollTo(at)
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=table.visualRect(at).center())
    qtbot.waitUntil(lambda: len(pane.behind.model.cases) == 3, timeout=PATIENCE_MS)
    rate = model.index(1, column(model, "dispose_rate"))
    assert rate.data() == "66.7 %"
    assert "2 ÷ 3" in rate.data(Qt.ItemDataRole.ToolTipRole)
    assert "Disposed of ÷ Should be disposed of" in rate.data(Qt.ItemDataRole.ToolTipRole)
    assert "2026.3" in rate.data(Qt.ItemDataRole.ToolTipRole)
    table.setCurrentIndex(rate)
    qtbot.keyClick(table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(pane.behind.model.cases) == 2, timeout=PATIENCE_MS)
    pane.behind.under.click()
    qtbot.waitUntil(lambda: len(pane.behind.model.cases) == 3, timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: len(pane.trend.values) == 1, timeout=PATIENCE_MS)
    assert pane.trend.values[0] == pytest.approx(2 / 3)
    with qtbot.waitSignal(room.opened, timeout=PATIENCE_MS) as opened:
        pane.behind.table.setCurrentIndex(pane.behind.model.index(0, 0))
        qtbot.keyClick(pane.behind.table, Qt.Key.Key_Return)
    assert opened.args is not None
    assert opened.args[1] == pane.behind.model.cases[0].id


@pytest.mark.gui
def test_that_another_period_and_another_dimension_are_asked_for(qtbot: QtBot, room: EvaluationRoom) -> None:
    pane, model = room.content, room.content.model
    month = pane.period.says()
    qtbot.keyClick(pane.table, Qt.Key.Key_Left, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: len(model.rows) == 1, timeout=PATIENCE_MS)
    assert pane.period.says() < month
    assert model.index(0, column(model, "archive_rate")).data() == "–"  # nothing was due: no figure, and not 0 %
    qtbot.keyClick(pane.table, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: len(model.rows) > 1, timeout=PATIENCE_MS)
    assert not pane.period.forward.isEnabled()
    pane.by.setCurrentIndex(pane.by.findData(Dimension.SOURCE))
    qtbot.waitUntil(lambda: model.found is not None and model.found.by is Dimension.SOURCE, timeout=PATIENCE_MS)
    assert {model.name(row) for row in model.rows[1:]} == {words.of(Source.INSPECTOR), words.of(Source.HOTLINE_12319)}
    pane.period.tabs[Period.YEAR].click()
    qtbot.waitUntil(lambda: model.found is not None and model.found.period is Period.YEAR, timeout=PATIENCE_MS)


@pytest.mark.gui
def test_that_the_maps_have_the_areas_in_the_figure_that_is_looked_at(qtbot: QtBot, room: EvaluationRoom) -> None:
    pane, model, hall = room.content, room.content.model, room.content.model._hall
    grid = next(iter(hall.grids))
    hall.scores.want()
    qtbot.waitUntil(lambda: grid.id in hall.scores.of, timeout=PATIENCE_MS)
    assert hall.scores.title == f"{pane.period.says()} · Score"  # departments are looked at: no area is
    *better, last = model.scheme.grades  # type: ignore[union-attr]
    said = [f"{grade.name_en} ≥ {grade.least:.2f}" for grade in better]
    assert [band.text for band in hall.scores.bands] == [*said, f"{last.name_en} < {better[-1].least:.2f}"]

    pane.by.setCurrentIndex(pane.by.findData(Dimension.DUTY_GRID))
    qtbot.waitUntil(lambda: model.found is not None and model.found.by is Dimension.DUTY_GRID, timeout=PATIENCE_MS)
    pane.table.setCurrentIndex(model.index(0, column(model, "REPORT")))
    qtbot.waitUntil(lambda: hall.scores.title.endswith(model.title(column(model, "REPORT"))), timeout=PATIENCE_MS)
    assert hall.scores.of[grid.id] == (0, "4")
    assert [(band.token, band.text) for band in hall.scores.bands] == [("grade_1", "≥ 4")]

    hall.selection.set(Noun.GRID, grid.id)
    assert model.rows[pane.table.currentIndex().row()].key == grid.code
    room.list_cases_of(grid.id)
    qtbot.waitUntil(lambda: pane.behind.model.rowCount() == 4, timeout=PATIENCE_MS)
    assert pane.behind._says.text().startswith(f"{grid.name} · ")
    with qtbot.waitSignal(pane.map_wanted):
        pane.on_map.click()


@pytest.mark.gui
def test_that_the_bulletin_shows_its_figures_lists_their_cases_and_is_written(qtbot: QtBot, room: EvaluationRoom, tmp_path: Path) -> None:
    pane = room.content
    pane.bulletins.click()
    qtbot.waitUntil(lambda: "dispatched" in pane.bulletin.tiles, timeout=PATIENCE_MS)
    assert [pane.bulletin.tiles[id].value.text() for id in ("dispatched", "captures", "complaints", "approvals")] == ["3", "0", "1", "–"]
    pane.bulletin.tiles["complaints"].value.click()
    qtbot.waitUntil(lambda: len(pane.behind.model.cases) == 1, timeout=PATIENCE_MS)
    assert pane.behind.model.cases[0].source is Source.HOTLINE_12319
    pane.bulletin.tiles["complaints"].before.click()  # and those of the period before
    qtbot.waitUntil(lambda: pane.behind.model.cases == [] and pane.behind._says.text().endswith(": 0 cases"), timeout=PATIENCE_MS)
    pane.bulletin.enter.click()
    room.form.kind.setCurrentIndex(room.form.kind.findData("approvals"))
    room.form.value.setValue(9)
    room.form.send.click()
    assert room.form.isVisible()  # without a reason nothing is sent
    room.form.reason.setText("from the desk of approvals")
    room.form.send.click()
    qtbot.waitUntil(lambda: pane.bulletin.tiles["approvals"].value.text() == "9", timeout=PATIENCE_MS)
    assert not room.form.isVisible()
    pane.bulletin.file_wanted.emit(BulletinFormat.XLSX, tmp_path / "bulletin.xlsx")
    qtbot.waitUntil((tmp_path / "bulletin.xlsx").exists, timeout=PATIENCE_MS)
    pane.bulletin.file_wanted.emit(BulletinFormat.XLSX, tmp_path / "nowhere" / "bulletin.xlsx")
    qtbot.waitUntil(lambda: pane.bulletin.told().startswith(words.PROBLEM["not_written"][1][:10]), timeout=PATIENCE_MS)


@pytest.mark.gui
def test_that_every_number_of_a_bulletin_opens_what_it_counts(qtbot: QtBot, room: EvaluationRoom) -> None:
    pane = room.content
    pane.bulletins.click()
    qtbot.waitUntil(lambda: Dimension.DEPARTMENT in pane.bulletin.more.tables, timeout=PATIENCE_MS)
    scheme = pane.bulletin.scheme()
    assert scheme is not None
    shut = {figure.id for figure in scheme.figures if figure.hand}
    for buttons in (pane.bulletin.values, pane.bulletin.befores):
        assert {id for id, part in buttons.items() if not part.isEnabled()} == shut
    call = next(figure for figure in scheme.figures if figure.call)
    for part, earlier in ((pane.bulletin.values[call.id], False), (pane.bulletin.befores[call.id], True)):
        with qtbot.waitSignal(room.calls_wanted) as wanted:
            part.click()
        day = before(pane.period.period, pane.period.day) if earlier else pane.period.day
        assert wanted.args == [call.call, pane.period.period, day]
    table = pane.bulletin.more.tables[Dimension.DEPARTMENT]
    assert table.model().rowCount() == 3  # all, those of the department, and what waits for one
    column = next(at for at in range(table.model().columnCount()) if table.model().title(at) == "Closed")
    table.asked.emit(1, column)
    qtbot.waitUntil(lambda: len(pane.behind.model.cases) == 2, timeout=PATIENCE_MS)
    pane.bulletin.more.laps[Lap.ACCEPT].click()
    qtbot.waitUntil(lambda: len(pane.behind.model.cases) == 3, timeout=PATIENCE_MS)
    pane.bulletin.more.ages[0].click()
    qtbot.waitUntil(lambda: len(pane.behind.model.cases) == 2, timeout=PATIENCE_MS)
    assert {case.status for case in pane.behind.model.cases} == {Status.DISPOSING, Status.REPORTED}


@pytest.mark.gui
def test_that_the_names_stay_while_the_figures_scroll(room: EvaluationRoom, qtbot: QtBot) -> None:
    table, names = room.content.table, room.content.table.names
    table.setFixedWidth(theme.px(420))  # narrower than what it shows
    qtbot.waitUntil(lambda: table.horizontalScrollBar().maximum() > 0, timeout=PATIENCE_MS)
    table.setFocus()
    table.setCurrentIndex(table.model().index(1, table.model().columnCount() - 1))
    assert table.horizontalScrollBar().value() > 0
    assert (names.geometry().left(), names.width()) == (table.frameWidth(), table.columnWidth(0))
    assert names.visualRect(names.model().index(1, 0)).top() == table.visualRect(table.model().index(1, 1)).top()
    while (at := table.currentIndex()).column() > 1:
        QTest.keyClick(table, Qt.Key.Key_Left)
        assert table.currentIndex().column() == at.column() - 1
        assert table.visualRect(table.currentIndex()).left() >= names.width(), "a figure that is chosen is not beneath the names"
    header = names.horizontalHeader()
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(names.width() // 2, header.height() // 2))
    assert table.horizontalHeader().sortIndicatorSection() == 0
    QTest.mouseClick(names.viewport(), Qt.MouseButton.LeftButton, pos=names.visualRect(names.model().index(0, 0)).center())
    assert table.currentIndex().row() == 0
