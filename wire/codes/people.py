"""Who does it, and who may see it."""

from enum import StrEnum


class Role(StrEnum):
    INSPECTOR = "INSPECTOR"
    ACCEPTOR = "ACCEPTOR"
    VIDEO_PATROLLER = "VIDEO_PATROLLER"
    SHIFT_LEADER = "SHIFT_LEADER"
    DISPATCHER = "DISPATCHER"
    SUB_DISPATCHER = "SUB_DISPATCHER"  # of a district, where the command has two levels
    DEPARTMENT = "DEPARTMENT"
    HANDLER = "HANDLER"
    AUDITOR = "AUDITOR"
    EVALUATOR = "EVALUATOR"
    DUTY_LEADER = "DUTY_LEADER"
    ADMIN = "ADMIN"
    DEVICE = "DEVICE"  # the key of a gateway that sends positions
    GATEWAY = "GATEWAY"  # the key of a public door: Open311, OGC readers, 12345
    TELEPHONE = "TELEPHONE"  # the key of a telephone exchange, which says who rings


# Who works in the hall, and so sees all of it.
HALL = frozenset(
    {
        Role.ACCEPTOR,
        Role.VIDEO_PATROLLER,
        Role.SHIFT_LEADER,
        Role.DISPATCHER,
        Role.SUB_DISPATCHER,
        Role.AUDITOR,
        Role.EVALUATOR,
        Role.DUTY_LEADER,
        Role.ADMIN,
    }
)
# Who works in a department, and so sees what his department has.
OFFICE = frozenset({Role.DEPARTMENT, Role.HANDLER})


class UnmaskReason(StrEnum):
    """Why somebody must see personal data whole."""

    CALL_BACK = "CALL_BACK"
    FIND_PLACE = "FIND_PLACE"
    DANGER = "DANGER"
    COMPLAINT = "COMPLAINT"
    EVIDENCE = "EVIDENCE"
    OTHER = "OTHER"


class SubjectAnswer(StrEnum):
    """What became of somebody's question what is held about him."""

    EXPORTED = "EXPORTED"
    REFUSED = "REFUSED"
