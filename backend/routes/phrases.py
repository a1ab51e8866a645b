"""Common phrases."""

from litestar import Response, delete, get, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from backend.rules import phrases
from backend.rules.people import must_be_named
from backend.session import Database
from backend.web.docs import CHANGING, refusals
from backend.web.orders import Orders
from backend.web.roles import HALL, OFFICE, roles
from wire.people import User
from wire.phrases import Phrase, PhraseOrder

WRITERS = roles(HALL, OFFICE)


@get("/v1/phrases", opt=WRITERS, tags=["phrases"], sync_to_thread=True, responses=refusals())
def all_phrases(database: NamedDependency[Database], user: NamedDependency[User]) -> list[Phrase]:
    """The hall's, and those of whoever asks."""
    with database.read(user) as work:
        return phrases.mine(work)


@put("/v1/phrases/{id:str}", opt=WRITERS, tags=["phrases"], sync_to_thread=True, responses=refusals(*CHANGING))
def put_phrase(id: FromPath[str], data: JSONBody[PhraseOrder], orders: NamedDependency[Orders]) -> Response[Phrase]:
    """One's own by anybody who writes; the hall's by an administrator."""
    must_be_named(id, data.id)
    return orders.do(lambda work: phrases.put(work, data))


@delete("/v1/phrases/{id:str}", opt=WRITERS, tags=["phrases"], sync_to_thread=True, responses=refusals(*CHANGING))
def remove_phrase(id: FromPath[str], orders: NamedDependency[Orders]) -> None:
    orders.do(lambda work: phrases.remove(work, id))


routes = [all_phrases, put_phrase, remove_phrase]
