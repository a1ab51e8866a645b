"""The map pane: a page built once by folium, and everything that joins it to a Hall."""

import json
import math
from collections.abc import Callable
from datetime import datetime
from typing import Any

import msgspec
from PySide6.QtCore import QCoreApplication, QEvent, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QVBoxLayout, QWidget

from console import look, words
from console.hall.failures import Wanted
from console.hall.hall import Hall
from console.map import drawing, legend, sight
from console.map.bridge import Bridge
from console.map.carrying import Carrying
from console.map.courier import Courier
from console.map.drawing import Drawing
from console.map.figures import Figures
from console.map.files import Files
from console.map.ground import Ask, Ground
from console.map.hands.area import Shown
from console.map.hands.bridge import HandsBridge
from console.map.hands.hands import Hands
from console.map.layers.all import layers_of
from console.map.life import Life
from console.map.page import LOG, MapProfile
from console.map.pointing import Pointing
from console.map.scheme import Door, Reply
from geo.coordinates import Writing
from wire.codes import Kind
from wire.sight import Sight

AGES = {"ageing": 60, "stale": 180, "unknown": 1800, "silent": 7200}  # seconds: devices report every 10 to 30, sensors every hour
MISSED = (Wanted.COMPONENTS, Wanted.REGISTER, Wanted.BASIC_GRIDS, Wanted.COVERAGE, Wanted.SCORES)
PANELS: dict[str, bool | None] = {"layers": False, "legend": None}  # open; none: where there is room, until somebody has chosen


