"""Layouts of the video wall that are kept by a name, with their cameras: one's own, and how they become the hall's. Pure; no Qt."""

from typing import Annotated

import msgspec
from msgspec import Meta

from wire.video_layouts import MOST_CELLS, LayoutOrder, SavedLayout

OWN = "video_layouts"  # the preference of each user


class OwnLayout(msgspec.Struct, frozen=True):
    """`cameras` are ids by cell, empty where there is none."""

    name: Annotated[str, Meta(min_length=1, max_length=80)]
    layout: str
    cameras: Annotated[list[str], Meta(max_length=MOST_CELLS)]


def of_hall(saved: SavedLayout) -> OwnLayout:
    return OwnLayout(saved.name, saved.layout, saved.cameras)


def order_of(layout: OwnLayout, id: str) -> LayoutOrder:
    """To share it under this id."""
    return LayoutOrder(id=id, name=layout.name, layout=layout.layout, cameras=layout.cameras)
