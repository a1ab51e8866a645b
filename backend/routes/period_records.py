"""Periods: freeze, publish, correct."""

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from backend.routes.evaluation import JUDGES
from backend.rules import counting, period_records
from backend.session import Database
from backend.web.docs import CHANGING, refusals
from backend.web.orders import Orders
from backend.web.roles import HALL, roles
from wire.people import User
from wire.period_records import CorrectionOrder, PeriodOrder, PeriodRecord


@get("/v1/evaluation/periods", opt=roles(HALL), tags=["evaluation"], sync_to_thread=True, responses=refusals())
def read_periods(database: NamedDependency[Database], user: NamedDependency[User]) -> list[PeriodRecord]:
    """Those that are frozen, the newest first, with their corrections."""
    with database.read(user) as work:
        return period_records.records(work)


@post("/v1/evaluation/periods", opt=roles(*JUDGES), tags=["evaluation"], sync_to_thread=True, responses=refusals(*CHANGING))
def freeze(data: JSONBody[PeriodOrder], orders: NamedDependency[Orders]) -> Response[PeriodRecord]:
    """The period as it is counted now, for good."""
    counting.keep_up(orders.database)
    return orders.do(lambda work: period_records.freeze(work, data), status=201)


@post(
    "/v1/evaluation/periods/{id:str}/publish",
    opt=roles(*JUDGES),
    status_code=200,
    tags=["evaluation"],
    sync_to_thread=True,
    responses=refusals(*CHANGING),
)
def publish(id: FromPath[str], orders: NamedDependency[Orders]) -> Response[PeriodRecord]:
    """From now on everybody may quote it."""
    return orders.do(lambda work: period_records.publish(work, id))


@post(
    "/v1/evaluation/periods/{id:str}/corrections",
    opt=roles(*JUDGES),
    status_code=200,
    tags=["evaluation"],
    sync_to_thread=True,
    responses=refusals(*CHANGING),
)
def correct(id: FromPath[str], data: JSONBody[CorrectionOrder], orders: NamedDependency[Orders]) -> Response[PeriodRecord]:
    """What is otherwise now than it was frozen; the frozen table stays."""
    counting.keep_up(orders.database)
    return orders.do(lambda work: period_records.correct(work, id, data))


routes = [read_periods, freeze, publish, correct]
