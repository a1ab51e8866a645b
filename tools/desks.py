"""The desk of each post at the hall of the last `make demo`: `python -m tools.desks FOLDER [--state DIR] [--database URL]`.

Each post is somebody of its own, whose console is walked by the plan `desk`: desk-acceptor.png, desk-acceptor-light-en.png, …
The people of the city are at work meanwhile, but for the posts with which a case begins, whose work waits for the pictures; its cameras run. The
district dispatcher sits at a copy of that hall in which the command has two levels, and is passed what comes to be dispatched there; the handler is
given some of the work of his department. Exit status 1 when a desk shows positions that are older than ten seconds, or when a post that watches
cameras does not see them; 2 when nothing could be passed.
"""

import argparse
import sqlite3
import sys
import time
from contextlib import closing, suppress
from functools import partial
from pathlib import Path
from typing import Any

import msgspec

from simulator.doors import Doors, Refused
from tools import steps
from tools.household import Household, NotReady
from tools.steps import HERE, Surroundings, add_user, call, password_of, port_of, python
from wire.codes import OFFICE, Role, Status, Verb

POSTS = {
    Role.ACCEPTOR: "陈静",
    Role.SHIFT_LEADER: "李敏",
    Role.DISPATCHER: "刘洋",
    Role.AUDITOR: "张伟",
    Role.DUTY_LEADER: "赵建国",
    Role.VIDEO_PATROLLER: "孙丽",
    Role.EVALUATOR: "周涛",
    Role.SUB_DISPATCHER: "吴磊",
    Role.DEPARTMENT: "马强",
    Role.HANDLER: "何军",
    Role.ADMIN: "系统管理员",
}
TRADE = "ENFORCEMENT"  # of the department whose desks are shown: no other has as many cases
DISPATCHERS = (Role.DISPATCHER,)
OURS = (Role.ACCEPTOR, Role.SHIFT_LEADER, Role.DISPATCHER)  # whose work is left for the pictures
DISTRICTS = (Role.SUB_DISPATCHER,)  # posts that there are only where the command has two levels
DISTRICT, PASSED = "district", 12  # the id of its centre; so many cases are passed down
PASSING_S, AGAIN_S = 300.0, 2.0  # until they have come, and until it is looked for them again
GIVEN = 8  # cases that the handler has in hand
READY_S = 300.0  # until a console stands there, beside a city that is at work
MADE = ("desk", "desk-light-en")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tools.desks", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--state", type=Path, default=HERE / "var" / "demo", help="of the demo")
    parser.add_argument("--database", default="", help="of a hall in that city; without it the demo's own")
    parser.add_argument("--post", action="append", choices=[str(post) for post in POSTS], help="this one alone; repeatable")
    options = parser.parse_args()
    posts = [Role(post) for post in options.post or POSTS]
    if options.database and not options.database.startswith("sqlite") and not set(DISTRICTS).isdisjoint(posts):
        parser.error("The desk of a district needs a copy of the hall, which is made of SQLite alone: name the other posts with --post.")
    if not options.database and not (options.state / "backend" / "yiping.db").exists():
        parser.error(f"There is no demo in {options.state}, whose desks could be shown: run make demo once.")
    halls = {"": [post for post in posts if post not in DISTRICTS], "TWO_LEVEL": [post for post in posts if post in DISTRICTS]}
    lives = [partial(live, options=options, posts=those, mode=mode) for mode, those in halls.items() if those]
    statuses = [steps.keep_house(options.state / "log", True, each) for each in lives]
    return max(statuses)


def live(household: Household, surroundings: Surroundings, options: argparse.Namespace, posts: list[Role], mode: str) -> int:
    state: Path = options.state
    surroundings["YIPING_PASSWORD"] = password = password_of(state)
    data = state / "backend"
    database = options.database or f"sqlite:///{data / 'yiping.db'}"
    if mode:
        database = copied(database, state / "desks" / f"{mode.lower()}.db")
    cameras = port_of(state, "cameras")
    household.launch("cameras", python("simulator", "cameras", "--cache", str(state / "clips"), "--port", str(cameras)))
    serve = python("backend", "serve", "--database", database, "--data", str(data), "--port", "0", *(("--mode", mode) if mode else ()))
    server = household.start("backend", serve, "ready")
    populate(household, surroundings, state / "city", server, cameras, DISPATCHERS if mode else OURS)
    if mode:
        pass_down(Doors(server, {"admin": password, "dispatcher": password}))
    if Role.HANDLER in posts:
        office = department_of(state / "city")
        for role in OFFICE:
            seat(database, role, password, office)
        give(Doors(server, {called(Role.DEPARTMENT): password}), POSTS[Role.HANDLER])
    return max(shoot(household, surroundings, options, server, database, post, password) for post in posts)


