"""One entry of a register with where it lies and the open cases beside it."""

from backend import spatial
from backend.rules import around, places, registers
from backend.session import Work
from wire.codes import RegisterKind
from wire.entry_cards import EntryCard

RADIUS_M = 200.0
NEAREST = 8


def card(work: Work, kind: RegisterKind, id: str) -> EntryCard:
    entry = registers.entry(work, kind, id)
    beside = places.landmark(work, entry.lon, entry.lat, other_than=(kind, id))
    return EntryCard(
        entry=entry,
        address=places.in_chinese(beside),
        address_en=places.in_english(beside),
        grids=[places.grid_at(grid) for grid in spatial.grids_at(work.session, entry.lon, entry.lat)],
        radius_m=RADIUS_M,
        cases=around.cases(work, around.Circle(entry.lon, entry.lat, RADIUS_M), NEAREST),
    )
