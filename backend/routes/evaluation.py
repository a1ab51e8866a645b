"""Evaluation: what the counters add up to, and the cases behind every figure."""

from datetime import date, datetime
from typing import Annotated

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery, JSONBody, QueryParameter

from backend.rules import counting, evaluation, hand
from backend.session import Database
from backend.web.docs import CHANGING, refusals
from backend.web.orders import Orders
from backend.web.roles import HALL, OFFICE, roles
from wire.cases import CasePage
from wire.codes import Role
from wire.evaluation import Basis, Counter, Dimension, Evaluation, HandFigure, HandOrder, Lap, Period, Question, Scheme
from wire.people import User
from wire.periods import span

MOST_PAGES = 4  # that are counted before an answer; what is left is counted beside, and said
Limit = Annotated[int, QueryParameter(ge=1, le=500)]
Where = Annotated[list[str] | None, QueryParameter(name="where", description="repeatable: DIMENSION:key")]
Counters = Annotated[list[Counter] | None, QueryParameter(name="counter", description="repeatable: any of these")]
Laps = Annotated[list[Lap] | None, QueryParameter(name="lap", description="repeatable: that have left any of these")]
Minus = Annotated[list[Counter] | None, QueryParameter(name="minus", description="repeatable: none of these")]
At = Annotated[datetime | None, QueryParameter(description="as of when; none: now")]
JUDGES = (Role.EVALUATOR, Role.DUTY_LEADER, Role.ADMIN)


@get("/v1/evaluation/scheme", opt=roles(HALL, OFFICE), tags=["evaluation"], sync_to_thread=True, responses=refusals())
def read_scheme(database: NamedDependency[Database], user: NamedDependency[User]) -> Scheme:
    """Indicators, formulas, grades and figures by hand, in the version in force."""
    with database.read(user) as work:
        return evaluation.scheme(work)


@get("/v1/evaluation", opt=roles(HALL, OFFICE), tags=["evaluation"], sync_to_thread=True, responses=refusals(409))
def read_evaluation(
    database: NamedDependency[Database],
    user: NamedDependency[User],
    period: FromQuery[Period],
    day: FromQuery[date],
    by: FromQuery[Dimension] = Dimension.CITY,
    basis: FromQuery[Basis] = Basis.REPORTED,
    where: Where = None,
    frozen: FromQuery[bool] = False,
    at: At = None,
) -> Evaluation:
    """The period that `day` lies in, a line for each key of `by`; as it is now, as it was at a moment, or as it was `frozen`. An office gets its
    own line."""
    counting.keep_up(database, MOST_PAGES)
    with database.read(user) as work:
        asked = Question(period=period, day=day, basis=basis, where=where or [], frozen=frozen)
        return evaluation.evaluation(work, evaluation.of_user(work, asked, by), by, at)


@get("/v1/evaluation/cases", opt=roles(HALL, OFFICE), tags=["evaluation"], sync_to_thread=True, responses=refusals(409))
def read_cases(
    database: NamedDependency[Database],
    user: NamedDependency[User],
    period: FromQuery[Period],
    day: FromQuery[date],
    basis: FromQuery[Basis] = Basis.REPORTED,
    where: Where = None,
    counter: Counters = None,
    minus: Minus = None,
    lap: Laps = None,
    first: FromQuery[date | None] = None,
    last: FromQuery[date | None] = None,
    frozen: FromQuery[bool] = False,
    limit: Limit = 100,
    cursor: FromQuery[str | None] = None,
) -> CasePage:
    """The cases that count for any of the counters and for none of `minus`, or that have left any of the laps; the newest first."""
    counting.keep_up(database, MOST_PAGES)
    with database.read(user) as work:
        asked = Question(period=period, day=day, basis=basis, where=where or [], first=first, last=last, frozen=frozen)
        return evaluation.cases(work, evaluation.of_user(work, asked), counter or [], minus or [], limit, cursor, lap or [])


@get("/v1/evaluation/hand", opt=roles(HALL), tags=["evaluation"], sync_to_thread=True, responses=refusals())
def read_hand(database: NamedDependency[Database], user: NamedDependency[User], period: FromQuery[Period], day: FromQuery[date]) -> list[HandFigure]:
    """What was entered by hand for the period or parts of it, the newest first."""
    with database.read(user) as work:
        return hand.entered(work, *span(period, day))


@post("/v1/evaluation/hand", opt=roles(*JUDGES), tags=["evaluation"], sync_to_thread=True, responses=refusals(*CHANGING))
def enter_hand(data: JSONBody[HandOrder], orders: NamedDependency[Orders]) -> Response[HandFigure]:
    """A figure by hand, with its reason. The same order again answers the same."""
    return orders.do(lambda work: hand.enter(work, data), status=201)


routes = [read_scheme, read_evaluation, read_cases, read_hand, enter_hand]
