"""What has passed is not run again, and all that has not is."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TESTS = """
import os, pytest

def once(name):
    assert os.path.exists(name) or open(name, "w").close()

@pytest.fixture
def spoilt():
    yield
    once("torn")

def test_good(): pass
def test_bad_once(): once("called")
def test_bad_after(spoilt): pass
@pytest.mark.skip
def test_left_out(): pass
def test_bad_always(): assert os.path.exists("mended")
"""


def run(folder: Path, *options: str) -> tuple[int, str]:
    command = [sys.executable, "-m", "pytest", "-q", "-p", "tools.second_look", "-p", "no:cacheprovider", "-c", "/dev/null", "--rootdir", str(folder)]
    environment = {"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"}
    done = subprocess.run([*command, *options, "test_all.py"], cwd=folder, env=environment, capture_output=True, text=True, timeout=120, check=False)
    return done.returncode, done.stdout


@pytest.mark.parametrize("workers", [[], ["-n", "2", "--dist", "loadfile"]], ids=["alone", "beside others"])
def test_that_the_second_look_is_at_what_has_not_passed(tmp_path: Path, workers: list[str]) -> None:
    (tmp_path / "test_all.py").write_text(TESTS)
    assert run(tmp_path, "--passed", "passed", *workers)[0] == 1
    assert set((tmp_path / "passed").read_text().split()) == {"test_all.py::test_good", "test_all.py::test_left_out"}
    status, told = run(tmp_path, "--but", "passed")
    assert (status, "1 failed, 2 passed, 2 deselected" in told) == (1, True)
    (tmp_path / "mended").touch()
    assert run(tmp_path, "--but", "passed")[0] == 0
    assert run(tmp_path, "--passed", "passed")[0] == 0
    assert run(tmp_path, "--but", "passed")[0] == 0  # nothing is left
