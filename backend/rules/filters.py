"""Filters of the case queue that the hall shares. Those of one person are a preference."""

import msgspec
import sqlalchemy as sa

from backend.rules.shared import Kind
from backend.session import Work
from backend.tables.filters import FilterRow
from wire.codes import Noun
from wire.filters import MOST_FILTERS, FilterOrder, SavedFilter, Wanted


def message(row: FilterRow) -> SavedFilter:
    wanted = msgspec.convert(row.wanted, Wanted)
    return SavedFilter(id=row.id, version=row.version, name=row.name, wanted=wanted, place=row.place, by=row.by)


FILTERS = Kind(FilterRow, message, Noun.FILTER, "filter", MOST_FILTERS, "name_taken")


def all_filters(work: Work) -> list[SavedFilter]:
    return [message(row) for row in work.session.scalars(sa.select(FilterRow).order_by(FilterRow.place, FilterRow.id))]


def put(work: Work, order: FilterOrder) -> SavedFilter:
    """Makes or replaces a filter; two of one name could not be told apart."""
    row = FILTERS.row(work, order.id, order.name)
    row.name, row.wanted, row.place = order.name, msgspec.to_builtins(order.wanted), order.place
    return FILTERS.put(work, row)


def remove(work: Work, id: str) -> None:
    FILTERS.remove(work, id)
