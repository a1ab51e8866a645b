"""Layouts of the video wall with their cameras (画面布局) that the hall shares. Those of one person are the preference `video_layouts`."""

from typing import Annotated

from msgspec import Meta

from wire.message import Order, Versioned
from wire.places import Id
from wire.tours import Layout, Name

MOST_LAYOUTS = 100
MOST_CELLS = 36
Cell = Annotated[str, Meta(max_length=64)]  # the id of a camera; empty: nothing is there
Cells = Annotated[list[Cell], Meta(max_length=MOST_CELLS)]


class SavedLayout(Versioned, frozen=True, kw_only=True):
    """One that the whole hall sees; `by` is the user who saved it last. `cameras` are those of the cells in reading order; one may be gone by now."""

    name: str
    layout: str
    cameras: list[str]
    by: str = ""


class LayoutOrder(Order, frozen=True, kw_only=True):
    id: Id
    name: Name
    layout: Layout
    cameras: Cells
