"""The city against a real backend: cases go round the seven stages by themselves, and the death of the backend costs nothing."""

import json
import stat
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from simulator import scenario
from simulator.album import Album
from simulator.clips.library import STORY_TAKES, TAKES
from simulator.doors import Doors
from simulator.found import credentials
from simulator.sender import OFFICES, Tongue
from simulator.ways import Ways
from simulator.world import ZONE, world_of
from tests.simulator.city_process import Centre, People, found, until
from wire.codes import Source

LOOP = [
    "REPORTED",
    "PENDING_FILING",
    "PENDING_DISPATCH",
    "PENDING_DISPOSAL",
    "DISPOSING",
    "PENDING_REVIEW",
    "PENDING_CHECK",
    "CHECKING",
    "PENDING_CLOSE",
]
SMALL = ("--inspectors", "57", "--trucks", "3", "--vehicles", "2")
NIGHT = ("--scenario", "quiet_night", "--speed", "40", *SMALL)


@pytest.fixture
def centre(tmp_path: Path, city_folder: Path) -> Iterator[Centre]:
    centre = Centre(tmp_path / "data", city_folder)
    yield centre
    centre.stop()


@pytest.fixture
def staffed(centre: Centre, city_folder: Path) -> Centre:
    done = found(centre, city_folder, *SMALL)
    assert done.returncode == 0, done.stderr
    return centre


def test_that_founding_again_changes_nothing(staffed: Centre, city_folder: Path) -> None:
    before = staffed.head()
    again = found(staffed, city_folder, *SMALL)
    assert again.returncode == 0
    assert again.stdout.count(" 0 written") == 6
    assert staffed.head() == before


def test_that_what_is_found_in_every_way_is_taken_by_the_centre(staffed: Centre, city_folder: Path) -> None:
    """An inspector's own, a patroller's by camera and with its picture, what other offices pass on."""
    ways, doors = Ways(city_folder), Doors(staffed.url, credentials(city_folder))
    plan = scenario.load("ordinary_monday")
    city = world_of(ways, plan, datetime.now(UTC), inspectors=3, trucks=0)
    tongue, inspector, cards = Tongue(doors, Album(doors, editions=1), "t"), next(iter(city.inspectors.values())), dict[str, Any]()
    city.views = ways.views
    seen = [city.watch(), *(replace(city.find(inspector), source=source) for source in plan.finds)]
    seen += [replace(city.call(), source=source) for source in OFFICES]
    for each in seen:
        cards[each.source] = json.loads(tongue.report(each, tongue.new_id(), datetime.now(UTC)))
    assert {source: card["case"]["source"] for source, card in cards.items()} == {source: source for source in cards}
    assert cards[Source.VIDEO]["case"]["camera_id"] == seen[0].camera
    assert len(cards[Source.VIDEO]["photos"]) == 1
    assert cards[Source.INSPECTOR_SELF]["case"]["status"] != cards[Source.INSPECTOR]["case"]["status"]
    assert len(cards) == 1 + len(plan.finds) + len(OFFICES)


def test_that_every_camera_has_a_stream_of_its_own_for_small_and_for_large(staffed: Centre, city_folder: Path) -> None:
    done = found(staffed, city_folder, *SMALL, "--cameras", "rtsp://127.0.0.1:8554")
    assert done.returncode == 0, done.stderr
    cameras = staffed.get("/v1/cameras").json()
    urls = [camera[name] for camera in cameras for name in ("sub_url", "main_url")]
    assert len(set(urls)) == 2 * len(cameras)
    names = {take.name for take in (*TAKES, *STORY_TAKES)}
    assert {url.split("/")[3] for url in urls} == names
    offline = [camera for camera in cameras if not camera["online"]]
    assert 0 < len(offline) < len(cameras) / 20
    assert all(camera["sub_url"].endswith("fault=404") for camera in offline), "what is offline sends nothing"


def test_that_the_city_has_something_of_each_kind(staffed: Centre) -> None:
    assert Counter(unit["kind"] for unit in staffed.get("/v1/units").json()) == {"INSPECTOR": 57, "TRUCK": 3, "VEHICLE": 2}
    fences = staffed.get("/v1/geofences").json()
    assert {fence["kind"] for fence in fences} == {"CIRCLE", "POLYGON", "CORRIDOR"}
    assert [fence["name"] for fence in fences if "{" in fence["name"]] == []


def test_that_only_the_owner_reads_the_credentials(staffed: Centre, city_folder: Path) -> None:
    path = city_folder / "var" / "credentials.json"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert {"sim.acceptor", "sim.leader", "sim.dispatcher"} <= set(json.loads(path.read_text()))


