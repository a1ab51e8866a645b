"""Joins the hands on the page to the Hall: what they ask is answered from the Hall at once, and from the backend when it answers."""

from collections.abc import Callable
from typing import Any, Literal

import msgspec
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication

from console import words
from console.hall.draft import Shape
from console.hall.hall import Hall
from console.map.hands import cards, entry_card, known, readout, standing, wording
from console.map.hands.area import Area, Shown, within
from console.map.hands.bridge import HandsBridge
from geo import coordinates
from geo.coordinates import Writing
from wire.around import Around
from wire.codes import FenceKind, Noun, RegisterKind
from wire.entry_cards import EntryCard
from wire.geofences import MOST_PLACES
from wire.places import Lat, Lon
from wire.places_at import PlaceAt
from wire.problem import Problem
from wire.search import Found, Hit

MOST_CORNERS = 20_000  # of a ring: a lasso has a corner for each step of the mouse
TOOLS = {FenceKind.CIRCLE: "circle", FenceKind.POLYGON: "fence", FenceKind.CORRIDOR: "corridor"}
SELECTABLE: frozenset[str] = frozenset({Noun.CASE, Noun.UNIT, Noun.CAMERA, Noun.COMPONENT, Noun.SENSOR, Noun.GRID, Noun.GEOFENCE, Noun.REGISTER})


class DrawnShape(msgspec.Struct):
    kind: FenceKind
    places: list[tuple[Lon, Lat]]
    radius_m: float | None = None


class Traced(msgspec.Struct):
    """What a tool that goes from point to point has put down."""

    tool: Literal["ruler", "polygon", "fence", "corridor"]
    points: list[tuple[Lon, Lat]]
    ended: bool
    closed: bool


