"""`python -m simulator city|cameras …`."""

import argparse
import sys
import time
from pathlib import Path

from simulator import files, tiles
from simulator.cameras import command as cameras
from simulator.city import Scale, build


def main() -> int:
    arguments = _parser().parse_args()
    status: int = arguments.run(arguments)
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m simulator", description="A seeded city and its people, through the public interfaces only.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    city = commands.add_parser("city", help="make the demo city: files for the importers, and the base map")
    city.add_argument("folder", type=Path, metavar="DIR")
    city.add_argument("--seed", type=int, default=1, help="another seed is another city (default: %(default)s)")
    city.add_argument("--components", type=int, default=Scale.components, help="about how many (default: %(default)s)")
    city.set_defaults(run=make_city)
    streams = commands.add_parser("cameras", help="serve video clips as cameras")
    cameras.add_arguments(streams)
    streams.set_defaults(run=cameras.run)
    return parser


def make_city(arguments: argparse.Namespace) -> int:
    if not 1_000 <= arguments.components <= 900_000 or arguments.seed < 0:
        return _refuse("a city has 1,000 to 900,000 components, and its seed is not negative")
    began = time.monotonic()
    try:
        city = build(arguments.seed, Scale(components=arguments.components))
        files.write(city, arguments.folder)
        tiles.make(arguments.folder)
    except (OSError, tiles.TilesFailed) as error:
        return _refuse(f"cannot make the city in {arguments.folder}: {error}")
    print(f"{city.plan['name']}: {len(city.basic)} basic grids, {len(city.components.codes)} components, {time.monotonic() - began:.0f} s")
    return 0


def _refuse(sentence: str) -> int:
    sys.stderr.write(sentence + "\n")
    return 2


if __name__ == "__main__":
    sys.exit(main())
