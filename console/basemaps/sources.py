"""From a base map's description to where its tiles come from."""

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path
from urllib.parse import quote

import msgspec

from console.basemaps import metric, wms, xyz
from console.basemaps.base import Base, Source, Tile, Unanswered, UnreadableBaseMap
from console.basemaps.cache import Cache
from console.basemaps.download import Downloaded
from console.basemaps.geographic import Geographic
from console.basemaps.mbtiles import MBTiles
from console.basemaps.metric import Metric
from console.basemaps.net import Answer, Net
from console.basemaps.pmtiles import PMTiles
from console.basemaps.remote import PAUSE_S, Load, Remote, asking
from geo.datum import meridian_of
from wire.basemaps import BaseMap, BaseMapKind, TileLevel

OPENERS: dict[BaseMapKind, Callable[[Path], MBTiles | PMTiles]] = {BaseMapKind.MBTILES: MBTiles, BaseMapKind.PMTILES: PMTiles.of}


def described(map: BaseMap, files: Path, own: bool = False) -> Base:
    """With what its file says of itself. A file that cannot be read is a fault; one of the hall is looked for in the folder `files`."""
    base = Base(map=map, own=own)
    if not base.is_file:
        return base
    path = Path(map.url) if own else files / map.url
    try:
        with_file = OPENERS[map.kind](path)
    except UnreadableBaseMap as error:
        return msgspec.structs.replace(base, path=path, fault=str(error))
    lowest, highest = _zooms(with_file)
    told = msgspec.structs.replace(map, form=with_file.form, min_zoom=lowest, max_zoom=highest, attribution=map.attribution or with_file.attribution)
    with_file.close()
    return Base(map=told, path=path, own=own, bounds=with_file.bounds)


def opened(base: Base, net: Net, folder: Path, came: Callable[[], None], pause_s: float = PAUSE_S) -> Source:
    """`UnreadableBaseMap` when it is a file that is none; `OSError` when `folder`, where tiles are kept, cannot be written."""
    map = base.map
    if base.path is not None:
        return OPENERS[map.kind](base.path)
    kept = folder / f"{quote(map.id, safe='')}-{fingerprint(map)}"
    if map.kind is BaseMapKind.MBTILES:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        return Downloaded(net, map.url, kept.with_suffix(".mbtiles"), came, pause_s)
    cache = Cache(kept.with_suffix(".db"))
    if meridian_of(map.projection) is not None:
        levels = map.levels if map.kind is BaseMapKind.WMTS else metric.levels_of_wms(map.projection)
        return Metric(Remote(_by_metres(map, net, levels), map.form, cache, pause_s), map.projection, levels)
    remote = Remote(_load(map, net), map.form, cache, pause_s)
    return Geographic(remote) if map.projection != "EPSG:3857" else remote


def fingerprint(map: BaseMap) -> str:
    """Another one when its tiles may be others; the address cannot be read from it."""
    cut = f" {map.projection} {map.levels}" if meridian_of(map.projection) is not None else ""
    return hashlib.sha256(f"{map.url} {map.layer} {map.form}{cut}".encode()).hexdigest()[:16]


def _load(map: BaseMap, net: Net) -> Load:
    if map.kind is BaseMapKind.PMTILES:
        return _pieces(map, net)
    if map.kind is BaseMapKind.WMS:
        return asking(net, lambda tile: wms.address(map.url, map.layer, tile))
    return asking(net, lambda tile: xyz.address(map.url, tile))


def _by_metres(map: BaseMap, net: Net, levels: Sequence[TileLevel]) -> Load:
    if map.kind is BaseMapKind.WMS:
        return asking(net, lambda tile: wms.address_of(map.url, map.layer, metric.box(levels[tile.zoom], tile), map.projection))
    return asking(net, lambda tile: metric.address(map.url, levels, tile))


def _pieces(map: BaseMap, net: Net) -> Load:
    """A PMTiles file over HTTP, read by ranges."""

    def get_bytes(offset: int, length: int) -> bytes:
        answer = net.get(map.url, {"Range": f"bytes={offset}-{offset + length - 1}", "Accept-Encoding": "identity"})
        if answer.status != 206:
            raise Unanswered("no_ranges" if answer.status == 200 else "not_there")
        return answer.body

    reader = PMTiles(map.id, get_bytes)

    def load(tile: Tile, _: str) -> Answer:
        try:
            found = reader.tile(tile)
        except UnreadableBaseMap as error:
            raise Unanswered("no_base_map") from error
        return Answer(200, found.body, {}) if found else Answer(404, b"", {})

    return load


def _zooms(file: MBTiles | PMTiles) -> tuple[int, int]:
    if isinstance(file, MBTiles):
        return file.min_zoom, file.max_zoom
    return file.header["min_zoom"], file.header["max_zoom"]
