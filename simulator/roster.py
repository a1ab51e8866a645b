"""The roster of today: a shift for everybody, through the route for who plans. Entered again it changes nothing."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

from simulator.doors import Doors
from simulator.posts import USER_OF
from simulator.ways import Ways
from simulator.world import SHIFT, ZONE, World
from wire.codes import Role

PLANNER = USER_OF[Role.SHIFT_LEADER]
ATONCE = 4
LASTS = timedelta(hours=9, minutes=30)


def enter(doors: Doors, ways: Ways, world: World) -> int:
    """How many are new. Who works round the clock begins now; else everybody at the hour of the shift."""
    orders = [_order(unit, world) for unit in ways.units if unit["code"] in world.inspectors]
    day = str(orders[0]["day"]) if orders else ""
    known = {each["unit_id"] for each in doors.get(PLANNER, "/v1/shifts", first=day).json()} if orders else set()
    fresh = [order for order in orders if order["unit_id"] not in known]
    with ThreadPoolExecutor(ATONCE) as hands:
        list(hands.map(lambda order: doors.put(PLANNER, f"/v1/shifts/{order['id']}", order), fresh))
    return len(fresh)


def _order(unit: dict[str, Any], world: World) -> dict[str, Any]:
    now = world.now.astimezone(ZONE)
    starts = now if world.always else datetime.combine(now.date(), SHIFT[0], ZONE)
    times = {"starts_at": starts.isoformat(), "ends_at": (starts + LASTS).isoformat()}
    return {
        "id": f"{unit['id']}-{now.date()}",
        "unit_id": unit["id"],
        "day": now.date().isoformat(),
        "kind": "DAY",
        "grids": unit["duty_grids"],
        **times,
    }
