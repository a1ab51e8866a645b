"""Muck trucks: the registers of `wire.hauls`, and what has come in of them and is not judged yet."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from backend.tables.base import Base
from wire.codes import HaulPlaceKind, HaulState


class HaulCompanyRow(Base):
    __tablename__ = "haul_companies"

    id: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int]
    name: Mapped[str]
    licence: Mapped[str]
    contact: Mapped[str]
    phone: Mapped[str]
    note: Mapped[str]


class HaulPlaceRow(Base):
    __tablename__ = "haul_places"

    id: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int]
    kind: Mapped[HaulPlaceKind]
    name: Mapped[str]
    outline: Mapped[list[Any]]
    lon: Mapped[float]
    lat: Mapped[float]
    company_id: Mapped[str | None]
    note: Mapped[str]


class HaulTruckRow(Base):
    """`id` is that of the unit."""

    __tablename__ = "haul_trucks"

    id: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int]
    company_id: Mapped[str]
    volume_m3: Mapped[float]
    camera_id: Mapped[str | None]
    note: Mapped[str]


class HaulPermitRow(Base):
    __tablename__ = "haul_permits"

    id: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int]
    number: Mapped[str] = mapped_column(unique=True)
    company_id: Mapped[str]
    site_id: Mapped[str]
    ground_id: Mapped[str]
    route: Mapped[list[Any]]
    starts: Mapped[date]
    ends: Mapped[date]
    windows: Mapped[list[Any]]
    volume_m3: Mapped[float]
    truck_ids: Mapped[list[str]]
    carried_m3: Mapped[float]
    hauls: Mapped[int]
    note: Mapped[str]


class HaulTripRow(Base):
    __tablename__ = "haul_trips"
    __table_args__ = (sa.Index("ix_haul_trips_truck", "truck_id", "started_at"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int]
    truck_id: Mapped[str]
    permit_id: Mapped[str | None]
    site_id: Mapped[str | None]
    ground_id: Mapped[str | None]
    state: Mapped[HaulState]
    started_at: Mapped[datetime] = mapped_column(index=True)
    ended_at: Mapped[datetime | None]
    length_m: Mapped[float]
    off_m: Mapped[float]
    off_s: Mapped[float]
    volume_m3: Mapped[float]
    faults: Mapped[list[str]]


class HaulReportRow(Base):
    """A report of a truck as it came in, until it is judged; `fix` is `wire.units.Fix`."""

    __tablename__ = "haul_reports"

    id: Mapped[int] = mapped_column(primary_key=True)
    truck_id: Mapped[str]
    fix: Mapped[dict[str, Any]]


class HaulHeadRow(Base):
    """One row: whoever judges holds it, so that no two do at once; `mark` changes with what trucks are judged on."""

    __tablename__ = "haul_head"

    one: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    mark: Mapped[int]
