"""What the hours before left open: a table for the importer of cases of the past, as a centre brings one along when it moves in."""

import csv
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np

from simulator.problems import Problem, Problems
from simulator.world import World
from wire.codes import LimitType
from wire.standards import Catalogue, Condition

# How much of its limit a case has used, least and most, and how many cases of a hundred have.
USED = {(0.05, 0.78): 60, (0.81, 0.97): 24, (1.03, 1.9): 16}
CONTINUOUS = {LimitType.URGENT_HOUR: timedelta(hours=1), LimitType.CALENDAR_DAY: timedelta(days=1)}  # clocks that no night stops
STEPS = {"filed_at": (60, 240), "accepted_at": (60, 300), "reported_at": (60, 600)}  # seconds to the step after it, the last one dispatch


def write(path: Path, world: World, catalogue: Catalogue, count: int) -> None:
    """`count` cases that wait for their disposal at `world.now`: most in time, some past 80 %, few overdue."""
    filed_under = {(each.kind, each.class_code): each for each in catalogue.conditions if each.limit.type in CONTINUOUS}
    trades = {(each.kind, each.code): each.trade for each in catalogue.classes}
    department_of = {trade: each["id"] for each in world.ways.departments for trade in each["trades"]}
    departments = {key: department_of[trade] for key, trade in trades.items() if trade in department_of}
    world.problems = Problems([each for each in world.problems.known if _key(each) in filed_under and _key(each) in departments])
    rows = list(_rows(world, filed_under, departments, count))
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, list(rows[0]))
        table.writeheader()
        table.writerows(rows)


def _rows(world: World, filed_under: dict[Any, Condition], departments: dict[Any, str], count: int) -> Iterator[dict[str, Any]]:
    shares = np.array(list(USED.values()))
    for number in range(count):
        found = world.call()
        condition = filed_under[_key(found.problem)]
        least, most = list(USED)[int(world.rng.choice(len(USED), p=shares / shares.sum()))]
        limit = condition.limit.amount * CONTINUOUS[condition.limit.type]
        at = world.now - limit * float(world.rng.uniform(least, most))
        stamps = {"dispatched_at": at}
        for name, span in STEPS.items():
            at -= timedelta(seconds=float(world.rng.uniform(*span)))
            stamps[name] = at
        yield {
            "id": f"past-{world.now:%Y%m%d%H%M}-{number:03d}",
            "source": found.source,
            "problem": f"{found.problem.kind}-{found.problem.code}",
            "condition": condition.id,
            "lon": found.lon,
            "lat": found.lat,
            "address": found.address,
            "description": found.text,
            "department": departments[_key(found.problem)],
            **{name: stamp.isoformat() for name, stamp in stamps.items()},
        }


def _key(problem: Problem) -> Any:
    return problem.kind, problem.code
