"""What the pictures of a stream are made in is not given back to the system, and taken anew for the next."""

import resource
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parents[2]
ROUNDS, SIZES = 12, 3
PUTS = f"""
import resource, sys
import av
from console.workers.streams import StreamPool
from console.workers.streams_mailbox import Mailbox

if sys.argv[1] == "pool":
    StreamPool()
frame = av.VideoFrame(1920, 1080, "yuv420p")


def look() -> int:
    mailbox = Mailbox()
    for number in range({SIZES}):
        mailbox.want((1920 - 2 * number, 1080 - 2 * number))
    mailbox.put(frame)
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt


before = [look() for _ in range(3)][-1]
print([look() for _ in range({ROUNDS})][-1] - before)
"""


def pages_taken(by: str) -> int:
    done = subprocess.run([sys.executable, "-c", PUTS, by], cwd=HERE, capture_output=True, text=True, check=True)
    return int(done.stdout)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the allocator of glibc is meant")
def test_that_the_memory_of_pictures_serves_the_next_ones() -> None:
    pictures = ROUNDS * SIZES * 1900 * 1060 * 4 // resource.getpagesize()  # pages that all of them fill
    assert pages_taken("pool") < pictures / 10
    assert pages_taken("none") > pictures / 3  # else this test says nothing
