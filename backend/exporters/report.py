"""What a report says of a case, a track or an area, before it is a page: facts, steps, photos, and everything that its map draws."""

import base64
import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from markupsafe import Markup
from PIL import Image, ImageOps

from backend.exporters import words
from backend.exporters.case_steps import Step, Steps, time
from backend.exporters.drawing import Part, groups, legend, sample
from backend.exporters.ground import Piece, StreetName, attribution, pieces, street_names
from backend.exporters.layer import Layer, extent
from backend.exporters.looks import colours
from backend.exporters.tables import rows
from backend.exporters.then import as_of
from backend.exporters.track_drawing import NAME as WAYS
from backend.exporters.track_drawing import for_the_eye
from backend.exporters.track_report import about as track_about
from backend.photos import PhotoStore
from backend.refusals import Refusal, TooLarge, TooManyFixes
from backend.rules import cases
from backend.session import Work
from backend.settings import CITY_ZONE
from geo.grids import METRES_PER_DEGREE
from geo.tracks import Box
from wire.card_then import card_then
from wire.cases import Case, CaseCard
from wire.codes import Noun
from wire.exports import ExportLayer, ExportOrder

MOST_THINGS, MOST_FIXES = 20_000, 200_000
MOST_ROWS, MOST_PHOTOS, PHOTO_PX = 300, 8, 480
LEAST_M, MARGIN = 250.0, 0.12  # what is shown around a place, and beyond the edges of what is shown
NOWHERE: Box = (-1e-3, -1e-3, 1e-3, 1e-3)
FACTS = ["number", "class_name", "status", "lamp", "source", "address", "description", "reported_at", "deadline_at", "department"]
FACTS += ["reporter", "phone"]  # masked


@dataclass(frozen=True)
class Shot:
    """`data` is a JPEG as an address of its own; steps speak of its number."""

    id: str
    number: int
    caption: str
    data: str


@dataclass(frozen=True)
class Row:
    svg: Markup
    title: str
    detail: str
    at: str
    lon: float
    lat: float


@dataclass(frozen=True)
class Report:
    """`groups`, `pieces` and `names` are what resources/exports/report.js draws within `box`; `ground` is whose map it is."""

    title: str
    made_at: str
    ground: str
    box: Box
    groups: list[dict[str, Any]]
    pieces: list[dict[str, Any]]
    names: list[list[Any]]
    legend: list[Part]
    asked: Box | None = None  # the box of the order
    replay: dict[str, Any] | None = None  # of a track, what resources/exports/replay.js plays
    facts: list[tuple[str, str]] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    photos: list[Shot] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    more: int = 0


def compose(work: Work, store: PhotoStore, layers: Sequence[Layer], order: ExportOrder, tiles: Path | None) -> Report:
    """`TooLarge` for more things, or more fixes of a track, than a page can hold."""
    _check(layers)
    box = _box(layers, order)
    shown = [for_the_eye(layer) for layer in layers if not layer.looks().hidden]
    parts: dict[str, Any] = {
        "made_at": f"{work.at.astimezone(CITY_ZONE):%Y-%m-%d %H:%M:%S}",
        "ground": " · ".join(part for part in ("Yiping 一屏", attribution(tiles)) if part),
        "asked": order.box,
        "box": box,
        "groups": groups(shown, order.language, order.theme),
        "pieces": [_drawn(piece, order.theme) for piece in pieces(work, _wider(box), tiles)],
        "names": [_named(each) for each in street_names(work, _wider(box))],
        "legend": legend(layers, order.language, order.theme),
    }
    return Report(**parts | _about(work, store, layers, order))


def _check(layers: Sequence[Layer]) -> None:
    """Fixes are columns of numbers in a page, and the ways between them no more than they are: neither is a thing beside the others."""
    counts = {layer.name: layer.table.num_rows for layer in layers}
    if (fixes := counts.pop("track", 0)) > MOST_FIXES:
        raise TooManyFixes(f"A report holds {MOST_FIXES:,} fixes of a track, and these are {fixes:,}: ask for a shorter period, or for CSV or GPX.")
    counts.pop(WAYS, 0)
    if (things := sum(counts.values())) > MOST_THINGS:
        raise TooLarge(f"A report holds {MOST_THINGS:,} things, and these are {things:,}: ask for a smaller area or fewer layers.")


def _about(work: Work, store: PhotoStore, layers: Sequence[Layer], order: ExportOrder) -> dict[str, Any]:
    language = order.language
    kinds = set(order.layers)
    cases_of = next((layer for layer in layers if layer.kind is ExportLayer.CASES), None)
    if cases_of is not None and cases_of.table.num_rows == 1 and len(kinds) == 1:
        return _case(work, store, cases_of, order)
    if kinds == {ExportLayer.TRACK}:
        return track_about(work, layers[0], order)
    listed = _rows(cases_of, order) if cases_of is not None else []
    facts = [(words.report("as_of", language), time(order.as_of))] if order.as_of is not None else []
    facts += [(layer.called(language), f"{layer.table.num_rows:,}") for layer in layers]
    more = (cases_of.table.num_rows if cases_of is not None else 0) - len(listed)
    return {"title": order.title or words.report("area", language), "facts": facts, "rows": listed, "more": more}


