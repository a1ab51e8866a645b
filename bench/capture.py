"""Intelligent capture on rendered truth and on a real clip: precision and recall by kind, and what a camera costs.

The stories have other seeds, lights and weathers than those that the figures in the code were chosen with; they are encoded as a camera
would, and decoded again. Plain traffic without any incident is watched for alarms. The real clip (`vtest.avi` of Debian's opencv-doc,
people on a campus who leave nothing) is fetched by `python3 tools/prepare.py capture`.
"""

import resource
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import av
import cv2
import numpy as np

from analytics.watcher import Sighting, Watcher
from simulator.clips.film import Film, shoot
from simulator.clips.light import DAY, DUSK, MORNING, NIGHT, OVERCAST, RAIN
from simulator.clips.scenes.catalogue import SCENES
from simulator.clips.stories import LOOP_S, STORIES, Story
from wire.analytics import Box, CaptureZone
from wire.codes import CaptureKind, Kind

REAL = Path(__file__).resolve().parents[1] / "var" / "real" / "vtest.avi"
LIGHTS = {"day": DAY, "morning": MORNING, "overcast": OVERCAST, "dusk": DUSK, "night": NIGHT, "rain": RAIN}
SEEDS = (101, 102)
FPS, LOOKED = 4, 4  # of the film, and pictures that are looked at in a second
HOLD_S, LATE_S = 12, 15
PLACE = 0.3  # of the smaller box must lie in the other


class Run(NamedTuple):
    true: int
    false: int
    missed: int
    late_s: list[float]  # behind the hold


def zone(kind: CaptureKind, outline: list[tuple[float, float]], least: float, id: str = "z") -> CaptureZone:
    kept = {"id": id, "version": 1, "camera_id": "c", "name": "z", "case_kind": Kind.EVENT, "class_code": "0409", "active": True, "by": "bench"}
    return CaptureZone(kind=kind, points=outline, least=least, hold_s=HOLD_S, **kept)


def pictures(path: Path) -> Iterator[tuple[float, np.ndarray]]:
    """As many as the program looks at."""
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        stream.codec_context.thread_count = 1
        rate, due = float(stream.average_rate or 10), 0.0
        for number, frame in enumerate(container.decode(stream)):
            if number / rate >= due:
                due += 1 / LOOKED
                yield number / rate, frame.to_ndarray(format="rgb24")


def watch(path: Path, zones: list[CaptureZone]) -> tuple[list[tuple[float, Sighting]], float, float]:
    """What was told, and seconds of processor for decoding with watching, and for the film."""
    watcher, told, at = Watcher(zones), list[tuple[float, Sighting]](), 0.0
    began = _cpu()
    for at, picture in pictures(path):
        told += [(at, sighting) for sighting in watcher.feed(picture, at)]
    return told, _cpu() - began, at


def judged(story: Story, told: list[tuple[float, Sighting]]) -> Run:
    [incident] = story.incidents
    right = [at for at, sighting in told if incident.start <= at <= incident.end + LATE_S and overlap(sighting.box, incident.box) >= PLACE]
    return Run(min(1, len(right)), len(told) - min(1, len(right)), int(not right), [min(right) - incident.start - HOLD_S] if right else [])


def overlap(one: Box, other: Box) -> float:
    wide = min(one[0] + one[2], other[0] + other[2]) - max(one[0], other[0])
    high = min(one[1] + one[3], other[1] + other[3]) - max(one[1], other[1])
    return max(0.0, wide) * max(0.0, high) / max(1e-9, min(one[2] * one[3], other[2] * other[3]))


def main() -> None:
    cv2.setNumThreads(1)
    runs: dict[tuple[CaptureKind, str], list[Run]] = defaultdict(list)
    cpu, seconds, alarms, quiet_s = 0.0, 0.0, 0, 0.0
    with tempfile.TemporaryDirectory(prefix="yiping-bench-") as name:
        for kind, tell in STORIES.items():
            for light_name, light in LIGHTS.items():
                for seed in SEEDS:
                    story, path = tell(light, seed), Path(name) / "story.mp4"
                    shoot(story.scene, LOOP_S, [Film(path, 640, 360, 400_000)], FPS)
                    told, spent, length = watch(path, [zone(kind, story.outline, story.least)])
                    runs[kind, light_name].append(judged(story, told))
                    cpu, seconds = cpu + spent, seconds + length
        for scene in SCENES.values():
            path = Path(name) / "plain.mp4"
            shoot(scene._replace(movers=[mover._replace(laps=mover.laps * 3) for mover in scene.movers]), 60, [Film(path, 640, 360, 400_000)], FPS)  # type: ignore[union-attr]
            told, spent, length = watch(path, everywhere())
            alarms, quiet_s = alarms + len(told), quiet_s + length
    show(runs)
    print(
        f"\nPlain traffic, {len(SCENES)} scenes of {quiet_s / len(SCENES):.0f} s with every kind of zone over most of the picture: {alarms} alarms."
    )
    print(f"\nProcessor, decoding 640 x 360 at {FPS} and watching {LOOKED} pictures a second: {1000 * cpu / seconds:.0f} ms per camera and second.\n")
    show_real()


