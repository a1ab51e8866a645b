"""What a layer looks like wherever it is exported to: the shapes of the console's map, in colours of `resources/style/tokens.toml` by name."""

import math
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

from wire.bands import Band
from wire.codes import GridKind, HaulPlaceKind, Lamp, UnitKind
from wire.exports import ExportLayer

STYLE = Path(__file__).resolve().parents[2] / "resources" / "style"
PX = 3.78  # in a mm
NO_END = 1e12  # of a range of figures


@dataclass(frozen=True)
class Mark:
    """How one thing is drawn: a shape round its place, a line, or an area when `shape` is none.

    `size` and `width` in mm; `fill` and `line` are colours, none for no filling or no outline. `turned`, `ringed`, `flagged` and `hollow` are
    columns: the degrees that a shape is turned by, whether it has a second outline, whether a flag stands on it, whether it is drawn as `hollowed`
    says. `opacity` is that of the filling, or of an outline around nothing; `line_opacity` of the line around a filling, or of one alone.
    `axis` is a column with a line as WKT that is drawn in place of the outline, where there is one. `broad`: a line lies on a band of so many metres,
    which is as opaque as a filling. `gap` is the share of a line's width that is cut out of it. `hatch`: over the filling lie lines: degrees from the
    level, mm from one to the next; `hatch_width` in mm. `cone` is the opacity of what a camera sees, 0: its outline alone; none
    where it sees nothing.
    """

    shape: str = ""
    fill: str = ""
    line: str = "window"
    size: float = 3.0
    width: float = 0.4
    dash: str = ""  # "dash", "dot" or "dash dot"
    opacity: float = 1.0
    line_opacity: float = 1.0
    turned: str = ""
    ringed: str = ""
    flagged: str = ""
    hollow: str = ""
    axis: str = ""
    broad: float = 0.0
    gap: float = 0.0
    hatch: tuple[tuple[float, float], ...] = ()
    hatch_width: float = 0.0
    cone: float | None = None


@dataclass(frozen=True)
class Look:
    """Marks by the values of a column; of a layer whose things all look alike the column is empty, and so is the only value.

    The values of a layer that is graduated are its bands: `ranges` are theirs in the column `figure`, both ends included, and of two that meet the
    first has what lies between. `labels` are what values are called that have no words of their own. `heat`: points are not drawn but added up.
    """

    marks: dict[str, Mark]
    column: str = ""
    hidden: bool = False  # there, but not shown until somebody wants it
    legend: bool = True
    figure: str = ""
    ranges: dict[str, tuple[float, float]] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)
    heat: bool = False
    closer_than: int = 0  # 1 : so much, and not drawn when seen from farther away; 0: always drawn


@cache
def _style(name: str) -> dict[str, Any]:
    return tomllib.loads((STYLE / f"{name}.toml").read_text("utf-8"))


def colours(theme: str) -> dict[str, str]:
    """#RRGGBB by name."""
    return dict(_style("tokens")[theme])


def letters() -> list[str]:
    """Families of letters, best first."""
    return list(_style("tokens")["type"]["family"])


def opacity(overlay: str) -> float:
    """That a user of the map begins with."""
    return float(_style("map")[overlay].get("opacity", 1.0))


def _one(mark: Mark, hidden: bool = False, closer_than: int = 0) -> Look:
    return Look({"": mark}, hidden=hidden, closer_than=closer_than)


def _outline(px: float, opacity: float = 0.75, dash: str = "", gap: float = 0.0) -> Mark:
    return Mark(line="text_3", width=px / PX, opacity=opacity, dash=dash, gap=gap)


def _bands(overlay: str, colour: str, figure: str, ranges: dict[str, tuple[float, float]], alphas: Sequence[float]) -> Look:
    """Cells in one colour, by a figure."""
    marks = [Mark(fill=colour, line="", opacity=alpha * opacity(overlay)) for alpha in alphas]
    return Look(dict(zip(ranges, marks, strict=True)), "level", figure=figure, ranges=ranges)


