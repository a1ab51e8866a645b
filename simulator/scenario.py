"""A scenario: how much happens and how long everybody takes, as data (`simulator/scenarios/*.toml`)."""

import tomllib
from pathlib import Path
from typing import Any

import msgspec

FOLDER = Path(__file__).resolve().parent / "scenarios"
Span = tuple[float, float]  # least and most, seconds


class BadScenario(ValueError):
    """There is no such scenario, or its file is wrong; the text says which."""


class Model(msgspec.Struct, frozen=True, forbid_unknown_fields=True): ...


class Rates(Model, frozen=True):
    inspectors: float
    citizens: float
    patrollers: float  # by the pictures of cameras


class Disposal(Model, frozen=True):
    share: float
    seconds: Span


class Chances(Model, frozen=True):
    not_exists: float
    unable: float
    not_pass: float
    rework: float
    returned: float
    not_filed: float
    extended: float
    suspended: float
    rejected: float  # of what is asked for


class People(Model, frozen=True):
    walk_m_s: float
    ride_m_s: float
    stop_s: Span
    look_s: Span
    period_s: float


class Habits(Model, frozen=True):
    """What people do that they should not: how often in an hour of one of them, and for how long."""

    strays: float
    stays: float
    goes_silent: float
    stray_s: Span
    stray_m: Span  # how far from where one is
    stay_s: Span
    silent_s: Span
    late: float  # share of people
    late_s: Span

    def at_speed(self, speed: float) -> "Habits":
        """The same by the clock, where people live so much faster: the backend counts minutes of its own."""
        names = ("stray_s", "stay_s", "silent_s", "late_s")
        longer = {name: (getattr(self, name)[0] * speed, getattr(self, name)[1] * speed) for name in names}
        rarer = {name: getattr(self, name) / speed for name in ("strays", "stays", "goes_silent")}
        return msgspec.structs.replace(self, **longer, **rarer)


class Trucks(Model, frozen=True):
    strays: float  # share of loaded trips that leave the approved line
    share_of_speed: float
    load_s: Span
    period_s: float


class Vehicles(Model, frozen=True):
    share_of_speed: float
    rest_s: Span  # at each place
    period_s: float


class HotlineHabits(Model, frozen=True):
    """Shares, and spans of seconds. `take_s` leaves somebody of the hall the time to be faster."""

    consultations: float
    gives_up: float
    again: float
    unreachable: float
    not_satisfied: float
    gives_up_s: Span
    patience_s: Span
    take_s: Span
    talk_s: Span
    again_s: Span
    callback_s: Span


class Scenario(Model, frozen=True):
    title: str
    rates: Rates
    finds: dict[str, float]
    sources: dict[str, float]
    delays: dict[str, Span]
    disposal: list[Disposal]
    chances: Chances
    people: People
    habits: Habits
    trucks: Trucks
    vehicles: Vehicles
    hotline: HotlineHabits


def load(name: str) -> Scenario:
    path = FOLDER / f"{name}.toml"
    if not path.is_file():
        raise BadScenario(f"there is no scenario {name!r}; there are: {', '.join(names())}")
    try:
        return msgspec.convert(_read(path), Scenario)
    except (msgspec.ValidationError, tomllib.TOMLDecodeError, FileNotFoundError) as error:
        raise BadScenario(f"{path.name}: {error}") from error


def _read(path: Path) -> dict[str, Any]:
    """A scenario may name another one as its `base`, and say only what is otherwise."""
    told = tomllib.loads(path.read_text(encoding="utf-8"))
    base = told.pop("base", None)
    if base is None:
        return told
    whole = _read(FOLDER / f"{base}.toml")
    return whole | {name: whole[name] | value if isinstance(value, dict) and name in whole else value for name, value in told.items()}


def names() -> list[str]:
    return sorted(path.stem for path in FOLDER.glob("*.toml"))
