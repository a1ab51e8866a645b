"""How the cameras do, kept by day. Several who look at once see the same: what all have seen of a camera is laid over each other."""

import statistics
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, NamedTuple

import sqlalchemy as sa

from backend.refusals import Malformed, RuleSaysNo
from backend.rules.answers import insert
from backend.rules.spans import Pair, begun_within, common, joined, length
from backend.session import Work
from backend.settings import CITY_ZONE
from backend.tables.camera_days import CameraDayRow
from backend.tables.cameras import CameraRow
from media.addresses import host_of
from wire.camera_health import WEEK_DAYS, CameraHealth, CameraLook, Facts, LookReport, Probe, Seen, Watched
from wire.problem import FieldError

BEHIND, AHEAD = timedelta(days=2), timedelta(minutes=5)  # a console that could not report for a night; a clock that is a little wrong
GAP_S = 2.0  # between two reports of one look
JUST_COME_S = 1.0  # who comes to a camera that is down has seen no drop
MOST_FIRSTS = 200  # of one camera on one day
KEEP_DAYS = 92
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


class Unwatched(NamedTuple):
    """A camera that is to be probed, by which stream."""

    camera_id: str
    url: str


class Probed(NamedTuple):
    """Milliseconds until the first picture and what that was like, or why there was none."""

    first_ms: int | None = None
    codec: str = ""
    width: int = 0
    height: int = 0
    problem: str = ""


def enter(work: Work, report: LookReport) -> None:
    """Cameras that are not known are left out: one may be gone by the time that the report comes."""
    known = set(work.session.scalars(sa.select(CameraRow.id).where(CameraRow.id.in_({look.camera_id for look in report.cameras}))))
    for place, look in enumerate(report.cameras):
        _check(look, f"cameras[{place}]", work.at)
    for look in sorted(report.cameras, key=lambda each: each.camera_id):  # in one order: two reports never wait for each other
        if look.camera_id in known:
            _enter(work, look)


def all_health(work: Work) -> list[CameraHealth]:
    """Every camera, also those that nobody has looked at, by id."""
    today = work.at.astimezone(CITY_ZONE).date()
    rows: dict[str, list[CameraDayRow]] = defaultdict(list)
    for row in work.session.scalars(sa.select(CameraDayRow).where(CameraDayRow.day > today - timedelta(days=WEEK_DAYS)).order_by(CameraDayRow.day)):
        rows[row.camera_id].append(row)
    return [_health(camera, rows[camera.id], today) for camera in work.session.scalars(sa.select(CameraRow).order_by(CameraRow.id))]


def due(work: Work, watched: Collection[str], every_minutes: float) -> list[Unwatched]:
    """Cameras that nobody watches and that were not probed for so long, those first that wait longest."""
    since = work.at.astimezone(CITY_ZONE).date() - timedelta(days=WEEK_DAYS)
    newest = sa.select(CameraDayRow.camera_id, sa.func.max(CameraDayRow.probed_at)).group_by(CameraDayRow.camera_id)
    known = newest.where(CameraDayRow.day > since, CameraDayRow.probed_at.is_not(None))
    probed = {id: at for id, at in work.session.execute(known) if at is not None}
    limit = work.at - timedelta(minutes=every_minutes)
    rows = work.session.execute(sa.select(CameraRow.id, CameraRow.sub_url, CameraRow.main_url).order_by(CameraRow.id))
    found = [Unwatched(id, sub or main) for id, sub, main in rows if (sub or main) and id not in watched and probed.get(id, LONG_AGO) <= limit]
    return sorted(found, key=lambda each: probed.get(each.camera_id, LONG_AGO))


def enter_probe(work: Work, camera_id: str, probed: Probed) -> None:
    """It says nothing of the time in between, so that it counts neither as looked at nor as down."""
    if work.session.get(CameraRow, camera_id) is None:
        return  # gone meanwhile
    row = _row(work, camera_id, work.at.astimezone(CITY_ZONE).date())
    row.probed_at, row.probe_ms, row.probe_problem = work.at, probed.first_ms, probed.problem
    if probed.first_ms is not None:
        _take_facts(row, Facts(at=work.at, codec=probed.codec, width=probed.width, height=probed.height))


def purge(work: Work) -> None:
    last = work.at.astimezone(CITY_ZONE).date() - timedelta(days=KEEP_DAYS)
    work.session.execute(sa.delete(CameraDayRow).where(CameraDayRow.day < last))


# --- what is reported


def _check(look: CameraLook, path: str, now: datetime) -> None:
    for name in ("looked", "down"):
        for place, span in enumerate(getattr(look, name)):
            _check_time(span.since, f"{path}.{name}[{place}].since", now)
            _check_time(span.until, f"{path}.{name}[{place}].until", now)
            if span.until < span.since:
                raise RuleSaysNo("ends_before_it_begins", f"{path}.{name}[{place}] ends before it begins.")
    for place, first in enumerate(look.firsts):
        _check_time(first.at, f"{path}.firsts[{place}].at", now)
    if look.facts:
        _check_time(look.facts.at, f"{path}.facts.at", now)