def scored(bands: Sequence[Band], graded: bool) -> Look:
    """Of areas by an evaluation: a wash with hatching, whose lines tell grades by their direction and other figures by how thick they are
    (resources/map/page/bands.js)."""
    through = opacity("scores")
    marks, ranges = dict[str, Mark](), dict[str, tuple[float, float]]()
    above = NO_END
    for at in sorted(range(len(bands)), key=lambda at: -bands[at].least):
        band, directions = bands[at], HATCHES[at % len(HATCHES)] if graded else HATCHES[1]
        level = directions in (HATCHES[0], HATCHES[2])
        apart, width = (PERIOD, HATCHED) if level else (PERIOD * math.sqrt(0.5), (HATCHED if graded else 1 + 0.5 * at) * math.sqrt(0.5))
        mark = Mark(fill=band.colour, line="text_2", width=1 / PX, opacity=band.alpha * through, line_opacity=0.5 * through)
        marks[str(at)] = replace(mark, hatch=tuple((degrees, apart / PX) for degrees in directions), hatch_width=width / PX)
        ranges[str(at)], above = (max(band.least, -NO_END), above), band.least
    return Look(marks, "level", figure="value", ranges=ranges, labels={str(at): band.text for at, band in enumerate(bands)})


def _haul(colour: str, dash: str = "") -> Mark:
    return Mark(fill=colour, line=colour, width=0.46, opacity=0.16, line_opacity=0.9, dash=dash)


def hollowed(mark: Mark) -> Mark:
    """What is damaged, lost or out of use, as on the map (resources/map/page/glyphs.js)."""
    return replace(mark, fill="window", line="text_2", width=0.35, hollow="")


