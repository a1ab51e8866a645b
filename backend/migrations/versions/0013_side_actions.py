"""Suspension, extension, supervision: what a case keeps of them, requests with their reviews, supervisions with their answers."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"

FLAGS = ("important", "supervised", "self_handled", "direct", "timeout_exempt")


def text(name: str, null: bool = False, **options: object) -> sa.Column[str]:
    return sa.Column(name, sa.String(), nullable=null, **options)  # type: ignore[arg-type]


def code(name: str, null: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(40), nullable=null)


def moment(name: str, null: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=null)


def json(name: str, **options: object) -> sa.Column[object]:
    kind = sa.JSON().with_variant(sa.dialects.postgresql.JSONB(), "postgresql")
    return sa.Column(name, kind, nullable=False, **options)  # type: ignore[arg-type]


def upgrade() -> None:
    with op.batch_alter_table("cases") as cases:
        for name in FLAGS:
            cases.add_column(sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false()))
        for name in ("extension_count", "suspend_count"):
            cases.add_column(sa.Column(name, sa.Integer(), nullable=False, server_default="0"))
        for name in ("supervise_due_at", "suspended_until", "reminded_at"):
            cases.add_column(moment(name, null=True))
        for name in ("asked", "suspend_kind", "suspended_from"):
            cases.add_column(code(name, null=True))
        for name in ("rest", "rest_yellow"):
            cases.add_column(sa.Column(name, sa.Double(), nullable=True))
        cases.add_column(text("sub_centre_id", null=True))
        cases.add_column(json("asked_of", server_default="[]"))
    op.create_index("ix_cases_suspended_until", "cases", ["suspended_until"])
    op.create_index("ix_cases_yellow_at", "cases", ["yellow_at"])
    op.create_table(
        "adjustments",
        text("id", primary_key=True),
        text("case_id"),
        *[code(name) for name in ("kind", "state")],
        *[text(name) for name in ("asker", "asked_by")],
        moment("asked_at"),
        text("reason"),
        moment("until", null=True),
        code("suspend_kind", null=True),
        sa.Column("skips", sa.Integer(), nullable=False),
        json("reviews"),
    )
    op.create_index("ix_adjustments_case_id", "adjustments", ["case_id"])
    op.create_table(
        "supervisions",
        text("id", primary_key=True),
        text("case_id"),
        code("kind"),
        text("requirement"),
        sa.Column("hard", sa.Boolean(), nullable=False),
        text("by"),
        *[moment(name) for name in ("at", "arrange_by", "progress_by", "settle_by")],
        json("answers"),
        moment("ended_at", null=True),
    )
    op.create_index("ix_supervisions_case_id", "supervisions", ["case_id"])
