"""Results for the public: how they would look, who confirms them, and the door at which anybody asks by number."""

from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from backend.photos import PhotoStore
from backend.refusals import Unknown
from backend.routes.photos import PICTURE
from backend.rules import photos, publications
from backend.rules.visits import Visits
from backend.session import Database
from backend.web.docs import CHANGING, refusals
from backend.web.orders import Orders, tagged
from backend.web.roles import HALL, OPEN, roles
from wire.codes import Role
from wire.people import User
from wire.publications import AnyPublicationOrder, Publication, PublicResult

PUBLISHERS = roles(Role.ACCEPTOR, Role.SHIFT_LEADER, Role.EVALUATOR, Role.ADMIN)
NOT_KEPT = {"Cache-Control": "no-store"}  # what is withdrawn is gone


@get("/v1/cases/{id:str}/publication", opt=roles(HALL), tags=["publicity"], sync_to_thread=True, responses=refusals(404))
def look(id: FromPath[str], database: NamedDependency[Database], user: NamedDependency[User]) -> Response[Publication]:
    """Exactly what the public sees or would see."""
    with database.read(user) as work:
        return tagged(publications.look(work, id))


@post(
    "/v1/cases/{id:str}/publication/orders",
    opt=PUBLISHERS,
    status_code=200,
    tags=["publicity"],
    sync_to_thread=True,
    responses=refusals(*CHANGING),
)
def order(id: FromPath[str], data: JSONBody[AnyPublicationOrder], orders: NamedDependency[Orders]) -> Response[Publication]:
    """Propose the words, confirm them (administrators and evaluators), withdraw them."""
    return orders.do(lambda work: publications.order(work, id, data))


@get("/v1/public/results/{number:str}", opt=OPEN, tags=["publicity"], sync_to_thread=True, responses=refusals(404, 429))
def result(
    number: FromPath[str], request: Request[Any, Any, Any], database: NamedDependency[Database], visits: NamedDependency[Visits]
) -> Response[PublicResult]:
    """The published result of a case by its number. Sixty questions a minute from one address."""
    visits.note(_address(request))
    with database.read() as work:
        return Response(publications.asked_by_number(work, number), headers=NOT_KEPT)


@get("/v1/public/photos/{id:str}", opt=OPEN, tags=["publicity"], sync_to_thread=True, responses=refusals(404, 429) | PICTURE)
def photo(
    id: FromPath[str],
    request: Request[Any, Any, Any],
    database: NamedDependency[Database],
    visits: NamedDependency[Visits],
    store: NamedDependency[PhotoStore],
) -> Response[bytes]:
    """A photo that was chosen for a published result."""
    visits.note(_address(request))
    with database.read() as work:
        if not publications.is_public_photo(work, id):
            raise Unknown("photo", id)
        known = photos.one(work, id)
    return Response(store.bytes_of(known.id), media_type=known.media_type, headers=NOT_KEPT)


def _address(request: Request[Any, Any, Any]) -> str:
    return request.client.host if request.client else ""


routes = [look, order, result, photo]
