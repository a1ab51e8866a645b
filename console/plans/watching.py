"""Cameras at work: a frame becomes a case, the past, what a program has found and where it looks, how cameras do, and who asked for films."""

import atexit
import tempfile
import uuid
from datetime import timedelta
from pathlib import Path

from console.hall.past import PastState
from console.hall.streams import StreamState
from console.plans.plan import STREET, Plan
from console.tour import Step
from console.wall.desks import desks
from console.wall.place import Place
from wire.captures import CLIP_TYPE
from wire.codes import Noun, Role, Source
from wire.footage import FootageOrder
from wire.recordings import RecordingExportOrder

LAYOUT, SHOWN = "4", 4
RIPE_S, BACK_S = 150.0, 45.0  # watched for so long there is something recorded; so long ago is looked at
FOUND = 6  # findings that wait, before they are shown
REQUESTS = (  # what the police ask for: number, officer, unit, why
    ("并公调证字〔2026〕118号", "王志刚", "城区分局刑侦大队", "盗窃案侦查"),
    ("并公交调字〔2026〕57号", "刘伟", "交警支队一大队", "交通事故调查"),
    ("并公治调字〔2026〕203号", "陈晓燕", "河东派出所", "走失老人查找"),
)
BASIS = "调取证据通知书"
HOUR = timedelta(hours=1)
WAIT_S = 240.0


