"""Which cases are wanted, in which order, and from where on: of pages, of saved searches and of exports."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated

from msgspec import Meta

from wire.codes import CloseKind, Kind, Source, Stage, Status, VoidKind
from wire.message import Order
from wire.places import Lat, Lon

MOST_PER_PAGE = 500
Code = Annotated[str, Meta(min_length=1, max_length=64)]
Metres = Annotated[float, Meta(gt=0, le=20_000)]
Circle = tuple[Lon, Lat, Metres]
Box = tuple[Lon, Lat, Lon, Lat]  # west, south, east, north


class CaseSort(StrEnum):
    """By which time; cases that have none come last."""

    REPORTED = "REPORTED"
    CLOSED = "CLOSED"
    DEADLINE = "DEADLINE"


class CaseFilter(Order, frozen=True, kw_only=True):
    """Each filter that is given narrows; of a list any will do.

    Every word of `text` is looked for in address and description, by any part of two characters or more; as a part of the name of the class
    or the department; as the beginning of the number, of its day or of month and day; and, by those who may see it, as the beginning of the
    reporter's phone. Times are aware; a start is in it, an end is not. `class_code` and `major` want a `kind`, for codes repeat.
    """

    text: Annotated[str, Meta(max_length=100)] = ""
    status: list[Status] = []
    stage: list[Stage] = []
    source: list[Source] = []
    kind: Kind | None = None
    major: Annotated[str, Meta(pattern=r"^\d{2}$")] | None = None
    class_code: Annotated[str, Meta(pattern=r"^\d{4}$")] | None = None
    department_id: list[Code] = []
    duty_grid: list[Code] = []
    grid: Annotated[str, Meta(pattern=r"^\d{2,15}$")] | None = None  # the beginning of a basic grid's code: district, street, community
    reported_from: datetime | None = None
    reported_to: datetime | None = None
    closed_from: datetime | None = None
    closed_to: datetime | None = None
    overdue: bool | None = None  # the disposal was later than its deadline, or is now
    urgent: bool | None = None
    rework: bool | None = None  # it was sent back for rework at least once
    close_kind: list[CloseKind] = []
    void_kind: list[VoidKind] = []
    near: Circle | None = None
    box: Box | None = None
    sort: CaseSort = CaseSort.REPORTED
    ascending: bool = False
    limit: Annotated[int, Meta(ge=1, le=MOST_PER_PAGE)] = 100
    cursor: str | None = None  # the `next` of the page before


PAGING = frozenset({"sort", "ascending", "limit", "cursor"})  # what does not narrow
