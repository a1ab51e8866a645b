"""Cases: reporting one, and finding one. Pages of them are in `backend.rules.case_pages`."""

import hashlib
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import sqlalchemy as sa

from backend import spatial
from backend.refusals import Malformed, RuleSaysNo, Unknown
from backend.rules import callers, callouts, captures, case_words, names, numbers, places, serials, transitions
from backend.rules.answers import prepared, run
from backend.rules.attachments import attach
from backend.rules.cards import card
from backend.rules.catalogue import in_force
from backend.rules.messages import COLUMNS, case_of, cases_of
from backend.session import Work
from backend.tables.cases import LEFT, CaseRow, TaskRow
from wire.captures import CaptureOrder
from wire.cases import Case, CaseCard, CaseReport, PhotoOfCase
from wire.codes import CallbackState, GridKind, Noun, PhotoPhase, Publicity, Role, Satisfaction, Source, Status, TaskState, Verb
from wire.problem import FieldError
from wire.search import HitKind

DONE = (Status.CLOSED, Status.VOIDED)
COMPLAINT_DAYS = 90  # so long after the report a citizen who was not content is not lost sight of
# What may be left to do with a case that has ended: somebody is called back, a request is reviewed, a result is published or not.
TO_DO = (CaseRow.callback == CallbackState.PENDING, CaseRow.asked.is_not(None), CaseRow.publicity == Publicity.PROPOSED)
NOT_CONTENT = sa.or_(CaseRow.resolved.is_(False), CaseRow.satisfaction == Satisfaction.NOT_SATISFIED)
EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
WRITE = prepared(lambda insert: insert(CaseRow).on_conflict_do_nothing(index_elements=[CaseRow.id]).returning(CaseRow.id))


def report(work: Work, order: CaseReport) -> CaseCard:
    """The card after `enter`."""
    return card(work, enter(work, order))


def enter(work: Work, order: CaseReport) -> CaseRow:
    """A new case (T01). The same report again answers the same case; another one under its id is refused."""
    digest = hashlib.sha256(msgspec.json.encode(order)).hexdigest()
    if work.session.get(CaseRow, order.id) is not None or not _stored(work, order, digest):
        return _again(work, order, digest)
    case = work.session.get_one(CaseRow, order.id)
    step = transitions.first(work, _verb_of(order), case)
    attach(work, case, order.photos, PhotoPhase.BEFORE)
    transitions.take(step, order)
    if order.alarm_id is not None:
        callouts.make_case(work, order.alarm_id, case.id)
    return case


def _verb_of(order: CaseReport) -> Verb:
    if order.direct:
        return Verb.ASSESS
    return Verb.REPORT_SELF if order.source is Source.INSPECTOR_SELF else Verb.REPORT


def find(work: Work, case_id: str, lock: bool = False) -> CaseRow:
    """The case, locked until the transaction ends when it is to be changed; unknown to those whom it does not concern."""
    case = work.session.get(CaseRow, case_id, with_for_update=lock, populate_existing=lock)
    if case is None or not concerns(work, case):
        raise Unknown("case", case_id)
    return case


def concerns(work: Work, case: CaseRow) -> bool:
    """The hall sees every case, an office its own, everybody what they reported, and who is sent to verify or check one, as long as he is."""
    user = work.user
    if user.office is None or case.reported_by == user.name:
        return True
    if user.office and user.office == case.department_id:
        return True
    if user.unit_id is None or user.unit_id == case.unit_id:
        return user.unit_id is not None
    task = sa.select(TaskRow.id).where(TaskRow.case_id == case.id, TaskRow.unit_id == user.unit_id, TaskRow.state == TaskState.OPEN)
    return work.session.scalar(task.limit(1)) is not None


def one(work: Work, case_id: str) -> CaseCard:
    return card(work, find(work, case_id))


def open_cases(work: Work, closed: int = 0, office: str | None = None) -> list[Case]:
    """Every case that is not done or has something left to do, and the newest `closed` of those that are: what a console starts with. Those of an
    `office` where one is named."""
    chosen = sa.select(*COLUMNS) if office is None else sa.select(*COLUMNS).where(CaseRow.department_id == office)
    complains = sa.and_(CaseRow.callback == CallbackState.DONE, NOT_CONTENT, CaseRow.reported_at > work.at - timedelta(days=COMPLAINT_DAYS))
    rows = list(work.session.execute(chosen.where(CaseRow.serial.in_(LEFT), sa.or_(CaseRow.status.not_in(DONE), *TO_DO, complains))))
    if closed:
        done = sa.select(CaseRow.serial).with_hint(CaseRow, "INDEXED BY ix_cases_by_report", "sqlite").where(CaseRow.status.in_(DONE))
        done = done if office is None else done.where(CaseRow.department_id == office)
        rows += work.session.execute(chosen.where(CaseRow.serial.in_(done.order_by(CaseRow.serial.desc()).limit(closed))))
    return cases_of({row.id: row for row in rows}.values())


