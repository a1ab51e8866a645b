"""A row of counters for every case, how far they have followed the feed, frozen periods, and figures by hand."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0019"
down_revision = "0018"

DAYS = ("reported", "filed", "dispatched", "disposed", "closed")
PLACED = [
    "district",
    "street",
    "community",
    "area",
    "duty_grid",
    "basic_grid",
    "road",
    "department",
    "major",
    "class",
    "source",
    "reporter",
    "verifier",
    "checker",
    "acceptor",
    "filer",
    "dispatcher",
]
LAPS = ["accept", "verify", "file", "dispatch", "dispose", "review", "check", "close"]
COUNTERS = [
    "report",
    "patrol_report",
    "public_report",
    "valid_report",
    "valid_patrol_report",
    "valid_public_report",
    "operate",
    "intime_operate",
    "accurate_operate",
    "need_send_verify",
    "send_verify",
    "need_verify",
    "verify",
    "intime_verify",
    "inst",
    "intime_inst",
    "accurate_inst",
    "need_dispatch",
    "dispatch",
    "intime_dispatch",
    "accur_dispatch",
    "need_dispose",
    "dispose",
    "intime_dispose",
    "overtime_dispose",
    "to_dispose",
    "archive",
    "intime_archive",
    "overtime_archive",
    "urgent_archive",
    "rework",
    "multi_rework",
    "return",
    "shuffle",
    "postpone",
    "multi_postpone",
    "postpone_hours",
    "hang",
    "his_hang",
    "multi_hang",
    "need_check",
    "check",
    "intime_check",
    "invalid_check",
    "supervise",
    "intime_supervise",
    "urge",
    "not_operate",
    "not_inst",
    "cancel",
    "patrol_deal_report",
    "patrol_deal_archive",
    "patrol_deal_cancel",
    "direct",
    "need_callback",
    "callback",
    "very_satisfied",
    "satisfied",
    "neutral",
    "not_satisfied",
    "hotline_inst",
    "media_inst",
    "internet_inst",
    "video_inst",
    "inspection_inst",
    "assess_inst",
    "patrol_inst",
    "timeout_exempt",
    "open",
]


def counted() -> list[sa.Column[Any]]:
    return [
        sa.Column("case_id", sa.String(), primary_key=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("urgent", sa.Integer(), nullable=False),
        *(sa.Column(f"{name}_on", sa.Date(), nullable=True) for name in DAYS),
        *(sa.Column(f"by_{name}", sa.String(), nullable=True) for name in PLACED),
        *(sa.Column(f"{name}_min", sa.Double(), nullable=True) for name in LAPS),
        *(sa.Column(name, sa.Double() if name.endswith("hours") else sa.Integer(), nullable=False) for name in COUNTERS),
    ]


def upgrade() -> None:
    op.create_table("case_counts", *counted())
    op.create_index("ix_case_counts_reported_on", "case_counts", ["reported_on"])
    op.create_table("frozen_counts", sa.Column("period_id", sa.String(), primary_key=True), *counted())
    op.create_table(
        "evaluation_periods",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("period", sa.String(40), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("cases", sa.Integer(), nullable=False),
        sa.Column("frozen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("frozen_by", sa.String(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_by", sa.String(), nullable=False),
        sa.Column("scheme", sa.String(), nullable=False),
        sa.Column("corrections", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
    )
    head = op.create_table(
        "count_head",
        sa.Column("one", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("mark", sa.String(), nullable=False),
        sa.Column("upto", sa.String(), nullable=True),
    )
    op.bulk_insert(head, [{"one": 1, "seq": 0, "mark": "", "upto": None}])
    op.create_table(
        "hand_figures",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("period", sa.String(40), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("value", sa.Double(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("user", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )
