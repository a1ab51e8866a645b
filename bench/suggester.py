"""Which class the words of a report mean: top 1 and top 3 on the civic cases of Pingshan, 2018, beside the commonest class and a plain match."""

import csv
import random
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from typing import NamedTuple

import msgspec

from backend import standards
from backend.importers import mapping
from backend.rules.suggester import Key, Model
from backend.standards import Standards
from wire.codes import Kind

FOLDER = Path(__file__).resolve().parents[2] / "shared" / "data" / "cases_pingshan_2018"
MEANING = """What the figures mean: the source has no free text. The words of a case are the three names of its type (environment, noise, factory
noise), and its class is what `resources/mappings/pingshan_cases.toml`, written by us, makes of these names; nobody else has judged it. So a type
is held out as a whole: none of its cases is learnt from when it is asked. What people call things (`say` in advice.toml) was written by somebody
who had seen this list of types, so the rows with it say too much; those without it do not.
"""
FOLDS, OTHER = 5, "EVENT-0699"
Guess = Callable[[str], Sequence[Key]]  # the best first


class Told(NamedTuple):
    """One case: what kind of problem the source says it is, the words that stand in its description, and the class that our mapping makes of it."""

    type: str
    words: str
    meant: Key


class Score(NamedTuple):
    cases: int
    first: float
    third: float
    first_of_types: float
    third_of_types: float


def main() -> None:
    ours, told, other = standards.read(), *read()
    types = sorted({each.type for each in told})
    print(f"{len(told) + other:,} cases; {other:,} of them are no class of a digital urban management centre (schools, wages, flats …)")
    print(f"and are left out. {len(told):,} stay, of {len(types)} types and {len({each.meant for each in told})} classes.\n")
    print(MEANING)
    print("Shipped is the first row: the catalogue, what people call things, and the city's past cases where they say nearly the same.\n")
    print("| what | cases, top 1 | top 3 | types, top 1 | top 3 |\n|---|---:|---:|---:|---:|")
    show("**as shipped, learnt from the other types**", held_out(ours, told, lambda each: each.type))
    show("*as shipped, cases held out, but not their types*", held_out(ours, told, lambda each: str(id(each))))
    show("the same without past cases", score(told, by(Model(ours, {}))))
    commonest = [key for key, _ in Counter(each.meant for each in told).most_common(3)]
    show("floor: the three commonest classes", score(told, lambda _: commonest))
    show("floor: the longest name of a class, or part of one between 、（）, that stands in the words", score(told, keywords(ours)))
    bare = msgspec.structs.replace(ours, advising=msgspec.structs.replace(ours.advising, say=[]))
    show("the catalogue alone", score(told, by(Model(bare, {}))))
    show("the catalogue, learnt from the other types", held_out(bare, told, lambda each: each.type))
    model, asked = Model(ours, {}), random.Random(1).sample(told, 500)
    taken = [timed(model, each.words) for each in asked]
    print(f"\nAn answer takes {median(taken):.2f} ms, the longest of {len(taken)} {max(taken):.1f} ms;")
    print(f"to learn from {len(told):,} cases takes {learning(ours, told):.1f} s.")


def read() -> tuple[list[Told], int]:
    """The cases with a class of ours, and how many have none."""
    codes = mapping.load(mapping.MAPPINGS / "pingshan_cases.toml").codes["problem"]
    told, other = [], 0
    with (FOLDER / "坪山区民生诉求完整版.csv").open(encoding="utf-8-sig") as file:
        for row in csv.DictReader(file):
            meant = next((codes.values[row[column]] for column in codes.columns if row[column] in codes.values), OTHER)
            names = [row[column] for column in ("EVENT_TYPE_NAME", "MAIN_TYPE_NAME", "SUB_TYPE_NAME")]
            kind, _, code = meant.partition("-")
            other += meant == OTHER
            if meant != OTHER:
                told.append(Told(names[2], f"{'｜'.join(names)}（{row['EVENT_PROPERTY_NAME']}）", (Kind(kind), code)))
    return told, other


def by(model: Model) -> Guess:
    return lambda words: [(each.kind, each.class_code) for each in model.suggest(words)]


def keywords(ours: Standards) -> Guess:
    names = {key: small.name.replace("（", "、").replace("）", "").split("、") for key, small in ours.classes.items()}
    parts = {part: key for key, all_parts in names.items() for part in all_parts if len(part) > 1}
    ranked = sorted(parts, key=len, reverse=True)
    return lambda words: list(dict.fromkeys(parts[part] for part in ranked if part in words))


def score(told: Sequence[Told], guess: Guess) -> Score:
    known: dict[str, Sequence[Key]] = {}
    hits: dict[str, list[tuple[bool, bool]]] = defaultdict(list)
    for each in told:
        best = known.setdefault(each.words, guess(each.words))
        hits[each.type].append((each.meant in best[:1], each.meant in best[:3]))
    return _counted(hits)


def held_out(ours: Standards, told: Sequence[Told], group: Callable[[Told], str]) -> Score:
    """Every fold of the groups is asked of a model that has learnt from the other folds."""
    names = sorted({group(each) for each in told})
    random.Random(1).shuffle(names)
    fold = {name: at % FOLDS for at, name in enumerate(names)}
    hits: dict[str, list[tuple[bool, bool]]] = defaultdict(list)
    for number in range(FOLDS):
        guess, known = by(Model(ours, learnt([each for each in told if fold[group(each)] != number]))), dict[str, Sequence[Key]]()
        for each in told:
            if fold[group(each)] == number:
                best = known.setdefault(each.words, guess(each.words))
                hits[each.type].append((each.meant in best[:1], each.meant in best[:3]))
    return _counted(hits)


def learnt(told: Sequence[Told]) -> dict[Key, list[str]]:
    past: dict[Key, list[str]] = defaultdict(list)
    for each in told:
        past[each.meant].append(each.words)
    return past


def _counted(hits: dict[str, list[tuple[bool, bool]]]) -> Score:
    cases = [hit for of_type in hits.values() for hit in of_type]
    shares = [[sum(hit[at] for hit in of_type) / len(of_type) for of_type in hits.values()] for at in (0, 1)]
    first, third = (sum(hit[at] for hit in cases) / len(cases) for at in (0, 1))
    return Score(len(cases), first, third, *(sum(share) / len(share) for share in shares))


def show(what: str, score: Score) -> None:
    print(f"| {what} | {score.first:.1%} | {score.third:.1%} | {score.first_of_types:.1%} | {score.third_of_types:.1%} |", flush=True)


def timed(model: Model, words: str) -> float:
    """Milliseconds."""
    began = time.perf_counter()
    model.suggest(words)
    return (time.perf_counter() - began) * 1000


def learning(ours: Standards, told: Sequence[Told]) -> float:
    began = time.perf_counter()
    Model(ours, learnt(told))
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
