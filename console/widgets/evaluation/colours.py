"""An evaluation by areas as a map is coloured by it: which figure, in which bands, and where each area lies in them."""

from console.hall.hall import Hall
from console.hall.scores import Band, Standing
from console.widgets.evaluation.ranking_model import RankingModel
from console.words import evaluation as words
from console.words.spoken import language
from wire import bands
from wire.bands import AREAS

KINDS = {kind: dimension for dimension, kind in AREAS.items()}


def coloured(hall: Hall, model: RankingModel, column: int) -> tuple[str, list[Band], dict[str, Standing]]:
    """Title, bands, and the areas by the ids of their grids."""
    assert model.found is not None
    assert model.scheme is not None
    kind = model.kind(column)
    rows = {row.key: row for row in model.rows[1:] if row.key}
    values = {key: value for key, row in rows.items() if (value := model.value(row, column)) is not None}
    found = bands.bands(kind, values.values(), model.scheme.grades, language() == "en")
    grids = [grid for grid in hall.grids if grid.kind is AREAS[model.found.by] and grid.code in values]
    of = {grid.id: Standing(bands.place(values[grid.code], found), words.figure(kind, values[grid.code])) for grid in grids}
    title = f"{words.period(model.found.period, model.found.first)} · {model.title(column)}"
    return title, [Band(band.colour, band.alpha, band.text) for band in found], of
