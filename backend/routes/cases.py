"""Cases: report, look, ask."""

from litestar import Response, get, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, JSONBody

from backend.refusals import Malformed
from backend.rules import case_conditions, case_pages, cases, seen
from backend.rules import orders as steps
from backend.session import Database
from backend.web.case_filters import case_filter
from backend.web.docs import CHANGING, refusals
from backend.web.orders import Orders, tagged
from backend.web.roles import ALL, HALL, OFFICE, roles
from wire.case_filter import CaseFilter
from wire.cases import AnyCaseOrder, CaseCard, CasePage, CaseReport, PhotoOfCase, Taken
from wire.codes import Role
from wire.people import User
from wire.problem import FieldError

READERS = (HALL, OFFICE, Role.INSPECTOR)


@post("/v1/cases", opt=roles(ALL), tags=["cases"], sync_to_thread=True, responses=refusals(*CHANGING))
def report(data: JSONBody[CaseReport], orders: NamedDependency[Orders]) -> Response[CaseCard | Taken]:
    """A new case. The same report again answers the same case. `Prefer: return=minimal` is answered with no more than its version."""
    return orders.do(lambda work: steps.taken(cases.enter(work, data)) if orders.brief else cases.report(work, data), status=201)


@get(
    "/v1/cases",
    opt=roles(*READERS),
    tags=["cases"],
    sync_to_thread=True,
    responses=refusals(),
    dependencies={"wanted": Provide(case_filter, sync_to_thread=False)},
)
def read_page(database: NamedDependency[Database], user: NamedDependency[User], wanted: NamedDependency[CaseFilter]) -> CasePage:
    """The newest first; `cursor` is the `next` of the page before. Who looks for a phone is written down."""
    with database.read(user) as work:
        found, phone = case_pages.page(work, wanted), case_conditions.seeks_phone(work, wanted)
    if phone and wanted.cursor is None:
        with database.write(user) as work:
            case_conditions.note_phone(work, wanted, found.total)
    return found


@get("/v1/cases/{id:str}", opt=roles(ALL), tags=["cases"], sync_to_thread=True, responses=refusals(404))
def read_case(id: FromPath[str], database: NamedDependency[Database], user: NamedDependency[User]) -> Response[CaseCard]:
    """The case with its flow, tasks, photos, and what this user may ask of it now. That its next holder has seen it is written down."""
    with database.read(user) as work:
        card = cases.one(work, id)
        news = seen.is_news(work, card)
    if news:
        with database.write(user) as work:
            seen.note(work, [id])
    return tagged(card)


@post("/v1/cases/{id:str}/orders", opt=roles(ALL), status_code=200, tags=["cases"], sync_to_thread=True, responses=refusals(*CHANGING))
def order(id: FromPath[str], data: JSONBody[AnyCaseOrder], orders: NamedDependency[Orders]) -> Response[CaseCard | Taken]:
    """One step of the machine. `If-Match` and `Idempotency-Key` are mandatory. `Prefer: return=minimal`: no more than what it became."""
    missing = [name for name, value in (("If-Match", orders.expected), ("Idempotency-Key", orders.key)) if value is None]
    if missing:
        raise Malformed(f"An order needs the header {' and '.join(missing)}.", [FieldError(path=name, detail="missing") for name in missing])
    return orders.do(lambda work: steps.taken(steps.take(work, id, data)) if orders.brief else steps.order(work, id, data))


@post("/v1/cases/{id:str}/photos", opt=roles(HALL), status_code=200, tags=["cases"], sync_to_thread=True, responses=refusals(*CHANGING))
def add_photo(id: FromPath[str], data: JSONBody[PhotoOfCase], orders: NamedDependency[Orders]) -> Response[CaseCard]:
    """Hangs an uploaded photo on a case."""
    return orders.do(lambda work: cases.add_photo(work, id, data))


routes = [report, read_page, read_case, order, add_photo]
