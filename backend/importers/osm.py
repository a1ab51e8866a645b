"""OpenStreetMap extracts (.osm.pbf, .osm): streets, buildings, gate numbers and places with a name as rows for the importers."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import osmium
import shapely
from osmium.geom import WKBFactory
from shapely.geometry.base import BaseGeometry

from backend.importers import osm_tags
from backend.importers.mapping import Mapping
from backend.importers.osm_tags import Tags
from backend.importers.report import ImportRefused
from backend.importers.rows import Row

SUFFIXES = (".osm.pbf", ".pbf", ".osm", ".osm.gz", ".osm.bz2")
KEYS = {"streets": ("highway",), "buildings": ("building",), "gates": ("addr:housenumber",), "pois": osm_tags.POI}  # what each layer is made of
NOT_WHOLE = "some of its places are not in the extract"


class Thing(NamedTuple):
    """A node, way or area with its tags. `id` is OpenStreetMap's: way/123. `shape` is none where the extract does not hold all of it."""

    id: str
    tags: Tags
    shape: BaseGeometry | None

    @property
    def is_area(self) -> bool:
        return self.shape is not None and self.shape.geom_type in ("Polygon", "MultiPolygon")


def is_extract(path: Path) -> bool:
    return path.name.lower().endswith(SUFFIXES)


def things(path: Path, *keys: str) -> Iterator[Thing]:
    """What has one of these tags: nodes as points, open ways as lines, closed ones as lines and areas. `ImportRefused` for what is no extract."""
    wanted = osmium.filter.KeyFilter(*keys)
    try:
        extract: Any = osmium.FileProcessor(str(path)).with_locations().with_areas(wanted).with_filter(wanted)
        for element in extract:
            if not element.is_relation():
                yield _thing(element)
    except (RuntimeError, OSError, ValueError) as error:
        raise ImportRefused(f"{path.name} is no OpenStreetMap extract that can be read: {str(error).splitlines()[0].rstrip('.')}.") from error


def read_osm(path: Path, mapping: Mapping) -> Iterator[Row]:
    """Of the layers that a mapping names: streets, buildings, gates, pois."""
    number = 0
    for thing in things(path, *dict.fromkeys(key for layer in mapping.layers for key in KEYS[layer])):
        for layer in mapping.layers:
            cells = LAYERS[layer](thing)
            if cells is not None:
                number += 1
                shape = thing.shape
                if cells.pop("against", False) and shape is not None:
                    shape = shape.reverse()
                own = {"@row": str(number), "@layer": layer, "@file": path.name, "@sheet": ""}
                yield Row(number, layer, cells | own, shape, "" if shape is not None else f"{thing.id}: {NOT_WHOLE}")


def _thing(element: Any) -> Thing:
    factory = WKBFactory()
    tags = {tag.k: tag.v for tag in element.tags}
    try:
        if element.is_node():
            return Thing(f"node/{element.id}", tags, shapely.from_wkb(factory.create_point(element)))
        if element.is_way():
            return Thing(f"way/{element.id}", tags, shapely.from_wkb(factory.create_linestring(element)))
        kind = "way" if element.from_way() else "relation"
        return Thing(f"{kind}/{element.orig_id()}", tags, shapely.from_wkb(factory.create_multipolygon(element)))
    except (RuntimeError, osmium.InvalidLocationError):
        kind = "node" if element.is_node() else "way" if element.is_way() else "area"
        return Thing(f"{kind}/{element.id}", tags, None)


def _street(thing: Thing) -> dict[str, Any] | None:
    kind = osm_tags.highway(thing.tags)
    if not kind or thing.is_area or not thing.id.startswith("way/"):
        return None
    direction = osm_tags.direction(thing.tags)
    return {
        "id": thing.id,
        "name": osm_tags.name(thing.tags),
        "kind": kind,
        "speed_kmh": osm_tags.speed_kmh(thing.tags),
        "oneway": direction != 0,
        "against": direction < 0,
    }


def _building(thing: Thing) -> dict[str, Any] | None:
    if not thing.is_area or thing.tags.get("building", "no") == "no":
        return None
    return _entry(thing) | {"category": thing.tags["building"], "value": osm_tags.height_m(thing.tags)}


def _gate(thing: Thing) -> dict[str, Any] | None:
    name = osm_tags.gate(thing.tags)
    return _entry(thing) | {"code": thing.tags["addr:housenumber"], "name": name} if name and _is_place(thing) else None


def _poi(thing: Thing) -> dict[str, Any] | None:
    kind = osm_tags.poi(thing.tags)
    return _entry(thing) | {"category": kind} if kind and _is_place(thing) else None


def _is_place(thing: Thing) -> bool:
    """A point or an area: of a closed way the area counts, not its outline once more."""
    return thing.id.startswith("node/") or thing.is_area


def _entry(thing: Thing) -> dict[str, Any]:
    """The cells that all entries have; a `/` cannot stand in an address."""
    kind, _, number = thing.id.partition("/")
    tags = thing.tags
    return {
        "id": f"osm-{kind}-{number}",
        "code": "",
        "name": osm_tags.name(tags)[:120],
        "category": "",
        "operator": tags.get("operator", "")[:80],
        "address": osm_tags.gate(tags),
        "phone": (tags.get("phone") or tags.get("contact:phone", ""))[:40],
        "value": None,
    }


LAYERS: dict[str, Callable[[Thing], dict[str, Any] | None]] = {"streets": _street, "buildings": _building, "gates": _gate, "pois": _poi}
