"""Grids, components and streets: what lies still on the map.

`lon` and `lat` (degrees, WGS-84) are the truth; the indexes over them are made by the migration and used through `backend.spatial`.
"""

from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from backend.tables.base import Base
from wire.codes import ComponentState, GridKind


class GridRow(Base):
    """The box (west … north) around its rings stands beside them, so that grids are found without reading rings."""

    __tablename__ = "grids"

    id: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int]
    kind: Mapped[GridKind] = mapped_column(index=True)
    code: Mapped[str] = mapped_column(index=True)
    name: Mapped[str]
    area_m2: Mapped[float]
    lon: Mapped[float]
    lat: Mapped[float]
    west: Mapped[float]
    south: Mapped[float]
    east: Mapped[float]
    north: Mapped[float]
    rings: Mapped[list[Any]]
    parent: Mapped[str | None]


class GridHead(Base):
    """One row. `mark` is another with every change of any grid: whoever keeps an index of them in memory sees that it is old."""

    __tablename__ = "grid_head"

    one: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    mark: Mapped[str]


class ComponentRow(Base):
    """`number` is what the spatial index points at; `origin` is what the source of an import calls it, so that a second import finds it."""

    __tablename__ = "components"

    number: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(unique=True)
    version: Mapped[int]
    class_code: Mapped[str] = mapped_column(index=True)
    name: Mapped[str]
    state: Mapped[ComponentState]
    lon: Mapped[float]
    lat: Mapped[float]
    grid_code: Mapped[str | None]
    owner_id: Mapped[str | None]
    maintainer_id: Mapped[str | None]
    note: Mapped[str]
    origin: Mapped[str | None] = mapped_column(unique=True)


class StreetRow(Base):
    """A street line, for names and addresses. `line` is a list of lines, each a list of places: most have one."""

    __tablename__ = "streets"

    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(index=True)
    kind: Mapped[str]
    length_m: Mapped[float]
    lon: Mapped[float]  # the middle
    lat: Mapped[float]
    west: Mapped[float]
    south: Mapped[float]
    east: Mapped[float]
    north: Mapped[float]
    line: Mapped[list[Any]]
    speed_kmh: Mapped[float | None]
    oneway: Mapped[bool] = mapped_column(default=False)  # open along its line only


class StreetHead(Base):
    """One row. `mark` is another with every change of any street: the database's own triggers see to it."""

    __tablename__ = "street_head"

    one: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    mark: Mapped[str]
