"""Tours of cameras that the hall shares. Those of one person are a preference."""

import msgspec
import sqlalchemy as sa

from backend.rules.shared import Kind
from backend.session import Work
from backend.tables.tours import TourRow
from wire.codes import Noun
from wire.tours import MOST_TOURS, SavedTour, TourGroup, TourOrder, TourPeriod


def message(row: TourRow) -> SavedTour:
    return SavedTour(
        id=row.id,
        version=row.version,
        name=row.name,
        groups=msgspec.convert(row.groups, list[TourGroup]),
        dwell_s=row.dwell_s,
        layout=row.layout,
        periods=msgspec.convert(row.periods, list[TourPeriod]),
        by=row.by,
    )


TOURS = Kind(TourRow, message, Noun.TOUR, "tour", MOST_TOURS, "tour_name_taken")


def all_tours(work: Work) -> list[SavedTour]:
    return [message(row) for row in work.session.scalars(sa.select(TourRow).order_by(TourRow.name, TourRow.id))]


def put(work: Work, order: TourOrder) -> SavedTour:
    """Makes or replaces a tour; two of one name could not be told apart. Cameras are not looked up: one may go at any time."""
    row = TOURS.row(work, order.id, order.name)
    row.name, row.dwell_s, row.layout = order.name, order.dwell_s, order.layout
    row.groups, row.periods = msgspec.to_builtins(order.groups), msgspec.to_builtins(order.periods)
    return TOURS.put(work, row)


def remove(work: Work, id: str) -> None:
    TOURS.remove(work, id)
