"""`GET /v1/health`: is the backend to be trusted now?"""

import math
from importlib.metadata import PackageNotFoundError, version

from litestar import Response, get
from litestar.di import NamedDependency

from backend.feed.hub import STALE_S
from backend.feed.hubs import Hubs
from backend.session import Database, clock
from backend.web.roles import OPEN
from wire.changes import Health

NEVER_S = 1e9  # the age of what was never read; JSON has no endless number

try:
    VERSION = version("yiping")
except PackageNotFoundError:
    VERSION = "0.1.0"


@get("/v1/health", opt=OPEN, tags=["health"])
async def health(database: NamedDependency[Database], hubs: NamedDependency[Hubs]) -> Response[Health]:
    """200 when it is, 503 with the same body when the feed is stale."""
    changes = hubs.changes
    age = changes.age_s()
    ok = age <= STALE_S
    report = Health(
        ok=ok,
        version=VERSION,
        at=clock(),
        epoch=changes.epoch,
        head=changes.head,
        head_age_s=age if math.isfinite(age) else NEVER_S,
        database=database.kind,
    )
    return Response(report, status_code=200 if ok else 503)


routes = [health]
