"""Trips of muck trucks as a table: a line for each load, the newest first. Who has driven it is not in it."""

import pyarrow as pa

from backend.exporters import tables, words
from backend.refusals import TooLarge
from backend.rules import hauls, units
from backend.rules.hauls import TripsWanted
from backend.session import Work
from wire.codes import HaulState
from wire.exports import ExportFormat
from wire.hauls import HaulPermit, HaulTrip

NAME = "haul_trips"
MOST_IN_FILE = 100_000
COMMA = {"zh_CN": "、", "en": ", "}


def table_of(work: Work, wanted: TripsWanted, language: str) -> pa.Table:
    """Metres, seconds and cubic metres; `TooLarge` for more than a file holds."""
    found = hauls.trips(work, wanted, MOST_IN_FILE + 1)
    if len(found) > MOST_IN_FILE:
        raise TooLarge(f"A file holds {MOST_IN_FILE:,} trips: ask for a shorter time, for one truck or for one permit.")
    trucks = {unit.id: unit.plate or unit.name for unit in units.all_units(work)}
    permits: dict[str, HaulPermit] = {permit.id: permit for permit in hauls.all_of(work, hauls.PERMITS)}
    places: dict[str, str] = {place.id: place.name for place in hauls.all_of(work, hauls.PLACES)}
    texts = {
        "truck": [trucks.get(trip.truck_id, trip.truck_id) for trip in found],
        "permit": [permits[trip.permit_id].number if trip.permit_id in permits else trip.permit_id or "" for trip in found],
        "site": [places.get(trip.site_id or "", "") for trip in found],
        "ground": [places.get(_goal(trip, permits), "") for trip in found],
        "state": [str(trip.state) for trip in found],
    }
    faults = [COMMA[language].join(words.of("haul_fault", fault, language) for fault in trip.faults) for trip in found]
    figures = {"length_m": "length_m", "off_m": "off_m", "off_s": "off_s", "hauled_m3": "volume_m3"}
    moment, text = pa.timestamp("us", tz="UTC"), pa.string()
    return pa.table(
        {name: pa.array([getattr(trip, name) for trip in found], moment) for name in ("started_at", "ended_at")}
        | {name: pa.array(values, text) for name, values in texts.items()}
        | {name: pa.array([round(getattr(trip, of), 1) for trip in found], pa.float64()) for name, of in figures.items()}
        | {"faults": pa.array(faults, text), "id": pa.array([trip.id for trip in found], text)}
    )


def write(table: pa.Table, format: ExportFormat, language: str) -> bytes:
    """CSV or XLSX, times of the city."""
    if format is ExportFormat.CSV:
        return tables.csv_of(NAME, table, language)
    return tables.workbook_of([(NAME, table)], language)


def _goal(trip: HaulTrip, permits: dict[str, HaulPermit]) -> str:
    """Where it was tipped; of one that goes on, where it is bound for."""
    bound = permits.get(trip.permit_id or "") if trip.state is HaulState.RUNNING else None
    return trip.ground_id or (bound.ground_id if bound is not None else "")