PERIOD, HATCHED = 10.0, 1.75  # px from one line of a hatching to the next, and of its lines
HATCHES = ((0.0,), (45.0,), (90.0,), (135.0,), (45.0, 135.0))  # by grade, the best first
HATCH_INK = 0.85  # how thick its lines are beside the wash
CONE_LINE = "text_3"  # of cones, and their filling
CONE_SEEN = 0.16
LAMPS = {
    lamp: replace(mark, ringed="urgent", flagged="supervised")
    for lamp, mark in {
        Lamp.NONE: Mark("dash", "text_2", size=3.2),
        Lamp.GREEN: Mark("circle", "ok"),
        Lamp.YELLOW: Mark("triangle", "warn", size=3.6),
        Lamp.RED: Mark("diamond", "danger", size=4.0),
        Lamp.GREY: Mark("square", "hold", size=2.8),
        Lamp.BLUE: Mark("circle", "", "done", size=2.5, width=0.55),
    }.items()
}
FLAG = Mark("flag", "text", size=10.0, width=0.3)
LOOKS: dict[str, Look] = {
    "cases": Look({lamp.value: mark for lamp, mark in LAMPS.items()}, "lamp"),
    "heat": Look({"": Mark("circle", "speed_3", size=1.6, width=0.2)}, heat=True),
    "density": _bands("density", "accent", "cases", {"1": (1, 1), "2": (2, 3), "4": (4, 7), "8": (8, NO_END)}, (0.14, 0.3, 0.47, 0.66)),
    "coverage": _bands("coverage", "patrol", "hours", {"1": (0, 1), "4": (1, 4), "8": (4, 8), "24": (8, 24)}, (0.68, 0.46, 0.28, 0.13)),
    "whereabouts_circle": _one(Mark(fill="accent", line="accent", width=0.46, opacity=0.1, dash="dash")),
    "whereabouts": _one(Mark(line="text_2", width=0.46, line_opacity=0.9)),
    "whereabouts_fixes": _one(Mark("circle", "text", size=1.6, width=0.26)),
    "haul_places": Look(
        {
            HaulPlaceKind.SITE.value: _haul("warn"),
            HaulPlaceKind.GROUND.value: _haul("ok"),
            HaulPlaceKind.FORBIDDEN.value: _haul("danger", "dot"),
        },
        "kind",
    ),
    "haul_lines": _one(Mark(line="accent", width=0.46, opacity=0.16, line_opacity=0.9, broad=100.0)),
    "units": Look(
        {
            UnitKind.INSPECTOR.value: Mark("circle", "text", size=2.4, hollow="mock"),
            UnitKind.TRUCK.value: Mark("arrow", "text", size=3.6, turned="heading", hollow="mock"),
            UnitKind.VEHICLE.value: Mark("box", "text", size=3.2, turned="heading", hollow="mock"),
        },
        "kind",
    ),
    "cameras": Look(
        {
            "ONLINE": Mark("camera", "text_3", "window", size=2.9, turned="azimuth", cone=CONE_SEEN),
            "OFFLINE": Mark("cross", "text_3", "window", size=2.8, cone=0.0),
            "UNKNOWN": Mark("camera", "window", "text_3", size=2.9, turned="azimuth", cone=0.0),
        },
        "state",
    ),
    "sensors": Look(
        {
            "OK": Mark("column", "ok", size=3.4),
            "WARN": Mark("column", "warn", size=3.4),
            "DANGER": Mark("column", "danger", size=3.4),
            "SILENT": Mark("column", "window", "text_3", size=3.4),
        },
        "alarm",
    ),
    "components": Look(
        {
            "01": Mark("valve", "text_3", size=2.3, hollow="damaged"),
            "02": Mark("slab", "text_3", size=2.3, hollow="damaged"),
            "03": Mark("cup", "text_3", size=2.3, hollow="damaged"),
            "04": Mark("leaf", "text_3", size=2.3, hollow="damaged"),
            "": Mark("plus", "text_3", size=2.3, hollow="damaged"),
        },
        "major",
        closer_than=20_000,
    ),
    "track_ways": Look(
        {
            "STANDING": Mark(line="speed_1", width=0.55),
            "WALKING": Mark(line="speed_2", width=0.75),
            "RIDING": Mark(line="speed_3", width=0.95),
            "DRIVING": Mark(line="speed_4", width=1.15),
            "FAST": Mark(line="speed_5", width=1.35),
            "GAP": Mark(line="text_3", width=0.4, dash="dash"),
        },
        "band",
    ),
    "track": _one(Mark("circle", "text_2", size=1.2, width=0.2), hidden=True),
    "track_spans": _one(Mark("square", "hold", size=2.6, width=0.4)),  # of which stops alone have a place
    "track_visits": _one(Mark("arch", "accent_2", size=3.0, width=0.3)),
    "geofences": _one(Mark(fill="accent_2", line="accent_2", width=0.46, dash="dash", opacity=0.1, line_opacity=0.9, axis="axis")),
    "street_entity": _one(Mark("shop", "window", "text_2", size=2.8, width=0.35)),
    "bicycle": _one(Mark("bicycle", "", "text_2", size=3.2, width=0.35)),
    "flood_point": _one(Mark("drop", "speed", "text", size=3.6, width=0.3)),
    "gate": _one(Mark("plate", "window", "text_2", size=2.4, width=0.3), closer_than=10_000),
    "poi": _one(Mark("pin", "text_3", size=3.0, width=0.3)),
    "drain": _one(Mark(line="speed", width=0.45)),
    "building": _one(Mark(fill="line", line="edge", width=0.15, opacity=0.55)),
    "streets": Look(
        {"MAIN": Mark(line="line", width=1.1), "MIDDLE": Mark(line="line", width=0.7), "OTHER": Mark(line="line", width=0.35)}, "rank", legend=False
    ),
    "grids": Look(
        {
            **{kind.value: _outline(1.75, dash="dash dot") for kind in (GridKind.DISTRICT, GridKind.STREET, GridKind.COMMUNITY, GridKind.AREA)},
            GridKind.DUTY.value: _outline(3, gap=1 / 3),
            GridKind.BASIC.value: _outline(0.5, 0.4),
        },
        "kind",
    ),
}

