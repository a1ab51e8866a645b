"""What citizens, devices and files say is text on the map, and nothing else: through the real page, whatever it holds."""

import json
import logging
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPoint
from pytestqt.qtbot import QtBot

from tests.console.filled_hall import CENTRE, NOW, filled_hall
from tests.console.map_hand import Hand
from tests.console.map_page import chinese
from tests.console.rich_hall import add_register, entry
from wire import bulk
from wire.around import Around, Contact, ContactKind, Group, Nearby
from wire.codes import ComponentState, DutyState, FenceKind, GridKind, Kind, RegisterKind, SensorKind
from wire.components import Component
from wire.geofences import Geofence
from wire.places_at import DepartmentAt, GridAt, InspectorAt, PlaceAt
from wire.search import Found, Hit, HitKind
from wire.sensors import Sensor
from wire.standards import Catalogue, SmallClass
from wire.units import Positions

__all__ = ["chinese"]
pytestmark = [pytest.mark.gui, pytest.mark.usefixtures("chinese"), pytest.mark.timeout(600)]
LON, LAT = CENTRE
STEP = 0.0006  # degrees between two marks: no label covers another mark
SCRIPTS = [
    '<img src=x onerror="window.owned=1">',
    "<script>window.owned=1</script>",
    "</script><script>window.owned=1</script>",
    '"><svg onload=window.owned=1>',
    "'-(window.owned=1)-'",
    '"-(window.owned=1)-"',
    "${window.owned=1}",
    "{{window.owned=1}}",
    "`;window.owned=1//",
    "\\u003cimg src=x onerror=window.owned=1\\u003e",
    "&lt;img src=x onerror=window.owned=1&gt;",
    "<a href=javascript:window.owned=1>x</a>",
    "javascript:window.owned=1",
    "<iframe srcdoc='<script>parent.owned=1</script>'>",
    "<style>*{display:none}</style>",
    "<base href=http://evil.example/>",
    "<link rel=stylesheet href=http://evil.example/x.css>",
    "<img src=http://evil.example/x.png>",
    "url(http://evil.example/x)",
    "<!--",
    "]]>",
    "__proto__",
    "constructor",
    '"]',
    "\\",
    "\x00",
    "\x1b[31m",
    "\r\n",
    "\u2028",
    "\u2029",
    "\ufeff",
    "\u202e",
    "\u2066",
    "\u2069",
    "\u200f",
    "\U000e0001",
    "%00",
    "%s%n",
    "../../../etc/passwd",
    "字" * 3000,
    "א" * 20,
]
TEXTS = st.lists(st.one_of(st.sampled_from(SCRIPTS), st.text(st.characters(exclude_categories=["Cs"]), max_size=12)), min_size=1, max_size=5).map(
    "".join
)
UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
WATCH = """(() => {
  window.drawn = new Set();
  for (const kind of [CanvasRenderingContext2D, OffscreenCanvasRenderingContext2D]) {
    const fill = kind.prototype.fillText;
    kind.prototype.fillText = function (text, ...where) { window.drawn.add(text); return fill.call(this, text, ...where); };
  }
  return 1;
})()"""
SHAPE = "Object.entries(Object.groupBy(document.querySelectorAll('*'), (each) => each.tagName)).map(([tag, all]) => [tag, all.length]).sort()"
HANDLERS = "[...document.querySelectorAll('*')].flatMap((each) => [...each.attributes]).filter((each) => /^on|javascript:/i.test(each.name)).length"
# A text in a line with others keeps its direction to itself.
LEAKS = """[...document.querySelectorAll('.about *, .hits *, .tip *, .overlays *, .legend *, .chips *')].filter((each) =>
  [...each.childNodes].some((child) => child.nodeType === 3 && child.data.includes(TEXT)) && getComputedStyle(each).display === 'inline'
  && !getComputedStyle(each).unicodeBidi.includes('isolate')).map((each) => each.outerHTML.slice(0, 200))"""


class Log(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())


