"""What is made of the counters: `evaluation.toml`."""

from collections.abc import Iterator
from functools import cached_property
from itertools import chain

from backend.standards.data import Data, demand
from wire.evaluation import Counter, Dimension, FigureOf, Formula, Grade, HandKind, Indicator, Lap, Named, Scheme, Term


class _Grade(Grade, frozen=True, kw_only=True, forbid_unknown_fields=True): ...


class _Indicator(Indicator, frozen=True, kw_only=True, forbid_unknown_fields=True): ...


class _Term(Term, frozen=True, kw_only=True, forbid_unknown_fields=True): ...


class _Formula(Formula, frozen=True, kw_only=True, forbid_unknown_fields=True):
    terms: list[_Term]  # type: ignore[assignment]


class _HandKind(HandKind, frozen=True, kw_only=True, forbid_unknown_fields=True): ...


class _Named(Named, frozen=True, kw_only=True, forbid_unknown_fields=True): ...


class _FigureOf(FigureOf, frozen=True, kw_only=True, forbid_unknown_fields=True): ...


class Evaluating(Data, frozen=True, kw_only=True, dict=True):
    """What is made of the counters."""

    version: str
    every_rework: bool
    grades: list[_Grade]
    counters: list[_Named]
    laps: list[_Named]
    dimensions: list[_Named]
    indicators: list[_Indicator]
    formulas: list[_Formula]
    hand: list[_HandKind]
    sets: list[_Named]
    figures: list[_FigureOf]

    @cached_property
    def scheme(self) -> Scheme:
        return Scheme(
            version=self.version,
            grades=[*self.grades],
            counters=[*self.counters],
            laps=[*self.laps],
            dimensions=[*self.dimensions],
            indicators=[*self.indicators],
            formulas=[*self.formulas],
            hand=[*self.hand],
            sets=[*self.sets],
            figures=[*self.figures],
        )


def checked_evaluation(rules: Evaluating) -> Evaluating:
    """Names are there once, and a formula only names what stands before it."""
    known: set[str] = set(Counter)
    named: Iterator[HandKind | Indicator | Formula] = chain(rules.hand, rules.indicators, rules.formulas)
    for each in named:
        demand(each.id not in known, f"evaluation.toml has {each.id} twice")
        for term in each.terms if isinstance(each, Formula) else ():
            demand(term.of in known, f"the formula {each.id} in evaluation.toml names the unknown {term.of}")
        known.add(each.id)
    for indicator in rules.indicators:
        shared = bool(indicator.over and indicator.under)
        demand(shared != bool(indicator.laps), f"the indicator {indicator.id} in evaluation.toml needs either over and under, or laps")
    for called, codes in ((rules.counters, Counter), (rules.laps, Lap), (rules.dimensions, Dimension)):
        demand([name.id for name in called] == list(codes), f"evaluation.toml must name every {codes.__name__.lower()} once, in their order")
    for figure in rules.figures:
        ways = [bool(figure.counters), bool(figure.indicator), bool(figure.hand), bool(figure.call)]
        demand(sum(ways) == 1, f"the figure {figure.id} in evaluation.toml needs either counters, an indicator, hand or call")
        demand(not {figure.indicator, figure.hand} - known - {""}, f"the figure {figure.id} in evaluation.toml names what is unknown")
        demand(figure.set in {each.id for each in rules.sets}, f"the figure {figure.id} in evaluation.toml belongs to no set")
    least = [grade.least for grade in rules.grades]
    demand(bool(least) and least == sorted(set(least), reverse=True) and least[-1] == 0, "the grades in evaluation.toml must fall to 0")
    return rules
