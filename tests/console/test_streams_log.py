"""The drops of today outlive the console."""

import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from console import words
from console.hall.streams import StreamState
from console.workers.streams_log import DropLog, joined, key_of
from tests.console.stream_bench import ending_pool, is_in, until
from tests.simulator.camera_process import CameraProcess, make_clips

URL, OTHER = "rtsp://10.0.0.5/one?channel=1", "rtsp://10.0.0.5/one?channel=2"


def today(second: float) -> datetime:
    """Of this day of the city, whenever the test runs."""
    return words.local(datetime.now(UTC)).replace(hour=0, minute=0, second=0, microsecond=0).astimezone(UTC) + timedelta(seconds=second)


def test_that_a_drop_of_a_real_stream_is_known_to_the_next_console(tmp_path: Path) -> None:
    midnight = today(0)
    process = CameraProcess(make_clips(tmp_path / "clips"))
    process.start()
    url = process.rtsp("long/1")
    with ending_pool(drops=DropLog(tmp_path / "drops")) as pool:
        view = pool.open(url, 160, 90)
        until(is_in(view, StreamState.LIVE))
        process.kill()
        until(is_in(view, StreamState.OFFLINE))
        process.start()
        until(is_in(view, StreamState.LIVE), 40)
        before = view.drops(midnight)
    assert before[0] == 1
    with ending_pool(drops=DropLog(tmp_path / "drops")) as pool:
        again = pool.open(url, 160, 90)
        assert again.drops(midnight) == before
        until(is_in(again, StreamState.LIVE))
        process.kill()
        until(is_in(again, StreamState.OFFLINE))
    process.stop()
    with ending_pool(drops=DropLog(tmp_path / "drops")) as pool:  # one that lasted when the console was closed counts too
        assert pool.open(url, 160, 90).drops(midnight)[0] == 2


def test_that_each_stream_has_its_own_and_what_two_consoles_saw_counts_once(tmp_path: Path) -> None:
    one, two = DropLog(tmp_path), DropLog(tmp_path)
    one.note(URL, today(10), today(20))
    two.note(URL, today(11), today(21))
    two.note(URL, today(30), today(31))
    one.note(OTHER, today(5), today(6))
    assert DropLog(tmp_path).of(URL) == [(today(10), today(21)), (today(30), today(31))]
    assert DropLog(tmp_path).of(OTHER) == [(today(5), today(6))]
    assert DropLog(tmp_path).of("rtsp://10.0.0.6/") == []


def test_that_no_address_is_in_the_file_and_another_login_is_the_same_stream(tmp_path: Path) -> None:
    secret = "rtsp://admin:open-sesame@10.0.0.5/one?channel=1"
    DropLog(tmp_path).note(secret, today(1), today(2))
    assert DropLog(tmp_path).of(URL) == [(today(1), today(2))]
    (file,) = tmp_path.iterdir()
    text = file.read_text("utf-8")
    assert "open-sesame" not in text
    assert "10.0.0.5" not in text
    assert key_of("rtsp://[half") == key_of("rtsp://[half")


def test_that_days_before_go_and_half_lines_are_left(tmp_path: Path) -> None:
    (tmp_path / "2020-01-01.jsonl").write_text("{}\n")
    (tmp_path / "mine.txt").write_text("stays")
    log = DropLog(tmp_path)
    log.note(URL, today(1), today(2))
    (file,) = tmp_path.glob("*.jsonl")
    with file.open("a") as half:
        half.write('[1]\n"text"\n{"stream": "x", "since": "soon", "until": 3}\n{"stream": "')
    log.note(URL, today(3), today(4))
    log.note(URL, today(5), today(6))
    assert (tmp_path / "mine.txt").exists()
    assert DropLog(tmp_path).of(URL) == [(today(1), today(2)), (today(5), today(6))]  # the one that the half line took with it is lost


def test_that_many_threads_write_whole_lines(tmp_path: Path) -> None:
    log = DropLog(tmp_path)
    threads = [threading.Thread(target=lambda n=n: [log.note(URL, today(10 * n + k), today(10 * n + k + 0.5)) for k in range(10)]) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(DropLog(tmp_path).of(URL)) == 80


def test_that_a_disk_that_refuses_stops_nothing(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "file").write_text("")
    log = DropLog(tmp_path / "file")
    for second in range(3):
        log.note(URL, today(second), today(second + 0.5))
    assert [record.levelname for record in caplog.records] == ["ERROR"]


def test_that_spans_that_touch_are_one() -> None:
    assert joined([(today(5), today(9)), (today(1), today(5)), (today(2), today(3))]) == [(today(1), today(9))]
