"""The hall as it was: asks the backend for what was different then, and opens a window of panes on the Hall of that moment."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import NamedTuple

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QSplitter, QWidget

from console import words
from console.api import Api, ApiError, Cursor
from console.exchange import offer
from console.hall.hall import Hall
from console.hall.in_step import InStep
from console.hall.lent import Lent
from console.hall.past import Footage
from console.hall.rewind import Cursor as Place
from console.hall.rewind import Read, Rewind
from console.hall.scenes import Scene
from console.map.view import MapView
from console.rooms.moments import MomentsRoom
from console.rooms.rewind_overlays import OverlayRoom
from console.rooms.rewind_scene import SceneRoom
from console.rooms.rewind_then import ThenRoom
from console.rooms.rewind_who import WhoRoom
from console.widgets.case.card import Card
from console.widgets.pane import Pane
from console.widgets.queue.pane import Queue
from console.widgets.rewind.along import Along
from console.widgets.rewind.drawer import Drawer
from console.widgets.rewind.footage import PastWall
from console.widgets.rewind.window import RewindWindow
from console.widgets.selection.pane import SelectionList
from console.widgets.sight import SightPane
from console.widgets.whereabouts.pane import WhereaboutsPane
from console.workers.caller import Caller
from console.workers.clip_player import ClipPlayer
from wire.card_then import card_then
from wire.cases import CaseCard
from wire.codes import Noun
from wire.past import Rewound, Stretch
from wire.patrols import WatchRecord
from wire.units import Positions

BACK = timedelta(hours=1)  # where it begins when nobody says
CLOSE_UP = 17
MapOf = Callable[[Hall], MapView]
SHARES = 3, 2  # of the height


class PastVideo(NamedTuple):
    """What the rooms of cameras have for the past: recordings, what hangs on the wall now, and what was watched and is not reported yet."""

    footage: Footage
    scene: Callable[[], Scene]
    untold: Callable[[], list[WatchRecord]]


class RewindRoom(QObject):
    """`open` shows the hall at a moment; one window at a time."""

    placed = Signal()  # the units of the window are where they were
    mapped = Signal(object)  # MapView: the map of the window that is being opened

    def __init__(self, hall: Hall, caller: Caller, map_of: MapOf, video: PastVideo, parent: QObject | None = None) -> None:
        """`map_of` makes a map that looks at a Hall."""
        super().__init__(parent)
        self._live, self._caller, self._map_of, self._of_video = hall, caller, map_of, video
        self.rewind: Rewind | None = None
        self.window: RewindWindow | None = None
        self._cards: dict[str, CaseCard] = {}  # as the backend has them now
        self.placed_at, self._asking_where = 0.0, False  # the moment that the fixes are as of

    def open(self, at: datetime | None = None) -> None:
        """Where nobody says which: an hour ago, and in a window that is open already, the moment that it is at."""
        opened = self.window is not None
        if not opened:
            self._build()
        assert self.window is not None
        assert self.rewind is not None
        self.window.show()
        self.window.raise_()
        self.window.activateWindow()
        if at is not None or not opened:
            self.rewind.seek((at or self._live.clock.now() - BACK).timestamp())

    def follow(self, link: str) -> None:
        """The hall as of the moment that a link leads to; as soon as the live hall is here, which the past is laid over."""
        if self._live.cursor is None:
            self._live.refreshed.connect(lambda: self.follow(link), Qt.ConnectionType.SingleShotConnection)
            return
        self.open()
        self.moments.follow(link)

    def close(self) -> None:
        if self.window is not None:
            self.window.close()

    def _build(self) -> None:
        rewind = self.rewind = Rewind(self._live, self)
        hall = rewind.hall
        self._cards, self.placed_at, self._asking_where = {}, 0.0, False
        Lent(self._live, hall, rewind)  # before the map, which wants something at once
        self.queue, self.card, self.map = Queue(hall), Card(hall), self._map_of(hall)
        self.video = PastWall(hall, self._of_video.footage, InStep(rewind))
        rewind.reached = self.video.reached
        self.along, self.chosen, self.sight = Along(hall), SelectionList(hall), SightPane(hall)
        self.along.located.connect(lambda lon, lat: self.map.visit(lon, lat, CLOSE_UP))
        contents = {"queue": self.queue, "along": self.along, "map": self.map, "card": self.card}
        self.who = WhereaboutsPane(hall)
        drawn = {"video": self.video, "chosen": self.chosen, "sight": self.sight, "whereabouts": self.who}
        self.panes = {name: Pane(name, content, hall, titled=name in contents) for name, content in (contents | drawn).items()}
        panes, self.drawer = self.panes, Drawer({name: self.panes[name] for name in drawn})
        left, middle = _below(panes["queue"], panes["along"]), _below(panes["map"], self.drawer)
        self.window = RewindWindow(rewind, [(left, 4), (middle, 8), (panes["card"], 4)])
        self.scene = SceneRoom(self._live, self._caller, rewind, self.video, self._of_video.scene, self._of_video.untold)
        self.then = ThenRoom(self._caller, rewind, self.map, self.sight, self.along, self.window.bar)
        OverlayRoom(self._caller, rewind, self.map)
        WhoRoom(self._caller, rewind, self.who, self.drawer, self.map, self.panes["card"])
        self.moments = MomentsRoom(hall, self._caller, self.window, self.map)
        self.moments.opened.connect(lambda moment: rewind.seek(moment.at.timestamp()))
        self.placed.connect(self.moments.show)
        self.window.closed.connect(self._let_go)
        rewind.wanted.connect(self._ask)
        rewind.stretch_wanted.connect(self._ask_on)
        rewind.moved.connect(lambda _: self._show_card())
        rewind.arrived.connect(self._show_card)
        rewind.arrived.connect(self._ask_where)
        hall.clock.ticked.connect(lambda _: self._ask_where())
        self.card.card_wanted.connect(self._want_card)
        self.queue.located.connect(self._locate)
        self._connect_asked()
        self.card.photo_wanted.connect(self._load_photo)
        self.card.clip_wanted.connect(self._load_clip)
        self.card.captures.player = ClipPlayer
        hall.set_own_filters(self._live.own_filters)
        self.mapped.emit(self.map)

    def _connect_asked(self) -> None:
        """What is selected and asked on the map of then is told below it."""
        self.chosen.located.connect(lambda lon, lat: self.map.visit(lon, lat, CLOSE_UP))
        self.map.hands.chose.connect(lambda: self.drawer.bring("chosen"))
        self.map.hands.sight_wanted.connect(self._ask_sight)
        self.map.clicked.connect(self.sight.look_at)
        self.card.sight_wanted.connect(self._ask_sight_of_case)
        self.sight.found.connect(self.map.show_sight)
        offer(self.panes["map"], ("列出视野内全部", "List all that is in view"), self.map.select_view)

    def _ask_sight(self, lon: float, lat: float) -> None:
        self.drawer.bring("sight")
        self.sight.look_at(lon, lat)

    def _ask_sight_of_case(self, case_id: str) -> None:
        self.drawer.bring("sight")
        self.sight.look_at_case(case_id)

    def _let_go(self) -> None:
        """The map's process and the Hall of then are not kept for the next time."""
        rewind, window, self.rewind, self.window = self.rewind, self.window, None, None
        self.card.captures.show_captures(())  # nothing plays any more
        self.map.shut()
        if rewind is not None:
            rewind.end()
        for each in (window, rewind):
            if each is not None:
                each.deleteLater()

    # What was different then, and what happened next

    def _ask(self, at: datetime, cursor: Place) -> None:
        rewind = self.rewind

        def had(answer: tuple[Rewound, Read]) -> None:
            if rewind is self.rewind and rewind is not None:
                rewind.take(*answer)

        self._caller.call(lambda api: api.rewound(at, Cursor(*cursor)), had, partial(self._miss, rewind))

    def _ask_on(self, after: Place, until: datetime) -> None:
        rewind = self.rewind

        def had(answer: tuple[Stretch, Read]) -> None:
            if rewind is self.rewind and rewind is not None:
                told, things = answer
                rewind.take_stretch(after, told, things, until)

        self._caller.call(lambda api: api.stretch(Cursor(*after), until), had, partial(self._miss, rewind))

    def _miss(self, rewind: Rewind | None, error: ApiError) -> None:
        if error.problem.code != "stopped" and rewind is self.rewind and rewind is not None:
            rewind.miss()
            if not rewind.waiting:
                self.moments.forget()
            if self.window is not None:
                self.window.refuse(words.problem(error.problem))

    # Where the units were: fixes are no changes, and are asked for as often as the clock ticks

    def _ask_where(self) -> None:
        rewind = self.rewind
        if rewind is None or rewind.shown is None or self._asking_where or rewind.shown == self.placed_at:
            return
        shown, self._asking_where = rewind.shown, True

        def had(positions: Positions | None) -> None:
            if rewind is self.rewind:
                self._asking_where = False
                if positions is not None:
                    self.placed_at = shown
                    rewind.hall.fixes.replace(positions)
                    self.placed.emit()
                    if not rewind.playing:
                        self._ask_where()  # the hand has gone on meanwhile

        at = rewind.hall.clock.now()
        self._caller.call(lambda api: api.positions_then(at), had, lambda error: had(None))

    # The card of the case that is looked at

    def _want_card(self, case_id: str) -> None:
        self._caller.call(lambda api: api.case(case_id), self._take_card, lambda error: None)

    def _take_card(self, card: CaseCard) -> None:
        self._cards[card.id] = card
        self._show_card()

    def _show_card(self) -> None:
        if self.rewind is None or self.rewind.shown is None:
            return
        hall = self.rewind.hall
        at = datetime.fromtimestamp(self.rewind.shown, UTC)
        card = self._cards.get(hall.selection.id) if hall.selection.noun == Noun.CASE else None
        case = hall.cases.get(hall.selection.id)
        if card is not None and case is not None and card.version >= case.version:
            hall.cards.replace([card_then(card, case, at, hall.cases.get)])

    def _load_photo(self, id: str) -> None:
        self._load(id, lambda api: api.photo(id))

    def _load_clip(self, id: str) -> None:
        self._load(id, lambda api: api.clip(id))

    def _load(self, id: str, fetch: Callable[[Api], bytes]) -> None:
        """Of the live hall, where it may be already."""
        if body := self._live.photos.get(id):
            self._put_photo(id, body)
        else:
            self._caller.call(fetch, partial(self._put_photo, id), lambda error: None)

    def _put_photo(self, id: str, image: bytes) -> None:
        if self.rewind is not None:
            self.rewind.hall.photos.put(id, image)

    def _locate(self, case_id: str) -> None:
        case = self.rewind.hall.cases.get(case_id) if self.rewind is not None else None
        if case is not None:
            self.map.visit(case.lon, case.lat, CLOSE_UP)


def _below(upper: QWidget, lower: QWidget) -> QSplitter:
    split = QSplitter(Qt.Orientation.Vertical)
    for place, (pane, share) in enumerate(zip((upper, lower), SHARES, strict=True)):
        split.addWidget(pane)
        split.setStretchFactor(place, share)
    split.setSizes([share * 100 for share in SHARES])
    return split
