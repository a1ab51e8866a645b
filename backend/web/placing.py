"""What comes in as JSON with a key that does not send WGS-84: its places are WGS-84 before any route reads them.

Positions are left as they are (`LATER`): `rules.positions` turns many batches at once. Forms and queries say by themselves where their places are.
What a key asks and is answered, and what a session sends, is WGS-84.
"""

from collections.abc import Iterator
from copy import deepcopy
from itertools import chain
from typing import Any

import numpy as np
from litestar import Request

from backend.caller import datum_of
from geo.datum import Datum, convert

LATER: dict[str, Any] = {"placed_later": True}  # of the `opt` of a route
LISTS = frozenset({"lines", "outline", "places", "ring", "route"})  # fields with places as pairs, at whatever depth
Where = tuple[Any, Any, Any]  # what holds a place, and the two keys by which it does


class Placing(Request[Any, Any, Any]):
    """The request that all routes get."""

    async def json(self) -> Any:
        said = await super().json()
        user = self.scope.get("user")  # none on an open route
        datum = datum_of(user) if user is not None else Datum.WGS84
        return said if datum is Datum.WGS84 or self.route_handler.opt.get("placed_later") else in_wgs84(said, datum)


def in_wgs84(said: Any, datum: Datum) -> Any:
    """The same with all places within moved; what is no place of numbers stays, for whoever refuses it."""
    said = deepcopy(said)  # the framework keeps what it has decoded, and gives it out again
    found = list(_places(said))
    if found:
        x, y = (np.array([float(holder[key[axis]]) for holder, *key in found]) for axis in (0, 1))
        for (holder, first, second), lon, lat in zip(found, *(column.tolist() for column in convert(x, y, datum, Datum.WGS84)), strict=True):
            holder[first], holder[second] = lon, lat
    return said


def _places(said: Any) -> Iterator[Where]:
    if isinstance(said, dict):
        if _are_degrees(said.get("lon"), said.get("lat")):
            yield said, "lon", "lat"
        yield from chain.from_iterable(_pairs(each) if name in LISTS else _places(each) for name, each in said.items())
    elif isinstance(said, list):
        yield from chain.from_iterable(map(_places, said))


def _pairs(said: Any) -> Iterator[Where]:
    if isinstance(said, list) and len(said) == 2 and _are_degrees(*said):
        yield said, 0, 1
    elif isinstance(said, list):
        yield from chain.from_iterable(map(_pairs, said))
    else:
        yield from _places(said)


def _are_degrees(lon: Any, lat: Any) -> bool:
    return all(map(_is_number, (lon, lat)))


def _is_number(said: Any) -> bool:
    """Whether a route would read it as degrees: figures in quotes are taken too."""
    if isinstance(said, bool) or not isinstance(said, int | float | str):
        return False
    try:
        return abs(float(said)) <= 360
    except (ValueError, OverflowError):
        return False
