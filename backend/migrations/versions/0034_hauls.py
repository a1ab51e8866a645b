"""Muck trucks: companies, places, trucks, permits, trips, and the reports that are to be judged."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0034"
down_revision = "0033"

JSON = sa.JSON().with_variant(JSONB(), "postgresql")


def upgrade() -> None:
    op.create_table("haul_companies", *_known(), _text("name"), _text("licence"), _text("contact"), _text("phone"), _text("note"))
    op.create_table(
        "haul_places",
        *_known(),
        sa.Column("kind", sa.String(40), nullable=False),
        _text("name"),
        _json("outline"),
        _figure("lon"),
        _figure("lat"),
        sa.Column("company_id", sa.String()),
        _text("note"),
    )
    op.create_table("haul_trucks", *_known(), _text("company_id"), _figure("volume_m3"), sa.Column("camera_id", sa.String()), _text("note"))
    op.create_table(
        "haul_permits",
        *_known(),
        sa.Column("number", sa.String(), nullable=False, unique=True),
        _text("company_id"),
        _text("site_id"),
        _text("ground_id"),
        _json("route"),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=False),
        _json("windows"),
        _figure("volume_m3"),
        _json("truck_ids"),
        _figure("carried_m3"),
        sa.Column("hauls", sa.Integer(), nullable=False),
        _text("note"),
    )
    op.create_table(
        "haul_trips",
        *_known(),
        _text("truck_id"),
        sa.Column("permit_id", sa.String()),
        sa.Column("site_id", sa.String()),
        sa.Column("ground_id", sa.String()),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False, index=True),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        _figure("length_m"),
        _figure("off_m"),
        _figure("off_s"),
        _figure("volume_m3"),
        _json("faults"),
    )
    op.create_index("ix_haul_trips_truck", "haul_trips", ["truck_id", "started_at"])
    op.create_table("haul_reports", sa.Column("id", sa.Integer(), primary_key=True), _text("truck_id"), _json("fix"))
    head = op.create_table(
        "haul_head", sa.Column("one", sa.Integer(), primary_key=True, autoincrement=False), sa.Column("mark", sa.Integer(), nullable=False)
    )
    op.bulk_insert(head, [{"one": 1, "mark": 0}])


def downgrade() -> None:
    for table in ("haul_head", "haul_reports", "haul_trips", "haul_permits", "haul_trucks", "haul_places", "haul_companies"):
        op.drop_table(table)


def _known() -> list[sa.Column[object]]:
    return [sa.Column("id", sa.String(), primary_key=True), sa.Column("version", sa.Integer(), nullable=False)]


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.String(), nullable=False)


def _figure(name: str) -> sa.Column[float]:
    return sa.Column(name, sa.Double(), nullable=False)


def _json(name: str) -> sa.Column[object]:
    return sa.Column(name, JSON, nullable=False)
