"""What a thing was before."""

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromPath

from backend.refusals import Unknown
from backend.rules.versions import versions
from backend.session import Database
from backend.web.docs import refusals
from backend.web.roles import HALL, roles
from wire.changes import Change
from wire.nouns import PLURAL

NOUN_OF = {plural: noun for noun, plural in PLURAL.items()}


@get("/v1/versions/{plural:str}/{id:str}", opt=roles(HALL), tags=["feed"], sync_to_thread=True, responses=refusals(404))
def read_versions(plural: FromPath[str], id: FromPath[str], database: NamedDependency[Database]) -> list[Change]:
    """Every version of a thing that the change log has, the newest first; `body` is null where it was removed."""
    if plural not in NOUN_OF:
        raise Unknown("noun", plural)
    with database.read() as work:
        return versions(work, NOUN_OF[plural], id)


routes = [read_versions]
