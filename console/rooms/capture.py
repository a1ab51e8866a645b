"""A frame becomes a case in three keys: F9 freezes what the hot pane shows, a digit says what it is, Enter reports it."""

import uuid
from datetime import timedelta

from PySide6.QtCore import QObject, QPointF, Qt, QTimer

from console import words
from console.actions import Actions
from console.api import ApiError
from console.hall.captures import Aim, ClassKey, aim, choices
from console.hall.hall import Hall
from console.hall.receipts import ReceiptState
from console.hall.streams import Streams, StreamState
from console.rooms.captured import Captured, Seen
from console.widgets.capture.sheet import CaptureChip, CaptureSheet
from console.widgets.case.photos import decode
from console.widgets.spoken import button
from console.widgets.video import VideoPane
from console.widgets.video_paint import COLOURS
from console.widgets.video_wall import VideoWall
from console.workers.caller import Caller
from console.workers.darkroom import Darkroom
from wire.advice import Advice, DraftReport
from wire.cameras import Camera
from wire.captures import Stream
from wire.cases import CaseReport
from wire.codes import Source
from wire.places_at import PlaceAt

FREEZE = Qt.Key.Key_F9
SETTLED = (ReceiptState.STORED, ReceiptState.SEEN, ReceiptState.REFUSED)
SAID_MS = 8_000  # how long a pane says what became of it


