"""Keeps the Hall like the backend: a snapshot of everything, then every change."""

import logging
import time
from collections.abc import Iterator, Sequence

import msgspec
import pyarrow as pa
from PySide6.QtCore import QObject, Signal

from console.api import Api, ApiError, Cursor, Snapshot
from console.connection import failure
from console.workers.worker import Worker
from wire.bulk import decode
from wire.changes import FULL, Change, RawChanges
from wire.codes import GridKind, Noun
from wire.message import Versioned
from wire.nouns import MESSAGE_OF, OFFICE_NOUNS, change_of
from wire.people import User

log = logging.getLogger(__name__)

WAIT_S = 2.0  # a backend that is killed is noticed at once, for one that falls silent there is the pulse
PAGE = 500  # rows that are decoded in a few ms: nobody may hold the interpreter for longer than 10 (DESIGN 4)
CLOSED = 10_000  # so many of the newest closed cases
NOUNS = tuple(noun for noun in Noun if noun != Noun.COMPONENT)  # whose 126,000 come as columns
KINDS = tuple(kind for kind in GridKind if kind != GridKind.BASIC)  # the 9,000 squares are only drawn


def followed(me: User) -> Sequence[Noun]:
    """What this user is told of."""
    return NOUNS if me.office is None else OFFICE_NOUNS


class Poller(Worker):
    heard = Signal(object)  # the backend's time, at every answer
    lost = Signal(str)  # the code of the problem, at once and at every further failure
    refused = Signal(str)  # the backend answers, but will not have us
    session_ended = Signal()
    snapshot_taken = Signal(object, object)  # Noun, list of all its things
    refreshed = Signal(object)  # Cursor: a whole snapshot has been taken, and the state is as of there
    changed = Signal(object, object)  # list of (Change, thing or none), Cursor: the state is as of there
    caught_up = Signal()  # nothing of what was missed is to come: at the beginning, and after each loss

    def __init__(self, api: Api, since: Cursor | None = None, parent: QObject | None = None, nouns: Sequence[Noun] = NOUNS) -> None:
        """`since`: where the picture from the disk stands; with none, or when it is too old, there is a snapshot first, of these `nouns`."""
        super().__init__("poller", api, parent)
        self._cursor, self._wait_s, self._nouns, self._behind = since, 0.0, nouns, True

    def step(self) -> None:
        """The snapshot when there is none yet, then the changes since the last step."""
        if self._cursor is None:
            self._cursor = self._take_snapshot()
        cursor = self._cursor
        answer = self._api.changes(cursor, self._wait_s)
        self.heard.emit(answer.at)
        self._take_changes(cursor, answer)
        if self._behind and answer.head - cursor.seq < FULL:
            self._behind = False
            self.caught_up.emit()
        self._wait_s = WAIT_S

    def failed(self, error: ApiError) -> None:
        self._behind = True
        self._wait_s = 0.0  # the first answer after a loss is wanted at once
        problem = error.problem
        if problem.status == 410:
            self._cursor = None
        elif problem.status == 401:
            self.session_ended.emit()
        elif error.passes or problem.code == "defect":
            self.lost.emit(problem.code)
        else:
            self.refused.emit(problem.code)

    def _take_changes(self, cursor: Cursor, answer: RawChanges) -> None:
        if answer.epoch != cursor.epoch or answer.head < cursor.seq:
            raise _resync("another epoch")
        for start in range(0, len(answer.changes), PAGE):
            entries = answer.changes[start : start + PAGE]
            page = list(_readable_changes(cursor, entries, answer.sifted))
            self._cursor = cursor = cursor if answer.sifted else Cursor(cursor.epoch, cursor.seq + len(entries))
            self.changed.emit(page, cursor)
            time.sleep(0)
        if answer.sifted and answer.head > cursor.seq:
            self._cursor = Cursor(cursor.epoch, answer.head)
            self.changed.emit([], self._cursor)

    def _take_snapshot(self) -> Cursor:
        """All nouns, one after the other. The feed goes on from the oldest; what it brings twice is known by its version."""
        cursors = set()
        for noun in self._nouns:
            snapshot = self._api.snapshot(noun, closed=CLOSED if noun == Noun.CASE else None, kinds=KINDS if noun == Noun.GRID else ())
            self.snapshot_taken.emit(noun, _things(snapshot))
            cursors.add(snapshot.cursor)
        oldest = min(cursors)
        if oldest.epoch != max(cursors).epoch:
            raise _resync("another epoch during the snapshot")
        self.refreshed.emit(oldest)
        return oldest


def _resync(reason: str) -> ApiError:
    """As if the backend had said so itself: the feed cannot be followed from here."""
    return failure("resync", reason, status=410)


def _readable_changes(cursor: Cursor, entries: list[msgspec.Raw], sifted: bool) -> Iterator[tuple[Change, Versioned | None]]:
    """One that cannot be read is left out: the others must not wait for it. The feed is dense unless it was sifted, so a gap is a loss."""
    for due, entry in enumerate(entries, start=cursor.seq + 1):
        try:
            change, thing = change_of(entry)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            log.warning("change %d cannot be read and is left out: %s", due, type(error).__name__)
            continue
        if change.seq != due and not sifted:
            raise _resync(f"{change.seq} came where {due} was due")
        yield change, thing


def _things(snapshot: Snapshot) -> list[Versioned]:
    """Its rows, page by page, without those that cannot be read. A snapshot of which nothing can be read is a bad answer: the hall is not empty."""
    rows, things = snapshot.table.num_rows, []
    for start in range(0, rows, PAGE):
        things += _readable_rows(snapshot.noun, snapshot.table.slice(start, PAGE))
        time.sleep(0)
    if rows and not things:
        raise failure("bad_answer", f"none of {rows} rows of {snapshot.noun} can be read")
    if len(things) < rows:
        log.warning("%d rows of %s cannot be read and are left out", rows - len(things), snapshot.noun)
    return things


def _readable_rows(noun: Noun, rows: pa.Table) -> list[Versioned]:
    """Those that cannot be read are searched for by halves."""
    try:
        return [thing for page in decode(MESSAGE_OF[noun], rows) for thing in page]
    except (ValueError, TypeError):
        if rows.num_rows == 1:
            return []
    half = rows.num_rows // 2
    return _readable_rows(noun, rows.slice(0, half)) + _readable_rows(noun, rows.slice(half))
