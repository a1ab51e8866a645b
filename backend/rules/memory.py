"""What past cases said: how alike the words of a report are to those of a case that was accepted under a class.

A case speaks only for words that are nearly its own. What all cases of a group share says little of a new kind of problem in it: learnt for good,
as a classifier would, it did harm there (`bench suggester`).
"""

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from backend.rules.tokens import PAIR
from wire.codes import Kind

Key = tuple[Kind, str]
Features = frozenset[str]


class Likeness(NamedTuple):
    """`degree` from 0, nothing in common, to 1, the same words; `shared` are those in common, with what each of them counts."""

    degree: float
    shared: dict[str, float]


class Memory:
    """`pair`: what a piece of a word counts beside a word."""

    def __init__(self, said: Mapping[Key, Iterable[Features]], pair: float) -> None:
        self._pair = pair
        self._cases = [(key, features) for key, all_said in said.items() for features in dict.fromkeys(all_said) if features]
        spread = Counter(feature for _, features in self._cases for feature in features)
        self._most = math.log(1 + len(self._cases)) if self._cases else 0.0
        self._rare = {feature: self._counts(feature, math.log(1 + len(self._cases) / count)) for feature, count in spread.items()}
        self._sizes = [sum(self._rare[feature] for feature in features) for _, features in self._cases]
        self._where: dict[str, list[int]] = defaultdict(list)
        for at, (_, features) in enumerate(self._cases):
            for feature in features:
                self._where[feature].append(at)

    def likeness(self, asked: Collection[str]) -> dict[Key, Likeness]:
        """To the most alike case of each class that has anything in common: Jaccard's index, rare words before common ones."""
        common: dict[int, float] = defaultdict(float)
        for feature in asked:
            for at in self._where.get(feature, ()):
                common[at] += self._rare[feature]
        size = sum(self._rare.get(feature, self._counts(feature, self._most)) for feature in asked)
        best: dict[Key, tuple[float, int]] = {}
        for at, shared in common.items():
            key, degree = self._cases[at][0], shared / (size + self._sizes[at] - shared)
            if degree > best.get(key, (0.0, 0))[0]:
                best[key] = degree, at
        return {key: Likeness(degree, self._shared(at, asked)) for key, (degree, at) in best.items()}

    def _shared(self, at: int, asked: Collection[str]) -> dict[str, float]:
        features = self._cases[at][1]
        return {feature: self._rare[feature] for feature in asked if feature in features}

    def _counts(self, feature: str, rare: float) -> float:
        return rare * self._pair if feature.startswith(PAIR) else rare
