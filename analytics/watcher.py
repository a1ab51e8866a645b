"""One camera's zones: from its pictures to sightings."""

from dataclasses import dataclass
from typing import NamedTuple

import cv2
import numpy as np

from analytics.background import KERNEL, SAME_VIEW, Background, Difference, Grey, Mask, Step, likeness, outlines
from analytics.judging import ByRest, Candidate, Judge
from analytics.zones import Watched, watched
from wire.analytics import Box, CaptureZone
from wire.codes import CaptureKind, CaptureState

WIDTH = 320  # pixels that pictures are watched at
AGAIN_S = 600.0  # what stays is told again
ABSORB_S = 1800.0  # what has stayed for so long is usual
GONE_S = 4.0
LOOK_S = 1.0  # between two looks at outlines
RESTLESS = 0.06
SURE = 0.35  # below it nothing is told
WET = 0.6  # of the line is under water
GHOST = 1.15  # the usual picture has so much more of an edge there than the present one: something went away
APART = 0.15  # and there by so much more unlike its surroundings (of 1)
AROUND = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (9, 9))
LEVELS = 16  # of grey that are told apart
FOOT = 0.3  # the lowest part of a thing, by which it stands in a zone


class Sighting(NamedTuple):
    zone: CaptureZone
    box: Box
    confidence: float


@dataclass
class Open:
    """What was told already, for as long as it is there."""

    zone_id: str
    mask: Mask
    told_at: float
    seen_at: float


class Watcher:
    def __init__(self, zones: list[CaptureZone], judge: Judge | None = None) -> None:
        self._zones, self._judge = zones, judge or ByRest()
        self._background, self._watched = Background(), list[Watched]()
        self._home: Grey | None = None
        self._open: list[Open] = []
        self._wet: dict[str, float] = {}
        self._looked_at = self._fed_at = 0.0
        self.state = CaptureState.LEARNING

    def feed(self, picture: np.ndarray, at: float) -> list[Sighting]:
        """A picture, (height, width, 3) RGB of any size, at a moment in seconds."""
        height = max(2, round(WIDTH * picture.shape[0] / picture.shape[1]))
        grey = cv2.cvtColor(cv2.resize(picture, (WIDTH, height), interpolation=cv2.INTER_AREA), cv2.COLOR_RGB2GRAY)
        passed, self._fed_at = min(2.0, at - self._fed_at), at
        step, difference = self._background.feed(grey, at)
        if step is Step.LEARNING:
            self._start_over()
        elif step is Step.LEARNED:
            self._settle(grey.shape)
        elif difference is not None and not self._looks_away(at) and self.state is CaptureState.WATCHING:
            return self._sightings(picture, difference, at, passed)
        return []

    def _start_over(self) -> None:
        self.state = CaptureState.LEARNING
        self._open, self._wet = [], {}

    def _settle(self, shape: tuple[int, ...]) -> None:
        """The first view is the one that the zones were drawn on; after a turn nothing is watched until the camera looks there again."""
        assert self._background.usual is not None
        view = outlines(self._background.usual)
        home = self._home is None or likeness(view, self._home) >= SAME_VIEW
        if home:
            self._home = view
            self._watched = [watched(zone, shape[1], shape[0]) for zone in self._zones]
        self.state = CaptureState.WATCHING if home else CaptureState.ELSEWHERE

    def _looks_away(self, at: float) -> bool:
        if at - self._looked_at < LOOK_S:
            return False
        self._looked_at = at
        if away := self._background.turned():
            self._background.forget()
            self._start_over()
        return away

    def _sightings(self, picture: np.ndarray, difference: Difference, at: float, passed: float) -> list[Sighting]:
        self._background.take_over(difference.age > ABSORB_S)
        told = []
        for each in self._watched:
            find = self._water if each.zone.kind is CaptureKind.FLOOD else self._things
            told += [sighting for mask in find(each, difference, passed) if (sighting := self._tell(picture, each, mask, difference, at))]
        self._open = [each for each in self._open if at - each.seen_at < GONE_S]
        return told

    def _things(self, each: Watched, difference: Difference, passed: float) -> list[Mask]:
        """What has rested in the zone for long enough and is large enough; goods are counted together."""
        together = each.zone.kind is CaptureKind.GOODS_OUT
        rested = difference.age >= each.zone.hold_s
        if not (rested & each.mask).any():
            return []
        rested = rested & each.mask if together else rested
        count, labels, facts, _ = cv2.connectedComponentsWithStats(rested.astype(np.uint8))
        found = []
        for label in range(1, count):
            mask = labels == label
            if facts[label, cv2.CC_STAT_AREA] < each.least / (8 if together else 1) or not _stands_in(mask, facts[label], each.mask):
                continue
            if self._is_ghost(mask):
                self._background.take_over(cv2.dilate(mask.astype(np.uint8), KERNEL, iterations=2).astype(bool))
            else:
                found.append(mask)
        if not together or not found:
            return found
        union = np.any(found, axis=0)
        return [union] if union.sum() >= each.least else []

    def _is_ghost(self, mask: Mask) -> bool:
        """It stands out of the usual picture, by its outline or its grey, and not of the present one: what is seen is that something is gone."""
        usual, recent = self._background.usual, self._background.recent
        assert usual is not None
        assert recent is not None
        return edge_along(usual, mask) > GHOST * edge_along(recent, mask) or apart(usual, mask) - apart(recent, mask) > APART

    def _water(self, each: Watched, difference: Difference, passed: float) -> list[Mask]:
        """The water is what has changed along most of the line, for long enough."""
        id, wet = each.zone.id, float(difference.changed[each.mask].mean()) >= WET
        self._wet[id] = max(0.0, self._wet.get(id, 0.0) + (passed if wet else -2 * passed))
        if self._wet[id] < each.zone.hold_s:
            return []
        self._wet[id] = min(self._wet[id], each.zone.hold_s + GONE_S)
        _, labels = cv2.connectedComponents((difference.changed | each.mask).astype(np.uint8))
        return [np.isin(labels, np.unique(labels[each.mask]))]

    def _tell(self, picture: np.ndarray, each: Watched, mask: Mask, difference: Difference, at: float) -> Sighting | None:
        known = next((one for one in self._open if one.zone_id == each.zone.id and _overlap(one.mask, mask) > 0.3), None)
        if known is not None:
            known.seen_at = at
            if at - known.told_at < AGAIN_S:
                return None
        flood = each.zone.kind is CaptureKind.FLOOD
        restless = 0.0 if flood else float(difference.restless[mask].mean())
        if restless > RESTLESS:
            return None
        candidate = Candidate(each.zone.kind, _box(mask), float(difference.contrast[mask].mean()), restless)
        confidence = self._judge.judge(picture, candidate)
        if confidence < SURE:
            return None
        if known is not None:
            known.told_at = at
        else:
            self._open.append(Open(each.zone.id, mask, at, at))
        return Sighting(each.zone, candidate.box, confidence)


