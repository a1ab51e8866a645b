"""Whether what rests in a box is what is looked for: an interface, so that any detector can be plugged in behind the background model."""

from typing import NamedTuple, Protocol

import numpy as np

from wire.analytics import Box
from wire.codes import CaptureKind


class Candidate(NamedTuple):
    """Something that has rested long enough. `contrast`: thresholds away from what is usual; `restless`: share of the last seconds that it moved."""

    kind: CaptureKind
    box: Box
    contrast: float
    restless: float


class Judge(Protocol):
    name: str

    def judge(self, picture: np.ndarray, candidate: Candidate) -> float:
        """How sure it is, 0 to 1, that the box of this picture, (height, width, 3) RGB, shows what the kind looks for."""
        ...


class ByRest:
    """Goes by how clearly a thing stands out and how quietly it rests; it knows nothing of what things look like."""

    name = "background"

    def judge(self, picture: np.ndarray, candidate: Candidate) -> float:
        clear = 1 - float(0.5 ** (candidate.contrast / 1.5))
        return round(max(0.0, clear * (1 - 2 * candidate.restless)), 3)
