"""A small town as an OpenStreetMap extract, written by pyosmium: one of everything that an import must tell apart."""

from pathlib import Path

import osmium
from osmium.osm import mutable

Tags = dict[str, str]
WEST, SOUTH, STEP = 116.30, 39.90, 0.002


class Town:
    """Places are steps from the south-west corner."""

    def __init__(self, path: Path) -> None:
        header = osmium.io.Header()
        header.add_box(osmium.osm.Box(WEST, SOUTH, WEST + 10 * STEP, SOUTH + 10 * STEP))
        self._writer = osmium.SimpleWriter(str(path), header=header)
        self._nodes: dict[tuple[float, float], int] = {}
        self._ways: list[mutable.Way] = []
        self._relations: list[mutable.Relation] = []
        self._next = 0

    def node(self, x: float, y: float, **tags: str) -> int:
        self._next += 1
        self._writer.add_node(mutable.Node(id=self._next, location=(WEST + x * STEP, SOUTH + y * STEP), tags=_named(tags)))
        return self._next

    def way(self, id: int, *places: tuple[float, float], **tags: str) -> None:
        for place in places:
            if place not in self._nodes:
                self._nodes[place] = self.node(*place)
        self._ways.append(mutable.Way(id=id, nodes=[self._nodes[place] for place in places], tags=_named(tags)))

    def ring(self, id: int, x: float, y: float, side: float = 1.0, **tags: str) -> None:
        self.way(id, (x, y), (x + side, y), (x + side, y + side), (x, y + side), (x, y), **tags)

    def broken(self, id: int, **tags: str) -> None:
        """A way whose places lie outside the extract."""
        self._ways.append(mutable.Way(id=id, nodes=[900001, 900002], tags=_named(tags)))

    def relation(self, id: int, outer: int, inner: int | None = None, **tags: str) -> None:
        members = [("w", outer, "outer")] + ([("w", inner, "inner")] if inner else [])
        self._relations.append(mutable.Relation(id=id, members=members, tags=_named({"type": "multipolygon"} | tags)))

    def close(self) -> None:
        for way in sorted(self._ways, key=lambda way: way.id):
            self._writer.add_way(way)
        for relation in self._relations:
            self._writer.add_relation(relation)
        self._writer.close()


def _named(tags: Tags) -> Tags:
    """`addr_street` for addr:street."""
    return {key.replace("_", ":", 1) if key.startswith(("addr_", "name_", "building_")) else key: value for key, value in tags.items()}


def write(path: Path) -> Path:
    town = Town(path)
    town.way(1, (0, 0), (5, 0), (10, 0), highway="primary", name="人民路", name_en="Renmin Road", maxspeed="60")
    town.way(2, (5, 0), (5, 5), highway="residential", oneway="-1", name="瑞祥路")
    town.way(3, (5, 5), (6, 6), (5, 7), (4, 6), (5, 5), highway="tertiary", junction="roundabout")
    town.way(4, (0, 0), (0, 9), highway="motorway", ref="G4")
    town.way(5, (0, 9), (1, 10), highway="motorway_link")
    town.way(6, (5, 5), (9, 5), highway="footway")
    town.way(7, (1, 1), (2, 1), highway="service", access="private")
    town.way(8, (1, 2), (2, 2), highway="construction", construction="primary")
    town.way(9, (2, 8), (8, 8), highway="unclassified", oneway="yes", maxspeed="30 mph", name="英里路")
    town.broken(10, highway="residential", name="城外路")
    town.ring(11, 7, 1, side=0.3, building="apartments", building_levels="6", name="瑞祥大厦", addr_street="瑞祥路", addr_housenumber="11")
    town.ring(12, 8, 1, side=0.5)
    town.ring(13, 8.1, 1.1, side=0.2)
    town.relation(1, 12, 13, building="yes", height="21.5 m")
    town.node(6.5, 2, addr_street="Main Street", addr_housenumber="4b")
    town.node(3, 3, amenity="hospital", name="市人民医院", name_en="People's Hospital", phone="010 1234 5678")
    town.node(3.1, 3, amenity="bench", name="谁的长椅")
    town.node(3.2, 3, highway="street_lamp")
    town.ring(14, 1, 3, leisure="park", name="湖滨公园")
    town.ring(15, 1, 5, natural="water", name="镜湖")
    town.ring(16, 3, 5, side=0.5, landuse="farmland")
    town.ring(17, 8, 6, side=0.5, landuse="residential")
    town.way(18, (0, 4), (10, 4.2), waterway="river", name="清河")
    town.way(19, (0, 9.5), (10, 9.5), railway="rail", name="京张线")
    town.ring(20, 0.5, 0.5, side=9, boundary="administrative", admin_level="6", name="云泽区")
    town.relation(2, 20, boundary="administrative", admin_level="6", name="云泽区")
    town.node(5, 4.9, place="city", name="云泽市", name_en="Yunze")
    town.node(2.5, 7, place="suburb", name="湖滨街道", name_en="Lakeside")
    town.close()
    return path
