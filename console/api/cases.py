"""Cases, their tasks and their photos."""

import base64
from contextlib import suppress
from typing import Any

import msgspec

from console.api.door import BULK_S, JSON, Door, keyed, quoted, read_as
from wire.advice import Advice, DraftReport
from wire.captures import CLIP_TYPE, CaptureOrder, Clip
from wire.case_filter import CaseFilter
from wire.cases import AnyCaseOrder, CaseCard, CasePage, CaseReport, PhotoOfCase, Taken
from wire.codes import TaskState
from wire.forecast import Forecast
from wire.photos import Photo, id_of
from wire.tasks import Task, TaskReport

MINIMAL = {"Prefer": "return=minimal"}


class CaseApi(Door):
    def report(self, report: CaseReport) -> CaseCard | Taken:
        """A retry gets the answer of the first time, which may have been the brief one."""
        return self._stored("/v1/cases", report, keyed(report.id, None))

    def report_briefly(self, report: CaseReport) -> CaseCard | Taken:
        """The same; the answer says no more than what it became, unless it was answered at length before."""
        return self._stored("/v1/cases", report, keyed(report.id, None) | MINIMAL)

    def advise(self, draft: DraftReport) -> Advice:
        """What the backend thinks of a report that is not sent yet."""
        return self._post(Advice, "/v1/advice", draft)

    def case(self, case_id: str) -> CaseCard:
        return self._get(CaseCard, f"/v1/cases/{quoted(case_id)}")

    def cases(self, wanted: CaseFilter) -> CasePage:
        return self._get(CasePage, "/v1/cases", _said(wanted))

    def forecasts(self) -> list[Forecast]:
        """What will break a limit next, the first to break it first."""
        return self._get(list[Forecast], "/v1/forecasts")

    def order(self, case_id: str, order: AnyCaseOrder, key: str, version: int) -> CaseCard | Taken:
        """`version` is the one that the operator saw; the same `key` again gets the same answer, also a brief one, and does nothing."""
        return self._stored(f"/v1/cases/{quoted(case_id)}/orders", order, keyed(key, version))

    def order_briefly(self, case_id: str, order: AnyCaseOrder, key: str, version: int) -> CaseCard | Taken:
        """Likewise."""
        return self._stored(f"/v1/cases/{quoted(case_id)}/orders", order, keyed(key, version) | MINIMAL)

    def _stored(self, path: str, order: Any, headers: dict[str, str]) -> CaseCard | Taken:
        """Whatever was preferred: what was answered to this key before is what is answered now."""
        answer = self.connection.call("POST", path, body=msgspec.json.encode(order), headers=JSON | headers)
        with suppress(msgspec.DecodeError, UnicodeDecodeError):
            return msgspec.json.decode(answer.content, type=Taken)
        return read_as(CaseCard, answer.content)

    def add_photo(self, case_id: str, photo: PhotoOfCase, key: str) -> CaseCard:
        return self._post(CaseCard, f"/v1/cases/{quoted(case_id)}/photos", photo, key=key)

    def tasks(self, unit_id: str = "", state: TaskState | None = None) -> list[Task]:
        return self._get(list[Task], "/v1/tasks", {"unit_id": unit_id or None, "state": state})

    def report_task(self, task_id: str, report: TaskReport, key: str) -> Task:
        return self._post(Task, f"/v1/tasks/{quoted(task_id)}/report", report, key=key)

    def upload_photo(self, image: bytes, media_type: str) -> Photo:
        """Keyed by its content: the id of a photo is the SHA-256 of its bytes."""
        return self._send(Photo, "POST", "/v1/photos", image, _of_bytes(image, media_type), BULK_S)

    def photo(self, photo_id: str) -> bytes:
        return bytes(self.connection.call("GET", f"/v1/photos/{quoted(photo_id)}", headers={"Accept": "image/*"}, read_s=BULK_S).content)

    def upload_clip(self, film: bytes) -> Clip:
        """Likewise."""
        return self._send(Clip, "POST", "/v1/clips", film, _of_bytes(film, CLIP_TYPE), BULK_S)

    def clip(self, clip_id: str) -> bytes:
        return bytes(self.connection.call("GET", f"/v1/clips/{quoted(clip_id)}", headers={"Accept": CLIP_TYPE}, read_s=BULK_S).content)

    def add_capture(self, case_id: str, capture: CaptureOrder, key: str) -> CaseCard:
        return self._post(CaseCard, f"/v1/cases/{quoted(case_id)}/captures", capture, key=key)


def _of_bytes(content: bytes, media_type: str) -> dict[str, str]:
    """With the digest, so that what arrives otherwise than it was sent is refused."""
    id = id_of(content)
    said = base64.b64encode(bytes.fromhex(id)).decode()
    return {"Content-Type": media_type, "Idempotency-Key": id, "Content-Digest": f"sha-256=:{said}:"}


def _said(wanted: CaseFilter) -> dict[str, Any]:
    """As an address says it: what is not given is left out."""
    said = {name: value for name, value in msgspec.to_builtins(wanted).items() if value not in (None, "", [])}
    for name, inside in (("near", "near"), ("box", "bbox")):
        if name in said:
            said[inside] = ",".join(map(repr, said.pop(name)))
    return {name: str(value).lower() if isinstance(value, bool) else value for name, value in said.items()}
