"""Verify and check tasks."""

from typing import Annotated

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from backend.rules import seen, tasks
from backend.session import Database
from backend.web.docs import CHANGING, refusals
from backend.web.orders import Orders
from backend.web.roles import HALL, roles
from wire.codes import Role, TaskState
from wire.people import User
from wire.tasks import MOST_TASKS, Task, TaskReport

State = Annotated[TaskState | None, QueryParameter(name="state")]  # `state` as a name is the framework's
Limit = Annotated[int, QueryParameter(ge=1, le=MOST_TASKS)]


@get("/v1/tasks", opt=roles(HALL, Role.INSPECTOR), tags=["tasks"], sync_to_thread=True, responses=refusals())
def read_tasks(
    database: NamedDependency[Database],
    user: NamedDependency[User],
    unit_id: FromQuery[str | None] = None,
    in_state: State = None,
    limit: Limit = 200,
) -> list[Task]:
    """The newest first, each that is open with how many of its unit's were sent before it; an inspector sees the tasks of their own unit, and that
    they have seen them is written down."""
    with database.read(user) as work:
        found = tasks.visible(work, unit_id, in_state, limit)
        news = seen.fetched(work, found)
    if news:
        with database.write(user) as work:
            seen.note(work, news)
    return found


@post("/v1/tasks/{id:str}/report", opt=roles(Role.INSPECTOR), status_code=200, tags=["tasks"], sync_to_thread=True, responses=refusals(*CHANGING))
def report(id: FromPath[str], data: JSONBody[TaskReport], orders: NamedDependency[Orders]) -> Response[Task]:
    """What the inspector found on site."""
    return orders.do(lambda work: tasks.report(work, id, data))


routes = [read_tasks, report]
