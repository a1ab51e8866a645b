"""Search."""

from typing import Annotated

from litestar import get
from litestar.di import NamedDependency
from litestar.params import QueryParameter

from backend.refusals import Malformed
from backend.rules import search
from backend.session import Database
from backend.web.docs import refusals
from backend.web.roles import HALL, roles
from wire.problem import FieldError
from wire.search import Found

Text = Annotated[
    str, QueryParameter(min_length=1, max_length=100, description="a part of a name, its pinyin, its first letters, or how a code begins")
]
Limit = Annotated[int, QueryParameter(ge=1, le=200)]
Longitude = Annotated[float | None, QueryParameter(ge=-180, le=180, required=False)]
Latitude = Annotated[float | None, QueryParameter(ge=-90, le=90, required=False)]


@get("/v1/search", opt=roles(HALL), tags=["search"], sync_to_thread=True, responses=refusals())
def find(text: Text, database: NamedDependency[Database], limit: Limit = 20, lon: Longitude = None, lat: Latitude = None) -> Found:
    """Everything that is called so, the best first; near `lon`, `lat` first where they are given."""
    if (lon is None) != (lat is None):
        raise Malformed("A place has both lon and lat.", [FieldError(path="lat" if lat is None else "lon", detail="missing")])
    near = (lon, lat) if lon is not None and lat is not None else None
    with database.read() as work:
        return search.find(work, text, limit, near)


routes = [find]
