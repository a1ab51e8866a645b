"""Personal data as those see it who need not know all of it."""

import re
from collections.abc import Sequence
from functools import partial

from backend import privacy
from backend.privacy import Pattern
from backend.tables.cases import CaseRow

BETWEEN = re.compile(r"\d[ -]\d")
PARTED = 6  # digits of a number that may stand in groups
SHORTEST = 2  # letters of a name that is looked for in a text


def phone(number: str) -> str:
    """13812345678 becomes 138****5678; what is too short to keep anything of is all stars."""
    return f"{number[:3]}****{number[-4:]}" if len(number) >= 8 else "*" * len(number)


def name(full: str) -> str:
    """张三 becomes 张*."""
    return full[:1] + "*" * len(full[1:])


def text(said: str, names: Sequence[str] = (), phones: Sequence[str] = ()) -> str:
    """What somebody has written, without the numbers and names of people in it: those that are known, and what looks like one."""
    for known in names:
        if len(known) >= SHORTEST and known in said:
            said = said.replace(known, name(known))
    for known in phones:
        if len(known) >= SHORTEST and known in said:
            said = said.replace(known, phone(known))
        if len(known) >= PARTED and known.isdecimal() and BETWEEN.search(said):
            said = re.sub("[ -]?".join(known), lambda found: phone(found[0]), said)
    for pattern in privacy.in_force().patterns_for(said) if said else ():
        said = pattern.found.sub(partial(_hidden, pattern), said)
    return said


def about(case: CaseRow, said: str) -> str:
    """What was written about a case, without who reported it too."""
    return text(said, [case.reporter], [case.phone])


def _hidden(pattern: Pattern, found: re.Match[str]) -> str:
    whole, it = found[0], found["it"] if "it" in found.re.groupindex else found[0]
    stars = "*" * max(1, len(it) - pattern.keep_first - pattern.keep_last)
    masked = it[: pattern.keep_first] + stars + (it[-pattern.keep_last :] if pattern.keep_last else "")
    return whole.replace(it, masked)
