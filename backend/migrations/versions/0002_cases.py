"""Cases, flow, tasks, photos of cases, case numbers."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def text(name: str, null: bool = False, **options: object) -> sa.Column[str]:
    return sa.Column(name, sa.String(), nullable=null, **options)  # type: ignore[arg-type]


def code(name: str, null: bool = False, **options: object) -> sa.Column[str]:
    return sa.Column(name, sa.String(40), nullable=null, **options)  # type: ignore[arg-type]


def number(name: str, null: bool = False) -> sa.Column[float]:
    return sa.Column(name, sa.Double(), nullable=null)


def whole(name: str, **options: object) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=False, **options)  # type: ignore[arg-type]


def moment(name: str, null: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=null)


def flag(name: str) -> sa.Column[bool]:
    return sa.Column(name, sa.Boolean(), nullable=False)


def upgrade() -> None:
    cases()
    flow()
    tasks()
    op.create_table(
        "case_photos",
        text("case_id", primary_key=True),
        sa.Column("photo_id", sa.String(), sa.ForeignKey("photos.id"), primary_key=True),
        code("phase", primary_key=True),
        moment("at"),
    )
    op.create_table("case_numbers", text("day", primary_key=True), whole("last"))


def cases() -> None:
    op.create_table(
        "cases",
        text("id", primary_key=True),
        whole("version"),
        text("number", unique=True),
        *[code(name) for name in ("status", "source", "kind")],
        *[text(name) for name in ("class_code", "catalogue")],
        *[number(name) for name in ("lon", "lat")],
        *[text(name) for name in ("address", "description")],
        *[moment(name) for name in ("reported_at", "status_at")],
        text("condition_id", null=True),
        number("limit_amount", null=True),
        code("limit_type", null=True),
        *[text(name, null=True) for name in ("grid_code", "duty_grid", "component_code", "department_id", "handler", "unit_id")],
        *[text(name) for name in ("reporter", "phone")],
        *[moment(name, null=True) for name in ("accepted_at", "filed_at", "dispatched_at", "yellow_at", "deadline_at")],
        *[moment(name, null=True) for name in ("submitted_at", "disposed_at", "closed_at")],
        *[code(name, null=True) for name in ("close_kind", "void_kind")],
        text("duplicate_of", null=True),
        whole("rework_count"),
        *[flag(name) for name in ("returned", "urgent")],
        whole("photo_count"),
        *[text(name) for name in ("digest", "reported_by")],
        whole("steps"),
        number("paused_s"),
        *[code(name, null=True) for name in ("verified", "checked")],
        *[text(name, null=True) for name in ("last_department_id", "sent_again_by")],
    )
    for column in ("status", "department_id", "reported_at", "closed_at"):
        op.create_index(f"ix_cases_{column}", "cases", [column])


def flow() -> None:
    op.create_table(
        "flow",
        text("case_id", primary_key=True),
        whole("seq", primary_key=True, autoincrement=False),
        moment("at"),
        code("verb"),
        text("transition"),
        code("from_status", null=True),
        code("to_status"),
        *[text(name) for name in ("user", "actor", "role")],
        text("department_id", null=True),
        text("note"),
        code("result", null=True),
        number("used_s", null=True),
        flag("overdue"),
    )


def tasks() -> None:
    op.create_table(
        "tasks",
        text("id", primary_key=True),
        whole("version"),
        *[code(name) for name in ("kind", "state")],
        *[text(name) for name in ("case_id", "unit_id")],
        *[number(name) for name in ("lon", "lat")],
        *[moment(name) for name in ("sent_at", "due_at")],
        moment("done_at", null=True),
        code("result", null=True),
        text("note"),
    )
    for column in ("state", "case_id", "unit_id"):
        op.create_index(f"ix_tasks_{column}", "tasks", [column])
