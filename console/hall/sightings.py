"""What algorithms have seen on cameras and nobody has judged yet: each is raised once, in whatever order they come. Pure; no Qt."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

import msgspec

from wire.analytics import SAME_MINUTES
from wire.cases import Case
from wire.codes import Source, Status

BACK = timedelta(minutes=SAME_MINUTES)  # what was seen so long before a console was opened is raised there too


class KeptSightings(msgspec.Struct):
    """Ids of cases. What outlives a console: what it still held, and what of the last `BACK` was acknowledged."""

    held: list[str] = []
    acknowledged: list[str] = []


class Sightings:
    """Of a console that was opened at `opened`, after one that has left `kept`. What a person has judged is no alarm any more."""

    def __init__(self, opened: datetime, kept: KeptSightings | None = None) -> None:
        kept = kept or KeptSightings()
        self._since, self._before = opened - BACK, frozenset(kept.held)
        self._told = set(kept.acknowledged)  # raised once, acknowledged or not
        self._acknowledged = list(kept.acknowledged)
        self._held: dict[str, Case] = {}

    def is_news(self, case: Case) -> bool:
        """Is it to be raised?"""
        waits = case.source is Source.AI and case.camera_id is not None and case.status is Status.REPORTED
        return waits and case.id not in self._told and (case.reported_at > self._since or case.id in self._before)

    def hold(self, case: Case) -> None:
        """Raise it."""
        self._told.add(case.id)
        self._held[case.id] = case

    def held_of(self, camera_id: str) -> list[Case]:
        """What this camera holds, the newest first."""
        return sorted((held for held in self._held.values() if held.camera_id == camera_id), key=lambda held: (held.reported_at, held.id))[::-1]

    def acknowledge(self, cameras: Iterable[str]) -> bool:
        """Only these cameras hold an alarm still. Is any of the others acknowledged by that?"""
        still = set(cameras)
        gone = [id for id, case in self._held.items() if case.camera_id not in still]
        for id in gone:
            del self._held[id]
        self._acknowledged += gone
        return bool(gone)

    def keep(self, now: datetime, case_of: Callable[[str], Case | None]) -> KeptSightings:
        """For the next console. What is older than it would raise by itself, or is judged, need not be remembered as acknowledged."""
        cases = [(id, case_of(id)) for id in self._acknowledged]
        self._acknowledged = [id for id, case in cases if case and case.status is Status.REPORTED and case.reported_at > now - BACK]
        return KeptSightings(list(self._held), list(self._acknowledged))
