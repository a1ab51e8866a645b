"""How the cameras do, on both databases."""

from datetime import datetime, timedelta

import msgspec
import pytest

from backend.jobs import housekeeping
from backend.refusals import RuleSaysNo
from backend.rules import camera_health, cameras
from backend.rules.camera_health import KEEP_DAYS, Probed, Unwatched
from backend.rules.spans import begun_within, common, joined, length
from backend.session import Database
from backend.settings import CITY_ZONE
from backend.tables.camera_days import CameraDayRow
from tests.backend.centre import user
from tests.backends import Backend
from wire.camera_health import CameraHealth, CameraLook, Facts, First, LookReport, Probe, Seen, Watched
from wire.cameras import CameraOrder
from wire.codes import Role

PATROLLER, ADMIN = user("patroller", Role.VIDEO_PATROLLER), user("admin", Role.ADMIN)


@pytest.fixture
def now(database: Database) -> datetime:
    """And three cameras."""
    with database.write(ADMIN) as work:
        for n in range(3):
            order = CameraOrder(id=f"c{n}", code=f"X{n}", name=f"camera {n}", lon=112, lat=38, sub_url=f"rtsp://10.0.0.{n // 2}:554/{n}")
            cameras.put(work, order)
        return work.at


def seen(now: datetime, *spans: tuple[float, float]) -> list[Seen]:
    """So many seconds ago."""
    return [Seen(since=now - timedelta(seconds=begin), until=now - timedelta(seconds=end)) for begin, end in spans]


def enter(database: Database, *looks: CameraLook) -> None:
    with database.write(PATROLLER) as work:
        camera_health.enter(work, LookReport(cameras=list(looks)))


def found(database: Database) -> dict[str, CameraHealth]:
    with database.read() as work:
        return {each.camera_id: each for each in camera_health.all_health(work)}


def test_that_spans_are_laid_over_each_other() -> None:
    assert joined([(5, 6), (1, 3), (2, 4), (4.5, 4.6)], gap=0.3) == [(1, 4), (4.5, 4.6), (5, 6)]
    assert joined([(5, 6), (1, 3), (2, 4), (4.5, 4.6)], gap=0.5) == [(1, 6)]
    assert common([(0, 10), (20, 30), (40, 50)], [(5, 25), (29, 60)]) == [(5, 10), (20, 25), (29, 30), (40, 50)]
    assert length([(1, 4), (5, 6)]) == 4
    assert begun_within([(0, 1), (5, 6), (21, 22), (35, 36)], [(0, 10), (20, 30)], after=1.0) == 1  # who has just come saw no drop


def test_that_a_camera_nobody_looked_at_is_not_said_to_be_well(database: Database, now: datetime) -> None:
    enter(database, CameraLook(camera_id="c0", looked=seen(now, (40, 20))), CameraLook(camera_id="gone", looked=seen(now, (40, 20))))
    health = found(database)
    assert sorted(health) == ["c0", "c1", "c2"]
    assert (health["c1"].week, health["c1"].week.online) == (Watched(), None)
    assert (health["c0"].week.online, health["c0"].host, health["c2"].host) == (1.0, "10.0.0.0:554", "10.0.0.1:554")


def test_that_what_several_have_seen_and_tell_twice_counts_once(database: Database, now: datetime) -> None:
    first = CameraLook(camera_id="c0", looked=seen(now, (100, 60)), down=seen(now, (90, 80)))
    second = CameraLook(camera_id="c0", looked=seen(now, (95, 40)), down=seen(now, (89.9, 79), (45, 40)), problem="timeout")
    enter(database, first)
    enter(database, second)
    enter(database, first)
    week = found(database)["c0"].week
    assert week.looked_s == pytest.approx(60, abs=0.4)
    assert week.down_s == pytest.approx(16, abs=0.4)
    assert week.drops == 2
    assert week.online == pytest.approx(44 / 60, abs=0.01)
    assert found(database)["c0"].problem == "timeout"  # the older report, told again, is not news


def test_that_what_was_seen_is_kept_by_the_days_of_the_city(database: Database, now: datetime) -> None:
    midnight = now.astimezone(CITY_ZONE).replace(hour=0, minute=0, second=0, microsecond=0)
    span = Seen(since=midnight - timedelta(seconds=30), until=midnight + timedelta(seconds=min(10, (now - midnight).total_seconds())))
    enter(database, CameraLook(camera_id="c0", looked=[span]))
    health = found(database)["c0"]
    assert health.week.looked_s == pytest.approx((span.until - span.since).total_seconds(), abs=0.2)
    assert health.today.looked_s == pytest.approx((span.until - midnight).total_seconds(), abs=0.2)
    with database.read() as work:
        assert work.session.query(CameraDayRow).count() == 2


