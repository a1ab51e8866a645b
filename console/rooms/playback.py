"""Recorded video on the wall: B turns the hot pane to the past and back, one hand moves all panes that show it, and what is seen can be kept."""

import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, Qt, QTimer

from console import words
from console.api import Api, ApiError
from console.hall.hall import Hall
from console.hall.past import Footage
from console.rooms.playback_events import events_of
from console.widgets.files import save_file
from console.widgets.playback.bar import PlaybackBar
from console.widgets.playback.event_marks import Bar, Locked
from console.widgets.playback.export_form import ExportForm, Offered
from console.widgets.playback.look import PastLook
from console.widgets.playback.plan_words import plan_words
from console.widgets.playback.reason_form import ReasonForm
from console.widgets.spoken import Saying, button, nothing
from console.widgets.video import VideoPane
from console.widgets.video_wall import VideoWall
from console.workers.caller import Caller
from console.written import whole
from wire.codes import Noun
from wire.patrols import WatchRecord
from wire.recordings import LockOrder, RecordingExportOrder, RecordingLine, RecordingLock, RecordingMode, RecordingOrder

T = TypeVar("T")
FIRST_S = 30.0  # so long ago is what is seen first
AROUND_S = 30.0  # of the hand, where nobody has said from when to when
LOOK_MS, AFTER_MS = 10_000, 250
SAID_MS = 8_000  # what became of something stays so long
EVENT_S = 0.5  # as near as that one stands at an event
MARKED_FOR = timedelta(hours=24)
MOST_WATCHES = 500
MOST_CASES, MOST_LETTERS = 20, 40  # that a package may be for, and of what is said of each