class CaptureRoom(QObject):
    """`close` before the outbox: what is still being kept is put into it."""

    def __init__(self, hall: Hall, caller: Caller, actions: Actions, streams: Streams, video: VideoWall) -> None:
        super().__init__(video)
        self._hall, self._caller, self._actions, self._streams, self._video = hall, caller, actions, streams, video
        self._darkroom = Darkroom(self)
        self.now: Captured | None = None  # what the sheet is about
        self.under_way: list[Captured] = []  # reported, and something is still to come
        self._aim, self._spot, self._address = Aim(0, 0, None), QPointF(0.5, 0.5), ""
        self._chips: dict[VideoPane, CaptureChip] = {}
        self._silence = QTimer(self, interval=SAID_MS, singleShot=True)
        self._silence.timeout.connect(lambda: self._tell(None, ""))
        self.sheet = CaptureSheet(hall, video)
        self.sheet.chosen.connect(self._look_for_duplicates)
        self.sheet.aimed.connect(self._aim_at)
        self.sheet.sent.connect(self._report)
        self.sheet.rejected.connect(self._let_go)
        self.opener = button("quiet")
        self.opener.clicked.connect(self.freeze)
        video.tools.add(self.opener)
        video.key.connect(lambda key: self.freeze() if key == FREEZE else None)
        video.spoken.connect(self._say)
        hall.receipts.changed.connect(self._on_receipts)
        self._say()

    def freeze(self) -> None:
        """What the hot pane shows now; the pane says so when it shows nothing."""
        if self.now is not None:
            return
        pane = self._video.panes[self._video.hot]
        picture, camera = pane.picture(), self._hall.cameras.get(pane.camera_id)
        if picture is None or camera is None:
            self._tell(pane, self.tr("Nothing to freeze: {why}").format(why=pane.why_nothing() or self.tr("no camera")), "danger")
            return
        age_s = pane.age_s() or 0.0
        stream = Stream.MAIN if pane.source_url() == camera.main_url or not camera.sub_url else Stream.SUB
        taken_at = self._hall.clock.now() - timedelta(seconds=age_s)
        if pane.is_past:
            stream, taken_at = Stream.RECORDED, picture.at
        seen = Seen(camera, picture, stream, taken_at, self._hall.me.full_name, pane.cut(picture.at))
        self.now = captured = Captured(seen, self._streams, self._darkroom, self._actions, self, self._video.governor)
        captured.changed.connect(lambda: self._show_kept(captured))
        captured.drawn.connect(lambda content: self.sheet.sharpen(decode(content)) if captured is self.now else None)
        captured.ended.connect(lambda: self._on_ended(captured))
        time = f"{words.local(taken_at):%H:%M:%S}"
        if pane.is_past:
            time = self.tr("recorded {time}").format(time=f"{words.local(taken_at):%m-%d %H:%M:%S}")
        elif pane.state() is not StreamState.LIVE:
            time += "  " + self.tr("the picture is {seconds:.0f} s old").format(seconds=age_s)
        part = pane.lens.part.center()
        self.sheet.ask(picture.image, camera.name, time, part, choices(camera.id, self._hall.cases))
        self._aim_at(part.x(), part.y())
        self._show_kept(captured)

    def close(self) -> None:
        """What is reported is kept as far as it is there; it is in the outbox afterwards."""
        self._silence.stop()
        for captured in self.under_way:
            captured.finish()
        if self.now is not None:
            self.now.let_go()
        self.under_way, self.now = [], None
        self._darkroom.stop()

    # --- the sheet

    def _aim_at(self, x: float, y: float) -> None:
        """The place is where the camera's view cone has this spot of the picture."""
        if self.now is None:
            return
        camera, self._spot = self.now.seen.camera, QPointF(x, y)
        self._aim, self._address = aim(camera, x, y), ""
        if self.now.seen.stream is Stream.RECORDED and camera.ptz_url:  # it may have looked elsewhere then
            self._aim = Aim(camera.lon, camera.lat, None)
        self.sheet.picture.aim_at(self._spot)
        self._show_place(self.tr("Asking what it is called …"))
        about, here = self.now, self._aim
        self._caller.call(
            lambda api: api.place_at(here.lon, here.lat),
            lambda place: self._take_place(about, here, place),
            lambda error: self._miss_place(about, here, words.problem(error.problem)),
        )
        if self.sheet.classes.key is not None:
            self._look_for_duplicates(self.sheet.classes.key)

    def _take_place(self, about: Captured, asked: Aim, place: PlaceAt) -> None:
        if about is self.now and asked == self._aim:
            self._address = words.choose(place.address, place.address_en)
            self._show_place(self._address or self.tr("no address near"))

    def _miss_place(self, about: Captured, asked: Aim, why: str) -> None:
        """The backend finds the address itself when the report is there."""
        if about is self.now and asked == self._aim:
            self._show_place(self.tr("the address follows: {why}").format(why=why))

    def _show_place(self, text: str) -> None:
        camera = self.now.seen.camera if self.now is not None else None
        if self._aim.metres is None:
            how = self.tr("The camera's own place: nobody has measured where it looks")
            if camera is not None and camera.ptz_url and camera.azimuth is None:
                how = self.tr("The camera's own place: it was turned, and does not tell where it looks; a preset whose azimuth is known does")
            if self.now is not None and self.now.seen.stream is Stream.RECORDED and self.now.seen.camera.ptz_url:
                how = self.tr("The camera's own place: it can be turned, and nobody knows where it looked then")
        else:
            how = self.tr("{metres:.0f} m from the camera, by its view; click on the picture to aim").format(metres=self._aim.metres)
            if camera is not None and camera.preset and self.now is not None and self.now.seen.preset:
                how = self.tr("{how} · preset {name}").format(how=how, name=camera.preset)
        self.sheet.show_place(text, how)

    def _look_for_duplicates(self, key: ClassKey) -> None:
        about, here = self.now, self._aim
        draft = DraftReport(kind=key[0], class_code=key[1], lon=here.lon, lat=here.lat)

        def mine() -> bool:
            return about is self.now and here == self._aim and self.sheet.classes.key == key

        def told(advice: Advice) -> None:
            if mine():
                self.sheet.show_duplicates([each for each in advice.duplicates if each.near])

        def missed(error: ApiError) -> None:
            if mine():
                self.sheet.miss_duplicates(words.problem(error.problem))

        self._caller.call(lambda api: api.advise(draft), told, missed)

    def _report(self, key: ClassKey) -> None:
        if self.now is None:
            return
        captured, self.now = self.now, None
        seen, case_id = captured.seen, uuid.uuid4().hex
        small = words.class_name(self._hall.classes.get(key), key[1])
        report = CaseReport(
            id=case_id,
            source=Source.VIDEO,
            kind=key[0],
            class_code=key[1],
            lon=self._aim.lon,
            lat=self._aim.lat,
            address=self._address,
            description=self.tr("Seen on video: {what} ({camera})").format(what=small, camera=seen.camera.name),
            camera_id=seen.camera.id,
            at=seen.taken_at,
            direct=self.sheet.direct.value(),
            department_id=self.sheet.assessed(),
        )
        self._actions.report(report, captured.stills())
        self.under_way.append(captured)
        captured.report(case_id)
        self._show_kept(captured)

    def _let_go(self) -> None:
        if self.now is not None:
            self.now.let_go()
            self.now.deleteLater()
            self.now = None

    # --- what became of it

    def _show_kept(self, captured: Captured) -> None:
        if captured is self.now:
            self.sheet.show_kept(captured.told())
        elif captured in self.under_way:
            self._tell(self._pane_of(captured.seen.camera), self._stage(captured) + " · " + captured.told())

    def _stage(self, captured: Captured) -> str:
        receipt = self._hall.receipts.get(captured.case_id)
        if receipt is not None and receipt.state is ReceiptState.REFUSED and receipt.problem is not None:
            return self.tr("refused: {why}").format(why=words.problem(receipt.problem))
        stored = receipt is not None and receipt.state in (ReceiptState.STORED, ReceiptState.SEEN)
        if stored and captured.seen.locks:
            return self.tr("reported, its recording is to be kept as evidence")
        return self.tr("reported") if stored else self.tr("on its way")

    def _on_receipts(self, _: object) -> None:
        for captured in list(self.under_way):
            self._show_kept(captured)
            receipt = self._hall.receipts.get(captured.case_id)
            if captured.over and receipt is not None and receipt.state in SETTLED:
                self._on_ended(captured)

    def _on_ended(self, captured: Captured) -> None:
        """Nothing more is to come: what the pane says stays a moment."""
        if captured in self.under_way:
            self._show_kept(captured)
            self.under_way.remove(captured)
            captured.deleteLater()

    def _pane_of(self, camera: Camera) -> VideoPane | None:
        return next((pane for pane in self._video.panes if pane.camera_id == camera.id and pane.isVisible()), None)

    def _tell(self, pane: VideoPane | None, text: str, tone: str = "accent") -> None:
        """On this pane and no other."""
        for other, chip in self._chips.items():
            if other is not pane:
                chip.tell("", "")
        if pane is not None:
            self._chips.setdefault(pane, CaptureChip(pane)).tell(text, COLOURS[tone].name())
            self._silence.start()

    def _say(self) -> None:
        self.opener.setText(self.tr("Freeze"))
        self.opener.setToolTip(self.tr("Freeze this picture and report what it shows: F9, a digit, Enter"))