class Hands(QObject):
    """`tell` sends a topic to the page, `shown` says what the map shows now. The page is told nothing that it could take for HTML."""

    search_wanted = Signal(str, float, float)  # text; lon, lat to prefer
    place_wanted = Signal(float, float)
    around_wanted = Signal(float, float, float)  # lon, lat, metres
    who_wanted = Signal(float, float, float)  # lon, lat, metres: who was there
    sight_wanted = Signal(float, float)  # lon, lat: who can see it
    picture_wanted = Signal()
    chose = Signal()  # something was selected: whoever lists it may come forward
    drew = Signal()  # a geofence was drawn: whoever names it may come forward

    def __init__(
        self, hall: Hall, bridge: HandsBridge, tell: Callable[[str, Any], None], shown: Callable[[], Shown], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._hall, self._tell, self._shown = hall, tell, shown
        self._locked, self._following, self._writing = False, ("", ""), Writing.WGS84
        self._text, self._near, self._found, self._note = "", (0.0, 0.0), Found(hits=[]), ""
        self._about: PlaceAt | Around | EntryCard | None = None
        self._about_note = ""
        self._entry: tuple[RegisterKind, str] | None = None  # whose card is shown, or asked for
        self._thing: tuple[Noun, str] | None = None  # that stands at the place whose card is shown
        self._told_shape: Shape | None = None
        self._traced: Traced | None = None
        self._ring = hall.chosen.ring
        self._still = False
        bridge.held.connect(self._hold)
        bridge.followed.connect(self._follow)
        bridge.written_in.connect(self.write_in)
        bridge.selected.connect(self._take_ring)
        bridge.shaped.connect(self._shape)
        bridge.finished.connect(hall.draft.finished)
        bridge.place_asked.connect(self._ask_place)
        bridge.around_asked.connect(self._ask_around)
        bridge.who_asked.connect(self.who_wanted)
        bridge.sight_asked.connect(self.sight_wanted)
        bridge.sought.connect(self._seek)
        bridge.visited.connect(self._visit)
        bridge.dismissed.connect(self._dismiss)
        bridge.copied.connect(self._copy)
        bridge.place_copied.connect(self._copy_place)
        bridge.pictured.connect(self.picture_wanted)
        bridge.traced.connect(self._trace)
        bridge.ring_hidden.connect(self._hide_ring)
        hall.draft.changed.connect(self._show_draft)
        hall.draft.wanted.connect(lambda kind: self._tell("draw", TOOLS[kind]))
        hall.chosen.changed.connect(self._show_chosen)
        hall.selection.repeated.connect(lambda: self._tell("again", None))
        hall.selection.changed.connect(self._follow_selection)
        hall.entries.told.connect(self._take_entry)
        hall.entries.untold.connect(self._miss_entry)

    def state(self) -> dict[str, Any]:
        """What a new page needs to go on where the last one ended."""
        key, name = self._following
        following = {"key": key, "name": name} if key else None
        return {"locked": self._locked, "following": following, "writing": self._writing, "still": self._still, "replay": self._hall.replay}

    def stand_still_as(self, other: "Hands") -> None:
        """Show what the other has drawn, as it is now and without handles: for paper."""
        self._still, self._ring, self._traced, self._about, self._thing = True, other._ring, other._traced, other._about, other._thing

    def resume(self) -> None:
        """A new page listens."""
        self._told_shape = None
        self._show_draft()
        self._show_about()
        self._show_ring()
        if self._traced is not None:
            self._tell("traced", msgspec.to_builtins(self._traced))

    def say(self) -> None:
        """The language has changed."""
        self._show_about()

    def write_in(self, writing: str) -> None:
        """The datum that places are read out in and copied in; nothing that is none."""
        if writing in set(Writing):
            self._writing = Writing(writing)

    def select(self, ring: list[tuple[float, float]]) -> None:
        """Whatever is shown and lies in it."""
        self._hall.chosen.set(ring, within(self._hall, self._shown(), Area(ring)))
        self.chose.emit()

    # Answers of the backend

    def take_found(self, text: str, found: Found | Problem) -> None:
        if text != self._text:
            return
        if isinstance(found, Found):
            here = {(hit.kind, hit.id) for hit in self._found.hits if hit.id}
            self._found = Found(hits=self._found.hits + [hit for hit in found.hits if (hit.kind, hit.id) not in here])
            self._note = "" if self._found.hits else words.choose("没有找到", "Nothing found")
        else:
            self._note = _only_here(found)
        self._show_found()

    def take_place(self, found: PlaceAt | Problem) -> None:
        self._take_about(found, PlaceAt)

    def take_around(self, found: Around | Problem) -> None:
        self._take_about(found, Around)

    def show_thing(self, noun: Noun, id: str) -> None:
        """An entry of a register has a card here, and of components and sensors one reads what they are and who answers for where they stand; others
        have theirs elsewhere."""
        if (thing := standing.find(self._hall, noun, id)) is not None:
            self._ask_place(thing.lon, thing.lat, (noun, id))
        kind, _, entry = id.partition("/")
        if noun is not Noun.REGISTER or kind not in set(RegisterKind) or self._entry == (kind, entry):
            return
        self._entry = RegisterKind(kind), entry
        self._about, self._about_note = known.entry(self._hall, *self._entry), _asking()
        self._show_about()
        self._hall.entries.look_at(*self._entry)

    def _follow_selection(self, noun: Noun | None, id: str) -> None:
        if noun is Noun.REGISTER:
            self.show_thing(noun, id)
        elif self._entry is not None:
            self._dismiss()

    def _take_entry(self, card: EntryCard) -> None:
        if (card.entry.kind, card.entry.id) == self._entry:
            self._about, self._about_note = card, ""
            self._show_about()

    def _miss_entry(self, kind: RegisterKind, id: str, problem: Problem) -> None:
        if (kind, id) == self._entry:
            self._about_note = _only_here(problem)
            self._show_about()

    def _take_about(self, found: PlaceAt | Around | Problem, kind: type[PlaceAt | Around]) -> None:
        if not isinstance(self._about, kind):
            return  # somebody has asked something else since
        if isinstance(found, Problem):
            self._about_note = _only_here(found)
        elif self._is_of(found):
            self._about, self._about_note = self._then(found), ""
        self._show_about()

    def _then(self, found: PlaceAt | Around) -> PlaceAt | Around:
        """Of the past the backend tells an address, which has no time, and the departments of now; who answered for the place, the Hall of then."""
        if self._hall.replay and isinstance(found, PlaceAt) and isinstance(self._about, PlaceAt):
            return msgspec.structs.replace(found, grids=self._about.grids, inspectors=self._about.inspectors)
        return found

    def _is_of(self, found: PlaceAt | Around) -> bool:
        asked = self._about
        same = isinstance(asked, type(found)) and abs(asked.lon - found.lon) + abs(asked.lat - found.lat) < 1e-6
        return same and (not isinstance(found, Around) or not isinstance(asked, Around) or found.radius_m == asked.radius_m)

    # What the page says

    def _hold(self, locked: bool) -> None:
        self._locked = locked

    def _follow(self, key: str, name: str) -> None:
        self._following = (key, name)

    def _take_ring(self, text: str) -> None:
        ring = _decode(text, list[tuple[Lon, Lat]])
        if ring is not None and 3 <= len(ring) <= MOST_CORNERS:
            self.select(ring)

    def _shape(self, text: str, new: bool) -> None:
        drawn = _decode(text, DrawnShape)
        if drawn is None or not 1 <= len(drawn.places) <= MOST_PLACES or self._is_past():
            return
        shape = Shape(drawn.kind, drawn.places, drawn.radius_m)
        self._told_shape = None if new else shape
        if new:
            self._hall.draft.of = None
        self._hall.draft.draw(shape)
        if new and not self._hall.draft.lent:
            self.drew.emit()

    def _trace(self, text: str) -> None:
        self._traced = _decode(text, Traced) if text else None

    def _hide_ring(self) -> None:
        self._ring = []
        self._show_ring()

    def _is_past(self) -> bool:
        """To draw would change what is now: a hall of the past refuses it."""
        if self._hall.replay:
            self._tell("said", wording.hands()["of_now"])
        return self._hall.replay

    def _ask_place(self, lon: float, lat: float, thing: tuple[Noun, str] | None = None) -> None:
        self._entry, self._thing = None, thing
        self._about, self._about_note = known.place(self._hall, lon, lat), _asking()
        self._show_about()
        self.place_wanted.emit(lon, lat)

    def _ask_around(self, lon: float, lat: float, metres: float) -> None:
        """Of the past the Hall of then knows it, and the backend, which has whom to call, only now."""
        past, self._entry = self._hall.replay, None
        self._about, self._about_note = known.around(self._hall, lon, lat, metres), "" if past else _asking()
        self._show_about()
        if not past:
            self.around_wanted.emit(lon, lat, metres)

    def _seek(self, text: str, lon: float, lat: float) -> None:
        self._text, self._near = text, (lon, lat)
        readings = coordinates.read(text, self._near)
        self._found = Found(hits=[readout.hit(reading) for reading in readings]) if readings else known.search(self._hall, text)
        wanted = bool(text.strip()) and not readings
        self._note = words.choose("正在查询…", "Searching…") if wanted else ""
        self._show_found()
        if wanted:
            self.search_wanted.emit(text, lon, lat)

    def _visit(self, kind: str, id: str) -> None:
        if kind in SELECTABLE:
            self._hall.selection.set(Noun(kind), id)

    def _dismiss(self) -> None:
        self._about = self._entry = None
        self._show_about()

    def _copy(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)

    def _copy_place(self, lon: float, lat: float) -> None:
        text = coordinates.write(lon, lat, self._writing) or coordinates.write(lon, lat, Writing.WGS84)
        self._copy(text or "")
        self._tell("said", words.choose(f"已复制 {readout.line(lon, lat, self._writing)}", f"Copied {readout.line(lon, lat, self._writing)}"))

    # What the page is told

    def _show_found(self) -> None:
        self._tell("found", {"text": self._text, "hits": [_hit(hit) for hit in self._found.hits], "note": self._note})

    def _show_about(self) -> None:
        about, card = self._about, None
        if isinstance(about, PlaceAt):
            card = cards.of_place(about, self._about_note, self._hall.replay)
            if self._thing is not None and (thing := standing.find(self._hall, *self._thing)) is not None:
                card |= {"title": standing.title(thing), "sections": cards.filled([("", standing.facts(self._hall, thing))]) + card["sections"]}
        elif isinstance(about, Around):
            card = cards.of_surroundings(self._hall, about, self._about_note)
        elif isinstance(about, EntryCard):
            card = entry_card.of_entry(self._hall, about, self._about_note)
        self._tell("about", card)

    def _show_draft(self) -> None:
        shape = self._hall.draft.shape
        if shape is not None and shape == self._told_shape:
            return  # the page said it itself
        self._told_shape = shape
        self._tell("fence", shape and {"kind": shape.kind, "places": shape.places, "radius_m": shape.radius_m})

    def _show_chosen(self) -> None:
        self._ring = self._hall.chosen.ring
        self._show_ring()

    def _show_ring(self) -> None:
        self._tell("ring", self._ring)


def _hit(hit: Hit) -> dict[str, Any]:
    kind = wording.kind(hit.kind) if hit.id else words.choose("坐标", "Place")
    thing = (Noun.REGISTER, f"{hit.kind}/{hit.id}") if str(hit.kind) in set(RegisterKind) else (hit.kind, hit.id) if hit.kind in SELECTABLE else None
    away = f"{hit.away_m:.0f} m" if hit.away_m is not None else ""
    detail = "  ".join(part for part in (hit.detail, away) if part)
    return {"kind": kind, "title": hit.title, "detail": detail, "lon": hit.lon, "lat": hit.lat, "thing": thing}


def _asking() -> str:
    return words.choose("正在查询…", "Asking…")


def _only_here(problem: Problem) -> str:
    return words.choose(f"仅本机所知：{words.problem(problem)}", f"Only what this console knows: {words.problem(problem)}")


def _decode(text: str, kind: Any) -> Any:
    try:
        return msgspec.json.decode(text, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None
