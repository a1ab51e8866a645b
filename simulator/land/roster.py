"""Who works in the city: departments, inspectors with their duty grids, muck trucks and other vehicles with their plates."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely
from shapely import Point

from simulator.land.divisions import Division
from simulator.land.ground import Ground
from simulator.land.names import Names

Entry = dict[str, Any]
# Names, teams and departments.
VEHICLES = (
    ("洒水车", "环卫中心", "D01"),
    ("清扫车", "环卫中心", "D01"),
    ("执法车", "综合行政执法队", "D05"),
    ("抢修车", "市政养护中心", "D03"),
)
PLATE_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ0123456789"


def departments_of(stock: dict[str, Any], ground: Ground, rng: np.random.Generator) -> list[Entry]:
    """As `wire.people.DepartmentOrder`."""
    places = {block.name.zh: block.land.representative_point() for block in ground.blocks if block.name.zh}
    result = []
    for each in stock["departments"]:
        lon, lat = ground.frame.degrees(shapely.get_coordinates(places.get(each["landmark"], ground.outline.centroid)))[0]
        phone = f"0359-2{rng.integers(100_000, 999_999)}"
        result.append(
            {
                "id": each["id"],
                "code": each["id"],
                "name": each["name"],
                "trades": each["trades"],
                "phone": phone,
                "lon": float(lon),
                "lat": float(lat),
            }
        )
    return result


def inspectors_of(divisions: Sequence[Division], count: int, names: Names) -> list[Entry]:
    """As `wire.units.UnitOrder`: shared out over the duty grids in turn; the teams are the areas."""
    duties = [division for division in divisions if division.kind == "DUTY"]
    teams = {division.id: division.name for division in divisions if division.kind == "AREA"}
    return [_inspector(number, duties[number % len(duties)], teams, names) for number in range(count)]


def _inspector(number: int, duty: Division, teams: dict[str, str], names: Names) -> Entry:
    code = f"JD{number + 1:03d}"
    team = teams[duty.parent or ""].replace("片区", "中队")
    return {"id": code, "code": code, "kind": "INSPECTOR", "name": names.person(), "team": team, "phone": _phone(names.rng), "duty_grids": [duty.id]}


def trucks_of(count: int, rng: np.random.Generator) -> list[Entry]:
    return [_truck(number, rng) for number in range(count)]


def _truck(number: int, rng: np.random.Generator) -> Entry:
    code, plate = f"ZT{number + 1:03d}", _plate(rng)
    return {"id": code, "code": code, "kind": "TRUCK", "name": f"渣土车 {plate}", "plate": plate, "team": f"第{1 + number % 6}运输公司"}


def vehicles_of(count: int, rng: np.random.Generator) -> list[Entry]:
    """Of sweepers, enforcement and repair, which drive about the city."""
    return [_vehicle(number, rng) for number in range(count)]


def _vehicle(number: int, rng: np.random.Generator) -> Entry:
    (name, team, department), code, plate = VEHICLES[number % len(VEHICLES)], f"CL{number + 1:03d}", _plate(rng)
    return {"id": code, "code": code, "kind": "VEHICLE", "name": f"{name} {plate}", "plate": plate, "team": team, "department_id": department}


def _plate(rng: np.random.Generator) -> str:
    return "晋M" + "".join(rng.choice(list(PLATE_LETTERS), 5))


def _phone(rng: np.random.Generator) -> str:
    """Nobody's: no mobile number begins so."""
    return f"100{rng.integers(0, 10**8):08d}"


def sites_of(ground: Ground) -> tuple[list[Point], list[Point]]:
    """Building sites where muck is loaded, and the outermost works, where it is dumped."""
    sources = [block.land.representative_point() for block in ground.blocks if block.use == "construction"]
    works = [block.land.representative_point() for block in ground.blocks if block.use == "industrial"]
    middle = ground.outline.centroid
    works.sort(key=lambda point: -point.distance(middle))
    return sources, works[:4]
