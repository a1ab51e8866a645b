"""What counts as personal data, as data: `resources/standards/privacy.toml`. Reads it, checks it, and says in one sentence what is wrong."""

import re
from functools import cached_property
from pathlib import Path
from typing import Annotated

import msgspec

from backend.standards.data import FOLDER, BadStandard, Data, from_file
from wire.codes import Role

NUMBER = re.compile(r"\d[\d -]{5}")
Count = Annotated[int, msgspec.Meta(ge=0, le=20)]
Minutes = Annotated[int, msgspec.Meta(ge=1, le=240)]


class Pattern(Data, frozen=True, kw_only=True, dict=True):
    """`regex` finds what is masked, or its group `it` when there is one."""

    name: str
    regex: str
    keep_first: Count
    keep_last: Count
    only_with: list[str] = []

    @cached_property
    def found(self) -> re.Pattern[str]:
        return re.compile(self.regex)


class Privacy(Data, frozen=True, kw_only=True, dict=True):
    unmask_minutes: Minutes
    subject_roles: frozenset[Role]
    log_roles: frozenset[Role]
    left_out: frozenset[str]
    patterns: list[Pattern] = msgspec.field(name="pattern")

    @cached_property
    def words(self) -> tuple[str, ...]:
        return tuple(word for each in self.patterns for word in each.only_with)

    def patterns_for(self, text: str) -> list[Pattern]:
        """Those that may find something: most texts have no number and no word for a person, and to search each for all took 23 µs."""
        numbered = NUMBER.search(text) is not None
        for word in self.words:
            if word in text:
                break
        else:
            return [each for each in self.patterns if not each.only_with] if numbered else []
        return [each for each in self.patterns if (any(word in text for word in each.only_with) if each.only_with else numbered)]


def read(folder: Path = FOLDER) -> Privacy:
    found = from_file(folder / "privacy.toml", Privacy)
    for pattern in found.patterns:
        try:
            pattern.found  # noqa: B018 - compiled now, not when the first text comes
        except re.error as error:
            raise BadStandard(f"privacy.toml: the pattern for {pattern.name} is none: {error}") from error
    return found


_in_force: list[Privacy] = []


def in_force() -> Privacy:
    if not _in_force:
        _in_force.append(read())
    return _in_force[0]
