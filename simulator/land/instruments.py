"""Instruments of the city: a gauge of the water's depth at every flood point, gauges of the rain over the town."""

from typing import Any

import numpy as np
import shapely

from simulator.land.divisions import Division
from simulator.land.geometry import Frame
from simulator.land.registers import Sheet

DEPTHS_CM = (3, 10, 15, 25)  # notice, blue, a case, the road is closed (DOMAIN 6.9)
RAIN_MM_H = (8, 16, 30, 50)


def instruments_of(flooded: Sheet, divisions: list[Division], frame: Frame) -> list[dict[str, Any]]:
    """As the importer of sensors takes them."""
    offices = [division for division in divisions if division.kind == "STREET"]
    middles = np.array([shapely.get_coordinates(division.shape.point_on_surface())[0] for division in offices])
    levels = [_row(f"SW{row['code'][2:]}", f"{row['name']}水位计", "WATER_LEVEL", DEPTHS_CM) for row in flooded.rows]
    rain = [_row(f"YL{number:03d}", f"{office.name}雨量站", "RAIN", RAIN_MM_H) for number, office in enumerate(offices, 1)]
    places = frame.degrees(np.vstack([shapely.get_coordinates(flooded.shapes), middles]))
    return [row | {"lon": float(lon), "lat": float(lat)} for row, (lon, lat) in zip(levels + rain, places, strict=True)]


def _row(code: str, name: str, kind: str, levels: tuple[int, ...]) -> dict[str, Any]:
    return {"code": code, "name": name, "kind": kind} | {f"level_{number}": level for number, level in enumerate(levels, 1)}
