"""The city of a moment in a file: what has changed since is as it was, what has no past as it is."""

from datetime import UTC, datetime
from typing import Any

import pytest
import sqlalchemy as sa

from backend.photos import PhotoStore
from backend.refusals import Malformed, RuleSaysNo
from backend.rules import cameras, geofences, hauls, positions, sensors, units
from backend.tables.audit import AuditRow
from tests.backend.centre import ADMIN, GATEWAY, Centre
from tests.backend.exported import BEGIN, LAT, LON
from tests.backend.test_exports import city, made, store, table
from wire.cameras import CameraOrder
from wire.case_filter import CaseFilter
from wire.codes import HaulPlaceKind, Status, UnitKind
from wire.exports import ExportLayer
from wire.hauls import HaulPlaceOrder
from wire.sensors import Reading, ReadingBatch
from wire.units import Fix, FixBatch, UnitOrder

__all__ = ["city", "store"]
THEN = (
    *(ExportLayer.CASES, ExportLayer.HEAT, ExportLayer.DENSITY, ExportLayer.UNITS, ExportLayer.CAMERAS),
    *(ExportLayer.SENSORS, ExportLayer.GEOFENCES, ExportLayer.HAUL_PLACES, ExportLayer.HAUL_LINES),
)


def test_that_the_city_of_a_moment_is_what_it_was_then(city: Centre, store: PhotoStore) -> None:
    fix_of(city, LON, mock=True)

    def told(**more: Any) -> dict[ExportLayer, bytes]:
        return {layer: made(city, store, "csv", layer, language="en", **more) for layer in THEN}

    then, at = told(), datetime.now(UTC)
    change_everything(city)
    now = told()
    assert [layer for layer in THEN if now[layer] == then[layer]] == []
    assert told(as_of=at) == then
    made_up = [next(row["Mocked, says its device"] for row in table(each[ExportLayer.UNITS]) if row["Id"] == "u1") for each in (then, now)]
    assert made_up[0] != made_up[1] != ""
    waiting = {"statuses": [Status.REPORTED], "language": "en"}
    assert [row["Id"] for row in table(made(city, store, "csv", ExportLayer.CASES, as_of=at, **waiting))] == ["case-reported", "pictured"]
    assert [row["Id"] for row in table(made(city, store, "csv", ExportLayer.CASES, **waiting))] == ["pictured"]
    report = made(city, store, "html", ExportLayer.CASES, ExportLayer.GRIDS, as_of=at).decode()
    assert "截至" in report
    one = {"ids": {ExportLayer.CASES: ["case-reported"]}}
    before, after = (made(city, store, "html", ExportLayer.CASES, **one, **more).decode() for more in ({"as_of": at}, {}))
    assert ("待受理" in before, "已结案" in before, "已结案" in after) == (True, False, True)
    assert 0 < before.count("<li><time>") < after.count("<li><time>")
    with city.database.read() as work:
        said = set(work.session.scalars(sa.select(AuditRow.detail)))
    assert f"cases 6, grids 2, as of {at.isoformat()}" in said


def fix_of(city: Centre, lon: float, mock: bool = False) -> None:
    with city.writing(ADMIN) as work:
        positions.report(work, FixBatch(code="u1", fixes=[Fix(at=work.at, lon=lon, lat=LAT, speed=1.0, mock=mock)]))


def change_everything(city: Centre) -> None:
    city.forward(city.card("case-reported"), Status.CLOSED)
    fix_of(city, LON + 0.001)
    with city.writing(ADMIN) as work:
        cameras.put(work, CameraOrder(id="k0", code="K0", name="Moved", lon=LON + 0.001, lat=LAT))
        units.put(work, UnitOrder(id="truck", code="truck", kind=UnitKind.TRUCK, name="Renamed"))
        geofences.remove(work, "f0")
    with city.writing(ADMIN, 1) as work:
        ring = [(LON, LAT), (LON + 0.001, LAT), (LON + 0.001, LAT + 0.001)]
        hauls.put(work, hauls.PLACES, HaulPlaceOrder(id="h0", kind=HaulPlaceKind.SITE, name="Renamed", outline=ring, company_id="c1"))
    with city.writing(GATEWAY) as work:
        sensors.read(work, ReadingBatch(readings=[Reading(code="W0", at=work.at, value=30.0)]))


def test_that_what_nobody_remembers_is_refused(city: Centre, store: PhotoStore) -> None:
    with pytest.raises(RuleSaysNo, match="does not reach back"):
        made(city, store, "csv", ExportLayer.CASES, as_of=BEGIN)
    with pytest.raises(Malformed, match="finds what is there now"):
        made(city, store, "csv", ExportLayer.CASES, as_of=datetime.now(UTC), found=CaseFilter())
