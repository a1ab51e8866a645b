"""Calls, seats, transfers, publications; what a case owes its citizen."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def text(name: str, null: bool = False, **options: object) -> sa.Column[str]:
    return sa.Column(name, sa.String(), nullable=null, **options)  # type: ignore[arg-type]


def code(name: str, null: bool = False, **options: object) -> sa.Column[str]:
    return sa.Column(name, sa.String(40), nullable=null, **options)  # type: ignore[arg-type]


def whole(name: str, null: bool = False, **options: object) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=null, **options)  # type: ignore[arg-type]


def moment(name: str, null: bool = True, **options: object) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=null, **options)  # type: ignore[arg-type]


def flag(name: str, null: bool = False) -> sa.Column[bool]:
    return sa.Column(name, sa.Boolean(), nullable=null)


def number(name: str) -> sa.Column[float]:
    return sa.Column(name, sa.Double(), nullable=True)


def upgrade() -> None:
    calls()
    seats()
    transfers()
    publications()
    cases()


def calls() -> None:
    op.create_table(
        "calls",
        text("id", primary_key=True),
        whole("version"),
        text("number", index=True),
        code("direction"),
        code("state", index=True),
        moment("ring_at", null=False, index=True),
        *[moment(name) for name in ("answer_at", "end_at", "called_back_at")],
        whole("seat", null=True),
        *[text(name) for name in ("operator", "taken_by", "caller", "text", "digest")],
        *[text(name, null=True) for name in ("handed_to", "recording_ref")],
        code("kind", null=True),
        code("urgency"),
        text("case_id", null=True, index=True),
        code("satisfaction", null=True),
        *[whole(name) for name in ("known_calls", "open_cases", "tries")],
        flag("repeated"),
    )


def seats() -> None:
    op.create_table(
        "seats",
        whole("number", primary_key=True, autoincrement=False),
        whole("version"),
        code("state"),
        *[text(name) for name in ("user", "full_name", "note", "note_by")],
        text("call_id", null=True),
        *[moment(name) for name in ("state_at", "note_at")],
    )


def transfers() -> None:
    op.create_table(
        "transfers",
        text("id", primary_key=True),
        whole("version"),
        text("number", index=True),
        *[text(name) for name in ("title", "text", "reporter", "phone", "address", "reply", "replied_by", "digest")],
        moment("received_at", null=False, index=True),
        moment("due_at", null=False),
        moment("replied_at"),
        code("state", index=True),
        *[number(name) for name in ("lon", "lat")],
        text("case_id", null=True),
    )


def publications() -> None:
    op.create_table(
        "publications",
        text("case_id", primary_key=True),
        whole("version"),
        text("number", unique=True),
        code("state"),
        *[text(name) for name in ("shown", "proposed_by", "confirmed_by")],
        *[moment(name) for name in ("published_at", "withdrawn_at")],
    )


def cases() -> None:
    with op.batch_alter_table("cases") as table:
        for name in ("callback", "satisfaction", "publicity"):
            table.add_column(code(name, null=True))
        table.add_column(sa.Column("callback_tries", sa.Integer(), nullable=False, server_default="0"))
        for name in ("resolved", "promise_kept"):
            table.add_column(flag(name, null=True))
        table.add_column(moment("promise_at"))
        table.create_index("ix_cases_phone", ["phone"])
        table.create_index("ix_cases_duplicate_of", ["duplicate_of"])
    with op.batch_alter_table("flow") as table:
        table.add_column(code("outcome", null=True))
        table.add_column(code("satisfaction", null=True))
