"""What comes in from files and goes out into them: offered in the menus of the panes, connected here, done by the backend or in a thread."""

import uuid
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

import msgspec
import numpy as np
import shapely
import shiboken6
from PySide6.QtCore import QObject
from PySide6.QtGui import QAction

from console import words
from console.actions import Actions
from console.api import Api
from console.hall.hall import Hall
from console.hall.playback import Shown
from console.map.view import MapView
from console.maps import Maps
from console.wall.wall import Wall
from console.widgets.export import LAYER_OF, ExportForm, Scope
from console.widgets.file_form import FileForm
from console.widgets.pane import Pane
from console.widgets.rewind.window import RewindWindow
from console.widgets.track.pane import TrackPane
from console.workers.caller import Caller
from console.written import write_whole
from geo.files import LINE, RING, Drawn
from wire.codes import FenceKind, Noun
from wire.exports import ExportFormat, ExportLayer, ExportOrder, Near, companion, companion_of, companion_path
from wire.geofences import MOST_PLACES, GeofenceOrder

CITY: list[ExportLayer] = [layer for layer in ExportLayer if layer not in (ExportLayer.TRACK, ExportLayer.WHEREABOUTS)]
SHOWN = frozenset({ExportLayer.CASES, ExportLayer.UNITS, ExportLayer.CAMERAS, ExportLayer.STREETS, ExportLayer.GRIDS})
REACH_M = 20.0  # of a corridor that is made of a line


class Exchange(QObject):
    def __init__(self, hall: Hall, caller: Caller, actions: Actions, maps: Maps, wall: Wall, track: TrackPane) -> None:
        super().__init__(wall)
        self._hall, self._actions, self._wall, self._track = hall, actions, wall, track
        self.exporting, self.laying = Exporting(hall, caller, wall), Laying(wall)
        self.form, self.file_form = self.exporting.form, self.laying.form
        self.file_form.fences_wanted.connect(self._fence)
        for name, view in maps.views.items():
            self._join(name, view)
        maps.added.connect(self._join)
        self.exporting.join_card(self._pane("card"))
        self._offer("track", ("导出轨迹…", "Export this track…"), self._ask_track)
        self._offer("track", ("导出轨迹与同行…", "Export it with those beside it…"), self._ask_tracks, lambda: bool(hall.playback.beside))
        self.exporting.join_chosen(self._pane("chosen"))

    # Into the map

    def _join(self, name: str, view: MapView) -> None:
        self.laying.join(view, self._pane(name))
        self.exporting.join(view, self._pane(name))

    def _fence(self, drawn: Drawn, system: str, name: str) -> None:
        """Each outline and each line as a geofence of its own."""
        shapes = [(FenceKind.POLYGON, part) for part in drawn.parts(RING, system)]
        shapes += [(FenceKind.CORRIDOR, part) for part in drawn.parts(LINE, system)]
        for number, (kind, part) in enumerate(shapes, 1):
            places = _fewer(part, closed=kind is FenceKind.POLYGON)
            radius = None if kind is FenceKind.POLYGON else REACH_M
            called = f"{name[:70]} {number}" if len(shapes) > 1 else name[:80]
            self._actions.put_geofence(GeofenceOrder(id=uuid.uuid4().hex, name=called or drawn.name[:80], kind=kind, places=places, radius_m=radius))

    # Out of the hall

    def _ask_track(self) -> None:
        """Of the unit and period that are chosen now."""
        if (wanted := self._track.wanted()) is not None:
            self._ask_tracks_of(*wanted, ())

    def _ask_tracks(self) -> None:
        """Of the track that is played and of those beside it: of the time for which they were asked."""
        playback = self._hall.playback
        if (track := playback.track) is not None:
            beside = [id for id in playback.beside.unit_ids if id != track.unit_id]
            self._ask_tracks_of(track.unit_id, track.analysis.start, track.analysis.end, beside)

    def _ask_tracks_of(self, unit_id: str, start: datetime, end: datetime, beside: Sequence[str]) -> None:
        unit = self._hall.units.get(unit_id)
        says = f"{unit.name if unit else unit_id} {words.local(start):%m-%d %H:%M} – {words.local(end):%H:%M}"
        if beside:
            says += words.choose(f"，同行 {len(beside)}", f", and {len(beside)} beside it")
        form = ExportFormat.GPKG if beside else ExportFormat.HTML
        order = ExportOrder(layers=[ExportLayer.TRACK], format=form, unit_id=unit_id, beside=list(beside), start=start, end=end)
        raw = self._hall.playback.shown is Shown.RAW
        self.form.ask(Scope(says, msgspec.structs.replace(order, track="raw" if raw else "cleaned"), frozenset({ExportLayer.TRACK})))

    def _offer(self, pane_name: str, said: tuple[str, str], act: Callable[[], None], can: Callable[[], bool] = lambda: True) -> None:
        offer(self._pane(pane_name), said, act, can)

    def _pane(self, name: str) -> Pane:
        pane = self._wall.pane(name)
        assert isinstance(pane, Pane)
        return pane


