"""The patrol log: who watched which camera when. Everybody sees their own; who leads, checks or evaluates sees all."""

from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import msgspec
import sqlalchemy as sa

from backend.refusals import Malformed, RuleSaysNo, Unknown
from backend.rules.answers import insert
from backend.session import Work
from backend.tables.patrols import WatchRow
from wire.patrols import READERS, Watcher, WatchRecord, WatchReport
from wire.problem import FieldError

EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
AHEAD = timedelta(days=1)  # the clock of a console may be wrong


class LogQuery(NamedTuple):
    """An empty id or name means all. `since` and `until` are when a watch began, the end not in it;
    what is wanted stands behind the record `after`."""

    camera_id: str = ""
    user: str = ""
    since: datetime | None = None
    until: datetime | None = None
    after: str = ""


def enter(work: Work, report: WatchReport) -> None:
    """What stands in the log already is left as it is. Cameras are not looked up: one may be gone by the time that the report comes."""
    for place, watch in enumerate(report.watches):
        for name in ("since", "until"):
            _check(getattr(watch, name), f"watches[{place}].{name}", work.at)
        if watch.until < watch.since:
            raise RuleSaysNo("ends_before_it_begins", f"Watch {place} ends before it begins.")
    named = {"user": work.user.name, "full_name": work.user.full_name}
    rows = [msgspec.structs.asdict(watch) | named for watch in report.watches]
    work.session.execute(insert(work, WatchRow).on_conflict_do_nothing(index_elements=[WatchRow.id]), rows)


def watches(work: Work, query: LogQuery, limit: int) -> list[WatchRecord]:
    """The newest first."""
    chosen = sa.select(WatchRow).where(*_conditions(work, query)).order_by(WatchRow.since.desc(), WatchRow.id).limit(limit)
    if query.after:
        last = work.session.get(WatchRow, query.after)
        if last is None or not _may_read(work, last.user):
            raise Unknown("watch", query.after)
        chosen = chosen.where(sa.or_(WatchRow.since < last.since, sa.and_(WatchRow.since == last.since, WatchRow.id > last.id)))
    rows = work.session.scalars(chosen)
    return [WatchRecord(**{name: getattr(row, name) for name in WatchRecord.__struct_fields__}) for row in rows]


def watchers(work: Work, since: datetime | None, until: datetime | None) -> list[Watcher]:
    """Who stands in the log of this time, by name."""
    named = sa.func.max(WatchRow.full_name)
    chosen = sa.select(WatchRow.user, named).where(*_conditions(work, LogQuery(since=since, until=until))).group_by(WatchRow.user)
    return [Watcher(user=user, full_name=name) for user, name in work.session.execute(chosen.order_by(named, WatchRow.user))]


def _conditions(work: Work, query: LogQuery) -> list[sa.ColumnElement[bool]]:
    user = query.user if READERS.intersection(work.user.roles) else work.user.name
    found: list[sa.ColumnElement[bool]] = []
    if query.camera_id:
        found.append(WatchRow.camera_id == query.camera_id)
    if user:
        found.append(WatchRow.user == user)
    if query.since:
        found.append(WatchRow.since >= query.since)
    if query.until:
        found.append(WatchRow.since < query.until)
    return found


def _may_read(work: Work, user: str) -> bool:
    return bool(READERS.intersection(work.user.roles)) or user == work.user.name


def _check(at: datetime, path: str, now: datetime) -> None:
    if at.tzinfo is None:
        raise Malformed("Times need a zone.", [FieldError(path=path, detail="needs a zone")])
    if not EARLIEST < at < now + AHEAD:
        raise Malformed("Nobody can have watched then.", [FieldError(path=path, detail="is before the year 2000, or to come")])
