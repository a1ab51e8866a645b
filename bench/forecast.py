"""Whether a case will be late, foretold at several times before its limit: precision and recall, beside the lamp and beside what has ended alone.

Boston's requests of August 2011, each day foretold from the thirty days before it, of which nothing is known that was not known that morning.
"""

import csv
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np

from backend import adjusting, standards
from backend.importers import mapping
from backend.rules.clocks import YELLOW
from backend.rules.forecast import Past
from backend.rules.survival import FROM_THE_START, Curve, Life
from backend.tables.cases import CaseRow
from bench.evaluation import WAY
from wire.codes import Kind, Status

FILE = Path(__file__).resolve().parents[2] / "shared" / "data" / "cases_boston311_2011" / "boston311_2011-07_08.csv"
DAYS, FIRST, LAST = timedelta(days=30), date(2011, 8, 1), date(2011, 8, 31)
SHARES, HOURS = (0.5, 0.3, 0.1), (72, 24, 8, 2)  # of the limit, and before it
TIMES = "%Y-%m-%d %H:%M:%S"
RECALL, PRECISION = 0.7, 0.6  # what PEERS asks for
MADE = 4000  # lives of each stage, half of them learnt from
WAYS = ("forecast", "of what has ended alone", "the lamp is yellow", "every case")
HEAD = "| foretold | running | late | " + " | ".join(f"{way}: precision, recall" for way in WAYS) + " |\n|---|---:|---:|" + "---:|" * len(WAYS)


class Told(NamedTuple):
    """A request: whose and of what class, when its clock began, when its limit ended, and when it was done, if it was."""

    department: str
    small: str
    begun: datetime
    limit_at: datetime
    done_at: datetime | None

    def share(self, at: datetime) -> float:
        return (at - self.begun) / (self.limit_at - self.begun)

    def is_late(self) -> bool:
        return self.done_at is None or self.done_at > self.limit_at


class Score:
    """Of each way, how often it said late, and was right."""

    def __init__(self) -> None:
        self._said: Counter[tuple[str, bool, bool]] = Counter()
        self.cases = self.late = 0

    def take(self, late: bool, said: Sequence[bool]) -> None:
        self.cases, self.late = self.cases + 1, self.late + late
        self._said.update((way, word, late) for way, word in zip(WAYS, said, strict=True))

    def verdict(self) -> str:
        """Of the forecast, by what PEERS asks of it."""
        right, wrong = self._said[WAYS[0], True, True], self._said[WAYS[0], True, False]
        precision, recall = right / max(right + wrong, 1), right / max(self.late, 1)
        met = "met" if recall >= RECALL and precision >= PRECISION else "missed"
        return f"{recall:.0%} announced (at least {RECALL:.0%}), of what was announced {precision:.0%} right (at least {PRECISION:.0%}): {met}"

    def line(self, name: str) -> str:
        return f"| {name} | {self.cases:,} | {self.late:,} | " + " | ".join(map(self._of, WAYS)) + " |"

    def _of(self, way: str) -> str:
        right, wrong = self._said[way, True, True], self._said[way, True, False]
        return f"{right / (right + wrong):.2f}, {right / max(self.late, 1):.2f}" if right + wrong else "says nothing"


def main() -> None:
    told = list(boston())
    print(f"Boston, disposal: {len(told):,} requests with a limit; foretold in August 2011 while they ran.\n")
    print(HEAD)
    for share in SHARES:
        print(measure(told, lambda each, share=share: each.limit_at - share * (each.limit_at - each.begun)).line(f"{share:.0%} of the limit before"))
    for hours in HOURS:
        score = measure(told, lambda each, hours=hours: each.limit_at - timedelta(hours=hours))
        print(score.line(f"{hours} h before"))
    print(f"\nOf what became late, {HOURS[-1]} h before: {score.verdict()}.")
    print("\nThe other stages: no open data has their times, so theirs are made, exponential as in the bench of evaluation. Of such a time nothing")
    print("can be foretold but by how much of the limit is left: a forecast that looked good here would be wrong.\n")
    print(HEAD)
    for line in stages():
        print(line)
    print("\nRecall of every case is 1 by its meaning, and its precision is the share of what ran at that time and became late.")


def boston() -> Iterator[Told]:
    codes = mapping.load(mapping.MAPPINGS / "boston_cases.toml").codes["problem"]
    with FILE.open(encoding="utf-8-sig", newline="") as rows:
        for row in csv.DictReader(rows):
            begun, limit_at, done_at = (datetime.strptime(row[name], TIMES) if row[name] else None for name in ("open_dt", "target_dt", "closed_dt"))  # noqa: DTZ007
            if begun is not None and limit_at is not None and limit_at > begun:
                small = next((codes.values[row[column]] for column in codes.columns if row[column] in codes.values), codes.otherwise or "")
                yield Told(row["department"], small, begun, limit_at, done_at)


def measure(told: Sequence[Told], when: Callable[[Told], datetime]) -> Score:
    least, score = adjusting.rules().forecast.least, Score()

    @cache
    def known(day: date, ended_alone: bool) -> Past:
        lives = ((each, life_of(each, datetime.combine(day, time()))) for each in told)
        return Past([(each.department, each.small, life) for each, life in lives if life and (life.ended or not ended_alone)], [])

    for each in told:
        at = when(each)
        if FIRST <= at.date() <= LAST and each.begun <= at and (each.done_at is None or each.done_at > at):
            kind, _, code = each.small.partition("-")
            case, already = CaseRow(department_id=each.department, kind=Kind(kind), class_code=code), each.share(at)
            usual = [known(at.date(), alone).of_disposal(case, least) for alone in (False, True)]
            says = [each is not None and breaks(each.curve, already, 1.0) for each in usual]
            score.take(each.is_late(), (*says, already >= YELLOW, True))
    return score


def life_of(each: Told, now: datetime) -> Life | None:
    """What was known of it at a time, if it was watched within the days before."""
    since, ended = now - DAYS, each.done_at is not None and each.done_at <= now
    if each.begun >= now or (ended and each.done_at is not None and each.done_at < since):
        return None
    left = each.share(each.done_at if ended and each.done_at is not None else now)
    return Life(FROM_THE_START if each.begun >= since else each.share(since), left, ended)


def breaks(curve: Curve, already: float, limit: float) -> bool:
    """As `backend.rules.forecast` says it."""
    expected = curve.expected(already)
    return expected > limit if expected is not None else not already < curve.watched < limit


def stages() -> Iterator[str]:
    rng, limits = np.random.default_rng(1), standards.read().machine.limits_min
    usual = {came_from: minutes for _, came_from, _, minutes in WAY if came_from is not None}
    for status in (status for status in Status if status in limits and status in usual):
        took, limit = rng.exponential(usual[status], MADE), float(limits[status])
        curve = Curve([Life(FROM_THE_START, float(each), True) for each in took[: MADE // 2]])
        for share in SHARES:
            already, score = limit * (1 - share), Score()
            for each in took[MADE // 2 :][took[MADE // 2 :] > already]:
                says = breaks(curve, already, limit)
                score.take(bool(each > limit), (says, says, already >= YELLOW * limit, True))
            yield score.line(f"{status}, limit {limit:.0f} min, {share:.0%} of it before")
