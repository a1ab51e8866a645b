"""XYZ, and a WMTS whose address is written as one: the tile stands in the address."""

from console.basemaps.base import Tile


def address(url: str, tile: Tile) -> str:
    """`{z-1}` is for those who begin to count where the world has been cut in two; `{-y}` counts from the south."""
    values = {"{z}": tile.zoom, "{z-1}": tile.zoom - 1, "{x}": tile.x, "{y}": tile.y, "{-y}": 2**tile.zoom - 1 - tile.y}
    for mark, value in values.items():
        url = url.replace(mark, str(value))
    return url
