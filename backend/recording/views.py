"""Who has looked at which footage: a line in the audit trail for each ten minutes of a camera, once."""

import threading
from datetime import datetime

from backend.session import Database
from wire.codes import Noun
from wire.people import User

SLOT_S = 600
MOST = 10_000


class Views:
    """Of one process: after a new start the same may stand there once more."""

    def __init__(self, database: Database) -> None:
        self._database, self._lock = database, threading.Lock()
        self._told: dict[tuple[str, str, int], None] = {}

    def looked(self, user: User, camera_id: str, start: datetime) -> None:
        slot = user.name, camera_id, int(start.timestamp()) // SLOT_S
        with self._lock:
            if slot in self._told:
                return
            self._told[slot] = None
            while len(self._told) > MOST:
                self._told.pop(next(iter(self._told)))
        with self._database.write(user) as work:
            work.audit("RECORDING.VIEW", Noun.CAMERA, camera_id, start.isoformat())
