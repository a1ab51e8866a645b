"""Turning cameras."""

from litestar import Response, delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from backend.ptz.desk import PtzDesk
from backend.refusals import Malformed, Refusal
from backend.rules import ptz as rules
from backend.rules import ptz_presets
from backend.session import Database, Work
from backend.web.docs import CHANGING, refusals
from backend.web.orders import Orders
from backend.web.roles import HALL, roles
from wire.cameras import Camera
from wire.codes import Noun
from wire.ptz import LAST_PRESET, AnyPtzOrder, Patrol, PatrolOrder, Preset, PresetOrder, PresetViewOrder, PtzReceipt


@post("/v1/cameras/{id:str}/ptz", opt=roles(HALL), status_code=200, tags=["cameras"], sync_to_thread=True, responses=refusals(*CHANGING, 502))
def order(id: FromPath[str], data: JSONBody[AnyPtzOrder], orders: NamedDependency[Orders], ptz: NamedDependency[PtzDesk]) -> Response[PtzReceipt]:
    """Turn it, or take it in hand; with a key it is turned once, however often it is asked."""
    held: list[tuple[Camera, int | None]] = []

    def hold(work: Work) -> PtzReceipt:
        camera, receipt = rules.hold(work, id, data)
        held.append((camera, rules.running(work, id)))
        return receipt

    with ptz.turn(id):
        answer = orders.do(hold)
        try:
            for camera, patrol in held:
                ptz.obey(camera, data, patrol)
        except Refusal:
            orders.take_back()
            raise
    return answer


@get("/v1/cameras/{id:str}/presets", opt=roles(HALL), tags=["cameras"], sync_to_thread=True, responses=refusals(404, 409, 502))
def presets(id: FromPath[str], database: NamedDependency[Database], ptz: NamedDependency[PtzDesk]) -> list[Preset]:
    """Those that the camera keeps, by number, with what is known of where each looks."""
    with database.read() as work:
        camera = rules.turnable(work, id)
    return ptz.presets(camera)


@put("/v1/cameras/{id:str}/presets/{number:str}", opt=roles(HALL), tags=["cameras"], sync_to_thread=True, responses=refusals(*CHANGING, 502))
def put_preset(
    id: FromPath[str], number: FromPath[str], data: JSONBody[PresetOrder], orders: NamedDependency[Orders], ptz: NamedDependency[PtzDesk]
) -> Response[Preset]:
    """Keep the view of now. Where the camera looks by now, when that is known, is where the preset looks."""
    kept = _number(number)
    with ptz.turn(id):
        camera = _in_hand(orders, id)
        ptz.adapter(camera).put_preset(kept, data.name)

        def note(work: Work) -> Preset:
            work.audit("PTZ.PRESET", Noun.CAMERA, id, f"{kept}: {data.name}")
            return ptz_presets.keep(work, id, kept, data.name, ptz_presets.Looks(camera.azimuth, camera.view_angle))

        return orders.do(note)


@put("/v1/cameras/{id:str}/presets/{number:str}/view", opt=roles(HALL), tags=["cameras"], sync_to_thread=True, responses=refusals(*CHANGING))
def put_view(id: FromPath[str], number: FromPath[str], data: JSONBody[PresetViewOrder], orders: NamedDependency[Orders]) -> Response[Preset]:
    """Where a preset looks, of a camera that does not tell it."""
    kept = _number(number)

    def note(work: Work) -> Preset:
        rules.hold(work, id)
        return ptz_presets.type_view(work, id, kept, data)

    return orders.do(note)


@delete("/v1/cameras/{id:str}/presets/{number:str}", opt=roles(HALL), tags=["cameras"], sync_to_thread=True, responses=refusals(*CHANGING, 502))
def drop_preset(id: FromPath[str], number: FromPath[str], orders: NamedDependency[Orders], ptz: NamedDependency[PtzDesk]) -> None:
    """Forget it."""
    dropped = _number(number)

    def note(work: Work) -> None:
        work.audit("PTZ.FORGET", Noun.CAMERA, id, number)
        ptz_presets.forget(work, id, dropped)

    with ptz.turn(id):
        ptz.adapter(_in_hand(orders, id)).drop_preset(dropped)
        orders.do(note)


@get("/v1/cameras/{id:str}/patrols", opt=roles(HALL), tags=["cameras"], sync_to_thread=True, responses=refusals(404, 409, 502))
def patrols(id: FromPath[str], database: NamedDependency[Database], ptz: NamedDependency[PtzDesk]) -> list[Patrol]:
    """Those that the camera tells of, by number."""
    with database.read() as work:
        camera = rules.turnable(work, id)
    return ptz.patrols(camera)


@put("/v1/cameras/{id:str}/patrols/{number:str}", opt=roles(HALL), tags=["cameras"], sync_to_thread=True, responses=refusals(*CHANGING, 502))
def put_patrol(
    id: FromPath[str], number: FromPath[str], data: JSONBody[PatrolOrder], orders: NamedDependency[Orders], ptz: NamedDependency[PtzDesk]
) -> Response[Patrol]:
    """Let the camera know a round of its presets."""
    kept = Patrol(number=_number(number), name=data.name)

    def note(work: Work) -> Patrol:
        work.audit("PTZ.PATROL", Noun.CAMERA, id, f"{kept.number}: {', '.join(map(str, data.presets))}")
        return kept

    with ptz.turn(id):
        ptz.adapter(_in_hand(orders, id)).put_patrol(kept.number, data)
        return orders.do(note)


def _number(said: str) -> int:
    if not (said.isascii() and said.isdecimal() and len(said) <= len(str(LAST_PRESET)) and 1 <= int(said) <= LAST_PRESET):
        raise Malformed(f"A preset or patrol is a number from 1 to {LAST_PRESET}.")
    return int(said)


def _in_hand(orders: Orders, id: str) -> Camera:
    """Whoever changes what a camera keeps must have it in hand, and has it then."""
    with orders.database.write(orders.user) as work:
        return rules.hold(work, id)[0]


routes = [order, presets, put_preset, put_view, drop_preset, patrols, put_patrol]
