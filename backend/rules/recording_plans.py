"""Which cameras are recorded: what was ordered, what is watched, and where something has happened."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import sqlalchemy as sa

from backend.refusals import Malformed, RuleSaysNo
from backend.rules import cameras, masks, sight
from backend.rules.answers import insert
from backend.rules.catalogue import in_force
from backend.session import Work
from backend.standards.recording import RecordingStandard
from backend.tables.alarms import AlarmRow
from backend.tables.cameras import CameraRow
from backend.tables.cases import CaseRow
from backend.tables.recordings import RecorderRow, RecordingPlanRow, WatchedRow
from wire.codes import Noun
from wire.recordings import RecordingMode, RecordingOrder, RecordingPlan, RecordingWhy, WatchedReport

NEWEST_CASES = 500  # more are not reported while an alarm lasts
NEWEST_INCIDENTS = 20  # at so many places at once cameras are looked for
STATE_HOLDS = timedelta(seconds=30)  # what a recorder said that is silent since then counts no more


class Wanted(NamedTuple):
    """A camera that is to be recorded, from which address."""

    camera_id: str
    url: str
    why: RecordingWhy


def plan(work: Work, camera_id: str) -> RecordingPlan:
    """What was ordered and what is done."""
    row, state = work.session.get(RecordingPlanRow, camera_id), work.session.get(RecorderRow, camera_id)
    known = state if state and state.at > work.at - STATE_HOLDS else None
    why, problem = (known.why, known.problem) if known else (None, "")
    if row is None or not _holds(row, work.at):
        return RecordingPlan(camera_id=camera_id, why=why, problem=problem)
    ordered: dict[str, Any] = {name: getattr(row, name) for name in ("mode", "until", "reason", "by", "full_name")}
    return RecordingPlan(camera_id=camera_id, why=why, problem=problem, **ordered)


def put(work: Work, camera_id: str, order: RecordingOrder) -> RecordingPlan:
    if set(in_force(work).recording.order_roles).isdisjoint(work.user.roles):
        raise RuleSaysNo("recording_not_your_post", "Your post does not decide which cameras are recorded.")
    cameras.one(work, camera_id)
    if order.until is not None and order.until.tzinfo is None:
        raise Malformed("Times need a zone.")
    if order.until is not None and order.until <= work.at:
        raise RuleSaysNo("ends_before_it_begins", "This order would be over already.")
    row = work.session.get(RecordingPlanRow, camera_id, with_for_update=True) or RecordingPlanRow(camera_id=camera_id)
    row.mode, row.until, row.reason = order.mode, order.until, order.reason
    row.by, row.full_name = work.user.name, work.user.full_name
    work.session.add(row)
    work.session.flush()
    work.audit("RECORDING.PLAN", Noun.CAMERA, camera_id, f"{order.mode}: {masks.text(order.reason)}")
    return plan(work, camera_id)


def watched(work: Work, report: WatchedReport) -> None:
    """These are on somebody's panes now. Cameras that are not known are passed over."""
    if report.camera_ids:
        rows = [{"camera_id": id, "at": work.at} for id in sorted(set(report.camera_ids))]
        made = insert(work, WatchedRow)
        work.session.execute(made.on_conflict_do_update(index_elements=[WatchedRow.camera_id], set_={"at": made.excluded.at}), rows)


def wanted(work: Work, rules: RecordingStandard) -> list[Wanted]:
    """The cameras that are to be recorded now, the most important first."""
    ordered = {row.camera_id: row.mode for row in work.session.scalars(sa.select(RecordingPlanRow)) if _holds(row, work.at)}
    why: dict[str, RecordingWhy] = dict.fromkeys(on_panes(work, rules), RecordingWhy.WATCHED)
    why |= dict.fromkeys(_alarms(work, rules), RecordingWhy.ALARM)
    why |= {id: RecordingWhy.MARKED for id, mode in ordered.items() if mode == RecordingMode.ON}
    why = {id: reason for id, reason in why.items() if ordered.get(id) != RecordingMode.OFF}
    rows = work.session.scalars(sa.select(CameraRow).where(CameraRow.id.in_(why))).all() if why else []
    found = [Wanted(row.id, _address(row, rules, why[row.id]), why[row.id]) for row in rows]
    order = list(RecordingWhy)
    return sorted((each for each in found if each.url), key=lambda each: (order.index(each.why), each.camera_id))[: rules.most_cameras]


def tell(work: Work, states: Mapping[str, tuple[RecordingWhy, str]]) -> None:
    """What the recorder does with each camera: why it is recorded, and the code of what is in the way."""
    work.session.execute(sa.delete(RecorderRow))
    work.session.add_all(RecorderRow(camera_id=id, why=why, problem=problem, at=work.at) for id, (why, problem) in states.items())


def on_panes(work: Work, rules: RecordingStandard) -> Iterable[str]:
    """Cameras that somebody watches now."""
    since = work.at - timedelta(seconds=rules.watched_s)
    return work.session.scalars(sa.select(WatchedRow.camera_id).where(WatchedRow.at > since))


def _alarms(work: Work, rules: RecordingStandard) -> Iterable[str]:
    """Cameras at which a case was reported a while ago, by an algorithm or by somebody who watched; and those in whose view an incident is: an
    urgent case, or a vehicle that does what its alarm says."""
    newest = sa.select(CaseRow.camera_id, CaseRow.reported_at, CaseRow.urgent, CaseRow.lon, CaseRow.lat).order_by(CaseRow.serial.desc())
    since = work.at - timedelta(seconds=rules.alarm_s)
    cases = [row for row in work.session.execute(newest.limit(NEWEST_CASES)) if row.reported_at > since]
    raised = sa.select(AlarmRow.lon, AlarmRow.lat).where(AlarmRow.kind.in_(rules.incident_alarms), AlarmRow.raised_at > since)
    alarms = work.session.execute(raised.where(AlarmRow.lon.is_not(None)).order_by(AlarmRow.raised_at.desc()).limit(NEWEST_INCIDENTS))
    urgent = [case for case in cases if case.urgent][:NEWEST_INCIDENTS]
    places = [(row.lon, row.lat) for row in (*urgent, *alarms)]
    return {case.camera_id for case in cases if case.camera_id} | sight.watching(work, places, rules.incident_cameras)


def _holds(row: RecordingPlanRow, at: datetime) -> bool:
    return row.until is None or row.until > at


def _address(row: CameraRow, rules: RecordingStandard, why: RecordingWhy) -> str:
    first, other = (row.main_url, row.sub_url) if rules.streams[why] == "MAIN" else (row.sub_url, row.main_url)
    return first or other
