"""Registers, and their entries in bulk."""

import threading
from typing import Annotated, Any

import msgspec
from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter

from backend.refusals import Unknown
from backend.rules import entry_cards, registers
from backend.session import Database
from backend.web.arrow import respond, wants_arrow
from backend.web.docs import CHANGING, refusals
from backend.web.orders import Orders
from backend.web.queries import box_of
from backend.web.roles import HALL, roles
from wire import bulk
from wire.codes import RegisterKind, Role
from wire.entry_cards import EntryCard
from wire.registers import EntriesOrder, EntriesReceipt, Entry, Register

Bbox = Annotated[str | None, QueryParameter(required=False, description="west,south,east,north in degrees")]


class Entries:
    """The bytes of whole registers as they were last asked for: fifty consoles that load a register after one change share them."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock = threading.Lock()
        self._kept: dict[RegisterKind, tuple[int, bytes]] = {}

    def take(self, kind: RegisterKind) -> tuple[int, bytes]:
        """The version of the register, and its entries as Arrow."""
        with self._lock, self._database.read() as work:
            version = registers.version_of(work, kind)
            kept = self._kept.get(kind)
            if kept is None or kept[0] != version:
                kept = self._kept[kind] = version, bulk.to_bytes(registers.table(work, kind))
        return kept


def kind_of(name: str) -> RegisterKind:
    try:
        return RegisterKind(name)
    except ValueError:
        raise Unknown("register", name) from None


@get("/v1/registers", opt=roles(HALL), tags=["registers"], sync_to_thread=True, responses=refusals())
def all_registers(database: NamedDependency[Database]) -> list[Register]:
    with database.read() as work:
        return registers.registers(work)


@get("/v1/registers/{kind:str}/entries", opt=roles(HALL), tags=["registers"], sync_to_thread=True, responses=refusals(404))
def read_entries(
    kind: FromPath[str], request: Request[Any, Any, Any], database: NamedDependency[Database], entries: NamedDependency[Entries], bbox: Bbox = None
) -> Response[list[Entry]]:
    """All entries by id, or those that a box touches: Arrow or JSON by `Accept`. `ETag` is the version of the register."""
    register, box, arrow = kind_of(kind), box_of(bbox) if bbox is not None else None, wants_arrow(request)
    if arrow and box is None:
        version, body = entries.take(register)
    else:
        with database.read() as work:
            version = registers.version_of(work, register)
            found = registers.table(work, register, box) if arrow else registers.entries(work, register, box)
        body = bulk.to_bytes(found) if arrow else msgspec.json.encode(found)
    return respond(body, arrow, {"ETag": f'"{version}"'})  # type: ignore[return-value]


@get("/v1/registers/{kind:str}/entries/{id:str}", opt=roles(HALL), tags=["registers"], sync_to_thread=True, responses=refusals(404))
def entry(kind: FromPath[str], id: FromPath[str], database: NamedDependency[Database]) -> Entry:
    with database.read() as work:
        return registers.entry(work, kind_of(kind), id)


@get("/v1/registers/{kind:str}/entries/{id:str}/card", opt=roles(HALL), tags=["registers"], sync_to_thread=True, responses=refusals(404))
def entry_card(kind: FromPath[str], id: FromPath[str], database: NamedDependency[Database]) -> EntryCard:
    """The entry with its phone masked, where it lies in words and grids, and the open cases beside it."""
    with database.read() as work:
        return entry_cards.card(work, kind_of(kind), id)


@post(
    "/v1/registers/{kind:str}/entries",
    opt=roles(Role.ADMIN, Role.GATEWAY, api_key=True),
    status_code=200,
    tags=["registers"],
    sync_to_thread=True,
    responses=refusals(*CHANGING),
)
def write_entries(kind: FromPath[str], data: JSONBody[EntriesOrder], orders: NamedDependency[Orders]) -> Response[EntriesReceipt]:
    """Makes or replaces entries and strikes out others, all or none of them: one change of the register in the feed."""
    register = kind_of(kind)
    return orders.do(lambda work: registers.order(work, register, data))


routes = [all_registers, read_entries, entry, entry_card, write_entries]
