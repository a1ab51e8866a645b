"""The demo as a newcomer starts it: pictures without a display; with one, a second start, and an end that leaves nothing running."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from tools.xvfb import environment, screen

HERE = Path(__file__).resolve().parents[2]
PICTURES = {"hall", "case", "dispatch", "video", "track", "staff", "trucks", "alarms", "report", "hall-light-en"}
LIMIT_S = 900


def demo(state: Path, env: dict[str, str], *words: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tools.demo", "--state", str(state), *words]
    return subprocess.Popen(command, cwd=HERE, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True)


def without_display() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")}


@pytest.mark.timeout(2 * LIMIT_S)
def test_that_the_demo_walks_its_panes_and_later_ends_with_all_its_processes(tmp_path: Path) -> None:
    state, pictures = tmp_path / "state", tmp_path / "screens"
    first = demo(state, without_display(), "--tour", str(pictures), "--size", "1366x768x24")
    said, _ = first.communicate(timeout=LIMIT_S)
    assert first.returncode == 0, said
    assert {picture.stem for picture in pictures.glob("*.png")} >= PICTURES

    with screen() as display:
        second = demo(state, environment(display))
        told = said_until(second, "may log in")
        children = psutil.Process(second.pid).children(recursive=True)
        assert len(children) >= 4, told
        os.killpg(second.pid, signal.SIGINT)
        said, _ = second.communicate(timeout=60)
        assert second.returncode == 0, said
        assert not [child for child in children if lives(child)]


def said_until(process: subprocess.Popen[str], word: str) -> str:
    """What was said up to the line with this word."""
    assert process.stdout is not None
    said = ""
    for line in process.stdout:
        said += line
        if word in line:
            return said
    raise AssertionError(f"ended before it said {word!r}: {said}")


def lives(process: psutil.Process) -> bool:
    """Whether it still runs; one that nobody has buried yet does not."""
    try:
        return bool(process.is_running() and process.status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False
