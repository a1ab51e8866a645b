"""How the cameras do: as the streams tell it, as it is told, and as it is shown."""

import csv
import io
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from console import words
from console.hall.camera_health import HealthLog
from console.hall.hall import Hall
from console.widgets import video_words
from console.widgets.cell import TONE_ROLE
from console.widgets.health.model import Column, HealthModel, csv_lines, drift, percent
from console.widgets.health.order import lines
from console.workers.streams_gauge import FirstPicture, Reading
from tests.console.stream_bench import ending_pool, until
from tests.simulator.camera_process import FPS, HEIGHT, WIDTH, CameraProcess, make_clips
from wire.camera_health import CameraHealth, CameraLook, LookReport, Probe, Seen, Watched
from wire.cameras import Camera

START = datetime(2026, 7, 1, 4, tzinfo=UTC)
CAMERAS = {"rtsp://h/sub": "c1", "rtsp://h/main": "c1", "rtsp://h/two": "c2"}
NONE = timedelta()


def at(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


def reading(url: str = "rtsp://h/sub", problem: str = "", age_s: float | None = 0.0, **more: object) -> Reading:
    told = Reading(url, problem, age_s, 2.0, 15.0, "h264", 640, 360, (), None)
    return told._replace(**more)  # type: ignore[arg-type]


def told(log: HealthLog) -> dict[str, CameraLook]:
    report = log.take()
    return {look.camera_id: look for look in report.cameras} if report else {}


def spans(*pairs: tuple[float, float]) -> list[Seen]:
    return [Seen(since=at(begin), until=at(end)) for begin, end in pairs]


def test_that_a_break_is_down_from_its_last_good_picture_until_the_next() -> None:
    log = HealthLog()
    for second in range(10):
        log.look([reading()], CAMERAS, at(second), NONE)
    for second in range(10, 14):
        log.look([reading(problem="timeout" if second > 11 else "", age_s=second - 9.0)], CAMERAS, at(second), NONE)
    log.look([reading()], CAMERAS, at(14), NONE)
    log.look([], CAMERAS, at(15), NONE)
    look = told(log)["c1"]
    assert (look.looked, look.down, look.problem) == (spans((0, 14)), spans((9, 14)), "")
    assert look.facts is not None
    assert (look.facts.codec, look.facts.width, look.facts.frame_rate, look.facts.drift_s) == ("h264", 640, 15.0, None)


def test_that_who_connects_is_not_down_and_what_never_answers_is_down_from_the_beginning() -> None:
    log = HealthLog()
    log.look([reading(age_s=None), reading("rtsp://h/two", age_s=None)], CAMERAS, at(0), NONE)
    log.look([reading(), reading("rtsp://h/two", "unreachable", None)], CAMERAS, at(3), NONE)
    looks = told(log)
    assert (looks["c1"].down, looks["c2"].down, looks["c2"].problem) == ([], spans((0, 3)), "unreachable")


def test_that_one_good_stream_of_a_camera_is_enough() -> None:
    log = HealthLog()
    for second in range(3):
        log.look([reading(problem="timeout", age_s=50.0), reading("rtsp://h/main", width=1920)], CAMERAS, at(second), NONE)
    look = told(log)["c1"]
    assert (look.down, look.facts and look.facts.width) == ([], 1920)


def test_that_nothing_is_lost_while_the_backend_is_away_and_nothing_told_twice_when_it_is_back() -> None:
    log = HealthLog()
    firsts = (FirstPicture(at(0.5), 480),)
    log.look([reading(firsts=firsts)], CAMERAS, at(0), NONE)
    log.look([reading()], CAMERAS, at(30), NONE)
    assert told(log)["c1"].looked == spans((0, 30))
    log.look([reading()], CAMERAS, at(60), NONE)
    report = log.take()
    assert report is not None
    assert (report.cameras[0].looked, [first.ms for first in report.cameras[0].firsts]) == (spans((0, 60)), [480])
    log.done(report)
    assert log.take() is None
    log.look([reading()], CAMERAS, at(90), NONE)
    assert told(log)["c1"].looked == spans((60, 90))
    log.end()
    last = log.take()
    assert last is not None
    log.done(last)
    assert log.take() is None


def test_that_the_clock_of_this_machine_does_not_pass_for_that_of_the_camera() -> None:
    log = HealthLog()
    log.look([reading(ahead_s=-30.0, firsts=(FirstPicture(at(60), 5),))], CAMERAS, at(0), timedelta(seconds=60))
    log.look([reading(ahead_s=-30.0)], CAMERAS, at(1), timedelta(seconds=60))
    look = told(log)["c1"]
    assert look.facts is not None
    assert (look.facts.drift_s, look.firsts[0].at) == (30.0, at(0))


def health(id: str, host: str, today: Watched = Watched(), week: Watched | None = None, **more: object) -> CameraHealth:  # noqa: B008 - frozen
    return CameraHealth(camera_id=id, host=host, today=today, week=week or today, **more)  # type: ignore[arg-type]


GOOD, POOR, BAD = Watched(looked_s=100.0), Watched(looked_s=100.0, down_s=8.0, drops=2), Watched(looked_s=1000.0, down_s=700.0, drops=9)
FOUND = [
    health("a", "h1", GOOD, drift_s=-92.4, drift_at=START, codec="hevc", width=1920, height=1080, frame_rate=24.6, first_ms=640, first_last_ms=1250),
    *(health("b", "h2", BAD, problem="unreachable"), health("c", "h1"), health("d", "h1", POOR), health("e", "", GOOD)),
]


def test_that_the_worst_is_first_and_what_nobody_looked_at_last() -> None:
    assert [line.camera.camera_id for line in lines(FOUND, grouped=False) if line.camera] == ["b", "d", "a", "e", "c"]
    grouped = [(line.camera.camera_id if line.camera else f"{line.host}:{line.cameras}/{line.looked}") for line in lines(FOUND, grouped=True)]
    assert grouped == ["h2:1/1", "b", "h1:3/2", "d", "a", "c", ":1/1", "e"]
    probed = [health("f", "h1", probe=Probe(at=START, first_ms=800)), health("g", "h1", probe=Probe(at=START, problem="unauthorized"))]
    assert [line.camera.camera_id for line in lines([*FOUND, *probed], grouped=False) if line.camera][-3:] == ["g", "f", "c"]


def test_that_shares_and_clocks_are_said_without_flattery() -> None:
    assert [percent(share) for share in (None, 1.0, 0.99999, 0.5)] == ["", "100 %", "99.9 %", "50.0 %"]
    assert [drift(seconds) for seconds in (0.3, 12.4, -92.0)] == ["0 s", "+12 s", "−92 s"]


@pytest.mark.gui
def test_that_rows_and_file_say_what_is_known_and_nothing_else(hall: Hall, dressed: None) -> None:
    hall.cameras.put([Camera(id=id, version=1, code=f"X{id}", name=f"=门{id}", lon=0, lat=0) for id in "abcde"])
    model = HealthModel(hall)
    model.show(FOUND, grouped=False)
    rows = {model.line(row).camera.camera_id: [model.index(row, column).data() for column in Column] for row in range(5)}  # type: ignore[union-attr]
    assert rows["a"][1:7] == ["100 %", "100 %", "0 / 0", "", "0.6 / 1.2 s", "H.265 1920×1080 · 25/s"]
    assert rows["a"][Column.CLOCK] == "−92 s"
    assert rows["c"][1:] == [model.tr("not watched")] * 2 + [""] * 7
    model.show(
        [health("c", "h1", probe=Probe(at=START, first_ms=840)), health("d", "h1", probe=Probe(at=START, problem="unauthorized"))], grouped=False
    )
    local, now = words.local(START), hall.clock.now()
    time = f"{local:%H:%M}" if local.date() == words.local(now).date() else words.moment(START, now)
    refused, well = (model.index(row, Column.STATE) for row in (0, 1))
    assert (refused.data(), well.data()) == (f"{time} 探测：{video_words.reason('unauthorized')}", f"{time} 探测：首帧 0.8 s")
    assert (refused.data(TONE_ROLE), well.data(TONE_ROLE)) == ("warn", "text_2")
    assert rows["b"][1:5] == ["30.0 %", "30.0 %", "9 / 9", words.span(700)]
    table = list(csv.DictReader(io.StringIO(b"".join(csv_lines(hall, FOUND)).decode("utf-8-sig"))))
    assert [row["camera_id"] for row in table] == ["b", "d", "a", "e", "c"]
    assert (table[0]["online_week"], table[0]["camera_name"], table[2]["clock_ahead_seconds"], table[4]["online_today"]) == (
        "0.3",
        "'=门b",
        "-92.4",
        "",
    )


def test_that_the_streams_tell_their_shape_their_first_picture_and_the_clock_of_the_camera(tmp_path: Path) -> None:
    """Over TCP and UDP by the sender reports of RTCP; what has none says nothing."""
    with CameraProcess(make_clips(tmp_path)) as process, ending_pool() as pool:
        wanted = {
            process.rtsp("long/1"): 0.0,
            process.rtsp("long/2?clock=-90"): -90.0,
            process.rtsp("long/3?only=udp&clock=4000"): 4000.0,
            process.http("long/4.flv"): None,
        }
        for url in wanted:
            pool.open(url, 160, 90)
        firsts: dict[str, int] = dict.fromkeys(wanted, 0)

        def all_told() -> bool:
            now = pool.readings()
            for each in now:
                firsts[each.url] += len(each.firsts)
            told = {each.url: each.ahead_s for each in now}
            return all(firsts.values()) and all((told[url] is None) == (ahead is None) for url, ahead in wanted.items())

        until(all_told, 60.0)
        for each in pool.readings():
            assert (each.codec, each.width, each.height, each.problem) == ("h264", WIDTH, HEIGHT, "")
            expected = wanted[each.url]
            assert each.ahead_s == (None if expected is None else pytest.approx(expected, abs=5.0))
        until(lambda: all(0.4 * FPS < each.frame_rate < 6 * FPS for each in pool.readings()), 60.0)


def test_that_a_report_holds_no_more_than_the_backend_takes() -> None:
    log = HealthLog()
    for round in range(700):
        log.look([reading()], CAMERAS, at(3 * round), NONE)
        log.look([reading()], CAMERAS, at(3 * round + 1), NONE)
        log.look([], CAMERAS, at(3 * round + 2), NONE)
    sizes = []
    while isinstance(report := log.take(), LookReport):
        sizes.append(len(report.cameras[0].looked))
        log.done(report)
    assert sizes == [500, 200]
