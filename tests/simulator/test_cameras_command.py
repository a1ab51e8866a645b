"""`python -m simulator cameras` on bad input: one sentence, status 2."""

import socket
import subprocess
import sys
from pathlib import Path

import pytest

from simulator.clips.film import Film, shoot
from simulator.clips.scenes.catalogue import SCENES
from tests.simulator.camera_process import ROOT


def run(*arguments: str) -> tuple[int, str]:
    done = subprocess.run([sys.executable, "-m", "simulator", "cameras", *arguments], cwd=ROOT, capture_output=True, text=True, timeout=60)
    return done.returncode, done.stderr


@pytest.fixture
def clips(tmp_path: Path) -> Path:
    (tmp_path / "broken.mp4").write_bytes(b"this is no film")
    return tmp_path


def test_that_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    status, said = run(str(tmp_path / "nowhere"))
    assert status == 2
    assert said == f"cannot read the folder of clips {tmp_path / 'nowhere'}: No such file or directory\n"


def test_that_a_file_is_no_folder(clips: Path) -> None:
    status, said = run(str(clips / "broken.mp4"))
    assert status == 2
    assert said.endswith("broken.mp4: Not a directory\n")


def test_that_clips_that_cannot_be_read_are_named(clips: Path) -> None:
    status, said = run(str(clips))
    assert status == 2
    assert said.splitlines()[0] == "left out: broken.mp4 cannot be read as video"
    assert said.splitlines()[1].startswith(f"no clip in {clips} can be served")


def test_that_a_port_in_use_is_named(clips: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        (clips / "good.mp4").symlink_to(_clip(clips))
        status, said = run(str(clips), "--port", str(port))
    assert status == 2
    assert said.splitlines()[-1] == f"cannot listen on 127.0.0.1 port {port}: Address already in use"


@pytest.mark.parametrize("port", ["70000", "-1", "http"])
def test_that_a_port_that_cannot_be_is_refused(clips: Path, port: str) -> None:
    (clips / "good.mp4").symlink_to(_clip(clips))
    status, said = run(str(clips), f"--port={port}")
    assert status == 2
    assert "Traceback" not in said


def test_that_a_cache_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    status, said = run("--cache", str(tmp_path / "file" / "clips"))
    assert status == 2
    assert said == f"cannot write the clips to {tmp_path / 'file' / 'clips'}: Not a directory\n"


def _clip(folder: Path) -> Path:
    path = folder / "elsewhere" / "clip.mp4"
    path.parent.mkdir()
    shoot(SCENES["market"], 1, [Film(path, 160, 90, 100_000)], 5)
    return path
