"""Users, for administrators."""

from litestar import Response, get, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from backend.rules import people
from backend.session import Database
from backend.web.admission import Sessions
from backend.web.docs import CHANGING, refusals
from backend.web.orders import Orders
from backend.web.roles import roles
from wire.codes import Role
from wire.people import User, UserOrder

ADMIN = roles(Role.ADMIN)


@get("/v1/users", opt=ADMIN, tags=["users"], sync_to_thread=True, responses=refusals())
def users(database: NamedDependency[Database]) -> list[User]:
    with database.read() as work:
        return people.all_users(work)


@get("/v1/users/{name:str}", opt=ADMIN, tags=["users"], sync_to_thread=True, responses=refusals(404))
def user_named(name: FromPath[str], database: NamedDependency[Database]) -> User:
    with database.read() as work:
        return people.one(work, name)


@put("/v1/users/{name:str}", opt=ADMIN, tags=["users"], sync_to_thread=True, responses=refusals(*CHANGING))
def put_user(name: FromPath[str], data: JSONBody[UserOrder], orders: NamedDependency[Orders], sessions: NamedDependency[Sessions]) -> Response[User]:
    people.must_be_named(name, data.name)
    answer = orders.do(lambda work: people.put(work, data))
    sessions.forget()
    return answer


routes = [users, user_named, put_user]
