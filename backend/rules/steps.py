"""One step of one case, as its guards, checks and effects see it."""

from dataclasses import dataclass, field
from datetime import datetime

from backend.rules.recommended import Choice
from backend.session import Work
from backend.standards import Standards
from backend.standards.machine import Transition
from backend.tables.cases import CaseRow
from wire.codes import Role, TaskResult, Verb


@dataclass(frozen=True)
class Step:
    """`at` is when it is taken, never before the step that came before; `role` is the one that the user does it as.

    `follows` are the steps that this one entails: what a request asked for, once it is granted. `choices`: whom somebody has chosen beside what
    was recommended, one at most.
    """

    work: Work
    case: CaseRow
    row: Transition
    standards: Standards
    role: Role
    at: datetime
    result: TaskResult | None = None
    follows: list[Verb] = field(default_factory=list)
    choices: list[Choice] = field(default_factory=list)
