"""What an order takes from the case itself when it goes to many cases: nobody is asked for it, since each case has its own."""

from console.hall.hall import Hall
from console.widgets.case.order_form import fields_of
from wire.cases import Case
from wire.codes import Verb

# What can be the same for many cases.
COMMON = frozenset(
    {
        *("note", "unit_id", "department_id", "handler", "supervise_kind", "hard"),
        *("suspend_kind", "until", "same_time", "closing_met", "in_error"),
    }
)


def own_of(hall: Hall, case: Case, verb: Verb) -> dict[str, object] | None:
    """The fields of the order that are this case's own; none where somebody must choose, and so for each case by itself."""
    own: dict[str, object] = {}
    for name in fields_of(verb):
        if name in COMMON:
            continue
        value = _value(hall, case, verb, name)
        if value is None:
            return None
        own[name] = value
    return own


def _value(hall: Hall, case: Case, verb: Verb, name: str) -> object:
    if name == "condition_id":
        return case.condition_id or (_only_condition(hall, case) if verb is Verb.ACCEPT else None)
    return getattr(case, name) if name in ("kind", "class_code") and verb is not Verb.SPLIT else None


def _only_condition(hall: Hall, case: Case) -> str | None:
    """A class with several conditions leaves a choice, which is not ours."""
    ids = [each.id for each in hall.conditions.values() if (each.kind, each.class_code) == (case.kind, case.class_code)]
    return ids[0] if len(ids) == 1 else None
