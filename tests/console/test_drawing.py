"""How a map is drawn: rules that are data, what one user has made of them, and that it survives another release."""

from collections import Counter

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as some

from console.look import RESOURCES
from console.map import drawing, legend
from console.map.document import ELEMENTS, build
from console.map.drawing import FILTERS, Drawing, read, read_all, rules

FACE = {"from", "cluster", "tile", "dot", "scale", "names", "values", "heading", "icon", "cone"}
FACE |= {"stage", "source", "flag", "fan", "width", "kinds", "crowd"}


def test_that_every_overlay_has_faces_by_rising_zoom_and_words() -> None:
    named = legend.page_words()["overlays"]
    for name, rule in rules().items():
        begins = [face["from"] for face in rule["faces"]]
        assert begins == sorted(set(begins)), name
        assert all(set(face) <= FACE for face in rule["faces"]), name
        assert named[name]
    assert set(FILTERS) <= set(named)


def test_that_each_overlay_is_a_file_and_a_folium_element_of_its_own() -> None:
    scripts = Counter(element.script for element in ELEMENTS)
    page = build()
    for name in rules():
        assert scripts[name] == 1, name
        assert (RESOURCES / "map" / "page" / f"{name}.js").stat().st_size > 0
        assert f'/page/{name}.js"' in page


def test_that_a_user_begins_with_the_rules() -> None:
    begun = Drawing().whole()
    assert begun.order == list(rules())
    assert begun.overlays == {name: rule["on"] for name, rule in rules().items()} | FILTERS
    assert begun.opacity["heat"] == rules()["heat"]["opacity"]


def test_that_what_was_chosen_is_read_back() -> None:
    order = list(reversed(rules()))
    chosen = Drawing(
        overlays={"flood": True, "cases": False}, order=order, opacity={"grids": 0.5}, hidden={"sensors": [0], "components": ["0101"]}
    ).whole()
    assert read(msgspec.json.encode(chosen)) == chosen
    assert (chosen.overlays["flood"], chosen.overlays["cases"], chosen.order, chosen.opacity["grids"]) == (True, False, order, 0.5)
    assert read_all(msgspec.json.encode({"map": chosen, "map-2": Drawing()})) == {"map": chosen, "map-2": Drawing().whole()}


def test_that_an_overlay_of_this_release_comes_into_an_older_order_over_its_neighbour() -> None:
    known = list(rules())
    missing = known[5]
    order = Drawing(order=[name for name in known if name != missing]).whole().order
    assert order == known
    moved = [known[3], *[name for name in known if name not in (known[3], missing)]]
    assert drawing.Drawing(order=moved).whole().order.index(missing) == moved.index(known[4]) + 1


def test_that_what_another_release_knew_is_left_out() -> None:
    kept = Drawing(overlays={"ufos": True}, order=["ufos", "cases"], opacity={"ufos": 0.2, "grids": 7.0}, hidden={"ufos": [1]}).whole()
    assert "ufos" not in {**kept.overlays, **kept.opacity, **kept.hidden}
    assert sorted(kept.order) == sorted(rules())
    assert kept.opacity["grids"] == 1.0


def test_that_what_was_said_of_all_units_is_said_of_each_kind() -> None:
    """Kept by a release in which they were one overlay."""
    kept = read(
        b'{"overlays": {"units": true, "cases": false}, "order": ["units", "grids", "cases"], "opacity": {"units": 0.5}, "hidden": {"units": [1]}}'
    )
    assert kept is not None
    units = ["trucks", "vehicles", "inspectors"]
    assert {name: kept.overlays[name] for name in units} == {"trucks": False, "vehicles": True, "inspectors": True}
    assert [name for name in kept.order if name in (*units, "grids", "cases")] == [*units, "grids", "cases"]
    assert {kept.opacity[name] for name in units} == {0.5}
    assert "units" not in kept.hidden
    off = read(b'{"overlays": {"units": false, "trucks": true}}')
    assert off is not None
    assert {name: off.overlays[name] for name in units} == {"trucks": True, "vehicles": False, "inspectors": False}


@pytest.mark.parametrize("body", [b"", b"[]", b"null", b'{"order": 3}', b'{"opacity": {"grids": "thin"}}', b"\xff"])
def test_that_what_is_no_drawing_is_none(body: bytes) -> None:
    assert read(body) is None
    assert read_all(b'{"map": ' + body + b"}") == {}


@given(some.lists(some.sampled_from([*rules(), "ufos"])), some.dictionaries(some.sampled_from([*rules(), "ufos"]), some.floats(allow_nan=False)))
def test_that_any_drawing_becomes_a_whole_one(order: list[str], opacity: dict[str, float]) -> None:
    whole = Drawing(order=order, opacity=opacity).whole()
    assert sorted(whole.order) == sorted(rules())
    assert all(0.1 <= value <= 1 for value in whole.opacity.values())
    assert whole.whole() == whole
