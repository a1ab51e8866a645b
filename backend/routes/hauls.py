"""Muck trucks: companies, places, trucks, permits, and what they have carried."""

from typing import Annotated, Any

from litestar import Response, delete, get, put
from litestar.di import NamedDependency
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from backend.exporters import haul_trips_file
from backend.rules import hauls
from backend.rules.hauls import COMPANIES, PERMITS, PLACES, TRUCKS, TripsWanted
from backend.rules.people import must_be_named
from backend.session import Database
from backend.web.docs import CHANGING, refusals
from backend.web.orders import Orders, tagged
from backend.web.queries import span_of
from backend.web.roles import HALL, roles
from wire.codes import Noun
from wire.exports import MEDIA_TYPES, ExportFormat
from wire.hauls import (
    MOST_TRIPS,
    WRITERS,
    HaulCompany,
    HaulCompanyOrder,
    HaulPermit,
    HaulPermitOrder,
    HaulPlace,
    HaulPlaceOrder,
    HaulSums,
    HaulTrip,
    HaulTruck,
    HaulTruckOrder,
)
from wire.people import User

READ: dict[str, Any] = {"opt": roles(HALL), "tags": ["hauls"], "sync_to_thread": True}
WRITE: dict[str, Any] = {"opt": roles(WRITERS), "tags": ["hauls"], "sync_to_thread": True, "responses": refusals(*CHANGING)}
FILE: dict[int, Any] = {200: ResponseSpec(bytes, media_type="*/*", generate_examples=False)}
Limit = Annotated[int, QueryParameter(ge=1, le=MOST_TRIPS)]
During = Annotated[str, QueryParameter(name="datetime", max_length=80, description="start/end of when they began, either may be ..")]
Suffix = Annotated[str, QueryParameter(pattern="^(csv|xlsx)$")]
Language = Annotated[str, QueryParameter(pattern="^(zh_CN|en)$", description="of headings and words")]


@get("/v1/haul-companies", responses=refusals(), **READ)
def companies(database: NamedDependency[Database]) -> list[HaulCompany]:
    with database.read() as work:
        return hauls.all_of(work, COMPANIES)


@get("/v1/haul-companies/{id:str}", responses=refusals(404), **READ)
def company(id: FromPath[str], database: NamedDependency[Database]) -> Response[HaulCompany]:
    with database.read() as work:
        return tagged(hauls.one(work, COMPANIES, id))


@put("/v1/haul-companies/{id:str}", **WRITE)
def put_company(id: FromPath[str], data: JSONBody[HaulCompanyOrder], orders: NamedDependency[Orders]) -> Response[HaulCompany]:
    must_be_named(id, data.id)
    return orders.do(lambda work: hauls.put(work, COMPANIES, data))


@delete("/v1/haul-companies/{id:str}", **WRITE)
def remove_company(id: FromPath[str], orders: NamedDependency[Orders]) -> None:
    orders.do(lambda work: hauls.remove(work, COMPANIES, id))


@get("/v1/haul-places", responses=refusals(), **READ)
def places(database: NamedDependency[Database]) -> list[HaulPlace]:
    with database.read() as work:
        return hauls.all_of(work, PLACES)


@get("/v1/haul-places/{id:str}", responses=refusals(404), **READ)
def place(id: FromPath[str], database: NamedDependency[Database]) -> Response[HaulPlace]:
    with database.read() as work:
        return tagged(hauls.one(work, PLACES, id))


@put("/v1/haul-places/{id:str}", **WRITE)
def put_place(id: FromPath[str], data: JSONBody[HaulPlaceOrder], orders: NamedDependency[Orders]) -> Response[HaulPlace]:
    must_be_named(id, data.id)
    return orders.do(lambda work: hauls.put(work, PLACES, data))


@delete("/v1/haul-places/{id:str}", **WRITE)
def remove_place(id: FromPath[str], orders: NamedDependency[Orders]) -> None:
    orders.do(lambda work: hauls.remove(work, PLACES, id))


@get("/v1/haul-trucks", responses=refusals(), **READ)
def trucks(database: NamedDependency[Database]) -> list[HaulTruck]:
    with database.read() as work:
        return hauls.all_of(work, TRUCKS)