TABLES = {  # of layers that are several in a file, from the ground up
    ExportLayer.TRACK: ("track_ways", "track_spans", "track_visits", "track"),
    ExportLayer.WHEREABOUTS: ("whereabouts_circle", "whereabouts", "whereabouts_fixes"),
}

# Outlines in a box from -1 to 1 around a place, y downwards: the shapes of the map (resources/map/page/marks.js, glyphs.js).
OUTLINES: dict[str, str] = {
    "circle": "M1,0A1,1 0 1 1 -1,0A1,1 0 1 1 1,0Z",
    "triangle": "M0,-1L0.96,0.71L-0.96,0.71Z",
    "diamond": "M0,-1L1,0L0,1L-1,0Z",
    "square": "M-1,-1H1V1H-1Z",
    "dash": "M-1,-0.42H1V0.42H-1Z",
    "valve": "M-1,-0.8L-0.18,-0.18H0.18L1,-0.8V0.8L0.18,0.18H-0.18L-1,0.8Z",
    "slab": "M-1,0.6L-0.34,-0.6H1L0.34,0.6Z",
    "cup": "M-1,-0.9H1L0.3,0.95H-0.3Z",
    "leaf": "M-0.95,0.95Q-0.78,-0.78 0.95,-0.95Q0.78,0.78 -0.95,0.95Z",
    "camera": "M-0.73,0H-0.24V-0.27L-0.84,-1H0.84L0.24,-0.27V0H0.73V0.95H-0.73Z",
    "plus": "M-0.36,-1H0.36V-0.36H1V0.36H0.36V1H-0.36V0.36H-1V-0.36H-0.36Z",
    "cross": "M-0.7,-1L0,-0.3L0.7,-1L1,-0.7L0.3,0L1,0.7L0.7,1L0,0.3L-0.7,1L-1,0.7L-0.3,0L-1,-0.7Z",
    "arrow": "M0,-1L0.71,0.76L0,0.41L-0.71,0.76Z",
    "box": "M-0.53,0.76V-0.35L0,-1L0.53,-0.35V0.76Z",
    "column": "M-0.45,-1H0.45V1H-0.45Z",
    "shop": "M-1,-0.9H1V0.9H-1ZM-1,-0.15H1",  # under its awning
    "bicycle": "M-0.28,0.3A0.36,0.36 0 1 1 -1,0.3A0.36,0.36 0 1 1 -0.28,0.3ZM1,0.3A0.36,0.36 0 1 1 0.28,0.3A0.36,0.36 0 1 1 1,0.3Z"
    "M-0.64,0.3L-0.18,-0.48L0.64,0.3M-0.18,-0.48H0.4",
    "drop": "M0,-1C0.29,-0.53 0.61,-0.24 0.61,0.13A0.61,0.61 0 0 1 -0.61,0.13C-0.61,-0.24 -0.29,-0.53 0,-1Z",
    "arch": "M-0.9,0.95V-0.1A0.9,0.9 0 0 1 0.9,-0.1V0.95H0.36V0A0.36,0.36 0 0 0 -0.36,0V0.95Z",
    "plate": "M-1,-0.56H0.44L1,0L0.44,0.56H-1Z",
    "flag": "M-0.04,-0.26V-0.65L-0.47,-0.82L0.04,-1V-0.26Z",  # on a pole whose foot is the place
    "pin": "M0,1L-0.68,-0.1A0.76,0.76 0 1 1 0.68,-0.1Z",
}


def paint_order() -> list[str]:
    """The names of layers from the ground up."""
    return [name for each in reversed(ExportLayer) for name in TABLES.get(each, (each.value,))]
