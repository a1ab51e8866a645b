"""Tours of cameras that the hall shares."""

from litestar import Response, delete, get, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from backend.rules import tours
from backend.rules.people import must_be_named
from backend.session import Database
from backend.web.docs import CHANGING, refusals
from backend.web.orders import Orders
from backend.web.roles import HALL, roles
from wire.tours import EDITORS, SavedTour, TourOrder

EDITED = roles(EDITORS)


@get("/v1/tours", opt=roles(HALL), tags=["cameras"], sync_to_thread=True, responses=refusals())
def all_tours(database: NamedDependency[Database]) -> list[SavedTour]:
    with database.read() as work:
        return tours.all_tours(work)


@put("/v1/tours/{id:str}", opt=EDITED, tags=["cameras"], sync_to_thread=True, responses=refusals(*CHANGING))
def put_tour(id: FromPath[str], data: JSONBody[TourOrder], orders: NamedDependency[Orders]) -> Response[SavedTour]:
    must_be_named(id, data.id)
    return orders.do(lambda work: tours.put(work, data))


@delete("/v1/tours/{id:str}", opt=EDITED, tags=["cameras"], sync_to_thread=True, responses=refusals(*CHANGING))
def remove_tour(id: FromPath[str], orders: NamedDependency[Orders]) -> None:
    orders.do(lambda work: tours.remove(work, id))


routes = [all_tours, put_tour, remove_tour]