class MapView(QWidget):
    """Shows `hall`; selects in it what is clicked. Speaks what `console.words` speaks, and follows a LanguageChange."""

    ready = Signal()  # the page listens, and again after its renderer died
    settled = Signal()  # all tiles and batches are drawn
    opened = Signal(object, str)  # Noun, id: double click on a unit, a camera or a case
    clicked = Signal(float, float)  # lon, lat of a click on nothing
    told = Signal(str, str, int)  # for the frame: scope, count, rows
    folded = Signal()  # a panel was opened or closed, so that it can be kept
    taken_up = Signal()  # by a hand
    drawn_otherwise = Signal()  # `drawing` is another, so that it can be kept

    def __init__(self, hall: Hall, ask: Ask | None = None, theme: str = "dark", parent: QWidget | None = None) -> None:
        """`ask` answers with tiles of the Hall's base maps; without it there are none."""
        super().__init__(parent)
        self._hall, self._theme = hall, theme
        self._ground_of = ask
        self._ground = Ground(hall.bases, ask)
        self.drawing, self.panels = self._drawn_as(Drawing().whole()), dict(PANELS)
        self._figures = Figures(hall, self)
        self._place: tuple[float, float, float] | None = None
        self._heard = False  # by a page
        self._move_asked: tuple[str, tuple[float, ...]] | None = None
        self._sight: dict[str, Any] | None = None
        self._layers = layers_of(hall)
        self._bridge, self._hands_bridge = Bridge(self), HandsBridge(self)
        self.hands = Hands(hall, self._hands_bridge, self._tell, self._shown, self)
        self._courier = Courier(list(self._layers.by_name.values()), self._bridge, self)
        self.files = Files(hall, self, self._tell)
        doors: dict[str, Door] = {"bulk": self._courier.door, "names": self._names, "files": self.files.door}
        self._profile = MapProfile(self._state, doors, {"tiles": self._ground.door})
        objects = {"hands": self._hands_bridge, "files": self.files.bridge}
        self.life = Life(self._profile, self._bridge, objects, lambda: QColor(look.tokens(self._theme)["window"]), self)
        self._pointing = Pointing(hall, self._layers, self._bridge, self._tell, self)
        self.carrying = Carrying(self.life, self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.life)
        self._listen()
        self.life.open()
        application = QCoreApplication.instance()
        if application is not None:
            application.aboutToQuit.connect(self.shut)

    # What others ask for

    def tell(self) -> None:
        names = legend.page_words()["overlays"]
        counts = [f"{names[overlay]} {count}" for overlay, count in self._figures.counts().items() if self.drawing.overlays[overlay]]
        missing = [words.missing(wanted, problem) for wanted, problem in self._hall.failures.all() if wanted in MISSED]
        self.told.emit(" · ".join(counts + missing + self.files.fallen), "", -1)

    def restore_panels(self, panels: dict[str, bool | None]) -> None:
        """What was kept: see `panels`. Before the page is there."""
        self.panels |= {name: open for name, open in panels.items() if name in PANELS}

    def set_theme(self, theme: str) -> None:
        self._theme = theme
        self._tell("theme", look.tokens(theme))

    def show_overlay(self, overlay: str, on: bool) -> None:
        """`overlay` is one of resources/style/map.toml, or `closed` for the closed cases."""
        self._toggled(overlay, on)
        self._tell("overlays", self.drawing.overlays)

    def draw(self, drawing: Drawing) -> None:
        """As was kept for this user."""
        self.drawing = self._drawn_as(drawing)
        self._ground.wanted = drawing.base
        self._tell_ground()
        self._tell("overlays", drawing.overlays)
        self._tell("drawing", self._arrangement())
        self.hands.write_in(drawing.writing)
        self._tell("writing", drawing.writing)
        self._look_at()
        self.tell()

    def _drawn_as(self, drawing: Drawing) -> Drawing:
        return drawing.again() if self._hall.replay else drawing

    def go(self, lon: float, lat: float, zoom: float) -> None:
        self._move("view", lon, lat, zoom)

    def visit(self, lon: float, lat: float, zoom: float) -> None:
        """Somebody asks to be there; asked again from there, the map goes back to exactly where it was."""
        self._move("visit", lon, lat, zoom)

    def show_sight(self, found: Sight | None) -> None:
        """Draw who can see a place; nothing with none."""
        self._sight = sight.drawn(self._hall, found)
        self._tell("sight", self._sight)

    def place(self) -> tuple[float, float, float]:
        """Lon, lat and zoom of what it shows."""
        return self._place or (0.0, 0.0, 0.0)

    def box(self) -> tuple[float, float, float, float]:
        """West, south, east, north of what it shows, as near as a box of degrees comes."""
        lon, lat, zoom = self.place()
        per_px = 360 / (256 * 2**zoom)
        wide, high = self.width() / 2 * per_px, self.height() / 2 * per_px * math.cos(math.radians(lat))
        return max(lon - wide, -180.0), max(lat - high, -90.0), min(lon + wide, 180.0), min(lat + high, 90.0)

    def select_view(self) -> None:
        """All that it shows."""
        west, south, east, north = self.box()
        self.hands.select([(west, south), (east, south), (east, north), (west, north)])

    def time(self) -> str:
        """Of the Hall, as it is written on a picture."""
        return f"{words.local(self._hall.clock.now()):%Y-%m-%d %H:%M:%S}"

    def twin(self, sharpness: float, theme: str = "") -> "MapView":
        """The same once more, so many times as many pixels to the length; not shown yet."""
        made = MapView(self._hall, self._ground_of, theme or self._theme)
        made.life.web.page().setZoomFactor(sharpness)
        made._place, made._sight = self.place(), self._sight
        made.hands.stand_still_as(self.hands)
        made.files.show_those_of(self.files)
        made.draw(drawing.read(msgspec.json.encode(self.drawing)) or Drawing().whole())
        return made

    def fit(self, west: float, south: float, east: float, north: float) -> None:
        self._move("bounds", west, south, east, north)

    def idle(self) -> bool:
        """Whether everything known has been drawn."""
        return self._bridge.quiet() and self._courier.idle()

    def refused(self) -> list[str]:
        """Addresses outside the console that the page asked for, and did not get."""
        return list(self._profile.guard.refused)

    def probe(self, script: str, answer: Callable[[Any], None]) -> None:
        """Run `script` in the page, for tests and tours; `answer` gets the value of its last expression, once."""
        self.life.web.page().runJavaScript(script, answer)

    def shut(self) -> None:
        """End the page; called when the application quits, on which Chromium stands."""
        self._courier.stop()
        self.files.stop()
        self.life.shut()

    # What a page is told when it begins

    def _started(self) -> None:
        self._courier.start()
        self._tell_ground()  # its tiles were asked for, and perhaps missed, before it could hear
        if (trace := self._hall.playback.trace) is not None:
            at = self._hall.playback.at
            self._move_playhead(*trace.place(at), at, trace.seen(at))
        self._pointing.resume()
        self.hands.resume()
        self._heard = True
        if self._move_asked is not None:
            topic, where = self._move_asked
            self._move(topic, *where)
        self.ready.emit()

    def _state(self) -> dict[str, Any]:
        """All that a new page needs to look like the last one."""
        base = self._ground.chosen()
        return {
            "theme": look.tokens(self._theme),
            "font": ", ".join(f'"{name}"' for name in look.type_scale()["family"]),
            "words": legend.page_words(),
            "now": self._now(),
            "follow_track": self._hall.playback.follows,
            "raw_track": self._hall.playback.raw,
            "ages": AGES,
            "overlays": self.drawing.overlays,
            "drawing": self._arrangement(),
            "rules": drawing.rules(),
            "classes": self._classes(),
            "panels": self.panels,
            "sight": self._sight,
            "view": self._place,
            "hands": self.hands.state(),
            "files": self.files.state(),
            "home": base.bounds if base else None,
            "base": self._ground.page(),
            "bases": self._ground.choices(),
        }

    def _arrangement(self) -> dict[str, Any]:
        """As the page knows it, and says it when it is another."""
        return {"order": self.drawing.order, "opacity": self.drawing.opacity, "hidden": self.drawing.hidden}

    def _classes(self) -> dict[str, str]:
        """What the classes of components are called, by code."""
        return {code: words.class_name(small, code) for (kind, code), small in self._hall.classes.items() if kind == Kind.COMPONENT}

    def _names(self, rest: str) -> Reply | None:
        """`LAYER/FIRST/COUNT`: names that did not travel with the layer."""
        name, _, span = rest.partition("/")
        first, _, count = span.partition("/")
        layer = self._layers.by_name.get(name)
        if layer is None or not first.isdecimal() or not count.isdecimal():
            return None
        return Reply("application/json", msgspec.json.encode(layer.names(int(first), int(count))))

    # From the Hall to the page

    def _listen(self) -> None:
        self._hall.clock.ticked.connect(self._tick)
        self._layers.track.played.connect(self._move_playhead)
        self._hall.playback.follow_changed.connect(lambda follows: self._tell("follow_track", follows))
        self._hall.playback.shown_changed.connect(lambda: self._tell("raw_track", self._hall.playback.raw))
        self._figures.changed.connect(self.tell)
        self._hall.bases.changed.connect(self._tell_ground)
        self._hall.bases.fared.connect(lambda _: self._tell_ground())
        self._hall.bases.renewed.connect(lambda id: self._tell("renewed", id))
        self._hall.catalogue_changed.connect(lambda: self._tell("classes", self._classes()))
        self._hall.failures.changed.connect(lambda wanted, _: self.tell() if wanted in MISSED else None)
        self._pointing.opened.connect(self.opened)
        self._pointing.carried.connect(self.carrying.carry)
        self._pointing.picked.connect(self.hands.show_thing)
        self.files.fell.connect(self.tell)
        self.life.began.connect(self._started)
        self.life.ended.connect(self._ended)
        self.settled.connect(self.life.settle)
        bridge = self._bridge
        bridge.rested.connect(self._rested)
        for pointed in (bridge.hovered, bridge.picked):
            pointed.connect(self.files.hover)
        bridge.clicked.connect(self.clicked)
        bridge.viewed.connect(self._viewed)
        for used in (bridge.clicked, bridge.picked, bridge.toggled, self._hands_bridge.held, self._hands_bridge.selected):
            used.connect(lambda *_: self.taken_up.emit())
        bridge.toggled.connect(self._toggled)
        bridge.base_chosen.connect(self._choose_base)
        bridge.arranged.connect(self._arranged)
        bridge.folded.connect(self._folded)
        self._hands_bridge.written_in.connect(self._written_in)
        bridge.failed.connect(lambda text: LOG.error("in the map page: %s", text))

    def _move(self, topic: str, *where: float) -> None:
        """At once, or as soon as there is a page that hears it."""
        self._move_asked = None if self._heard else (topic, where)
        self._tell(topic, where)

    def _ended(self) -> None:
        self._heard = False
        self._courier.stop()

    def _tell(self, topic: str, value: Any) -> None:
        self._bridge.tell(topic, json.dumps(value))

    def _now(self) -> float:
        return self._hall.clock.now().timestamp() * 1000

    def _tick(self, at: datetime) -> None:
        self._tell("now", at.timestamp() * 1000)

    def _move_playhead(self, lon: float, lat: float, heading: float, at: float, seen: bool) -> None:
        self._tell("playhead", (lon, lat, None if math.isnan(heading) else heading, at, seen))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._tell("classes", self._classes())
            self._tell("words", legend.page_words())
            self.hands.say()
            self._tell_ground()
            self.tell()
        super().changeEvent(event)

    # From the page to the Hall

    def _shown(self) -> Shown:
        return self._layers.shown(self.drawing, self.place()[2])

    def _viewed(self, lon: float, lat: float, zoom: float) -> None:
        self._place = (lon, lat, zoom)

    def _toggled(self, overlay: str, on: bool) -> None:
        if overlay in self.drawing.overlays:
            self.drawing.overlays[overlay] = on
            self._look_at()
            self.tell()
            self.drawn_otherwise.emit()

    def _arranged(self, text: str) -> None:
        found = drawing.read(text.encode())
        if found is not None:
            kept = self.drawing
            self.drawing = msgspec.structs.replace(found, overlays=kept.overlays, base=kept.base, writing=kept.writing)
            self.drawn_otherwise.emit()

    def _written_in(self, writing: str) -> None:
        if writing in set(Writing) and writing != self.drawing.writing:
            self.drawing.writing = writing
            self.drawn_otherwise.emit()

    def _choose_base(self, id: str) -> None:
        if id == "" or self._hall.bases.get(id) is not None:
            self.drawing.base = self._ground.wanted = id
            self._tell_ground()
            self.drawn_otherwise.emit()

    def _tell_ground(self) -> None:
        self._tell("bases", self._ground.choices())
        self._tell("base", self._ground.page())

    def _look_at(self) -> None:
        """What is shown is fetched, if it is not here yet."""
        for overlay, on in self.drawing.overlays.items():
            if on:
                self._layers.show(overlay)

    def _folded(self, panel: str, open: bool) -> None:
        if panel in self.panels:
            self.panels[panel] = open
            self.folded.emit()

    def _rested(self) -> None:
        if self._courier.idle():
            self.settled.emit()
