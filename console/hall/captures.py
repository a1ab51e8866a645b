"""A frame that becomes a case: what is kept around it, which classes are behind the keys, and which place the picture shows. No Qt."""

import math
from collections import Counter
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Annotated, NamedTuple

from msgspec import Meta

from console.hall.queues import FOLDER, BadDesk, Data, read
from wire.cameras import Camera
from wire.cases import Case
from wire.codes import Kind

M_PER_DEGREE = 111_195.0
KEYS = 9
NEAREST = 0.1  # of the reach: no camera sees what lies at its own foot

Seconds = Annotated[float, Meta(gt=0, le=60)]
Line = Annotated[str, Meta(pattern=r"^(EVENT|COMPONENT)-\d{4}$")]
ClassKey = tuple[Kind, str]


class Plan(Data, frozen=True, kw_only=True):
    before_s: Seconds
    after_s: Seconds
    still_s: Seconds
    fixed: Annotated[int, Meta(ge=0, le=KEYS)]
    classes: Annotated[list[Line], Meta(min_length=KEYS, max_length=KEYS)]

    def keys(self) -> list[ClassKey]:
        return [(Kind(kind), code) for kind, _, code in (line.partition("-") for line in self.classes)]


class Choice(NamedTuple):
    """A class behind a key; `found` is how many cases this camera has had of it."""

    key: ClassKey
    found: int


class Aim(NamedTuple):
    """Where the picture shows it, degrees WGS-84. `metres` from the camera; none: the camera's own place, since nobody measured where it looks."""

    lon: float
    lat: float
    metres: float | None


@cache
def plan(folder: Path = FOLDER) -> Plan:
    made = read(folder / "capture.toml", Plan)
    if len(set(made.classes)) < KEYS:
        raise BadDesk("capture.toml: a class stands there twice")
    return made


def choices(camera_id: str, cases: Iterable[Case]) -> list[Choice]:
    """Nine. The first keys mean the same everywhere, so that the hand knows them; the others go by what this camera has found."""
    rules = plan()
    found = Counter((case.kind, case.class_code) for case in cases if case.camera_id == camera_id)
    keys = rules.keys()
    fixed = keys[: rules.fixed]
    own = [key for key, _ in found.most_common() if key not in fixed]
    rest = list(dict.fromkeys([*own, *keys[rules.fixed :]]))[: KEYS - rules.fixed]
    return [Choice(key, found[key]) for key in [*fixed, *rest]]


def aim(camera: Camera, x: float, y: float) -> Aim:
    """The place at this spot of the picture (shares of its width and height, from the upper left) by the camera's view cone.

    Its azimuth is the middle of the picture, its reach the upper edge; in the height in between the distance is taken as even.
    """
    if camera.azimuth is None or camera.reach is None:
        return Aim(camera.lon, camera.lat, None)
    bearing = math.radians(camera.azimuth + (x - 0.5) * (camera.view_angle or 0.0))
    metres = camera.reach * min(1.0, max(NEAREST, 1 - y))
    north, east = metres * math.cos(bearing) / M_PER_DEGREE, metres * math.sin(bearing) / M_PER_DEGREE
    return Aim(camera.lon + east / math.cos(math.radians(camera.lat)), camera.lat + north, metres)
