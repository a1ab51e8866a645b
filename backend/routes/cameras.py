"""Cameras."""

from litestar import Response, get, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from backend.rules import cameras
from backend.rules.people import must_be_named
from backend.session import Database
from backend.web.docs import CHANGING, refusals
from backend.web.orders import Orders, tagged
from backend.web.roles import HALL, roles
from wire.cameras import Camera, CameraOrder
from wire.codes import Role


@get("/v1/cameras", opt=roles(HALL), tags=["cameras"], sync_to_thread=True, responses=refusals())
def all_cameras(database: NamedDependency[Database]) -> list[Camera]:
    with database.read() as work:
        return cameras.all_cameras(work)


@get("/v1/cameras/{id:str}", opt=roles(HALL), tags=["cameras"], sync_to_thread=True, responses=refusals(404))
def camera(id: FromPath[str], database: NamedDependency[Database]) -> Response[Camera]:
    with database.read() as work:
        return tagged(cameras.one(work, id))


@put("/v1/cameras/{id:str}", opt=roles(Role.ADMIN), tags=["cameras"], sync_to_thread=True, responses=refusals(*CHANGING))
def put_camera(id: FromPath[str], data: JSONBody[CameraOrder], orders: NamedDependency[Orders]) -> Response[Camera]:
    must_be_named(id, data.id)
    return orders.do(lambda work: cameras.put(work, data))


routes = [all_cameras, camera, put_camera]
