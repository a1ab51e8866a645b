"""Recordings as rules: the index, what is recorded, the ring, locks; and the doors to them."""

import io
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace

from backend import standards
from backend.recording import ring
from backend.recording.package import verify as verify_here
from backend.recording.store import RecordingStore
from backend.refusals import Malformed, RuleSaysNo, Unknown
from backend.rules import audit, cameras, recording_locks, recording_plans, recordings
from backend.session import SYSTEM, Database
from backend.settings import CITY_ZONE
from backend.tables.alarms import AlarmRow
from tests.backend.centre import DISPATCHER, LEADER, user
from tests.backends import Backend
from wire.cameras import CameraOrder
from wire.codes import AlarmKind, Role
from wire.people import User
from wire.recordings import LockOrder, RecordedSpan, RecordingMode, RecordingOrder, RecordingWhy, WatchedReport, playback_address

EVALUATOR = user("evaluator", Role.EVALUATOR)
BEGAN = datetime.now(UTC).replace(microsecond=0) - timedelta(hours=1)
SIZE, FILE_S = 1000, 6
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def store(tmp_path: Path) -> RecordingStore:
    (tmp_path / "data" / "recordings").mkdir(parents=True)
    return RecordingStore(tmp_path / "data" / "recordings")


def plant(database: Database, *ids: str) -> None:
    with database.write(SYSTEM) as work:
        for id in ids:
            cameras.put(work, CameraOrder(id=id, code=id, name=id, lon=111, lat=35, sub_url=f"rtsp://h/{id}/s", main_url=f"rtsp://h/{id}/m"))


def at(second: float) -> datetime:
    return BEGAN + timedelta(seconds=second)


def record(database: Database, store: RecordingStore, camera_id: str, *seconds: float) -> None:
    """Files of six seconds that begin then: boxes of MP4 with no picture in them, since nothing here looks for one."""
    for second in seconds:
        part = store.begin(camera_id, at(second).timestamp())
        text = f"{camera_id} {second} ".encode().ljust(SIZE - 16, b".")
        part.write_bytes((8).to_bytes(4, "big") + b"moof" + (SIZE - 8).to_bytes(4, "big") + b"mdat" + text)
        kept = store.finish(part, FILE_S)
        with database.write(SYSTEM) as work:
            recordings.enter(work, kept.camera_id, kept.span, (kept.path, kept.size, kept.sha256))


def lock(database: Database, id: str, start: float, end: float, by: User = LEADER, until: datetime | None = None) -> None:
    with database.write(by) as work:
        recording_locks.put(work, LockOrder(id=id, camera_id="k1", start=at(start), end=at(end), reason="事故", until=until))


def kept(database: Database, camera_id: str) -> list[float]:
    with database.read() as work:
        found = recordings.recordings(work, camera_id, at(-1e6), at(1e6), 1000)
    return [(each.start - BEGAN).total_seconds() for each in found]


def use(**changes: float) -> None:
    rules = standards.in_force()
    standards.use(replace(rules, recording=replace(rules.recording, **({"free_gb": 0.0} | changes))))


@pytest.fixture(autouse=True)
def usual_rules() -> Iterator[None]:
    before = standards.in_force()
    yield
    standards.use(before)


def test_that_what_is_recorded_of_a_time_is_found_with_its_gaps(database: Database, store: RecordingStore) -> None:
    plant(database, "k1")
    record(database, store, "k1", 0, 6, 12, 60, 66)
    record(database, store, "k2", 0)
    with database.read() as work:
        found = [(each.start - BEGAN).total_seconds() for each in recordings.recordings(work, "k1", at(7), at(61), 10)]
        line = recordings.line(work, "k1", at(0), at(100))
    assert found == [6, 12, 60]
    assert line.spans == [RecordedSpan(start=at(0), end=at(18)), RecordedSpan(start=at(60), end=at(72))]
    with database.read() as work, pytest.raises(Malformed):
        recordings.recordings(work, "k1", at(5), at(5), 10)


