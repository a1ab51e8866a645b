"""Geofences."""

from litestar import Response, delete, get, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from backend.rules import geofences
from backend.rules.people import must_be_named
from backend.session import Database
from backend.web.docs import CHANGING, refusals
from backend.web.orders import Orders, tagged
from backend.web.roles import HALL, roles
from wire.geofences import Geofence, GeofenceOrder

ALL_IN_HALL = roles(HALL)


@get("/v1/geofences", opt=ALL_IN_HALL, tags=["geofences"], sync_to_thread=True, responses=refusals())
def all_geofences(database: NamedDependency[Database]) -> list[Geofence]:
    with database.read() as work:
        return geofences.all_geofences(work)


@get("/v1/geofences/{id:str}", opt=ALL_IN_HALL, tags=["geofences"], sync_to_thread=True, responses=refusals(404))
def geofence(id: FromPath[str], database: NamedDependency[Database]) -> Response[Geofence]:
    with database.read() as work:
        return tagged(geofences.one(work, id))


@put("/v1/geofences/{id:str}", opt=ALL_IN_HALL, tags=["geofences"], sync_to_thread=True, responses=refusals(*CHANGING))
def put_geofence(id: FromPath[str], data: JSONBody[GeofenceOrder], orders: NamedDependency[Orders]) -> Response[Geofence]:
    must_be_named(id, data.id)
    return orders.do(lambda work: geofences.put(work, data))


@delete("/v1/geofences/{id:str}", opt=ALL_IN_HALL, tags=["geofences"], sync_to_thread=True, responses=refusals(*CHANGING))
def remove_geofence(id: FromPath[str], orders: NamedDependency[Orders]) -> None:
    orders.do(lambda work: geofences.remove(work, id))


routes = [all_geofences, geofence, put_geofence, remove_geofence]
