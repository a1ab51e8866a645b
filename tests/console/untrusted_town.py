"""A town on the real map of which everything says one text, and the texts that are to be no more than that."""

import json
import logging
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import Qt as Text
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from console.basemaps.base import Base
from console.widgets.selection.pane import SelectionList
from geo.datum import Datum
from tests.console.filled_hall import CENTRE, NOW, filled_hall
from tests.console.map_hand import Hand
from tests.console.rich_hall import add_register, entry
from wire import bulk
from wire.around import Around, Contact, ContactKind, Group, Nearby
from wire.codes import ComponentState, DutyState, FenceKind, GridKind, HaulPlaceKind, Kind, Noun, RegisterKind, SensorKind, Status
from wire.components import Component
from wire.geofences import Geofence
from wire.hauls import HaulPermit, HaulPlace, HaulTruck
from wire.places_at import DepartmentAt, GridAt, InspectorAt, PlaceAt
from wire.search import Found, Hit, HitKind
from wire.sensors import Sensor
from wire.standards import Catalogue, SmallClass
from wire.units import Positions

LON, LAT = CENTRE
STEP = 0.0006  # degrees between two marks: no label covers another mark
# Column and row of each, from the middle on.
SPOTS = {
    "case": (-1, -1),
    "camera": (0, -1),
    "unit": (1, -1),
    "component": (2, -1),
    "sensor": (-1, 0),
    "fence": (0, 0),
    "site": (1, 0),
    "ground": (2, 0),
    "entity": (-1, 1),
    "poi": (0, 1),
    "file": (1, 1),
    "forbidden": (2, 1),
    "line": (0, -2),  # by itself: the long names of others would leave its own no room
}
HAULS = {"site": HaulPlaceKind.SITE, "ground": HaulPlaceKind.GROUND, "forbidden": HaulPlaceKind.FORBIDDEN}
HOVERED = {  # layers with a tip, and the ids of what is hovered where it is not all that they have
    "cases": (),
    "units": (),
    "cameras": (),
    "sensors": (),
    "components": (),
    "geofences": (),
    "hauls": tuple(HAULS),
    "entities": (),
    "pois": (),
}
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
LEAKS = """[...document.querySelectorAll('.about *, .hits *, .tip *, .overlays *, .legend *, .chips *, .files *, .source')].filter((each) =>
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

    def __init__(self, qtbot: QtBot, base: Path, folder: Path) -> None:
        self.hall, self.version = filled_hall(cases=1, units=1, cameras=1, components=0), 1
        self._file = folder / "site.geojson"
        self.say("云泽")
        self.page = Hand(qtbot, self.hall, base)
        self.list = SelectionList(self.hall)
        qtbot.addWidget(self.list)
        self.list.move(1100, 0)  # beside the map, which has the mouse
        self.list.show()
        self._base = self.hall.bases.all[0]
        self.name_base("云泽")
        for overlay in ("cases", "trucks", "cameras", "sensors", "geofences", "hauls", "grids", "components", "entities", "pois"):
            self.page.view.show_overlay(overlay, True)
        self.page.ask(WATCH)
        self.page.ask("(['.overlays', '.legend'].forEach((each) => { document.querySelector(each).open = true; }), 1)")
        self.page.view.go(LON, LAT, 18)
        self.page.until("yiping.map.getZoom()", 18)
        self.page.ask("(document.querySelector('[data-name=entities][data-part=more]').click(), 1)")
        self.page.settle()
        self.lay("云泽")

    def say(self, text: str) -> None:
        hall = self.hall
        self.version += 1
        fresh = {"version": self.version}
        case, unit, camera, grid = next(iter(hall.cases)), next(iter(hall.units)), next(iter(hall.cameras)), next(iter(hall.grids))
        hall.set_catalogue(_catalogue(text))
        told = fresh | {"number": text, "address": text, "description": text, "status": Status.PENDING_DISPATCH, "closed_at": None}
        hall.cases.put([msgspec.structs.replace(case, **told, **at("case"), yellow_at=None, deadline_at=None)])
        hall.units.put([msgspec.structs.replace(unit, **fresh, name=text, code=text, plate=text)])
        hall.cameras.put([msgspec.structs.replace(camera, **fresh, **at("camera"), name=text, code=text)])
        hall.fixes.apply(fix(unit.id, self.version, **at("unit")))
        hall.sensors.put([_sensor(text, self.version, **at("sensor"))])
        hall.grids.put([msgspec.structs.replace(grid, **fresh, name=text, code=text, kind=GridKind.DUTY)])
        hall.geofences.put([_fence(text, self.version, **at("fence"))])
        for kind, spot in ((RegisterKind.STREET_ENTITY, "entity"), (RegisterKind.POI, "poi")):
            add_register(hall, kind, [entry(kind, 0, **at(spot), name=text, code=text, address=text, category=text)], version=self.version)
        component = Component(id="1", version=1, code=text, class_code="0101", name=text, state=ComponentState.INTACT, **at("component"))
        hall.components.set(bulk.encode(Component, [component]))
        hall.hauls.trucks.put([HaulTruck(id=unit.id, company_id="c", volume_m3=9.0, note=text, **fresh)])
        hall.hauls.places.put([_haul_place(spot, kind, text, self.version) for spot, kind in HAULS.items()])
        hall.hauls.permits.put([_permit(unit.id, text, self.version)])
        hall.selection.set(Noun.UNIT, unit.id)  # so that its line is drawn, with the number of its permit

    def name_base(self, text: str) -> None:
        """Of the base map that is shown, whose it is, and of another one that cannot be drawn."""
        named = msgspec.structs.replace(self._base.map, name=text, attribution=text)
        broken = Base(map=msgspec.structs.replace(named, id="broken"), fault=text)
        self.hall.bases.set([msgspec.structs.replace(self._base, map=named), broken])

    def lay(self, text: str) -> None:
        """A file over the map, in the place of the last: its name, its field and what stands in it."""
        point = {"type": "Point", "coordinates": list(at("file").values())}
        feature = {"type": "Feature", "properties": {"name": text, text: text}, "geometry": point}
        self._file.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), "utf-8")
        self.lay_file(self._file, text)

    def lay_file(self, path: Path, name: str) -> None:
        """In the place of the last one, under a name."""
        files, qtbot = self.page.view.files, self.page.qtbot
        with qtbot.waitSignal(files.guessed, timeout=30_000) as read:
            files.read(path)
        for id in list(files.overlays):
            files.remove(id)
        with qtbot.waitSignal(files.drawn, timeout=30_000) as drawn:
            files.draw(read.args[0], Datum.WGS84, name)
        self.file = str(drawn.args[0].id)
        self.page.until(f"Boolean(yiping.layers.get('file:{self.file}')?.columns)")
        self.page.view.go(LON, LAT, 18)  # where a new file has taken the map away from
        self.page.settle()

    def select(self) -> None:
        """All that is shown, on the map and in the list of it."""
        reach = 5 * STEP
        self.page.view.hands.select([(LON - reach, LAT - reach), (LON + reach, LAT - reach), (LON + reach, LAT + reach), (LON - reach, LAT + reach)])
        self.page.settle()

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

    def tips(self) -> dict[str, list[str]]:
        """The lines of each tip by layer and key, by hovering over every mark."""
        found = {}
        for name, ids in HOVERED.items():
            marks = {key: spot for key, spot in self.page.hits(name).items() if not ids or key in ids}
            assert len(marks) == max(len(ids), 1), name
            for key, spot in marks.items():
                found[f"{name} {key}"] = self._tip(spot, f"{name} {key}")
        place = at("file")
        x, y = self.page.ask(f"(({{x, y}}) => [x, y])(yiping.map.latLngToContainerPoint([{place['lat']}, {place['lon']}]))")
        found["file"] = self._tip(QPoint(round(x), round(y)), f"file:{self.file} 0")
        return found

    def _tip(self, spot: QPoint, of: str) -> list[str]:
        self.page.hover(spot + QPoint(2, 0))
        self.page.until("document.querySelector('.tip').dataset.of ?? ''", of)
        lines = self.page.ask("[...document.querySelectorAll('.tip div')].map((each) => each.textContent)")
        return [str(line) for line in lines]


def at(name: str) -> dict[str, float]:
    column, row = SPOTS[name]
    return {"lon": LON + STEP * column, "lat": LAT + STEP * row / 2}


def assert_text_in(list: SelectionList, text: str) -> None:
    """Each row says it as it is, and no part of the pane takes it for HTML."""
    model = list.model
    assert model.rowCount() >= 6
    names = [model.index(row, 2) for row in range(model.rowCount())]
    said = [str(index.data()) for index in names]
    assert text in said
    for tip in (str(index.data(Qt.ItemDataRole.ToolTipRole)) for index in names):
        assert "<" not in re.sub("</?(p|br)[^>]*>", "", tip) if Text.mightBeRichText(tip) else tip in said
    labels = [each for each in list.findChildren(QLabel) if each.textFormat() is not Qt.TextFormat.PlainText and text in each.text()]
    assert labels == []


def shown(text: str) -> str:
    return UNSEEN.sub("", text)


def _catalogue(text: str) -> Catalogue:
    classes = [SmallClass(kind=kind, code="0101", name=text, name_en=text, trade="x") for kind in Kind]
    return Catalogue(version="1", majors=[], classes=classes, conditions=[])


def fix(unit: str, serial: int, lon: float, lat: float) -> Positions:
    at = round((NOW + timedelta(seconds=serial)).timestamp() * 1000)
    return Positions(cursor=serial, now=NOW, unit_ids=[unit], at=[at], lon=[lon], lat=[lat], speed=[1.0], heading=[90.0])


def _sensor(text: str, version: int, lon: float, lat: float) -> Sensor:
    return Sensor(id="s", version=version, code=text, name=text, kind=SensorKind.RAIN, lon=lon, lat=lat, levels=[20.0], value=12.5, at=NOW)


def _fence(text: str, version: int, lon: float, lat: float) -> Geofence:
    return Geofence(id="g", version=version, name=text, kind=FenceKind.CIRCLE, places=[(lon, lat)], radius_m=20, note=text, by=text)


def _haul_place(spot: str, kind: HaulPlaceKind, text: str, version: int) -> HaulPlace:
    lon, lat = at(spot).values()
    ring = [(lon - STEP / 8, lat - STEP / 8), (lon + STEP / 8, lat - STEP / 8), (lon + STEP / 8, lat + STEP / 8), (lon - STEP / 8, lat + STEP / 8)]
    return HaulPlace(id=spot, version=version, kind=kind, name=text, note=text, outline=ring, lon=lon, lat=lat)


def _permit(truck_id: str, text: str, version: int) -> HaulPermit:
    lon, lat = at("line").values()
    more: dict[str, Any] = {"company_id": "c", "site_id": "site", "ground_id": "ground", "volume_m3": 100.0, "windows": [], "note": text}
    route, today = [(lon - STEP, lat), (lon + STEP, lat)], NOW.date()
    return HaulPermit(id="p", version=version, number=f"p{text}", route=route, starts=today, ends=today, truck_ids=[truck_id], **more)


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
