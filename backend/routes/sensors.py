"""Sensors, and what they read."""

from litestar import Response, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from backend.rules import sensors
from backend.rules.people import must_be_named
from backend.session import Database
from backend.web.docs import CHANGING, refusals
from backend.web.orders import Orders, tagged
from backend.web.roles import HALL, roles
from wire.codes import Role
from wire.sensors import ReadingBatch, ReadingReceipt, Sensor, SensorOrder

DEVICES = roles(Role.DEVICE, Role.GATEWAY, api_key=True)


@get("/v1/sensors", opt=roles(HALL), tags=["sensors"], sync_to_thread=True, responses=refusals())
def all_sensors(database: NamedDependency[Database]) -> list[Sensor]:
    with database.read() as work:
        return sensors.all_sensors(work)


@get("/v1/sensors/{id:str}", opt=roles(HALL), tags=["sensors"], sync_to_thread=True, responses=refusals(404))
def sensor(id: FromPath[str], database: NamedDependency[Database]) -> Response[Sensor]:
    with database.read() as work:
        return tagged(sensors.one(work, id))


@put("/v1/sensors/{id:str}", opt=roles(Role.ADMIN), tags=["sensors"], sync_to_thread=True, responses=refusals(*CHANGING))
def put_sensor(id: FromPath[str], data: JSONBody[SensorOrder], orders: NamedDependency[Orders]) -> Response[Sensor]:
    must_be_named(id, data.id)
    return orders.do(lambda work: sensors.put(work, data))


@post("/v1/readings", opt=DEVICES, status_code=200, tags=["sensors"], sync_to_thread=True, responses=refusals(*CHANGING))
def read(data: JSONBody[ReadingBatch], orders: NamedDependency[Orders]) -> Response[ReadingReceipt]:
    """Readings of many sensors; only the newest of each is kept. Sending them again is harmless."""
    return orders.do(lambda work: sensors.read(work, data))


routes = [all_sensors, sensor, put_sensor, read]
