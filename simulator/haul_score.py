"""How well faults were found: what was said of a trip, held against its labels."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field

from simulator.haul_truth import Label
from wire.codes import AlarmKind

AFTER_S = 150.0  # so long after its end a fault may still be said: reports and holding times


@dataclass(frozen=True)
class Said:
    """That a fault was raised, and when."""

    kind: AlarmKind
    at: float


@dataclass
class Score:
    """Of one fault. `late`: for each that was found, how many reports too late; `again`: said more than once of one fault;
    `hidden`: of those that a silence covers so many, and `guessed` of them were said.
    """

    certain: int = 0
    found: int = 0
    false: int = 0
    again: int = 0
    border: int = 0
    hidden: int = 0
    guessed: int = 0
    late: list[int] = field(default_factory=list)

    @property
    def recall(self) -> float:
        return self.found / self.certain if self.certain else 1.0


def score(labels: Sequence[Label], said: Sequence[Said], reports: Sequence[float], period_s: float, into: dict[AlarmKind, Score]) -> None:
    """Adds one trip to the scores. `reports` are the times at which something was heard of the truck, in order."""
    for each in said:
        if not any(_fits(label, each) for label in labels):
            into[each.kind].false += 1
    for label in labels:
        mine, kind = sorted(each.at for each in said if _fits(label, each)), into[label.kind]
        if not label.certain:
            kind.border += not label.hidden
            kind.hidden += label.hidden
            kind.guessed += label.hidden and bool(mine)
            continue
        kind.certain += 1
        if mine:
            kind.found += 1
            kind.again += len(mine) - 1
            kind.late.append(_late(label, mine[0], reports, period_s))


def _fits(label: Label, said: Said) -> bool:
    return label.kind == said.kind and label.seen_from - 1.0 <= said.at <= label.end + AFTER_S


def _late(label: Label, at: float, reports: Sequence[float], period_s: float) -> int:
    """Reports after the first that came when it was due, until it was said. Silence is counted in whole periods."""
    if label.kind is AlarmKind.OFFLINE:
        return max(0, int((at - label.due) // period_s))
    return max(0, bisect_left(reports, at + 0.5) - 1 - bisect_left(reports, label.due))
