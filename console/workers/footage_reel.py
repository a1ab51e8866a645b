"""The thread behind one pane that shows the past: for each moment that it is asked for, the picture of that moment.

Where decoding does not keep up, a key picture comes first and the right one after it, unless the hand has gone on; `reached` is the moment of what is
there, so that whoever waits for this pane does not run away from what is seen.
"""

import logging
import threading
import time
import zlib
from datetime import datetime, timedelta

import av
from PySide6.QtGui import QImage

from console import words
from console.api import ApiError
from console.workers.footage_clip import Clip, NoPictures
from console.workers.footage_cut import RecordedCut
from console.workers.footage_files import FootageFiles, moment_of
from console.workers.footage_recorder import RecorderPlay
from console.workers.streams_mailbox import Picture, Size, fit
from console.workers.streams_scaler import Scaler
from media.pace import Backoff, Gate
from media.reasons import BadAddress, NoDecoder, NoVideo, reason_for
from wire.cameras import Camera
from wire.recordings import Recording

LOADING, SHOWN, NOTHING, FAILED = "LOADING", "SHOWN", "NOTHING", "FAILED"  # `console.hall.past.PastState`
log = logging.getLogger("footage")
KEYS_FROM = 8.0  # times: from this speed on a key picture is enough that is so near, or where the last picture took so long to be decoded
KEY_NEAR_S, COSTLY_S = 0.25, 0.08
AGAIN_S = 2.0  # after a failure
NOT_LET_IN = ("unauthorized", "forbidden")  # recorders lock out who insists
BEHIND_S = 0.25  # the hand goes on while a picture waits for its turn, and is made: so much of that is made good
LEAD_S, HELD_TO = 0.6, 16.0  # of the time that is shown: … and so much at most up to this speed, since the hand may be held up meanwhile
OPENED_FROM, OPENED_TO = 0.2, 0.7  # of a file: the one after it is opened somewhere there, elsewhere for each camera, since their files end together


