"""The snapshot: for each noun, how all of its messages are read in one transaction."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import chain

import pyarrow as pa

from backend.rules import (
    alarms,
    callouts,
    calls,
    cameras,
    cases,
    components,
    departments,
    filters,
    geofences,
    grids,
    hauls,
    library,
    registers,
    seats,
    seen,
    sensors,
    tasks,
    tours,
    transfers,
    units,
    video_layouts,
)
from backend.session import Work
from wire import bulk
from wire.codes import GridKind, Noun, TaskState
from wire.components import Component
from wire.message import Versioned
from wire.nouns import MESSAGE_OF


@dataclass(frozen=True)
class Query:
    """`closed`: how many of the newest closed cases are wanted; `kinds`: which grids, none for all; `office`: whose cases, none for all."""

    closed: int = 10_000
    kinds: tuple[GridKind, ...] = ()
    office: str | None = None


Reader = Callable[[Work, Query], Sequence[Versioned]]

READERS: dict[Noun, Reader] = {
    Noun.CASE: lambda work, query: cases.open_cases(work, query.closed, query.office),
    Noun.TASK: lambda work, query: tasks.tasks(work, state=TaskState.OPEN),
    Noun.UNIT: lambda work, query: units.all_units(work),
    Noun.CAMERA: lambda work, query: cameras.all_cameras(work),
    Noun.DEPARTMENT: lambda work, query: departments.all_departments(work),
    Noun.GRID: lambda work, query: grids.grids(work, query.kinds),
    Noun.REGISTER: lambda work, query: registers.registers(work),
    Noun.SENSOR: lambda work, query: sensors.all_sensors(work),
    Noun.GEOFENCE: lambda work, query: geofences.all_geofences(work),
    Noun.CALL: lambda work, query: calls.shown_calls(work),
    Noun.SEAT: lambda work, query: seats.all_seats(work),
    Noun.TRANSFER: lambda work, query: transfers.shown_transfers(work),
    Noun.SEEN: lambda work, query: seen.of_open_cases(work, cases.DONE, query.office),
    Noun.STANDARD: lambda work, query: library.all_standards(work),
    Noun.FILTER: lambda work, query: filters.all_filters(work),
    Noun.TOUR: lambda work, query: tours.all_tours(work),
    Noun.VIDEO_LAYOUT: lambda work, query: video_layouts.all_layouts(work),
    Noun.ALARM: lambda work, query: alarms.shown(work),
    Noun.CALLOUT: lambda work, query: callouts.shown(work),
    Noun.HAUL_COMPANY: lambda work, query: hauls.all_of(work, hauls.COMPANIES),
    Noun.HAUL_PLACE: lambda work, query: hauls.all_of(work, hauls.PLACES),
    Noun.HAUL_TRUCK: lambda work, query: hauls.all_of(work, hauls.TRUCKS),
    Noun.HAUL_PERMIT: lambda work, query: hauls.all_of(work, hauls.PERMITS),
    Noun.HAUL_TRIP: lambda work, query: hauls.shown_trips(work),
    Noun.COMPONENT: lambda work, query: list(chain.from_iterable(bulk.decode(Component, components.table_of_components(work)))),
}

TABLES: dict[Noun, Callable[[Work], pa.Table]] = {Noun.COMPONENT: components.table_of_components}  # many: columns without messages


def table(work: Work, noun: Noun, query: Query) -> pa.Table:
    """All messages of a noun as Arrow (wire.bulk)."""
    if noun in TABLES:
        return TABLES[noun](work)
    return bulk.encode(MESSAGE_OF[noun], READERS[noun](work, query))
