"""Which requests of the police for footage are looked at. Pure; no Qt."""

from datetime import UTC, datetime
from typing import NamedTuple

from wire.footage import FootageState


class Wanted(NamedTuple):
    """Those entered from `start` on and before `end`; none and an empty text mean all."""

    start: datetime
    end: datetime
    state: FootageState | None = None
    text: str = ""

    @property
    def during(self) -> str:
        """As it is asked for over the wire."""
        return "/".join(at.astimezone(UTC).isoformat().replace("+00:00", "Z") for at in (self.start, self.end))
