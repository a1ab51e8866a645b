"""What the map draws and how: the rules of `resources/style/map.toml`, and what one user has made of them. No Qt here."""

import tomllib
from functools import cache
from typing import Any

import msgspec

from console.look import RESOURCES
from geo.coordinates import Writing

FILTERS = {"closed": False}  # shown or not like overlays, within one
SPLIT = {"units": ("inspectors", "trucks", "vehicles")}  # overlays of earlier releases; what each is now is in the order of its categories then


@cache
def rules() -> dict[str, dict[str, Any]]:
    """By overlay, from the ground up; the faces of each by rising zoom."""
    with (RESOURCES / "style" / "map.toml").open("rb") as file:
        return tomllib.load(file)


class Drawing(msgspec.Struct):
    """`base` is the id of a base map, empty for no base map, none where nothing was chosen; `order` is from the ground up;
    `opacity` 0 to 1 where it is not 1; `hidden` are categories of an overlay that are left out; `writing` is how places are read out."""

    base: str | None = None
    overlays: dict[str, bool] = {}
    order: list[str] = []
    opacity: dict[str, float] = {}
    hidden: dict[str, list[str | int]] = {}
    writing: str = Writing.WGS84

    def whole(self) -> "Drawing":
        """With what it does not say as the rules have it, and without what they do not know: another release may have kept it."""
        known, said = rules(), _split(self)
        overlays = {name: bool(rule["on"]) for name, rule in known.items()} | FILTERS
        order = [name for name in dict.fromkeys(said.order) if name in known]
        return Drawing(
            base=self.base,
            overlays=overlays | {name: on for name, on in said.overlays.items() if name in overlays},
            order=_merged(order, list(known)),
            opacity={name: rule["opacity"] for name, rule in known.items() if "opacity" in rule}
            | {name: min(max(value, 0.1), 1.0) for name, value in said.opacity.items() if name in known},
            hidden={name: hidden for name, hidden in said.hidden.items() if name in known},
            writing=self.writing if self.writing in set(Writing) else Writing.WGS84,
        )

    def seen(self, zoom: float) -> dict[str, bool]:
        """Of each overlay whether it is drawn at this zoom."""
        known = rules()
        return {name: on and (name not in known or zoom >= known[name]["faces"][0]["from"]) for name, on in self.overlays.items()}

    def again(self) -> "Drawing":
        """The same for a map of another Hall: a drawing of its own."""
        overlays, order, opacity, hidden = {**self.overlays}, [*self.order], {**self.opacity}, {**self.hidden}
        return Drawing(base=self.base, overlays=overlays, order=order, opacity=opacity, hidden=hidden, writing=self.writing)


def read(body: bytes) -> Drawing | None:
    """None for what is no drawing."""
    try:
        return msgspec.json.decode(body, type=Drawing).whole()
    except msgspec.MsgspecError:
        return None


def read_all(body: bytes) -> dict[str, Drawing]:
    """Of several maps by name; empty for what is none."""
    try:
        return {name: each.whole() for name, each in msgspec.json.decode(body, type=dict[str, Drawing]).items()}
    except msgspec.MsgspecError:
        return {}


def _split(drawing: Drawing) -> Drawing:
    """What was said of an overlay that is several now is said of each of them; what was hidden of it is an overlay that is not shown."""
    overlays, order, opacity, hidden = dict(drawing.overlays), list(drawing.order), dict(drawing.opacity), dict(drawing.hidden)
    for old, parts in SPLIT.items():
        order = [name for each in order for name in ([part for part in rules() if part in parts] if each == old else [each])]
        if old in overlays:
            overlays = dict.fromkeys(parts, overlays[old]) | overlays
        if old in opacity:
            opacity = dict.fromkeys(parts, opacity[old]) | opacity
        overlays |= {part: False for at, part in enumerate(parts) if at in hidden.get(old, [])}
    return Drawing(base=drawing.base, overlays=overlays, order=order, opacity=opacity, hidden=hidden)


def _merged(order: list[str], known: list[str]) -> list[str]:
    """Those that an order does not name come where the rules have them: over the same neighbour."""
    for at, name in enumerate(known):
        if name not in order:
            below = next((other for other in reversed(known[:at]) if other in order), None)
            order.insert(order.index(below) + 1 if below else 0, name)
    return order
