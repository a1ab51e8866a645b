"""The report form asks while it is filled in."""

from litestar import post
from litestar.di import NamedDependency
from litestar.params import JSONBody

from backend.rules import advice
from backend.rules.suggester import Suggester
from backend.session import Database
from backend.web.docs import refusals
from backend.web.roles import HALL, roles
from wire.advice import Advice, DraftReport


@post("/v1/advice", opt=roles(HALL), status_code=200, tags=["advice"], sync_to_thread=True, responses=refusals(413, 415))
def advise(data: JSONBody[DraftReport], database: NamedDependency[Database], suggester: NamedDependency[Suggester]) -> Advice:
    """Classes by the words, cases that this may repeat, departments that would get it. Changes nothing; a body, because addresses are logged."""
    model = suggester.model()
    with database.read() as work:
        return advice.advise(work, data, model)


routes = [advise]
