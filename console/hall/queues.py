"""What each post works on, as data: `resources/desk/queues.toml`. A queue is a condition over the fields of a case. No Qt.

BadDesk    a file of `resources/desk` is missing, is not TOML, or says something that cannot be
"""

import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from wire.cases import Case, lamp
from wire.codes import Lamp, Role, Source, Status
from wire.people import User

FOLDER = Path(__file__).parents[2] / "resources" / "desk"
EVERYBODY = "EVERYBODY"
ENDED = frozenset({Status.CLOSED, Status.VOIDED})
TIMED = frozenset({"lamp", "age_h"})  # what changes by time alone
CODES: dict[str, type[StrEnum]] = {"status": Status, "lamp": Lamp, "source": Source}
COMPUTED = frozenset({"lamp", "own_department", "own_sub_centre", "own_hand", "asked_of_me", "age_h", "open"})
Words = tuple[str, str]  # in Chinese, in English
Test = Callable[[Case, datetime], bool]
D = TypeVar("D", bound="Data")


class BadDesk(Exception):
    pass


class Data(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What stands in a file; a key that nobody reads is a mistake."""


class Sort(StrEnum):
    CLOCK = "CLOCK"
    WAIT = "WAIT"
    NEW = "NEW"


class _Queue(Data, frozen=True, kw_only=True):
    name: Words
    where: dict[str, Any]
    sort: Sort = Sort.CLOCK
    sound: str = ""


class _File(Data, frozen=True, kw_only=True):
    queue: dict[str, _Queue]
    posts: dict[str, list[str]]


class Queue:
    """`holds` says whether a case is in it for one user; `statuses` are those that it can be in then."""

    def __init__(self, id: str, told: _Queue, me: User, everybodys: bool = False) -> None:
        self.everybodys = everybodys  # no post's in particular
        self.id, self.name, self.sort, self.sound = id, told.name, told.sort, told.sound
        self.own = told.where.get("own_department") is True  # of the department of whoever looks
        self.timed = not TIMED.isdisjoint(told.where)
        rest = dict(told.where)
        self.statuses = _statuses(rest)
        self._tests = [_test(name, wanted, me) for name, wanted in rest.items()]

    def holds(self, case: Case, now: datetime) -> bool:
        if case.status not in self.statuses:
            return False
        # A loop, for `all` takes three times as long; there may be a hundred thousand cases.
        for test in self._tests:  # noqa: SIM110
            if not test(case, now):
                return False
        return True


def queues_of(me: User, folder: Path = FOLDER) -> list[Queue]:
    """What this user works on: of all posts, each queue once, and what everybody sees at the end."""
    file = _read(folder)
    wanted = dict.fromkeys(id for role in me.roles for id in file.posts.get(role, ()))
    for id in file.posts[EVERYBODY]:
        wanted.pop(id, None)
    return [*(Queue(id, file.queue[id], me) for id in wanted), *(Queue(id, file.queue[id], me, everybodys=True) for id in file.posts[EVERYBODY])]


def in_hand_of(me: User, case: Case) -> bool:
    """Whether it was assigned to this user, who is called by both names where two handlers have the same."""
    return case.department_id == me.department_id and case.handler in (me.full_name, f"{me.full_name} ({me.name})")


def read(path: Path, kind: type[D]) -> D:
    """A file of the desk; `BadDesk` with one sentence when it cannot be used."""
    try:
        return msgspec.convert(tomllib.loads(path.read_text("utf-8")), kind)
    except OSError as error:
        raise BadDesk(f"{path.name} cannot be read: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, msgspec.ValidationError) as error:
        raise BadDesk(f"{path.name}: {error}") from error


@cache
def _read(folder: Path) -> _File:
    file = read(folder / "queues.toml", _File)
    nobody = User(id="", version=0, name="", full_name="", roles=[])
    for id, told in file.queue.items():
        try:
            Queue(id, told, nobody)
        except (ValueError, TypeError) as error:
            raise BadDesk(f"queues.toml: queue {id}: {error}") from error
    for post, ids in file.posts.items():
        if post != EVERYBODY and post not in set(Role):
            raise BadDesk(f"queues.toml: {post} is no role")
        if missing := [id for id in ids if id not in file.queue]:
            raise BadDesk(f"queues.toml: {post} works on {missing[0]}, which is no queue")
    if not file.posts.get(EVERYBODY):
        raise BadDesk(f"queues.toml: {EVERYBODY} has no queue")
    return file


def _statuses(where: dict[str, Any]) -> frozenset[Status]:
    """The statuses that are possible, taken out of the conditions: most cases need no other test."""
    statuses = frozenset(_codes("status", where.pop("status"))) if "status" in where else frozenset(Status)
    opened = where.pop("open", None)
    if opened is None:
        return statuses - ENDED if "lamp" in where else statuses
    if not isinstance(opened, bool):
        raise ValueError("open is true or false")
    return statuses - ENDED if opened else statuses & ENDED


def _codes(name: str, wanted: Any) -> Iterable[Any]:
    if not isinstance(wanted, list) or not wanted:
        raise ValueError(f"{name} is a list of what it may be")
    return [CODES[name](code) for code in wanted]


def _test(name: str, wanted: Any, me: User) -> Test:
    if name not in Case.__struct_fields__ and name not in COMPUTED:
        raise ValueError(f"a case has no {name}")
    mine = frozenset(me.roles)
    if name == "own_department":
        return lambda case, now: (me.department_id is not None and case.department_id == me.department_id) is wanted
    if name == "own_sub_centre":
        return lambda case, now: (me.department_id is not None and case.sub_centre_id == me.department_id) is wanted
    if name == "own_hand":
        return lambda case, now: in_hand_of(me, case) is wanted
    if name == "asked_of_me":
        return lambda case, now: (not mine.isdisjoint(case.asked_of)) is wanted
    get = _getter(name)
    if isinstance(wanted, bool):
        return lambda case, now: bool(get(case, now)) is wanted
    if isinstance(wanted, list):
        allowed = frozenset(_codes(name, wanted) if name in CODES else wanted)
        return lambda case, now: get(case, now) in allowed
    return _comparison(name, get, wanted)


def _getter(name: str) -> Callable[[Case, datetime], Any]:
    if name == "lamp":
        return lamp
    if name == "age_h":
        return lambda case, now: (now - case.reported_at).total_seconds() / 3600
    return lambda case, now: getattr(case, name)


def _comparison(name: str, get: Callable[[Case, datetime], Any], wanted: Any) -> Test:
    sign, _, number = str(wanted).partition(" ")
    if sign not in (">=", "<"):
        raise ValueError(f'{name} is compared like ">= 2" or "< 2", not {wanted!r}')
    limit = float(number)
    if sign == ">=":
        return lambda case, now: (get(case, now) or 0) >= limit
    return lambda case, now: (get(case, now) or 0) < limit


def by_id(queues: Sequence[Queue]) -> Mapping[str, Queue]:
    return {queue.id: queue for queue in queues}
