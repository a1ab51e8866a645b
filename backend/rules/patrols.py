"""The patrol log: who watched which camera when. Everybody sees their own; who leads, checks or evaluates sees all."""

from datetime import UTC, datetime, timedelta

import msgspec
import sqlalchemy as sa

from backend.refusals import Malformed, RuleSaysNo
from backend.rules.answers import insert
from backend.session import Work
from backend.tables.patrols import WatchRow
from wire.codes import Role
from wire.patrols import WatchRecord, WatchReport
from wire.problem import FieldError

EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
AHEAD = timedelta(days=1)  # the clock of a console may be wrong
READERS = frozenset({Role.SHIFT_LEADER, Role.DUTY_LEADER, Role.AUDITOR, Role.EVALUATOR, Role.ADMIN})


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


def watches(work: Work, camera_id: str, user: str, since: datetime | None, until: datetime | None, limit: int) -> list[WatchRecord]:
    """The newest first, of those that began in this time; an empty id or name means all."""
    chosen = sa.select(WatchRow).order_by(WatchRow.since.desc(), WatchRow.id).limit(limit)
    user = user if READERS.intersection(work.user.roles) else work.user.name
    conditions = [(camera_id, WatchRow.camera_id == camera_id), (user, WatchRow.user == user)]
    conditions += [("since", WatchRow.since >= since)] if since else []
    conditions += [("until", WatchRow.since < until)] if until else []
    rows = work.session.scalars(chosen.where(*(condition for asked, condition in conditions if asked)))
    return [WatchRecord(**{name: getattr(row, name) for name in WatchRecord.__struct_fields__}) for row in rows]


def _check(at: datetime, path: str, now: datetime) -> None:
    if at.tzinfo is None:
        raise Malformed("Times need a zone.", [FieldError(path=path, detail="needs a zone")])
    if not EARLIEST < at < now + AHEAD:
        raise Malformed("Nobody can have watched then.", [FieldError(path=path, detail="is before the year 2000, or to come")])
