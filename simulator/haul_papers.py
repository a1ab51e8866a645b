"""The papers of the city's muck trucks: companies, sites, grounds and permits for the rounds that they drive."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from simulator.trucks import YARD, Place, Round, rounds_of
from simulator.ways import Ways
from wire.codes import HaulPlaceKind

VOLUME_M3, OF_TRUCK_M3 = 60_000.0, 18.0
DAYS = 90  # before and after today that a permit holds
Order = dict[str, Any]


def papers(ways: Ways, trucks: Sequence[dict[str, Any]], today: date) -> Iterator[tuple[str, Order]]:
    """What is to be put where, in an order in which each may name those before it."""
    companies = {team: f"HC{number + 1}" for number, team in enumerate(sorted({unit["team"] for unit in trucks}))}
    for team, id in companies.items():
        yield "haul-companies", {"id": id, "name": team, "licence": f"云渣核{id}"}
    sources, dumps = ([(lon, lat) for lon, lat in ways.about[name]] for name in ("sources", "dumps"))
    rounds = rounds_of(ways.drives, [unit["code"] for unit in trucks], sources, dumps)
    places = {_place_id(kind, number): (kind, each.ends[end]) for each in rounds for end, kind, number in _ends(each)}
    for id, (kind, middle) in sorted(places.items()):
        street = ways.street_name(ways.drives, ways.drives.nearest(*middle))
        yield (
            "haul-places",
            {"id": id, "kind": kind, "name": f"{street}{'工地' if kind is HaulPlaceKind.SITE else '消纳场'}", "outline": _yard(middle)},
        )
    for unit in trucks:
        yield "haul-trucks", {"id": unit["id"], "company_id": companies[unit["team"]], "volume_m3": OF_TRUCK_M3}
    shared: defaultdict[tuple[int, int, str], list[Round]] = defaultdict(list)
    for unit, each in zip(trucks, rounds, strict=True):
        shared[each.site, each.ground, unit["team"]].append(each)
    for number, ((site, ground, team), same) in enumerate(sorted(shared.items()), 1):
        begin, goal = (ways.drives.nearest(*end) for end in same[0].ends)
        route = ways.drives.route(begin, goal, by_time=True)
        if route is None:
            continue
        yield (
            "haul-permits",
            {
                "id": f"HP{number:03d}",
                "number": f"云渣运{today.year}-{number:03d}",
                "company_id": companies[team],
                "site_id": _place_id(HaulPlaceKind.SITE, site),
                "ground_id": _place_id(HaulPlaceKind.GROUND, ground),
                "route": [(float(lon), float(lat)) for lon, lat in route.points],
                "starts": (today - timedelta(days=DAYS)).isoformat(),
                "ends": (today + timedelta(days=DAYS)).isoformat(),
                "volume_m3": VOLUME_M3,
                "truck_ids": [each.code for each in same],
            },
        )


def _ends(each: Round) -> tuple[tuple[int, HaulPlaceKind, int], ...]:
    return (0, HaulPlaceKind.SITE, each.site), (1, HaulPlaceKind.GROUND, each.ground)


def _place_id(kind: HaulPlaceKind, number: int) -> str:
    return f"{'HS' if kind is HaulPlaceKind.SITE else 'HG'}{number + 1:02d}"


def _yard(middle: Place) -> list[Place]:
    lon, lat = middle
    return [(lon + dx * YARD, lat + dy * YARD) for dx, dy in ((-1, -1), (1, -1), (1, 1), (-1, 1))]
