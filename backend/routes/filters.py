"""Filters of the case queue that the hall shares."""

from litestar import Response, delete, get, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from backend.rules import filters
from backend.rules.people import must_be_named
from backend.session import Database
from backend.web.docs import CHANGING, refusals
from backend.web.orders import Orders
from backend.web.roles import HALL, roles
from wire.filters import FilterOrder, SavedFilter

ALL_IN_HALL = roles(HALL)


@get("/v1/filters", opt=ALL_IN_HALL, tags=["filters"], sync_to_thread=True, responses=refusals())
def all_filters(database: NamedDependency[Database]) -> list[SavedFilter]:
    with database.read() as work:
        return filters.all_filters(work)


@put("/v1/filters/{id:str}", opt=ALL_IN_HALL, tags=["filters"], sync_to_thread=True, responses=refusals(*CHANGING))
def put_filter(id: FromPath[str], data: JSONBody[FilterOrder], orders: NamedDependency[Orders]) -> Response[SavedFilter]:
    must_be_named(id, data.id)
    return orders.do(lambda work: filters.put(work, data))


@delete("/v1/filters/{id:str}", opt=ALL_IN_HALL, tags=["filters"], sync_to_thread=True, responses=refusals(*CHANGING))
def remove_filter(id: FromPath[str], orders: NamedDependency[Orders]) -> None:
    orders.do(lambda work: filters.remove(work, id))


routes = [all_filters, put_filter, remove_filter]
