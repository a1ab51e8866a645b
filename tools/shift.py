"""A scripted shift: one city, one backend, six seats whose people are ten times as quick, cases from every source; then all is recounted.

`python -m tools.shift [--minutes 6] [--speed 10] [--cases 300]`. Citizens are called back, cases are voided, some run over their limit, and their
departments appeal. Exit status 0 when every case is in a lawful state, the counters are those of a recount, and no key was lost or done twice; what
was found is printed.
"""

import argparse
import os
import random
import secrets
import signal
import subprocess
import sys
import time
import uuid
from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from simulator.album import Album
from simulator.doors import DoorError, Doors, Refused
from simulator.found import credentials
from simulator.posts import USER_OF
from simulator.problems import Problems
from simulator.sender import PHONES, caller
from simulator.ways import Ways
from simulator.world import ZONE
from tools import recount, steps
from tools.demo import found_city
from tools.household import Household
from tools.steps import HERE, Surroundings, add_user, call, python
from wire.cases import CasePage
from wire.codes import INSPECTOR_SOURCES, CloseKind, Role, Source, StandardKind, Status, Verb

# Six seats: name, role, which of how many of the same post.
SEATS = (
    ("shift.acceptor1", Role.ACCEPTOR, "0/2"),
    ("shift.acceptor2", Role.ACCEPTOR, "1/2"),
    ("shift.leader", Role.SHIFT_LEADER, "0/1"),
    ("shift.dispatcher1", Role.DISPATCHER, "0/2"),
    ("shift.dispatcher2", Role.DISPATCHER, "1/2"),
    ("shift.auditor", Role.AUDITOR, "0/1"),
)
HALL_SOURCES = tuple(source for source in Source if source not in INSPECTOR_SOURCES)
OWN_PHONES = (Source.WECHAT, Source.PUBLIC_APP)  # who reports so has left a number
PRESSED, PRESSING_S = 3, 240.0  # of so many filing conditions one has so short a limit, in seconds of the city
APPEALS_S = 2.0  # between two looks
END_S = 40.0


class Wanted(NamedTuple):
    """How long a shift lasts, how fast its people are, and how many cases come in at least."""

    seconds: float
    speed: float
    cases: int
    scenario: str = "ordinary_monday"


class Seats:
    """Six processes; what they say stands in a file each."""

    def __init__(self, server: str, home: Path, password: str, wanted: Wanted) -> None:
        self.logs = [home / f"{name}.log" for name, _, _ in SEATS]
        surroundings = os.environ | {"YIPING_PASSWORD": password, "QT_QPA_PLATFORM": "offscreen"}
        self._processes = []
        for (name, _, place), log in zip(SEATS, self.logs, strict=True):
            options = ["--place", place, "--speed", str(wanted.speed), "--scenario", wanted.scenario]
            command = python("tools.seat", server, name, str(home / name), *options)
            with log.open("w") as out, log.with_suffix(".err").open("w") as err:
                self._processes.append(subprocess.Popen(command, stdout=out, stderr=err, env=surroundings, cwd=HERE))

    def leave(self) -> list[int]:
        """Let each finish what it has in hand; their exit statuses."""
        for process in self._processes:
            process.send_signal(signal.SIGTERM)
        return [process.wait(END_S) for process in self._processes]

    def end(self) -> None:
        for process in self._processes:
            with suppress(ProcessLookupError):
                process.kill()
            process.wait()


class Worked(NamedTuple):
    """What the seats have said, a file each; reports that a door refused, by code."""

    logs: list[Path]
    refused: Counter[str]


class Citizens:
    """Reports from the sources that the simulated city does not have of itself, and what inspectors put right or only record."""

    def __init__(self, server: str, city: Path, password: str, seed: int = 1) -> None:
        self._known = credentials(city)
        self._doors = Doors(server, self._known | {name: password for name, _, _ in SEATS})
        self._album, self._problems = Album(self._doors, editions=2), Problems.load()
        self._lon, self._lat = Ways(city).about["centre"]
        self._chance = random.Random(seed)
        self._inspectors = [name for name in self._known if "." not in name]
        self.reported, self.refused = Counter[str](), Counter[str]()

    def report(self, number: int) -> None:
        """One more; where somebody's class or post does not fit, it is counted as refused: another one will come."""
        try:
            self._report(number)
        except Refused as refusal:
            self.refused[refusal.code] += 1
        except DoorError as error:
            self.refused[type(error).__name__] += 1

    def _report(self, number: int) -> None:
        sources = (*HALL_SOURCES, Source.INSPECTOR_SELF, Source.EVALUATION)
        source = sources[number % len(sources)]
        inspector = source in INSPECTOR_SOURCES
        by = self._chance.choice(self._inspectors) if inspector else "shift.acceptor1"
        problem = self._chance.choice(self._problems.known)
        place = self._lon + self._chance.uniform(-0.02, 0.02), self._lat + self._chance.uniform(-0.015, 0.015)
        photo = partial(self._album.take, by, problem.scene, number, datetime.now(UTC), "")
        report: dict[str, Any] = {
            "id": f"shift-{uuid.uuid4().hex[:12]}",
            "source": source,
            "kind": problem.kind,
            "class_code": problem.code,
            "lon": place[0],
            "lat": place[1],
            "description": problem.told[0].format(place="路口", n=3),
        }
        if source in PHONES or source in OWN_PHONES:
            report |= caller(report["id"])
        if source not in PHONES and source is not Source.SENSOR:
            report["photos"] = [photo()]
        if source is Source.INSPECTOR_SELF:
            report["after_photos"] = [photo(solved=True)]
        report["direct"] = source is Source.EVALUATION
        self._doors.post(by, "/v1/cases", report, key=report["id"])
        self.reported[source] += 1

    def total(self) -> int:
        return int(self._doors.get("shift.leader", "/v1/cases", limit=1).json()["total"])


