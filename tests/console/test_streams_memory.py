"""Pictures are made in memory that goes round, and what a stream leaves is given back: a wall that stands for weeks does not grow."""

import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the allocator of glibc is meant")

PICTURES = """
import resource, sys
import av
from console.workers.streams import StreamPool
from console.workers.streams_mailbox import Mailbox

StreamPool()
frame, mailbox = av.VideoFrame(1920, 1080, "yuv420p"), Mailbox()
mailbox.want((1280, 720))


def show() -> int:
    if sys.argv[1] == "ours":
        mailbox.put(frame)
        kept.append(mailbox.picture((1280, 720)))
    else:
        kept.append(frame.reformat(1280, 720, "bgra"))
    del kept[:-2]
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt


kept = []
before = [show() for _ in range(5)][-1]
print([show() for _ in range(30)][-1] - before)
"""

STREAMS = """
import ctypes, gc, os, sys, threading
import av
from console.map.health import held
from console.workers.streams import StreamPool
from console.workers.streams_mailbox import Mailbox

if sys.argv[1] == "ours":
    StreamPool()
else:
    for option, value in ((-3, 32 << 20), (-1, 64 << 20)):  # all is kept in the arenas
        ctypes.CDLL(None).mallopt(option, value)


def look(number: int) -> None:
    mailbox, size = Mailbox(), (1280 - 16 * number, 720)
    mailbox.want(size)
    mailbox.put(av.VideoFrame(1920, 1080, "yuv420p"))
    looks.wait()
    looks.wait()


def page() -> int:
    threads = [threading.Thread(target=look, args=(number,)) for number in range(12)]
    for thread in threads:
        thread.start()
    looks.wait()
    most = held(os.getpid())
    looks.wait()
    for thread in threads:
        thread.join()
    del threads
    gc.collect()
    return most


looks = threading.Barrier(13)
before = held(os.getpid())
most = page()
print((held(os.getpid()) - before) / (most - before))
"""

REST = """
import gc, os, sys, threading, time
from console.map.health import held
from console.workers.streams import StreamPool

pool, kept = StreamPool(linger_s=0.0), []


def hoard() -> None:
    pieces = [bytes(20_000) for _ in range(500)]
    kept.append(bytes(3_000))  # lies behind them, and lives on
    hoards.wait()
    hoards.wait()


hoards = threading.Barrier(9)
before = held(os.getpid())
threads = [threading.Thread(target=hoard) for _ in range(8)]
for thread in threads:
    thread.start()
hoards.wait()
most = held(os.getpid())
hoards.wait()
for thread in threads:
    thread.join()
gc.collect()
if sys.argv[1] == "ours":
    pool.open("rtsp://127.0.0.1:9/1", 80, 45).close()
    while threading.active_count() > 1:
        time.sleep(0.01)
print((held(os.getpid()) - before) / (most - before))
"""


def told(program: str, whose: str) -> float:
    done = subprocess.run([sys.executable, "-c", program, whose], cwd=HERE, capture_output=True, text=True, check=True)
    return float(done.stdout)


def test_that_the_memory_of_pictures_serves_the_next_ones() -> None:
    pages = 30 * 1280 * 720 * 4 // 4096  # that they fill
    assert told(PICTURES, "ours") < pages / 10
    assert told(PICTURES, "others") > pages / 2  # else this test says nothing


def test_that_what_streams_leave_is_given_back() -> None:
    """As a share of what they had."""
    assert told(STREAMS, "ours") < 0.2
    assert told(STREAMS, "others") > 0.5  # else this test says nothing


def test_that_the_last_stream_that_ends_gives_back_what_lies_between() -> None:
    """Also what something small keeps an arena from giving back by itself."""
    assert told(REST, "ours") < 0.2
    assert told(REST, "others") > 0.5  # else this test says nothing
