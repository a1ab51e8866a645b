"""The keys of the desk, as data: `resources/desk/keys.toml`. No Qt."""

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from console.hall.queues import FOLDER, BadDesk, Data, Words, read
from wire.codes import Verb

TAKEN = frozenset("M")


class KeyGroup(Data, frozen=True, kw_only=True):
    """Keys that mean something in one place: each with what it does, in Chinese and in English."""

    name: Words
    keys: list[tuple[str, str, str]]


class _File(Data, frozen=True, kw_only=True):
    steps: dict[str, list[Verb]]
    group: list[KeyGroup] = []


def verb_keys(folder: Path = FOLDER) -> Mapping[str, list[Verb]]:
    """Which capital letter asks for which steps; `BadDesk` when the file cannot be used."""
    return _read(folder).steps


def key_groups(folder: Path = FOLDER) -> list[KeyGroup]:
    """The other keys; `BadDesk` likewise."""
    return _read(folder).group


def letters(offered: Iterable[Verb]) -> Mapping[Verb, str]:
    """By which letter each of these is asked for; another one's that comes first takes the letter."""
    there = set(offered)
    firsts = ((next((verb for verb in verbs if verb in there), None), letter) for letter, verbs in verb_keys().items())
    return {verb: letter for verb, letter in firsts if verb is not None}


@cache
def _read(folder: Path) -> _File:
    file = read(folder / "keys.toml", _File)
    for key in file.steps:
        if len(key) != 1 or not "A" <= key <= "Z" or key in TAKEN:
            raise BadDesk(f"keys.toml: {key} is no free letter")
    return file
