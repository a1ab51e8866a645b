"""The base map of one map pane: which one is chosen, what the page is told of it, and the door through which its tiles come."""

import base64
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from urllib.parse import unquote

from console import words
from console.basemaps import wording
from console.basemaps.base import Base, Tile
from console.hall.bases import Bases
from console.map.scheme import Reply
from wire.basemaps import TileForm

# One px of nothing: a tile that is not there must neither be an error in the page nor a hole in its log.
BLANK = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAACXBIWXMAAA9hAAAPYQGoP6dpAAAAC0lEQVQImWNgAAIAAAUAAWJVMogAAAAASUVORK5CYII=")
Ask = Callable[[str, Tile, Callable[[bytes], None], Callable[[], bool]], None]  # of console.workers.tiles.TileServer
ZOOMS = 25


class Ground:
    def __init__(self, bases: Bases, ask: Ask | None) -> None:
        self._bases, self._ask = bases, ask
        self.wanted: str | None = None  # by whoever sits here: an id; empty: no base map; none: whatever comes first

    def chosen(self) -> Base | None:
        return self._bases.chosen(self.wanted) if self._ask else None

    def choices(self) -> list[dict[str, Any]]:
        """For the layer panel: all of them and, at the end, none. One that cannot be drawn says so."""
        named = [{"id": base.map.id, "name": base.map.name, "datum": _datum(base), "fault": base.fault} for base in self._bases.all]
        return [*named, {"id": "", "name": words.choose("无底图", "No base map"), "datum": "", "fault": ""}] if named else []

    def page(self) -> dict[str, Any] | None:
        """What the page must know of the chosen one; none: there is none."""
        base = self.chosen()
        if base is None:
            return None
        health = self._bases.health(base.map.id)
        return base.page() | {"note": wording.note(health.problem, health.old_since, datetime.now(UTC)), "source": _source(base)}

    def door(self, rest: str, answer: Callable[[Reply | None], None], wanted: Callable[[], bool]) -> None:
        """`ID/ZOOM/X/Y`, as the page asks for it. A tile that cannot be had is an empty one."""
        id, *place = unquote(rest).rsplit("/", 3)
        base = self._bases.get(id)
        if self._ask is None or base is None or len(place) != 3 or not all(part.isdecimal() and len(part) < 9 for part in place):
            answer(None)
            return
        tile = Tile(*map(int, place))
        if tile.zoom >= ZOOMS or max(tile.x, tile.y) >= 2**tile.zoom:
            answer(None)
            return
        form = base.map.form
        self._ask(id, tile, lambda body: answer(_reply(body, form)), wanted)


def _reply(body: bytes, form: TileForm) -> Reply:
    if form is TileForm.VECTOR:
        return Reply("application/x-protobuf", body)
    return Reply("image/jpeg" if body.startswith(b"\xff\xd8") else "image/png", body or BLANK)


def _datum(base: Base) -> str:
    """Only where it is another than that of all data here."""
    return "" if base.map.datum == "wgs84" else str(base.page()["datum_name"])


def _source(base: Base) -> str:
    """Whose map it is, and in which datum it was drawn."""
    named = base.map.attribution.lstrip("© ")
    return " · ".join(part for part in (f"© {named}" if named else "", _datum(base)) if part)