def everywhere() -> list[CaptureZone]:
    area = [(0.05, 0.45), (0.95, 0.45), (0.95, 0.98), (0.05, 0.98)]
    sizes = {CaptureKind.VEHICLE_STOPPED: 0.004, CaptureKind.OBJECT_LEFT: 0.001, CaptureKind.GOODS_OUT: 0.002, CaptureKind.FLOOD: 0.003}
    lines = {CaptureKind.GOODS_OUT: [(0.6, 0.5), (0.8, 0.95)], CaptureKind.FLOOD: [(0.1, 0.8), (0.6, 0.8)]}
    return [zone(kind, lines.get(kind, area), least, kind) for kind, least in sizes.items()]


def show(runs: dict[tuple[CaptureKind, str], list[Run]]) -> None:
    print(f"{len(SEEDS)} stories of each kind in each light, hold {HOLD_S} s.\n")
    print("| kind | found | missed | false | recall | precision | behind the hold, s (median) | missed in |\n|---|---:|---:|---:|---:|---:|---:|---|")
    for kind in STORIES:
        mine = [run for (of, _), each in runs.items() if of is kind for run in each]
        true, false, missed = sum(run.true for run in mine), sum(run.false for run in mine), sum(run.missed for run in mine)
        late = [value for run in mine for value in run.late_s]
        dark = ", ".join(light for (of, light), each in runs.items() if of is kind and any(run.missed for run in each)) or "–"
        precision = f"{true / (true + false):.0%}" if true + false else "–"
        print(
            f"| {kind} | {true} | {missed} | {false} | {true / (true + missed):.0%} | {precision} | {np.median(late) if late else 0:.1f} | {dark} |"
        )


def show_real() -> None:
    if not REAL.is_file():
        print("The real clip is not here: `python3 tools/prepare.py capture` could not fetch it. Nothing was measured on it.")
        return
    area = [(0.02, 0.2), (0.98, 0.2), (0.98, 0.98), (0.02, 0.98)]
    told, spent, length = watch(REAL, [zone(CaptureKind.OBJECT_LEFT, area, 0.0008)])
    print(
        f"vtest.avi, {length:.0f} s of people who leave nothing: {len(told)} false alarms of OBJECT_LEFT; {1000 * spent / length:.0f} ms per second."
    )
    with tempfile.TemporaryDirectory(prefix="yiping-bench-") as name:
        found = [put_down(Path(name) / "put.mp4", place) for place in ((0.62, 0.62), (0.3, 0.75), (0.5, 0.45), (0.75, 0.8))]
    print(f"\nThe same with a bag painted in at 30 s, in {len(found)} places one after the other: {sum(found)} found.")


def put_down(path: Path, place: tuple[float, float]) -> bool:
    """A dark bag with a light label, some 30 by 24 pixels, from 30 s on."""
    box, moment = (place[0], place[1], 0.042, 0.045), 30.0
    with av.open(str(path), "w") as output:
        stream = output.add_stream("libx264", rate=LOOKED, options={"preset": "ultrafast", "crf": "23"})
        for at, picture in pictures(REAL):
            if not stream.codec_context.is_open:
                stream.height, stream.width = picture.shape[:2]
                stream.pix_fmt = "yuv420p"
            if at >= moment:
                picture = paint(picture, box)
            output.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        output.mux(stream.encode())
    area = [(0.02, 0.2), (0.98, 0.2), (0.98, 0.98), (0.02, 0.98)]
    told, _, _ = watch(path, [zone(CaptureKind.OBJECT_LEFT, area, 0.0008)])
    return any(at >= moment and overlap(sighting.box, box) >= PLACE for at, sighting in told)


def paint(picture: np.ndarray, box: Box) -> np.ndarray:
    painted, (height, width) = picture.copy(), picture.shape[:2]
    left, top, wide, high = round(box[0] * width), round(box[1] * height), round(box[2] * width), round(box[3] * height)
    painted[top : top + high, left : left + wide] = (44, 40, 46)
    painted[top + high // 3 : top + high // 2, left + wide // 4 : left + 3 * wide // 4] = (190, 186, 170)
    return painted


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime
