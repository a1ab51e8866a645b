"""What is told by ear, as data: `resources/desk/sounds.toml`. No Qt."""

from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Annotated

from msgspec import Meta

from console.hall.queues import FOLDER, BadDesk, Data, Words, read

Hertz = Annotated[int, Meta(ge=0, le=8000)]
Milliseconds = Annotated[int, Meta(gt=0, le=5000)]
Tone = list[tuple[Hertz, Milliseconds]]


class Rule(StrEnum):
    ARRIVAL = "ARRIVAL"
    URGENT = "URGENT"
    YELLOW = "YELLOW"
    RED = "RED"
    SUPERVISED = "SUPERVISED"
    REMINDED = "REMINDED"
    TRANSFER = "TRANSFER"
    REVIEWED = "REVIEWED"
    RETURN_GRANTED = "RETURN_GRANTED"
    RETURNED = "RETURNED"
    ALARM = "ALARM"
    SHARED = "SHARED"


class Output(StrEnum):
    SOUND = "SOUND"
    SPEECH = "SPEECH"
    NONE = "NONE"


class Told(Data, frozen=True, kw_only=True):
    """How one rule is told."""

    name: Words
    output: Output
    tone: str
    press: int
    speech: Words
    each: bool = False


class Sounds(Data, frozen=True, kw_only=True):
    gap_s: Annotated[float, Meta(gt=0)]
    rule: dict[Rule, Told]
    tones: dict[str, Tone]


@cache
def sounds(folder: Path = FOLDER) -> Sounds:
    file = read(folder / "sounds.toml", Sounds)
    if missing := [rule for rule in Rule if rule not in file.rule]:
        raise BadDesk(f"sounds.toml: there is no rule {missing[0]}")
    for rule, told in file.rule.items():
        if told.tone not in file.tones:
            raise BadDesk(f"sounds.toml: {rule} names the unknown tone {told.tone}")
    return file
