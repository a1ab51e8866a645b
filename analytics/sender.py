"""Takes what was found to the backend, in a thread of its own, however long that is away."""

import io
import logging
import queue
import threading
from collections.abc import Callable

import numpy as np
from PIL import Image, ImageDraw

from analytics.doors import Doors, Refused, Unreachable
from analytics.eye import Found
from wire.analytics import AiEventReport, Box

LOG = logging.getLogger(__name__)
KEPT = 200  # findings, while the backend is away; the oldest give way
FIRST_PAUSE_S, LONGEST_PAUSE_S = 1.0, 30.0
QUALITY = 88


class Sender:
    def __init__(self, doors: Doors, new_id: Callable[[], str]) -> None:
        self._doors, self._new_id = doors, new_id
        self._waiting: queue.Queue[Found | None] = queue.Queue(KEPT)
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._work, name="sender", daemon=True)
        self._thread.start()

    def send(self, found: Found) -> None:
        while True:
            try:
                self._waiting.put_nowait(found)
                return
            except queue.Full:
                lost = self._waiting.get_nowait()
                LOG.error("the backend has been away for too long: a finding of %s is lost", lost.sighting.zone.camera_id if lost else "-")

    def stop(self) -> None:
        self._stopping.set()
        self.send_end()
        self._thread.join(5)

    def send_end(self) -> None:
        try:
            self._waiting.put_nowait(None)
        except queue.Full:
            return

    def _work(self) -> None:
        while not self._stopping.is_set() and (found := self._waiting.get()) is not None:
            self._take(found, self._new_id())

    def _take(self, found: Found, id: str) -> None:
        """Until the backend answers; a refusal is said, and the finding given up."""
        pause = FIRST_PAUSE_S
        while not self._stopping.is_set():
            try:
                self._deliver(found, id)
                return
            except Unreachable as error:
                LOG.warning("%s; trying again", error)
                self._stopping.wait(pause)
                pause = min(2 * pause, LONGEST_PAUSE_S)
            except Refused as refusal:
                LOG.warning("a finding of %s was refused: %s", found.sighting.zone.camera_id, refusal.code)
                return

    def _deliver(self, found: Found, id: str) -> None:
        sighting = found.sighting
        event = AiEventReport(
            id=id,
            zone_id=sighting.zone.id,
            at=found.at,
            box=within(sighting.box),
            confidence=min(1.0, max(0.0, sighting.confidence)),
            still_id=self._doors.keep_photo(jpeg(found.picture)),
            marked_id=self._doors.keep_photo(jpeg(marked(found.picture, sighting.box))),
            model=found.model,
        )
        answer = self._doors.report(event)
        LOG.info("%s at %s: %s %s", sighting.zone.kind, sighting.zone.camera_id, "again, case" if answer.again else "case", answer.case_id)


def jpeg(picture: np.ndarray) -> bytes:
    kept = io.BytesIO()
    Image.fromarray(picture).save(kept, "JPEG", quality=QUALITY)
    return kept.getvalue()


def marked(picture: np.ndarray, box: Box) -> np.ndarray:
    """With the box drawn in, light on dark so that it is seen on any ground."""
    image = Image.fromarray(picture)
    left, top, width, height = box
    corners = (left * image.width - 2, top * image.height - 2, (left + width) * image.width + 2, (top + height) * image.height + 2)
    draw = ImageDraw.Draw(image)
    draw.rectangle(corners, outline=(0, 0, 0), width=4)
    draw.rectangle(tuple(value + inset for value, inset in zip(corners, (1, 1, -1, -1), strict=True)), outline=(255, 176, 32), width=2)
    return np.asarray(image)


def within(box: Box) -> Box:
    """Rounding must not carry it out of the picture."""
    left, top, width, height = (min(1.0, max(0.0, value)) for value in box)
    return left, top, min(width, 1 - left), min(height, 1 - top)
