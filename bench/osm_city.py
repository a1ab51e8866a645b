"""An OpenStreetMap extract of a city's size, made from a seed: streets in a lattice with bends, houses, gates, shops, parks, water, places."""

import random
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import osmium
from osmium.osm import mutable

WEST, SOUTH, STEP = 110.85, 34.90, 0.0008  # degrees; the step is that from one crossing to the next, some 75 m
PER_WAY = 2  # blocks of one way
BENDS = 0.21  # of the blocks have a second bend
CLASSES = ((40, "primary"), (20, "secondary"), (8, "tertiary"), (5, "unclassified"), (3, "service"), (1, "residential"))
TREES = "槐柳杨松柏桐榆枫桂樟"
VIRTUES = "人民解放和平建设光明团结胜利文化东风学府盐湖河东关圣中银禹都"
SHOPS = (
    ("amenity", "restaurant", "面馆"),
    ("shop", "supermarket", "超市"),
    ("amenity", "pharmacy", "药房"),
    ("amenity", "school", "小学"),
    ("amenity", "hospital", "医院"),
)
Place = tuple[float, float]


class Size(NamedTuple):
    """`side`: crossings in a row and in a column; a house stands `houses` times in a block on average."""

    side: int
    houses: int
    gates: int
    shops: int


CITY = Size(side=246, houses=80_000, gates=20_000, shops=10_000)


class Counts(NamedTuple):
    street_nodes: int
    streets: int
    houses: int
    nodes: int


def write(path: Path, size: Size = CITY, seed: int = 1) -> Counts:
    """Writes `path`, .osm.pbf; what is in it."""
    return _City(path, size, random.Random(seed)).write()


