"""From counters to indicators, scores and grades (DOMAIN 5.3, 5.4). Exact: fractions until the last step, which rounds half up.

A figure without a denominator is none, which is shown as a dash and never as 0 %.
"""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from wire.evaluation import Counter, Formula, Grade, Indicator, Lap, LapTime, Term

Values = Mapping[str, Fraction | None]  # by indicator, counter, figure by hand, formula
PLACES = 2  # of a score


def values(
    counts: Mapping[Counter, float], laps: Mapping[Lap, LapTime], indicators: Sequence[Indicator], by_hand: Mapping[str, float]
) -> dict[str, Fraction | None]:
    """Everything that a formula may name, but formulas."""
    found: dict[str, Fraction | None] = {counter: _exact(counts.get(counter, 0)) for counter in Counter}
    found |= {indicator.id: rate(indicator, counts) if indicator.over else mean(indicator, laps) for indicator in indicators}
    return found | {name: _exact(value) for name, value in by_hand.items()}


def rate(indicator: Indicator, counts: Mapping[Counter, float]) -> Fraction | None:
    under = _sum(indicator.under, counts) - _sum(indicator.minus, counts)
    return _sum(indicator.over, counts) / under if under > 0 else None


def mean(indicator: Indicator, laps: Mapping[Lap, LapTime]) -> Fraction | None:
    """Mean working minutes of all its laps together, of the cases that were in them."""
    known = [laps[lap] for lap in indicator.laps if lap in laps]
    return sum((_exact(lap.mean) for lap in known), Fraction()) if known else None


def scores(formulas: Sequence[Formula], known: Values) -> dict[str, float | None]:
    """Each formula's score, two places; a formula may name those before it, as they are published."""
    named, found = dict(known), dict[str, float | None]()
    for formula in formulas:
        exact = score(formula, named)
        found[formula.id] = None if exact is None else float(rounded(exact))
        named[formula.id] = None if exact is None else Fraction(rounded(exact))
    return found


def score(formula: Formula, known: Values) -> Fraction | None:
    """Before it is rounded; none when a term has no value and the formula does not say what that counts."""
    total, weighed, whole = Fraction(), Fraction(), Fraction()
    for term in formula.terms:
        weight, x = _exact(term.weight), known.get(term.of)
        whole += weight
        if x is not None:
            total += weight * F[term.f](term, x)
            weighed += weight
        elif formula.missing == "FULL":
            total += weight * _exact(term.empty)
            weighed += weight
        elif formula.missing == "NONE":
            return None
    if not weighed:
        return None
    scaled = total * whole / weighed if formula.missing == "SKIP" else total
    return scaled + (known.get("points") or 0) if formula.adjusted else scaled


def rounded(exact: Fraction, places: int = PLACES) -> Decimal:
    """Half up, from the exact value: 99.545 is 99.55."""
    scaled = exact * 10**places
    return Decimal((scaled.numerator * 2 + scaled.denominator) // (scaled.denominator * 2)).scaleb(-places)


def grade_of(score: float | None, grades: Sequence[Grade]) -> Grade | None:
    return None if score is None else next((grade for grade in grades if score >= grade.least), grades[-1])


def _itself(_: Term, x: Fraction) -> Fraction:
    return x


def _rest(_: Term, x: Fraction) -> Fraction:
    return 1 - x


def _band(term: Term, x: Fraction) -> Fraction:
    return next((_exact(points) for up_to, points in term.bands if x <= _exact(up_to)), _exact(term.beyond))


def _loss(term: Term, x: Fraction) -> Fraction:
    return 100 - _exact(term.each) * x


F: dict[str, Callable[[Term, Fraction], Fraction]] = {"ITSELF": _itself, "REST": _rest, "BAND": _band, "LOSS": _loss}


def _sum(counters: Sequence[Counter], counts: Mapping[Counter, float]) -> Fraction:
    return sum((_exact(counts.get(counter, 0)) for counter in counters), Fraction())


def _exact(value: Any) -> Fraction:
    """As it is written: 0.1 is a tenth."""
    return Fraction(str(value))