class PlaybackRoom(QObject):
    def __init__(self, hall: Hall, caller: Caller, video: VideoWall, footage: Footage) -> None:
        super().__init__(video)
        self.bar, self.form, self.export_form = PlaybackBar(hall), ReasonForm(video), ExportForm(video)
        self._hall, self._past, self._caller, self._video, self._footage = hall, hall.past, caller, video, footage
        self._edges: list[float | None] = [None, None]
        self._line: RecordingLine | None = None
        self._watched: list[WatchRecord] = []
        self._plan: Saying = nothing  # what is done about the hot camera
        self._handing = ""  # the name of what is being handed out
        self._of, self._lent = "", False  # `_lent`: "all panes" stands as a jump wants it, not as it was chosen
        video.foot.addWidget(self.bar)
        self.opener = button("quiet")
        self.opener.setCheckable(True)
        self.opener.clicked.connect(self.toggle)
        video.tools.add(self.opener)
        video.key.connect(self._on_key)
        video.spoken.connect(self._say)
        bar = self.bar
        bar.live_wanted.connect(self.go_live)
        bar.all_wanted.connect(self._show_all)
        bar.frame_wanted.connect(self.step)
        bar.every.clicked.connect(self._choose_every)
        bar.event_wanted.connect(self.step_event)
        bar.edge_wanted.connect(self._set_edge)
        bar.lock_wanted.connect(self._ask_lock)
        bar.record_wanted.connect(self._ask_record)
        bar.export_wanted.connect(self._ask_export)
        self._soon = QTimer(self, interval=AFTER_MS, singleShot=True)
        self._again = QTimer(self, interval=LOOK_MS)
        self._silence = QTimer(self, interval=SAID_MS, singleShot=True)
        self._silence.timeout.connect(self._tell_standing)
        self._soon.timeout.connect(self.load)
        self._again.timeout.connect(self._look_again)
        bar.timeline.window_changed.connect(self._soon.start)
        hall.past.moved.connect(lambda _: self._offer())
        video.changed.connect(self._look)
        video.made_hot.connect(self._follow_hot)
        for table in (hall.cases, hall.alarms):
            table.changed.connect(lambda _: self._draw())
        self._say()

    # --- which panes

    def toggle(self) -> None:
        """The hot pane: into the past, or all of them back to live."""
        if self._past.cameras:
            self.go_live()
        else:
            self.look_back(self._hall.clock.now().timestamp() - FIRST_S)

    def look_back(self, at: float) -> None:
        """The hot pane, or all of them where that is chosen, show this moment."""
        self._past.seek(at)
        panes = self._video.panes[: self._video.count] if self.bar.every.isChecked() else [self._hot()]
        for pane in panes:
            if pane.camera_id and not pane.is_past:
                pane.look_back(PastLook(self._footage, self._past), self._past)
        self._past.play()
        self._look()

    def show_then(self, at: float, every: bool) -> None:
        """What was recorded from this moment on, in step with no track; of every pane, or of the hot one alone."""
        self._past.keep_step(False)
        self._past.set_speed(1.0)
        if self.bar.every.isChecked() != every:
            self._lent = not self._lent
            self.bar.every.setChecked(every)
        self.look_back(at)

    def step_event(self, way: int) -> None:
        """To what happened next in front of the camera of the hot pane, or before."""
        ahead = [event.at for event in self.bar.timeline.events if (event.at - self._past.at) * way > EVENT_S]
        if ahead:
            self._past.pause()
            self._past.seek(min(ahead) if way > 0 else max(ahead))

    def go_live(self) -> None:
        self._past.pause()
        self._past.keep_step(False)
        for pane in self._video.panes:
            pane.look_back(None, self._past)
        self._edges = [None, None]
        self._look()

    def step(self, way: int) -> None:
        """One picture of the hot pane on or back; the others follow."""
        beside = next((pane.beside() for pane in [self._hot(), *self._video.panes] if pane.is_past and pane.beside()), None)
        self._past.pause()
        if beside is not None:
            self._past.seek(beside[way > 0])

    def _show_all(self, every: bool) -> None:
        if every and self._past.cameras:
            self.look_back(self._past.at)
        elif self._past.cameras:
            for pane in self._video.panes:
                if pane is not self._hot():
                    pane.look_back(None, self._past)
            self._look()

    def _look(self) -> None:
        past = [pane for pane in self._video.panes[: self._video.count] if pane.is_past]
        self._past.show([pane.camera_id for pane in past])
        self.bar.setVisible(bool(past))
        self.opener.setChecked(bool(past))
        if past:
            self.bar.timeline.set_head(self._past.at, self._hall.clock.now().timestamp())
            self._follow_hot()
            self._again.start()
        else:
            self._again.stop()
            self._give_back()

    def _give_back(self) -> None:
        """Whether all panes go back together is as it was chosen before a jump said otherwise."""
        if self._lent:
            self._lent = False
            self.bar.every.toggle()

    def _choose_every(self) -> None:
        """By hand: that is how it stays."""
        self._lent = False

    def _look_again(self) -> None:
        """What is newer in the line; and an alarm may have taken a pane back to live."""
        self._look()
        self.load()

    def _follow_hot(self) -> None:
        if self._past.cameras and self._hot().camera_id != self._of:
            self._line, self._watched, self._plan = None, [], nothing
            self._draw()
            self._tell_standing()
            self.load()

    def _hot(self) -> VideoPane:
        return self._video.panes[self._video.hot]

    # --- the line

    def load(self) -> None:
        """What there is of the hot camera in the time that is seen."""
        camera_id, window = self._hot().camera_id, self.bar.timeline.seen()
        if not camera_id or not self._past.cameras:
            return
        self._of = camera_id
        start, end = (datetime.fromtimestamp(at, UTC) for at in window)
        during = f"{start.isoformat()}/{end.isoformat()}"

        def took(answer: tuple[RecordingLine, list[WatchRecord]]) -> None:
            if camera_id == self._hot().camera_id:
                self._line, self._watched = answer
                self._draw()
                self._plan = partial(plan_words, answer[0].plan)
                self._tell_standing()

        self._caller.call(
            lambda api: (api.recording_line(camera_id, start, end), api.watches(camera_id, during=during, limit=MOST_WATCHES)), took, self._refused
        )

    def _draw(self) -> None:
        line, camera_id = self._line, self._hot().camera_id
        spans = [Bar(span.start.timestamp(), span.end.timestamp()) for span in line.spans] if line else []
        locks = [Locked(lock.start.timestamp(), lock.end.timestamp(), self._lock_words(lock)) for lock in line.locks] if line else []
        watched = [Bar(each.since.timestamp(), each.until.timestamp()) for each in self._watched]
        self.bar.timeline.show_line(spans, locks, watched, events_of(self._hall, camera_id))
        self._offer()

    # --- keeping

    def _set_edge(self, begins: bool) -> None:
        self._edges[int(not begins)] = self._past.at
        first, last = self._edges
        self.bar.timeline.choose(Bar(first, last) if first is not None and last is not None and first < last else None)
        self._offer()

    def _span(self) -> tuple[datetime, datetime]:
        chosen = self.bar.timeline.chosen or Bar(self._past.at - AROUND_S, self._past.at + AROUND_S)
        return datetime.fromtimestamp(chosen.start, UTC), datetime.fromtimestamp(chosen.end, UTC)

    def _span_words(self, start: datetime, end: datetime) -> str:
        camera = self._hall.cameras.get(self._hot().camera_id)
        return f"{camera.name if camera else ''}\n{words.local(start):%m-%d %H:%M:%S} – {words.local(end):%H:%M:%S}"

    def _lock_here(self) -> RecordingLock | None:
        """The lock that the hand stands in, unless somebody has chosen what is to be locked."""
        if self._line is None or self.bar.timeline.chosen is not None:
            return None
        return next((lock for lock in self._line.locks if lock.start.timestamp() <= self._past.at <= lock.end.timestamp()), None)

    def _offer(self) -> None:
        self.bar.offer(self._lock_here() is not None, self._is_marked())

    def _is_marked(self) -> bool:
        """Has somebody said that the hot camera is recorded?"""
        return self._line is not None and self._line.plan.mode is RecordingMode.ON

    def _lock_words(self, lock: RecordingLock) -> str:
        at = f"{words.local(lock.at):%m-%d %H:%M}"
        return self.tr("Locked by {name}, {at}: {reason}").format(name=lock.full_name, at=at, reason=lock.reason)

    def _ask_lock(self) -> None:
        lock = self._lock_here()
        if lock is None:
            self._ask_locking()
            return

        def send(reason: str) -> None:
            self._call(lambda api: api.remove_recording_lock(lock.id, reason), lambda _: self._done(lambda: self.tr("The ring may have it again")))

        self.form.ask(f"{self._span_words(lock.start, lock.end)}\n{self._lock_words(lock)}", self.bar.lock.text(), send)

    def _ask_locking(self) -> None:
        camera_id, (start, end) = self._hot().camera_id, self._span()

        def send(reason: str) -> None:
            order = LockOrder(id=uuid.uuid4().hex, camera_id=camera_id, start=start, end=end, reason=reason)
            self._call(lambda api: api.put_recording_lock(order), lambda _: self._done(lambda: self.tr("Locked as evidence")))

        self.form.ask(self._span_words(start, end), self.bar.lock.text(), send)

    def _ask_record(self) -> None:
        """For a day, or where it is so already no longer."""
        camera_id, marked = self._hot().camera_id, self._is_marked()
        mode, until = (RecordingMode.AUTO, None) if marked else (RecordingMode.ON, self._hall.clock.now() + MARKED_FOR)
        camera = self._hall.cameras.get(camera_id)
        what = self.tr("{name}: recorded as it comes") if marked else self.tr("{name}: for the next 24 hours")

        def done() -> str:
            return self.tr("Recorded only as it comes") if marked else self.tr("Recorded for 24 hours")

        def send(reason: str) -> None:
            order = RecordingOrder(mode=mode, reason=reason, until=until)
            self._call(lambda api: api.put_recording(camera_id, order), lambda _: self._done(done))

        self.form.ask(what.format(name=camera.name if camera else ""), self.bar.record.text(), send)

    def _ask_export(self) -> None:
        """Of all cameras that show the past, as one package for a case, or of the one alone."""
        start, end = self._span()

        def choose(camera_ids: list[str], case_id: str, reason: str) -> None:
            order = RecordingExportOrder(camera_ids=camera_ids, case_id=case_id, start=start, end=end, reason=reason)
            if len(camera_ids) == 1 and not case_id:
                order = RecordingExportOrder(camera_id=camera_ids[0], start=start, end=end, reason=reason)
            case = self._hall.cases.get(case_id)
            about = case.number if case is not None else camera_ids[0] if len(camera_ids) == 1 else f"{len(camera_ids)}-cameras"
            name = f"{about}-{words.local(start):%Y%m%d-%H%M%S}.zip"
            save_file(self._video, self.bar.export.text(), name, lambda path: self.export(order, path), "ZIP (*.zip)")

        what = f"{words.local(start):%m-%d %H:%M:%S} – {words.local(end):%H:%M:%S}"
        self.export_form.ask_export(what, self.bar.export.text(), self._cameras_offered(), self._cases_offered(start, end), choose)

    def _cameras_offered(self) -> list[Offered]:
        """Those that show the past, the hot one first."""
        panes = [self._hot(), *self._video.panes[: self._video.count]]
        ids = dict.fromkeys(pane.camera_id for pane in panes if pane.is_past and pane.camera_id)
        return [Offered(id, camera.name if (camera := self._hall.cameras.get(id)) else id) for id in ids]

    def _cases_offered(self, start: datetime, end: datetime) -> list[Offered]:
        """The one that is chosen, and those that these cameras saw in this time; the newest first."""
        chosen, ids = self._hall.selection, {each.id for each in self._cameras_offered()}
        cases = [case for case in self._hall.cases if case.camera_id in ids and start <= case.reported_at <= end]
        cases.sort(key=lambda case: case.reported_at, reverse=True)
        own = self._hall.cases.get(chosen.id) if chosen.noun is Noun.CASE else None
        found = {case.id: case for case in ([own] if own else []) + cases[:MOST_CASES]}
        return [Offered(case.id, f"{case.number}  {case.description[:MOST_LETTERS]}") for case in found.values()]

    def export(self, order: RecordingExportOrder, path: Path) -> None:
        def write(api: Api) -> None:
            with whole(path) as file:
                api.export_recordings(order, file)

        def handed_out(_: None) -> None:
            self._handing = ""
            self._tell(lambda: self.tr("Handed out: {name}").format(name=path.name))

        def failed(error: ApiError) -> None:
            self._handing = ""
            self._refused(error)

        self._handing = path.name
        self.bar.tell(self._handing_words)
        self._caller.call(write, handed_out, failed)

    def _handing_words(self) -> str:
        return self.tr("Handing out {name} …").format(name=self._handing)

    def _done(self, saying: Saying) -> None:
        self.load()
        self._tell(saying)

    def _tell(self, saying: Saying) -> None:
        """What became of something: what stands there is said again afterwards."""
        self.bar.tell(saying)
        self._silence.start()

    def _tell_standing(self) -> None:
        if not self._silence.isActive():
            self.bar.tell(self._handing_words if self._handing else self._plan)

    def _call(self, work: Callable[[Api], T], done: Callable[[T], None]) -> None:
        self._caller.call(work, done, self._refused)

    def _refused(self, error: ApiError) -> None:
        if error.problem.code != "stopped":
            self._tell(partial(words.problem, error.problem))

    # --- the wall

    def _on_key(self, key: int) -> None:
        if key == Qt.Key.Key_B:
            self.toggle()
        elif self._past.cameras:
            self.bar.key(key)

    def _say(self) -> None:
        self.opener.setText(self.tr("Playback"))
        self.opener.setToolTip(self.tr("What was recorded of the camera of the hot pane (B)"))
        if self._line is not None:
            self._draw()
