"""Powers that are lent for a while."""

from litestar import Response, delete, get, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from backend.rules import authorisations
from backend.rules.people import must_be_named
from backend.session import Database
from backend.web.admission import Sessions
from backend.web.docs import CHANGING, refusals
from backend.web.orders import Orders
from backend.web.roles import HALL, OFFICE, roles
from wire.authorisations import Authorisation, AuthorisationOrder, Authorisations
from wire.people import User

LENDERS = roles(HALL, OFFICE)


@get("/v1/authorisations", opt=LENDERS, tags=["users"], sync_to_thread=True, responses=refusals())
def read_authorisations(database: NamedDependency[Database], user: NamedDependency[User]) -> Authorisations:
    """Those that concern who asks, and to whom he could give his own."""
    with database.read(user) as work:
        return authorisations.shown(work)


@put("/v1/authorisations/{id:str}", opt=LENDERS, tags=["users"], sync_to_thread=True, responses=refusals(*CHANGING))
def put_authorisation(
    id: FromPath[str], data: JSONBody[AuthorisationOrder], orders: NamedDependency[Orders], sessions: NamedDependency[Sessions]
) -> Response[Authorisation]:
    must_be_named(id, data.id)
    answer = orders.do(lambda work: authorisations.put(work, data))
    sessions.forget()
    return answer


@delete("/v1/authorisations/{id:str}", opt=LENDERS, status_code=200, tags=["users"], sync_to_thread=True, responses=refusals(*CHANGING))
def revoke_authorisation(id: FromPath[str], orders: NamedDependency[Orders], sessions: NamedDependency[Sessions]) -> Response[Authorisation]:
    answer = orders.do(lambda work: authorisations.revoke(work, id))
    sessions.forget()
    return answer


routes = [read_authorisations, put_authorisation, revoke_authorisation]