def test_that_the_ring_takes_the_oldest_of_all_cameras_but_never_what_is_locked(database: Database, store: RecordingStore) -> None:
    plant(database, "k1", "k2")
    for second in range(0, 60, 6):
        record(database, store, "k1", second)
        record(database, store, "k2", second)
    lock(database, "l1", 7, 13)
    use(ring_gb=6 * SIZE / 1e9)
    assert ring.turn(database, store)
    assert (kept(database, "k1"), kept(database, "k2")) == ([6, 12, 48, 54], [48, 54])
    with database.read() as work:
        assert {store.name(place) for place in store.folder.glob("*/*/*")} == recordings.known(work)
    use(ring_days=1e-9)
    ring.turn(database, store)
    assert (kept(database, "k1"), kept(database, "k2")) == ([6, 12], [])
    use(free_gb=1e9)  # no disk has so much: all goes but what is locked, and there is no room then
    assert not ring.turn(database, store)
    assert kept(database, "k1") == [6, 12]
    with database.write(LEADER) as work:
        recording_locks.release(work, "l1")
    ring.turn(database, store)
    assert kept(database, "k1") == []


def test_that_a_lock_ends_when_its_time_is_over(database: Database, store: RecordingStore) -> None:
    plant(database, "k1")
    record(database, store, "k1", 0)
    lock(database, "l1", 0, 6, until=datetime.now(UTC) + timedelta(hours=1))
    rules = replace(standards.in_force().recording, ring_days=1e-9, free_gb=0)
    for ahead, gone in ((0, 0), (2, 1)):
        with database.write(SYSTEM) as work:
            work.at += timedelta(hours=ahead)
            assert len(recordings.take_oldest(work, rules, 0)) == gone


def test_that_locks_are_of_posts_that_may_and_stand_in_the_audit_trail(database: Database) -> None:
    plant(database, "k1")
    lock(database, "l1", 0, 6)
    lock(database, "l1", 0, 6)  # sent twice
    for wrong, code in (((6, 6), Malformed), ((0, 90_000), Malformed)):
        with pytest.raises(code):
            lock(database, "l2", *wrong)
    for id, by, past in (("l2", EVALUATOR, None), ("l3", LEADER, datetime(2020, 1, 1, tzinfo=UTC))):
        with pytest.raises(RuleSaysNo):
            lock(database, id, 0, 6, by, past)
    with pytest.raises(RuleSaysNo):
        lock(database, "l1", 0, 7)
    with database.write(LEADER) as work:
        recording_locks.release(work, "l1", "13812345678 called")
    with pytest.raises(Unknown), database.write(LEADER) as work:
        recording_locks.release(work, "l1")
    with database.read() as work:
        told = [entry for entry in audit.page(work, 0, 100).entries if entry.act.startswith("RECORDING.")]
    assert [entry.act for entry in told] == ["RECORDING.LOCK", "RECORDING.UNLOCK"]
    assert told[1].detail.endswith(": 138****5678 called")


def test_that_marked_alarmed_and_watched_cameras_are_recorded_in_this_order_and_never_against_an_order(database: Database) -> None:
    plant(database, "k1", "k2", "k3")
    rules = standards.in_force().recording
    with database.write(DISPATCHER) as work:
        recording_plans.watched(work, WatchedReport(camera_ids=["k1", "k2", "k3", "gone"]))
        recording_plans.watched(work, WatchedReport(camera_ids=["k1"]))
        recording_plans.put(work, "k3", RecordingOrder(mode=RecordingMode.ON, reason="事故", until=work.at + timedelta(hours=1)))
        recording_plans.put(work, "k2", RecordingOrder(mode=RecordingMode.OFF, reason="居民区"))
    with database.write(SYSTEM) as work:
        assert recording_plans.wanted(work, rules) == [("k3", "rtsp://h/k3/m", RecordingWhy.MARKED), ("k1", "rtsp://h/k1/s", RecordingWhy.WATCHED)]
        recording_plans.tell(work, {"k1": (RecordingWhy.WATCHED, "unreachable")})
        assert recording_plans.plan(work, "k1").problem == "unreachable"
        work.at += timedelta(hours=2)
        assert recording_plans.wanted(work, rules) == []
        assert recording_plans.plan(work, "k3").mode == RecordingMode.AUTO
    with pytest.raises(RuleSaysNo), database.write(EVALUATOR) as work:
        recording_plans.put(work, "k1", RecordingOrder(mode=RecordingMode.ON, reason="x"))


def test_that_a_camera_at_which_a_case_was_reported_is_recorded(backend: Backend) -> None:
    plant(backend.database, "k1")
    report = {"id": "r1", "source": "AI", "kind": "EVENT", "class_code": "0101", "lon": 111.0, "lat": 35.0, "camera_id": "k1", "description": "积水"}
    answer = backend.client(Role.ACCEPTOR).post("/v1/cases", json=report)
    assert answer.status_code == 201, answer.text
    with backend.database.read() as work:
        rules = standards.in_force().recording
        assert [(each.camera_id, each.why) for each in recording_plans.wanted(work, rules)] == [("k1", RecordingWhy.ALARM)]
        work.at += timedelta(seconds=rules.alarm_s + 60)
        assert recording_plans.wanted(work, rules) == []


def test_that_cameras_in_whose_view_an_incident_is_are_recorded(backend: Backend) -> None:
    rules = standards.in_force().recording
    north = {"sub_url": "rtsp://h/1", "azimuth": 0.0, "view_angle": 60.0, "reach": 100.0}
    with backend.database.write(SYSTEM) as work:
        for number in range(rules.incident_cameras + 1):  # one behind the other, all looking at the place
            order = CameraOrder(id=f"n{number}", code=f"n{number}", name="北", lon=111, lat=35 - number * 1e-4, **north)
            cameras.put(work, order)
        for id, change in {"away": {"azimuth": 180.0}, "far": {"reach": 20.0}, "nobody-knows": {"azimuth": None}}.items():
            cameras.put(work, CameraOrder(id=id, code=id, name=id, lon=111, lat=35, **{**north, **change}))

    def recorded() -> list[tuple[str, RecordingWhy]]:
        with backend.database.read() as work:
            return sorted((each.camera_id, each.why) for each in recording_plans.wanted(work, rules))

    place = {"lon": 111.0, "lat": 35.0003}
    report = {"id": "r1", "source": "AI", "kind": "EVENT", "class_code": "0101", "description": "积水", "camera_id": "away", **place}
    client, nearest = backend.client(Role.ACCEPTOR), [f"n{number}" for number in range(rules.incident_cameras)]
    for told, seen in ((report, []), (report | {"id": "r2", "urgent": True}, nearest)):
        answer = client.post("/v1/cases", json=told)
        assert answer.status_code == 201, answer.text
        assert recorded() == [(id, RecordingWhy.ALARM) for id in ["away", *seen]]
    with backend.database.write(SYSTEM) as work:
        work.at += timedelta(seconds=rules.alarm_s + 60)
        assert recording_plans.wanted(work, rules) == []
        values = {"version": 1, "cause": "", "level": 1, "worst": 1, "value": None, "threshold": None, "acknowledged_by": "", "note": ""}
        for kind in (AlarmKind.DUMPING, AlarmKind.STAYING):
            lon = 111.0 if kind is AlarmKind.DUMPING else 111.01
            work.session.add(AlarmRow(id=kind, kind=kind, unit_id="t1", raised_at=work.at, lon=lon, lat=35.0003, **values))
        work.session.flush()
        assert sorted(each.camera_id for each in recording_plans.wanted(work, rules)) == nearest


