"""The pictures of docs/screens once more, each by the run that shows it: `python -m tools.pictures [SET …]`, all sets when none is named.

map      the demo city at six zooms, each with all that stands there and one colouring of the ground, in both languages and themes
hall     its hall at work, and what a rectangle on the map holds
pingshan the cases that citizens of a real district reported; needs the data that is not part of the project
beijing  a day of real taxis over the bus lines, one of them and all at once; likewise
walkers  a day of somebody on foot there, as it came and cleaned; likewise
trucks   one muck truck that leaves its line: its alarm, its way, who could go there, the case that is drafted, its track; in a city where many do
rewind   the hall as it was eight, five and two minutes ago; watches the demo city for nine minutes first
files    files over the map; after `map` or `hall`, whose city they are of
watching a frame that becomes a case, the past of several cameras, findings of a program and where it looks, how cameras do, films for the police
video    a video wall of cameras of which some fail, in four layouts and on a tour
governor the same with too few streams for all panes
desks    the desk of each post; after `map` or `hall`, whose city it is of
qgis     one box of the map, and the real QGIS's rendering of its export; after `map` or `hall`, whose city it draws
report   the report of a case, as a browser opens it; after `map` or `hall`, whose case it is

A set that fails says why, and the others are made all the same; the exit status is 1 then.
"""

import argparse
import subprocess
import sys
from collections.abc import Mapping
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
DESKS = (
    *("acceptor", "shift-leader", "dispatcher", "sub-dispatcher", "auditor", "duty-leader", "video-patroller", "evaluator"),
    *("department", "handler", "admin"),
)
OF_DESKS = ("acceptor", "dispatcher", "evaluator", "department")  # that are shown in light and English too
WATCHED = ("frame-sheet", "frame-case", "playback", "findings", "zones", "camera-health", "footage", "findings-light-en", "camera-health-light-en")
FROM_AFAR = ("13", "14", "15", "16", "17", "18")
WALLS = ("video-16-dark-zh_CN", "video-4-dark-zh_CN", "video-tour-dark-zh_CN", "video-9-light-en", "video-1-light-en")
LARGE = "2560x1440x24"
TRACKS = ("track", "track-close", "track-street")
ON_A_SCREEN = ("tools.under_xvfb", sys.executable, "-m")  # of their own, for those that bring none
SHOOTS = {
    "map": Shoot(
        ("tools.demo", "--plan", "map", "--tour", "{folder}", "--size", MAP),
        {f"map-{zoom}-{look}": f"map-{zoom}-{look}" for zoom in FROM_AFAR for look in LOOKS},
    ),
    "hall": Shoot(
        ("tools.demo", "--tour", "{folder}"),
        {name: name for name in ("hall", "hall-light-en", "selection", "selection-light-en")},
    ),
    "pingshan": Shoot(
        ("tools.real", "pingshan", "--data", "{data}", "--tour", "{folder}"),
        {name: f"real-{name}" for name in ("cases", "cases-card", "cases-light-en")},
    ),
    "watching": Shoot(("tools.demo", "--plan", "watching", "--hands-off", "ACCEPTOR", "--tour", "{folder}"), {name: name for name in WATCHED}),
    "video": Shoot(("tools.cameras", "--tour", "{folder}"), {name: name for name in WALLS}),
    "governor": Shoot(
        ("tools.cameras", "--plan", "governor", "--tour", "{folder}", "--size", LARGE), {"governor-light-en": "video-governor-light-en"}
    ),
    "beijing": Shoot(
        ("tools.real", "beijing", "--data", "{data}", "--tour", "{folder}", "--size", MAP),
        {name: f"real-{name}" for name in ("track", "track-close", "track-street", "track-all", *(f"{name}-light-en" for name in TRACKS))},
    ),
    "walkers": Shoot(
        ("tools.real", "walkers", "--data", "{data}", "--tour", "{folder}", "--size", MAP),
        {"walk": "real-track-walk", "walk-light-en": "real-track-walk-light-en"},
    ),
    "trucks": Shoot(
        ("tools.demo", "--plan", "trucks", "--scenario", "trucks_astray", "--tour", "{folder}"),
        {name: name for name in ("truck-alarm", "truck-deviation", "truck-squad", "truck-draft", "truck-deviation-light-en", "track")},
    ),
    "rewind": Shoot(
        ("tools.demo", "--plan", "rewind", "--tour", "{folder}"),
        {name: name for name in ("rewind-8", "rewind-5", "rewind-2", "rewind-on-shift", "rewind-light-en")},
    ),
    "files": Shoot((*ON_A_SCREEN, "tools.files_over", "{folder}/map-files.png"), {"map-files": "map-files"}),
    "desks": Shoot(
        ("tools.desks", "{folder}"),
        {f"desk-{post}{look}": f"desk-{post}{look}" for look, posts in (("", DESKS), ("-light-en", OF_DESKS)) for post in posts},
    ),
    "qgis": Shoot((*ON_A_SCREEN, "tools.beside_qgis", "{folder}/qgis-beside-ours.png"), {"qgis-beside-ours": "qgis-beside-ours"}),
    "report": Shoot((*ON_A_SCREEN, "tools.case_report", "{folder}/report-case.png"), {"report-case": "report-case"}),
}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tools.pictures", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", nargs="*", metavar="SET", help=f"of {', '.join(SHOOTS)}")
    parser.add_argument("--data", type=Path, default=DATA, help="the folder of real data")
    options = parser.parse_args()
    if unknown := set(options.sets) - SHOOTS.keys():
        parser.error(f"no such set: {', '.join(sorted(unknown))}; say one of {', '.join(SHOOTS)}")
    return make({name: SHOOTS[name] for name in options.sets or SHOOTS}, options.data)


def make(sets: Mapping[str, Shoot], data: Path, into: Path = SCREENS) -> int:
    """All of these, whatever becomes of each; 1 when one has failed, which has been said then."""
    failed = {name: problem for name, wanted in sets.items() if (problem := shoot(wanted, data, into))}
    for name, problem in failed.items():
        print(f"pictures: {name} failed, and its pictures are as they were: {problem}", file=sys.stderr)
    return 1 if failed else 0


def shoot(wanted: Shoot, data: Path, into: Path) -> str:
    """What went wrong, empty when nothing did; what was made is kept only when all of it is there."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        words = [word.format(folder=folder, data=data) for word in wanted.command]
        status = subprocess.run([sys.executable, "-m", *words], cwd=HERE, check=False).returncode
        missing = [made for made in wanted.keeps if not (folder / f"{made}.png").exists()]
        if status or missing:
            ended = f"`{' '.join(words)}` ended with status {status}"
            return f"{ended}; {', '.join(missing)} {'was' if len(missing) == 1 else 'were'} not made" if missing else ended
        keep(folder, wanted, into)
    return ""


def keep(folder: Path, wanted: Shoot, into: Path = SCREENS) -> None:
    for made, kept in wanted.keeps.items():
        with Image.open(folder / f"{made}.png") as picture:
            shrunk(picture).save(into / f"{kept}.png", optimize=True)


if __name__ == "__main__":
    raise SystemExit(main())
