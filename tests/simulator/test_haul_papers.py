"""The papers of the city's trucks suit the rounds that they drive, but for those that stray."""

from datetime import date

import msgspec
import numpy as np
import shapely

from simulator.haul_papers import papers
from simulator.ways import Ways
from simulator.world import ZONE
from tests.simulator.test_world import MONDAY, world
from wire.hauls import HaulCompanyOrder, HaulPermitOrder, HaulPlaceOrder, HaulTruckOrder
from wire.units import Signals

ORDERS = {"haul-companies": HaulCompanyOrder, "haul-places": HaulPlaceOrder, "haul-trucks": HaulTruckOrder, "haul-permits": HaulPermitOrder}
METRES = 111_320.0


def test_that_every_truck_has_a_permit_for_the_way_that_it_drives(ways: Ways) -> None:
    trucks = [unit for unit in ways.units if unit["kind"] == "TRUCK"][:6]
    orders = [msgspec.convert(order, ORDERS[plural]) for plural, order in papers(ways, trucks, MONDAY.astimezone(ZONE).date())]
    permits = [order for order in orders if isinstance(order, HaulPermitOrder)]
    assert sorted(id for permit in permits for id in permit.truck_ids) == sorted(unit["id"] for unit in trucks)
    assert all(permit.starts <= MONDAY.date() <= permit.ends for permit in permits)
    known = {order.id for order in orders}
    assert all({permit.site_id, permit.ground_id, permit.company_id} <= known for permit in permits)
    city, lines = world(ways), {id: shapely.LineString(permit.route) for permit in permits for id in permit.truck_ids}
    for _ in range(240):
        city.step(30)
        for code, truck in city.trucks.items():
            msgspec.convert(truck.signals, Signals)
            off = lines[code].distance(shapely.Point(truck.lon, truck.lat)) * METRES
            assert off < 30 or truck.astray or not truck.loaded or truck.speed == 0, code
    assert np.isfinite([truck.lon for truck in city.trucks.values()]).all()


def test_that_the_same_day_has_the_same_papers(ways: Ways) -> None:
    trucks = [unit for unit in ways.units if unit["kind"] == "TRUCK"][:3]
    once, again = (list(papers(ways, trucks, date(2026, 11, 23))) for _ in range(2))
    assert once == again