def called(post: Role) -> str:
    """Also the name of a file, behind the point."""
    return f"desk.{str(post).lower().replace('_', '-')}"


def seat(database: str, post: Role, password: str, office: str) -> None:
    add_user(database, password, called(post), POSTS[post], [str(post)], office)


def copied(database: str, to: Path) -> str:
    """A hall of its own: what is done there leaves no trace in the demo."""
    to.parent.mkdir(parents=True, exist_ok=True)
    for old in to.parent.glob(f"{to.name}*"):
        old.unlink()
    with closing(sqlite3.connect(database.removeprefix("sqlite:///"))) as here, closing(sqlite3.connect(to)) as there:
        here.backup(there)
    return f"sqlite:///{to}"


def pass_down(doors: Doors, count: int = PASSED, patience_s: float = PASSING_S) -> None:
    """A district's centre commands all departments, and the city's dispatcher passes it so many of the cases that come to be dispatched. `NotReady`
    when they do not come."""
    known: list[dict[str, Any]] = doors.get("admin", "/v1/departments").json()
    centre = {"id": DISTRICT, "code": DISTRICT, "name": "盐湖区指挥中心"}
    below = [{name: value for name, value in one.items() if name != "version"} | {"under": DISTRICT} for one in known if one["id"] != DISTRICT]
    for each in (centre, *below):
        doors.put("admin", f"/v1/departments/{each['id']}", each)
    passed, refused, ends = 0, "nothing comes to be dispatched", time.monotonic() + patience_s
    while passed < count:
        waiting = doors.get("dispatcher", "/v1/cases", status=[Status.PENDING_DISPATCH], limit=count - passed).json()["cases"]
        for case in waiting:
            try:
                order = {"verb": Verb.SUB_DISPATCH, "department_id": DISTRICT}
                doors.post("dispatcher", f"/v1/cases/{case['id']}/orders", order, f"down-{case['id']}"[:80], case["version"])
                passed += 1
            except Refused as refusal:  # it may have changed since; the next one is asked for
                refused = str(refusal)
        if passed < count and time.monotonic() > ends:
            raise NotReady(f"{passed} of {count} cases were passed down to the district: {refused}")
        time.sleep(AGAIN_S if passed < count else 0)


def give(doors: Doors, handler: str, count: int = GIVEN) -> None:
    """Cases of the department out of other hands into his."""
    department = called(Role.DEPARTMENT)
    for case in doors.get(department, "/v1/cases", status=[Status.DISPOSING], limit=count).json()["cases"]:
        path, version = f"/v1/cases/{case['id']}/orders", case["version"]
        with suppress(Refused):  # it has gone on since
            for order in ({"verb": Verb.REVOKE}, {"verb": Verb.ASSIGN, "handler": handler}):
                version = doors.post(department, path, order, f"{order['verb']}-{case['id']}"[:80], version).json()["version"]


def populate(household: Household, surroundings: Surroundings, city: Path, server: str, cameras: int, posts: tuple[Role, ...]) -> None:
    """The people of the city go on, but for those of these posts, and its cameras are where they are served now."""
    call(
        python("simulator", "found", str(city), "--server", server, "--admin", "admin", "--cameras", f"rtsp://127.0.0.1:{cameras}"), env=surroundings
    )
    run = python(
        "simulator", "run", "--server", server, "--city", str(city), "--roster", *(word for post in posts for word in ("--hands-off", str(post)))
    )
    household.start("simulator", run, "ready", surroundings)
    household.ready("cameras")


def shoot(
    household: Household, surroundings: Surroundings, options: argparse.Namespace, server: str, database: str, post: Role, password: str
) -> int:
    user, basemap = called(post), options.state / "city" / "basemap.mbtiles"
    name = user.removeprefix("desk.")
    seat(database, post, password, DISTRICT if post in DISTRICTS else department_of(options.state / "city") if post in OFFICE else "")
    folder = options.folder / name
    command = [sys.executable, str(HERE / "main.py"), "--server", server, "--user", user, "--hall", "demo", "--language", "zh_CN"]
    command += ["--theme", "dark", "--state", str(options.state / "desks" / name), "--basemap", str(basemap), "--tour", str(folder), "--plan", "desk"]
    household.launch(f"console-{name}", command, surroundings)
    household.ready(f"console-{name}", READY_S)
    status = household.wait(f"console-{name}")
    for made in MADE:
        if (folder / f"{made}.png").exists():
            (folder / f"{made}.png").rename(options.folder / f"{made.replace('desk', f'desk-{name}', 1)}.png")
    return status


def department_of(city: Path) -> str:
    """The id of the one whose work is shown."""
    found: list[dict[str, Any]] = msgspec.json.decode((city / "departments.json").read_bytes())
    return str(next(each["id"] for each in found if TRADE in each["trades"]))


if __name__ == "__main__":
    sys.exit(main())