class Town:
    """One of each thing on a map that is near enough to write all names; each says `text` wherever it can."""

    def __init__(self, qtbot: QtBot) -> None:
        self.hall, self.version = filled_hall(cases=1, units=1, cameras=1, components=0), 1
        self.say("云泽")
        self.page = Hand(qtbot, self.hall)
        for overlay in ("cases", "trucks", "cameras", "sensors", "geofences", "grids", "components", "entities", "pois"):
            self.page.view.show_overlay(overlay, True)
        self.page.ask(WATCH)
        self.page.ask("(['.overlays', '.legend'].forEach((each) => { document.querySelector(each).open = true; }), 1)")
        self.page.view.go(LON, LAT, 18)
        self.page.until("yiping.map.getZoom()", 18)
        self.page.ask("(document.querySelector('[data-name=entities][data-part=more]').click(), 1)")
        self.page.settle()

    def say(self, text: str) -> None:
        hall, at = self.hall, self._places()
        self.version += 1
        fresh = {"version": self.version}
        case, unit, camera, grid = next(iter(hall.cases)), next(iter(hall.units)), next(iter(hall.cameras)), next(iter(hall.grids))
        hall.set_catalogue(_catalogue(text))
        hall.cases.put(
            [msgspec.structs.replace(case, **fresh, **next(at), number=text, address=text, description=text, yellow_at=None, deadline_at=None)]
        )
        hall.units.put([msgspec.structs.replace(unit, **fresh, name=text, code=text, plate=text)])
        hall.cameras.put([msgspec.structs.replace(camera, **fresh, **next(at), name=text, code=text)])
        hall.fixes.apply(_fix(unit.id, self.version, **next(at)))
        hall.sensors.put([_sensor(text, self.version, **next(at))])
        hall.grids.put([msgspec.structs.replace(grid, **fresh, name=text, code=text, kind=GridKind.DUTY)])
        hall.geofences.put([_fence(text, self.version, **next(at))])
        for kind in (RegisterKind.STREET_ENTITY, RegisterKind.POI):
            add_register(hall, kind, [entry(kind, 0, **next(at), name=text, code=text, address=text, category=text)], version=self.version)
        component = Component(id="1", version=1, code=text, class_code="0101", name=text, state=ComponentState.INTACT, **next(at))
        hall.components.set(bulk.encode(Component, [component]))

    def rest(self) -> None:
        """Until the Hall waits for nothing either: hypothesis keeps it beyond the test."""
        self.page.qtbot.waitUntil(lambda: not self.hall.entries._pause.isActive(), timeout=30_000)

    def ask(self, text: str) -> None:
        """Everything that the panels show of what the backend answers."""
        page, hands = self.page, self.page.view.hands
        hands._seek("x", LON, LAT)
        hands.take_found("x", Found(hits=[Hit(kind=HitKind.POI, id="p", title=text, detail=text, lon=LON, lat=LAT)]))
        hands._ask_place(LON, LAT)
        hands.take_place(_place(text))
        page.settle()
        said = page.ask("document.querySelector('.about .lead').textContent")
        assert said == shown(text)
        hands._ask_around(LON, LAT, 500)
        hands.take_around(_around(text))
        page.settle()

    def tips(self) -> list[str]:
        """The first line of each tip, by hovering over every mark."""
        lines = []
        for name in ("units", "cameras", "sensors", "entities", "pois"):
            key, at = next(iter(self.page.hits(name).items()))
            self.page.hover(at + QPoint(2, 0))
            self.page.until("document.querySelector('.tip').dataset.of ?? ''", f"{name} {key}")
            lines.append(self.page.ask("document.querySelector('.tip').firstChild.textContent"))
        return lines

    @staticmethod
    def _places() -> Iterator[dict[str, float]]:
        yield from ({"lon": LON + STEP * (column - 1), "lat": LAT + STEP * (row - 1) / 2} for row in range(4) for column in range(3))


def shown(text: str) -> str:
    return UNSEEN.sub("", text)


def _catalogue(text: str) -> Catalogue:
    classes = [SmallClass(kind=kind, code="0101", name=text, name_en=text, trade="x") for kind in Kind]
    return Catalogue(version="1", majors=[], classes=classes, conditions=[])


