"""The city as files: GeoJSON, CSV and JSON in the words of `wire`, so that `python -m backend import` takes them as they are."""

import csv
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from shapely import MultiLineString

from simulator.city import City
from simulator.land.blocks import Block
from simulator.land.geometry import Shapes
from simulator.land.roads import SPEED_KMH, Street

OPEN_LAND = ("farmland", "park", "green")  # uses that nothing is built on


def write(city: City, folder: Path) -> None:
    """All files of the city but the tiles; `OSError` when they cannot be written."""
    folder.mkdir(parents=True, exist_ok=True)
    _write_ground(city, folder)
    _write_divisions(city, folder)
    _write_components(city, folder)
    _write_registers(city, folder / "registers")
    _write_table(folder / "sensors.csv", city.instruments)
    _write_table(folder / "cameras.csv", [_camera(city, number) for number in range(len(city.cameras))])
    _write_json(folder / "departments.json", city.departments)
    _write_json(folder / "units.json", [*city.inspectors, *city.trucks, *city.vehicles])
    _write_json(folder / "city.json", _summary(city))


def digest(folder: Path) -> str:
    """SHA-256 over the files in order of their names, without the tiles: the same for the same city."""
    total = hashlib.sha256()
    for path in sorted(folder.glob("*.*json")) + sorted(folder.glob("registers/*.geojson")) + sorted(folder.glob("*.csv")):
        total.update(path.name.encode() + path.read_bytes())
    return total.hexdigest()


def _summary(city: City) -> dict[str, Any]:
    west, south, east, north = (round(value, 6) for value in city.ground.frame.shapes(city.ground.outline).bounds)
    points = {"sources": city.sources, "dumps": city.dumps}
    places = {name: city.ground.frame.degrees(shapely.get_coordinates(found)).tolist() for name, found in points.items()}
    return {**{key: city.plan[key] for key in ("name", "name_en", "division", "centre")}, "bounds": [west, south, east, north], **places}


def _write_ground(city: City, folder: Path) -> None:
    ground, frame = city.ground, city.ground.frame
    streets = [
        {
            "id": f"S{number:05d}",
            "name": street.name.zh,
            "name_en": street.name.en,
            "kind": street.kind,
            "bridge": street.bridge,
            "speed": SPEED_KMH[street.kind],
        }
        for number, street in enumerate(ground.streets)
    ]
    _write_geojson(folder / "streets.geojson", frame.shapes([street.line for street in ground.streets]), streets)
    waters = [{"name": water.name, "name_en": water.name_en, "kind": water.kind} for water in ground.waters]
    _write_geojson(folder / "water.geojson", frame.shapes([water.shape for water in ground.waters]), waters)
    greens = [{"name": green.name.zh, "name_en": green.name.en} for green in ground.greens]
    _write_geojson(folder / "green.geojson", frame.shapes([green.shape for green in ground.greens]), greens)
    plots = [block for block in ground.blocks if block.use not in OPEN_LAND and not block.plot.is_empty]
    _write_geojson(folder / "parcels.geojson", frame.shapes([block.plot for block in plots]), [_plot(block) for block in plots])
    fields = [block for block in ground.blocks if block.use == "farmland" and not block.plot.is_empty]
    _write_geojson(folder / "farmland.geojson", frame.shapes([block.plot for block in fields]), [_plot(block) for block in fields])
    uses = [{"kind": ground.blocks[number].use} for number in ground.building_block]
    _write_geojson(folder / "buildings.geojson", frame.shapes(ground.buildings), uses)
    _write_geojson(folder / "railways.geojson", frame.shapes([MultiLineString(ground.rails)]), [{"kind": "rail"}])
    named = [block for block in ground.blocks if block.name.zh and block.use != "green"]
    _write_geojson(folder / "places.geojson", frame.shapes([block.land.point_on_surface() for block in named]), [_plot(block) for block in named])
    _write_geojson(folder / "boundary.geojson", frame.shapes([ground.outline.exterior]), [{"name": city.plan["name"]}])


def _street(number: int, street: Street) -> dict[str, Any]:
    name = {"name": street.name.zh, "name_en": street.name.en}
    return {"id": f"S{number:05d}", **name, "kind": street.kind, "bridge": street.bridge, "speed": SPEED_KMH[street.kind]}


def _plot(block: Block) -> dict[str, Any]:
    return {"kind": block.use, "name": block.name.zh, "name_en": block.name.en}


def _write_divisions(city: City, folder: Path) -> None:
    frame = city.ground.frame
    for name, kinds in (("boundaries", ("DISTRICT", "AREA", "STREET", "COMMUNITY")), ("duty_grids", ("DUTY",)), ("grids", ("BASIC",))):
        found = [division for division in city.divisions if division.kind in kinds]
        rows = [{"kind": each.kind, "code": each.code, "name": each.name, "name_en": each.name_en, "parent": each.parent} for each in found]
        _write_geojson(folder / f"{name}.geojson", frame.shapes([each.shape for each in found]), rows)


def _write_components(city: City, folder: Path) -> None:
    found = city.components
    department_of = {trade: each["id"] for each in city.departments for trade in each["trades"]}
    columns = {
        "code": found.codes,
        "class_code": found.class_codes,
        "name": found.names,
        "state": found.states,
        "grid_code": found.grid_codes,
        "maintainer": np.array([department_of[trade] for trade in found.trades.tolist()]),
    }
    points = shapely.points(city.ground.frame.degrees(found.points))
    rows = [dict(zip(columns, row, strict=True)) for row in zip(*(column.tolist() for column in columns.values()), strict=True)]
    _write_geojson(folder / "components.geojson", points, rows)


def _write_registers(city: City, folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    for sheet in city.sheets:
        _write_geojson(folder / f"{sheet.name}.geojson", city.ground.frame.shapes(sheet.shapes), sheet.rows)


def _camera(city: City, number: int) -> dict[str, Any]:
    camera = city.cameras[number]
    lon, lat = city.ground.frame.degrees(camera.point[None, :])[0].tolist()
    return {
        "code": camera.code,
        "name": camera.name,
        "lon": lon,
        "lat": lat,
        "azimuth": camera.azimuth,
        "view_angle": camera.view_angle,
        "reach": camera.reach,
    }


def _write_geojson(path: Path, shapes: Shapes | Sequence[Any], properties: Iterable[Mapping[str, Any]]) -> None:
    bodies = [json.dumps(each, ensure_ascii=False, separators=(",", ":")) for each in properties]
    lines = (f'{{"type":"Feature","properties":{body},"geometry":{shape}}}' for body, shape in zip(bodies, shapely.to_geojson(shapes), strict=True))
    path.write_text('{"type":"FeatureCollection","features":[\n' + ",\n".join(lines) + "\n]}\n", encoding="utf-8")


def _write_table(path: Path, rows: Sequence[Mapping[str, Any]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]) if rows else [])
        writer.writeheader()
        writer.writerows(rows)


def _write_json(path: Path, value: Any) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
