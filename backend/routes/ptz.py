"""Turning cameras."""

from litestar import Response, delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from backend.ptz.desk import PtzDesk
from backend.refusals import Malformed, Refusal
from backend.rules import ptz as rules
from backend.session import Database, Work
from backend.web.docs import CHANGING, refusals
from backend.web.orders import Orders
from backend.web.roles import HALL, roles
from wire.cameras import Camera
from wire.codes import Noun
from wire.ptz import LAST_PRESET, AnyPtzOrder, Preset, PresetOrder, PtzReceipt


@post("/v1/cameras/{id:str}/ptz", opt=roles(HALL), status_code=200, tags=["cameras"], sync_to_thread=True, responses=refusals(*CHANGING, 502))
def order(id: FromPath[str], data: JSONBody[AnyPtzOrder], orders: NamedDependency[Orders], ptz: NamedDependency[PtzDesk]) -> Response[PtzReceipt]:
    """Turn it, or take it in hand; with a key it is turned once, however often it is asked."""
    held: list[Camera] = []

    def hold(work: Work) -> PtzReceipt:
        camera, receipt = rules.hold(work, id, data)
        held.append(camera)
        return receipt

    with ptz.turn(id):
        answer = orders.do(hold)
        try:
            for camera in held:
                ptz.obey(camera, data)
        except Refusal:
            orders.take_back()
            raise
    return answer


@get("/v1/cameras/{id:str}/presets", opt=roles(HALL), tags=["cameras"], sync_to_thread=True, responses=refusals(404, 409, 502))
def presets(id: FromPath[str], database: NamedDependency[Database], ptz: NamedDependency[PtzDesk]) -> list[Preset]:
    """Those that the camera keeps, by number."""
    with database.read() as work:
        camera = rules.turnable(work, id)
    return ptz.presets(camera)


@put("/v1/cameras/{id:str}/presets/{number:str}", opt=roles(HALL), tags=["cameras"], sync_to_thread=True, responses=refusals(*CHANGING, 502))
def put_preset(
    id: FromPath[str], number: FromPath[str], data: JSONBody[PresetOrder], orders: NamedDependency[Orders], ptz: NamedDependency[PtzDesk]
) -> Response[Preset]:
    """Keep the view of now."""
    preset = Preset(number=_number(number), name=data.name)
    with ptz.turn(id):
        ptz.adapter(_in_hand(orders, id)).put_preset(preset.number, preset.name)
        return orders.do(lambda work: _told(work, "PTZ.PRESET", id, preset))


@delete("/v1/cameras/{id:str}/presets/{number:str}", opt=roles(HALL), tags=["cameras"], sync_to_thread=True, responses=refusals(*CHANGING, 502))
def drop_preset(id: FromPath[str], number: FromPath[str], orders: NamedDependency[Orders], ptz: NamedDependency[PtzDesk]) -> None:
    """Forget it."""
    with ptz.turn(id):
        ptz.adapter(_in_hand(orders, id)).drop_preset(_number(number))
        orders.do(lambda work: work.audit("PTZ.FORGET", Noun.CAMERA, id, number))


def _number(said: str) -> int:
    if not (said.isascii() and said.isdecimal() and 1 <= int(said[:4]) <= LAST_PRESET):
        raise Malformed(f"A preset is a number from 1 to {LAST_PRESET}.")
    return int(said)


def _in_hand(orders: Orders, id: str) -> Camera:
    """Whoever changes what a camera keeps must have it in hand, and has it then."""
    with orders.database.write(orders.user) as work:
        return rules.hold(work, id)[0]


def _told(work: Work, act: str, id: str, preset: Preset) -> Preset:
    work.audit(act, Noun.CAMERA, id, f"{preset.number}: {preset.name}")
    return preset


routes = [order, presets, put_preset, drop_preset]
