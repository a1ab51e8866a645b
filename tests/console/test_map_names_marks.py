"""No name lies on a mark of any layer, a crowd of them too: it stands on another side of its own mark, or nowhere."""

import math
from datetime import timedelta

import pytest
from pytestqt.qtbot import QtBot

from console.hall.hall import Hall
from console.map.drawing import rules
from tests.console.filled_hall import CENTRE, NOW, empty_hall, filled_hall
from tests.console.map_overlays import close_up, show_only
from tests.console.map_page import MapPage, chinese
from tests.console.rich_hall import rich_hall
from tests.console.test_map_names import NAMES, Box
from wire import bulk
from wire.cases import Case
from wire.codes import ComponentState, Kind, Noun, SensorKind, Source, Status
from wire.components import Component
from wire.sensors import Sensor
from wire.units import Positions

__all__ = ["chinese"]
pytestmark = [pytest.mark.gui, pytest.mark.usefixtures("chinese")]
POINTS = (
    *("cases", "inspectors", "trucks", "vehicles", "cameras", "sensors"),
    *("components", "gates", "pois", "entities", "bicycles", "flood"),
)
CROWD = 400  # marks of one layer: of more, each is kept clear of likewise
NEAR = 2  # px that the smallest mark surely reaches
ZOOM, ALONG = 17, 360 / (256 * 2**17)  # degrees of a pixel eastwards
UP = ALONG * math.cos(math.radians(CENTRE[1]))
SIDES = {"right": (44, 0), "left": (-44, 0), "below": (0, 17), "above": (0, -17)}  # px at which a case takes the place of a name


def marks(page: MapPage) -> list[tuple[str, float, float]]:
    """Layer and place of every single mark on the sheet."""
    found: list[tuple[str, float, float]] = []
    wide, high = page.ask("(({ width, height }) => [width, height])(yiping.layers.get('cases').sheet.frame)")
    for name in POINTS:
        places = page.ask(f"yiping.layers.get('{name}').hits.filter((hit) => !hit.box).map((hit) => [hit.x, hit.y])")
        found += [(name, x, y) for x, y in places if 0 <= x < wide and 0 <= y < high]
    return found


def lying_on(names: list[Box], there: list[tuple[str, float, float]]) -> list[tuple[str, Box]]:
    """Names of which a part is over the middle of a mark."""
    return [(name, box) for box in names for name, x, y in there if box[0] - NEAR < x < box[2] + NEAR and box[1] - NEAR < y < box[3] + NEAR]


def placed(page: MapPage) -> list[Box]:
    return [tuple(box) for box in page.ask(f"{NAMES}.placed")]


@pytest.mark.parametrize("zoom", [12, 13, 14, 15, 16, 17, 18, 19])
def test_that_no_name_lies_on_a_mark_of_any_layer(qtbot: QtBot, zoom: int) -> None:
    page = MapPage(qtbot, rich_hall())
    show_only(page, *rules(), "closed")
    close_up(page, zoom)
    names, there = placed(page), marks(page)
    assert there
    assert names or zoom < 14  # from afar there is a mark everywhere
    assert len(names) > 20 or zoom < 17
    assert lying_on(names, there) == []


def test_that_no_name_lies_on_another(qtbot: QtBot) -> None:
    page = MapPage(qtbot, rich_hall())
    show_only(page, *rules())
    close_up(page, ZOOM)
    names = placed(page)
    for at, one in enumerate(names):
        for other in names[:at]:
            assert one[0] >= other[2] or other[0] >= one[2] or one[1] >= other[3] or other[1] >= one[3]


def hall_of(*sides: str) -> Hall:
    """A sensor in the middle, and cases where its name could stand."""
    hall = empty_hall()
    lon, lat = CENTRE
    known = {"version": 1, "code": "S", "kind": SensorKind.WATER_LEVEL, "levels": [20.0, 40.0], "value": 5.0, "at": NOW}
    sensor = Sensor(id="s", name="人民路下穿通道", lon=lon, lat=lat, **known)
    hall.sensors.replace([sensor])
    hall.cases.replace([case(side, lon + SIDES[side][0] * ALONG, lat - SIDES[side][1] * UP) for side in sides])
    return hall


