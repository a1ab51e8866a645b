"""The demo city: made from a plan and a seed, kept as files that anybody's importer can read."""

import tomllib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from shapely import Point

from simulator.land.components import Components, components_of
from simulator.land.divisions import Division, divisions_of
from simulator.land.gates import gates_of
from simulator.land.geometry import Bend
from simulator.land.ground import Ground, ground_of
from simulator.land.instruments import instruments_of
from simulator.land.names import Names
from simulator.land.registers import Sheet, sheets_of
from simulator.land.roster import Entry, departments_of, inspectors_of, sites_of, trucks_of, vehicles_of
from simulator.land.viewpoints import Viewpoint, viewpoints_of

RESOURCES = Path(__file__).resolve().parents[1] / "resources" / "city"


@dataclass(frozen=True)
class Scale:
    """How much of everything: the figures of the cities that this one follows (DOMAIN 8.6)."""

    components: int = 127_500  # drawn; some 1 % fall outside every grid
    cameras: int = 347
    inspectors: int = 355
    trucks: int = 690
    vehicles: int = 24
    entities: int = 36_500
    bicycles: int = 18_000
    drains_m: float = 360_000.0


@dataclass(frozen=True)
class City:
    """All shapes in metres of `ground.frame`. The same plan, seed and scale make the same city."""

    plan: dict[str, Any]
    ground: Ground
    divisions: list[Division]
    components: Components
    cameras: list[Viewpoint]
    departments: list[Entry]
    inspectors: list[Entry]
    trucks: list[Entry]
    vehicles: list[Entry]
    sources: list[Point]
    dumps: list[Point]
    sheets: list[Sheet]
    instruments: list[Entry]

    @cached_property
    def basic(self) -> list[Division]:
        return [division for division in self.divisions if division.kind == "BASIC"]


def build(seed: int = 1, scale: Scale = Scale()) -> City:
    plan, rng = _resource("yunze"), np.random.default_rng(seed)
    names = Names(_resource("names"), rng)
    bend = Bend.of(plan, rng)
    ground = ground_of(plan, bend, names, rng)
    divisions = divisions_of(plan, bend, ground.streets, ground.outline, names)
    departments = departments_of(_resource("departments"), ground, rng)
    basic = [division for division in divisions if division.kind == "BASIC"]
    components = components_of(_resource("components"), ground, basic, scale.components, rng)
    cameras = viewpoints_of(ground, plan["division"], scale.cameras, rng)
    people = inspectors_of(divisions, scale.inspectors, names)
    trucks, vehicles = trucks_of(scale.trucks, rng), vehicles_of(scale.vehicles, np.random.default_rng([seed, 2]))
    sheets = _sheets(ground, components, scale, np.random.default_rng([seed, 1]))
    flooded = next(sheet for sheet in sheets if sheet.name == "flood_points")
    instruments = instruments_of(flooded, divisions, ground.frame)
    return City(plan, ground, divisions, components, cameras, departments, people, trucks, vehicles, *sites_of(ground), sheets, instruments)


def _sheets(ground: Ground, components: Components, scale: Scale, rng: np.random.Generator) -> list[Sheet]:
    stock = _resource("registers")
    return sheets_of(stock, ground, gates_of(ground), components, (scale.entities, scale.bicycles, scale.drains_m), rng)


def _resource(name: str) -> dict[str, Any]:
    return tomllib.loads((RESOURCES / f"{name}.toml").read_text(encoding="utf-8"))
