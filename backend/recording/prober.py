"""Cameras that nobody watches, looked at now and then: opened, one picture, closed. So it is known before it is needed what does not answer."""

import logging
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import av
from sqlalchemy.exc import DBAPIError

from backend.recording.worker import Parts
from backend.refusals import Outside
from backend.rules import camera_health, recording_plans
from backend.rules.camera_health import Probed, Unwatched
from backend.session import SYSTEM, Database
from backend.standards.recording import RecordingStandard
from media.addresses import host_of, with_login
from media.opening import open_stream, video_of
from media.reasons import NoPicture, StreamEnded, reason_for

log = logging.getLogger("recorder")
LOOK_S = 10.0  # so often it is asked whose turn it is
PICTURE_S = 10.0  # longest wait for a key picture that can be decoded


class Prober:
    """`look` again and again, then `end`. One camera of each host at a time, and all of them through the gate of the recorder."""

    def __init__(self, database: Database, parts: Parts) -> None:
        self._database, self._parts = database, parts
        self._pool: ThreadPoolExecutor | None = None
        self._busy: dict[str, str] = {}  # hosts that are asked now, and of which camera
        self._stopped = threading.Event()
        self._looked_at = float("-inf")

    def look(self, rules: RecordingStandard, now: float) -> None:
        """`now` in monotonic seconds."""
        if not rules.probe_minutes or now - self._looked_at < LOOK_S:
            return
        self._looked_at = now
        with self._database.read() as work:
            due = camera_health.due(work, set(recording_plans.on_panes(work, rules)), rules.probe_minutes)
        self._pool = self._pool or ThreadPoolExecutor(rules.probe_at_once, thread_name_prefix="probe")
        for camera in due:
            host = host_of(camera.url)
            if len(self._busy) < rules.probe_at_once and host not in self._busy:
                self._busy[host] = camera.camera_id
                self._pool.submit(self._probe, camera, host)

    def end(self) -> None:
        self._stopped.set()
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)

    def _probe(self, camera: Unwatched, host: str) -> None:
        try:
            if self._parts.gate.turn(host, self._stopped):
                found = self._looked(camera.url, host)
                with self._database.write(SYSTEM) as work:
                    camera_health.enter_probe(work, camera.camera_id, found)
        except DBAPIError:
            log.exception("a probe could not be entered; its camera has another turn")
        finally:
            self._busy.pop(host, None)

    def _looked(self, url: str, host: str) -> Probed:
        began = time.monotonic()
        try:
            frame, codec = first_picture(with_login(url, self._parts.login_of(host)), began + PICTURE_S)
        except Outside:
            return Probed(problem="unauthorized")
        except Exception as error:  # whatever a camera sends
            return Probed(problem=reason_for(error))
        return Probed(first_ms=round(1000 * (time.monotonic() - began)), codec=codec, width=frame.width, height=frame.height)


def first_picture(url: str, until: float) -> tuple[av.VideoFrame, str]:
    """And its codec. Raises what `media.reasons` names; `NoPicture` when there was none `until` then, in monotonic seconds."""
    with open_stream(url, "yiping-prober") as container:
        stream = video_of(container)
        stream.codec_context.thread_count, stream.codec_context.skip_frame = 1, "NONKEY"
        for packet in container.demux(stream):
            try:
                frame = next((frame for frame in packet.decode() if not frame.is_corrupt), None)
            except av.error.InvalidDataError:
                frame = None
            if frame is not None:
                return frame, stream.codec_context.name
            if time.monotonic() > until:
                raise NoPicture
    raise StreamEnded
