"""`python -m simulator city|found|past|run|cameras …`."""

import argparse
import logging
import os
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from simulator import files, past, roster, scenario, tiles
from simulator.album import Album
from simulator.cameras import command as cameras
from simulator.city import Scale, build
from simulator.doors import DoorError, Doors
from simulator.found import BadCredentials, credentials, found
from simulator.posts import Posts
from simulator.problems import Problems
from simulator.pulse import Pulse
from simulator.run import EYE, Run
from simulator.sender import PATROLLER, TELEPHONE, seat_user
from simulator.ways import NoCity, Ways
from simulator.weather import Weather
from simulator.world import world_of
from wire.codes import Role
from wire.standards import Catalogue

PASSWORD = "YIPING_PASSWORD"  # the variable; a password on a command line could be read by others
POSTS = (Role.ACCEPTOR, Role.SHIFT_LEADER, Role.DISPATCHER, Role.DEPARTMENT, Role.HANDLER)


def main() -> int:
    arguments = _parser().parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", datefmt="%H:%M:%S", stream=sys.stderr)
    try:
        status: int = arguments.run(arguments)
    except (NoCity, BadCredentials, scenario.BadScenario, DoorError, tiles.TilesFailed) as error:
        return _refuse(str(error))
    except OSError as error:
        return _refuse(f"{error.filename}: {error.strerror}" if error.filename else str(error))
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m simulator", description="A seeded city and its people, through the public interfaces only.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    city = commands.add_parser("city", help="make the demo city: files for the importers, and the base map")
    city.add_argument("folder", type=Path, metavar="DIR")
    city.add_argument("--seed", type=_at_least(0), default=1, help="another seed is another city (%(default)s)")
    city.add_argument("--components", type=_at_least(1_000), default=Scale.components, help="about how many (%(default)s)")
    city.set_defaults(run=make_city)
    founding = commands.add_parser("found", help="make departments, units, users and cameras of a city; again changes nothing")
    founding.add_argument("folder", type=Path, metavar="DIR")
    founding.add_argument("--server", required=True, metavar="URL")
    founding.add_argument("--admin", required=True, metavar="NAME", help=f"who may do it; the password comes from ${PASSWORD} or on stdin")
    founding.add_argument("--cameras", default="", metavar="URL", help="address of the camera server: rtsp://HOST:PORT")
    _size(founding)
    founding.set_defaults(run=found_city)
    left = commands.add_parser("past", help="write a table of cases that the hours before left open, for `python -m backend import cases`")
    left.add_argument("folder", type=Path, metavar="DIR")
    left.add_argument("file", type=Path, metavar="FILE")
    left.add_argument("--server", required=True, metavar="URL", help="whose standard the cases are filed under")
    left.add_argument("--cases", type=_at_least(1), default=50, help="how many (%(default)s)")
    left.add_argument("--seed", type=_at_least(0), default=1, help="(%(default)s)")
    _scenario(left)
    left.set_defaults(run=write_past)
    _running(commands.add_parser("run", help="let the people of a city work until SIGTERM"))
    streams = commands.add_parser("cameras", help="serve video clips as cameras")
    cameras.add_arguments(streams)
    streams.set_defaults(run=cameras.run)
    return parser


def _running(run: argparse.ArgumentParser) -> None:
    run.add_argument("--server", required=True, metavar="URL")
    run.add_argument("--city", type=Path, required=True, metavar="DIR")
    run.add_argument("--speed", type=_between(1, 60), default=1.0, help="how much faster than the clock people act (%(default)s)")
    run.add_argument("--seed", type=_at_least(0), default=1, help="(%(default)s)")
    _scenario(run)
    run.add_argument("--hands-off", action="append", type=Role, choices=POSTS, default=[], metavar="ROLE", help="a post that people fill; repeatable")
    run.add_argument("--seats", type=_between(0, 6), default=5, help="of the hotline: so many, from the last one on, are ours (%(default)s)")
    run.add_argument("--warm", type=_at_least(0), default=0, metavar="N", help="first fill a hall that has fewer cases (%(default)s)")
    run.add_argument("--roster", action="store_true", help="enter a shift of today for everybody, who then have their habits: late, astray, silent")
    run.add_argument("--shifts", action="store_true", help="people work 08:30 to 18:00 of the city; otherwise round the clock")
    _size(run)
    run.set_defaults(run=run_city)


