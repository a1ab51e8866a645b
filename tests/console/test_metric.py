"""A city's map in metres of its 3-degree zone, served by a host of this machine: what is drawn there lies where it is on the page."""

import io
import math
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import parse_qs, urlsplit

import msgspec
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image
from pyproj import Transformer
from pytestqt.qtbot import QtBot

from console import words
from console.basemaps import checking, zones
from console.basemaps.base import Offer, Tile
from console.basemaps.capabilities import offers
from tests.console import capabilities
from tests.console.capabilities import layer, matrices, matrix
from tests.console.test_tile_server import Seat
from tests.console.tile_host import TileHost, hosting
from wire.basemaps import BaseMap, BaseMapKind, BaseMapOrder

BOX = (113.7, 22.4, 114.7, 22.9)  # of the city
PLACES = ((114.0579, 22.5431), (114.3500, 22.6900), (113.8000, 22.7300))
WEST, NORTH = 380_000.0, 2_560_000.0  # of the zone; the city's tiles begin here
RADIUS_M = 5.0
LEVELS, COARSEST_M = 10, 179.2
MOST_PX, MOST_M = 1.0, 0.5
Metres = NDArray[np.float64]


class Drawn(NamedTuple):
    """A map of the city in a zone: soft waves of colour, and a white disc at each of the places."""

    to_zone: Transformer
    west: float
    places: list[tuple[float, float]]  # easting, northing

    def paint(self, east: Metres, north: Metres, size: float) -> NDArray[np.float64]:
        """Colours (…, 3) at places of a pixel's size, in metres; waves of 60 px, so that they are soft at each scale."""
        waves = [127 + 90 * np.sin(each * 2 * math.pi / (60 * size)) for each in (east, north, east + north)]
        colour = np.stack(waves, axis=-1)
        for x, y in self.places:
            share = np.clip((RADIUS_M - np.hypot(east - x, north - y)) / size + 0.5, 0, 1)[..., None]
            colour = colour * (1 - share) + 255 * share
        return colour

    def picture(self, west: float, north: float, size: float, side: int) -> bytes:
        middles = (np.arange(side) + 0.5) * size
        return png(self.paint(*np.meshgrid(west + middles, north - middles), size))


def png(colours: NDArray[np.float64]) -> bytes:
    buffer = io.BytesIO()
    Image.fromarray(np.rint(colours).astype(np.uint8), "RGB").save(buffer, "PNG")
    return buffer.getvalue()


def drawn(crs: str) -> Drawn:
    to_zone = Transformer.from_crs("EPSG:4490", crs, always_xy=True)
    places = [to_zone.transform(*place) for place in PLACES]
    return Drawn(to_zone, WEST + (38_000_000 if places[0][0] > 1_000_000 else 0), places)


def size_of(level: int) -> float:
    return COARSEST_M / 2**level


def pyramid(of: Drawn, side: int) -> Callable[[str], bytes | None]:
    """`/zone/L7/ROW/COLUMN.png`."""

    def tile(path: str) -> bytes | None:
        found = re.fullmatch(r"/zone/L(\d+)/(\d+)/(\d+)\.png", path)
        assert found, path
        level, row, column = map(int, found.groups())
        size = size_of(level)
        return of.picture(of.west + column * side * size, NORTH - row * side * size, size, side)

    return tile


def pictures(of: Drawn) -> Callable[[str], bytes | None]:
    """A WMS, with the axes as its version has them."""

    def tile(path: str) -> bytes | None:
        asked = {name.upper(): value[0] for name, value in parse_qs(urlsplit(path).query).items()}
        a, b, c, d = map(float, asked["BBOX"].split(","))
        west, south, east, north = (b, a, d, c) if asked["VERSION"] == "1.3.0" else (a, b, c, d)
        assert (east - west) == pytest.approx(north - south)
        assert asked["CRS" if asked["VERSION"] == "1.3.0" else "SRS"] == "EPSG:4547"
        return of.picture(west, north, (east - west) / 256, 256)

    return tile


def document(host: TileHost, of: Drawn, crs: str, northing_first: bool, side: int) -> bytes:
    corner = f"{NORTH} {of.west}" if northing_first else f"{of.west} {NORTH}"
    levels = []
    for level in range(LEVELS):
        far = 200_000 / size_of(level) / side
        levels.append(matrix(f"L{level}", size_of(level) / 0.00028, corner, side, math.ceil(far), math.ceil(far)))
    template = f"{host.url}/zone/{{TileMatrix}}/{{TileRow}}/{{TileCol}}.png"
    return capabilities.wmts(layer("city", "影像", "z", template=template, box=BOX), matrices("z", crs, *levels), host.url)


