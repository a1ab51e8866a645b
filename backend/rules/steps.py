"""One step of one case, as its guards, checks and effects see it."""

from dataclasses import dataclass
from datetime import datetime

from backend.session import Work
from backend.standards import Standards, Transition
from backend.tables.cases import CaseRow
from wire.codes import Role, TaskResult


@dataclass(frozen=True)
class Step:
    """`at` is when it is taken, never before the step that came before; `role` is the one that the user does it as."""

    work: Work
    case: CaseRow
    row: Transition
    standards: Standards
    role: Role
    at: datetime
    result: TaskResult | None = None