class Exporting(QObject):
    """Layers of the city into files: what the map of a window shows, and what was selected on it; in a hall of the past as it was then."""

    def __init__(self, hall: Hall, caller: Caller, window: Wall | RewindWindow) -> None:
        super().__init__(window)
        self._hall, self._caller = hall, caller
        self.form = ExportForm(window)
        self.form.wanted.connect(self._export)

    def join(self, view: MapView, pane: Pane) -> None:
        """A map of the window, and the pane that it is in."""
        offer(pane, ("导出地图范围…", "Export this area…"), lambda: self.ask_area(view))

    def join_chosen(self, pane: Pane) -> None:
        """The pane that lists what was selected."""
        offer(pane, ("导出为 GIS 文件或报告…", "Export as GIS file or report…"), self.ask_chosen)

    def join_card(self, pane: Pane) -> None:
        """The pane of the case that is selected."""
        offer(pane, ("导出案件报告…", "Export a report of this case…"), self.ask_case)

    def ask_area(self, view: MapView) -> None:
        """What the map colours by is exported as it is coloured now; who was there, where it has been asked."""
        there, look, scored = self._hall.there.question, self._hall.basic.look, self._hall.scores.scored
        near = Near(lon=there.lon, lat=there.lat, radius=there.radius, start=there.start, end=there.end) if there is not None else None
        layers = [*CITY, ExportLayer.WHEREABOUTS] if near is not None else CITY
        order = ExportOrder(layers=layers, format=ExportFormat.QGZ, box=view.box(), near=near, scored=scored)
        if look is not None:
            order = msgspec.structs.replace(order, seen_at=look.at, seen_hours=look.hours)
        self._ask(words.choose("地图当前范围内的图层", "Layers, where the map is now"), order, SHOWN)

    def ask_chosen(self) -> None:
        ids: dict[ExportLayer, list[str]] = {}
        for row in self._hall.chosen.rows:
            ids.setdefault(LAYER_OF[row.kind], []).append(row.id)
        if ids:
            count = len(self._hall.chosen.rows)
            order = ExportOrder(layers=list(ids), format=ExportFormat.GPKG, ids=ids)
            self._ask(words.choose(f"地图上选中的 {count:,} 项", f"{count:,} things selected on the map"), order, frozenset(ids))

    def ask_case(self) -> None:
        selection = self._hall.selection
        case = self._hall.cases.get(selection.id) if selection.noun is Noun.CASE else None
        if case is not None:
            order = ExportOrder(layers=[ExportLayer.CASES], format=ExportFormat.HTML, ids={ExportLayer.CASES: [case.id]})
            self._ask(words.choose(f"案件 {case.number}", f"Case {case.number}"), order, frozenset({ExportLayer.CASES}))

    def _ask(self, says: str, order: ExportOrder, checked: frozenset[ExportLayer]) -> None:
        if self._hall.replay:
            at = self._hall.clock.now()
            when = f"{words.local(at):%Y-%m-%d %H:%M:%S}"
            order = msgspec.structs.replace(order, as_of=at, title=f"{says} · {words.choose(f'截至 {when}', f'as of {when}')}")
            says += words.choose(
                f"，截至 {when}（部件、台账、网格、道路按现在）", f", as of {when} (components, registers, grids and streets of now)"
            )
        self.form.ask(Scope(says, order, checked))

    def _export(self, order: ExportOrder, path: Path) -> None:
        def told(act: Callable[[], None]) -> None:
            if shiboken6.isValid(self.form):  # its window may have been shut
                act()

        self._caller.call(
            lambda api: written(api, order, path),
            lambda beside: told(lambda: self.form.tell_written(path, beside)),
            lambda error: told(lambda: self.form.tell_failed(error.problem)),
        )


class Laying(QObject):
    """Files that are laid over the maps of one window: by the menu of a map, or dropped on it; nothing is drawn before somebody says so."""

    def __init__(self, window: Wall | RewindWindow, fences: bool = True) -> None:
        """Without `fences` nothing of a file becomes one: that would be an order."""
        super().__init__(window)
        self.form = FileForm(window, fences)
        self._onto: MapView | None = None
        self.form.read_wanted.connect(lambda path: self._onto and self._onto.files.read(path))
        self.form.draw_wanted.connect(lambda drawn, system, name: self._onto and self._onto.files.draw(drawn, system, name))

    def join(self, view: MapView, pane: Pane) -> None:
        """A map of the window, and the pane that it is in."""
        view.files.guessed.connect(self.form.take)
        view.files.refused.connect(self.form.refuse)
        view.files.dropped.connect(lambda path: self._read(view, path))
        offer(pane, ("打开文件到地图…", "Lay a file over the map…"), lambda: self._ask(view))

    def _ask(self, view: MapView) -> None:
        self._onto = view
        self.form.ask()

    def _read(self, view: MapView, path: Path) -> None:
        self._onto = view
        self.form.read(path)


def written(api: Api, order: ExportOrder, path: Path) -> Path | None:
    """Beside a CSV of a track what its columns and its rules are: where that stands."""
    body, beside = api.export(order), companion(order)
    about = companion_of(api.export(beside), path.name) if beside is not None else b""
    write_whole(path, body)
    if beside is None:
        return None
    write_whole(companion_path(path), about)
    return companion_path(path)


def offer(pane: Pane, said: tuple[str, str], act: Callable[[], None], can: Callable[[], bool] = lambda: True) -> None:
    """A line in the menu of a pane; grey as long as it cannot be done."""
    action = QAction(pane)
    action.triggered.connect(lambda: act())
    pane.menu.aboutToShow.connect(lambda: action.setText(words.choose(*said)))
    pane.menu.aboutToShow.connect(lambda: action.setEnabled(can()))
    pane.add_action(action)


def _fewer(corners: np.ndarray, closed: bool) -> list[tuple[float, float]]:
    """As many places as a geofence may have; an outline is not closed."""
    line, step = shapely.LineString(corners), 1e-6
    while len(line.coords) > MOST_PLACES:
        line, step = line.simplify(step), step * 2
    places = [(float(lon), float(lat)) for lon, lat in line.coords]
    return places[:-1] if closed and places[0] == places[-1] else places
