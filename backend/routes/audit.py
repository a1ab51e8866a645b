"""The audit trail."""

from typing import Annotated

from litestar import get
from litestar.di import NamedDependency
from litestar.params import QueryParameter

from backend.rules import audit
from backend.session import Database
from backend.web.docs import refusals
from backend.web.roles import roles
from wire.audit import AuditPage
from wire.codes import Role

After = Annotated[int, QueryParameter(ge=0, le=2**53)]
Anchor = Annotated[str | None, QueryParameter(pattern="^[0-9a-f]{64}$", description="hash of the entry `after`, from a page that was whole")]
Limit = Annotated[int, QueryParameter(ge=1, le=1000)]


@get("/v1/audit", opt=roles(Role.ADMIN, Role.AUDITOR), tags=["audit"], sync_to_thread=True, responses=refusals())
def page(database: NamedDependency[Database], after: After = 0, limit: Limit = 200, anchor: Anchor = None) -> AuditPage:
    """Entries after a seq, and whether the chain up to the last of them is whole: from its beginning, or from the anchor on."""
    with database.read() as work:
        return audit.page(work, after, limit, anchor)


routes = [page]
