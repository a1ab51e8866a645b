"""The queue of a host, shared by all programs of a machine: real processes, real files."""

import fcntl
import subprocess
import sys
import threading
import time
from itertools import pairwise
from pathlib import Path

import pytest

from media.pace import OPENS_PER_S, Gate
from media.turns import Turns

ROOT = Path(__file__).resolve().parents[2]
GAP_S = 1 / OPENS_PER_S
PROGRAM = """
import sys, time
from pathlib import Path
from media.turns import Turns

turns = Turns(Path(sys.argv[1]))
print(*(turns.take("10.0.0.5:554", time.monotonic(), 0.25) for _ in range(4)))
"""


def test_that_several_programs_ask_a_host_no_oftener_than_one(tmp_path: Path) -> None:
    command = [sys.executable, "-c", PROGRAM, str(tmp_path / "turns")]
    running = [subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    told = [program.communicate(timeout=60)[0] for program in running]
    moments = sorted(float(moment) for line in told for moment in line.split())
    assert len(moments) == 12
    assert min(after - before for before, after in pairwise(moments)) > 0.2499
    assert Gate(Turns(tmp_path / "turns")).pause_s("10.0.0.6:554") == 0


def test_that_who_is_patient_goes_behind_all_who_wait_and_still_gets_a_turn(tmp_path: Path) -> None:
    panes, recorder, stopped = Gate(Turns(tmp_path)), Gate(Turns(tmp_path), patient=True), threading.Event()
    began = time.monotonic()
    assert recorder.turn("a", stopped)  # nobody else is there
    assert [panes.pause_s("a") + time.monotonic() for _ in range(3)][-1] > began + 2.9 * GAP_S
    waiting = threading.Thread(target=recorder.turn, args=("a", stopped))
    waiting.start()
    assert panes.pause_s("a") <= 4 * GAP_S  # it has taken no place before its time
    waiting.join(60)
    assert not waiting.is_alive()
    assert time.monotonic() - began > 3.9 * GAP_S
    stopped.set()
    assert not recorder.turn("a", stopped)


def test_that_what_cannot_be_shared_keeps_nobody(tmp_path: Path) -> None:
    turns = Turns(tmp_path / "turns")
    assert turns.take("a", 100.0, GAP_S) == 100.0
    assert turns.take("a", 100.0, GAP_S) == 100.0 + GAP_S
    [file] = (tmp_path / "turns").iterdir()
    file.write_bytes(b"\xff" * file.stat().st_size)
    assert turns.take("a", 100.0, GAP_S) == 100.0
    with file.open("r+b") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        assert turns.take("a", 100.0, GAP_S) == 100.0
    (tmp_path / "turns").chmod(0o777)
    assert turns.take("a", 100.0, GAP_S) == 100.0
    (tmp_path / "file").touch()
    assert Turns(tmp_path / "file").take("a", 100.0, GAP_S) == 100.0


def test_that_a_queue_of_a_program_that_has_ended_does_not_last(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("media.turns.BELIEVED_S", 10.0)
    turns, now = Turns(tmp_path), time.monotonic()
    turns.take("a", now + 3600.0, GAP_S)
    assert turns.take("a", now, GAP_S) == now