def _scenario(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--scenario", default="ordinary_monday", metavar="NAME", help=f"one of: {', '.join(scenario.names())}")


def _size(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--inspectors", type=_at_least(1), default=110, help="of the roster (%(default)s)")
    parser.add_argument("--trucks", type=_at_least(0), default=40, help="of the roster (%(default)s)")
    parser.add_argument("--vehicles", type=_at_least(0), default=16, help="other ones, of the roster (%(default)s)")


def make_city(arguments: argparse.Namespace) -> int:
    began = time.monotonic()
    city = build(arguments.seed, Scale(components=arguments.components))
    files.write(city, arguments.folder)
    tiles.make(arguments.folder)
    print(f"{city.plan['name']}: {len(city.basic)} basic grids, {len(city.components.codes)} components, {time.monotonic() - began:.0f} s")
    return 0


def found_city(arguments: argparse.Namespace) -> int:
    password = os.environ.get(PASSWORD) or sys.stdin.readline().rstrip("\n")
    doors = Doors(arguments.server, {arguments.admin: password})
    people = {"INSPECTOR": arguments.inspectors, "TRUCK": arguments.trucks, "VEHICLE": arguments.vehicles}
    done = found(doors, arguments.admin, arguments.folder, people, arguments.cameras.rstrip("/"))
    print(", ".join(f"{noun}: {each.written} written, {each.known} known" for noun, each in done.items()))
    return 0


def write_past(arguments: argparse.Namespace) -> int:
    doors = Doors(arguments.server, credentials(arguments.folder))
    plan, ways, now = scenario.load(arguments.scenario), Ways(arguments.folder), datetime.now(UTC)
    past.write(arguments.file, world_of(ways, plan, now, arguments.seed, inspectors=0, trucks=0), _catalogue(doors), arguments.cases)
    return 0


def run_city(arguments: argparse.Namespace) -> int:
    plan, ways = scenario.load(arguments.scenario), Ways(arguments.city)
    plan = msgspec.structs.replace(plan, habits=plan.habits.at_speed(arguments.speed))
    known = credentials(arguments.city)
    doors = Doors(arguments.server, known)
    seats = [number for number in range(7 - int(arguments.seats), 7) if seat_user(number) in known]
    size = (arguments.inspectors, arguments.trucks, arguments.vehicles)
    world = world_of(ways, plan, datetime.now(UTC), arguments.seed, *size, not arguments.shifts, arguments.roster)
    world.views = ways.views if PATROLLER in known else ()
    posts = Posts(doors, Album(doors), plan, Problems.load(), _catalogue(doors), frozenset(arguments.hands_off), arguments.speed, arguments.seed)
    if arguments.roster:
        print(f"roster: {roster.enter(doors, ways, world)} shifts", file=sys.stderr)
    lon, lat = ways.about["centre"]
    pulse = Pulse(arguments.city, Weather(lon, lat, arguments.seed), datetime.now(UTC), arguments.seed)
    return Run(world, doors, posts, pulse, arguments.speed, seats, TELEPHONE in known).go(arguments.warm)


def _catalogue(doors: Doors) -> Catalogue:
    return msgspec.json.decode(doors.get(EYE, "/v1/catalogue").content, type=Catalogue)


def _at_least(least: int) -> Callable[[str], int]:
    def number(text: str) -> int:
        value = int(text)
        if value < least:
            raise argparse.ArgumentTypeError(f"{value} is less than {least}")
        return value

    return number


def _between(least: float, most: float) -> Callable[[str], float]:
    def number(text: str) -> float:
        value = float(text)
        if not least <= value <= most:
            raise argparse.ArgumentTypeError(f"{text} is not between {least:g} and {most:g}")
        return value

    return number


def _refuse(sentence: str) -> int:
    sys.stderr.write(sentence + "\n")
    return 2


if __name__ == "__main__":
    sys.exit(main())
