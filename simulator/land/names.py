"""Names for streets, quarters and people, in Chinese with the Latin spelling: drawn without putting back while they last."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

MOST_LANES = 9  # off one street
ROUNDS = (("", ""), ("新", "Xin "), ("后", "Hou "), ("小", "Xiao "), ("大", "Da "), ("上", "Shang "), ("下", "Xia "))
NUMERALS = "一二三四五六七八九十"


class Name(NamedTuple):
    zh: str
    en: str


@dataclass
class Names:
    """Draws names; the same generator draws the same names in the same order."""

    stock: dict[str, Any]
    rng: np.random.Generator

    def __post_init__(self) -> None:
        self._stems = [Name(*self.stock["streets"][number]) for number in self.rng.permutation(len(self.stock["streets"]))]
        self._taken: dict[str, int] = {}

    def main(self, stem: str, suffix: str, direction: str = "") -> Name:
        """A main road: 人民东路, Renmin East Road."""
        parts = [self.stock["main"][stem], self.stock["directions"].get(direction, ""), self._suffix(suffix)]
        return Name(f"{stem}{direction}{suffix}", " ".join(filter(None, parts)))

    def street(self, suffix: str) -> Name:
        """A street of its own; from the second round through the stock on with a word before the name."""
        number = self._count(f"*{suffix}")
        stem = self._stems[number % len(self._stems)]
        turn = number // len(self._stems)
        zh, en = ROUNDS[turn % len(ROUNDS)]
        return Name(f"{zh}{stem.zh}{suffix}", f"{en}{stem.en} {self._suffix(suffix)}")

    def lane(self, parent: Name) -> Name:
        """The next lane off a street: 永安三巷."""
        stem, en = parent.zh.rstrip("路街巷道大东西南北"), parent.en.rsplit(" ", 1)[0]
        for word in self.stock["directions"].values():
            en = en.removesuffix(f" {word}")
        number = self._count(stem) + 1
        return Name(f"{stem}{numeral(number)}巷", f"{en} Lane {number}") if number <= MOST_LANES else self.street("巷")

    def estate(self) -> Name:
        first, second = (str(self.rng.choice(half)) for half in self.stock["estates"])
        return Name(first + second, f"{self.stock['spelling'][first]} {self.stock['spelling'][second]}")

    def village(self) -> Name:
        stem = str(self.stock["villages"][self._count("village") % len(self.stock["villages"])])
        return Name(f"{stem}村", f"{self.stock['spelling'][stem]} Village")

    def person(self) -> str:
        return str(self.rng.choice(list(self.stock["surnames"]))) + str(self.rng.choice(self.stock["given"]))

    def ordinal(self, what: str) -> int:
        """1, 2, 3 … of something: 第三小学."""
        return self._count(what) + 1

    def _suffix(self, suffix: str) -> str:
        # 环湖北路: the last word of the suffix is the street, what is before it the direction.
        known: dict[str, str] = self.stock["suffixes"]
        if suffix in known:
            return known[suffix]
        return f"{self.stock['directions'][suffix[0]]} {known[suffix[1:]]}"

    def _count(self, what: str) -> int:
        number = self._taken.get(what, 0)
        self._taken[what] = number + 1
        return number


def numeral(number: int) -> str:
    """Chinese numeral of 1 to 99."""
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else NUMERALS[tens - 1] + "十"
    return head + (NUMERALS[ones - 1] if ones else "")


def chosen(rng: np.random.Generator, shares: dict[str, float]) -> str:
    """One key, by its share."""
    keys: Sequence[str] = list(shares)
    weights = np.array([shares[key] for key in keys])
    return str(rng.choice(keys, p=weights / weights.sum()))
