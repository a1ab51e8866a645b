"""Feed, audit, orders, people, units, positions, cameras, photos."""

import uuid
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0001"
down_revision = None

JSON = sa.JSON().with_variant(JSONB(), "postgresql")
MOMENT = sa.DateTime(timezone=True)
CODE = sa.String(40)


def text(name: str, null: bool = False, **options: Any) -> sa.Column[str]:
    return sa.Column(name, sa.String(), nullable=null, **options)


def number(name: str, null: bool = False, **options: Any) -> sa.Column[float]:
    return sa.Column(name, sa.Double(), nullable=null, **options)


def big(name: str, **options: Any) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), nullable=False, **options)


def whole(name: str, null: bool = False, **options: Any) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=null, **options)


def upgrade() -> None:
    feed()
    people()
    things()
    positions()


def feed() -> None:
    head = op.create_table("feed_head", whole("one", primary_key=True, autoincrement=False), text("epoch"), big("seq"), big("floor"), big("audit"))
    op.bulk_insert(head, [{"one": 1, "epoch": uuid.uuid4().hex, "seq": 0, "floor": 0, "audit": 0}])
    op.create_table(
        "changes",
        big("seq", primary_key=True, autoincrement=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("noun", CODE, nullable=False),
        text("id"),
        whole("version"),
        text("body"),
    )
    op.create_index("ix_changes_at", "changes", ["at"])
    op.create_table(
        "audit",
        big("seq", primary_key=True, autoincrement=False),
        sa.Column("at", MOMENT, nullable=False),
        *[text(name) for name in ("user", "act", "noun", "id", "detail", "previous", "hash")],
    )
    op.create_table(
        "orders",
        text("user", primary_key=True),
        text("key", primary_key=True),
        text("digest"),
        sa.Column("at", MOMENT, nullable=False),
        whole("status", null=True),
        whole("version", null=True),
        sa.Column("body", sa.LargeBinary()),
    )
    op.create_index("ix_orders_at", "orders", ["at"])


def people() -> None:
    op.create_table(
        "users",
        text("name", primary_key=True),
        whole("version"),
        text("full_name"),
        sa.Column("roles", JSON, nullable=False),
        text("password", null=True),
        text("department_id", null=True),
        text("unit_id", null=True),
    )
    op.create_table(
        "tokens",
        text("digest", primary_key=True),
        sa.Column("user", sa.String(), sa.ForeignKey("users.name", ondelete="CASCADE"), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT),
    )
    op.create_index("ix_tokens_user", "tokens", ["user"])
    op.create_index("ix_tokens_expires_at", "tokens", ["expires_at"])
    op.create_table(
        "departments",
        text("id", primary_key=True),
        whole("version"),
        text("code", unique=True),
        text("name"),
        sa.Column("trades", JSON, nullable=False),
        text("phone"),
        number("lon", null=True),
        number("lat", null=True),
    )


def things() -> None:
    op.create_table(
        "units",
        text("id", primary_key=True),
        whole("version"),
        whole("number", unique=True),
        text("code", unique=True),
        sa.Column("kind", CODE, nullable=False),
        text("name"),
        sa.Column("duty", CODE, nullable=False),
        sa.Column("duty_at", MOMENT),
        *[text(name) for name in ("team", "plate", "phone")],
        sa.Column("duty_grids", JSON, nullable=False),
        text("department_id", null=True),
    )
    op.create_table(
        "cameras",
        text("id", primary_key=True),
        whole("version"),
        text("code", unique=True),
        text("name"),
        number("lon"),
        number("lat"),
        *[number(name, null=True) for name in ("azimuth", "view_angle", "reach")],
        text("sub_url"),
        text("main_url"),
        sa.Column("online", sa.Boolean()),
    )
    op.create_table(
        "photos",
        text("id", primary_key=True),
        text("media_type"),
        whole("size"),
        sa.Column("at", MOMENT, nullable=False),
        text("user"),
    )


def positions() -> None:
    op.create_table(
        "fixes",
        whole("unit", primary_key=True, autoincrement=False),
        big("at", primary_key=True, autoincrement=False),
        number("lon"),
        number("lat"),
        *[number(name, null=True) for name in ("speed", "heading", "accuracy")],
        sqlite_with_rowid=False,
    )
    op.create_table(
        "latest_fixes",
        whole("unit", primary_key=True, autoincrement=False),
        text("unit_id"),
        big("cursor"),
        big("at"),
        number("lon"),
        number("lat"),
        number("speed", null=True),
        number("heading", null=True),
    )
    op.create_index("ix_latest_fixes_cursor", "latest_fixes", ["cursor"])
    head = op.create_table("position_head", whole("one", primary_key=True, autoincrement=False), big("cursor"))
    op.bulk_insert(head, [{"one": 1, "cursor": 0}])
