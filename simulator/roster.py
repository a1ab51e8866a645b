"""The roster of today: what a rotation has planned, else a shift for everybody, through the route for who plans. Entered again it changes nothing."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, time, timedelta
from typing import Any

from geo.streets import Streets
from simulator.doors import Doors
from simulator.posts import USER_OF
from simulator.ways import Ways
from simulator.world import SHIFT, ZONE, World
from wire.codes import Role

PLANNER = USER_OF[Role.SHIFT_LEADER]
ATONCE = 4
LASTS = timedelta(hours=9, minutes=30)
NOON = time(10), time(13, 30)  # who begins now would soon rest, or rests, by the breaks of the day shift


def enter(doors: Doors, ways: Ways, world: World) -> int:
    """How many are new. Who works round the clock begins now, in a shift whose break is not near; else everybody at the hour of the day shift.

    Where a rotation stands for today nothing is entered: its people walk the grids that it gives them, and who has no shift in it rests.
    """
    orders = [_order(unit, world) for unit in ways.units if unit["code"] in world.inspectors]
    day = str(orders[0]["day"]) if orders else ""
    before = (world.now.astimezone(ZONE) - timedelta(days=1)).date().isoformat()
    found = doors.get(PLANNER, "/v1/shifts", first=before, last=day).json() if orders else []
    shifts = [shift for shift in found if shift["day"] == day]
    if any(shift["rotation"] for shift in shifts):
        follow(shifts, ways, world)
        return 0
    running = [shift for shift in found if datetime.fromisoformat(shift["ends_at"]) > world.now]  # who began last night works on
    known = {each["unit_id"] for each in (*shifts, *running)}
    fresh = [order for order in orders if order["unit_id"] not in known]
    with ThreadPoolExecutor(ATONCE) as hands:
        list(hands.map(lambda order: doors.put(PLANNER, f"/v1/shifts/{order['id']}", order), fresh))
    return len(fresh)


def follow(shifts: list[dict[str, Any]], ways: Ways, world: World) -> None:
    """Everybody in the world by a rotation's shifts of today."""
    planned = {shift["unit_id"]: [_duty(grid) for grid in shift["grids"]] for shift in shifts}
    grids = {unit["code"]: planned.get(unit["id"]) for unit in ways.units if unit["code"] in world.inspectors}
    homes: dict[tuple[str, ...], Streets] = {}
    for code, duties in grids.items():
        known = tuple(sorted(duty for duty in duties or () if duty in ways.duties))
        if known:
            if known not in homes:
                homes[known] = ways.walks_in(*known)
            world.inspectors[code].walk_in(homes[known])
    world.resting = frozenset(code for code, duties in grids.items() if duties is None)


def _duty(grid: str) -> str:
    """The id of a duty grid that is named by its code or its id."""
    return f"DUTY-{grid.removeprefix('DUTY-')}"


def _order(unit: dict[str, Any], world: World) -> dict[str, Any]:
    now = world.now.astimezone(ZONE)
    starts = now if world.always else datetime.combine(now.date(), SHIFT[0], ZONE)
    noon = world.always and NOON[0] <= now.time() < NOON[1]
    times = {"starts_at": starts.isoformat(), "ends_at": (starts + LASTS).isoformat()}
    return {
        "id": f"{unit['id']}-{now.date()}",
        "unit_id": unit["id"],
        "day": now.date().isoformat(),
        "kind": "EVENING" if noon else "DAY",
        "grids": unit["duty_grids"],
        **times,
    }
