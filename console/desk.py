"""What one user of one hall sits at: the Hall, its workers, its panes, and every connection between them. The composition root; no logic."""

import gc
import logging
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QToolBar

from console import words
from console.actions import Actions
from console.api import Api, Cursor
from console.base_maps import BaseMaps
from console.exchange import Exchange, Exporting, Laying
from console.hall.disk import Disk, show
from console.hall.hall import Hall
from console.map.view import MapView
from console.maps import Maps
from console.rooms.authorising import AuthorisingRoom
from console.rooms.cameras import Cameras
from console.rooms.chosen import ChosenRoom
from console.rooms.company import CompanyRoom
from console.rooms.desks import DeskRoom
from console.rooms.evaluation import EvaluationRoom
from console.rooms.foreseen import ForeseenRoom
from console.rooms.guide import Guide
from console.rooms.history import HistoryRoom
from console.rooms.hotline import HotlineRoom
from console.rooms.intake import Intake
from console.rooms.keys import KeyRoom
from console.rooms.maps import MapRoom
from console.rooms.printing import PrintingRoom
from console.rooms.privacy import PrivacyRoom
from console.rooms.queues import QueueRoom
from console.rooms.rewind import RewindRoom
from console.rooms.sight import SightRoom
from console.rooms.standards import StandardsRoom
from console.rooms.stills import StillRoom
from console.rooms.supervision import SupervisionRoom
from console.rooms.then import ThenRoom
from console.rooms.trucks import TruckRoom
from console.rooms.whereabouts import WhereaboutsRoom
from console.settings import Settings
from console.wall.desks import desks
from console.wall.place import Place
from console.wall.wall import Wall
from console.widgets.case.card import Card
from console.widgets.case.dispatch import DispatchForm
from console.widgets.geofences import Geofences
from console.widgets.outbox import Outbox as OutboxPane
from console.widgets.pane import Pane
from console.widgets.queue.pane import Queue
from console.widgets.selection.pane import SelectionList
from console.widgets.sight import SightPane
from console.widgets.strip import Strip
from console.widgets.track.pane import TrackPane
from console.workers.caller import Caller
from console.workers.clip_player import ClipPlayer
from console.workers.outbox import Outbox
from console.workers.poller import Poller, followed
from console.workers.positions import PositionPoller
from console.workers.pulse import Pulse
from console.workers.shelves import open_shelf
from console.workers.worker import stop_together
from media.logins import BadLogins, read_logins
from wire.codes import Noun
from wire.people import User

log = logging.getLogger(__name__)

KEEP_PICTURE_MS = 60_000


