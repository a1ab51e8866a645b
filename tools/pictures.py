"""The pictures of docs/screens once more, each by the run that shows it: `python -m tools.pictures [SET …]`, all sets when none is named.

map      the demo city at five zooms with every overlay, in both languages and themes
hall     its hall at work, and what a rectangle on the map holds
pingshan the cases that citizens of a real district reported; needs the data that is not part of the project
beijing  a day of real taxis over the bus lines, one of them and all at once; likewise
trucks   one muck truck that leaves its line: its alarm, its way, who could go there, the case that is drafted; in a city where many do
rewind   the hall as it was eight, five and two minutes ago; watches the demo city for nine minutes first
files    files over the map; after `map` or `hall`, whose city they are of
video    a video wall of cameras of which some fail, in four layouts
desks    the desk of each post; after `map` or `hall`, whose city it is of
qgis     one box of the map, and the real QGIS's rendering of its export; after `map` or `hall`, whose city it draws
"""

import argparse
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image

from tools.shrink import shrunk
from tools.steps import HERE

SCREENS = HERE / "docs" / "screens"
DATA = HERE.parent / "shared" / "data"
MAP = "1600x900x24"


@dataclass(frozen=True)
class Shoot:
    """A command that leaves pictures in `{folder}`; of these the ones that `keeps` names, by what they are called in docs/screens."""

    command: tuple[str, ...]
    keeps: dict[str, str]


LOOKS = ("dark-zh_CN", "light-zh_CN", "dark-en", "light-en")
DESKS = ("acceptor", "shift-leader", "dispatcher", "auditor", "duty-leader", "video-patroller", "evaluator")
FROM_AFAR = ("13", "14", "15", "16", "18")
WALLS = ("video-16-dark-zh_CN", "video-4-dark-zh_CN", "video-9-light-en", "video-1-light-en")
SHOOTS = {
    "map": Shoot(
        ("tools.demo", "--plan", "map", "--tour", "{folder}", "--size", MAP),
        {f"map-{zoom}-{look}": f"map-{zoom}-{look}" for zoom in FROM_AFAR for look in LOOKS},
    ),
    "hall": Shoot(
        ("tools.demo", "--tour", "{folder}"),
        {name: name for name in ("hall", "hall-light-en", "selection", "selection-light-en", "track")},
    ),
    "pingshan": Shoot(
        ("tools.real", "pingshan", "--data", "{data}", "--tour", "{folder}"),
        {name: f"real-{name}" for name in ("cases", "cases-card", "cases-light-en")},
    ),
    "video": Shoot(("tools.cameras", "--tour", "{folder}"), {name: name for name in WALLS}),
    "beijing": Shoot(
        ("tools.real", "beijing", "--data", "{data}", "--tour", "{folder}", "--size", MAP),
        {name: f"real-{name}" for name in ("track", "track-close", "track-street", "track-all", "track-light-en")},
    ),
    "trucks": Shoot(
        ("tools.demo", "--plan", "trucks", "--scenario", "trucks_astray", "--tour", "{folder}"),
        {name: name for name in ("truck-alarm", "truck-deviation", "truck-draft", "truck-deviation-light-en")},
    ),
    "rewind": Shoot(
        ("tools.demo", "--plan", "rewind", "--tour", "{folder}"),
        {name: name for name in ("rewind-8", "rewind-5", "rewind-2", "rewind-light-en")},
    ),
    "files": Shoot(("tools.under_xvfb", sys.executable, "-m", "tools.files_over", "{folder}/map-files.png"), {"map-files": "map-files"}),
    "desks": Shoot(
        ("tools.desks", "{folder}"),
        {f"desk-{post}": f"desk-{post}" for post in DESKS} | {"desk-acceptor-light-en": "desk-acceptor-light-en"},
    ),
    "qgis": Shoot(("tools.beside_qgis", "{folder}/qgis-beside-ours.png"), {"qgis-beside-ours": "qgis-beside-ours"}),
}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tools.pictures", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", nargs="*", metavar="SET", help=f"of {', '.join(SHOOTS)}")
    parser.add_argument("--data", type=Path, default=DATA, help="the folder of real data")
    options = parser.parse_args()
    if unknown := set(options.sets) - SHOOTS.keys():
        parser.error(f"no such set: {', '.join(sorted(unknown))}; say one of {', '.join(SHOOTS)}")
    return max(shoot(SHOOTS[name], options.data) for name in options.sets or SHOOTS)


def shoot(wanted: Shoot, data: Path) -> int:
    """Its exit status; what was made is kept only when all of it is there."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        words = [word.format(folder=folder, data=data) for word in wanted.command]
        if status := subprocess.run([sys.executable, "-m", *words], cwd=HERE, check=False).returncode:
            return status
        if missing := [made for made in wanted.keeps if not (folder / f"{made}.png").exists()]:
            print(f"pictures: {', '.join(missing)} were not made", file=sys.stderr)
            return 1
        keep(folder, wanted)
    return 0


def keep(folder: Path, wanted: Shoot) -> None:
    for made, kept in wanted.keeps.items():
        with Image.open(folder / f"{made}.png") as picture:
            shrunk(picture).save(SCREENS / f"{kept}.png", optimize=True)


if __name__ == "__main__":
    raise SystemExit(main())
