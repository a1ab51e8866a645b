"""Which departments are recommended for a case; and whether who chose a department or a unit followed what was recommended then."""

from typing import NamedTuple

from backend.rules import callouts, library, responsibility
from backend.rules.departments import of_district
from backend.rules.responsibility import Concern
from backend.session import Work
from backend.tables.cases import CaseRow
from wire.cases import Suggestion
from wire.codes import Status

LEFT_OUT = 0  # instead of a rank


class Choice(NamedTuple):
    """`rank` is the place of what was chosen: 1 the best, `LEFT_OUT` for what was not recommended. `first` is the id of the best."""

    rank: int
    first: str


def departments(work: Work, case: CaseRow) -> list[Suggestion]:
    """Those that could take the case, best first; one that has just sent it back is not among them."""
    found = {} if case.department_id is None else {case.department_id: "LAST_DEPARTMENT"}
    filed = library.filed_under(work, case)
    concern = Concern(case.kind, case.class_code, case.lon, case.lat, case.component_code, filed.trade if filed else "")
    sent = dict.fromkeys(callouts.departments(work, case.id), "SQUAD")
    found |= sent | responsibility.departments(work, concern) | sent | found
    if case.returned and case.last_department_id is not None:
        found.pop(case.last_department_id, None)
    if case.status is Status.PENDING_SUB_DISPATCH:
        below = of_district(work, case.sub_centre_id)
        found = {id: why for id, why in found.items() if id in below}
    return responsibility.suggestions(found)


def chosen_department(work: Work, case: CaseRow, department_id: str) -> Choice | None:
    """None where none was recommended."""
    ids = [each.department_id for each in departments(work, case)]
    return Choice(ids.index(department_id) + 1 if department_id in ids else LEFT_OUT, ids[0]) if ids else None
