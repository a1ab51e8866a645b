"""What the map colours the ground by, on its way into a file: the heat of cases, their density, patrol coverage, areas by an evaluation."""

from collections import Counter as Tally
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pyarrow as pa
import shapely

from backend.exporters.cases import chosen
from backend.exporters.layer import Layer, many, points, shapes_of
from backend.exporters.looks import LOOKS, scored
from backend.refusals import Malformed
from backend.rules import evaluation, grids
from backend.session import SYSTEM, Work
from backend.settings import CITY_ZONE
from geo.grids import shape_of
from wire.bands import AREAS, bands, place
from wire.cases import Case
from wire.codes import GridKind, Status
from wire.coverage import Covered
from wire.evaluation import Counter, Indicator, Period, Question, Scheme, Standing
from wire.exports import ExportLayer, ExportOrder, Scored
from wire.grids import Grid

ENDED = frozenset({Status.CLOSED, Status.VOIDED})
HOUR_S = 3600.0


def heat(work: Work, order: ExportOrder) -> Layer:
    found = _open(work, order)
    table = pa.table({name: pa.array([getattr(each, name) for each in found], pa.string()) for name in ("id", "number", "status")})
    table = table.append_column("reported_at", pa.array([each.reported_at for each in found], pa.timestamp("ms", tz="UTC")))
    for name in ("lon", "lat"):
        table = table.append_column(name, pa.array([getattr(each, name) for each in found], pa.float64()))
    return Layer(ExportLayer.HEAT, "heat", table, points(table))


def density(work: Work, order: ExportOrder) -> Layer:
    """The basic grids in which there are any."""
    counts = Tally(each.grid_code for each in _open(work, order) if each.grid_code)
    cells = [each for each in grids.grids(work, [GridKind.BASIC]) if each.code in counts]
    return _cells(ExportLayer.DENSITY, cells, pa.array([counts[each.code] for each in cells], pa.int64()))


def coverage(work: Work, order: ExportOrder, covered: Sequence[Covered]) -> Layer:
    """The basic grids in which an inspector was, no longer ago than one looks back."""
    until = order.seen_at or work.at
    ago = {each.code: max((until - each.at).total_seconds(), 0) / HOUR_S for each in covered}
    cells = [each for each in grids.grids(work, [GridKind.BASIC]) if ago.get(each.code, order.seen_hours + 1) <= order.seen_hours]
    title = f"{order.seen_at.astimezone(CITY_ZONE):%Y-%m-%d %H:%M}" if order.seen_at else ""
    return _cells(ExportLayer.COVERAGE, cells, pa.array([ago[each.code] for each in cells], pa.float64()), title)


def scores(work: Work, order: ExportOrder) -> Layer:
    """The areas that have a figure."""
    day = evaluation.today(work) if order.as_of is None else order.as_of.astimezone(CITY_ZONE).date()
    asked = order.scored or Scored(question=Question(period=Period.MONTH, day=day))
    if asked.by not in AREAS:
        raise Malformed(f"{asked.by} has no areas on a map; there are {', '.join(AREAS)}.")
    english = order.language == "en"
    question = asked.question if work.user is SYSTEM else evaluation.of_user(work, asked.question, asked.by)
    found = evaluation.evaluation(work, question, asked.by, order.as_of)
    scheme = evaluation.scheme_of(work, asked.question)
    kind, name, values = _figures(scheme, asked.figure, found.rows, english)
    among = bands(kind, values.values(), scheme.grades, english)
    areas = [each for each in grids.grids(work, [AREAS[asked.by]]) if each.code in values]
    table = _told(areas, {"level": [str(place(values[each.code], among)) for each in areas]})
    table = table.append_column("value", pa.array([values[each.code] for each in areas], pa.float64()))
    days = f"{found.first}" if found.first == found.last else f"{found.first} – {found.last}"
    return Layer(ExportLayer.SCORES, "scores", table, _areas(areas), "MultiPolygon", title=f"{name} · {days}", look=scored(among, kind == "score"))


def _figures(scheme: Scheme, id: str, rows: Iterable[Standing], english: bool) -> tuple[str, str, dict[str, float]]:
    """What kind a figure is of, what it is called, and its values by the keys of the lines that have one."""
    formulas, indicators = ({each.id: each for each in every} for every in (scheme.formulas, scheme.indicators))
    counters = {each.id: each for each in scheme.counters}
    known: Mapping[str, Any] = {**counters, **indicators, **formulas}
    figure = known.get(id or scheme.formulas[0].id)
    if figure is None:
        raise Malformed(f"There is no figure {id}; formulas are {', '.join(formulas)}, and counters and indicators have ids as well.")
    lines = [row for row in rows if row.key]
    kind = "score" if figure.id in formulas else "count"
    found: dict[str, float | None] = {row.key: row.counts.get(Counter(figure.id), 0) for row in lines} if figure.id in counters else {}
    if figure.id in formulas:
        found = {row.key: row.scores.get(figure.id) for row in lines}
    elif isinstance(figure, Indicator):
        kind, found = "minutes" if figure.laps else "rate", {row.key: row.rates.get(figure.id) for row in lines}
    return kind, figure.name_en if english else figure.name, {key: value for key, value in found.items() if value is not None}


def _open(work: Work, order: ExportOrder) -> list[Case]:
    return [each for each in chosen(work, order) if each.status not in ENDED]


def _cells(kind: ExportLayer, cells: Sequence[Grid], figures: pa.Array, title: str = "") -> Layer:
    """Basic grids with a figure, and the band that it lies in."""
    look = LOOKS[kind.value]
    held = [next(value for value, (low, high) in look.ranges.items() if low <= figure <= high) for figure in figures.to_pylist()]
    table = _told(cells, {"level": held}).append_column(look.figure, figures)
    return Layer(kind, kind.value, table, _areas(cells), "MultiPolygon", title=title)


def _told(areas: Sequence[Grid], more: Mapping[str, Sequence[str]]) -> pa.Table:
    texts = {name: [getattr(each, name) for each in areas] for name in ("id", "code", "name")}
    return pa.table({name: pa.array(values, pa.string()) for name, values in (texts | dict(more)).items()})


def _areas(areas: Sequence[Grid]) -> Any:
    return many(shapes_of([shape_of(each.rings) for each in areas]), shapely.multipolygons)
