"""Muck trucks are judged: what has come in of them is read in order, and becomes alarms, trips, and volumes of permits.

What comes in is kept in `haul_reports` by the transaction that keeps the fixes, and judged by one that also takes it away from there: each report
counts once, whatever process dies when. What is remembered of a truck between two reports is in `watchings`.
"""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from threading import Lock

import msgspec
import sqlalchemy as sa

from backend.rules import alarms, hauls, units
from backend.rules.catalogue import in_force
from backend.rules.hauling.ground import Land, Paper, Plane, area_of
from backend.rules.hauling.replay import paper_of, sample_of
from backend.rules.hauling.state import Breach, Haul, Over, Truck
from backend.rules.hauling.watch import Heard, Watch
from backend.session import SYSTEM, Database, Work
from backend.settings import CITY_ZONE
from backend.tables.alarms import WatchingRow
from backend.tables.hauls import HaulHeadRow, HaulPermitRow, HaulPlaceRow, HaulReportRow, HaulTripRow, HaulTruckRow
from wire.codes import HaulState, Noun, UnitKind
from wire.units import Fix

WATCH = "hauling"
AT_ONCE = 2_000  # reports of one round; the rest in the next
KEPT = 4  # grounds in memory: one per database, and tests open several


@dataclass(frozen=True)
class Ground:
    """What trucks are judged on, as of a mark; `papers` by truck. `volumes`: what each carries at once."""

    watch: Watch
    papers: dict[str, list[Paper]]
    volumes: dict[str, float]


_grounds: dict[tuple[str, int, bytes], Ground] = {}
_making = Lock()


def take(work: Work, said: Sequence[tuple[str, Sequence[Fix]]]) -> None:
    """Keeps the fixes of those units that are registered trucks until they are judged. Who makes up where it is, is not heard."""
    if not said:
        return
    trucks = set(work.session.scalars(sa.select(HaulTruckRow.id).where(units.among(work, HaulTruckRow.id, [id for id, _ in said]))))
    mine = sorted([(id, fix) for id, fixes in said if id in trucks for fix in fixes], key=lambda each: (each[0], each[1].at))
    if any(fix.mock for _, fix in mine) and not in_force(work).tracks.of(UnitKind.TRUCK).believe_mock:
        mine = [(id, fix) for id, fix in mine if not fix.mock]
    rows = [{"truck_id": id, "fix": msgspec.to_builtins(fix)} for id, fix in mine]
    if rows:
        work.session.execute(sa.insert(HaulReportRow), rows)


def judge(database: Database) -> int:
    """Answers how many reports were judged."""
    with database.read() as work:
        if not work.session.scalar(sa.select(sa.literal(1)).select_from(HaulReportRow).limit(1)):
            return 0
    with database.write(SYSTEM) as work:
        mark = _hold(work)
        return 0 if mark is None else _judge(work, _ground(work, mark))


def miss(database: Database) -> int:
    """Looks for trucks that should be heard and are not; answers how many."""
    with database.read() as work:
        mark = work.session.scalars(sa.select(HaulHeadRow.mark)).one()
        ground, known = _ground(work, mark), _remembered(work)
        if not any(ground.watch.miss(truck, work.at.timestamp()) for truck in known.values()):
            return 0
    with database.write(SYSTEM) as work:
        mark_now = _hold(work)
        return 0 if mark_now is None else _missed(work, _ground(work, mark_now))


def _hold(work: Work) -> int | None:
    """The mark of the ground; none while another process judges."""
    return work.session.scalars(sa.select(HaulHeadRow.mark).with_for_update(skip_locked=True)).one_or_none()


def _judge(work: Work, ground: Ground) -> int:
    rows = list(work.session.scalars(sa.select(HaulReportRow).order_by(HaulReportRow.id).limit(AT_ONCE)))
    known = _remembered(work, {row.truck_id for row in rows})
    for row in rows:
        _hear(work, ground, row.truck_id, known.setdefault(row.truck_id, Truck()), msgspec.convert(row.fix, Fix))
    alarms.remember(work, WATCH, {id: msgspec.to_builtins(truck) for id, truck in known.items()})
    work.session.execute(sa.delete(HaulReportRow).where(HaulReportRow.id.in_([row.id for row in rows])))
    return len(rows)


def _missed(work: Work, ground: Ground) -> int:
    missed = {}
    for id, truck in _remembered(work).items():
        if said := ground.watch.miss(truck, work.at.timestamp()):
            missed[id] = msgspec.to_builtins(truck)
            for each in said:
                say(work, id, each)
    alarms.remember(work, WATCH, missed)
    return len(missed)


