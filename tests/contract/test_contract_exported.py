"""What is exported of the layers that colour the ground, of muck haulage and of who was there is what the console draws of the same backend."""

import json
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import shapely
from pytestqt.qtbot import QtBot

from backend.photos import PhotoStore
from console.api import Api, ApiError
from console.hall.basic import Look, Squares
from console.hall.hall import Hall
from console.hall.whereabouts import Question as Asked
from console.map.columns import Columns
from console.map.layers.all import layers_of
from console.rooms.seeking import ways
from console.widgets.evaluation.colours import coloured
from console.widgets.evaluation.ranking_model import RankingModel
from geo.grids import shape_of
from tests.backend.exported import COUNTS, END, NEAR, SCORED, build
from tests.backend.test_exports import PNG
from tests.backends import Backend
from tests.contract.conftest import ApiOf
from wire.bulk import decode
from wire.codes import GridKind, Noun, Role
from wire.evaluation import Dimension
from wire.exports import ExportFormat, ExportLayer, ExportOrder, Scored
from wire.nouns import MESSAGE_OF

pytestmark = pytest.mark.gui
NOUNS = (Noun.CASE, Noun.GRID, Noun.UNIT, Noun.GEOFENCE, Noun.HAUL_PLACE, Noun.HAUL_PERMIT)
Things = list[tuple[dict[str, Any], Any]]
Taken = Callable[..., Things]


@pytest.fixture
def api(backend: Backend, api_of: ApiOf) -> Api:
    build(backend.database, PhotoStore(backend.data / "photos"), PNG)
    return api_of(Role.DISPATCHER, name="li")


@pytest.fixture
def hall(qtbot: QtBot, api: Api) -> Hall:
    hall = Hall(api.me())
    for noun in NOUNS:
        hall.take(noun, [thing for page in decode(MESSAGE_OF[noun], api.snapshot(noun).table) for thing in page])
    hall.basic.set(Squares(api.snapshot(Noun.GRID, kinds=[GridKind.BASIC]).table))
    return hall


@pytest.fixture
def taken(api: Api) -> Taken:
    """The columns and the shape of each thing of an exported layer."""

    def taken(layer: ExportLayer, **more: Any) -> Things:
        order = ExportOrder(layers=[layer], format=ExportFormat.GEOJSON, **more)
        found = json.loads(api.export(order))["features"]
        return [(each["properties"], shapely.from_geojson(json.dumps(each["geometry"]))) for each in found]

    return taken


def drawn(hall: Hall, name: str) -> Columns:
    layer = layers_of(hall).by_name[name]
    whole = layer.whole()
    return whole.columns if whole is not None else layer.columns(list(layer.everything()))


def test_that_density_and_heat_are_of_the_open_cases(hall: Hall, taken: Taken) -> None:
    squares, values = hall.basic.squares, drawn(hall, "density")["values"]
    assert squares is not None
    ours = {code: int(value) for code, value in zip(squares.codes, values, strict=True) if value}
    assert ours
    assert {each["code"]: each["cases"] for each, _ in taken(ExportLayer.DENSITY)} == ours
    places = drawn(hall, "cases")
    open_places = sorted((lon, lat) for lon, lat, flags in zip(places["lon"], places["lat"], places["flags"], strict=True) if not flags & 1)
    assert sorted((shape.x, shape.y) for _, shape in taken(ExportLayer.HEAT)) == open_places


def test_that_coverage_has_the_hours_that_are_drawn(hall: Hall, api: Api, taken: Taken) -> None:
    for hours in (24.0, 0.01):
        hall.basic.look_at(Look(END, hours))
        hall.basic.cover(api.coverage(END), END)
        squares = hall.basic.squares
        assert squares is not None
        ours = {code: float(value) for code, value in zip(squares.codes, drawn(hall, "coverage")["values"], strict=True) if np.isfinite(value)}
        theirs = {each["code"]: each["hours"] for each, _ in taken(ExportLayer.COVERAGE, seen_at=END, seen_hours=hours)}
        assert theirs == pytest.approx(ours, abs=1e-4)
        assert bool(ours) is (hours > 1)


