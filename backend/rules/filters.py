"""Filters of the case queue that the hall shares. Those of one person are a preference."""

import msgspec
import sqlalchemy as sa

from backend.refusals import RuleSaysNo, Unknown
from backend.session import Work
from backend.tables.filters import FilterRow
from wire.codes import Noun
from wire.filters import MOST_FILTERS, FilterOrder, SavedFilter, Wanted


def message(row: FilterRow) -> SavedFilter:
    wanted = msgspec.convert(row.wanted, Wanted)
    return SavedFilter(id=row.id, version=row.version, name=row.name, wanted=wanted, place=row.place, by=row.by)


def all_filters(work: Work) -> list[SavedFilter]:
    return [message(row) for row in work.session.scalars(sa.select(FilterRow).order_by(FilterRow.place, FilterRow.id))]


def put(work: Work, order: FilterOrder) -> SavedFilter:
    """Makes or replaces a filter; two of one name could not be told apart."""
    row = work.session.get(FilterRow, order.id, with_for_update=True)
    if work.session.scalar(sa.select(FilterRow.id).where(FilterRow.name == order.name, FilterRow.id != order.id)) is not None:
        raise RuleSaysNo("name_taken", f"The hall has another filter called {order.name!r}.")
    if row is None:
        if (work.session.scalar(sa.select(sa.func.count()).select_from(FilterRow)) or 0) >= MOST_FILTERS:
            raise RuleSaysNo("too_many_filters", f"The hall shares {MOST_FILTERS} filters at most.")
        row = FilterRow(id=order.id, version=0)
    else:
        work.match(row.version, message(row))
    row.name, row.wanted, row.place = order.name, msgspec.to_builtins(order.wanted), order.place
    row.by, row.version = work.user.name, row.version + 1
    work.session.add(row)
    done = message(row)
    work.publish(Noun.FILTER, row.id, row.version, done)
    work.audit("FILTER.PUT", Noun.FILTER, row.id, order.name)
    return done


def remove(work: Work, id: str) -> None:
    row = work.session.get(FilterRow, id, with_for_update=True)
    if row is None:
        raise Unknown("filter", id)
    work.match(row.version, message(row))
    work.session.delete(row)
    work.publish(Noun.FILTER, row.id, row.version + 1, None)
    work.audit("FILTER.REMOVE", Noun.FILTER, row.id, row.name)