def test_that_cases_go_round_all_seven_stages_by_themselves(staffed: Centre, city_folder: Path) -> None:
    with People(staffed, city_folder, *NIGHT):
        seen: dict[str, list[str]] = defaultdict(list)
        for change in staffed.changes():
            if change["noun"] == "CASE":
                seen[change["id"]].append(change["body"]["status"])
                if change["body"]["status"] == "CLOSED" and change["body"]["source"] != Source.INSPECTOR_SELF:
                    break  # one that was put right on the spot has gone no round
        assert [status for status in dict.fromkeys(seen[change["id"]]) if status in LOOP] == LOOP
        card = staffed.get(f"/v1/cases/{change['id']}").json()
        assert {photo["phase"] for photo in card["photos"]} >= {"AFTER", "CHECK"}
        assert card["case"]["source"] != "INSPECTOR" or any(photo["phase"] == "BEFORE" for photo in card["photos"])


def test_that_the_death_of_the_backend_loses_and_doubles_nothing(staffed: Centre, city_folder: Path) -> None:
    with People(staffed, city_folder, *NIGHT):
        until(staffed.changes(), lambda change: change["noun"] == "CASE" and change["body"]["status"] == "PENDING_DISPOSAL")
        staffed.kill()
        staffed.start()
        head = staffed.head()
        until(staffed.changes(head), lambda change: change["noun"] == "CASE" and change["body"]["status"] == "CLOSED")
    cases = staffed.get("/v1/cases", limit=500).json()["cases"]
    places = [(case["description"], case["lon"], case["lat"]) for case in cases]
    assert len(set(places)) == len(places)


def test_that_posts_of_people_are_left_to_them(staffed: Centre, city_folder: Path) -> None:
    with People(staffed, city_folder, *NIGHT, "--hands-off", "DISPATCHER", "--warm", "6"):
        waiting = {each["id"] for each in staffed.get("/v1/cases", status="PENDING_DISPATCH").json()["cases"]}
        cases = (change for change in staffed.changes(staffed.head()) if change["noun"] == "CASE")
        arrived = until(cases, lambda change: change["body"]["status"] == "PENDING_DISPATCH" and change["id"] not in waiting)
        until(
            (change for change in staffed.changes(arrived["seq"]) if change["noun"] == "CASE"), lambda change: change["body"]["status"] == "REPORTED"
        )
        assert staffed.get(f"/v1/cases/{arrived['id']}").json()["case"]["status"] == "PENDING_DISPATCH"


def test_that_everybody_has_a_shift_and_is_seen_at_work_on_it(staffed: Centre, city_folder: Path) -> None:
    with People(staffed, city_folder, *NIGHT, "--roster"):
        shifts = staffed.get("/v1/shifts", first=datetime.now(ZONE).date().isoformat()).json()
        assert len(shifts) == 57
        assert all(shift["grids"] for shift in shifts)
        units = [unit for unit in staffed.get("/v1/units").json() if unit["kind"] == "INSPECTOR"]
        late = [unit["id"] for unit in units if unit["state"] != "ON_DUTY"]
        assert len(late) < 20
        found = until(staffed.changes(), lambda change: change["noun"] == "UNIT" and change["body"].get("state") == "ON_TASK")
        assert found["body"]["duty"] == "ON_DUTY"


def test_that_a_warm_hall_has_cases_in_many_stages(staffed: Centre, city_folder: Path) -> None:
    with People(staffed, city_folder, *NIGHT, "--warm", "30"):
        page = staffed.get("/v1/cases", limit=500).json()
        assert page["total"] >= 30
        assert len({case["status"] for case in page["cases"]}) >= 5
        assert any(case["urgent"] and case["closed_at"] is None for case in page["cases"])


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["run", "--server", "http://127.0.0.1:9", "--city", "/nowhere"], "no city"),
        (["run", "--server", "http://127.0.0.1:9", "--city", ".", "--speed", "600"], "between 1 and 60"),
        (["run", "--server", "http://127.0.0.1:9", "--city", ".", "--scenario", "doomsday"], "ordinary_monday"),
        (["city", "/proc/nowhere", "--components", "5"], "less than 1000"),
        (["found", "/nowhere", "--server", "http://127.0.0.1:9", "--admin", "boss"], "units.json"),
    ],
)
def test_that_bad_input_gets_one_sentence(arguments: list[str], word: str) -> None:
    done = subprocess.run([sys.executable, "-m", "simulator", *arguments], input="", capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert word in done.stderr
    assert "Traceback" not in done.stderr