@pytest.mark.parametrize("column", [2, 3])
def test_that_areas_lie_in_the_bands_that_the_console_colours_them_by(hall: Hall, api: Api, taken: Taken, column: int) -> None:
    model = RankingModel(hall)
    model.set_scheme(api.scheme())
    model.take(api.evaluation(SCORED.question, Dimension.DUTY_GRID))
    _, bands, of = coloured(hall, model, column)
    found = {each["id"]: each for each, _ in taken(ExportLayer.SCORES, scored=Scored(question=SCORED.question, figure=model.id(column)))}
    assert {id: int(each["level"]) for id, each in found.items()} == {id: standing.band for id, standing in of.items()}
    assert len(bands) > 0
    assert found


def test_that_muck_haulage_has_the_outlines_and_lines_that_are_drawn(hall: Hall, taken: Taken) -> None:
    columns = drawn(hall, "hauls")
    ours = {id: shapely.Polygon(places) for id, places in zip(columns["ids"], columns["places"], strict=True)}
    places = taken(ExportLayer.HAUL_PLACES)
    assert {each["id"] for each, _ in places} == set(ours)
    assert all(shape.equals_exact(shapely.multipolygons([ours[each["id"]]]), 1e-6) for each, shape in places)
    (permit,) = hall.hauls.permits
    ((line, shape),) = taken(ExportLayer.HAUL_LINES)
    assert (line["number"], shapely.get_coordinates(shape).tolist()) == (permit.number, [list(place) for place in permit.route])
    assert "138" not in json.dumps([each for each, _ in places] + [line])  # nobody's telephone


def test_that_a_corridor_carries_its_line(hall: Hall, taken: Taken) -> None:
    fences = taken(ExportLayer.GEOFENCES)
    lines = {each["id"]: each["axis"] for each, _ in fences}
    assert {id: line is not None for id, line in lines.items()} == {fence.id: fence.kind == "CORRIDOR" for fence in hall.geofences}
    (corridor,) = (fence for fence in hall.geofences if fence.kind == "CORRIDOR")
    assert shapely.get_coordinates(shapely.from_wkt(lines[corridor.id])) == pytest.approx(np.array(corridor.places))


def test_that_who_was_there_has_the_ways_that_are_drawn_and_leaves_its_trace(hall: Hall, api: Api, api_of: ApiOf, taken: Taken) -> None:
    question = Asked(NEAR.lon, NEAR.lat, NEAR.radius, NEAR.start, NEAR.end)
    found = api.whereabouts(*question[:5])
    hall.there.ask(question)
    hall.there.answer(question, ways(api, question, found))
    columns = drawn(hall, "whereabouts")
    ends = zip(columns["first"][:-1], columns["first"][1:], strict=True)
    ours = [np.column_stack([columns["lon"][first:end], columns["lat"][first:end]]) for first, end in ends if end - first > 1]
    ((person, shape),) = taken(ExportLayer.WHEREABOUTS, near=NEAR)
    theirs = [shapely.get_coordinates(part) for part in shape.geoms]
    assert [len(way) for way in theirs] == [len(way) for way in ours]
    assert all(np.abs(one - other).max() < 2e-7 for one, other in zip(theirs, ours, strict=True))
    assert (person["unit_id"], person["fixes"], int(columns["within"].sum())) == ("u1", *(COUNTS["whereabouts_fixes"],) * 2)
    taken_away = [each for each in api_of(Role.ADMIN).audit().entries if each.act == "WHEREABOUTS.EXPORT"]
    assert [(each.user, each.detail.split(" ")[1:3]) for each in taken_away] == [("li", ["50", "m"])]


def test_that_what_an_evaluation_has_no_areas_for_is_refused(api: Api) -> None:
    persons, nothing = Scored(question=SCORED.question, by=Dimension.REPORTER), Scored(question=SCORED.question, figure="NOTHING")
    for scored, said in ((persons, "no areas on a map"), (nothing, "no figure NOTHING")):
        with pytest.raises(ApiError) as refused:
            api.export(ExportOrder(layers=[ExportLayer.SCORES], format=ExportFormat.GPKG, scored=scored))
        assert said in refused.value.problem.detail


def test_that_grids_are_where_their_cells_are(hall: Hall, taken: Taken) -> None:
    (cell,) = (grid for grid in hall.grids if grid.kind is GridKind.BASIC)
    ((_, shape),) = taken(ExportLayer.DENSITY)
    assert shape.equals_exact(shapely.multipolygons([shape_of(cell.rings)]), 1e-6)
