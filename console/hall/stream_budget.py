"""Who gets which stream when there is not enough for all: the rules of `resources/desk/streams.toml`, applied. Pure; no Qt."""

import math
import os
import urllib.parse
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping
from enum import IntEnum, StrEnum
from functools import cache
from pathlib import Path
from typing import Annotated, NamedTuple

from msgspec import Meta

from console.hall.queues import FOLDER, BadDesk, Data, read

Share = Annotated[float, Meta(gt=0)]
Count = Annotated[int, Meta(gt=0)]


class Grade(IntEnum):
    """What a pane gets: pictures now and then, key pictures, the small stream, the large one."""

    STILL = 0
    KEYS = 1
    SUB = 2
    MAIN = 3


class Importance(IntEnum):
    """Who gives way first: what a tour opens beforehand, panes, the hot one, one that is looked at alone. An alarm never does."""

    AHEAD = 0
    PLAIN = 1
    HOT = 2
    ALONE = 3
    ALARM = 4


class Short(StrEnum):
    """Of what there is not enough."""

    STREAMS = "STREAMS"
    DECODE = "DECODE"
    NETWORK = "NETWORK"
    HOST = "HOST"


# A small stream is as much a stream as a large one: who lacks streams is not helped by it.
PASSES = (
    (Grade.STILL, frozenset({Short.STREAMS, Short.HOST})),
    (Grade.SUB, frozenset({Short.DECODE, Short.NETWORK})),
    (Grade.STILL, frozenset(Short)),
)


class Cost(Data, frozen=True, kw_only=True):
    decode: Share
    mbit: Share


class Limits(Data, frozen=True, kw_only=True):
    streams: Count
    decode_per_core: Share
    mbit: Share
    per_host: Count

    @property
    def decode(self) -> float:
        return self.decode_per_core * (os.cpu_count() or 1)


class Rules(Data, frozen=True, kw_only=True):
    main_from_px: Count
    preview_below_px: Count
    still_every_s: Share
    cost: dict[str, Cost]
    budget: Limits


@cache
def rules(folder: Path = FOLDER) -> Rules:
    file = read(folder / "streams.toml", Rules)
    if missing := {grade.name for grade in Grade if grade} ^ set(file.cost):
        raise BadDesk(f"streams.toml: cost names MAIN, SUB and KEYS, and {sorted(missing)[0]} is missing or one too many")
    return file


class Demand(NamedTuple):
    """What one pane wants. `width` in pixels of the screen; `silent`: the URL of these that sends nothing now, if it was tried."""

    sub_url: str
    main_url: str
    width: int
    importance: Importance = Importance.PLAIN
    silent: str = ""

    def wish(self, rules: Rules) -> Grade:
        large = self.importance == Importance.ALARM or (self.width > rules.main_from_px and self.importance != Importance.AHEAD)
        if (large and self.main_url) or not self.sub_url:
            return Grade.MAIN
        small = self.width < rules.preview_below_px and self.importance <= Importance.PLAIN
        return Grade.KEYS if small or self.importance == Importance.AHEAD else Grade.SUB

    def url(self, grade: Grade) -> str:
        return "" if grade == Grade.STILL else self.main_url if grade == Grade.MAIN else self.sub_url


class Grant(NamedTuple):
    """What one pane gets. `short` says why it is less than it wanted."""

    grade: Grade = Grade.STILL
    url: str = ""
    short: Short | None = None


class Use(NamedTuple):
    """What is given out. Panes that show one stream count once. Of a stream that sends nothing, nothing is decoded."""

    streams: int
    decode: float
    mbit: float
    hosts: Mapping[str, int]


def allot(demands: Mapping[Hashable, Demand], rules: Rules, turn: Hashable = None) -> dict[Hashable, Grant]:
    """Everybody's wish, if there is enough. Else the least important give way: from the large stream to the small one, and when that is not enough,
    to stills, of which one pane at a time (`turn`) fetches a new one. An alarm keeps what it wants."""
    wanted = {key: demand.wish(rules) for key, demand in demands.items()}
    grades, why = dict(wanted), dict[Hashable, Short]()
    # Of two that are equal the later one gives way, so that what is watched stays watched.
    yielding = [key for key in demands if demands[key].importance < Importance.ALARM][::-1]
    yielding.sort(key=lambda key: demands[key].importance)
    for lowest, of in PASSES:
        lower = {key: lowest if demands[key].sub_url else Grade.STILL for key in yielding}
        while yields := _who_yields(demands, grades, rules, of, lower):
            key, short = yields
            grades[key], why[key] = lower[key], short
    if turn in grades and grades[turn] == Grade.STILL:
        grades[turn] = Grade.KEYS if demands[turn].sub_url else Grade.MAIN
    return {key: Grant(grade, demands[key].url(grade), why.get(key)) for key, grade in grades.items()}


