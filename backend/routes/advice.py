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
from wire.people import User


@post("/v1/advice", opt=roles(HALL), status_code=200, tags=["advice"], sync_to_thread=True, responses=refusals(413, 415))
def advise(
    data: JSONBody[DraftReport], database: NamedDependency[Database], suggester: NamedDependency[Suggester], user: NamedDependency[User]
) -> Advice:
    """Classes by the words, cases that this may repeat, departments that would get it. Changes nothing; a body, because addresses are logged.

    A phone is looked up for those alone who may see one whole, and whom it finds is written down; the others are advised on all else.
    """
    model = suggester.model()
    with database.read(user) as work:
        found = advice.advise(work, data, model)
        news = advice.found_by_phone(found) > 0 and not advice.is_noted(work, data, found)
    if news:
        with database.write(user) as work:
            advice.note(work, data, found)
    return found


routes = [advise]
