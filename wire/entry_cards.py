"""What is told of one entry of a register when somebody asks for it."""

from wire.around import Group
from wire.message import Message
from wire.places_at import GridAt
from wire.registers import Entry


class EntryCard(Message, frozen=True, kw_only=True):
    """`address` is where it lies in Chinese words, told by what stands beside it, `address_en` English; both empty where nothing with a name is near.

    `cases` are the open ones within `radius_m` of it.
    """

    entry: Entry
    address: str
    address_en: str
    grids: list[GridAt]
    radius_m: float
    cases: Group
