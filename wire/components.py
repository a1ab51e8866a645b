"""Components: physical public assets, each with a 16-digit code (DOMAIN 3.2)."""

from wire.codes import ComponentState
from wire.message import Versioned


class Component(Versioned, frozen=True, kw_only=True):
    code: str
    class_code: str
    name: str
    state: ComponentState
    lon: float
    lat: float
    grid_code: str | None = None
    owner_id: str | None = None
    maintainer_id: str | None = None
    note: str = ""
