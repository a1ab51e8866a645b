"""Indicators and the four published formulas, with the vectors of the published tables (DOMAIN 5.4)."""

from fractions import Fraction

import msgspec
import pytest

from backend import standards
from backend.rules import figures
from console import look
from wire.evaluation import Counter, Formula, Term

RULES = standards.read().evaluation
FORMULA = {formula.id: formula for formula in RULES.formulas}
INDICATOR = {indicator.id: indicator for indicator in RULES.indicators}


def percent(**known: str) -> dict[str, Fraction | None]:
    return {name: Fraction(value) / 100 for name, value in known.items()}


@pytest.mark.parametrize(
    ("unit", "intime", "overtime", "postponed", "reworked", "expected"),
    [
        ("West squad", "99.91", "0.09", "0", "0", "99.96"),
        ("Sanitation south", "93.47", "6.53", "0", "0.15", "96.85"),
        ("Landscaping centre", "100", "0", "2.10", "0", "99.79"),
        ("Drainage", "100", "0", "4.55", "0", "99.55"),  # 99.545, half up
    ],
)
def test_that_the_published_system_scores_come_out(unit: str, intime: str, overtime: str, postponed: str, reworked: str, expected: str) -> None:
    known = percent(archive_intime_rate=intime, archive_overtime_rate=overtime, postpone_rate=postponed, rework_rate=reworked)
    exact = figures.score(FORMULA["yuncheng"], known)
    assert exact is not None
    assert str(figures.rounded(exact)) == expected


@pytest.mark.parametrize(
    ("formula", "known", "expected"),
    [
        ("yuncheng_landscaping", {"yuncheng": "99.79", "centre": "93.5"}, "97.90"),
        ("yuncheng_sanitation", {"yuncheng": "93.88", "litter": "2297", "centre": "87.89"}, "86.43"),
        ("yuncheng_sanitation", {"yuncheng": "97.72", "litter": "3746", "centre": "87.56"}, "83.10"),
        ("yuncheng_squads", {"yuncheng": "100", "squad": "99.8", "street": "100"}, "99.97"),
    ],
)
def test_that_the_published_composites_come_out(formula: str, known: dict[str, str], expected: str) -> None:
    exact = figures.score(FORMULA[formula], {name: Fraction(value) for name, value in known.items()})
    assert exact is not None
    assert str(figures.rounded(exact)) == expected


def test_that_the_other_three_formulas_are_their_sums() -> None:
    known = percent(dispose_rate="90", dispose_intime_rate="80", archive_rate="70", rework_rate="10", overtime_pending_rate="5", postpone_rate="20")
    known["INST"] = Fraction(201)
    scores = {name: figures.score(FORMULA[name], known) for name in ("egova", "unicom", "jinniu")}
    assert scores["egova"] == 60 * Fraction(80, 100) + 30 * Fraction(70, 100) + 10 * Fraction(90, 100)
    assert scores["unicom"] == 6 + 30 * Fraction(70, 100) + 30 * Fraction(80, 100) + 30 * Fraction(90, 100)
    assert scores["jinniu"] == 27 + 16 + 18 + 19 + 8


@pytest.mark.parametrize(("filed", "points"), [(50, 10), (51, 9), (100, 9), (200, 7.5), (500, 6), (1000, 4), (1001, 0)])
def test_that_a_band_holds_its_upper_end(filed: int, points: float) -> None:
    band = msgspec.structs.replace(FORMULA["unicom"], terms=FORMULA["unicom"].terms[:1])
    assert figures.score(band, {"INST": Fraction(filed)}) == Fraction(str(points))


def test_that_points_are_added_to_a_formula_that_takes_them() -> None:
    known = percent(archive_intime_rate="100", archive_overtime_rate="0", postpone_rate="0", rework_rate="0") | {"points": Fraction("-1.5")}
    assert figures.scores(RULES.formulas, known)["yuncheng"] == 98.5
    assert figures.scores(RULES.formulas, known)["yuncheng_landscaping"] is None  # nobody has entered the centre's score


def test_that_a_zero_denominator_is_no_figure_and_never_zero_percent() -> None:
    assert figures.rate(INDICATOR["archive_rate"], {}) is None
    assert figures.rate(INDICATOR["archive_rate"], {Counter.NEED_ARCHIVE: 4}) == 0
    jinhua = INDICATOR["archive_intime_undeferred_rate"]
    assert figures.rate(jinhua, {Counter.NEED_ARCHIVE: 2, Counter.HANG: 2}) is None
    assert figures.rate(jinhua, {Counter.NEED_ARCHIVE: 4, Counter.HANG: 1, Counter.INTIME_ARCHIVE: 3}) == 1


def test_that_a_term_without_a_value_counts_as_the_formula_says() -> None:
    terms = [Term(weight=60, of="a"), Term(weight=40, of="b", f="REST")]
    known: dict[str, Fraction | None] = {"a": Fraction(1, 2), "b": None}
    formula = {way: Formula(id="x", version="1", name="", name_en="", terms=terms, missing=way) for way in ("FULL", "SKIP", "NONE")}
    assert figures.score(formula["FULL"], known) == 30 + 40
    assert figures.score(formula["SKIP"], known) == 50
    assert figures.score(formula["NONE"], known) is None
    assert figures.score(formula["SKIP"], {}) is None


def test_that_a_unit_without_any_case_due_has_a_hundred_points_by_every_formula_of_percentages() -> None:
    nothing: dict[str, Fraction | None] = {"INST": Fraction(0)}
    assert [figures.score(FORMULA[name], nothing) for name in ("egova", "unicom", "jinniu", "yuncheng")] == [100, 100, 100, 100]


def test_that_grades_are_by_points_and_in_colours_of_the_look() -> None:
    assert [figures.grade_of(points, RULES.grades).name for points in (100, 95, 94.99, 80, 70, 12)] == ["优", "优", "良", "中", "差", "劣"]  # type: ignore[union-attr]
    assert figures.grade_of(None, RULES.grades) is None
    for theme in look.THEMES:
        assert {grade.colour for grade in RULES.grades} <= set(look.tokens(theme))
