"""The console on real input: `python -m tools.real pingshan` (cases that citizens reported), `beijing` (a day of real taxis) or `walkers` (a day of
people there, on foot, by bus and by car).

The data is not part of the project: see the README of the data folder. Each run makes its database anew, in `var/real/NAME`.
"""

import argparse
import os
import shutil
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from simulator.tiles import TilesFailed
from tools import real_ground, steps
from tools.household import Household, NotReady
from tools.steps import HERE, Surroundings, add_user, call, password_of, python

ROLES = ("DISPATCHER", "SHIFT_LEADER", "ACCEPTOR")


@dataclass(frozen=True)
class Real:
    """A real place: what is imported of it and in which order, what its base map is made of, and how the console's tour shows it."""

    imports: tuple[tuple[str, ...], ...]  # noun, file or folder below the data folder, and where no mapping is known by its name that
    ground: Callable[[Path, Path], Path]  # data folder, folder for the tiles -> MBTiles
    plan: str
    unit: str = ""  # whose day the tour plays


PLACES = {
    "pingshan": Real(
        (
            ("boundaries", "basemap_shenzhen/districts_wgs84_sz.json"),
            ("streets", "basemap_shenzhen/pingshan_streets.geojson"),
            ("cases", "cases_pingshan_2018/坪山区民生诉求完整版.csv"),
        ),
        real_ground.pingshan,
        "cases",
    ),
    "beijing": Real(
        (
            ("boundaries", "basemap_beijing/subdistricts/beijing.shp"),
            ("streets", "basemap_beijing/bus_lines_wgs84.geojson"),
            ("tracks", "tracks_tdrive_beijing/tdrive_2008-02-04.csv"),
        ),
        real_ground.beijing,
        "track",
        "tdrive-4578",  # 2,496 fixes over the whole day, and hardly one of them wrong
    ),
    "walkers": Real(
        (
            ("boundaries", "basemap_beijing/subdistricts/beijing.shp"),
            ("streets", "basemap_beijing/bus_lines_wgs84.geojson"),
            ("tracks", "tracks_geolife_beijing", "geolife_tracks"),
        ),
        real_ground.beijing,
        "walk",
        "geolife-017",  # out three times in one day
    ),
}


def main() -> int:
    options = read_options()
    headless = options.tour is not None or not steps.has_display()
    state = HERE / "var" / "real" / options.name
    if missing := missing_files(options.data, PLACES[options.name]):
        print(f"The real data is not in {options.data}: {missing[0]} is missing. Say with --data where it is.", file=sys.stderr)
        return 2
    for old in ("backend", "console"):
        shutil.rmtree(state / old, ignore_errors=True)
    return steps.keep_house(state / "log", headless, partial(live, state=state, options=options, headless=headless), options.size)


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tools.real", description=__doc__)
    parser.add_argument("name", choices=PLACES)
    parser.add_argument("--data", type=Path, default=HERE.parent / "shared" / "data", help="the folder of real data")
    steps.add_look(parser)
    return parser.parse_args()


def missing_files(data: Path, real: Real) -> list[str]:
    return [file for _, file, *_ in real.imports if not (data / file).exists()]


def live(household: Household, surroundings: Surroundings, state: Path, options: argparse.Namespace, headless: bool) -> int:
    """From the empty database to the end of the console; its exit status."""
    real: Real = PLACES[options.name]
    surroundings["YIPING_PASSWORD"] = password = password_of(state)
    began = time.monotonic()
    database = fill(state / "backend", real, options.data, password)
    basemap = state / "ground" / "basemap.mbtiles"
    if not basemap.exists():
        say("drawing the base map (once)")
        try:
            real.ground(options.data, basemap.parent)
        except TilesFailed as problem:
            raise NotReady(str(problem)) from problem
    server = household.start("backend", serve(state / "backend", database), ready="ready")
    console = steps.console(server, state / "console", f"real-{options.name}", basemap, options)
    console += ["--tour", str(options.tour or HERE / "out" / "screens"), "--plan", real.plan, "--unit", real.unit] if headless else []
    household.start("console", console, ready="ready", env=surroundings)
    say(f"the console is usable after {time.monotonic() - began:.1f} s")
    if not headless:
        say(f"others may log in at {server} as dispatcher; the password is in {os.path.relpath(state / 'password')}")
    return household.wait("console")


def fill(folder: Path, real: Real, data: Path, password: str) -> str:
    """A new database in the folder with its users and all that is imported; its URL. The rejected rows lie beside it."""
    folder.mkdir(parents=True, exist_ok=True)
    database = f"sqlite:///{folder / 'yiping.db'}"
    add_user(database, password, "admin", "系统管理员", ["ADMIN"])
    add_user(database, password, "dispatcher", "王敏", ROLES)
    for noun, file, *mapping in real.imports:
        path, rejects = data / file, folder / f"{noun}.rejects.csv"
        chosen = ["--mapping", *mapping] if mapping else []
        printed = call(python("backend", "import", noun, str(path), *chosen, "--rejects", str(rejects), "--database", database))
        say(next(line for line in printed.splitlines() if line.startswith(f"{noun}: ")))
    return database


def serve(folder: Path, database: str) -> list[str]:
    return python("backend", "serve", "--database", database, "--data", str(folder), "--port", "0")


def say(text: str) -> None:
    print(f"real: {text}", flush=True)


if __name__ == "__main__":
    raise SystemExit(main())
