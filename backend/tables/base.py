"""The column types that all tables share. A row is no message: `backend.rules` makes messages from rows."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase

Json = sa.JSON().with_variant(JSONB(), "postgresql")


class Moment(sa.types.TypeDecorator[datetime]):
    """An aware time in UTC. SQLite keeps no zone, so it goes in and comes out as UTC there; a naive time is a defect."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a time without a zone: {value}")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """`Mapped[datetime]` is a `Moment`, any `StrEnum` is its text, lists and dictionaries are JSON."""

    type_annotation_map = {
        datetime: Moment,
        StrEnum: sa.Enum(
            StrEnum, native_enum=False, create_constraint=False, length=40, values_callable=lambda codes: [code.value for code in codes]
        ),
        list[str]: Json,
        dict[str, Any]: Json,
        list[Any]: Json,
    }
