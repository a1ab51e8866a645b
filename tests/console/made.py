"""Messages made by hand, for tests of the Hall that need no backend."""

from datetime import UTC, datetime
from typing import Any

from wire.cases import Case, CaseCard
from wire.codes import Kind, Role, Source, Status
from wire.people import User

AT = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)
ME = User(id="u1", version=1, name="dispatcher", full_name="Li Na", roles=[Role.DISPATCHER])


def a_case(id: str, version: int = 1, **fields: Any) -> Case:
    usual: dict[str, Any] = {
        "number": id.rjust(19, "0"),
        "status": Status.PENDING_DISPATCH,
        "source": Source.INSPECTOR,
        "kind": Kind.EVENT,
        "class_code": "0101",
        "catalogue": "1",
        "lon": 114.3,
        "lat": 22.7,
        "address": "1 River Road",
        "description": "a heap of rubble",
        "reported_at": AT,
        "status_at": AT,
    }
    return Case(id=id, version=version, **(usual | fields))


def card_of(case: Case) -> CaseCard:
    return CaseCard(id=case.id, version=case.version, case=case, flow=[], tasks=[], photos=[], offers=[], suggestions=[])
