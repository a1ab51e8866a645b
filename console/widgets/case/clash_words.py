"""A value of an order in words, as its author would say it."""

from typing import Any

from console import words
from console.hall.clashes import SHAPE_FIELD
from console.hall.draft import Shape
from console.hall.hall import Hall
from console.widgets.fence_size import size
from wire.codes import Kind


def value_words(hall: Hall, name: str, value: Any) -> str:
    if value in (None, "", []):
        return "—"
    if name == SHAPE_FIELD:
        shape = Shape(*value)
        return f"{words.of(shape.kind)} · {size(shape)}"
    if name == "department_id":
        department = hall.departments.get(value)
        return department.name if department else value
    if name == "kind":
        return words.of(Kind(value))
    if name == "class_code":
        small = next((each for (_, code), each in hall.classes.items() if code == value), None)
        return words.class_name(small, value)
    if name == "condition_id":
        condition = hall.conditions.get(value)
        return words.condition_text(condition) if condition else value
    if name == "duplicate_of":
        case = hall.cases.get(value)
        return words.number_short(case.number) if case else value
    return str(value)
