"""Intelligent capture on real clips: what is found, and what is told in vain. Of figures in the code, those of stillness were chosen with
`vtest.avi`, and `APART` with the street.

What happens in each clip was written down by hand, from looking at it.
"""

import tempfile
from pathlib import Path
from typing import NamedTuple

import av
import numpy as np

from analytics.watcher import Sighting
from bench.watching import HOLD_S, LATE_S, LOOKED, PLACE, everywhere, overlap, pictures, watch, zone
from wire.analytics import Box
from wire.codes import CaptureKind

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared" / "data" / "video_street"
CAMPUS = ROOT / "var" / "real" / "vtest.avi"
AREA = [(0.02, 0.2), (0.98, 0.2), (0.98, 0.98), (0.02, 0.98)]
LEAST = 0.0008
BAG_S = 30.0


class Truth(NamedTuple):
    """An object that is put down at `second` and stays, of these kinds; its box in shares of the picture."""

    second: float
    box: Box
    kinds: frozenset[CaptureKind]


# The bag lies beyond the shop line of `everywhere` too: to be told as goods there is right.
BAG = Truth(14.0, (0.625, 0.76, 0.071, 0.09), frozenset({CaptureKind.OBJECT_LEFT, CaptureKind.GOODS_OUT}))
CLIPS: dict[str, tuple[str, list[Truth]]] = {
    "aboda_video4_left_object.avi": ("a man puts a bag down beside a box at 14 s, walks away, and it stays", [BAG]),
    "street_h264_640x352.mp4": ("traffic; three cars that wait in a row from the beginning drive off at 21 s", []),
    "highway_320x240.avi": ("a highway", []),
    "highway_bw_320x240.avi": ("the same kind of highway, grey", []),
    "night_plaza_1080p_3fps.mp4": ("eight pictures of a crowd at night, fewer than are needed to learn", []),
    "vtest.avi": ("people on a campus who leave nothing", []),
}


class Outcome(NamedTuple):
    """`found` of `expected`; `late_s` behind the hold; `vain` by kind, each with its second."""

    seconds: float
    expected: int
    found: int
    late_s: list[float]
    vain: list[tuple[float, CaptureKind]]


def outcome(path: Path, truths: list[Truth]) -> Outcome:
    """With every kind of zone over most of the picture."""
    zones = [each for each in everywhere() if each.kind is not CaptureKind.OBJECT_LEFT] + [zone(CaptureKind.OBJECT_LEFT, AREA, LEAST, "left")]
    told, _, seconds = watch(path, zones)
    late, vain = dict[int, float](), list[tuple[float, CaptureKind]]()
    for at, sighting in told:
        right = next((number for number, truth in enumerate(truths) if _is(truth, at, sighting)), None)
        if right is None:
            vain.append((at, sighting.zone.kind))
        elif sighting.zone.kind is CaptureKind.OBJECT_LEFT:
            late.setdefault(right, at - truths[right].second - HOLD_S)
    return Outcome(seconds, len(truths), len(late), list(late.values()), vain)


def _is(truth: Truth, at: float, sighting: Sighting) -> bool:
    timely = truth.second + HOLD_S - 1 <= at <= truth.second + HOLD_S + LATE_S
    return timely and sighting.zone.kind in truth.kinds and overlap(sighting.box, truth.box) >= PLACE


def show_real() -> None:
    print("Real clips, every kind of zone over most of the picture:\n")
    print("| clip | s | what happens | found | behind the hold, s | told in vain |\n|---|---:|---|---:|---:|---|")
    for name, (what, truths) in CLIPS.items():
        path = next((place for place in (SHARED / name, CAMPUS.with_name(name)) if place.is_file()), None)
        if path is None:
            print(f"| {name} | – | not here: nothing was measured on it | – | – | – |")
            continue
        had = outcome(path, truths)
        late = ", ".join(f"{value:.1f}" for value in had.late_s) or "–"
        vain = ", ".join(f"{kind} at {at:.0f} s" for at, kind in had.vain) or "0"
        print(f"| {name} | {had.seconds:.0f} | {what} | {had.found}/{had.expected} | {late} | {vain} |")
    show_painted()


def show_painted() -> None:
    """A bag that is painted into the real clip."""
    clip = next((place for place in (SHARED / "vtest.avi", CAMPUS) if place.is_file()), None)
    if clip is None:
        print("\nThe clip of the campus is not here: `python3 tools/prepare.py capture` could not fetch it. No bag was painted into it.")
        return
    with tempfile.TemporaryDirectory(prefix="yiping-bench-") as name:
        found = [put_down(clip, Path(name) / "put.mp4", place) for place in ((0.62, 0.62), (0.3, 0.75), (0.5, 0.45), (0.75, 0.8))]
    print(f"\nThe campus with a bag painted in at {BAG_S:.0f} s, in {len(found)} places one after the other: {sum(found)} found.")


def put_down(clip: Path, path: Path, place: tuple[float, float]) -> bool:
    """A dark bag with a light label, some 30 by 24 pixels."""
    box = (place[0], place[1], 0.042, 0.045)
    with av.open(str(path), "w") as output:
        stream = output.add_stream("libx264", rate=LOOKED, options={"preset": "ultrafast", "crf": "23"})
        for at, picture in pictures(clip):
            if not stream.codec_context.is_open:
                stream.height, stream.width = picture.shape[:2]
                stream.pix_fmt = "yuv420p"
            if at >= BAG_S:
                picture = paint(picture, box)
            output.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        output.mux(stream.encode())
    told, _, _ = watch(path, [zone(CaptureKind.OBJECT_LEFT, AREA, LEAST)])
    return any(at >= BAG_S and overlap(sighting.box, box) >= PLACE for at, sighting in told)


def paint(picture: np.ndarray, box: Box) -> np.ndarray:
    painted, (height, width) = picture.copy(), picture.shape[:2]
    left, top, wide, high = round(box[0] * width), round(box[1] * height), round(box[2] * width), round(box[3] * height)
    painted[top : top + high, left : left + wide] = (44, 40, 46)
    painted[top + high // 3 : top + high // 2, left + wide // 4 : left + 3 * wide // 4] = (190, 186, 170)
    return painted