def test_that_bytes_come_by_range_and_who_looked_stands_in_the_audit_trail(backend: Backend, store: RecordingStore) -> None:
    plant(backend.database, "k1")
    record(backend.database, store, "k1", 0, 6)
    client = backend.client(Role.VIDEO_PATROLLER)
    span = {"camera_id": "k1", "start": at(0).isoformat(), "end": at(20).isoformat()}
    first, _ = client.get("/v1/recordings", params=span).json()
    whole = client.get(f"/v1/recordings/{first['id']}/video")
    assert (whole.status_code, len(whole.content), whole.headers["Accept-Ranges"]) == (200, SIZE, "bytes")
    for asked, part in (("bytes=0-9", whole.content[:10]), ("bytes=990-", whole.content[990:]), ("bytes=-10", whole.content[-10:])):
        got = client.get(f"/v1/recordings/{first['id']}/video", headers={"Range": asked})
        assert (got.status_code, got.content) == (206, part)
    assert client.get(f"/v1/recordings/{first['id']}/video", headers={"Range": "bytes=5000-"}).status_code == 400
    assert client.get("/v1/recordings/none/video").status_code == 404
    assert backend.client(Role.DEVICE).get("/v1/recordings", params=span).status_code == 403
    with backend.database.read() as work:
        views = [entry for entry in audit.page(work, 0, 100).entries if entry.act == "RECORDING.VIEW"]
    assert [(entry.user, entry.id) for entry in views] == [(client.user.name if client.user else "", "k1")]


def test_that_a_package_is_verified_and_any_changed_byte_is_found(backend: Backend, store: RecordingStore, tmp_path: Path) -> None:
    plant(backend.database, "k1")
    record(backend.database, store, "k1", 0, 6, 30)
    order = {"camera_id": "k1", "start": at(-5).isoformat(), "end": at(34).isoformat(), "reason": "公安调取"}
    assert backend.client(Role.DISPATCHER).post("/v1/recording-exports", json=order).json()["code"] == "recording_not_your_post"
    answer = backend.client(Role.SHIFT_LEADER).post("/v1/recording-exports", json=order)
    digest = answer.headers["Digest"].removeprefix("sha-256=")
    whole = tmp_path / "package.zip"
    whole.write_bytes(answer.content)
    with zipfile.ZipFile(io.BytesIO(answer.content)) as package:
        manifest = msgspec.json.decode(package.read("manifest.json"))
        assert package.testzip() is None
        assert [name for name in package.namelist() if name.startswith("video/")] == [video["name"] for video in manifest["videos"]]
    assert (len(manifest["videos"]), len(manifest["gaps"]), manifest["reason"]) == (3, 2, "公安调取")
    with backend.database.read() as work:
        assert any(entry.act == "RECORDING.EXPORT" and digest in entry.detail for entry in audit.page(work, 0, 100).entries)
    assert verify(whole) == (0, f"whole: 6 files, SHA-256 {digest}\n")
    assert verify(whole, "--sha256", "0" * 64)[0] == 2
    flipped = tmp_path / "flipped.zip"
    for place in [*range(0, 64), *range(64, len(answer.content), 37)]:
        body = bytearray(answer.content)
        body[place] ^= 1 + place % 255
        flipped.write_bytes(body)
        assert verify_here(flipped).fault, place
    compressed = bytearray(answer.content)  # the first file says that it is deflated: what inflates it complains in words of its own
    for mark, ahead in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        compressed[compressed.index(mark) + ahead] = zipfile.ZIP_DEFLATED
    for body in (answer.content[:-1], answer.content + b"x", b"", bytes(compressed)):
        flipped.write_bytes(body)
        assert verify_here(flipped).fault
    assert verify(flipped)[0] == 2
    damaged = next(store.folder.glob("k1/*/*.mp4"))
    damaged.write_bytes(b"x" * SIZE)
    assert backend.client(Role.SHIFT_LEADER).post("/v1/recording-exports", json=order).json()["code"] == "recording_damaged"
    assert not list(store.folder.glob(".package-*"))


