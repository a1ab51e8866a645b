"""How the cameras do."""

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import JSONBody

from backend.rules import camera_health
from backend.session import Database
from backend.web.docs import CHANGING, refusals
from backend.web.orders import Orders
from backend.web.roles import HALL, roles
from wire.camera_health import CameraHealth, LookReport


@get("/v1/camera-health", opt=roles(HALL), tags=["cameras"], sync_to_thread=True, responses=refusals())
def health(database: NamedDependency[Database]) -> list[CameraHealth]:
    """Every camera, by what those who looked have seen of it today and in the last seven days."""
    with database.read() as work:
        return camera_health.all_health(work)


@post("/v1/camera-health", opt=roles(HALL), status_code=204, tags=["cameras"], sync_to_thread=True, responses=refusals(*CHANGING))
def enter(data: JSONBody[LookReport], orders: NamedDependency[Orders]) -> None:
    """What a console has seen of the cameras. Again is harmless."""
    orders.do(lambda work: camera_health.enter(work, data))


routes = [health, enter]
