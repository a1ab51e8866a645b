"""A hall without a backend for the benches of the map: units that move, cases, a register of any size, and the city's tiles below them."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from bench.map_window import SIZE, wait
from bench.stage import CENTRE, city
from console.basemaps.sources import described
from console.hall.columns import Columns
from console.hall.hall import Hall
from console.map.view import MapView
from console.workers.tiles import TileServer
from wire import bulk
from wire.basemaps import BaseMap, BaseMapKind
from wire.cases import Case
from wire.codes import DutyState, Kind, RegisterKind, Role, Source, Status, UnitKind
from wire.people import User
from wire.registers import Entry, Register
from wire.units import Positions, Unit

SPREAD = (0.08, 0.05)  # degrees
KIND = RegisterKind.STREET_ENTITY
CATEGORIES = ("餐饮", "零售", "服务")


def places(count: int) -> np.ndarray:
    """lon, lat, thickest in the middle as cases are; shape (count, 2)."""
    return np.random.default_rng(1).normal(CENTRE, SPREAD, (count, 2))


def hall(units: int = 0) -> Hall:
    made = Hall(User(id="u", version=1, name="bench", full_name="bench", roles=[Role.DISPATCHER]))
    made.units.replace(
        [Unit(id=f"u{n}", version=1, code=f"u{n}", kind=UnitKind.INSPECTOR, name=f"监督员{n}", duty=DutyState.ON_DUTY) for n in range(units)]
    )
    return made


def positions(units: int, serial: int) -> Positions:
    """All of them a second after the last, some metres on."""
    now = datetime.now(UTC) + timedelta(seconds=serial)
    at = np.random.default_rng(7).normal(CENTRE, SPREAD, (units, 2)) + 0.0001 * np.random.default_rng(serial).normal(0, 1, (units, 2))
    lon, lat = at.T.tolist()
    ids, stamp = [f"u{number}" for number in range(units)], int(now.timestamp() * 1000)
    return Positions(
        cursor=serial + 1, now=now, unit_ids=ids, at=[stamp] * units, lon=lon, lat=lat, speed=[1.0] * units, heading=[45.0 + serial % 300] * units
    )


def cases(count: int) -> list[Case]:
    now = datetime.now(UTC)
    return [_case(number, lon, lat, now) for number, (lon, lat) in enumerate(places(count).tolist())]


def _case(number: int, lon: float, lat: float, now: datetime) -> Case:
    deadline = now + timedelta(minutes=number % 600 - 60)
    return Case(
        id=f"c{number}",
        version=1,
        number=f"{number:019}",
        status=Status.DISPOSING,
        source=Source.INSPECTOR,
        kind=Kind.EVENT,
        class_code="0101",
        catalogue="1",
        lon=lon,
        lat=lat,
        address="",
        description="",
        reported_at=now,
        status_at=now,
        yellow_at=deadline - timedelta(hours=1),
        deadline_at=deadline,
    )


def arrow(count: int) -> bytes:
    """A register as the backend sends it."""
    at = places(count)
    schema = bulk.schema_of(Entry)
    empty = pa.nulls(count, pa.string()).fill_null("")
    columns: dict[str, Any] = {field.name: empty if field.type == pa.string() else pa.nulls(count, field.type) for field in schema}
    columns["id"] = pa.array([f"e{number}" for number in range(count)])
    columns["kind"] = pa.array([KIND.value]).dictionary_encode().cast(bulk.CODES).take(pa.array(np.zeros(count, np.int64)))
    columns["name"] = pa.array([f"商户{number}" for number in range(count)])
    columns["category"] = pa.array(np.array(CATEGORIES)[np.arange(count) % len(CATEGORIES)])
    columns |= {"lon": pa.array(at[:, 0]), "lat": pa.array(at[:, 1])}
    return bulk.to_bytes(pa.table([columns[field.name] for field in schema], schema=schema))


def names(number: int) -> dict[str, str]:
    """What the entry of a number is called, and which category it is of; as in `arrow`."""
    return {"name": f"商户{number}", "category": CATEGORIES[number % len(CATEGORIES)]}


def fill(known: Hall, body: bytes) -> None:
    """The register of `arrow`, as it comes."""
    table = Columns(Entry, bulk.from_bytes(body))
    known.registers.replace([Register(id=KIND, version=1, kind=KIND, count=len(table), at=known.clock.now())])
    known.entries.set(KIND, table)


def serve(known: Hall, file: Path | None = None) -> TileServer:
    """With the city's tiles, or those of a file."""
    file = file or city() / "basemap.mbtiles"
    base = described(BaseMap(id="city", version=1, name="city", kind=BaseMapKind.MBTILES, url=str(file)), Path(), own=True)
    server = TileServer(Path())
    server.serve([base])
    known.bases.set([base])
    return server


def shown(known: Hall, server: TileServer) -> MapView:
    view = MapView(known, server.ask)
    view.show_overlay("entities", True)
    view.resize(*SIZE)
    view.show()
    wait(view.idle)
    return view
