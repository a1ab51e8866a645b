"""What the hours before left open: it comes in by the importer, and its lamps are those of a hall at work."""

import subprocess
import sys
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from simulator import scenario
from simulator.posts import Posts
from simulator.problems import Problems
from tests.simulator.city_process import Centre, found
from wire.cases import Case, lamp
from wire.codes import Kind, Lamp, Source, Status
from wire.standards import Catalogue

NOBODY = ("--inspectors", "1", "--trucks", "0")


def run(*words: str) -> str:
    return subprocess.run([sys.executable, "-m", *words], capture_output=True, text=True, check=True).stdout


def test_that_a_new_hall_has_clocks_that_have_run_for_hours(tmp_path: Path, city_folder: Path) -> None:
    centre = Centre(tmp_path / "data", city_folder)
    try:
        assert found(centre, city_folder, *NOBODY).returncode == 0
        table = tmp_path / "past.csv"
        run("simulator", "past", str(city_folder), str(table), "--server", centre.url, "--cases", "60")
        assert "60 stored" in run("backend", "import", "cases", str(table), "--data", str(tmp_path / "data"))
        assert "60 doubled" in run("backend", "import", "cases", str(table), "--data", str(tmp_path / "data"))
        cases = msgspec.json.decode(centre.get("/v1/snapshot/cases").content, type=list[Case])
    finally:
        centre.stop()
    now = datetime.now(UTC)
    lamps = Counter(lamp(case, now) for case in cases)
    assert set(lamps) == {Lamp.GREEN, Lamp.YELLOW, Lamp.RED}
    assert lamps[Lamp.GREEN] > lamps[Lamp.YELLOW] + lamps[Lamp.RED]
    for case in cases:
        assert (case.status, case.condition_id is not None, case.department_id is not None) == (Status.PENDING_DISPOSAL, True, True)
        assert case.dispatched_at is not None
        assert case.deadline_at is not None
        assert case.yellow_at is not None
        assert case.reported_at < case.dispatched_at < case.yellow_at < case.deadline_at


@pytest.mark.parametrize(("taken_s", "least", "most"), [(0, 20, 28_800), (600, 300, 28_200), (7_200, 0, 21_600), (10**6, 3_600, 28_800)])
def test_that_a_disposal_that_has_taken_long_is_one_of_the_long_ones(taken_s: int, least: float, most: float) -> None:
    plan = scenario.load("ordinary_monday")
    nothing = Catalogue(version="1", majors=[], classes=[], conditions=[])
    posts = Posts(None, None, plan, Problems.load(), nothing, frozenset(), 1.0, 1)  # type: ignore[arg-type] # no door is opened
    at = datetime.now(UTC) - timedelta(seconds=taken_s)
    for number in range(100):
        times = {"status_at": at, "reported_at": at, "dispatched_at": at}
        place = {"lon": 111.0, "lat": 35.0, "address": "", "description": ""}
        what = {"status": Status.DISPOSING, "source": Source.WECHAT, "kind": Kind.EVENT, "class_code": "0401", "catalogue": "1"}
        case = msgspec.convert({"id": f"c{number}", "version": 1, "number": "1"} | what | place | times, Case)
        assert least - 5 <= posts.delay(case) <= most
