"""The geofences of the city (`resources/city/fences.toml`), where its places are."""

import math
import tomllib
from pathlib import Path
from typing import Any

import msgspec

from geo.streets import METRES_PER_DEGREE
from simulator.ways import Landmark, Ways
from wire.codes import FenceKind

FILE = Path(__file__).resolve().parents[1] / "resources" / "city" / "fences.toml"
CORNERS = 5  # of a polygon
Place = tuple[float, float]  # lon, lat


class Planned(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """As the file explains it."""

    id: str
    name: str
    kind: FenceKind
    at: tuple[str, int]
    radius_m: float
    note: str
    to: tuple[str, int] | None = None


def planned() -> list[Planned]:
    return msgspec.convert(tomllib.loads(FILE.read_text(encoding="utf-8"))["fences"], list[Planned])


def drawn(fence: Planned, ways: Ways) -> dict[str, Any]:
    """As `wire.geofences.GeofenceOrder`."""
    at = ways.landmark(*fence.at)
    to = at if fence.to is None else ways.landmark(*fence.to)
    order = {"id": fence.id, "name": fence.name.format(at=at.name, to=to.name), "kind": fence.kind, "note": fence.note}
    if fence.kind is FenceKind.POLYGON:
        return order | {"places": _around(at, fence.radius_m, ways)}
    places = [(at.lon, at.lat)] if fence.kind is FenceKind.CIRCLE else _along(at, to, ways)
    return order | {"places": places, "radius_m": fence.radius_m}


def _around(at: Landmark, metres: float, ways: Ways) -> list[Place]:
    """Corners on the streets that lie about so far away."""
    high = metres / METRES_PER_DEGREE
    wide = high / math.cos(math.radians(at.lat))
    turns = [2 * math.pi * corner / CORNERS for corner in range(CORNERS)]
    return [_on_street(ways, at.lon + wide * math.sin(turn), at.lat + high * math.cos(turn)) for turn in turns]


def _along(at: Landmark, to: Landmark, ways: Ways) -> list[Place]:
    """The way by car; straight where there is none."""
    begin, goal = (ways.drives.nearest(each.lon, each.lat) for each in (at, to))
    route = ways.drives.route(begin, goal, by_time=True)
    return [(at.lon, at.lat), (to.lon, to.lat)] if route is None else [(float(lon), float(lat)) for lon, lat in route.points]


def _on_street(ways: Ways, lon: float, lat: float) -> Place:
    found = ways.drives.place(ways.drives.nearest(lon, lat))
    return float(found[0]), float(found[1])
