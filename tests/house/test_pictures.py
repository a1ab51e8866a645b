"""The pictures of the documents: a set that fails says why in one sentence, and takes no other with it."""

import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from tools.household import Household
from tools.pictures import SCREENS, SHOOTS, Shoot, make


@pytest.fixture
def drawn(tmp_path: Path) -> Path:
    """A folder with one picture."""
    folder = tmp_path / "drawn"
    folder.mkdir()
    Image.new("RGB", (8, 8), "#2CC2B1").save(folder / "one.png")
    return folder


def test_that_a_set_that_fails_says_so_and_the_others_go_on(tmp_path: Path, drawn: Path, capsys: pytest.CaptureFixture[str]) -> None:
    kept = tmp_path / "kept"
    kept.mkdir()
    whole, partly = (Shoot(("tools.shrink", str(drawn), "{folder}"), keeps) for keeps in ({"one": "first"}, {"one": "second", "two": "third"}))
    assert make({"unknown": Shoot(("tools.no_such_tool",), {"one": "none"}), "partly": partly, "whole": whole}, tmp_path, kept) == 1
    assert [file.name for file in kept.iterdir()] == ["first.png"]
    unknown, part = (line for line in capsys.readouterr().err.splitlines() if line.startswith("pictures: "))
    assert "unknown failed" in unknown
    assert "ended with status 1; one was not made" in unknown
    assert "partly failed" in part
    assert "two was not made" in part
    assert make({"whole": whole}, tmp_path, kept) == 0


def test_that_a_process_of_a_household_that_failed_is_heard(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    household = Household(tmp_path)
    household.start("console", [sys.executable, "-c", "import sys; sys.exit('tour: the map was not seen within 60 s')"])
    assert household.wait("console") == 1
    household.end()
    assert "console ended with status 1: tour: the map was not seen within 60 s" in capsys.readouterr().err


def test_that_every_picture_that_the_readme_shows_of_the_demo_is_made_by_a_set() -> None:
    made = {kept for shoot in SHOOTS.values() for kept in shoot.keeps.values()}
    there = {file.stem for file in SCREENS.glob("*.png")}
    assert {"report-case", "qgis-beside-ours", "hall", "selection"} <= made & there


def test_that_a_set_nobody_knows_is_refused() -> None:
    told = subprocess.run([sys.executable, "-m", "tools.pictures", "mapp"], capture_output=True, text=True, check=False)
    assert told.returncode == 2
    assert "no such set: mapp" in told.stderr
