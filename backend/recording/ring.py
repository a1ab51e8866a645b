"""The ring of recordings: the oldest go when there is no room, but for what is locked."""

from backend.recording.store import RecordingStore
from backend.rules import recordings
from backend.rules.catalogue import in_force
from backend.session import SYSTEM, Database

MOST_ROUNDS = 200


def turn(database: Database, store: RecordingStore) -> bool:
    """Delete what has to go. Is there room now? Not when all that is left is locked, or the disk is full of other things.

    A file is struck from the index first: one that is left behind by a crash is found again, one that the index has and the disk has not never is.
    """
    for _ in range(MOST_ROUNDS):
        with database.write(SYSTEM) as work:
            rules = in_force(work).recording
            missing = max(0, int(rules.free_gb * recordings.GB) - store.free())
            gone = recordings.take_oldest(work, rules, missing)
        for path in gone:
            store.delete(path)
        if not gone:
            break
    with database.read() as work:
        rules = in_force(work).recording
        return store.free() >= rules.free_gb * recordings.GB and recordings.used(work) <= rules.ring_gb * recordings.GB
