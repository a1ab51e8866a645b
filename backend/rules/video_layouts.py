"""Layouts of the video wall that the hall shares. Those of one person are a preference."""

import sqlalchemy as sa

from backend.rules.shared import Kind
from backend.session import Work
from backend.tables.video_layouts import VideoLayoutRow
from wire.codes import Noun
from wire.video_layouts import MOST_LAYOUTS, LayoutOrder, SavedLayout


def message(row: VideoLayoutRow) -> SavedLayout:
    return SavedLayout(id=row.id, version=row.version, name=row.name, layout=row.layout, cameras=list(row.cameras), by=row.by)


LAYOUTS = Kind(VideoLayoutRow, message, Noun.VIDEO_LAYOUT, "layout", MOST_LAYOUTS, "layout_name_taken")


def all_layouts(work: Work) -> list[SavedLayout]:
    return [message(row) for row in work.session.scalars(sa.select(VideoLayoutRow).order_by(VideoLayoutRow.name, VideoLayoutRow.id))]


def put(work: Work, order: LayoutOrder) -> SavedLayout:
    """Makes or replaces a layout; two of one name could not be told apart. Cameras are not looked up: one may go at any time."""
    row = LAYOUTS.row(work, order.id, order.name)
    row.name, row.layout, row.cameras = order.name, order.layout, list(order.cameras)
    return LAYOUTS.put(work, row)


def remove(work: Work, id: str) -> None:
    LAYOUTS.remove(work, id)
