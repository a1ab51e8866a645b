"""What the tags of OpenStreetMap mean here (https://wiki.openstreetmap.org/wiki/Map_features)."""

import re
from collections.abc import Mapping

Tags = Mapping[str, str]

DRIVEN = ("motorway", "trunk", "primary", "secondary", "tertiary", "unclassified", "residential", "living_street", "service", "track", "road")
WALKED = ("pedestrian", "footway", "path", "steps", "cycleway", "bridleway")
CLOSED = frozenset({"no", "private"})
SLIP_ROAD_KMH = 40.0  # of a link that does not say
WALKING_KMH = 5.0
MILE_KM = 1.609344
SPEED = re.compile(r"^(\d{1,3}(?:\.\d+)?)(?:\s*(km/h|kmh|kph|mph))?$")
CJK = re.compile(r"[\u3400-\u9fff]")
POI = ("amenity", "shop", "office", "tourism", "leisure", "healthcare", "public_transport", "railway", "historic", "place_of_worship", "government")
NO_POI = frozenset(
    {"parking_space", "bench", "waste_basket", "vending_machine", "bicycle_parking", "street_lamp", "rail", "platform", "stop_position"}
)
STOREY_M = 3.0


def highway(tags: Tags) -> str:
    """The class of a street that can be driven or walked, without `_link`; empty for anything else."""
    kind = tags.get("highway", "").removesuffix("_link")
    shut = tags.get("access") in CLOSED and not {"yes", "designated", "permissive"} & {tags.get("foot"), tags.get("motor_vehicle")}
    return kind if kind in DRIVEN + WALKED and not shut and tags.get("area") != "yes" else ""


def speed_kmh(tags: Tags) -> float | None:
    """What `maxspeed` says, or what a slip road is driven at; none where the class decides."""
    text = tags.get("maxspeed", "").split(";")[0].strip()
    if text == "walk":
        return WALKING_KMH
    found = SPEED.match(text)
    if found and float(found[1]) > 0:
        return round(float(found[1]) * (MILE_KM if found[2] == "mph" else 1.0), 1)
    return SLIP_ROAD_KMH if tags.get("highway", "").endswith("_link") else None


def direction(tags: Tags) -> int:
    """1: driven along its line only; -1: against it only; 0: both ways."""
    said = tags.get("oneway", "")
    if said in ("-1", "reverse"):
        return -1
    if said in ("yes", "true", "1"):
        return 1
    if said in ("no", "false", "0"):
        return 0
    return int(tags.get("junction") in ("roundabout", "circular") or tags.get("highway") in ("motorway", "motorway_link"))


def name(tags: Tags) -> str:
    """As it stands on the sign; of a street without a name its number."""
    return tags.get("name") or tags.get("name:zh") or tags.get("ref", "")


def names(tags: Tags) -> dict[str, str]:
    """What a map labels with: `name`, Chinese where it has one, and `name_en`."""
    found = {"name": tags.get("name:zh") or name(tags), "name_en": tags.get("name:en", "")}
    return {key: value for key, value in found.items() if value}


def gate(tags: Tags) -> str:
    """A gate number with its street, as it is written where it stands."""
    number, street = tags.get("addr:housenumber", ""), tags.get("addr:street") or tags.get("addr:place", "")
    if not number:
        return ""
    if CJK.search(street) or (not street and CJK.search(number)):
        return f"{street}{number}{'号' if number[-1].isdigit() else ''}"
    return f"{number} {street}".strip()


def poi(tags: Tags) -> str:
    """What kind of place with a name it is, such as `amenity=hospital`'s hospital; empty for none."""
    if not tags.get("name"):
        return ""
    found = next((tags[key] for key in POI if key in tags), "")
    return "" if found in NO_POI else found


def height_m(tags: Tags) -> float | None:
    """Of a building: as measured, else by its storeys."""
    for key, factor in (("height", 1.0), ("building:levels", STOREY_M)):
        text = tags.get(key, "").removesuffix("m").strip()
        if re.fullmatch(r"\d{1,4}(\.\d+)?", text):
            return round(float(text) * factor, 1)
    return None
