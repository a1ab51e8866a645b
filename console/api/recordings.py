"""Recorded video."""

import hashlib
from datetime import datetime

import msgspec

from console.api.door import EXPORT_S, JSON, Door, quoted
from console.connection import Sink, failure
from wire.recordings import (
    MOST_RECORDINGS,
    LockOrder,
    Recording,
    RecordingExportOrder,
    RecordingLine,
    RecordingLock,
    RecordingOrder,
    RecordingPlan,
    WatchedReport,
)

VIDEO_S = 30.0


class Summed:
    """Into something else, and the SHA-256 of it."""

    def __init__(self, into: Sink) -> None:
        self.digest, self._into = hashlib.sha256(), into

    def write(self, piece: bytes, /) -> None:
        self.digest.update(piece)
        self._into.write(piece)


class RecordingApi(Door):
    def recordings(self, camera_id: str, start: datetime, end: datetime) -> list[Recording]:
        """The files that have a picture of this time, the oldest first."""
        return self._get(list[Recording], "/v1/recordings", _span(camera_id, start, end) | {"limit": str(MOST_RECORDINGS)})

    def recorded_video(self, id: str) -> bytes:
        """A whole file: fMP4."""
        return self.connection.call("GET", f"/v1/recordings/{quoted(id)}/video", headers={"Accept": "video/mp4"}, read_s=VIDEO_S).content

    def recording_line(self, camera_id: str, start: datetime, end: datetime) -> RecordingLine:
        return self._get(RecordingLine, "/v1/recording-lines", _span(camera_id, start, end))

    def put_recording(self, camera_id: str, order: RecordingOrder) -> RecordingPlan:
        return self._put(RecordingPlan, f"/v1/cameras/{quoted(camera_id)}/recording", order)

    def report_watched(self, camera_ids: list[str]) -> None:
        """These are on our panes now."""
        self.connection.call("PUT", "/v1/watched", body=msgspec.json.encode(WatchedReport(camera_ids=camera_ids)), headers=JSON)

    def put_recording_lock(self, order: LockOrder) -> RecordingLock:
        return self._put(RecordingLock, f"/v1/recording-locks/{quoted(order.id)}", order)

    def remove_recording_lock(self, id: str, reason: str) -> None:
        self.connection.call("DELETE", f"/v1/recording-locks/{quoted(id)}", params={"reason": reason})

    def export_recordings(self, order: RecordingExportOrder, into: Sink) -> None:
        """The package, a ZIP, as it comes; `bad_answer` when it is not the one that the audit trail has."""
        summed, headers = Summed(into), JSON | {"Accept": "application/zip"}
        body = msgspec.json.encode(order)
        answer = self.connection.call("POST", "/v1/recording-exports", body=body, headers=headers, read_s=EXPORT_S, into=summed)
        if answer.headers.get("Digest") != f"sha-256={summed.digest.hexdigest()}":
            raise failure("bad_answer", "the package has another digest")


def _span(camera_id: str, start: datetime, end: datetime) -> dict[str, str]:
    return {"camera_id": camera_id, "start": start.isoformat(), "end": end.isoformat()}