class Desk(QObject):
    """Build it, `open` it, and `close` it when the user leaves."""

    theme_wanted = Signal(str)
    language_wanted = Signal(str)
    session_ended = Signal()  # the backend knows the token no more
    left = Signal()  # the user wants to go

    def __init__(self, settings: Settings, api: Api, me: User, theme: str) -> None:
        super().__init__()
        self.hall = Hall(me, self)
        home = settings.home(me.name)
        self._disk, self._shelf = Disk(home / "picture.db"), open_shelf(home)
        since = self._remember()
        self._caller = Caller(api, parent=self)
        self._outbox = Outbox(api, self._shelf, self)
        self._poller, self._positions, self._pulse = Poller(api, since, self, followed(me)), PositionPoller(api, self), Pulse(api, self)
        self.actions = Actions(self.hall, self._caller, self._outbox, self._disk, self)
        self.cameras = Cameras(self.hall, api, self._caller, self.actions, _camera_logins(settings), home / "drops", self)
        self.queue, self.card, self.dispatch = Queue(self.hall), Card(self.hall), DispatchForm(self.hall)
        self.track, self.sent = TrackPane(self.hall), OutboxPane(self.hall, self._shelf.number)
        self.base_maps = BaseMaps(self.hall, self._caller, self._disk, self.actions.prefer, settings.base_maps, settings.basemap, self)
        self.maps = Maps(self.hall, self._caller, self.actions.prefer, self.base_maps.server.ask, theme, self)
        self.map, self.video = self.maps.first, self.cameras.panes
        self.sight, self.chosen, self.geofences = SightPane(self.hall), SelectionList(self.hall), Geofences(self.hall)
        self.strip = Strip(self.hall, settings.server, list(desks()))
        self.wall = Wall(lambda: self._disk.preference("layouts"), lambda body: self.actions.prefer("layouts", body))
        self.map_panes = MapRoom(self.hall, self.maps, self.base_maps, self.actions, self.wall)
        self.guide = Guide(self.hall, self.wall, self.maps, self.video, self.track, self.card, self.dispatch, self.geofences, self)
        self.printing = PrintingRoom(self.wall)
        self.company = CompanyRoom(self.hall, api, self._caller, self.actions, self.card, self.dispatch, self.geofences, self)
        self.intake = Intake(self.hall, self._caller, self.wall, self)
        self._keeper = QTimer(self, interval=KEEP_PICTURE_MS)
        self._hang()
        self.whereabouts = WhereaboutsRoom(self.hall, self._caller, self.maps, self.wall, self.geofences, self.track)
        self.sight_room = SightRoom(self.wall, self.sight, self.card, self.maps)
        self.chosen_room = ChosenRoom(self.chosen, self.actions, self.wall, self.video, self.intake)
        self._connect_workers()
        self._connect_panes()
        self.standards = StandardsRoom(self.hall, self._caller, self.actions.load_catalogue, self.wall)
        self.authorising = AuthorisingRoom(self.hall, self._caller, self.wall)
        self.privacy = PrivacyRoom(self.hall, self._caller, self.wall, self.card.unmask)
        self.evaluation = EvaluationRoom(self.hall, self._caller, self.wall)
        self.evaluation.opened.connect(self.guide.open_thing)
        self.evaluation.content.map_wanted.connect(self.guide.show_scores)
        self.guide.area_opened.connect(self.evaluation.list_cases_of)
        self.exchange = Exchange(self.hall, self._caller, self.actions, self.maps, self.wall, self.track)
        self.history = HistoryRoom(self.hall, self._caller, self.maps, self.wall, self.exchange)
        self.hotline = HotlineRoom(self.hall, self.wall, self._caller, self._outbox, self.actions, self.intake, self)
        self.evaluation.calls_wanted.connect(self.hotline.show_figure)
        self.stills = StillRoom(self.wall, self.video, self.intake.report, self.card)
        self.keys = KeyRoom(self.wall, self.queue, self.card)
        self.queues = QueueRoom(self.hall, self._caller, self.actions, self.queue, self)
        self.cameras.furnish(self.wall, self._disk)
        self.cameras.opened.connect(lambda camera_id: self.guide.open_thing(Noun.CAMERA, camera_id))
        self.supervision = SupervisionRoom(self.hall, self._caller, self.wall)
        self.supervision.located.connect(self.guide.visit)
        self.supervision.coverage_shown.connect(lambda: self.map.show_overlay("coverage", True))
        self.foreseen = ForeseenRoom(self.hall, self._caller, self.wall)
        self.foreseen.pane.verb_wanted.connect(self.guide.order_of)
        self.foreseen.pane.opened.connect(lambda case_id: self.guide.open_thing(Noun.CASE, case_id))
        self.supervision.span_wanted.connect(self.guide.open_track)
        self.supervision.track_wanted.connect(lambda unit_id: self.guide.open_thing(Noun.UNIT, unit_id))
        self.trucks = TruckRoom(self.hall, self._caller, self.wall, self.intake)
        self.trucks.located.connect(self.guide.visit)
        self.trucks.opened.connect(self.guide.open_thing)
        self.trucks.registers.located.connect(self.map.fit)
        self.trucks.trips.track_wanted.connect(self.guide.open_track)
        self.desks = DeskRoom(self.hall, self._caller, self.actions, self.wall, self.strip, self)
        self.then = ThenRoom(self.hall, self._caller, self.wall, self.video, self.cameras.playback)
        self.then.join(self.card, self.desks.triage, self.supervision.alarms)
        self.supervision.news.told.connect(self.desks.annunciator.hear)
        self.desks.annunciator.alarm_opened.connect(self.supervision.open)
        self.hotline.news.told.connect(self.desks.annunciator.hear)
        self.desks.annunciator.transfer_opened.connect(self.hotline.show_transfer)
        self.rewind = RewindRoom(self.hall, self._caller, self.maps.of, self.cameras.past(), self)
        self.rewind.mapped.connect(self._connect_past_map)
        self.strip.rewind_wanted.connect(self.rewind.open)
        QShortcut(QKeySequence("F8"), self.wall).activated.connect(self.rewind.open)
        self.intake.keep_in(home, self._shelf.number)

    def open(self) -> None:
        # What stands now stands until the desk is closed. To look through all of it for garbage took 60 ms of the GUI thread each time.
        gc.freeze()
        self.hall.clock.start()
        self.hall.link.start()
        of_hall = (self._positions, *self.company.workers) if self.hall.me.office is None else ()
        for worker in (self._poller, self._outbox, self._pulse, self.cameras.worker, *of_hall):
            worker.start()
        self.actions.load_catalogue()
        self.hotline.open()
        self.maps.load()
        self.history.load()
        self.base_maps.load()
        self.queues.load()
        self.desks.load()
        self._keeper.start()
        self.wall.show()
        self.intake.open()

    def close(self) -> None:
        """Keep what must be kept, end every thread, and let the window go."""
        self._keeper.stop()
        self.card.captures.show_captures(())  # nothing plays any more
        self.rewind.close()
        self.cameras.close()
        stop_together(
            (self._poller, self._positions, self._pulse, self._outbox, self._caller, self.base_maps, self.cameras.worker, *self.company.workers)
        )
        self.intake.close()
        self.hall.clock.stop()
        self.hall.link.stop()
        self.strip.lateness.stop()
        self.wall.close()
        self.maps.shut()
        self.cameras.join()
        self.actions.save_last_picture()
        self._shelf.close()
        self._disk.close()
        self.map_panes.form.deleteLater()
        self.wall.let_go()
        gc.unfreeze()

    def _remember(self) -> Cursor | None:
        """Open on the last picture of this hall, marked as old."""
        picture = self._disk.load()
        if picture is None:
            return None
        show(picture, self.hall, self.hall.clock.now())
        return Cursor(*picture.cursor)

    # The wall

    def _hang(self) -> None:
        for name, content, place in (
            ("map", self.map, Place.CENTRE),
            ("queue", self.queue, Place.LEFT),
            ("video", self.video, Place.BELOW),
            ("track", self.track, Place.BELOW),
            ("sight", self.sight, Place.BELOW),
            ("chosen", self.chosen, Place.BELOW),
            ("geofences", self.geofences, Place.BELOW),
            ("outbox", self.sent, Place.BELOW),
            ("card", self.card, Place.RIGHT),
            ("dispatch", self.dispatch, Place.FORM),
        ):
            self.wall.add(name, Pane(name, content, self.hall), place, _title(name))
        self.intake.hang()
        self.map_panes.hung.connect(self._connect_map)
        self.map_panes.hang(self._disk)
        self.wall.setWindowTitle("Yiping 一屏" + (f" ({self._shelf.number})" if self._shelf.number > 1 else ""))
        foot = QToolBar(self.wall)
        foot.setObjectName("foot")
        foot.setMovable(False)
        foot.addWidget(self.strip)
        foot.toggleViewAction().setEnabled(False)
        self.wall.addToolBar(Qt.ToolBarArea.BottomToolBarArea, foot)

    # From the workers into the Hall

    def _connect_workers(self) -> None:
        hall, poller = self.hall, self._poller
        poller.heard.connect(hall.clock.set)
        poller.heard.connect(hall.link.heard)
        poller.lost.connect(hall.link.lost)
        self._pulse.lost.connect(hall.link.lost)
        poller.refused.connect(hall.link.refused)
        poller.session_ended.connect(self.session_ended)
        poller.snapshot_taken.connect(hall.take)
        poller.refreshed.connect(hall.settle)
        poller.caught_up.connect(hall.caught_up)
        poller.changed.connect(hall.apply)
        self._positions.moved.connect(hall.fixes.apply)
        hall.components.wanted.connect(self.actions.load_components)  # what the maps wanted before the hall was there comes with its snapshot
        hall.refreshed.connect(hall.components.outdate)
        self._keeper.timeout.connect(self.actions.save_picture)

    # From the panes to the actions, and from pane to pane

    def _connect_panes(self) -> None:
        actions = self.actions
        for form in (self.card, self.dispatch):
            form.ordered.connect(actions.order)
            form.card_wanted.connect(actions.open_card)
        self.card.photo_wanted.connect(actions.load_photo)
        self.card.clip_wanted.connect(actions.load_clip)
        self.card.captures.player = ClipPlayer
        self.card.photo_added.connect(actions.upload)
        self.card.recommendation_wanted.connect(actions.load_recommendation)
        actions.recommended.connect(self.card.show_recommendation)
        self.sight.place_wanted.connect(actions.load_sight)
        self.sight.opened.connect(self.guide.open_thing)
        actions.sight_found.connect(self.sight.take)
        self.intake.report.reported.connect(actions.report)
        self.intake.report.linked.connect(actions.order)
        self.intake.order_opened.connect(self.guide.open_order)
        self.sent.withdraw_wanted.connect(actions.withdraw)
        self.track.track_wanted.connect(actions.load_track)
        self.track.beside.wanted.connect(actions.load_beside)
        self.track.track_days_wanted.connect(actions.load_track_days)
        self.track.shown.streets_wanted.connect(actions.load_streets)
        self.track.doubts.likenesses_wanted.connect(actions.load_likenesses)
        self.track.doubts.beside_wanted.connect(actions.load_beside)
        self.queue.dispatch_wanted.connect(self.guide.write_dispatch)
        self.queue.located.connect(self.guide.locate)
        self._connect_area_panes()
        self._connect_map(self.map)
        self.wall.arranged.connect(self.strip.begin, Qt.ConnectionType.SingleShotConnection)
        self.strip.outbox_wanted.connect(self.guide.to("outbox"))
        self.strip.theme_wanted.connect(self.theme_wanted)
        self.strip.language_wanted.connect(self.language_wanted)
        self.strip.logout_wanted.connect(self.left)

    def _connect_map(self, view: MapView) -> None:
        view.opened.connect(self.guide.open_thing)
        view.clicked.connect(self.intake.take_click)
        view.clicked.connect(self.sight.look_at)
        self.sight.found.connect(view.show_sight)
        actions, hands = self.actions, view.hands
        hands.search_wanted.connect(actions.search)
        hands.place_wanted.connect(actions.load_place)
        hands.around_wanted.connect(actions.load_around)
        actions.found.connect(hands.take_found)
        actions.place_told.connect(hands.take_place)
        actions.around_told.connect(hands.take_around)
        hands.chose.connect(self.guide.to("chosen"))
        hands.drew.connect(self.guide.name_fence)
        self.printing.take_of(view)

    def _connect_past_map(self, view: MapView) -> None:
        """Names are looked for and pictures taken in the past too; what else is asked there, the room of the past asks as of then."""
        view.hands.search_wanted.connect(self.actions.search)
        self.actions.found.connect(view.hands.take_found)
        window, rewind, panes = self.rewind.window, self.rewind.rewind, self.rewind.panes
        assert window is not None
        assert rewind is not None
        PrintingRoom(window, past=True).take_of(view)
        exporting = Exporting(rewind.hall, self._caller, window)
        Laying(window, fences=False).join(view, panes["map"])
        exporting.join(view, panes["map"])
        exporting.join_chosen(panes["chosen"])
        exporting.join_card(panes["card"])

    def _connect_area_panes(self) -> None:
        actions, chosen, geofences = self.actions, self.chosen, self.geofences
        chosen.opened.connect(self.guide.open_thing)
        chosen.located.connect(self.guide.visit)
        chosen.card_wanted.connect(actions.open_card)
        chosen.ordered.connect(actions.order)
        chosen.withdrawal_wanted.connect(actions.withdraw)
        chosen.fence_wanted.connect(self.guide.name_fence)
        geofences.put_wanted.connect(actions.put_geofence)
        geofences.removal_wanted.connect(actions.remove_geofence)
        geofences.located.connect(self.guide.fit)
        geofences.map_wanted.connect(self.guide.map_in_front)


def _camera_logins(settings: Settings) -> dict[str, str]:
    """Without them the panes of cameras that want one say so."""
    try:
        return read_logins(settings.camera_logins)
    except BadLogins as error:
        log.error("no login of a camera is known: %s", error)
        return {}


def _title(name: str) -> Callable[[], str]:
    return lambda: words.pane(name)
