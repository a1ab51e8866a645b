"""One city, one backend, one console: `make demo`. Everything it keeps is in `var/demo` and can be thrown away.

Without a display it runs on a screen of its own, walks the panes and leaves pictures in `out/screens`.
"""

import argparse
import os
import shutil
import time
from functools import partial
from pathlib import Path

from simulator.found import WATCHER, credentials
from tools import steps
from tools.household import Household
from tools.steps import HERE, Surroundings, add_user, call, password_of, port_of, python

POSTS = ("DISPATCHER", "SHIFT_LEADER", "ACCEPTOR")
CASES = 240  # of the first start


def main() -> int:
    options = read_options()
    headless = options.tour is not None or not steps.has_display()
    return steps.keep_house(options.state / "log", headless, partial(live, options=options, headless=headless), options.size)


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make demo", description=__doc__)
    parser.add_argument("--state", type=Path, default=HERE / "var" / "demo", help="where the demo keeps its city and its database")
    parser.add_argument("--speed", type=float, default=1.0, help="of the simulated people, 1 to 60")
    parser.add_argument("--seed", type=int, default=1, help="another seed is another city")
    parser.add_argument("--hands-off", action="append", default=[], metavar="ROLE", help="a post that you fill yourself; repeatable")
    parser.add_argument("--plan", default="hall", choices=["hall", "map", "rewind", "trucks", "watching"], help="what the tour shows")
    parser.add_argument("--scenario", default="ordinary_monday", help="how the simulated people live")
    steps.add_look(parser)
    return parser.parse_args()


def live(household: Household, surroundings: Surroundings, options: argparse.Namespace, headless: bool) -> int:
    """The demo from its first process to the end of the console; its exit status."""
    began = time.monotonic()
    state: Path = options.state
    surroundings["YIPING_PASSWORD"] = password = password_of(state)
    database, city = f"sqlite:///{state / 'backend' / 'yiping.db'}", state / "city"
    port = port_of(state, "cameras")
    household.launch("cameras", python("simulator", "cameras", "--cache", str(state / "clips"), "--port", str(port)))  # films while the city is built
    if not (state / "backend" / "yiping.db").exists():  # thrown away alone: what was done to it is to be done again
        for mark in (".imported", ".settled"):
            (city / mark).unlink(missing_ok=True)
    if not (city / ".imported").exists():
        found_city(city, state / "backend", database, options.seed, password)
    backend = python("backend", "serve", "--database", database, "--data", str(state / "backend"), "--port", str(port_of(state, "backend")))
    server = household.start("backend", backend, ready="ready")
    record = python("backend", "record", "--database", database, "--data", str(state / "backend"))
    household.launch("recorder", record)
    found = python("simulator", "found", str(city), "--server", server, "--admin", "admin", "--cameras", f"rtsp://127.0.0.1:{port}")
    run = python("simulator", "run", "--server", server, "--city", str(city), "--speed", str(options.speed), "--warm", str(CASES), "--roster")
    run += ["--scenario", options.scenario]
    run += [word for role in options.hands_off for word in ("--hands-off", role)]
    first = not (city / ".settled").exists()
    if first:
        say("settling the people, and their first cases (once)")
        call(found, env=surroundings)
        bring_the_past(city, server, database)
    household.launch("simulator", run, surroundings)  # before the console, which shall find people who move
    if first:
        household.ready("simulator")
        (city / ".settled").touch()
    household.ready("cameras")
    console = steps.console(server, state / "console", "demo", city / "basemap.mbtiles", options)
    console += ["--tour", str(options.tour or HERE / "out" / "screens"), "--plan", options.plan] if headless else []
    household.start("console", console, ready="ready", env=surroundings)
    say(f"the console is usable after {time.monotonic() - began:.1f} s")
    if not first:
        call(found, env=surroundings)  # the cameras may have another port now
    watching = python("analytics", "--server", server, "--user", WATCHER)
    household.launch("analytics", watching, surroundings | {"YIPING_PASSWORD": credentials(city)[WATCHER]})
    if not headless:
        say(f"others may log in at {server} as admin or dispatcher; the password is in {os.path.relpath(state / 'password')}")
    return household.wait("console")


def found_city(city: Path, data: Path, database: str, seed: int, password: str) -> None:
    """The city's files, imported into a new database."""
    say("building the city (once)")
    call(python("simulator", "city", str(city), "--seed", str(seed)))
    data.mkdir(parents=True, exist_ok=True)
    for name, full_name, roles in (("admin", "系统管理员", ["ADMIN"]), ("dispatcher", "王敏", POSTS)):
        add_user(database, password, name, full_name, roles)
    say("importing it")
    call(python("backend", "import", "city", str(city), "--database", database))
    grounds = data / "basemaps"  # beneath reports
    grounds.mkdir(exist_ok=True)
    shutil.copy(city / "basemap.mbtiles", grounds / "city.mbtiles")
    (city / ".imported").touch()


def bring_the_past(city: Path, server: str, database: str) -> None:
    """What was open when the centre moved in: a new hall has clocks that have run for hours, as any other has."""
    table = city / "past.csv"
    call(python("simulator", "past", str(city), str(table), "--server", server))
    call(python("backend", "import", "cases", str(table), "--database", database))


def say(text: str) -> None:
    print(f"demo: {text}", flush=True)


if __name__ == "__main__":
    raise SystemExit(main())