@get("/v1/haul-trucks/{id:str}", responses=refusals(404), **READ)
def truck(id: FromPath[str], database: NamedDependency[Database]) -> Response[HaulTruck]:
    with database.read() as work:
        return tagged(hauls.one(work, TRUCKS, id))


@put("/v1/haul-trucks/{id:str}", **WRITE)
def put_truck(id: FromPath[str], data: JSONBody[HaulTruckOrder], orders: NamedDependency[Orders]) -> Response[HaulTruck]:
    must_be_named(id, data.id)
    return orders.do(lambda work: hauls.put(work, TRUCKS, data))


@delete("/v1/haul-trucks/{id:str}", **WRITE)
def remove_truck(id: FromPath[str], orders: NamedDependency[Orders]) -> None:
    orders.do(lambda work: hauls.remove(work, TRUCKS, id))


@get("/v1/haul-permits", responses=refusals(), **READ)
def permits(database: NamedDependency[Database]) -> list[HaulPermit]:
    with database.read() as work:
        return hauls.all_of(work, PERMITS)


@get("/v1/haul-permits/{id:str}", responses=refusals(404), **READ)
def permit(id: FromPath[str], database: NamedDependency[Database]) -> Response[HaulPermit]:
    with database.read() as work:
        return tagged(hauls.one(work, PERMITS, id))


@put("/v1/haul-permits/{id:str}", **WRITE)
def put_permit(id: FromPath[str], data: JSONBody[HaulPermitOrder], orders: NamedDependency[Orders]) -> Response[HaulPermit]:
    must_be_named(id, data.id)
    return orders.do(lambda work: hauls.put(work, PERMITS, data))


@delete("/v1/haul-permits/{id:str}", **WRITE)
def remove_permit(id: FromPath[str], orders: NamedDependency[Orders]) -> None:
    orders.do(lambda work: hauls.remove(work, PERMITS, id))


@get("/v1/haul-trips", responses=refusals(), **READ)
def trips(
    database: NamedDependency[Database], truck_id: FromQuery[str] = "", permit_id: FromQuery[str] = "", span: During = "", limit: Limit = 200
) -> list[HaulTrip]:
    """The newest first."""
    with database.read() as work:
        return hauls.trips(work, _wanted(truck_id, permit_id, span), limit)


@get("/v1/haul-trips/sums", responses=refusals(), **READ)
def trip_sums(database: NamedDependency[Database], truck_id: FromQuery[str] = "", permit_id: FromQuery[str] = "", span: During = "") -> HaulSums:
    """Of all trips that the same question lists, however many."""
    with database.read() as work:
        return hauls.sums(work, _wanted(truck_id, permit_id, span))


@get("/v1/haul-trips/file", responses=refusals(413) | FILE, **READ)
def trips_file(
    database: NamedDependency[Database],
    user: NamedDependency[User],
    truck_id: FromQuery[str] = "",
    permit_id: FromQuery[str] = "",
    span: During = "",
    format: Suffix = "xlsx",
    language: Language = "zh_CN",
) -> Response[bytes]:
    """The same as a table. It stands in the audit trail."""
    suffix = ExportFormat(format)
    with database.read() as work:
        told = haul_trips_file.table_of(work, _wanted(truck_id, permit_id, span), language)
    body = haul_trips_file.write(told, suffix, language)
    with database.write(user) as work:
        of = " ".join(filter(None, (truck_id, permit_id, span)))
        work.audit("HAUL_TRIP.EXPORT", Noun.HAUL_TRIP, detail=f"{suffix} {told.num_rows} {of}".strip())
    headers = {"Content-Disposition": f'attachment; filename="haul-trips.{suffix}"', "Cache-Control": "no-store"}
    return Response(body, media_type=MEDIA_TYPES[suffix], headers=headers)


def _wanted(truck_id: str, permit_id: str, span: str) -> TripsWanted:
    return TripsWanted(truck_id, permit_id, *(span_of(span) if span else (None, None)))


routes = [
    *(companies, company, put_company, remove_company),
    *(places, place, put_place, remove_place),
    *(trucks, truck, put_truck, remove_truck),
    *(permits, permit, put_permit, remove_permit),
    *(trips, trip_sums, trips_file),
]
