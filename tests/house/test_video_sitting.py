"""A player that is measured beside ours may break down, or never say a word: the bench is told, and goes on."""

import sys
import time
from pathlib import Path

import psutil
import pytest

from bench import video_recovery, video_sitting
from bench.video_sitting import EndedByItself, Way, running

SILENT = "#!/bin/sh\nexec sleep 600\n"
DYING = '#!/bin/sh\necho \'{"at": 1.0, "places": [[0, 0, 16, 9]]}\'\necho no such display >&2\nexit 3\n'
CHILDREN = "#!/bin/sh\nsleep 600 &\necho $! >&2\nwait\n"


def player(folder: Path, script: str) -> Way:
    program = folder / "player"
    program.write_text(script)
    program.chmod(0o700)
    return Way("a player", "player", python=str(program))


def lives(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def test_that_one_that_cannot_be_started_says_why() -> None:
    with pytest.raises(EndedByItself, match=r"ended with 1.*No module named bench.ways.nobody"), running(Way("none", "nobody"), [], [], ":0"):
        pass


def test_that_one_that_says_nothing_is_not_waited_for_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(video_sitting, "BEGIN_S", 0.2)
    with pytest.raises(EndedByItself, match=r"said nothing for 0\.2 s"), running(player(tmp_path, SILENT), [], [], ":0"):
        pass


def test_that_what_it_has_started_ends_with_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(video_sitting, "BEGIN_S", 0.2)
    with pytest.raises(EndedByItself) as caught, running(player(tmp_path, CHILDREN), [], [], ":0"):
        pass
    child = int(str(caught.value).split()[-1])
    while lives(child):  # killed, but it may take its time to die
        time.sleep(0.01)


def test_that_one_that_dies_while_it_plays_is_found_dead(tmp_path: Path) -> None:
    with running(player(tmp_path, DYING), [], [], ":0") as run, pytest.raises(EndedByItself, match=r"ended with 3\. no such display"):
        run.end()


def test_that_the_table_of_recovery_tells_of_all(capsys: pytest.CaptureFixture[str]) -> None:
    fell = video_recovery.Fall
    ours, other = video_recovery.WALL, Way("another", "player", python=sys.executable)
    video_recovery.report({(ours, 3.0): [fell(2.0), fell(4.0), fell(None, "not within 40")], (other, 3.0): [fell(None, "broke down")]})
    said = capsys.readouterr().out
    assert f"| {ours.title} | 3 | 3.0; 1 × not within 40 | 2.0–4.0 | 3 |" in said
    assert "| another | 3 | broke down | – | 1 |" in said


def test_that_one_of_whom_nobody_asks_what_it_tells_at_its_end_ends(tmp_path: Path) -> None:
    talking = '#!/bin/sh\necho \'{"at": 1.0, "places": []}\'\ncat\nhead -c 300000 /dev/zero\n'
    with running(player(tmp_path, talking), [], [], ":0") as run:
        pass
    assert run.process.returncode == 0
