"""What has happened in one's queues, as few lines as can be, and when there may be a sound. Knows no clock but the one it is told. No Qt."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from console.hall.sounds import Output, Rule, Sounds
from wire.codes import AlarmKind, Kind, Noun

AMONG = 2  # from so many at one place on, the place is named
Small = tuple[Kind, str]  # a class
What = Small | AlarmKind


class Event(NamedTuple):
    """By `place` and `what` such things are grouped: the name of where, or of who, empty when nobody knows; which class, where it has one. Words are
    made when it is shown. `case_id` is the id of an alarm or of a transfer where `noun` says so.
    """

    rule: Rule
    case_id: str
    place: str
    what: What | None
    noun: Noun = Noun.CASE


@dataclass
class Line:
    """One rule since somebody looked at it; or one case, where the rule tells each."""

    rule: Rule
    at_s: float  # of its newest event
    events: dict[str, Event] = field(default_factory=dict)

    def most(self) -> tuple[str | What | None, int, int]:
        """The place or class that most of it has in common, how many those are, and how many others there are; none where there is none."""
        groups = Counter[str | What](each for event in self.events.values() for each in (event.place, event.what) if each)
        common, count = max(groups.items(), key=lambda pair: pair[1])
        return (common, count, len(self.events) - count) if count >= AMONG or len(self.events) == 1 else (None, 0, len(self.events))


class Annunciator:
    """`hear` what happens, ask `sound` again and again, `look` when the operator has seen a line. Nothing that was heard is lost before that."""

    def __init__(self, sounds: Sounds) -> None:
        self._sounds = sounds
        self.lines: list[Line] = []  # the newest last
        self.muted_until_s: float | None = None
        self._wanted: set[Rule] = set()
        self._last_s = float("-inf")

    def hear(self, events: Iterable[Event], now_s: float) -> None:
        for event in events:
            told = self._sounds.rule[event.rule]
            line = None if told.each else next((line for line in self.lines if line.rule is event.rule), None)
            if told.each:
                line = next((line for line in self.lines if line.rule is event.rule and event.case_id in line.events), None)
            if line is None:
                line = Line(event.rule, now_s)
            else:
                self.lines.remove(line)
            line.events[event.case_id] = event
            line.at_s = now_s
            self.lines.append(line)
            if told.output is not Output.NONE:
                self._wanted.add(event.rule)

    def sound(self, now_s: float) -> Rule | None:
        """The rule that may be heard now: the most pressing of those that have waited, and never one too soon after another."""
        if self.is_muted(now_s):
            self._wanted.clear()
        if not self._wanted or now_s - self._last_s < self._sounds.gap_s:
            return None
        self._last_s = now_s
        rule = max(self._wanted, key=lambda rule: self._sounds.rule[rule].press)
        self._wanted.clear()
        return rule

    def look(self, line: Line) -> None:
        self.lines.remove(line)

    def look_at_all(self) -> None:
        self.lines.clear()

    def mute(self, until_s: float | None) -> None:
        """Lines come all the same. None ends it."""
        self.muted_until_s = until_s

    def is_muted(self, now_s: float) -> bool:
        if self.muted_until_s is not None and now_s >= self.muted_until_s:
            self.muted_until_s = None
        return self.muted_until_s is not None
