"""What goes on beside the way forward of a case: requests, supervision, tasks (DOMAIN 2.5)."""

from enum import StrEnum


class AdjustmentKind(StrEnum):
    """What is asked for about a running case and reviewed by others (DOMAIN 2.5)."""

    EXTEND = "EXTEND"
    SUSPEND = "SUSPEND"
    RETURN = "RETURN"
    VOID = "VOID"
    APPEAL = "APPEAL"


class AdjustmentState(StrEnum):
    PENDING_DEPT = "PENDING_DEPT"  # waits for the asker's own department
    PENDING = "PENDING"
    APPROVED = "APPROVED"
    REJECTED = "REJECTED"
    WITHDRAWN = "WITHDRAWN"  # by the asker, or because the case has moved on


class SuspendKind(StrEnum):
    HANG = "HANG"  # waits for a season or for conditions
    DEFER = "DEFER"  # a hard case, put off by the commander


class SuperviseKind(StrEnum):
    OVERDUE = "OVERDUE"
    LEADER = "LEADER"
    IMPORTANT = "IMPORTANT"


class TaskKind(StrEnum):
    VERIFY = "VERIFY"
    CHECK = "CHECK"


class TaskState(StrEnum):
    OPEN = "OPEN"
    DONE = "DONE"
    WITHDRAWN = "WITHDRAWN"


class TaskResult(StrEnum):
    EXISTS = "EXISTS"
    NOT_EXISTS = "NOT_EXISTS"
    PASS = "PASS"
    NOT_PASS = "NOT_PASS"
    UNABLE = "UNABLE"