def case(id: str, lon: float, lat: float) -> Case:
    return Case(
        id=id, version=1, number=f"1408022026112100{len(id):03}", status=Status.REPORTED, source=Source.INSPECTOR, kind=Kind.EVENT, class_code="0101",
        catalogue="1", lon=lon, lat=lat, address="", description="", reported_at=NOW - timedelta(hours=1), status_at=NOW - timedelta(hours=1),
    )  # fmt: skip


@pytest.mark.parametrize("taken", [0, 1, 2, 3, 4])
def test_that_a_name_goes_to_the_other_side_for_a_case_and_nowhere_when_all_are_taken(qtbot: QtBot, taken: int) -> None:
    page = MapPage(qtbot, hall_of(*list(SIDES)[:taken]))
    show_only(page, "cases", "sensors")
    close_up(page, ZOOM)
    assert page.ask("yiping.layers.get('cases').hits.length") == taken
    ((x, y),) = page.ask("yiping.layers.get('sensors').hits.map((hit) => [hit.x, hit.y])")
    names = placed(page)
    if taken == len(SIDES):
        assert names == []
        return
    ((left, top, right, bottom),) = names
    stands = {"right": left > x, "left": right < x, "below": top > y, "above": bottom < y}
    assert [side for side, there in stands.items() if there] == [list(SIDES)[taken]]


def crowded(side: int, step: float = 14) -> Hall:
    """A crowd of components around a unit, so many by so many, px from one to the next."""
    hall = filled_hall(cases=0, units=1, cameras=0, components=0)
    lon, lat = CENTRE
    steps = [(at - side / 2 + 0.5) * step for at in range(side)]
    places = [(lon + east * ALONG, lat + north * UP) for east in steps for north in steps]
    hall.components.set(bulk.encode(Component, [component(number, *place) for number, place in enumerate(places)]))
    hall.fixes.apply(
        Positions(cursor=1, now=NOW, unit_ids=["unit-0"], at=[int(NOW.timestamp() * 1000)], lon=[lon], lat=[lat], speed=[0.0], heading=[-1.0])
    )
    return hall


def component(number: int, lon: float, lat: float) -> Component:
    code = f"{number:016}"
    return Component(id=code, version=1, code=code, class_code="0101", name="雨水箅子", state=ComponentState.INTACT, lon=lon, lat=lat)


@pytest.mark.parametrize(("side", "single"), [(40, True), (80, False)], ids=["marks", "thousands of marks"])
def test_that_a_name_is_left_out_where_a_crowd_leaves_it_no_place_but_that_of_what_is_selected(qtbot: QtBot, side: int, single: bool) -> None:
    page = MapPage(qtbot, crowded(side))
    show_only(page, "components", "inspectors", "trucks")
    close_up(page, ZOOM)
    assert page.ask("yiping.layers.get('components').hits.length") == (side**2 if single else 0)
    assert page.ask("yiping.layers.get('trucks').hits.map((hit) => hit.key)") == ["unit-0"]
    assert placed(page) == []
    page.hall.selection.set(Noun.UNIT, "unit-0")
    page.until(f"{NAMES}.placed.length", 1)
    page.hall.selection.set(None)
    page.until(f"{NAMES}.placed.length", 0)


def test_that_a_name_finds_its_place_beside_the_marks_of_a_crowd(qtbot: QtBot) -> None:
    page = MapPage(qtbot, filled_hall(cases=0, units=30, cameras=0, components=3000))
    show_only(page, "components", "inspectors", "trucks")
    close_up(page, ZOOM)
    assert page.ask("yiping.layers.get('components').hits.length") > CROWD
    names = placed(page)
    assert names
    assert lying_on(names, marks(page)) == []
