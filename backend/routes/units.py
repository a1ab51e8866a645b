"""Units, and signing them in and out."""

from litestar import Response, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from backend.rules import units
from backend.rules.people import must_be_named
from backend.session import Database
from backend.web.docs import CHANGING, refusals
from backend.web.orders import Orders, tagged
from backend.web.roles import ALL, HALL, roles
from wire.codes import Role
from wire.people import User
from wire.units import PhonesOrder, SignIn, Unit, UnitOrder, UnitPhone


@get("/v1/units", opt=roles(HALL), tags=["units"], sync_to_thread=True, responses=refusals())
def all_units(database: NamedDependency[Database]) -> list[Unit]:
    with database.read() as work:
        return units.all_units(work)


@get("/v1/units/{id:str}", opt=roles(HALL), tags=["units"], sync_to_thread=True, responses=refusals(404))
def unit(id: FromPath[str], database: NamedDependency[Database]) -> Response[Unit]:
    with database.read() as work:
        return tagged(units.one(work, id))


@put("/v1/units/{id:str}", opt=roles(Role.ADMIN), tags=["units"], sync_to_thread=True, responses=refusals(*CHANGING))
def put_unit(id: FromPath[str], data: JSONBody[UnitOrder], orders: NamedDependency[Orders]) -> Response[Unit]:
    must_be_named(id, data.id)
    return orders.do(lambda work: units.put(work, data))


@post("/v1/units/{id:str}/duty", opt=roles(ALL), status_code=200, tags=["units"], sync_to_thread=True, responses=refusals(*CHANGING))
def duty(id: FromPath[str], data: JSONBody[SignIn], orders: NamedDependency[Orders]) -> Response[Unit]:
    """A unit begins or ends its duty; only the unit itself, or an administrator."""
    return orders.do(lambda work: units.sign_in(work, id, data))


@post("/v1/units/phones", opt=roles(HALL), status_code=200, tags=["units"], sync_to_thread=True, responses=refusals(413, 415))
def phones(data: JSONBody[PhonesOrder], database: NamedDependency[Database], user: NamedDependency[User]) -> list[UnitPhone]:
    """Whole telephone numbers, to call these units. Whose were seen by whom is written down."""
    with database.write(user) as work:
        return units.phones(work, data.unit_ids)


routes = [all_units, unit, put_unit, duty, phones]
