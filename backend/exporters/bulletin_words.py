"""What a bulletin says, in one language: figures with their formulas, and tables as rows of cells; both its workbook and its PDF are made of this."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from backend.exporters import words
from backend.rules.figures import grade_of
from backend.settings import CITY_ZONE
from wire.bulletins import Ageing, Bulletin
from wire.evaluation import Counter, Dimension, FigureOf, Grade, Indicator, Lap, Named, Period, Scheme, Standing, written

DASH = "–"  # what has no denominator; never 0 %
COUNTED = (Counter.REPORT, Counter.INST, Counter.NEED_DISPOSE, Counter.DISPOSE, Counter.NEED_ARCHIVE, Counter.ARCHIVE, Counter.OVERTIME_TO_DISPOSE)
RATED = ("dispose_intime_rate", "archive_rate", "archive_intime_rate", "rework_rate", "postpone_rate")
SCORED = "egova"


@dataclass(frozen=True)
class Cell:
    """`value` as a number, for a workbook; `text` as it is read."""

    value: float | str | None
    text: str
    kind: str = "count"  # count, rate, score, minutes, text
    colour: str = ""  # a token of the look


@dataclass(frozen=True)
class Line:
    """A figure: what it is called, what it was before, and how it is made."""

    name: str
    now: Cell
    before: Cell
    formula: str


@dataclass(frozen=True)
class Table:
    """`formulas` say of each column how it is made."""

    title: str
    heads: list[str]
    formulas: list[str]
    rows: list[list[Cell]]


class BulletinWords:
    def __init__(self, bulletin: Bulletin, scheme: Scheme, names: dict[Dimension, dict[str, str]], language: str) -> None:
        self.bulletin, self.scheme, self.language = bulletin, scheme, language
        self._names = names
        self._indicators = {indicator.id: indicator for indicator in scheme.indicators}
        self._counters, self._dimensions, self._laps = (
            {each.id: each for each in named} for named in (scheme.counters, scheme.dimensions, scheme.laps)
        )

    def say(self, name: str) -> str:
        return words.bulletin(name, self.language)

    @property
    def title(self) -> str:
        return self.say({Period.DAY: "daily", Period.WEEK: "weekly", Period.MONTH: "monthly"}.get(self.bulletin.period, "periodic"))

    @property
    def span(self) -> str:
        first, last = self.bulletin.first, self.bulletin.last
        return first.isoformat() if first == last else f"{first.isoformat()} – {last.isoformat()}"

    @property
    def made(self) -> str:
        at = self.bulletin.at.astimezone(CITY_ZONE)
        return self.say("made").format(at=f"{at:%Y-%m-%d %H:%M}", version=self.bulletin.version)

    def sets(self) -> Iterator[tuple[str, str, list[Line]]]:
        """Id, name and figures of each set."""
        known = {figure.id: figure for figure in self.bulletin.figures}
        for of in self.scheme.sets:
            lines = []
            for figure in self.scheme.figures:
                if figure.set == of.id:
                    kind = "rate" if figure.indicator else "count"
                    found = known[figure.id]
                    lines.append(Line(self._said(figure), self._cell(found.value, kind), self._cell(found.before, kind), self._note(figure)))
            yield of.id, self._said(of), lines

    def indicators(self) -> list[Line]:
        """Those of the city, with the period before."""
        return [
            Line(
                self._said(indicator),
                self._cell(self.bulletin.total.rates[indicator.id], _kind(indicator)),
                self._cell(self.bulletin.before.rates[indicator.id], _kind(indicator)),
                self.formula(indicator),
            )
            for indicator in self.scheme.indicators
            if Dimension.CITY in indicator.levels
        ]

    def counters(self) -> list[Line]:
        now, before = self.bulletin.total.counts, self.bulletin.before.counts
        return [
            Line(self._said(each), self._cell(now.get(Counter(each.id), 0)), self._cell(before.get(Counter(each.id), 0)), self._note(each))
            for each in self.scheme.counters
            if Counter(each.id) in now or Counter(each.id) in before
        ]

    def tables(self) -> Iterator[Table]:
        for by, rows in self.bulletin.tables.items():
            yield self._standings(self._said(self._dimensions[by]), by, rows)

    def days(self) -> Table:
        return self._standings(self._said(self._dimensions[Dimension.DAY]), Dimension.DAY, self.bulletin.days)

    def laps(self) -> Table:
        heads = [self.say(name) for name in ("lap", "left", "mean", "median", "p90")]
        formulas = ["", self.say("left_note"), *[self.say("minutes_note")] * 3]
        rows = []
        for lap in Lap:
            time = self.bulletin.total.laps.get(lap)
            numbers = [self._cell(value, "minutes") for value in ((time.mean, time.median, time.p90) if time else (None,) * 3)]
            rows.append([_text(self._said(self._laps[lap])), self._cell(time.cases if time else 0), *numbers])
        return Table(self.say("laps"), heads, formulas, rows)

    def ageing(self) -> Table:
        rows = [[_text(self._age(each)), self._cell(each.cases)] for each in self.bulletin.ageing]
        return Table(self.say("ageing"), [self.say("reported"), self._said(self._counters[Counter.OPEN])], ["", self.say("ageing_note")], rows)

    def formula(self, indicator: Indicator) -> str:
        english = self.language == "en"
        note = indicator.note_en if english else indicator.note
        return written(indicator, self.scheme, english) + (f" ({note})" if note and english else f"（{note}）" if note else "")

    def score_formula(self) -> str:
        formula = next(each for each in self.scheme.formulas if each.id == SCORED)
        parts = []
        for term in formula.terms:
            of = self._indicators[term.of]
            name = of.name_en if self.language == "en" else of.name
            parts.append(f"{term.weight:g} × (1 − {name})" if term.f == "REST" else f"{term.weight:g} × {name}")
        return f"{formula.name_en if self.language == 'en' else formula.name} {formula.version}: {' + '.join(parts)}"

    def _standings(self, title: str, by: Dimension, rows: Sequence[Standing]) -> Table:
        counters, rates = [self._counters[each] for each in COUNTED], [self._indicators[each] for each in RATED]
        heads = [title, *map(self._said, counters), *map(self._said, rates), self.say("score"), self.say("grade")]
        formulas = ["", *map(self._note, counters), *map(self.formula, rates), self.score_formula(), self._grades()]
        ordered = rows if by is Dimension.DAY else sorted(rows, key=lambda row: (-(row.scores.get(SCORED) or 0.0), -row.counts.get(Counter.INST, 0)))
        return Table(title, heads, formulas, [self._standing(by, row) for row in ordered])

    def _standing(self, by: Dimension, row: Standing) -> list[Cell]:
        score = row.scores.get(SCORED)
        grade = grade_of(score, self.scheme.grades)
        return [
            _text(self.name(by, row)),
            *(self._cell(row.counts.get(counter, 0)) for counter in COUNTED),
            *(self._cell(row.rates[rate], "rate") for rate in RATED),
            self._cell(score, "score"),
            Cell(self._said(grade), self._said(grade), "text", grade.colour) if grade else _text(DASH),
        ]

    def name(self, by: Dimension, row: Standing) -> str:
        if not row.key:
            return self.say("nobody")
        return self._names.get(by, {}).get(row.key) or row.name or row.key

    def named(self, counter: str) -> str:
        return self._said(self._counters[counter])

    def _grades(self) -> str:
        return ", ".join(f"≥ {grade.least:g} {self._said(grade)}" for grade in self.scheme.grades)

    def _age(self, each: Ageing) -> str:
        return self.say("older").format(last=_day(each.last)) if each.first is None else f"{_day(each.first)} – {_day(each.last)}"

    def _said(self, named: Named | Grade | Indicator | FigureOf) -> str:
        return named.name_en if self.language == "en" else named.name

    def _note(self, named: Named | FigureOf) -> str:
        return (named.note_en if self.language == "en" else named.note) or self._said(named)

    def _cell(self, value: float | None, kind: str = "count") -> Cell:
        if value is None:
            return Cell(None, DASH, kind)
        texts = {"count": f"{value:,.0f}", "rate": f"{value * 100:.1f} %", "score": f"{value:.2f}", "minutes": f"{value:,.1f}"}
        return Cell(value, texts[kind], kind)


def _kind(indicator: Indicator) -> str:
    return "minutes" if indicator.laps else "rate"


def _text(text: str) -> Cell:
    return Cell(text, text, "text")


def _day(day: date) -> str:
    return f"{day:%m-%d}"
