"""The video wall at work: tours, the list of cameras, and the log of what was watched."""

import uuid
from collections.abc import Callable
from functools import partial

import msgspec
from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QMenu

from console import words
from console.api import ApiError
from console.hall.hall import Hall
from console.hall.streams import Streams, StreamState
from console.hall.tours import Running, Tour, of_hall, order_of
from console.hall.watches import Place, WatchLog
from console.rooms.video_alarms import VideoAlarms
from console.widgets.menus import empty
from console.widgets.spoken import button
from console.widgets.tour_form import TourForm
from console.widgets.video_patrol import Patrol, PatrolBar
from console.widgets.video_wall import VideoWall
from console.workers.caller import Caller
from wire.analytics import EDITORS as ZONE_EDITORS
from wire.footage import READERS
from wire.patrols import WatchRecord, WatchReport
from wire.tours import EDITORS, SavedTour

OWN, RUNNING = "video_tours", "video_tour"  # the preferences of each user: tours, and the one that runs
LOOK_MS, REPORT_MS = 1_000, 30_000


class VideoRoom(QObject):
    """`prefer` keeps the tours of this user; `close` tells the backend what is not told yet."""

    log_wanted = Signal()  # to be read
    capture_offered = Signal(object)  # the action that asks for it
    health_wanted = Signal()  # of the cameras, to be read
    footage_wanted = Signal()  # the register of what the police ask for

    def __init__(self, hall: Hall, caller: Caller, streams: Streams, video: VideoWall, prefer: Callable[[str, bytes], None]) -> None:
        super().__init__(video)
        self.tours: list[Tour] = []
        self._hall, self._caller, self._video, self._prefer = hall, caller, video, prefer
        self._log, self._reporting = WatchLog(), False
        self._running: list[Running] = []  # one, or none
        self.alarms = VideoAlarms(hall, video, prefer)
        self.patrol, self.form = Patrol(video, hall, streams), TourForm(hall, video)
        self.bar, self.menu = PatrolBar(self.patrol), QMenu(video)
        self.opener = button("quiet")
        self.opener.setMenu(self.menu)
        video.tools.add(self.opener)
        video.tools.keep(self.bar)
        self.menu.aboutToShow.connect(self._fill_menu)
        self.form.kept.connect(self._keep)
        self.form.removed.connect(lambda name: self._put([tour for tour in self.tours if tour.name != name]))
        self.form.shared.connect(self._share)
        self.form.unshared.connect(self._unshare)
        video.taken.connect(self._on_taken)
        video.key.connect(self._on_key)
        video.spoken.connect(self._say)
        self._timers = [QTimer(self, interval=LOOK_MS), QTimer(self, interval=REPORT_MS)]
        for timer, act in zip(self._timers, (self._look, self._report), strict=True):
            timer.timeout.connect(act)
            timer.start()
        self._say()

    def restore(self, tours: list[Tour] | None, running: list[Running] | None = None) -> None:
        """What was kept. The tour that ran when the console ended, of whatever cause, goes on where it was."""
        self.tours, self._running = tours or [], (running or [])[:1]
        for tour in self._running:
            self.patrol.resume(tour)
        self.patrol.changed.connect(self._keep_running)

    def close(self) -> None:
        """The last report may not arrive any more; nothing waits for it."""
        for timer in self._timers:
            timer.stop()
        self.patrol.blockSignals(True)  # it is not ended by hand, and goes on with the next console
        self.patrol.stop()
        self._log.end()
        self._report()

    # --- tours

    def _say(self) -> None:
        self.opener.setText(self.tr("Tours"))

    def _fill_menu(self) -> None:
        empty(self.menu)
        shared = sorted(self._hall.tours, key=lambda saved: saved.name)
        for tour in self.tours:
            self.menu.addAction(tour.name).triggered.connect(partial(self._start, tour))
        for saved in shared:
            self.menu.addAction(self._of_hall(saved)).triggered.connect(partial(self._start, of_hall(saved)))
        changed = shared if not EDITORS.isdisjoint(self._hall.me.roles) else []
        if self.tours or shared:
            self.menu.addSeparator()
        if self.tours or changed:
            change = self.menu.addMenu(self.tr("Change"))
            for tour in self.tours:
                change.addAction(tour.name).triggered.connect(partial(self._change, tour, None))
            for saved in changed:
                change.addAction(self._of_hall(saved)).triggered.connect(partial(self._change, None, saved))
        self.menu.addAction(self.tr("New tour…")).triggered.connect(lambda: self.form.ask())
        self.menu.addSeparator()
        self.menu.addAction(self.tr("Patrol log")).triggered.connect(lambda: self.log_wanted.emit())
        if not ZONE_EDITORS.isdisjoint(self._hall.me.roles):
            self.capture_offered.emit(self.menu.addAction(self.tr("Intelligent capture…")))
        self.menu.addAction(self.tr("How the cameras do")).triggered.connect(lambda: self.health_wanted.emit())
        if not READERS.isdisjoint(self._hall.me.roles):
            self.menu.addAction(self.tr("Footage for the police")).triggered.connect(lambda: self.footage_wanted.emit())
        listed = self.menu.addAction(self.tr("List of cameras (C)"))
        listed.setCheckable(True)
        listed.setChecked(self._is_listed())
        listed.toggled.connect(self._list)

    def _is_listed(self) -> bool:
        return self._video.list.isVisibleTo(self._video)

    def _list(self, listed: bool) -> None:
        """Show the list and go there, or hide it and go back to the hot pane."""
        self._video.list.setVisible(listed)
        (self._video.list.filter if listed else self._video.panes[self._video.hot]).setFocus()

    def _start(self, tour: Tour, _: bool = False) -> None:
        self.patrol.start(tour)

    def _change(self, tour: Tour | None, saved: SavedTour | None, _: bool = False) -> None:
        self.form.ask(tour, saved)

    def _of_hall(self, saved: SavedTour) -> str:
        return self.tr("{name}  ·  hall").format(name=saved.name)

    def _share(self, tour: Tour, saved: SavedTour | None, was: str) -> None:
        """One's own of this name is the hall's from then on."""
        turn = self.form.turn

        def kept(answer: SavedTour) -> None:
            self._hall.tours.put([answer])
            if was:
                self._put([own for own in self.tours if own.name != was])
            self.form.end(turn)

        order, version = order_of(tour, saved.id if saved else uuid.uuid4().hex), saved.version if saved else None
        self._caller.call(lambda api: api.put_tour(order, version), kept, partial(self._refuse, turn))

    def _unshare(self, saved: SavedTour) -> None:
        turn = self.form.turn

        def gone(_: None) -> None:
            self._hall.tours.put([], [saved.id])
            self.form.end(turn)

        self._caller.call(lambda api: api.remove_tour(saved.id, saved.version), gone, partial(self._refuse, turn))

    def _refuse(self, turn: int, error: ApiError) -> None:
        if error.problem.code != "stopped":
            self.form.refuse(words.problem(error.problem), turn)

    def _keep(self, tour: Tour, was: str) -> None:
        self._put(sorted([other for other in self.tours if other.name not in (was, tour.name)] + [tour], key=lambda each: each.name))

    def _keep_running(self) -> None:
        if (running := self.patrol.running()) != self._running:
            self._running = running
            self._prefer(RUNNING, msgspec.json.encode(running))

    def _put(self, tours: list[Tour]) -> None:
        self.tours = tours
        self._prefer(OWN, msgspec.json.encode(tours))

    def _on_taken(self) -> None:
        """Who puts a camera into a pane by hand wants to look at it: the tour waits."""
        if self.patrol.tour is not None and not self.patrol.paused:
            self.patrol.pause()

    def _on_key(self, key: int) -> None:
        steps = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}
        if key in steps:
            self.patrol.step(steps[Qt.Key(key)])
        elif key == Qt.Key.Key_P and self.patrol.tour is not None:
            self.patrol.pause()
        elif key == Qt.Key.Key_A:
            self._video.acknowledge()
        elif key == Qt.Key.Key_C or (key == Qt.Key.Key_Escape and self._is_listed()):
            self._list(not self._is_listed())

    # --- the log

    def _look(self) -> None:
        self.alarms.look()
        panes = [(cell, pane) for cell, pane in enumerate(self._video.panes) if pane.seen and pane.camera_id and not pane.is_past]
        shown: dict[str, bool] = {}
        places: dict[str, Place] = {}
        for cell, pane in panes:
            shown[pane.camera_id] = shown.get(pane.camera_id, False) or pane.state() == StreamState.LIVE
            places.setdefault(pane.camera_id, Place(cell, self._video.layout_name))
        self._log.look(shown, self.patrol.tour.name if self.patrol.tour else "", self._hall.clock.now(), places)

    def untold(self) -> list[WatchRecord]:
        """What this console has watched, and the backend does not know yet."""
        return self._log.untold(self._hall.me)

    def _report(self) -> None:
        report = self._log.take()
        if report is not None and not self._reporting:
            self._reporting = True
            self._caller.call(lambda api: api.report_watches(report), lambda _: self._told_of(report), self._keep_report)

    def _told_of(self, report: WatchReport) -> None:
        self._reporting = False
        self._log.done(report)

    def _keep_report(self, error: ApiError) -> None:
        """It is sent again with what has come meanwhile, until it arrives; only what the backend will never take is let go."""
        self._reporting = False
