"""What a camera sees when nothing happens, and how the picture of now differs from it.

The usual picture is the median of the first seconds, pixel by pixel: from a single frame, whoever walked there would leave a ghost (345 of
397 pictures of a real clip). Differences are taken after the exposure is matched, against a threshold that the noise of each pixel sets.
"""

from collections import deque
from enum import Enum, auto
from typing import NamedTuple

import cv2
import numpy as np

Grey = np.ndarray  # (height, width) float32, 0 to 255
Mask = np.ndarray  # (height, width) bool

LEARN_S = 15.0
LEAST_SAMPLES, MOST_SAMPLES = 20, 40
THRESHOLD, SIGMAS = 13.0, 4.5  # grey levels, and of the noise
# What lasts for some seconds has lost its noise: there the first of these is asked from `BRIGHT` on, and of what is darker a share. Light takes and
# gives shares: water on a road by night is 4 grey levels. Below `FAINTEST` it may be what a codec makes of a plain face.
BRIGHT, FAINTEST = 100.0, 3.0
RECENT_S, SLOW_S, USUAL_S = 1.3, 4.0, 170.0  # time constants
REST_S, BEFORE_S = 8.0, 1.0
JUMP, JUMP_LEVELS = 0.4, 25.0  # of the picture, by so many grey levels within a second: the light, or the camera, is another
SAME_VIEW = 0.35  # correlation of outlines below which the camera looks elsewhere
KERNEL = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (3, 3))


class Step(Enum):
    LEARNING = auto()
    LEARNED = auto()  # just now
    KNOWN = auto()


class Difference(NamedTuple):
    """`still`: differs from what is usual and equals the recent past. `changed`: differs for some seconds, moving or not.

    `restless`: 0 to 1, how much of the last seconds each pixel was moving. `age`: seconds that it has been still.
    """

    still: Mask
    changed: Mask
    restless: np.ndarray
    age: np.ndarray
    contrast: np.ndarray  # thresholds away from what is usual


class Background:
    def __init__(self) -> None:
        self.usual: Grey | None = None
        self.recent: Grey | None = None
        self._at: float | None = None
        self._begin()

    def feed(self, picture: Grey, at: float) -> tuple[Step, Difference | None]:
        """One more picture; `at` in seconds. A difference from the second one on that is known what is usual."""
        grey = cv2.GaussianBlur(picture, (5, 5), 0).astype(np.float32)
        passed = min(2.0, max(0.001, at - self._at)) if self._at is not None else 0.2
        jumped = self._jumped(grey, at)
        self._at = at
        if jumped:
            self._begin(at)
        if self.usual is None:
            return self._learn(grey, at), None
        return Step.KNOWN, self._compare(grey, passed)

    def turned(self) -> bool:
        """Whether the outlines are no longer those that are usual: somebody turned the camera, or stands before it."""
        assert self.usual is not None
        assert self.recent is not None
        return likeness(outlines(self.usual), outlines(self.recent)) < SAME_VIEW

    def forget(self) -> None:
        """Learn anew."""
        self._begin(self._at)

    def take_over(self, where: Mask) -> None:
        """What is there now is usual from now on."""
        assert self.usual is not None
        assert self.recent is not None
        self.usual[where] = self.recent[where]
        self._age[where] = 0

    def _begin(self, at: float | None = None) -> None:
        self.usual, self._samples, self._since = None, list[Grey](), at
        self._before: deque[tuple[float, Grey]] = deque()

    def _jumped(self, grey: Grey, at: float) -> bool:
        while len(self._before) > 1 and at - self._before[1][0] >= BEFORE_S:
            self._before.popleft()
        jumped = False
        if self._before and self._before[0][1].shape == grey.shape:
            old = self._before[0][1]
            jumped = float(np.mean(np.abs(matched(grey, old) - old) > JUMP_LEVELS)) > JUMP
        elif self._before:
            jumped = True
        self._before.append((at, grey))
        if jumped:
            self._before.clear()
        return jumped

    def _learn(self, grey: Grey, at: float) -> Step:
        self._since = at if self._since is None else self._since
        self._samples.append(grey)
        if at - self._since < LEARN_S or len(self._samples) < LEAST_SAMPLES:
            return Step.LEARNING
        stack = np.stack(self._samples[:: max(1, len(self._samples) // MOST_SAMPLES)])
        self.usual = np.median(stack, 0).astype(np.float32)
        noise = 1.48 * np.median(np.abs(stack - self.usual), 0)
        self._threshold = np.maximum(THRESHOLD, SIGMAS * noise).astype(np.float32)
        self._lasting = np.maximum(np.clip(THRESHOLD * self.usual / BRIGHT, FAINTEST, THRESHOLD), SIGMAS * noise).astype(np.float32)
        self.recent, self._slow = grey.copy(), grey.copy()
        self._age, self._restless = np.zeros_like(grey), np.zeros_like(grey)
        self._samples = []
        return Step.LEARNED

    def _compare(self, grey: Grey, passed: float) -> Difference:
        assert self.usual is not None
        assert self.recent is not None
        level = matched(grey, self.usual)
        away = np.abs(level - self.usual)
        resting = np.abs(grey - self.recent) < 0.6 * self._threshold
        still = cv2.morphologyEx(((away > self._threshold) & resting).astype(np.uint8), cv2.MORPH_CLOSE, KERNEL).astype(bool)
        self._age = np.where(still, self._age + passed, np.maximum(0, self._age - 2 * passed)).astype(np.float32)
        moving = (np.abs(grey - self._before[0][1]) > self._threshold).astype(np.float32)
        _towards(self._restless, moving, passed / REST_S)
        _towards(self.recent, grey, passed / RECENT_S)
        _towards(self._slow, level, passed / SLOW_S)
        quiet = (away <= self._threshold).astype(np.uint8)
        cv2.accumulateWeighted(level, self.usual, min(1.0, passed / USUAL_S), quiet)
        changed = np.abs(self._slow - self.usual) > 0.8 * self._lasting
        return Difference(still, changed, self._restless, self._age, away / self._threshold)


def matched(grey: Grey, to: Grey) -> Grey:
    """The picture as it were with the exposure of the other."""
    gain = float(np.median((to[::4, ::4] + 4) / (grey[::4, ::4] + 4)))
    return grey * min(2.5, max(0.4, gain))


def outlines(grey: Grey) -> Grey:
    """How steep it is at each place, softened so that small shakes do not matter; free of the light's level."""
    steep = cv2.magnitude(cv2.Sobel(grey, cv2.CV_32F, 1, 0), cv2.Sobel(grey, cv2.CV_32F, 0, 1))
    return cv2.GaussianBlur(np.minimum(steep, 120), (7, 7), 0)


def likeness(one: Grey, other: Grey) -> float:
    """Their correlation, −1 to 1."""
    if one.shape != other.shape:
        return 0.0
    one, other = one - one.mean(), other - other.mean()
    both = float(np.sqrt((one * one).sum() * (other * other).sum()))
    return float((one * other).sum()) / both if both else 0.0


def _towards(mean: Grey, value: Grey, share: float) -> None:
    cv2.accumulateWeighted(value, mean, min(1.0, share))
