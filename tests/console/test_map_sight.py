"""Who can see a place, on the real page: cones and lines appear with the answer and go with it."""

import os

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console.hall.hall import Hall
from console.map.sight import drawn
from tests.console import seeing
from tests.console.filled_hall import filled_hall
from tests.console.map_page import MapPage
from wire.cases import Case
from wire.codes import Noun
from wire.sight import View

pytestmark = pytest.mark.gui

PAINTED = """(() => {
  const sheet = document.querySelector('.leaflet-yiping-top-pane canvas');
  const { data } = sheet.getContext('2d').getImageData(0, 0, sheet.width || 1, sheet.height || 1);
  return data.some((value, at) => at % 4 === 3 && value > 0);
})()"""


@pytest.fixture
def hall(qapp: QApplication) -> Hall:
    return filled_hall(cases=40, units=24, cameras=0, components=0)


@pytest.fixture
def case(hall: Hall) -> Case:
    return next(iter(hall.cases))


def test_that_what_is_drawn_says_where_each_looks_and_how_well(hall: Hall, case: Case) -> None:
    found = drawn(hall, seeing.sight(hall, case))
    assert found is not None
    assert found["place"] == (case.lon, case.lat)
    assert [camera["view"] for camera in found["cameras"]] == [View.SEES, View.SEES, View.SEES, View.DIRECTION_UNKNOWN, View.HIDDEN]
    assert found["cameras"][3]["azimuth"] is None
    assert len(found["units"]) == 3
    assert drawn(hall, None) is None


def test_that_a_camera_that_the_hall_does_not_know_is_left_out(hall: Hall, case: Case) -> None:
    answer = seeing.sight(hall, case)
    hall.cameras.put([], gone=["k0"])
    found = drawn(hall, answer)
    assert found is not None
    assert len(found["cameras"]) == 4


def test_that_the_page_draws_it_and_forgets_it(hall: Hall, case: Case, qtbot: QtBot) -> None:
    page = MapPage(qtbot, hall)
    answer = seeing.sight(hall, case)
    page.view.go(case.lon, case.lat, 17)
    page.settle()
    page.view.show_sight(answer)
    page.until("yiping.state.sight?.cameras.length", 5)
    page.settle()
    page.until(PAINTED)
    if folder := os.environ.get("YIPING_PICTURES"):
        hall.selection.set(Noun.CASE, case.id)
        page.settle()
        page.view.grab().save(f"{folder}/sight-map.png")
    hall.selection.set(None, "")
    page.view.show_sight(None)
    page.settle()
    assert page.ask("yiping.state.sight === null")
    page.until(PAINTED, False)
