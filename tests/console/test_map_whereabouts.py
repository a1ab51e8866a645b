"""Who was there on the map: the circle, the ways near it, and the fixes within, as the page has them."""

from datetime import timedelta

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from console.hall.beside import Beside
from console.hall.whereabouts import Question, passages
from tests.console.filled_hall import CENTRE, NOW, filled_hall
from tests.console.map_page import MapPage, chinese
from wire.whereabouts import Stay, Whereabouts

__all__ = ["chinese"]
LON, LAT = CENTRE
EAST = 1 / (111_195.0 * float(np.cos(np.radians(LAT))))
BEGAN = NOW - timedelta(hours=1)
QUESTION = Question(LON, LAT, 200.0, BEGAN, NOW)


def way(unit_id: str, seconds: list[float], east_m: list[float]) -> Beside:
    return Beside(
        unit_id, BEGAN.timestamp() + np.array(seconds), LON + np.array(east_m) * EAST, np.full(len(seconds), LAT), np.zeros(len(seconds), np.uint8)
    )


def answer(*unit_ids: str) -> Whereabouts:
    at = {"first_at": BEGAN, "last_at": NOW, "nearest_at": BEGAN + timedelta(seconds=25)}
    stays = [Stay(unit_id=id, nearest_m=0, inside_s=60, fixes=0, **at) for id in unit_ids]
    return Whereabouts(lon=LON, lat=LAT, radius=200.0, start=BEGAN, end=NOW, hop_s=60, stays=stays)


def test_that_a_way_is_cut_where_it_leads_away_and_where_nobody_knows_it() -> None:
    walks = way("unit-1", [0, 10, 20, 200, 210], [0, 50, 100, 120, 5000])
    leaps = way("unit-2", [0, 50], [-3000, 3000])
    found = passages([walks, leaps, way("unit-3", [0], [0])], QUESTION, answer("unit-1", "unit-2"))
    assert [(each.unit_id, len(each.lon)) for each in found] == [("unit-1", 3), ("unit-1", 1), ("unit-2", 2)]
    assert found[0].away == pytest.approx([0, 50, 100], abs=1)


@pytest.mark.gui
@pytest.mark.usefixtures("chinese")
def test_that_the_page_draws_circle_ways_and_fixes_within_until_nothing_is_asked_any_more(qtbot: QtBot) -> None:
    hall = filled_hall()
    page = MapPage(qtbot, hall)
    layer = "yiping.layers.get('whereabouts')"
    assert page.ask(f"{layer}.empty()")
    hall.there.ask(QUESTION)
    page.until(f"{layer}.empty()", False)
    crowd = [way(f"far-{number}", [0, 10, 20], [300, 100, 0]) for number in range(120)]  # so many travel as bytes
    ids = ["unit-1", *(each.unit_id for each in crowd)]
    hall.there.answer(QUESTION, passages([way("unit-1", [0, 10, 20], [0, 100, 400]), *crowd], QUESTION, answer(*ids)))
    page.until(f"{layer}.count()", [121, 242, 0])
    hall.there.choose("unit-1")
    page.until(f"{layer}.count()", [121, 242, 2])
    hall.there.answer(QUESTION._replace(radius=100.0), [])  # comes too late
    assert len(hall.there.passages) == 121
    hall.there.ask(None)
    page.until(f"{layer}.empty()")
