"""Departments."""

from litestar import Response, get, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from backend.rules import departments
from backend.rules.people import must_be_named
from backend.session import Database
from backend.web.docs import CHANGING, refusals
from backend.web.orders import Orders, tagged
from backend.web.roles import HALL, roles
from wire.codes import Role
from wire.people import Department, DepartmentOrder


@get("/v1/departments", opt=roles(HALL), tags=["departments"], sync_to_thread=True, responses=refusals())
def all_departments(database: NamedDependency[Database]) -> list[Department]:
    with database.read() as work:
        return departments.all_departments(work)


@get("/v1/departments/{id:str}", opt=roles(HALL), tags=["departments"], sync_to_thread=True, responses=refusals(404))
def department(id: FromPath[str], database: NamedDependency[Database]) -> Response[Department]:
    with database.read() as work:
        return tagged(departments.one(work, id))


@put("/v1/departments/{id:str}", opt=roles(Role.ADMIN), tags=["departments"], sync_to_thread=True, responses=refusals(*CHANGING))
def put_department(id: FromPath[str], data: JSONBody[DepartmentOrder], orders: NamedDependency[Orders]) -> Response[Department]:
    must_be_named(id, data.id)
    return orders.do(lambda work: departments.put(work, data))


routes = [all_departments, department, put_department]
