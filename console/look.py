"""The look as data: colours, type and space of `resources/style/tokens.toml`, and the Qt style sheet made from them. No Qt here."""

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

RESOURCES = Path(__file__).resolve().parents[1] / "resources"
THEMES = ("dark", "light")
SURFACES = ("window", "pane", "raised", "field", "hover", "chosen")
TEXTS = ("text", "text_2", "text_3")
MARKS = ("accent", "ok", "warn", "danger", "hold", "done", "life")


@cache
def _file() -> dict[str, Any]:
    return tomllib.loads((RESOURCES / "style" / "tokens.toml").read_text("utf-8"))


def tokens(theme: str) -> dict[str, str]:
    """The colours of a theme by name, as #RRGGBB; KeyError when there is no such theme."""
    return dict(_file()[theme])


def type_scale() -> dict[str, Any]:
    """`family`, a list of names; `small`, `body`, `lead`, `title`, `clock`, `wall` in px; `regular`, `strong` as weights."""
    return dict(_file()["type"])


def space() -> dict[str, int]:
    """Distances in px at scale 1: `step`, `corner`, `header`, `row`, `control`."""
    return dict(_file()["space"])


def qss(theme: str, scale: float = 1.0) -> str:
    """The style sheet: `@name` becomes the colour of that name, and every length above a hairline grows with `scale`."""
    sheet = (RESOURCES / "style" / "console.qss").read_text("utf-8")
    words = tokens(theme) | {"icons": (RESOURCES / "icons").as_posix(), "theme": theme}
    words["family"] = ", ".join(f'"{name}"' for name in type_scale()["family"])
    sheet = re.sub(r"@(\w+)", lambda found: words[found[1]], sheet)
    return re.sub(r"\b([2-9]|\d{2,})px\b", lambda found: f"{round(int(found[1]) * scale)}px", sheet)


def luminance(colour: str) -> float:
    """Relative luminance of #RRGGBB, 0 to 1 (WCAG 2.2)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, 1 to 21 (WCAG 2.2)."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


class _Stand:
    surface = "desk"


def stand_on(surface: str) -> None:
    """From now on seen on a desk, or on a wall: by everybody who passes."""
    _Stand.surface = surface


def surface() -> str:
    return _Stand.surface


def for_all_to_see(phone: str) -> str:
    """A telephone number as the surface may show it."""
    return phone if surface() == "desk" or "*" in phone else "*" * len(phone)
