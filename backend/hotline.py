"""The hotline of one city, as data: `resources/standards/hotline.toml`. Checked when it is read; `BadStandard` in one sentence."""

from functools import cache
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import field

from backend.standards import Standards
from backend.standards.data import FOLDER, BadStandard, Data, Positive, Words, from_file
from wire.calls import HandOver, HotlineBook
from wire.codes import Kind, Source

Count = Annotated[int, msgspec.Meta(ge=1, le=999)]


class HandOverRules(Data, frozen=True, kw_only=True):
    number: Annotated[str, msgspec.Meta(pattern=r"^\d{3,12}$")]
    name: Words
    when: Words = ("", "")


class Promise(Data, frozen=True, kw_only=True):
    """What is promised on the telephone, beside the limits of the standard."""

    hours: Positive
    sources: frozenset[Source]
    classes: dict[Kind, frozenset[str]]

    def holds(self, source: Source, kind: Kind, class_code: str) -> bool:
        return source in self.sources and class_code in self.classes.get(kind, ())


class Hotline(Data, frozen=True, kw_only=True):
    seats: Count
    greeting: Words
    repeat_days: Count
    callback_tries: Count
    callback_sources: frozenset[Source]
    promise: Promise
    hand_overs: list[HandOverRules] = field(name="hand_over")

    @property
    def book(self) -> HotlineBook:
        """What the seats have to know."""
        overs = [
            HandOver(number=each.number, name=each.name[0], name_en=each.name[1], when=each.when[0], when_en=each.when[1]) for each in self.hand_overs
        ]
        greeting, greeting_en = self.greeting
        return HotlineBook(seats=self.seats, greeting=greeting, greeting_en=greeting_en, hand_overs=overs, callback_tries=self.callback_tries)


def read(folder: Path = FOLDER) -> Hotline:
    found = from_file(folder / "hotline.toml", Hotline)
    numbers = [each.number for each in found.hand_overs]
    if len(set(numbers)) != len(numbers):
        raise BadStandard("hotline.toml names a number to hand over to twice")
    if any("{seat}" not in greeting for greeting in found.greeting):
        raise BadStandard("a greeting of hotline.toml does not say its {seat}")
    return found


def check(hotline: Hotline, standards: Standards) -> None:
    """`BadStandard` when something is promised of a class that the standard does not have."""
    for kind, codes in hotline.promise.classes.items():
        for code in sorted(codes):
            if (kind, code) not in standards.classes:
                raise BadStandard(f"hotline.toml promises for the unknown {kind} class {code}")


@cache
def in_force() -> Hotline:
    return read()