class Reel(threading.Thread):
    """See `console.hall.past.PastView`."""

    def __init__(self, camera: Camera, size: Size, files: FootageFiles, logins: dict[str, str], gate: Gate) -> None:
        super().__init__(name=f"reel {camera.id}", daemon=True)
        self.state, self.problem, self.foreign = LOADING, "", False
        self.reached: float | None = None
        self._took_s, self._costly = 0.0, False  # from when the last picture was asked for until it was there; was most of it decoding?
        self._behind: float | None = None  # the moment of a key picture that stands for a later one, which is still owed
        self._camera, self._size, self._files = camera, size, files
        self._gate = gate
        self._spared_until, self._their_problem = 0.0, ""  # monotonic: until then a recorder that failed is not asked again
        self._recorder = RecorderPlay(camera.playback_url, logins, words.zone(), self._turn) if camera.playback_url else None
        self._asked = threading.Condition()
        self._wanted: tuple[float, float, float] | None = None  # moment, speed, and when it was asked for (monotonic)
        self._stopped = False
        self._picture: Picture | None = None
        self._beside: tuple[float, float] | None = None
        self._clip: Clip | None = None
        self._of: Recording | None = None
        self._coming: Clip | None = None  # of the recording that is played next
        self._coming_id = ""
        self._opened_from = OPENED_FROM + (OPENED_TO - OPENED_FROM) * (zlib.crc32(camera.id.encode()) % 100) / 100
        self._shown: tuple[str, int, Size] | None = None
        self._scaler, self._number = Scaler(), 0

    # --- for the GUI thread

    def picture(self) -> Picture | None:
        return self._picture

    def beside(self) -> tuple[float, float] | None:
        return self._beside

    def cut(self, at: datetime, before_s: float, after_s: float) -> RecordedCut | None:
        if self.foreign:
            return None
        return RecordedCut(self._files, self._camera.id, at - timedelta(seconds=before_s), at + timedelta(seconds=after_s))

    def drop(self, cut: RecordedCut) -> None:
        cut.end()

    def seek(self, at: float, speed: float) -> None:
        with self._asked:
            self._wanted = at, speed, time.monotonic()
            self._asked.notify()

    def resize(self, width: int, height: int) -> None:
        with self._asked:
            self._size = max(2, width), max(2, height)
            self._asked.notify()

    def close(self) -> None:
        with self._asked:
            self._stopped = True
            self._asked.notify()

    # --- the thread

    def run(self) -> None:
        last: tuple[tuple[float, float, float] | None, Size] = (None, (0, 0))
        while True:
            with self._asked:
                while not self._stopped and (self._wanted is None or (self._wanted, self._size) == last):
                    if not self._asked.wait(AGAIN_S) and self.state in (FAILED, NOTHING):
                        break
                if self._stopped:
                    break
                wanted, size = self._wanted, self._size
            if wanted is not None:
                self._answer(*wanted, size)
            last = (wanted, size) if self._behind is None else (None, (0, 0))
        self._drop_clip()
        self._drop_coming()
        if self._recorder is not None:
            self._recorder.close()

    def _answer(self, at: float, speed: float, asked: float, size: Size) -> None:
        """The picture that is right when it is there, as far as that can be told."""
        late_s = time.monotonic() - asked
        if abs(speed) <= HELD_TO:
            late = speed * min(max(late_s, self._took_s), BEHIND_S)
            at += min(max(late, -LEAD_S), LEAD_S)
        else:
            at += speed * min(late_s, BEHIND_S)
        self._behind = None
        self._show(at, speed, size)
        self._took_s, self.reached = time.monotonic() - asked, at if self._behind is None else self._behind

    def _show(self, at: float, speed: float, size: Size) -> None:
        try:
            if not self._from_ours(at, speed, size) and not self._from_theirs(at, size):
                self._say(NOTHING)
        except ApiError as error:
            self._say(FAILED, error.problem.code)
        except (NoPictures, av.FFmpegError):
            self._say(FAILED, "recording_damaged")
        except Exception:
            log.exception("a recording could not be shown")
            self._say(FAILED, "defect")

    def _from_ours(self, at: float, speed: float, size: Size) -> bool:
        recording, after = self._files.around(self._camera.id, moment_of(at)).at_moment(moment_of(at))
        if recording is None:
            return False
        clip, start = self._clip_of(recording), recording.start.timestamp()
        if after is not None:
            self._files.fetch(after)
        place = clip.place(at - start)
        if abs(speed) >= KEYS_FROM:
            key, held = clip.key_place(place), abs(speed) <= HELD_TO
            near = at - start - clip.times[key] <= KEY_NEAR_S
            if near or (self._costly and (not held or self._leads_on(recording, key, speed))):
                self._behind = start + clip.times[key] if held and not near and key != place else None
                place = key
        if self._shown != (recording.id, place, size):
            began = time.monotonic()
            frame = clip.frame(place)
            self._costly = time.monotonic() - began > COSTLY_S
            if frame is None:
                raise NoPictures
            self._shown, self.foreign = (recording.id, place, size), False
            self._put(frame, start + clip.times[place], size)
            self._beside = _neighbours(clip, place, recording, after)
        self._say(SHOWN)
        if after is not None and speed > 0 and at - start >= self._opened_from * clip.times[-1]:
            self._open_ahead(after)
        return True

    def _leads_on(self, recording: Recording, place: int, speed: float) -> bool:
        """Whether a picture comes after the one that is shown, as it is played: nobody is shown a step back, and a key picture is shown once."""
        if self._shown is None or self._shown[0] != recording.id:
            return True
        return place > self._shown[1] if speed > 0 else place < self._shown[1]

    def _from_theirs(self, at: float, size: Size) -> bool:
        if self._recorder is None:
            return False
        self.foreign = True
        if time.monotonic() < self._spared_until:
            self._say(FAILED, self._their_problem)
            return True
        try:
            found = self._recorder.frame(at)
        except (BadAddress, NoDecoder, NoVideo, av.FFmpegError, OSError) as error:
            self._recorder.close()
            self._spare(reason_for(error))
            return True
        if found is None:
            return False
        frame, taken = found
        self._shown, self._beside = None, self._recorder.beside()
        self._put(frame, taken, size)
        self._say(SHOWN)
        return True

    def _turn(self, host: str) -> float | None:
        """Waits until this recorder may be asked once more: the moment that is wanted by then; none when nobody looks any more."""
        pause_s = self._gate.pause_s(host)
        with self._asked:
            ended = self._asked.wait_for(lambda: self._stopped, pause_s)
            return None if ended or self._wanted is None else self._wanted[0]

    def _spare(self, reason: str) -> None:
        """However the hand moves meanwhile, who does not let us in is asked again slowly. Of another moment there may be a recording."""
        pause_s = Backoff().pause_s(refused=True) if reason in NOT_LET_IN else 0.0 if reason == "not_found" else AGAIN_S
        self._their_problem, self._spared_until = reason, time.monotonic() + pause_s
        self._say(FAILED, reason)

    def _clip_of(self, recording: Recording) -> Clip:
        if self._of is None or self._of.id != recording.id or self._clip is None:
            if self._coming is not None and self._coming_id == recording.id:
                clip, self._coming = self._coming, None
            else:
                clip = Clip(self._files.body(recording))
            self._drop_clip()
            self._clip, self._of = clip, recording
        return self._clip

    def _open_ahead(self, recording: Recording) -> None:
        """Once for each, when its bytes are here; what is wrong with it is said when it is its turn."""
        body = self._files.fetch(recording)
        if self._coming_id == recording.id or not body.done() or body.cancelled() or body.exception() is not None:
            return
        self._drop_coming()
        self._coming_id = recording.id
        try:
            self._coming = Clip(body.result())
            self._coming.frame(0)
        except (NoPictures, av.FFmpegError):
            self._drop_coming()

    def _drop_coming(self) -> None:
        if self._coming is not None:
            self._coming.close()
        self._coming = None

    def _drop_clip(self) -> None:
        if self._clip is not None:
            self._clip.close()
        self._clip = self._of = None

    def _put(self, frame: av.VideoFrame, at: float, size: Size) -> None:
        width, height = fit(frame.width, frame.height, size)
        plane = self._scaler.scaled(frame, width, height).planes[0]
        image = QImage(memoryview(plane), width, height, plane.line_size, QImage.Format.Format_RGB32)
        self._number += 1
        self._picture = Picture(self._number, image, moment_of(at), frame)

    def _say(self, state: str, problem: str = "") -> None:
        self.problem, self.state = problem, state
        if state != SHOWN:
            self._shown = self._behind = None


def _neighbours(clip: Clip, place: int, recording: Recording, after: Recording | None) -> tuple[float, float]:
    """The moments of the pictures before and after this one, also where another file has them."""
    start, later = recording.start.timestamp(), place + 1 < len(clip.times)
    before = start + clip.times[place - 1] if place else start - 0.001
    behind = start + clip.times[place + 1] if later else after.start.timestamp() if after else recording.end.timestamp()
    return before, behind


class FootagePool:
    """See `console.hall.past.Footage`."""

    def __init__(self, files: FootageFiles, logins: dict[str, str], gate: Gate | None = None) -> None:
        self._files, self._logins, self._gate = files, logins, gate or Gate()
        self._reels: list[Reel] = []

    def open(self, camera: Camera, width: int, height: int) -> Reel:
        reel = Reel(camera, (max(2, width), max(2, height)), self._files, self._logins, self._gate)
        self._reels = [each for each in self._reels if each.is_alive()] + [reel]
        reel.start()
        return reel

    def stop(self) -> None:
        for reel in self._reels:
            reel.close()
        self._files.stop()

    def join(self, seconds: float = 6.0) -> None:
        deadline = time.monotonic() + seconds
        for reel in self._reels:
            reel.join(max(0.0, deadline - time.monotonic()))
