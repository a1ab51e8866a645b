"""A zone as the pixels that it covers."""

from typing import NamedTuple

import cv2
import numpy as np

from analytics.background import Mask
from wire.analytics import LINES, CaptureZone
from wire.codes import CaptureKind

STRIP = 0.11  # how far beyond a shop line goods are looked for, of the picture's width
LINE = 0.012  # how thick a water line is


class Watched(NamedTuple):
    zone: CaptureZone
    mask: Mask
    least: float  # pixels


def watched(zone: CaptureZone, width: int, height: int) -> Watched:
    points = np.array(zone.points) * (width, height)
    mask = np.zeros((height, width), np.uint8)
    if zone.kind is CaptureKind.GOODS_OUT:
        cv2.fillPoly(mask, [_beyond(points, STRIP * width).round().astype(np.int32)], 1)
    elif zone.kind in LINES:
        cv2.polylines(mask, [points.round().astype(np.int32)], False, 1, max(3, round(LINE * width)))
    else:
        cv2.fillPoly(mask, [points.round().astype(np.int32)], 1)
    return Watched(zone, mask.astype(bool), zone.least * width * height)


def _beyond(line: np.ndarray, far: float) -> np.ndarray:
    """The strip along the right-hand side of whoever walks along the line."""
    steps = np.gradient(line, axis=0)
    right = np.stack([-steps[:, 1], steps[:, 0]], 1)
    length = np.linalg.norm(right, axis=1, keepdims=True)
    right = right / np.maximum(length, 1e-6)
    return np.concatenate([line, (line + far * right)[::-1]])
