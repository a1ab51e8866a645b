"""Tracks: lengths, speeds, and fixes that are rubbish."""

import csv
from collections import Counter, defaultdict
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest

from geo.tracks import Fault, faults, length_m, metres, speeds

BEIJING = (115.0, 39.0, 118.0, 41.5)


def test_that_a_degree_of_latitude_is_111_km() -> None:
    assert abs(metres(116, 39, 116, 40) - 111_195) < 1


def test_that_a_line_is_as_long_as_its_steps() -> None:
    assert length_m([116, 116, 116], [39, 39.5, 39]) == pytest.approx(111_195, abs=1)
    assert length_m([116], [39]) == 0
    assert length_m([], []) == 0


def test_that_speed_is_metres_by_seconds() -> None:
    found = speeds([0, 10, 10, 20], [116, 116, 116.1, 116.1], [39, 39.001, 39.001, 39.001])
    assert found[0] == pytest.approx(11.12, abs=0.01)
    assert np.isinf(found[1])
    assert found[2] == 0


def test_that_rubbish_is_named() -> None:
    lon, lat = [116.0, 0.0, 10.0, 116.0001, 117.0], [40.0, 0.0, 40.0, 40.0, 40.0]
    assert faults([0, 10, 20, 30, 40], lon, lat, BEIJING) == [None, Fault.ZERO, Fault.OUTSIDE, None, Fault.JUMP]


@pytest.mark.real_data
def test_that_the_defects_of_real_taxis_are_found(real_data: Path) -> None:
    found: Counter[Fault | None] = Counter()
    by_taxi: dict[str, list[tuple[float, float, float]]] = defaultdict(list)
    with (real_data / "tracks_tdrive_beijing" / "tdrive_2008-02-04.csv").open() as file:
        for taxi, at, lon, lat in csv.reader(file):
            by_taxi[taxi].append((datetime.fromisoformat(at).timestamp(), float(lon), float(lat)))
    for fixes in by_taxi.values():
        found.update(faults(*zip(*fixes, strict=True), BEIJING))
    assert len(by_taxi) == 306
    assert found.total() == 173_236
    assert found[Fault.ZERO] == 900
    assert found[Fault.ZERO] + found[Fault.OUTSIDE] == 1978
    assert found[Fault.JUMP] > 1000