def use_of(demands: Mapping[Hashable, Demand], grades: Mapping[Hashable, Grade], rules: Rules) -> Use:
    best: dict[str, Grade] = {}
    for key, grade in grades.items():
        if url := demands[key].url(grade):
            best[url] = max(grade, best.get(url, Grade.STILL))
    silent = {demand.silent for demand in demands.values()}
    costs = [rules.cost[grade.name] for url, grade in best.items() if url not in silent]
    return Use(len(best), sum(cost.decode for cost in costs), sum(cost.mbit for cost in costs), Counter(host_of(url) for url in best))


def room_beside(used: Use, rules: Rules) -> int:
    """So many streams that nobody looks at any more may go on beside what is given out. They decode key pictures alone."""
    limits, cost = rules.budget, rules.cost[Grade.KEYS.name]
    return max(0, int(min(limits.streams - used.streams, (limits.decode - used.decode) / cost.decode, (limits.mbit - used.mbit) / cost.mbit)))


def host_of(url: str) -> str:
    try:
        return urllib.parse.urlsplit(url).netloc.rpartition("@")[2]
    except ValueError:
        return ""


def _who_yields(
    demands: Mapping[Hashable, Demand], grades: Mapping[Hashable, Grade], rules: Rules, of: frozenset[Short], lower: Mapping[Hashable, Grade]
) -> tuple[Hashable, Short] | None:
    """The first of these whose yielding helps, and of what there is too little: a host that alarms have filled keeps nobody of another from it."""
    for short in _shorts(demands, grades, rules, of):
        key = next((key for key in lower if grades[key] > lower[key] and _helps(demands[key], grades[key], short)), None)
        if key is not None:
            return key, short[0]
    return None


def _shorts(demands: Mapping[Hashable, Demand], grades: Mapping[Hashable, Grade], rules: Rules, of: frozenset[Short]) -> Iterator[tuple[Short, str]]:
    """Of which of these there is not enough, and at which host. As soon as there are stills, what fetching one takes is kept free."""
    used, limits = use_of(demands, grades, rules), rules.budget
    spare = rules.cost[Grade.KEYS.name] if Grade.STILL in grades.values() else None
    if Short.STREAMS in of and used.streams + bool(spare) > limits.streams:
        yield Short.STREAMS, ""
    if Short.DECODE in of and used.decode + (spare.decode if spare else 0) > limits.decode:
        yield Short.DECODE, ""
    if Short.NETWORK in of and used.mbit + (spare.mbit if spare else 0) > limits.mbit:
        yield Short.NETWORK, ""
    if Short.HOST in of:
        fetched = {host_of(demands[key].sub_url or demands[key].main_url) for key, grade in grades.items() if grade == Grade.STILL}
        yield from ((Short.HOST, host) for host, count in used.hosts.items() if count + (host in fetched) > limits.per_host)


def _helps(demand: Demand, grade: Grade, short: tuple[Short, str]) -> bool:
    if short[0] in (Short.DECODE, Short.NETWORK):
        return demand.url(grade) != demand.silent
    return short[0] != Short.HOST or host_of(demand.url(grade)) == short[1]


def oldest(ages: Iterable[tuple[Hashable, float | None, float | None]], every_s: float) -> Hashable | None:
    """Whose still is next: of those that have none, or one older than `every_s`, the one that has waited longest; none when none is due.

    By key the age of the picture in seconds, none without one, and how long ago its turn ended, none when it has had none: a camera that is dead
    has had its turn too, and waits for the next one behind all others.
    """
    due = [
        (min(math.inf if age is None else age, math.inf if rested is None else rested), key)
        for key, age, rested in ages
        if age is None or age > every_s
    ]
    return max(due, key=lambda each: each[0])[1] if due else None
