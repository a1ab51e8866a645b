"""What a form knows of the variables of phrases, when it is about a case."""

from console import words
from console.hall.hall import Hall
from console.widgets.case.dispatch_times import deadline_of
from wire.cases import Case


def of_case(hall: Hall, case: Case | None, department_id: str = "", condition_id: str = "") -> dict[str, str]:
    """`department_id` and `condition_id` are those that are chosen in the form now, else the case's own."""
    if case is None:
        return {}
    now = hall.clock.now()
    condition = hall.conditions.get(condition_id or case.condition_id or "")
    department = hall.departments.get(department_id or case.department_id or "")
    due = case.deadline_at or (deadline_of(condition.limit, now) if condition else None)
    return {
        "address": case.address,
        "class": words.class_name(hall.classes.get((case.kind, case.class_code)), case.class_code),
        "condition": words.condition_text(condition) if condition else "",
        "limit": words.limit(condition.limit.amount, condition.limit.type) if condition else "",
        "deadline": words.moment(due, now),
        "number": words.number_short(case.number),
        "department": department.name if department else "",
        **of_talk(hall, case.reporter),
    }


def of_talk(hall: Hall, reporter: str) -> dict[str, str]:
    """What is known without a case: who talks to whom, and when."""
    now = words.local(hall.clock.now())
    return {"reporter": reporter, "operator": hall.me.full_name, "date": f"{now:%m-%d}", "time": f"{now:%H:%M}"}
