"""Base maps."""

from litestar import Response, delete, get, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from backend.rules import basemaps
from backend.rules.people import must_be_named
from backend.session import Database
from backend.web.docs import CHANGING, refusals
from backend.web.orders import Orders, tagged
from backend.web.roles import HALL, OFFICE, roles
from wire.basemaps import BaseMap, BaseMapOrder
from wire.codes import Role


@get("/v1/basemaps", opt=roles(HALL, OFFICE), tags=["basemaps"], sync_to_thread=True, responses=refusals())
def all_basemaps(database: NamedDependency[Database]) -> list[BaseMap]:
    with database.read() as work:
        return basemaps.all_basemaps(work)


@get("/v1/basemaps/{id:str}", opt=roles(HALL, OFFICE), tags=["basemaps"], sync_to_thread=True, responses=refusals(404))
def basemap(id: FromPath[str], database: NamedDependency[Database]) -> Response[BaseMap]:
    with database.read() as work:
        return tagged(basemaps.one(work, id))


@put("/v1/basemaps/{id:str}", opt=roles(Role.ADMIN), tags=["basemaps"], sync_to_thread=True, responses=refusals(*CHANGING))
def put_basemap(id: FromPath[str], data: JSONBody[BaseMapOrder], orders: NamedDependency[Orders]) -> Response[BaseMap]:
    must_be_named(id, data.id)
    return orders.do(lambda work: basemaps.put(work, data))


@delete("/v1/basemaps/{id:str}", opt=roles(Role.ADMIN), tags=["basemaps"], sync_to_thread=True, responses=refusals(*CHANGING))
def remove_basemap(id: FromPath[str], orders: NamedDependency[Orders]) -> None:
    orders.do(lambda work: basemaps.remove(work, id))


routes = [all_basemaps, basemap, put_basemap, remove_basemap]