def _check_time(at: datetime, path: str, now: datetime) -> None:
    if at.tzinfo is None:
        raise Malformed("Times need a zone.", [FieldError(path=path, detail="needs a zone")])
    if not now - BEHIND < at < now + AHEAD:
        raise Malformed("Nobody can have looked then.", [FieldError(path=path, detail="is more than two days ago, or to come")])


def _enter(work: Work, look: CameraLook) -> None:
    parts: dict[date, tuple[list[Pair], list[Pair], list[Pair]]] = defaultdict(lambda: ([], [], []))
    for place, spans in enumerate((look.looked, look.down)):
        for span in spans:
            for day, pair in _by_day(span):
                parts[day][place].append(pair)
    for first in look.firsts:
        day, second = _in_day(first.at)
        parts[day][2].append((second, first.ms))
    facts_day = _in_day(look.facts.at)[0] if look.facts else None
    for day in sorted({*parts, *([facts_day] if facts_day else [])}):
        row = _row(work, look.camera_id, day)
        looked, down, firsts = parts[day]
        row.looked = joined([*row.looked, *looked], GAP_S)
        row.down = joined([*row.down, *down], GAP_S)
        row.firsts = sorted({(at, ms) for at, ms in [*row.firsts, *firsts]})[-MOST_FIRSTS:]
        if look.facts and day == facts_day:
            _take_facts(row, look.facts)
        if (told := max((span.until for span in look.looked), default=work.at)) >= row.told_at:
            row.problem, row.told_at = look.problem, told


def _row(work: Work, camera_id: str, day: date) -> CameraDayRow:
    """Two consoles may be the first of the day at once."""
    key = {"camera_id": camera_id, "day": day}
    spans: dict[str, Any] = {"looked": [], "down": [], "firsts": [], "told_at": LONG_AGO}
    empty = spans | {"frame_rate": 0.0, "codec": "", "width": 0, "height": 0, "problem": "", "probe_problem": ""}
    work.session.execute(insert(work, CameraDayRow).on_conflict_do_nothing(index_elements=list(key)), key | empty)
    return work.session.scalars(sa.select(CameraDayRow).filter_by(**key).with_for_update()).one()


def _take_facts(row: CameraDayRow, facts: Facts) -> None:
    if row.seen_at is not None and facts.at < row.seen_at:
        return
    row.seen_at, row.codec, row.width, row.height = facts.at, facts.codec, facts.width, facts.height
    row.frame_rate = facts.frame_rate or row.frame_rate
    if facts.drift_s is not None:
        row.drift_s, row.drift_at = facts.drift_s, facts.at


def _in_day(at: datetime) -> tuple[date, float]:
    local = at.astimezone(CITY_ZONE)
    return local.date(), round((local - datetime.combine(local.date(), time(), CITY_ZONE)).total_seconds(), 1)


def _by_day(span: Seen) -> Iterator[tuple[date, Pair]]:
    (first, begin), (last, end) = _in_day(span.since), _in_day(span.until)
    while first < last:
        yield first, (begin, 86_400.0)
        first, begin = first + timedelta(days=1), 0.0
    yield last, (begin, end)


# --- what is answered


def _health(camera: CameraRow, rows: list[CameraDayRow], today: date) -> CameraHealth:
    firsts = [ms for row in rows for _, ms in row.firsts]
    seen = next((row for row in reversed(rows) if row.seen_at), None)
    clocked = next((row for row in reversed(rows) if row.drift_at), None)
    rates = [row.frame_rate for row in rows if row.frame_rate]
    return CameraHealth(
        camera_id=camera.id,
        host=host_of(camera.sub_url or camera.main_url),
        today=_watched(row for row in rows if row.day == today),
        week=_watched(rows),
        first_ms=round(statistics.median(firsts)) if firsts else None,
        first_last_ms=firsts[-1] if firsts else None,
        frame_rate=rates[-1] if rates else None,
        codec=seen.codec if seen else "",
        width=seen.width if seen else 0,
        height=seen.height if seen else 0,
        seen_at=seen.seen_at if seen else None,
        drift_s=clocked.drift_s if clocked else None,
        drift_at=clocked.drift_at if clocked else None,
        problem=rows[-1].problem if rows else "",
        looked_at=max((row.told_at for row in rows if row.told_at > LONG_AGO), default=None),
        probe=next((_probe(row, row.probed_at) for row in reversed(rows) if row.probed_at), None),
    )


def _probe(row: CameraDayRow, at: datetime) -> Probe:
    return Probe(at=at, first_ms=row.probe_ms, problem=row.probe_problem)


def _watched(rows: Iterable[CameraDayRow]) -> Watched:
    looked_s, down_s, drops = 0.0, 0.0, 0
    for row in rows:
        looked, down = ([(begin, end) for begin, end in spans] for spans in (row.looked, row.down))
        looked_s, down_s = looked_s + length(looked), down_s + length(common(down, looked))
        drops += begun_within(down, looked, JUST_COME_S)
    return Watched(looked_s=round(looked_s, 1), down_s=round(down_s, 1), drops=drops)