def _remembered(work: Work, ids: Collection[str] | None = None) -> dict[str, Truck]:
    """What is remembered of these trucks, or of all that there are still."""
    chosen = sa.select(WatchingRow.unit_id, WatchingRow.body).join(HaulTruckRow, HaulTruckRow.id == WatchingRow.unit_id)
    chosen = chosen.where(WatchingRow.watch == WATCH)
    rows = work.session.execute(chosen if ids is None else chosen.where(WatchingRow.unit_id.in_(ids)))
    return {row.unit_id: msgspec.convert(row.body, Truck) for row in rows}


def _hear(work: Work, ground: Ground, truck_id: str, truck: Truck, fix: Fix) -> None:
    before = msgspec.structs.replace(truck.haul) if truck.haul is not None else None
    heard = ground.watch.hear(truck, sample_of(fix), ground.papers.get(truck_id, []))
    for each in heard.said:
        say(work, truck_id, each)
    haul = heard.ended or truck.haul
    if haul is not None and (heard.said or heard.began or heard.ended or before is None or before.permit_id != haul.permit_id):
        _note(work, ground, truck_id, haul, heard)


def say(work: Work, truck_id: str, said: Breach | Over) -> None:
    """A breach or its end, as an alarm."""
    at = datetime.fromtimestamp(said.at, UTC)
    if isinstance(said, Over):
        alarms.clear(work, said.kind, truck_id, said.cause, at=at)
        return
    alarms.raise_(
        work,
        said.kind,
        truck_id,
        said.cause,
        level=said.level,
        value=said.value,
        threshold=said.threshold,
        place=(said.lon, said.lat),
        at=datetime.fromtimestamp(said.since, UTC),
    )


def _note(work: Work, ground: Ground, truck_id: str, haul: Haul, heard: Heard) -> None:
    """The trip as it is now; one that has reached the ground of its permit counts against it."""
    started = datetime.fromtimestamp(haul.started_at, UTC)
    row = work.session.scalar(sa.select(HaulTripRow).where(HaulTripRow.truck_id == truck_id, HaulTripRow.started_at == started))
    if row is None:
        row = HaulTripRow(id=uuid.uuid4().hex, version=0, truck_id=truck_id, started_at=started, volume_m3=0.0)
        work.session.add(row)
    row.permit_id, row.site_id, row.ground_id, row.state = haul.permit_id, haul.site_id, haul.ground_id, haul.state
    row.ended_at = None if haul.ended_at is None else datetime.fromtimestamp(haul.ended_at, UTC)
    row.length_m, row.off_m, row.off_s = round(haul.length_m, 1), round(haul.off_m, 1), round(haul.off_s, 1)
    row.faults, row.version = [str(kind) for kind in haul.faults], row.version + 1
    if heard.ended is not None and haul.state is HaulState.DONE and haul.permit_id is not None:
        _count(work, ground, row)
    work.publish(Noun.HAUL_TRIP, row.id, row.version, hauls.trip_message(row))


def _count(work: Work, ground: Ground, trip: HaulTripRow) -> None:
    permit = work.session.get(HaulPermitRow, trip.permit_id, with_for_update=True)
    if permit is None or permit.ground_id != trip.ground_id:
        return
    trip.volume_m3 = ground.volumes.get(trip.truck_id, 0.0)
    permit.carried_m3, permit.hauls, permit.version = permit.carried_m3 + trip.volume_m3, permit.hauls + 1, permit.version + 1
    work.publish(Noun.HAUL_PERMIT, permit.id, permit.version, hauls.message(hauls.PERMITS, permit))
    if permit.carried_m3 >= permit.volume_m3:
        hauls.changed(work)


def _ground(work: Work, mark: int) -> Ground:
    """Made anew only after a register has changed."""
    database = work.session.get_bind().engine.url.render_as_string(hide_password=True)
    rules = in_force(work).hauling
    key = (database, mark, msgspec.json.encode(rules))
    with _making:
        if key not in _grounds:
            _grounds[key] = _made(work)
            while len(_grounds) > KEPT:
                del _grounds[next(iter(_grounds))]
        return _grounds[key]


def _made(work: Work) -> Ground:
    places = list(work.session.scalars(sa.select(HaulPlaceRow)))
    permits = [hauls.message(hauls.PERMITS, row) for row in work.session.scalars(sa.select(HaulPermitRow))]
    points = [(place.lon, place.lat) for place in places] or [place for permit in permits for place in permit.route] or [(0.0, 0.0)]
    plane = Plane(sum(lon for lon, _ in points) / len(points), sum(lat for _, lat in points) / len(points))
    land = Land(plane, [area_of(plane, place.id, place.kind, place.outline) for place in places])
    papers: dict[str, list[Paper]] = {}
    for permit in permits:
        paper = paper_of(plane, permit)
        for truck_id in permit.truck_ids:
            papers.setdefault(truck_id, []).append(paper)
    volumes = {row.id: row.volume_m3 for row in work.session.execute(sa.select(HaulTruckRow.id, HaulTruckRow.volume_m3))}
    return Ground(Watch(land, in_force(work).hauling, CITY_ZONE), papers, volumes)
