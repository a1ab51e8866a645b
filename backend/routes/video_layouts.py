"""Layouts of the video wall that the hall shares."""

from litestar import Response, delete, get, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from backend.rules import video_layouts
from backend.rules.people import must_be_named
from backend.session import Database
from backend.web.docs import CHANGING, refusals
from backend.web.orders import Orders
from backend.web.roles import HALL, roles
from wire.tours import EDITORS
from wire.video_layouts import LayoutOrder, SavedLayout

EDITED = roles(EDITORS)


@get("/v1/video-layouts", opt=roles(HALL), tags=["cameras"], sync_to_thread=True, responses=refusals())
def all_layouts(database: NamedDependency[Database]) -> list[SavedLayout]:
    with database.read() as work:
        return video_layouts.all_layouts(work)


@put("/v1/video-layouts/{id:str}", opt=EDITED, tags=["cameras"], sync_to_thread=True, responses=refusals(*CHANGING))
def put_layout(id: FromPath[str], data: JSONBody[LayoutOrder], orders: NamedDependency[Orders]) -> Response[SavedLayout]:
    must_be_named(id, data.id)
    return orders.do(lambda work: video_layouts.put(work, data))


@delete("/v1/video-layouts/{id:str}", opt=EDITED, tags=["cameras"], sync_to_thread=True, responses=refusals(*CHANGING))
def remove_layout(id: FromPath[str], orders: NamedDependency[Orders]) -> None:
    orders.do(lambda work: video_layouts.remove(work, id))


routes = [all_layouts, put_layout, remove_layout]
