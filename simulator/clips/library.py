"""The demo's clips on disk: made at the first start, kept for all others."""

import os
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import NamedTuple

from simulator.clips.film import shoot
from simulator.clips.scenes.catalogue import SCENES

EDITION = "1"  # raise it when the scenes change: older clips are made anew
SECONDS = 20


class Take(NamedTuple):
    """One clip to be made."""

    name: str
    scene: str
    width: int
    height: int
    fps: int
    bit_rate: int


TAKES: list[Take] = [
    Take("avenue_main", "avenue", 1280, 720, 25, 2_500_000),
    *(Take(name, name, 640, 360, 15, 600_000) for name in SCENES),
]


def prepare(folder: Path, takes: list[Take] = TAKES) -> None:
    """See that these clips are in the folder; `OSError` when it cannot be written."""
    folder.mkdir(parents=True, exist_ok=True)
    stamp = folder / "edition"
    current = stamp.is_file() and stamp.read_text() == EDITION
    missing = [take for take in takes if not current or not path_of(folder, take).is_file()]
    if missing:
        with ProcessPoolExecutor(max_workers=os.cpu_count()) as workers:
            list(workers.map(_shoot, [folder] * len(missing), missing))
        stamp.write_text(EDITION)


def path_of(folder: Path, take: Take) -> Path:
    return folder / f"{take.name}.mp4"


def _shoot(folder: Path, take: Take) -> None:
    shoot(SCENES[take.scene], path_of(folder, take), take.width, take.height, take.fps, SECONDS, take.bit_rate)