def test_that_several_cameras_are_one_package_for_a_case(backend: Backend, store: RecordingStore, tmp_path: Path) -> None:
    plant(backend.database, "k1", "k2", "k3")
    record(backend.database, store, "k1", 0, 6)
    record(backend.database, store, "k2", 6)
    with backend.database.write(SYSTEM) as work:
        cameras.put(work, CameraOrder(id="slash", code="a/../b", name="斜杠", lon=111, lat=35))
    record(backend.database, store, "slash", 0)
    report = {
        "id": "r1",
        "source": "VIDEO",
        "kind": "EVENT",
        "class_code": "0101",
        "lon": 111.0,
        "lat": 35.0,
        "camera_id": "k1",
        "description": "积水",
    }
    number = backend.client(Role.VIDEO_PATROLLER).post("/v1/cases", json=report).json()["case"]["number"]
    leader, time = backend.client(Role.SHIFT_LEADER), {"start": at(0).isoformat(), "end": at(20).isoformat(), "reason": "公安调取"}
    order = {"camera_ids": ["k1", "k2", "k3", "slash", "k1"], "case_id": "r1"} | time
    answer = leader.post("/v1/recording-exports", json=order)
    assert answer.status_code == 200, answer.text
    whole = tmp_path / "package.zip"
    whole.write_bytes(answer.content)
    with zipfile.ZipFile(whole) as package:
        manifest = msgspec.json.decode(package.read("manifest.json"))
        names = [name for name in package.namelist() if name.startswith("video/")]
    assert (manifest["case_id"], manifest["case_number"], manifest["reason"]) == ("r1", number, "公安调取")
    told = [(part["camera_id"], len(part["videos"]), len(part["gaps"])) for part in manifest["cameras"]]
    assert told == [("k1", 2, 1), ("k2", 1, 2), ("k3", 0, 1), ("slash", 1, 1)]
    assert [video["name"] for part in manifest["cameras"] for video in part["videos"]] == names
    assert {name.rpartition("/")[0] for name in names} == {"video/01-k1", "video/02-k2", "video/04-a_.._b"}
    assert verify(whole) == (0, f"whole: 7 files, SHA-256 {answer.headers['Digest'].removeprefix('sha-256=')}\n")
    body = bytearray(answer.content)
    body[answer.content.index(b"k2 6")] ^= 1
    whole.write_bytes(body)
    assert verify_here(whole).fault
    with backend.database.read() as work:
        exported = [entry for entry in audit.page(work, 0, 100).entries if entry.act == "RECORDING.EXPORT"]
    assert [entry.id for entry in exported] == ["k1", "k2", "k3", "slash"]
    assert all("for case r1" in entry.detail for entry in exported)
    for wrong, code in (
        ({"camera_ids": []}, "malformed"),
        ({"camera_ids": ["k1", "gone"]}, "unknown_camera"),
        ({"camera_ids": ["k3"]}, "nothing_recorded"),
    ):
        assert leader.post("/v1/recording-exports", json=order | wrong).json()["code"] == code
    assert leader.post("/v1/recording-exports", json=order | {"case_id": "none"}).json()["code"] == "unknown_case"


def verify(file: Path, *more: str) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-m", "backend", "verify-recording", str(file), *more], cwd=ROOT, capture_output=True, text=True, timeout=120, check=False
    )
    return done.returncode, done.stdout


def test_that_the_address_of_a_recorder_says_where_the_times_go(database: Database) -> None:
    moment = datetime(2026, 11, 30, 6, 32, 5, tzinfo=UTC)
    later, city = moment + timedelta(hours=1), CITY_ZONE
    assert playback_address("rtsp://n/t?s={start}&e={end}", moment, later) == "rtsp://n/t?s=20261130T063205Z&e=20261130T073205Z"
    assert playback_address("rtsp://n/{start:%Y_%m_%d_%H_%M_%S}", moment, later, city) == "rtsp://n/2026_11_30_14_32_05"
    order = CameraOrder(id="k1", code="1", name="k", lon=111, lat=35)
    for wrong in ("rtsp://n/now", "rtsp://n/{start}/{where}", "rtsp://me:secret@n/{start}"):
        with pytest.raises(RuleSaysNo), database.write(SYSTEM) as work:
            cameras.put(work, replace(order, playback_url=wrong))
    with database.write(SYSTEM) as work:
        assert cameras.put(work, replace(order, playback_url="rtsp://n/{start}-{end}")).playback_url == "rtsp://n/{start}-{end}"
