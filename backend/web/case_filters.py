"""A filter of cases as it stands in an address: what may be given several times is repeated."""

from typing import Annotated

from litestar.params import FromQuery, QueryParameter

from backend.refusals import Malformed
from backend.web.queries import box_of, numbers_of, time_of
from wire.case_filter import MOST_PER_PAGE, CaseFilter, CaseSort, Circle
from wire.codes import CloseKind, Kind, Source, Stage, Status, VoidKind
from wire.problem import FieldError

SEVERAL = "repeatable"
FARTHEST_M = 20_000
Text = Annotated[str, QueryParameter(max_length=100, description="parts of address, description, class, department; the beginning of a number")]
Statuses = Annotated[list[Status] | None, QueryParameter(name="status", description=SEVERAL)]
Stages = Annotated[list[Stage] | None, QueryParameter(name="stage", description=SEVERAL)]
Sources = Annotated[list[Source] | None, QueryParameter(name="source", description=SEVERAL)]
Codes = Annotated[list[str] | None, QueryParameter(description=SEVERAL)]
CloseKinds = Annotated[list[CloseKind] | None, QueryParameter(name="close_kind", description=SEVERAL)]
VoidKinds = Annotated[list[VoidKind] | None, QueryParameter(name="void_kind", description=SEVERAL)]
Major = Annotated[str | None, QueryParameter(pattern=r"^\d{2}$", required=False)]
ClassCode = Annotated[str | None, QueryParameter(pattern=r"^\d{4}$", required=False)]
GridCode = Annotated[str | None, QueryParameter(pattern=r"^\d{2,15}$", required=False, description="the beginning of a basic grid's code")]
Moment = Annotated[str | None, QueryParameter(required=False, description="like 2026-11-21T08:30:00Z")]
Near = Annotated[str | None, QueryParameter(required=False, description="longitude,latitude,metres")]
Bbox = Annotated[str | None, QueryParameter(required=False, description="west,south,east,north in degrees")]
Limit = Annotated[int, QueryParameter(ge=1, le=MOST_PER_PAGE)]


def case_filter(
    text: Text = "",
    status: Statuses = None,
    stage: Stages = None,
    source: Sources = None,
    kind: FromQuery[Kind | None] = None,
    major: Major = None,
    class_code: ClassCode = None,
    department_id: Codes = None,
    duty_grid: Codes = None,
    grid: GridCode = None,
    reported_from: Moment = None,
    reported_to: Moment = None,
    closed_from: Moment = None,
    closed_to: Moment = None,
    overdue: FromQuery[bool | None] = None,
    urgent: FromQuery[bool | None] = None,
    rework: FromQuery[bool | None] = None,
    close_kind: CloseKinds = None,
    void_kind: VoidKinds = None,
    near: Near = None,
    bbox: Bbox = None,
    sort: FromQuery[CaseSort] = CaseSort.REPORTED,
    ascending: FromQuery[bool] = False,
    limit: Limit = 100,
    cursor: FromQuery[str | None] = None,
) -> CaseFilter:
    """The dependency `wanted` of a route that answers cases."""
    times = {"reported_from": reported_from, "reported_to": reported_to, "closed_from": closed_from, "closed_to": closed_to}
    return CaseFilter(
        text=text,
        status=status or [],
        stage=stage or [],
        source=source or [],
        kind=kind,
        major=major,
        class_code=class_code,
        department_id=department_id or [],
        duty_grid=duty_grid or [],
        grid=grid,
        overdue=overdue,
        urgent=urgent,
        rework=rework,
        close_kind=close_kind or [],
        void_kind=void_kind or [],
        near=circle_of(near) if near is not None else None,
        box=box_of(bbox) if bbox is not None else None,
        sort=sort,
        ascending=ascending,
        limit=limit,
        cursor=cursor,
        **{name: time_of(said, name) if said is not None else None for name, said in times.items()},
    )


def circle_of(text: str) -> Circle:
    lon, lat, radius_m = numbers_of(text) if len(numbers_of(text)) == 3 else (999.0, 0.0, 0.0)
    if not (abs(lon) <= 180 and abs(lat) <= 90 and 0 < radius_m <= FARTHEST_M):
        detail = f"must be longitude,latitude,metres, of at most {FARTHEST_M:,} metres"
        raise Malformed(f"near {detail}.", [FieldError(path="near", detail=detail)])
    return lon, lat, radius_m
