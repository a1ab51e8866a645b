"""What people on shift do, looked at again and again."""

from backend.rules import duty
from backend.session import SYSTEM, Database


def tick(database: Database) -> int:
    """How many do something else than before. Nothing is written while nothing changes."""
    with database.read() as work:
        found = duty.look_at_all(work)
    if not found:
        return 0
    with database.write(SYSTEM) as work:
        return duty.enter(work, found)