def test_that_old_days_are_forgotten(database: Database, now: datetime) -> None:
    enter(database, CameraLook(camera_id="c0", looked=seen(now, (40, 20))))
    with database.write(PATROLLER) as work:
        row = work.session.query(CameraDayRow).first()
        assert row is not None
        row.day = row.day - timedelta(days=KEEP_DAYS + 1)
    housekeeping.purge(database)
    with database.read() as work:
        assert work.session.query(CameraDayRow).count() == 0


def test_that_the_newest_facts_and_the_median_of_first_pictures_are_told(database: Database, now: datetime) -> None:
    firsts = [First(at=now - timedelta(seconds=90 - 10 * n), ms=ms) for n, ms in enumerate((400, 5000, 700))]
    newer = Facts(at=now - timedelta(seconds=20), frame_rate=24.9, codec="hevc", width=1920, height=1080, drift_s=-92.5)
    older = Facts(at=now - timedelta(seconds=50), frame_rate=15, codec="h264", width=640, height=360)
    enter(database, CameraLook(camera_id="c0", looked=seen(now, (100, 20)), firsts=firsts, facts=newer))
    enter(database, CameraLook(camera_id="c0", looked=seen(now, (100, 50)), firsts=firsts[:1], facts=older))
    health = found(database)["c0"]
    assert (health.first_ms, health.first_last_ms) == (700, 700)
    assert (health.frame_rate, health.codec, health.width, health.height, health.seen_at) == (24.9, "hevc", 1920, 1080, newer.at)
    assert (health.drift_s, health.drift_at) == (-92.5, newer.at)


def test_that_cameras_that_nobody_watches_have_turns_to_be_probed_and_a_probe_is_no_watching(database: Database, now: datetime) -> None:
    with database.read() as work:
        assert camera_health.due(work, {"c1"}, 30) == [Unwatched("c0", "rtsp://10.0.0.0:554/0"), Unwatched("c2", "rtsp://10.0.0.1:554/2")]
    with database.write(PATROLLER) as work:
        camera_health.enter_probe(work, "c0", Probed(first_ms=800, codec="hevc", width=640, height=360))
        camera_health.enter_probe(work, "c2", Probed(problem="unauthorized"))
        camera_health.enter_probe(work, "gone", Probed(problem="timeout"))
        at = work.at
    with database.read() as work:
        assert camera_health.due(work, (), 30) == [Unwatched("c1", "rtsp://10.0.0.0:554/1")]
        work.at += timedelta(minutes=31)
        assert [each.camera_id for each in camera_health.due(work, (), 30)] == ["c1", "c0", "c2"]
    health = found(database)
    assert (health["c0"].probe, health["c2"].probe) == (Probe(at=at, first_ms=800), Probe(at=at, problem="unauthorized"))
    assert (health["c0"].codec, health["c0"].seen_at, health["c2"].seen_at) == ("hevc", at, None)
    assert {(each.today.online, each.first_ms, each.is_probed) for each in (health["c0"], health["c2"])} == {(None, None, True)}
    enter(database, CameraLook(camera_id="c2", looked=[Seen(since=at, until=at + timedelta(seconds=5))], problem="timeout"))
    assert (found(database)["c2"].is_probed, found(database)["c2"].problem) == (False, "timeout")


def test_that_it_comes_over_the_wire_and_what_cannot_be_is_refused(backend: Backend) -> None:
    client = backend.client(Role.VIDEO_PATROLLER)
    with backend.database.write(ADMIN) as work:
        cameras.put(work, CameraOrder(id="c0", code="X0", name="one", lon=112, lat=38))
        now = work.at
    look = CameraLook(camera_id="c0", looked=seen(now, (40, 20)))
    assert client.post("/v1/camera-health", json=msgspec.to_builtins(LookReport(cameras=[look]))).status_code == 204
    assert client.get("/v1/camera-health").json()[0]["week"]["looked_s"] == pytest.approx(20, abs=0.2)
    body = msgspec.to_builtins(look)
    long_ago = [{"since": "2001-01-01T00:00:00Z", "until": "2001-01-01T00:00:01Z"}]
    bad = (
        {"looked": long_ago},
        {"looked": [{"since": "2026-11-21T08:00:00", "until": "2026-11-21T08:00:00"}]},
        {"problem": "It broke!"},
        {"mood": "good"},
    )
    for change in bad:
        assert client.post("/v1/camera-health", json={"cameras": [body | change]}).status_code == 400
    backwards = msgspec.to_builtins(seen(now, (20, 40)))
    assert client.post("/v1/camera-health", json={"cameras": [body | {"looked": backwards}]}).json()["code"] == "ends_before_it_begins"
    assert backend.client(Role.DEPARTMENT).get("/v1/camera-health").status_code == 403
    with pytest.raises(RuleSaysNo):
        enter(backend.database, CameraLook(camera_id="c0", looked=[], down=seen(now, (1, 2))))