def add_photo(work: Work, case_id: str, order: PhotoOfCase) -> CaseCard:
    """Hangs a photo on a case outside any step."""
    case = find(work, case_id, lock=True)
    work.match(case.version, case_of(case))
    attach(work, case, [order.photo_id], order.phase)
    case.version += 1
    work.publish(Noun.CASE, case.id, case.version, case_of(case))
    work.audit("CASE.PHOTO", Noun.CASE, case.id, f"{order.phase} {order.photo_id}")
    return card(work, case)


def add_capture(work: Work, case_id: str, order: CaptureOrder) -> CaseCard:
    """Hangs a still or a clip of a camera on a case outside any step. The same again changes nothing."""
    case = find(work, case_id, lock=True)
    work.match(case.version, case_of(case))
    if captures.hang(work, case, order, seen_at(order.taken_at, "taken_at")):
        case.version += 1
        work.publish(Noun.CASE, case.id, case.version, case_of(case))
        work.audit("CASE.CAPTURE", Noun.CASE, case.id, f"{order.media_id} {order.camera_id} {order.stream}")
    return card(work, case)


def _stored(work: Work, order: CaseReport, digest: str) -> bool:
    """False when somebody else was faster with this id."""
    values = _draft(work, order) | {"digest": digest}
    if run(work, WRITE, **values).first() is None:
        return False
    names.enter(work, HitKind.CASE, [values])
    case_words.enter(work, [values])
    return True


def _again(work: Work, order: CaseReport, digest: str) -> CaseRow:
    case = work.session.get_one(CaseRow, order.id, populate_existing=True)
    if case.digest != digest or not concerns(work, case):
        raise RuleSaysNo("id_taken", f"Another report has the id {order.id!r}.")
    return case


def _draft(work: Work, order: CaseReport) -> dict[str, Any]:
    grids = spatial.grids_at(work.session, order.lon, order.lat)
    reported_at = min(seen_at(order.at, "at"), work.at) if order.at else work.at
    return blank(work) | {
        "id": order.id,
        "serial": serials.take(work, [(order.id, reported_at)])[0],
        "source": order.source,
        "kind": order.kind,
        "class_code": order.class_code,
        "lon": order.lon,
        "lat": order.lat,
        "address": order.address or places.address(work, order.lon, order.lat),
        "description": order.description,
        "reported_at": reported_at,
        "status_at": work.at,
        "grid_code": next((grid.code for grid in grids if grid.kind is GridKind.BASIC), None),
        "duty_grid": next((grid.code for grid in grids if grid.kind is GridKind.DUTY), None),
        "component_code": order.component_code,
        "condition_id": order.condition_id,
        "camera_id": order.camera_id,
        "unit_id": work.user.unit_id if Role.INSPECTOR in work.user.roles else None,
        "reporter": order.reporter,
        "phone": callers.kept(order.phone),
        "urgent": order.urgent,
        "reported_by": work.user.name,
        "number": numbers.take(work, work.at)[0],  # last: other reports of the day wait for it from here on
    }


def blank(work: Work) -> dict[str, Any]:
    """What every case starts with, before it is written down as reported."""
    return {
        "version": 0,
        "steps": 0,
        "status": Status.REPORTED,
        "catalogue": in_force(work).catalogue.version,
        "rework_count": 0,
        "photo_count": 0,
        "paused_s": 0.0,
        "returned": False,
        "urgent": False,
        "digest": "",
        "asked_of": [],
        **dict.fromkeys(("extension_count", "suspend_count", "callback_tries", "supervise_level"), 0),
        **dict.fromkeys(("important", "supervised", "self_handled", "direct", "timeout_exempt"), False),
        **dict.fromkeys(("address", "description", "reporter", "phone"), ""),
    }


def seen_at(at: datetime, field: str) -> datetime:
    """When somebody says that something was seen; refused by the name of the field where no clock can have said it."""
    if at.tzinfo is None:
        raise Malformed("A time must say its zone.", [FieldError(path=field, detail="has no zone")])
    if at < EARLIEST:
        raise Malformed("A time before 2000 is of a clock that is not set.", [FieldError(path=field, detail="is before 2000")])
    return at