class WatchingPlan(Plan):
    """It takes a hall whose findings nobody judges meanwhile: `--hands-off ACCEPTOR`."""

    def __init__(self, *parts: object) -> None:
        super().__init__(*parts)  # type: ignore[arg-type]
        self._case_id = self._asked = ""
        self._live_since: float | None = None
        films = tempfile.TemporaryDirectory(prefix="film-")
        atexit.register(films.cleanup)  # however the tour ends
        self._film = Path(films.name) / "XZ-0001.zip"

    def steps(self) -> list[Step]:
        captures, zones = self.desk.cameras.captures, self.desk.cameras.zones
        return [
            Step("watch-there", lambda: None, lambda: self.fresh() and len(self.hall.cameras) > 0),
            Step("watch-live", self._watch, self._watched, limit_s=WAIT_S),
            Step("frame-sheet", self._freeze, self._told, over=lambda: captures.sheet),
            Step("frame-case", self._report, self._kept, limit_s=WAIT_S),
            Step("playback-ripe", self._watch, self._ripe, limit_s=RIPE_S + WAIT_S),
            Step("playback", self._look_back, self._past_shown, limit_s=WAIT_S),
            Step("findings", self._show_findings, self._findings_shown, limit_s=WAIT_S),
            Step("zones", self._show_watched, self._zones_shown, over=lambda: zones.form),
            Step("camera-health", self._show_health, lambda: bool(self.desk.cameras.records.camera_health.content.found)),
            Step("footage", self._show_footage, self._footage_shown),
            Step("in-english", self.switch, lambda: True),
            Step("findings-light-en", self._show_findings, self._findings_shown),
            Step("camera-health-light-en", self._show_health, lambda: bool(self.desk.cameras.records.camera_health.content.found)),
        ]

    # --- a frame becomes a case

    def _watch(self) -> None:
        self.desk.wall.lay(desks()[Role.VIDEO_PATROLLER])
        cameras = sorted((camera for camera in self.hall.cameras if camera.online is not False), key=lambda camera: camera.code)
        self.desk.video.restore(LAYOUT, [camera.id for camera in cameras[:SHOWN]])

    def _watched(self) -> bool:
        live = bool(self.watched()) and self.cameras_live()
        if live and self._live_since is None:
            self._live_since = self._now()
        return live

    def _now(self) -> float:
        return self.hall.clock.now().timestamp()

    def _freeze(self) -> None:
        self.desk.cameras.captures.freeze()
        self.desk.cameras.captures.sheet.classes.press(1)

    def _told(self) -> bool:
        """Its place is known, and what was reported near by."""
        sheet = self.desk.cameras.captures.sheet
        return sheet.isVisible() and bool(sheet.kept.text()) and "…" not in sheet.place.text() + sheet.duplicates.text()

    def _report(self) -> None:
        room = self.desk.cameras.captures
        room.sheet.send.click()
        self._case_id = room.under_way[-1].case_id if room.under_way else ""
        self.desk.wall.lay(desks()[Role.SHIFT_LEADER])
        self.hide("report")
        self.draw_anew(components=False)  # in a street their marks would hide the one that it is about
        self.desk.queue.show_queue("ACCEPT")

    def _kept(self) -> bool:
        """The case is there with its still and its clip, on the map and on its card."""
        case, card = self.hall.cases.get(self._case_id), self.hall.cards.get(self._case_id)
        if case is None:
            return False
        if self.hall.selection.id != case.id:
            self.hall.selection.set(Noun.CASE, case.id)
            self.desk.map.go(case.lon, case.lat, STREET)
            return False
        filmed = card is not None and any(capture.media_type == CLIP_TYPE for capture in card.captures)
        seen = card is not None and bool(card.photos) and all(self.hall.photos.get(photo.id) is not None for photo in card.photos)
        return filmed and seen and self.desk.map.idle()

    # --- the past

    def _ripe(self) -> bool:
        return self._watched() and self._live_since is not None and self._now() - self._live_since > RIPE_S

    def _look_back(self) -> None:
        playback = self.desk.cameras.playback
        playback.bar.every.setChecked(True)
        playback.look_back(self._now() - BACK_S)
        self.hall.past.pause()

    def _past_shown(self) -> bool:
        shown = [pane.past_state() for pane in self.watched()]
        return bool(shown) and all(state is PastState.SHOWN for state in shown) and bool(self.desk.cameras.playback.bar.timeline.spans)

    # --- findings, and where they come from

    def _show_findings(self) -> None:
        self.desk.cameras.playback.go_live()
        self.desk.wall.lay(desks()[Role.ACCEPTOR])
        self.desk.queue.show_queue("ACCEPT")

    def _findings_shown(self) -> bool:
        """Those at the top, with their pictures: further down they come as one scrolls."""
        model, thumbs = self.desk.desks.triage.model, self.desk.desks.triage.thumbs
        top = [case for row in range(FOUND) if (case := model.case(row)) is not None]
        first = self.desk.queue.model.case(0)
        if first is not None and self.hall.selection.id != first.id and self.hall.selection.id not in self.hall.cards:
            self.hall.selection.set(Noun.CASE, first.id)
        return len(top) == FOUND and all(thumbs.of(case.id) is not None for case in top)

    def _show_watched(self) -> None:
        """A camera of which a program has told something has a zone."""
        told = next((case.camera_id for case in self.hall.cases if case.source is Source.AI and case.camera_id), "")
        self.desk.wall.lay(desks()[Role.VIDEO_PATROLLER])
        self._asked = ""
        if told:
            self.desk.video.show_camera(told)

    def _zones_shown(self) -> bool:
        pane, room = self.desk.video.panes[self.desk.video.hot], self.desk.cameras.zones
        if pane.state() is not StreamState.LIVE or pane.picture() is None:
            return False
        if self._asked != pane.camera_id:
            self._asked = pane.camera_id
            room.ask()
        return room.form.isVisible() and room.form.zones.count() > 1

    # --- registers

    def _show_health(self) -> None:
        self.desk.cameras.zones.form.reject()
        self.desk.wall.lay({Place.CENTRE: ["camera_health"], Place.BELOW: ["video"]})

    def _show_footage(self) -> None:
        self.desk.wall.lay({Place.CENTRE: ["footage"], Place.BELOW: ["video"]})
        pane, now = self.desk.cameras.records.footage.content, self.hall.clock.now()
        if pane is None or pane.found:
            return
        ids = self.desk.video.cameras()[1:SHOWN]  # that were watched, and so are recorded
        at, until = now - HOUR, now - timedelta(seconds=BACK_S)
        for place, (number, officer, unit, purpose) in enumerate(REQUESTS):
            about = {"number": number, "officer": officer, "unit": unit, "purpose": purpose, "basis": BASIS}
            pane.entered.emit(FootageOrder(id=uuid.uuid4().hex, cameras=ids[place : place + 2], since=at, until=until, **about), None)
        order = RecordingExportOrder(camera_id=ids[0], start=until - timedelta(seconds=BACK_S), end=until, reason=REQUESTS[0][-1])
        self.desk.cameras.playback.export(order, self._film)

    def _footage_shown(self) -> bool:
        """The film that was handed out stands at its request, with its digest."""
        pane = self.desk.cameras.records.footage.content
        if pane is None or len(pane.found) < len(REQUESTS):
            return False
        request = next((each for each in pane.found if each.number == REQUESTS[0][0]), pane.found[0])
        if not request.copies and self._film.exists() and self._asked != request.id:
            self._asked = request.id
            pane.enter_copy(request, request.cameras[0], self._film)
        if pane.model.row(request.id) != pane.table.currentIndex().row():
            pane.table.setCurrentIndex(pane.model.index(pane.model.row(request.id), 0))
        return bool(request.copies)