def edge_along(grey: Grey, mask: Mask) -> float:
    """How much of an edge follows the outline of the mask; what only crosses it, such as paint on a road, hardly counts."""
    soft = cv2.GaussianBlur(mask.astype(np.float32), (5, 5), 0)
    across, down = cv2.Sobel(soft, cv2.CV_32F, 1, 0), cv2.Sobel(soft, cv2.CV_32F, 0, 1)
    length = np.maximum(np.hypot(across, down), 1e-6)
    along = np.abs(cv2.Sobel(grey, cv2.CV_32F, 1, 0) * across + cv2.Sobel(grey, cv2.CV_32F, 0, 1) * down) / length
    near = cv2.dilate(along.astype(np.float32), KERNEL)  # the mask is not exact to the pixel
    rim = cv2.morphologyEx(mask.astype(np.uint8), cv2.MORPH_GRADIENT, KERNEL).astype(bool)
    return float(np.mean(np.minimum(near[rim], 60)))


def apart(grey: Grey, mask: Mask) -> float:
    """How unlike its surroundings is what the mask covers, 0 to 1: the Hellinger distance of their grey levels."""
    whole = mask.astype(np.uint8)
    ring = cv2.dilate(whole, AROUND).astype(bool) & ~cv2.dilate(whole, KERNEL).astype(bool)
    if not ring.any():
        return 0.0
    inside, outside = (np.histogram(grey[part], LEVELS, (0, 256))[0] / part.sum() for part in (mask, ring))
    return float(np.sqrt(max(0.0, 1 - np.sqrt(inside * outside).sum())))


def _stands_in(mask: Mask, facts: np.ndarray, zone: Mask) -> bool:
    """A thing stands where its foot is: its upper part may hide what lies behind the zone."""
    top, height = facts[cv2.CC_STAT_TOP], facts[cv2.CC_STAT_HEIGHT]
    first = top + int(height * (1 - FOOT))
    foot = mask[first : top + height]
    return bool((foot & zone[first : top + height]).sum() >= 0.5 * foot.sum())


def _overlap(one: Mask, other: Mask) -> float:
    """Of the smaller one."""
    return float((one & other).sum()) / max(1.0, min(float(one.sum()), float(other.sum())))


def _box(mask: Mask) -> Box:
    rows, columns = np.flatnonzero(mask.any(1)), np.flatnonzero(mask.any(0))
    height, width = mask.shape
    left, top = float(columns[0] / width), float(rows[0] / height)
    return left, top, float((columns[-1] + 1) / width) - left, float((rows[-1] + 1) / height) - top
