"""The filing standard in force."""

from litestar import get
from litestar.di import NamedDependency

from backend.rules import catalogue
from backend.session import Database
from backend.web.docs import refusals
from backend.web.roles import ALL, roles
from wire.people import User
from wire.standards import Catalogue


@get("/v1/catalogue", opt=roles(ALL), tags=["catalogue"], sync_to_thread=True, responses=refusals())
def read_catalogue(database: NamedDependency[Database], user: NamedDependency[User]) -> Catalogue:
    """Classes, filing conditions, limits and closing conditions, whole."""
    with database.read(user) as work:
        return catalogue.for_forms(work)


routes = [read_catalogue]