def _fix(unit: str, serial: int, lon: float, lat: float) -> Positions:
    at = round((NOW + timedelta(seconds=serial)).timestamp() * 1000)
    return Positions(cursor=serial, now=NOW, unit_ids=[unit], at=[at], lon=[lon], lat=[lat], speed=[1.0], heading=[90.0])


def _sensor(text: str, version: int, lon: float, lat: float) -> Sensor:
    return Sensor(id="s", version=version, code=text, name=text, kind=SensorKind.RAIN, lon=lon, lat=lat, levels=[20.0], value=12.5, at=NOW)


def _fence(text: str, version: int, lon: float, lat: float) -> Geofence:
    return Geofence(id="g", version=version, name=text, kind=FenceKind.CIRCLE, places=[(lon, lat)], radius_m=20, note=text, by=text)


def _place(text: str) -> PlaceAt:
    return PlaceAt(
        lon=LON,
        lat=LAT,
        address=text,
        address_en=text,
        landmark=None,
        grids=[GridAt(id="DUTY-1", kind=GridKind.DUTY, code=text, name=text)],
        inspectors=[InspectorAt(unit_id="unit-0", name=text, phone="13800001234", team=text, duty=DutyState.ON_DUTY)],
        departments=[DepartmentAt(id="d", name=text, phone="0359-2020202", trades=[text])],
    )


def _around(text: str) -> Around:
    near = Group(count=1, nearest=[Nearby(id="unit-0", name=text, code=text, lon=LON, lat=LAT, away_m=12.0, at=NOW)])
    contacts = [Contact(kind=ContactKind.OPERATOR, id="o", name=text, phone="95185", count=3)]
    counts: dict[str, Any] = dict.fromkeys(("cases", "units", "cameras", "sensors", "components", "entities", "bicycles"), near)
    return Around(lon=LON, lat=LAT, radius_m=500, classes={"0101": 1}, categories={text: 1}, contacts=contacts, **counts)


@pytest.fixture(scope="module")
def log() -> Iterator[Log]:
    handler, logger = Log(), logging.getLogger("yiping.map")
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    yield handler
    logger.removeHandler(handler)


def test_that_what_comes_from_outside_is_never_more_than_text(qtbot: QtBot, log: Log) -> None:
    town = Town(qtbot)
    page = town.page
    town.ask("云泽")
    town.tips()
    shape = page.ask(SHAPE)

    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(TEXTS.map(lambda text: f"a{text}z"))
    def holds(text: str) -> None:
        log.lines.clear()
        page.ask("(drawn.clear(), 1)")
        town.say(text)
        page.settle()
        town.ask(text)
        tips = town.tips()
        assert page.ask("window.owned ?? 0") == 0
        assert page.ask(SHAPE) == shape, "elements came out of a text"
        assert page.ask(HANDLERS) == 0
        assert page.ask(LEAKS.replace("TEXT", json.dumps(shown(text)))) == []
        assert all(line.startswith(shown(text)[:20]) for line in tips)
        assert not any(UNSEEN.search(line) for line in page.ask("[...drawn]"))
        assert page.ask("[...drawn].some((line) => line.startsWith('a'))"), "the names of things are written"
        assert page.ask("Math.max(...[...drawn].map((line) => line.length))") <= 60
        assert page.view.refused() == []
        assert log.lines == []

    holds()
    town.rest()


def test_that_a_batch_that_cannot_be_read_stops_nothing(qtbot: QtBot, log: Log) -> None:
    town = Town(qtbot)
    town.page.view._bridge.batch.emit("units", 0, '{"ids": 7}')
    town.page.qtbot.waitUntil(lambda: any("units" in line for line in log.lines), timeout=30_000)
    unit = next(iter(town.hall.units))
    town.hall.fixes.apply(_fix(unit.id, 100, LON, LAT))
    town.page.until(f"Math.abs((yiping.layers.get('units').place('{unit.id}').x - 0.5) * 360 - {LON}) < 1e-9")
    town.rest()
