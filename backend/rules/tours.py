"""Tours of cameras that the hall shares. Those of one person are a preference."""

import msgspec
import sqlalchemy as sa

from backend.refusals import RuleSaysNo, Unknown
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


def all_tours(work: Work) -> list[SavedTour]:
    return [message(row) for row in work.session.scalars(sa.select(TourRow).order_by(TourRow.name, TourRow.id))]


def put(work: Work, order: TourOrder) -> SavedTour:
    """Makes or replaces a tour; two of one name could not be told apart. Cameras are not looked up: one may go at any time."""
    row = work.session.get(TourRow, order.id, with_for_update=True)
    if work.session.scalar(sa.select(TourRow.id).where(TourRow.name == order.name, TourRow.id != order.id)) is not None:
        raise RuleSaysNo("tour_name_taken", f"The hall has another tour called {order.name!r}.")
    if row is None:
        if (work.session.scalar(sa.select(sa.func.count()).select_from(TourRow)) or 0) >= MOST_TOURS:
            raise RuleSaysNo("too_many_tours", f"The hall shares {MOST_TOURS} tours at most.")
        row = TourRow(id=order.id, version=0)
    else:
        work.match(row.version, message(row))
    row.name, row.dwell_s, row.layout = order.name, order.dwell_s, order.layout
    row.groups, row.periods = msgspec.to_builtins(order.groups), msgspec.to_builtins(order.periods)
    row.by, row.version = work.user.name, row.version + 1
    work.session.add(row)
    done = message(row)
    work.publish(Noun.TOUR, row.id, row.version, done)
    work.audit("TOUR.PUT", Noun.TOUR, row.id, order.name)
    return done


def remove(work: Work, id: str) -> None:
    row = work.session.get(TourRow, id, with_for_update=True)
    if row is None:
        raise Unknown("tour", id)
    work.match(row.version, message(row))
    work.session.delete(row)
    work.publish(Noun.TOUR, row.id, row.version + 1, None)
    work.audit("TOUR.REMOVE", Noun.TOUR, row.id, row.name)
