"""The demo's clips on disk: made at the first start, kept for all others. Every scene has a main and a sub stream, as cameras do."""

import os
from collections import defaultdict
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import NamedTuple

from simulator.clips.film import Film, shoot
from simulator.clips.scenes.catalogue import SCENES, Scene
from simulator.clips.sound import HEARD
from simulator.clips.stories import LOOP_S, TOLD

EDITION = "3"  # raise it when the scenes change: older clips are made anew
SECONDS = 20
FPS = 12
MAIN = "_main"  # behind the name of a scene: its large stream


class Take(NamedTuple):
    """One clip to be made."""

    name: str
    scene: str
    width: int
    height: int
    fps: int
    bit_rate: int


TAKES: list[Take] = [
    take for name in SCENES for take in (Take(name, name, 640, 360, FPS, 700_000), Take(name + MAIN, name, 1280, 720, FPS, 2_000_000))
]
STORY_TAKES: list[Take] = [Take(name, name, 640, 360, 6, 400_000) for name in TOLD]


def prepare(folder: Path, takes: Sequence[Take] = (*TAKES, *STORY_TAKES)) -> None:
    """See that these clips are in the folder; `OSError` when it cannot be written."""
    folder.mkdir(parents=True, exist_ok=True)
    stamp = folder / "edition"
    current = stamp.is_file() and stamp.read_text() == EDITION
    missing = [take for take in takes if not current or not path_of(folder, take).is_file()]
    if missing:
        by_scene: dict[str, list[Take]] = defaultdict(list)
        for take in missing:
            by_scene[take.scene].append(take)
        with ProcessPoolExecutor(max_workers=os.cpu_count()) as workers:
            list(workers.map(_shoot, [folder] * len(by_scene), by_scene.values()))
        stamp.write_text(EDITION)


def path_of(folder: Path, take: Take) -> Path:
    return folder / f"{take.name}.mp4"


def _shoot(folder: Path, takes: Sequence[Take]) -> None:
    """All takes of one scene; those of one frame rate are painted once."""
    for fps in {take.fps for take in takes}:
        films = [Film(path_of(folder, take), take.width, take.height, take.bit_rate, HEARD.get(take.scene)) for take in takes if take.fps == fps]
        shoot(*_told(takes[0].scene), films, fps)


def _told(name: str) -> tuple[Scene, int]:
    """A scene, and the seconds of its loop."""
    return (TOLD[name].scene, LOOP_S) if name in TOLD else (SCENES[name], SECONDS)
