"""Cases, their flow, tasks and photos."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from backend.tables.base import Base
from wire.codes import (
    AdjustmentKind,
    CallbackState,
    CloseKind,
    Kind,
    LimitType,
    PhotoPhase,
    Publicity,
    ReceiverKind,
    Satisfaction,
    Source,
    Status,
    SuspendKind,
    TaskKind,
    TaskResult,
    TaskState,
    Verb,
    VoidKind,
)

# What cases are sifted by. An index has all of it, so that half a million are walked through in order without one row being read.
SIFTED = (
    *("closed_at", "deadline_at", "disposed_at", "number", "status", "source", "kind", "class_code", "department_id", "duty_grid", "grid_code"),
    *("lon", "lat", "close_kind", "void_kind", "urgent", "rework_count", "reported_by", "unit_id"),
)
# Cases with which something is left to do, or was of late: they go on, somebody is called back, a request is reviewed, a result is published or not,
# a citizen was not content. An index has these alone; the databases take it where this is asked as it is written here.
_LEFT = sa.text(
    "status NOT IN ('CLOSED', 'VOIDED') OR callback = 'PENDING' OR asked IS NOT NULL OR publicity = 'PROPOSED'"
    " OR NOT resolved OR satisfaction = 'NOT_SATISFIED'"
)


class CaseRow(Base):
    """`wire.cases.Case`, with the reporter's data whole, and what the machine has to remember. Its own fields:

    serial        rises with the time of the report; no two are the same (`backend.rules.serials`)
    digest        of the report, so that the same report again is known and another one under its id is refused
    reported_by   name of the user who sent the report
    steps         how many flow records there are
    paused_s      seconds of the acceptance clock that were used before a verify task stopped it
    handler_user  name of the user that `handler` is; none for a hand outside of the system
    verified, checked   result of the newest verify task, and of the newest check since the last disposal
    last_department_id  whom it was last dispatched to, also after it came back
    sent_again_by       who sent a returned case forward again, until the step after
    suspended_from      the status that it comes back to
    rest, rest_yellow   of a suspended clock: what is left until the deadline and until yellow, in units of the limit; none when that was over
    """

    __tablename__ = "cases"
    __table_args__ = (
        sa.Index("ix_cases_by_report", "serial", *SIFTED),
        sa.Index("ix_cases_by_close", "closed_at", "serial", *SIFTED[1:]),
        sa.Index("ix_cases_by_deadline", "deadline_at", "serial", *(name for name in SIFTED if name != "deadline_at")),
        sa.Index("ix_cases_of_class", "class_code", "kind", "serial"),
        sa.Index("ix_cases_of_department", "department_id", "serial"),
        sa.Index("ix_cases_left", "serial", sqlite_where=_LEFT, postgresql_where=_LEFT),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int]
    number: Mapped[str] = mapped_column(unique=True)
    status: Mapped[Status] = mapped_column(index=True)
    source: Mapped[Source]
    kind: Mapped[Kind]
    class_code: Mapped[str]
    catalogue: Mapped[str]
    lon: Mapped[float]
    lat: Mapped[float]
    address: Mapped[str]
    description: Mapped[str]
    reported_at: Mapped[datetime] = mapped_column(index=True)
    status_at: Mapped[datetime]
    condition_id: Mapped[str | None]
    limit_amount: Mapped[float | None]
    limit_type: Mapped[LimitType | None]
    grid_code: Mapped[str | None]
    duty_grid: Mapped[str | None]
    component_code: Mapped[str | None]
    camera_id: Mapped[str | None]
    department_id: Mapped[str | None]
    handler: Mapped[str | None]
    unit_id: Mapped[str | None]
    reporter: Mapped[str]
    phone: Mapped[str] = mapped_column(index=True)
    accepted_at: Mapped[datetime | None]
    filed_at: Mapped[datetime | None]
    dispatched_at: Mapped[datetime | None]
    yellow_at: Mapped[datetime | None] = mapped_column(index=True)
    deadline_at: Mapped[datetime | None]
    submitted_at: Mapped[datetime | None]
    disposed_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    close_kind: Mapped[CloseKind | None]
    void_kind: Mapped[VoidKind | None]
    duplicate_of: Mapped[str | None] = mapped_column(index=True)
    split_from: Mapped[str | None] = mapped_column(index=True)
    rework_count: Mapped[int]
    returned: Mapped[bool]
    urgent: Mapped[bool]
    photo_count: Mapped[int]
    callback: Mapped[CallbackState | None]
    callback_tries: Mapped[int] = mapped_column(server_default="0")
    resolved: Mapped[bool | None]
    satisfaction: Mapped[Satisfaction | None]
    promise_at: Mapped[datetime | None]
    promise_kept: Mapped[bool | None]
    publicity: Mapped[Publicity | None]
    important: Mapped[bool] = mapped_column(default=False)
    supervised: Mapped[bool] = mapped_column(default=False)
    supervise_due_at: Mapped[datetime | None]
    supervise_level: Mapped[int] = mapped_column(default=0, server_default="0")
    self_handled: Mapped[bool] = mapped_column(default=False)
    direct: Mapped[bool] = mapped_column(default=False)
    sub_centre_id: Mapped[str | None]
    asked: Mapped[AdjustmentKind | None]
    asked_of: Mapped[list[str]] = mapped_column(default=list)
    extension_count: Mapped[int] = mapped_column(default=0)
    suspend_count: Mapped[int] = mapped_column(default=0)
    suspend_kind: Mapped[SuspendKind | None]
    suspended_until: Mapped[datetime | None] = mapped_column(index=True)
    timeout_exempt: Mapped[bool] = mapped_column(default=False)
    reminded_at: Mapped[datetime | None]

    serial: Mapped[int] = mapped_column(sa.BigInteger, unique=True)
    digest: Mapped[str]
    reported_by: Mapped[str]
    steps: Mapped[int]
    paused_s: Mapped[float]
    handler_user: Mapped[str | None]
    verified: Mapped[TaskResult | None]
    checked: Mapped[TaskResult | None]
    last_department_id: Mapped[str | None]
    sent_again_by: Mapped[str | None]
    suspended_from: Mapped[Status | None]
    rest: Mapped[float | None]
    rest_yellow: Mapped[float | None]


class FlowRow(Base):
    """One step; triggers refuse to change or delete it (migration 0040). `actor` is the name of the user whose full name is `user`."""

    __tablename__ = "flow"

    case_id: Mapped[str] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    verb: Mapped[Verb]
    transition: Mapped[str]
    from_status: Mapped[Status | None]
    to_status: Mapped[Status]
    user: Mapped[str]
    actor: Mapped[str]
    role: Mapped[str]
    department_id: Mapped[str | None]
    receiver_kind: Mapped[ReceiverKind | None]
    receiver: Mapped[str | None]
    note: Mapped[str]
    answers: Mapped[list[Any]] = mapped_column(server_default=sa.text("'[]'"))
    photos: Mapped[list[str]] = mapped_column(server_default=sa.text("'[]'"))
    changed: Mapped[list[Any]] = mapped_column(server_default=sa.text("'[]'"))
    result: Mapped[TaskResult | None]
    outcome: Mapped[CallbackState | None]
    satisfaction: Mapped[Satisfaction | None]
    used_s: Mapped[float | None]
    overdue: Mapped[bool]
    closing_met: Mapped[bool | None]
    rank: Mapped[int | None]
    recommended: Mapped[str | None]


class TaskRow(Base):
    """`wire.tasks.Task`. Changed only by whoever holds the lock of its case."""

    __tablename__ = "tasks"

    id: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int]
    kind: Mapped[TaskKind]
    state: Mapped[TaskState] = mapped_column(index=True)
    case_id: Mapped[str] = mapped_column(index=True)
    unit_id: Mapped[str] = mapped_column(index=True)
    lon: Mapped[float]
    lat: Mapped[float]
    sent_at: Mapped[datetime]
    due_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    result: Mapped[TaskResult | None]
    note: Mapped[str]
    rank: Mapped[int | None]
    not_before: Mapped[datetime | None]


class CasePhotoRow(Base):
    """A photo that hangs on a case: before, after, or from a task."""

    __tablename__ = "case_photos"

    case_id: Mapped[str] = mapped_column(primary_key=True)
    photo_id: Mapped[str] = mapped_column(sa.ForeignKey("photos.id"), primary_key=True)
    phase: Mapped[PhotoPhase] = mapped_column(primary_key=True)
    at: Mapped[datetime]


class NumberRow(Base):
    """The last case number that was given out on a day of the city. `day` is "20261121"."""

    __tablename__ = "case_numbers"

    day: Mapped[str] = mapped_column(primary_key=True)
    last: Mapped[int]


LEFT = sa.select(CaseRow.serial).with_hint(CaseRow, "INDEXED BY ix_cases_left", "sqlite").where(_LEFT)  # their serials
