"""What the backend could answer about a case of the town: who sees it, who is there first, whom to send."""

from datetime import timedelta

from console.hall.hall import Hall
from tests.console import town
from wire.cameras import Camera
from wire.cases import Case
from wire.codes import DutyState, UnitKind
from wire.recommendation import Barrier, Candidate, Change, Criterion, Purpose, Reason, Recommendation
from wire.sight import CameraSight, Pace, Sight, UnitArrival, View
from wire.units import Unit

NAMES = ("人民路解放街口北", "府前广场东北角高杆", "第二小学西门", "涑水市场南门", "体育场东路全景")


def cameras(hall: Hall, case: Case) -> list[Camera]:
    """Around the case, looking at it; the fourth was never measured, the fifth is offline."""
    places = [(0.0004, 0.0001), (-0.0005, 0.0004), (0.0001, -0.0007), (-0.0006, -0.0003), (0.0009, 0.0006)]
    azimuths = [256.0, 129.0, 352.0, None, 236.0]
    made = [
        Camera(
            id=f"k{n}",
            version=1,
            code=f"K{n}",
            name=NAMES[n],
            lon=case.lon + dx,
            lat=case.lat + dy,
            azimuth=azimuths[n],
            view_angle=70,
            reach=110,
            online=n != 4,
        )
        for n, (dx, dy) in enumerate(places)
    ]
    hall.cameras.put(made)
    return made


def sight(hall: Hall, case: Case, outlines: int = 41, by_streets: bool = True) -> Sight:
    cameras(hall, case)
    seen = [
        CameraSight(camera_id="k0", view=View.SEES, metres=38.2, off_axis=4.0, quality=0.87),
        CameraSight(camera_id="k1", view=View.SEES, metres=64.0, off_axis=11.0, hidden=0.35, behind="百货大楼", quality=0.42),
        CameraSight(camera_id="k4", view=View.SEES, metres=105.0, off_axis=2.0, quality=0.4, assumed=True),
        CameraSight(camera_id="k3", view=View.DIRECTION_UNKNOWN, metres=71.0, quality=0.21),
        CameraSight(camera_id="k2", view=View.HIDDEN, metres=79.0, off_axis=8.0, hidden=1.0, behind="云泽市第二小学教学楼", quality=0),
    ]
    units = [_arrival(unit, place) for place, unit in enumerate(sorted(hall.units, key=lambda unit: unit.id))]
    units.sort(key=lambda unit: (unit.duty is not DutyState.ON_DUTY, unit.stale, unit.seconds or 0))
    return Sight(lon=case.lon, lat=case.lat, at=town.NOW, outlines=outlines, by_streets=by_streets, cameras=seen, units=units)


def _arrival(unit: Unit, place: int) -> UnitArrival:
    age = (12, 45, 8, 1900, 30)[place % 5]
    seconds = 40 + place * 95
    pace = Pace.WALKS if unit.kind is UnitKind.INSPECTOR else Pace.DRIVES
    at = town.NOW - timedelta(seconds=age)
    return UnitArrival(
        unit_id=unit.id, duty=unit.duty, pace=pace, metres=round(seconds * 1.2), seconds=seconds, fix_at=at, fix_age_s=age, stale=age > 300
    )


def recommendation(hall: Hall, case: Case) -> Recommendation:
    """Four who are ranked, then the others with why not."""
    inspectors = sorted((unit for unit in hall.units if unit.kind is UnitKind.INSPECTOR and unit.duty is DutyState.ON_DUTY), key=lambda unit: unit.id)
    ranked = [_ranked(unit.id, rank) for rank, unit in enumerate(inspectors[:4], start=1)]
    rest = [unit for unit in sorted(hall.units, key=lambda unit: unit.id) if unit not in inspectors[:4]]
    return Recommendation(
        case_id=case.id, purpose=Purpose.VERIFY, at=town.NOW, by_streets=True, candidates=[*ranked, *(_left_out(unit) for unit in rest)]
    )


def _ranked(unit_id: str, rank: int) -> Candidate:
    seconds, load = 150.0 * rank, rank - 1.0
    reasons = [
        Reason(criterion=Criterion.SKILL, value=float(rank < 3), minutes=0.0 if rank < 3 else 4.0),
        Reason(criterion=Criterion.FIX_AGE, value=20, minutes=0.2),
        Reason(criterion=Criterion.ETA, value=seconds, minutes=seconds / 60),
        Reason(criterion=Criterion.LOAD, value=load, minutes=6 * load),
    ]
    changes = [Change(criterion=Criterion.LOAD, to=0)] if rank == 2 else []
    total = sum(reason.minutes for reason in reasons)
    return Candidate(
        unit_id=unit_id, rank=rank, minutes=total, metres=round(seconds * 1.2), reasons=reasons, changes=changes, rank_then=1 if changes else None
    )


def _left_out(unit: Unit) -> Candidate:
    if unit.kind is not UnitKind.INSPECTOR:
        return Candidate(unit_id=unit.id, reasons=[], barriers=[Barrier.WRONG_KIND])
    reasons = [Reason(criterion=Criterion.FIX_AGE, value=1900, minutes=15.8), Reason(criterion=Criterion.ETA, value=90, minutes=1.5)]
    if unit.duty is DutyState.ON_DUTY:
        change = Change(criterion=Criterion.FIX_AGE, to=300)
        return Candidate(unit_id=unit.id, minutes=17.3, metres=108, reasons=reasons, barriers=[Barrier.STALE_FIX], changes=[change], rank_then=2)
    change = Change(criterion=Criterion.DUTY, to=1)
    return Candidate(unit_id=unit.id, minutes=17.3, metres=108, reasons=reasons, barriers=[Barrier.OFF_DUTY], changes=[change], rank_then=1)
