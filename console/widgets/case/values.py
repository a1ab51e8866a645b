"""A value of an order or of a case in words, as people of the hall would say it."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from console import words
from console.hall.clashes import SHAPE_FIELD
from console.hall.draft import Shape
from console.hall.hall import Hall
from console.widgets.fence_size import size
from wire.codes import CloseKind, Kind, ReceiverKind, Role, VoidKind

CODES: dict[str, type[StrEnum]] = {"kind": Kind, "void_kind": VoidKind, "close_kind": CloseKind}


def value_words(hall: Hall, name: str, value: Any) -> str:
    if value in (None, "", []):
        return "—"
    if name == SHAPE_FIELD:
        shape = Shape(*value)
        return f"{words.of(shape.kind)} · {size(shape)}"
    if name in ("department_id", "sub_centre_id"):
        department = hall.departments.get(value)
        return department.name if department else value
    if name in CODES:
        return words.of(CODES[name](value))
    if name == "class_code":
        small = next((each for (_, code), each in hall.classes.items() if code == value), None)
        return words.class_name(small, value)
    if name == "condition_id":
        condition = hall.conditions.get(value)
        return words.condition_text(condition) if condition else value
    if name in ("duplicate_of", "split_from"):
        case = hall.cases.get(value)
        return words.number_short(case.number) if case else value
    if name == "supervise_level":
        return words.supervise_level(int(value))
    if name.endswith("_at") or name == "suspended_until":
        return f"{words.local(datetime.fromisoformat(value)):%m-%d %H:%M}"
    return words.choose("是", "yes") if value == "true" else str(value)


def receiver_words(hall: Hall, kind: ReceiverKind | None, id: str | None) -> str:
    """Whom a step passed the case to; nothing where it passed it to nobody."""
    if kind is None or not id:
        return ""
    if kind is ReceiverKind.UNIT:
        unit = hall.units.get(id)
        return unit.name if unit else id
    if kind is ReceiverKind.POST:
        return words.of(Role(id)) if id in Role.__members__ else id
    return id if kind is ReceiverKind.HANDLER else value_words(hall, "department_id", id)
