"""What of the feed concerns an office: the cases that its department has, and that it has them no more; of others not a word (decisions/0029)."""

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Sequence
from typing import NamedTuple

import msgspec
import sqlalchemy as sa

from backend.session import Database
from backend.tables.feed import ChangeRow
from wire.changes import Change
from wire.codes import Noun
from wire.nouns import OFFICE_NOUNS

KEPT = 20_000  # changes of which it is known whose they are
CHUNK = 500  # ids in a query
OWNED = frozenset({Noun.CASE, Noun.SEEN})  # by the department that has the case
GONE = msgspec.Raw(b"null")
UNKNOWN = "\0"  # no department is called this: cases that were imported have no change before the first


class _Case(msgspec.Struct):
    department_id: str | None = None


_case = msgspec.json.Decoder(_Case | None).decode


class Owners(NamedTuple):
    before: str | None
    now: str | None


def epoch_for(epoch: str, office: str | None) -> str:
    """Who comes to see other cases than before has a cursor of another epoch, and takes a new snapshot."""
    return epoch if office is None else f"{epoch}-{hashlib.sha256(office.encode()).hexdigest()[:12]}"


class Sieve:
    """Called from several threads."""

    def __init__(self, database: Database) -> None:
        self._database, self._lock = database, threading.Lock()
        self._owners: OrderedDict[int, Owners] = OrderedDict()

    def of(self, changes: Sequence[Change], office: str) -> list[Change]:
        """`changes` without those that do not concern the office; one by which it loses a case has no body."""
        with self._lock:
            owners = self._owners_of([change for change in changes if change.noun in OWNED])
        return [kept for change in changes if (kept := _seen_from(office, change, owners.get(change.seq))) is not None]

    def _owners_of(self, changes: Sequence[Change]) -> dict[int, Owners]:
        """By `seq`. In the order of the feed, and from what it said before."""
        found, last = dict[int, Owners](), dict[str, str | None]()
        asked = {change.id for change in changes if change.seq not in self._owners}
        before = self._before(sorted(asked), changes[0].seq) if asked else {}
        for change in changes:
            known = self._owners.get(change.seq)
            if known is None:
                first = UNKNOWN if change.version > 1 or change.noun is Noun.SEEN else None
                had = last[change.id] if change.id in last else before.get(change.id, first)
                known = self._owners[change.seq] = Owners(had, _department(bytes(change.body)) if change.noun is Noun.CASE else had)
            found[change.seq], last[change.id] = known, known.now
        while len(self._owners) > KEPT:
            self._owners.popitem(last=False)
        return found

    def _before(self, ids: Sequence[str], seq: int) -> dict[str, str | None]:
        """By case: who had it before this change; those without an earlier one are left out."""
        found: dict[str, str | None] = {}
        with self._database.read() as work:
            for start in range(0, len(ids), CHUNK):
                chosen = sa.and_(ChangeRow.noun == Noun.CASE, ChangeRow.id.in_(ids[start : start + CHUNK]), ChangeRow.seq < seq)
                newest = sa.select(sa.func.max(ChangeRow.seq)).where(chosen).group_by(ChangeRow.id)
                rows = work.session.execute(sa.select(ChangeRow.id, ChangeRow.body).where(ChangeRow.seq.in_(newest)))
                found |= {id: _department(body.encode()) for id, body in rows}
        return found


def _department(body: bytes) -> str | None:
    case = _case(body)
    return case.department_id if case is not None else None


def _seen_from(office: str, change: Change, owners: Owners | None) -> Change | None:
    if owners is None:
        return change if change.noun in OFFICE_NOUNS else None
    if owners.now == office:
        return change
    if change.noun is Noun.CASE and owners.before in (office, UNKNOWN):
        return msgspec.structs.replace(change, body=GONE)
    return None
