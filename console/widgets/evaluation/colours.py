"""An evaluation by areas as a map is coloured by it: which figure, in which bands, and where each area lies in them."""

from collections.abc import Sequence

import numpy as np

from console.hall.hall import Hall
from console.hall.scores import Band, Standing
from console.widgets.evaluation.ranking_model import RankingModel
from console.words import evaluation as words
from wire.codes import GridKind
from wire.evaluation import Dimension, Grade

AREAS = {
    Dimension.DUTY_GRID: GridKind.DUTY,
    Dimension.AREA: GridKind.AREA,
    Dimension.COMMUNITY: GridKind.COMMUNITY,
    Dimension.STREET: GridKind.STREET,
    Dimension.DISTRICT: GridKind.DISTRICT,
}
KINDS = {kind: dimension for dimension, kind in AREAS.items()}
FIGURES, ALPHAS = "grade_1", (0.13, 0.22, 0.32, 0.43, 0.55)  # of figures that have no grades: the greater, the stronger
GRADED = 0.31  # the wash between the lines, through which the base map is read


def coloured(hall: Hall, model: RankingModel, column: int) -> tuple[str, list[Band], dict[str, Standing]]:
    """Title, bands, and the areas by the ids of their grids."""
    assert model.found is not None
    assert model.scheme is not None
    kind = model.kind(column)
    rows = {row.key: row for row in model.rows[1:] if row.key}
    values = {key: value for key, row in rows.items() if (value := model.value(row, column)) is not None}
    if kind == "score":
        grades = model.scheme.grades
        bands = [Band(grade.colour, GRADED, text) for grade, text in zip(grades, _told(grades, kind), strict=True)]
        place = {key: next((at for at, grade in enumerate(grades) if value >= grade.least), len(grades) - 1) for key, value in values.items()}
    else:
        limits = np.unique(np.quantile(list(values.values()), np.linspace(0, 1, len(ALPHAS) + 1)[:-1])) if values else np.zeros(0)
        bands = [Band(FIGURES, alpha, f"≥ {words.figure(kind, float(limit))}") for limit, alpha in zip(limits, ALPHAS, strict=False)]
        place = {key: int(np.searchsorted(limits, value, "right")) - 1 for key, value in values.items()}
    grids = [grid for grid in hall.grids if grid.kind is AREAS[model.found.by] and grid.code in place]
    of = {grid.id: Standing(place[grid.code], words.figure(kind, values[grid.code])) for grid in grids}
    title = f"{words.period(model.found.period, model.found.first)} · {model.title(column)}"
    return title, bands, of


def _told(grades: Sequence[Grade], kind: str) -> list[str]:
    """The last grade is all that is below the one before: nobody asks what it begins at."""
    said = [f"{words.called(grade)} ≥ {words.figure(kind, grade.least)}" for grade in grades]
    return [*said[:-1], f"{words.called(grades[-1])} < {words.figure(kind, grades[-2].least)}"] if len(grades) > 1 else said