class Departments:
    """What was disposed of too late, they appeal against, each case once."""

    def __init__(self, server: str, city: Path) -> None:
        self._doors, self._appealed, self._looked_at = Doors(server, credentials(city)), set[str](), 0.0

    def appeal(self) -> None:
        """Of those that were closed; looked for seldom."""
        if time.monotonic() - self._looked_at < APPEALS_S:
            return
        self._looked_at = time.monotonic()
        with suppress(DoorError):  # the next look comes soon
            answer = self._doors.get(USER_OF[Role.DISPATCHER], "/v1/cases", status=[Status.CLOSED], overdue="true", limit=100)
            for case in msgspec.json.decode(answer.content, type=CasePage).cases:
                if case.close_kind is CloseKind.OVERDUE and case.id not in self._appealed and self._doors.knows(f"dept.{case.department_id}"):
                    self._appeal(f"dept.{case.department_id}", case.id, case.version)

    def _appeal(self, user: str, case_id: str, version: int) -> None:
        order = {"verb": Verb.ASK_APPEAL, "note": "现场占道施工，非本单位原因延误，申请免责"}
        with suppress(Refused):  # it has changed meanwhile: the next look finds it as it is then
            self._doors.post(user, f"/v1/cases/{case_id}/orders", order, f"appeal-{case_id}-{version}"[:80], version)
            self._appealed.add(case_id)


def press(server: str, password: str, speed: float) -> None:
    """A version of the standard from today on, in which some conditions have limits that an hour of the city runs over."""
    doors = Doors(server, {"admin": password})
    known = doors.get("admin", "/v1/catalogue").json()["version"]
    lines = doors.get("admin", f"/v1/standards/{known}").json()["lines"]["conditions"]
    for line in [line for line in lines if line["limit"]][::PRESSED]:
        line["limit"] = f"{PRESSING_S / speed / 3600:.6f} URGENT_HOUR"
    draft = {"kind": StandardKind.CATALOGUE, "title": "短时限", "lines": {"conditions": lines}}
    doors.put("admin", "/v1/standards/shift", draft)
    doors.post("admin", "/v1/standards/shift/publication", {"valid_from": f"{datetime.now(ZONE):%Y-%m-%d}"})


def people(add: Any) -> None:
    for name, role, _ in SEATS:
        add(name, role)


def work(server: str, city: Path, home: Path, password: str, wanted: Wanted) -> Worked:
    """The shift from its first minute to the last; the seats have left when it ends."""
    citizens, departments = Citizens(server, city, password), Departments(server, city)
    seats = Seats(server, home, password, wanted)
    try:
        end, number = time.monotonic() + wanted.seconds, 0
        pause = wanted.seconds / max(wanted.cases, 1)
        while time.monotonic() < end or citizens.total() < wanted.cases:
            citizens.report(number)
            departments.appeal()
            number += 1
            time.sleep(pause)
        statuses = seats.leave()
    finally:
        seats.end()
    if any(statuses):
        raise SystemExit(f"a seat ended with {statuses}")
    return Worked(seats.logs, citizens.refused)


def live(household: Household, surroundings: Surroundings, options: argparse.Namespace) -> int:
    state: Path = options.state
    wanted = Wanted(options.minutes * 60, options.speed, options.cases)
    surroundings["YIPING_PASSWORD"] = password = secrets.token_urlsafe(12)
    home, city = state / datetime.now().strftime("%m%d-%H%M%S"), state / "city"  # noqa: DTZ005
    database = options.database or f"sqlite:///{home / 'backend' / 'yiping.db'}"
    home.mkdir(parents=True, exist_ok=True)
    (city / ".imported").unlink(missing_ok=True)
    (city / "var" / "credentials.json").unlink(missing_ok=True)
    found_city(city, home / "backend", database, 1, password)
    people(lambda name, role: add_user(database, password, name, name, [str(role)]))
    server = household.start(
        "backend", python("backend", "serve", "--database", database, "--data", str(home / "backend"), "--port", "0"), ready="ready"
    )
    call(python("simulator", "found", str(city), "--server", server, "--admin", "admin"), env=surroundings)
    press(server, password, wanted.speed)
    run = python("simulator", "run", "--server", server, "--city", str(city), "--speed", str(wanted.speed))
    run += [word for role in ("ACCEPTOR", "SHIFT_LEADER", "DISPATCHER") for word in ("--hands-off", role)]
    household.start("simulator", run, ready="ready", env=surroundings)
    worked = work(server, city, home, password, wanted)
    found = recount.of(database, worked.logs)
    found.reports = worked.refused
    print(found)
    return 1 if found.wrong else 0


def main(words: Iterable[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tools.shift", description=__doc__)
    parser.add_argument("--state", type=Path, default=HERE / "var" / "shift")
    parser.add_argument("--database", default="", help="an empty one; without it an SQLite file")
    parser.add_argument("--minutes", type=float, default=6.0)
    parser.add_argument("--speed", type=float, default=10.0)
    parser.add_argument("--cases", type=int, default=300)
    options = parser.parse_args(list(words))
    return steps.keep_house(options.state / "log", False, partial(live, options=options))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