def _case(work: Work, store: PhotoStore, layer: Layer, order: ExportOrder) -> dict[str, Any]:
    language = order.language
    card = _card(work, layer.table.column("id")[0].as_py(), order)
    facts = _facts(layer, language)
    number = layer.table.column("number")[0].as_py()
    photos = _photos(store, card, language)
    steps = Steps(work, card, {photo.id: photo.number for photo in photos}, language).told()
    title = order.title or f"{words.report('case', language)} {number}"
    return {"title": title, "facts": facts, "steps": steps, "photos": photos}


def _card(work: Work, case_id: str, order: ExportOrder) -> CaseCard:
    card = cases.one(work, case_id)
    if order.as_of is None:
        return card
    (case,) = as_of(work, order, Noun.CASE, Case, [card.case], only=case_id)
    return card_then(card, case, order.as_of, lambda _: None)  # a report tells of no other case


def _facts(layer: Layer, language: str) -> list[tuple[str, str]]:
    (row,) = rows(layer.name, layer.table.select(FACTS), language)
    return [(words.column(name, language), _text(value)) for name, value in zip(FACTS, row, strict=True) if value not in (None, "")]


def _rows(layer: Layer, order: ExportOrder) -> list[Row]:
    """The newest first."""
    language, look = order.language, layer.looks()
    names = ("lamp", "number", "class_name", "status", "address", "reported_at", "lon", "lat")
    part = layer.table.slice(max(layer.table.num_rows - MOST_ROWS, 0))
    lamps = part.column("lamp").to_pylist()
    found = []
    for lamp, (_, number, class_name, status, address, at, lon, lat) in zip(lamps, rows(layer.name, part.select(names), language), strict=True):
        svg = sample(look.marks[lamp], layer.geometry, order.theme)
        found.append(Row(svg, f"{class_name} · {status}", f"{number}  {address}", time(at), lon, lat))
    return found[::-1]


def _photos(store: PhotoStore, card: CaseCard, language: str) -> list[Shot]:
    """Small ones; what is no longer there or is no picture is left out."""
    found: list[Shot] = []
    for photo in card.photos[:MOST_PHOTOS]:
        try:
            small = _small(store.bytes_of(photo.id))
        except (Refusal, OSError, ValueError, Image.DecompressionBombError):
            continue
        phase = words.of("phase", photo.phase, language) if photo.phase else ""
        number = len(found) + 1
        caption = " ".join(part for part in (str(number), phase, time(photo.at)) if part)
        found.append(Shot(photo.id, number, caption, f"data:image/jpeg;base64,{base64.b64encode(small).decode()}"))
    return found


def _small(body: bytes) -> bytes:
    """Without what a camera wrote into it besides the picture."""
    with Image.open(io.BytesIO(body)) as image:
        picture = ImageOps.exif_transpose(image).convert("RGB")
    picture.thumbnail((PHOTO_PX, PHOTO_PX))
    sink = io.BytesIO()
    picture.save(sink, "JPEG", quality=72, optimize=True)
    return sink.getvalue()


def _box(layers: Sequence[Layer], order: ExportOrder) -> Box:
    """What is to be seen: the box of the order, else everything that has a place, and never less than a block."""
    if order.box is not None:
        return order.box
    known = extent(layers)
    if known is None:
        return NOWHERE
    west, south, east, north = known
    middle, least = (west + east) / 2, LEAST_M / METRES_PER_DEGREE
    wide = max((east - west) / 2, least / np.cos(np.radians(south)))
    high, centre = max((north - south) / 2, least), (south + north) / 2
    return float(middle - wide), float(centre - high), float(middle + wide), float(centre + high)


def _wider(box: Box) -> Box:
    """So that the ground goes on where a window is wider than the box."""
    west, south, east, north = box
    spare = max(east - west, north - south) * (0.5 + MARGIN)
    return max(west - spare, -180), max(south - spare, -85), min(east + spare, 180), min(north + spare, 85)


def _drawn(piece: Piece, theme: str) -> dict[str, Any]:
    colour = colours(theme)[piece.colour]
    area = piece.width == 0
    parts = shapely.get_rings(shapely.get_parts(piece.shape)) if area else shapely.get_parts(piece.shape)
    lines = [np.round(shapely.get_coordinates(part), 5 if area else 6).tolist() for part in parts]
    return {
        "area": area,
        "fill": colour if area else "",
        "line": colour,
        "width": piece.width,
        "casing": piece.colour == "casing",
        "opacity": piece.opacity,
        "lines": lines,
    }


def _named(name: StreetName) -> list[Any]:
    return [name.text, round(name.lon, 6), round(name.lat, 6), [round(edge, 6) for edge in name.along]]


def _text(value: Any) -> str:
    return time(value) if isinstance(value, datetime) else str(value)