def base_map(offer: Offer, kind: BaseMapKind) -> BaseMap:
    """As the form makes it of an offer, and the hall keeps it."""
    order = BaseMapOrder(
        id="city",
        name="影像",
        kind=kind,
        url=offer.url,
        datum=offer.datum,
        projection=offer.projection,
        levels=list(offer.levels),
        layer=offer.layer,
        min_zoom=offer.min_zoom,
        max_zoom=offer.max_zoom,
    )
    assert checking.fault(order, own=False, lon=114.06) == ""
    kept: Any = msgspec.json.decode(msgspec.json.encode(order))
    return msgspec.convert(kept | {"version": 1}, BaseMap)


@pytest.fixture
def seat(qtbot: QtBot, tmp_path: Path) -> Iterator[Seat]:
    made = Seat(qtbot, tmp_path)
    yield made
    made.server.stop()
    made.server.deleteLater()


def tile_of(lon: float, lat: float, zoom: int) -> tuple[Tile, float, float]:
    """The page's tile that holds a place, and where in it, in px."""
    x = (lon + 180) / 360 * 2**zoom
    y = (1 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2 * 2**zoom
    return Tile(zoom, int(x), int(y)), x % 1 * 256, y % 1 * 256


def shown(seat: Seat, tiles: list[Tile]) -> list[NDArray[np.float64]]:
    bodies = seat.ask(*tiles, id="city")
    for _ in range(4):  # a host on a busy machine may be late: who looks on asks again
        bodies = bodies if all(bodies) else seat.ask(*tiles, id="city")
    assert all(bodies), seat.health()
    return [np.asarray(Image.open(io.BytesIO(body)).convert("RGB"), np.float64) for body in bodies]


def disc(seat: Seat, lon: float, lat: float, zoom: int) -> tuple[float, float]:
    """How far, in px, the middle of the disc lies from its place on the page: of the three by three tiles around it."""
    tile, x, y = tile_of(lon, lat, zoom)
    around = [Tile(zoom, tile.x + across, tile.y + down) for down in (-1, 0, 1) for across in (-1, 0, 1)]
    found = shown(seat, around)
    whole = np.vstack([np.hstack(found[row : row + 3]) for row in (0, 3, 6)])
    white = np.clip(whole.min(axis=-1) - 225, 0, None)
    white[:, : int(256 + x) - 30] = white[: int(256 + y) - 30] = white[:, int(256 + x) + 31 :] = white[int(256 + y) + 31 :] = 0
    rows, columns = np.indices(white.shape) + 0.5
    assert white.sum() > 0
    return float((columns * white).sum() / white.sum()) - 256 - x, float((rows * white).sum() / white.sum()) - 256 - y


def check_places(seat: Seat, zoom: int) -> None:
    for lon, lat in PLACES:
        off = math.hypot(*disc(seat, lon, lat, zoom))
        metres = off * 156_543.033928 * math.cos(math.radians(lat)) / 2**zoom
        assert off <= MOST_PX
        assert metres <= MOST_M


@pytest.mark.parametrize(
    ("crs", "told", "northing_first", "side"),
    [
        ("EPSG:4547", "urn:ogc:def:crs:EPSG::4547", True, 256),
        ("EPSG:4547", "http://www.opengis.net/def/crs/EPSG/0/4547", True, 512),
        ("EPSG:4547", "EPSG:4547", False, 256),
        ("EPSG:4547", "urn:ogc:def:crs:EPSG::4547", False, 256),  # a server that has the axes the wrong way round
        ("EPSG:4526", "urn:ogc:def:crs:EPSG::4526", True, 256),  # eastings begin with the number of the zone
    ],
)
def test_that_a_wmts_in_a_3_degree_zone_lies_where_it_is(seat: Seat, crs: str, told: str, northing_first: bool, side: int) -> None:
    of = drawn(crs)
    with hosting(pyramid(of, side)) as host:
        (offer,) = offers(BaseMapKind.WMTS, host.url, document(host, of, told, northing_first, side))
        assert (offer.fault, offer.projection, offer.datum, len(offer.levels)) == ("", crs, "cgcs2000", LEVELS)
        assert (offer.min_zoom, offer.max_zoom) == (9, 19)
        seat.serve(base_map(offer, BaseMapKind.WMTS))
        check_places(seat, 18)
        assert max(host.asked.values()) == 1


@pytest.mark.parametrize("version", ["1.3.0", "1.1.1"])
def test_that_a_wms_in_a_3_degree_zone_lies_where_it_is(seat: Seat, version: str) -> None:
    of = drawn("EPSG:4547")
    with hosting(pictures(of)) as host:
        body = capabilities.wms("EPSG:4547", version, f"{host.url}/wms?", BOX)
        (offer,) = offers(BaseMapKind.WMS, f"{host.url}/wms", body)
        assert (offer.fault, offer.projection, offer.datum, offer.levels) == ("", "EPSG:4547", "cgcs2000", ())
        seat.serve(base_map(offer, BaseMapKind.WMS))
        check_places(seat, 18)


@pytest.mark.parametrize("zoom", [11, 14, 18])
def test_that_every_pixel_is_that_of_its_place_over_all_seams(seat: Seat, zoom: int) -> None:
    """Four tiles of the page, drawn of several of the zone: each against the map itself at the places of its pixels."""
    of = drawn("EPSG:4547")
    with hosting(pyramid(of._replace(places=[]), 256)) as host:
        (offer,) = offers(BaseMapKind.WMTS, host.url, document(host, of, "urn:ogc:def:crs:EPSG::4547", True, 256))
        seat.serve(base_map(offer, BaseMapKind.WMTS))
        corner, *_ = tile_of(*PLACES[1], zoom)
        tiles = [Tile(zoom, corner.x + across, corner.y + down) for down in (0, 1) for across in (0, 1)]
        used = {int(re.findall(r"/L(\d+)/", path)[0]) for path in host.asked}
        for tile, colours in zip(tiles, shown(seat, tiles), strict=True):
            used |= {int(re.findall(r"/L(\d+)/", path)[0]) for path in host.asked}
            (level,) = used
            at = (np.arange(256) + 0.5) / 256
            lon = (tile.x + at) / 2**zoom * 360 - 180
            lat = np.degrees(np.arctan(np.sinh(math.pi * (1 - 2 * (tile.y + at) / 2**zoom))))
            east, north = of.to_zone.transform(*np.meshgrid(lon, lat))
            right = of._replace(places=[]).paint(east, north, size_of(level))
            # A wave rises by 9.4 of 255 in a pixel of the zone: so these are a third of one at most.
            assert np.abs(colours - right).max() < 3.5


def test_that_beyond_the_city_nothing_is_asked_for_and_nothing_drawn(seat: Seat) -> None:
    of = drawn("EPSG:4547")
    with hosting(pyramid(of, 256)) as host:
        (offer,) = offers(BaseMapKind.WMTS, host.url, document(host, of, "urn:ogc:def:crs:EPSG::4547", True, 256))
        seat.serve(base_map(offer, BaseMapKind.WMTS))
        far, *_ = tile_of(87.6, 43.8, 15)
        assert seat.ask(far, Tile(1, 0, 0), Tile(0, 0, 0), id="city") == [b""] * 3
        assert host.asked == {}


def offered(crs: str, box: tuple[float, ...], corner: str = f"{NORTH} {WEST}") -> Offer:
    sets = matrices("z", crs, matrix("0", 500_000.0, corner, columns=20, rows=20))
    (offer,) = offers(BaseMapKind.WMTS, "http://g", capabilities.wmts(layer("city", "影像", "z", box=box), sets, "http://g"))
    return offer


def test_what_is_said_of_a_zone_that_cannot_be() -> None:
    words.speak("en")
    shanghai, urn = (120.9, 30.7, 122.0, 31.9), "urn:ogc:def:crs:EPSG::4547"
    assert offered(urn, shanghai).fault == '"影像" is in EPSG:4547, around 114°E, but it or the city lies at 121.5°E: one of them is wrong.'
    (of_wms,) = offers(BaseMapKind.WMS, "http://g", capabilities.wms("EPSG:4547", box=shanghai))
    assert of_wms.fault.startswith('"道路" is in EPSG:4547, around 114°E')
    assert offered(urn, BOX, "60000000 70000000").fault.startswith('The tiles of the layer "影像" (EPSG:4547) reach nothing')
    assert "has no projection that can be drawn" in offered("urn:ogc:def:crs:EPSG::4555", BOX).fault
    assert offered(urn, BOX).fault == offered(urn, ()).fault == offered(urn, (-180, -90, 180, 90)).fault == ""
    order = BaseMapOrder(id="a", name="City", kind=BaseMapKind.WMS, url="http://g?{bbox}", layer="r", projection="EPSG:4547")
    assert checking.fault(order, own=False, lon=121.4).startswith('"City" is in EPSG:4547, around 114°E, but it or the city lies at 121.4°E')
    assert checking.fault(order, own=False) == ""
    words.speak("zh_CN")
    assert offered(urn, shanghai).fault == "“影像”的投影 EPSG:4547 的中央子午线是 114°E，而图层或本市在 121.5°E：二者不符。"


@pytest.mark.parametrize(
    ("told", "name"),
    [("urn:ogc:def:crs:EPSG::4513", "EPSG:4513"), ("http://www.opengis.net/def/crs/EPSG/0/4554", "EPSG:4554"), ("EPSG:4555", ""), ("CGCS2000", "")],
)
def test_which_systems_are_zones(told: str, name: str) -> None:
    assert zones.named(told) == name
