"""Which department could take a case, and why: whoever keeps or owns the component, then whoever answers for the trade of the class."""

from typing import NamedTuple

import sqlalchemy as sa

from backend.rules.catalogue import in_force
from backend.session import Work
from backend.tables.people import DepartmentRow
from backend.tables.places import ComponentRow
from geo.tracks import metres
from wire.cases import Suggestion
from wire.codes import Kind

MOST = 5


class Concern(NamedTuple):
    """What a department would have to see to."""

    kind: Kind
    class_code: str
    lon: float | None
    lat: float | None
    component_code: str | None
    trade: str = ""  # of the filing condition, where that is another than the class's


def departments(work: Work, concern: Concern) -> dict[str, str]:
    """Why by department, the best first."""
    found: dict[str, str] = {}
    for id, why in [*_of_component(work, concern.component_code), *((id, "RESPONSIBILITY") for id in _of_trade(work, concern))]:
        found.setdefault(id, why)
    return found


def suggestions(found: dict[str, str]) -> list[Suggestion]:
    return [Suggestion(department_id=id, why=why) for id, why in found.items()][:MOST]


def _of_component(work: Work, code: str | None) -> list[tuple[str, str]]:
    """The maintainer (养护单位) before the owner (权属单位), those that are departments here."""
    component = work.session.scalar(sa.select(ComponentRow).where(ComponentRow.id == code)) if code else None
    if component is None:
        return []
    named = [(component.maintainer_id, "COMPONENT_MAINTAINER"), (component.owner_id, "COMPONENT_OWNER")]
    return [(id, why) for id, why in named if id and work.session.get(DepartmentRow, id) is not None]


def _of_trade(work: Work, concern: Concern) -> list[str]:
    """Whoever claims the trade of the condition, or else of the class, the nearest first; those without a place last."""
    small = in_force(work).classes.get((concern.kind, concern.class_code))
    trade = concern.trade or (small.trade if small else "")
    rows = [row for row in work.session.scalars(sa.select(DepartmentRow).order_by(DepartmentRow.id)) if trade in row.trades]
    return [row.id for row in sorted(rows, key=lambda row: _away(row, concern))]


def _away(department: DepartmentRow, concern: Concern) -> float:
    if department.lon is None or department.lat is None or concern.lon is None or concern.lat is None:
        return float("inf")
    return float(metres(concern.lon, concern.lat, department.lon, department.lat))
