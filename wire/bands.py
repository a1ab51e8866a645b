"""The bands that areas are coloured in by an evaluation, on the map and in exports: of a score its grades, of any other figure its quantiles."""

from collections.abc import Collection, Sequence
from typing import NamedTuple

import numpy as np

from wire.codes import GridKind
from wire.evaluation import Dimension, Grade

FIGURES, ALPHAS = "grade_1", (0.13, 0.22, 0.32, 0.43, 0.55)  # of figures that have no grades: the greater, the stronger
GRADED = 0.31  # the wash between the lines, through which the base map is read
LOWEST = float("-inf")
DASH = "–"  # no denominator; never 0 %
AREAS = {  # dimensions that have areas on a map
    Dimension.DUTY_GRID: GridKind.DUTY,
    Dimension.AREA: GridKind.AREA,
    Dimension.COMMUNITY: GridKind.COMMUNITY,
    Dimension.STREET: GridKind.STREET,
    Dimension.DISTRICT: GridKind.DISTRICT,
}


class Band(NamedTuple):
    """From `least` on, to where another one begins. `colour` is a token of the look, `alpha` of its wash; `text` says which figures are in it."""

    colour: str
    alpha: float
    least: float
    text: str


def bands(kind: str, values: Collection[float], grades: Sequence[Grade], english: bool) -> list[Band]:
    """`kind` is count, rate, score or minutes; `grades` the best first. A score has all its grades, another figure five bands at most."""
    if kind == "score":
        told = _told(grades, english)
        least = [*(grade.least for grade in grades[:-1]), LOWEST]  # the last is all that is below the one before
        return [Band(grade.colour, GRADED, at, text) for grade, at, text in zip(grades, least, told, strict=True)]
    limits = np.unique(np.quantile(list(values), np.linspace(0, 1, len(ALPHAS) + 1)[:-1])).tolist() if values else []
    return [Band(FIGURES, alpha, limit, f"≥ {figure(kind, limit)}") for limit, alpha in zip(limits, ALPHAS, strict=False)]


def place(value: float, among: Sequence[Band]) -> int:
    """Of the band that a figure lies in."""
    return max((at for at, band in enumerate(among) if value >= band.least), key=lambda at: among[at].least)


def figure(kind: str, value: float | None) -> str:
    if value is None:
        return DASH
    return {"count": f"{value:,.0f}", "rate": f"{value * 100:.1f} %", "score": f"{value:.2f}", "minutes": f"{value:,.1f}"}[kind]


def _told(grades: Sequence[Grade], english: bool) -> list[str]:
    """Nobody asks what the last one begins at."""
    called = [grade.name_en if english else grade.name for grade in grades]
    said = [f"{name} ≥ {figure('score', grade.least)}" for name, grade in zip(called, grades, strict=True)]
    return [*said[:-1], f"{called[-1]} < {figure('score', grades[-2].least)}"] if len(grades) > 1 else said
