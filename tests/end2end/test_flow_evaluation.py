"""From a figure on the map to its cases: a double click on a scored area lists them in the pane of evaluation. Real console, real backend."""

import pytest

from tests.backend.centre import GRID, Centre
from tests.backends import *  # noqa: F403
from tests.console.map_page import double_click
from tests.end2end.small_hall import *  # noqa: F403
from tests.end2end.small_hall import HallAt, Keyboard, desk_of
from wire.codes import Role
from wire.evaluation import Dimension

pytestmark = [pytest.mark.gui, pytest.mark.timeout(300)]
BESIDE, STREET = (111.006, 35.026), 16.0  # in the duty grid, where no case lies


def test_that_a_double_click_on_a_scored_area_lists_its_cases(centre: Centre, hall_at: HallAt, keyboard: Keyboard) -> None:
    reported = {centre.report(f"c{number}").case.id for number in range(3)}
    desk = desk_of(hall_at("judge", Role.EVALUATOR, Role.DUTY_LEADER))
    hall, map, pane = desk.hall, desk.map, desk.evaluation.content
    model = pane.model
    desk.wall.show_pane("evaluation")
    keyboard.until(lambda: model.scheme is not None)
    pane.by.setCurrentIndex(pane.by.findData(Dimension.DUTY_GRID))
    keyboard.until(lambda: model.found is not None and model.found.by is Dimension.DUTY_GRID)
    reports = 2 + next(at for at, column in enumerate(model.columns) if column.id == "REPORT")
    pane.table.setCurrentIndex(model.index(0, reports))
    desk.wall.show_pane("map")
    keyboard.until(map.idle)
    map.show_overlay("scores", True)
    keyboard.until(lambda: hall.scores.of.get(f"DUTY-{GRID}") == (0, "3"))
    map.go(*BESIDE, STREET)
    keyboard.until(lambda: map.idle() and abs(map.place()[2] - STREET) < 0.01)
    double_click(map, map.rect().center())
    keyboard.until(lambda: pane.isVisible() and {case.id for case in pane.behind.model.cases} == reported)
    assert not map.isVisible()
