"""Watching a film as the program of intelligent capture does."""

import resource
from collections.abc import Iterator
from pathlib import Path

import av
import numpy as np

from analytics.watcher import Sighting, Watcher
from wire.analytics import Box, CaptureZone
from wire.codes import CaptureKind, Kind

LOOKED = 4  # pictures that are looked at in a second
HOLD_S, LATE_S = 12, 15
PLACE = 0.3  # of the smaller box must lie in the other


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


def overlap(one: Box, other: Box) -> float:
    wide = min(one[0] + one[2], other[0] + other[2]) - max(one[0], other[0])
    high = min(one[1] + one[3], other[1] + other[3]) - max(one[1], other[1])
    return max(0.0, wide) * max(0.0, high) / max(1e-9, min(one[2] * one[3], other[2] * other[3]))


def everywhere() -> list[CaptureZone]:
    area = [(0.05, 0.45), (0.95, 0.45), (0.95, 0.98), (0.05, 0.98)]
    sizes = {CaptureKind.VEHICLE_STOPPED: 0.004, CaptureKind.OBJECT_LEFT: 0.001, CaptureKind.GOODS_OUT: 0.002, CaptureKind.FLOOD: 0.003}
    lines = {CaptureKind.GOODS_OUT: [(0.6, 0.5), (0.8, 0.95)], CaptureKind.FLOOD: [(0.1, 0.8), (0.6, 0.8)]}
    return [zone(kind, lines.get(kind, area), least, kind) for kind, least in sizes.items()]


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime
