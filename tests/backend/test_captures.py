"""Stills and clips of cameras: kept under what they are, refused when they are not what was sent, and on the case with where they come from."""

import base64
import hashlib
import io
from datetime import UTC, datetime, timedelta
from typing import Any

import av
import numpy as np
import pytest

from backend.rules import cameras as camera_rules
from backend.rules import recordings
from backend.session import SYSTEM
from backend.standards import in_force
from tests.backend.centre import ADMIN, Centre, report_of
from tests.backends import Backend, Client
from wire.cameras import CameraOrder
from wire.codes import Role, Source
from wire.recordings import RecordedSpan

AS_CLIP = {"Content-Type": "video/mp4"}
AS_JPEG = {"Content-Type": "image/jpeg"}
STILL = b"\xff\xd8\xff" + bytes(200)
TAKEN = datetime(2026, 11, 30, 3, 4, 5, tzinfo=UTC)


@pytest.fixture(scope="module")
def film() -> bytes:
    """A real MP4 of two seconds."""
    file = io.BytesIO()
    with av.open(file, "w", format="mp4") as made:
        stream = made.add_stream("mpeg4", rate=5)
        stream.width, stream.height = 64, 48
        for shade in range(10):
            picture = av.VideoFrame.from_ndarray(np.full((48, 64, 3), shade * 20, np.uint8), format="rgb24")
            made.mux(stream.encode(picture))
        made.mux(stream.encode(None))
    return file.getvalue()


@pytest.fixture
def centre(backend: Backend) -> Centre:
    made = Centre(backend.database)
    with made.writing(ADMIN) as work:
        camera_rules.put(work, CameraOrder(id="k1", code="001", name="东门", lon=111.0, lat=35.02))
    return made


def digest(content: bytes) -> str:
    return f"sha-256=:{base64.b64encode(hashlib.sha256(content).digest()).decode()}:"


def capture(media_id: str, **fields: Any) -> dict[str, Any]:
    return {"media_id": media_id, "camera_id": "k1", "stream": "SUB", "taken_at": TAKEN.isoformat()} | fields


def patrol(backend: Backend) -> Client:
    return backend.client(Role.VIDEO_PATROLLER, name="wang")


def reported(client: Client, case_id: str) -> None:
    assert client.post("/v1/cases", json={**_json(report_of(case_id, Source.VIDEO)), "camera_id": "k1", "photos": []}).status_code == 201


def _json(order: Any) -> dict[str, Any]:
    told = {name: getattr(order, name) for name in order.__struct_fields__}
    return {name: value for name, value in told.items() if value not in (None, [], False)}


def test_that_a_clip_comes_back_whole_and_in_parts(backend: Backend, film: bytes) -> None:
    client = patrol(backend)
    first, again = (client.post("/v1/clips", data=film, headers=AS_CLIP | {"Content-Digest": digest(film)}) for _ in range(2))
    id = hashlib.sha256(film).hexdigest()
    assert (first.status_code, first.json()["id"], first.json()["size"]) == (201, id, len(film))
    assert first.json() == again.json()
    whole = client.get(f"/v1/clips/{id}")
    assert (whole.status_code, whole.content, whole.headers["Content-Type"], whole.headers["Accept-Ranges"]) == (200, film, "video/mp4", "bytes")
    for asked, part in (("0-99", film[:100]), ("100-", film[100:]), ("-50", film[-50:]), (f"10-{len(film) * 2}", film[10:])):
        answer = client.get(f"/v1/clips/{id}", headers={"Range": f"bytes={asked}"})
        assert (answer.status_code, answer.content) == (206, part)
    assert client.get(f"/v1/clips/{id}", headers={"Range": "bytes=1-3"}).headers["Content-Range"] == f"bytes 1-3/{len(film)}"
    beyond = client.get(f"/v1/clips/{id}", headers={"Range": f"bytes={len(film)}-"})
    assert (beyond.status_code, beyond.json()["code"]) == (416, "no_such_range")
    assert client.get("/v1/clips/unknown").json()["code"] == "unknown_clip"


def test_that_what_is_no_whole_film_or_arrived_changed_is_refused_and_not_kept(backend: Backend, film: bytes) -> None:
    client = patrol(backend)
    for wrong in (STILL, b"", film[:-1], film[: len(film) // 2], film[20:], b"\0\0\0\x08ftyp"):
        assert client.post("/v1/clips", data=wrong, headers=AS_CLIP).json()["code"] == "malformed"
    assert client.post("/v1/clips", data=film, headers=AS_JPEG).json()["code"] == "wrong_media_type"
    for door, content, kind in (("/v1/clips", film, AS_CLIP), ("/v1/photos", STILL, AS_JPEG)):
        changed = client.post(door, data=content, headers=kind | {"Content-Digest": digest(content + b"x")})
        assert (changed.status_code, changed.json()["code"]) == (400, "wrong_digest")
        assert hashlib.sha256(content).hexdigest() in changed.json()["detail"]
        assert client.post(door, data=content, headers=kind | {"Content-Digest": "md5=:xx:"}).json()["code"] == "malformed"
    assert backend.client(Role.INSPECTOR).post("/v1/clips", data=film, headers=AS_CLIP).status_code == 403
    assert not [file for file in backend.data.rglob("*") if file.is_file()]


def test_that_still_and_clip_hang_on_the_case_with_where_they_come_from(backend: Backend, centre: Centre, film: bytes) -> None:
    client = patrol(backend)
    reported(client, "c1")
    still = client.post("/v1/photos", data=STILL, headers=AS_JPEG).json()["id"]
    clip = client.post("/v1/clips", data=film, headers=AS_CLIP).json()["id"]
    first = client.post("/v1/cases/c1/captures", json=capture(still, stream="MAIN")).json()
    card = client.post("/v1/cases/c1/captures", json=capture(clip, seconds=19.5)).json()
    again = client.post("/v1/cases/c1/captures", json=capture(clip, seconds=19.5)).json()
    assert (first["version"], card["version"], again["version"]) == (2, 3, 3)
    assert [(photo["id"], photo["phase"]) for photo in card["photos"]] == [(still, "BEFORE")]
    assert card["case"]["photo_count"] == 1
    told = [(each["id"], each["media_type"], each["camera"], each["stream"], each["seconds"], each["by"]) for each in card["captures"]]
    assert told == [(still, "image/jpeg", "东门", "MAIN", 0.0, "Wang"), (clip, "video/mp4", "东门", "SUB", 19.5, "Wang")]
    assert datetime.fromisoformat(card["captures"][0]["taken_at"]) == TAKEN
    trail = backend.client(Role.ADMIN).get("/v1/audit", params={"limit": 1000}).json()["entries"]
    assert [entry["act"] for entry in trail].count("CASE.CAPTURE") == 2


def test_that_the_preset_is_kept_with_the_capture(backend: Backend, centre: Centre) -> None:
    client = patrol(backend)
    reported(client, "c1")
    still = client.post("/v1/photos", data=STILL, headers=AS_JPEG).json()["id"]
    card = client.post("/v1/cases/c1/captures", json=capture(still, preset="路口全景")).json()
    assert [each["preset"] for each in card["captures"]] == ["路口全景"]
    assert client.post("/v1/cases/c1/captures", json=capture(still, preset="长" * 61)).status_code == 400


def test_that_what_was_recorded_around_a_captured_picture_is_locked_once(backend: Backend, centre: Centre, film: bytes) -> None:
    clerk = backend.client(Role.ACCEPTOR, name="li")  # whose post locks nothing
    reported(clerk, "c1")
    still = clerk.post("/v1/photos", data=STILL, headers=AS_JPEG).json()["id"]
    clip = clerk.post("/v1/clips", data=film, headers=AS_CLIP).json()["id"]
    other = clerk.post("/v1/photos", data=STILL + b"2", headers=AS_JPEG).json()["id"]
    longer = clerk.post("/v1/clips", data=film + b"\0\0\0\x08free", headers=AS_CLIP).json()["id"]
    line = {"camera_id": "k1", "start": (TAKEN - timedelta(hours=1)).isoformat(), "end": (TAKEN + timedelta(hours=1)).isoformat()}

    def locks() -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = clerk.get("/v1/recording-lines", params=line).json()["locks"]
        return found

    assert clerk.post("/v1/cases/c1/captures", json=capture(other, stream="RECORDED")).status_code == 200
    assert locks() == []  # a recorder of others has it: we have recorded nothing
    with backend.database.write(SYSTEM) as work:
        recordings.enter(work, "k1", RecordedSpan(start=TAKEN - timedelta(seconds=3), end=TAKEN + timedelta(seconds=3)), ("k1/1.mp4", 9, "0" * 64))
    assert clerk.post("/v1/cases/c1/captures", json=capture(still, stream="MAIN")).status_code == 200
    assert locks() == []  # a live picture is its own evidence
    later = (TAKEN + timedelta(seconds=1)).isoformat()
    for media, fields in ((clip, {"seconds": 19.5}), (clip, {"seconds": 19.5})):
        assert clerk.post("/v1/cases/c1/captures", json=capture(media, stream="RECORDED", taken_at=later, **fields)).status_code == 200
    [lock] = locks()
    around = timedelta(seconds=in_force().recording.evidence_s)
    start, end = (datetime.fromisoformat(lock[name]) for name in ("start", "end"))
    assert (start, end, lock["until"]) == (TAKEN + timedelta(seconds=1) - around, TAKEN + timedelta(seconds=1) + around, None)
    assert lock["by"] == "li"
    leader = backend.client(Role.SHIFT_LEADER)
    assert leader.delete(f"/v1/recording-locks/{lock['id']}").status_code == 204
    assert clerk.post("/v1/cases/c1/captures", json=capture(clip, stream="RECORDED", taken_at=later, seconds=19.5)).status_code == 200
    assert locks() == []  # what was taken away stays so
    much = (TAKEN + timedelta(seconds=2)).isoformat()
    assert clerk.post("/v1/cases/c1/captures", json=capture(longer, stream="RECORDED", taken_at=much, seconds=299)).status_code == 200
    [lock] = locks()
    assert datetime.fromisoformat(lock["end"]) - datetime.fromisoformat(lock["start"]) == timedelta(seconds=2 * 299)


def test_that_a_capture_that_cannot_be_is_refused_by_name(backend: Backend, centre: Centre, film: bytes) -> None:
    client = patrol(backend)
    reported(client, "c1")
    still = client.post("/v1/photos", data=STILL, headers=AS_JPEG).json()["id"]
    clip = client.post("/v1/clips", data=film, headers=AS_CLIP).json()["id"]
    refusals = [
        (capture("0" * 64), 409, "unknown_capture"),
        (capture(still, camera_id="nowhere"), 404, "unknown_camera"),
        (capture(still, seconds=3), 400, "malformed"),
        (capture(clip), 400, "malformed"),
        (capture(clip, seconds=301), 400, "malformed"),
        (capture(still, taken_at="2026-11-30T03:04:05"), 400, "malformed"),
        (capture(still, taken_at="1970-01-01T00:00:00Z"), 400, "malformed"),
        (capture(still, stream="THIRD"), 400, "malformed"),
    ]
    for order, status, code in refusals:
        answer = client.post("/v1/cases/c1/captures", json=order)
        assert (answer.status_code, answer.json()["code"]) == (status, code), order
    assert client.post("/v1/cases/c2/captures", json=capture(still)).json()["code"] == "unknown_case"
    assert backend.client(Role.DEPARTMENT).post("/v1/cases/c1/captures", json=capture(still)).status_code == 403
    later = capture(still, taken_at=(TAKEN + timedelta(hours=8)).astimezone().isoformat())
    assert client.post("/v1/cases/c1/captures", json=later).status_code == 200
