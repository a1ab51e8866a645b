"""What goes wrong: classes by how often they occur, and the words that people find for them."""

import tomllib
from functools import cached_property
from pathlib import Path

import msgspec
import numpy as np

from wire.codes import Kind

FILE = Path(__file__).resolve().parents[1] / "resources" / "city" / "problems.toml"


class Problem(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    kind: Kind
    code: str
    weight: float
    scene: str
    seen: list[str]
    told: list[str]
    urgent: bool = False

    def words(self, place: str, by_citizen: bool, rng: np.random.Generator) -> str:
        stock = self.told if by_citizen else self.seen
        return stock[int(rng.integers(len(stock)))].format(place=place, n=int(rng.integers(2, 9)))


class Problems:
    def __init__(self, known: list[Problem]) -> None:
        self.known = known

    @classmethod
    def load(cls) -> "Problems":
        return cls(msgspec.convert(tomllib.loads(FILE.read_text(encoding="utf-8"))["problems"], list[Problem]))

    def draw(self, rng: np.random.Generator, kind: Kind | None = None, urgent: bool = False) -> Problem:
        """One of all, or of a kind, or of the urgent ones."""
        shares = self._shares if kind is None and not urgent else self._shares_of(kind, urgent)
        return self.known[int(rng.choice(len(self.known), p=shares))]

    def scene_of(self, kind: Kind, code: str) -> str:
        return self._scenes.get((kind, code), "litter")

    def _shares_of(self, kind: Kind | None, urgent: bool) -> np.ndarray:
        weights = self._shares * [kind in (None, problem.kind) and (problem.urgent or not urgent) for problem in self.known]
        return np.asarray(weights / weights.sum())

    @cached_property
    def _shares(self) -> np.ndarray:
        weights = np.array([problem.weight for problem in self.known])
        return np.asarray(weights / weights.sum())

    @cached_property
    def _scenes(self) -> dict[tuple[Kind, str], str]:
        return {(problem.kind, problem.code): problem.scene for problem in self.known}