class _City:
    def __init__(self, path: Path, size: Size, chance: random.Random) -> None:
        self._size, self._chance, self._nodes = size, chance, 0
        edge = size.side * STEP
        header = osmium.io.Header()
        header.add_box(osmium.osm.Box(WEST, SOUTH, WEST + edge, SOUTH + edge))
        self._writer = osmium.SimpleWriter(str(path), header=header)
        self._ways: list[tuple[list[int], dict[str, str]]] = []

    def write(self) -> Counts:
        """Nodes before ways, as an extract has them."""
        self._lay_streets()
        street_nodes, streets = self._nodes, len(self._ways)
        self._build()
        self._lay_ground()
        self._name_places()
        for number, (nodes, tags) in enumerate(self._ways, 1):
            self._writer.add_way(mutable.Way(id=number, nodes=nodes, tags=tags))
        self._writer.close()
        return Counts(street_nodes, streets, self._size.houses, self._nodes)

    def _node(self, place: Place, /, **tags: str) -> int:
        self._nodes += 1
        self._writer.add_node(mutable.Node(id=self._nodes, location=(round(place[0], 7), round(place[1], 7)), tags=tags))
        return self._nodes

    def _lay_streets(self) -> None:
        side, jitter = self._size.side, STEP * 0.12
        places = [
            [(WEST + (x + 0.5) * STEP + self._off(jitter), SOUTH + (y + 0.5) * STEP + self._off(jitter)) for x in range(side)] for y in range(side)
        ]
        crossings = [[self._node(place) for place in row] for row in places]
        for across in (False, True):
            for line in range(side):
                for start in range(0, side - 1, PER_WAY):
                    spots = [(at, line) if not across else (line, at) for at in range(start, min(start + PER_WAY, side - 1) + 1)]
                    self._ways.append((list(self._bent(spots, places, crossings)), self._street(line, across)))

    def _bent(self, spots: list[tuple[int, int]], places: list[list[Place]], crossings: list[list[int]]) -> Iterator[int]:
        for (x, y), (to_x, to_y) in pairwise(spots):
            yield crossings[y][x]
            (west, south), (east, north) = places[y][x], places[to_y][to_x]
            bends = 2 if self._chance.random() < BENDS else 1
            for bend in range(1, bends + 1):
                share = bend / (bends + 1)
                yield self._node((west + share * (east - west) + self._off(STEP * 0.04), south + share * (north - south) + self._off(STEP * 0.04)))
        x, y = spots[-1]
        yield crossings[y][x]

    def _street(self, line: int, across: bool) -> dict[str, str]:
        kind = next(kind for every, kind in CLASSES if line % every == 0)
        tags = {"highway": kind}
        if kind != "service":
            tags["name"] = street_name(line, across)
        if kind in ("primary", "secondary"):
            tags |= {"maxspeed": "60" if kind == "primary" else "50", "name:en": f"{'Nanbei' if across else 'Dongxi'} Road {line}"}
        if self._chance.random() < 0.05:
            tags["oneway"] = "yes"
        return tags

    def _build(self) -> None:
        """Houses in the blocks, some with a gate number; gates and shops as places of their own."""
        for number in range(self._size.houses):
            x, y = self._block()
            wide, high = STEP * self._chance.uniform(0.1, 0.3), STEP * self._chance.uniform(0.1, 0.3)
            corners = [self._node(place) for place in ((x, y), (x + wide, y), (x + wide, y + high), (x, y + high))]
            tags = {"building": self._chance.choice(("yes", "apartments", "house", "retail")), "building:levels": str(self._chance.randint(1, 30))}
            if number % 2:
                tags |= self._gate(number)
            if number % 20 == 0:
                tags["name"] = f"{self._chance.choice(TREES)}园{number}号楼"
            self._ways.append(([*corners, corners[0]], tags))
        for number in range(self._size.gates):
            self._node(self._block(), **self._gate(number))
        for number in range(self._size.shops):
            key, kind, called = self._chance.choice(SHOPS)
            self._node(self._block(), **{key: kind, "name": f"{self._chance.choice(TREES)}记{called}{number}", "phone": f"0359-2{number:06}"})

    def _lay_ground(self) -> None:
        """Quarters, parks, lakes, fields and a river."""
        for number in range(max(self._size.side**2 // 150, 4)):
            x, y = self._block()
            side = STEP * self._chance.uniform(0.5, 3)
            ring = [self._node(place) for place in ((x, y), (x + side, y), (x + side, y + side), (x, y + side))]
            tags = [{"leisure": "park", "name": f"{self._chance.choice(TREES)}荫公园{number}"}, {"natural": "water", "name": f"{number}号湖"}]
            tags += [{"landuse": "residential"}, {"landuse": "farmland"}]
            self._ways.append(([*ring, ring[0]], tags[number % 4]))
        middle = SOUTH + self._size.side * STEP / 2
        river = [self._node((WEST + at * STEP, middle + self._off(STEP))) for at in range(self._size.side)]
        self._ways.append((river, {"waterway": "river", "name": "涑水河"}))

    def _name_places(self) -> None:
        self._node((WEST + self._size.side * STEP / 2, SOUTH + self._size.side * STEP / 2), place="city", name="运城市", **{"name:en": "Yuncheng"})
        for number in range(self._size.side // 4):
            self._node(self._block(), place="suburb", name=f"{VIRTUES[number % len(VIRTUES)]}{number}街道")

    def _gate(self, number: int) -> dict[str, str]:
        line = self._chance.randrange(self._size.side)
        return {"addr:street": street_name(line, bool(number % 3)), "addr:housenumber": str(1 + number % 400)}

    def _block(self) -> Place:
        side = self._size.side - 1
        x, y = self._chance.randrange(side) + 0.6, self._chance.randrange(side) + 0.6
        return WEST + (x + self._chance.uniform(0, 0.5)) * STEP, SOUTH + (y + self._chance.uniform(0, 0.5)) * STEP

    def _off(self, most: float) -> float:
        return self._chance.uniform(-most, most)


def street_name(line: int, across: bool) -> str:
    first, second = VIRTUES[line % len(VIRTUES)], TREES[line // len(VIRTUES) % len(TREES)]
    return f"{first}{second}{'路' if across else '街'}{line}"
