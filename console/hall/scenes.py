"""What hung on a video wall: a layout, and the camera of each of its cells. Told again from the patrol log. Pure; no Qt."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from console.hall.video_layouts import EVEN, count_of, is_layout
from console.hall.watches import LONGEST
from wire.patrols import WatchRecord

SLACK = timedelta(seconds=2)  # a console looks once a second: between two lines of its log there may be so much
BEFORE = LONGEST + timedelta(minutes=1)  # what began earlier had ended


class Scene(NamedTuple):
    """`cameras`: ids by cell, empty where there is none. `user`, `full_name`: whose wall it was; empty: of now, where none is known of then."""

    layout: str
    cameras: tuple[str, ...]
    user: str = ""
    full_name: str = ""


def scenes_at(records: Iterable[WatchRecord], at: datetime) -> list[Scene]:
    """Of everybody who watched then; who had the most cameras first."""
    hung: dict[str, list[WatchRecord]] = defaultdict(list)
    for record in records:
        if record.since - SLACK <= at <= record.until + SLACK:
            hung[record.user].append(record)
    return sorted((_scene(mine) for mine in hung.values()), key=lambda scene: (-sum(map(bool, scene.cameras)), scene.full_name))


def _scene(records: list[WatchRecord]) -> Scene:
    """Where two lines tell of one cell or one layout, the one that began last. Lines without a cell, of older consoles, fill what is left."""
    records = sorted(records, key=lambda record: record.since)
    placed = {record.cell: record.camera_id for record in records if record.cell is not None}
    others = [record.camera_id for record in records if record.cell is None]
    count = max(max(placed, default=-1) + 1, len(placed) + len(others))
    layout = next((record.layout for record in reversed(records) if is_layout(record.layout) and count_of(record.layout) >= count), "")
    layout = layout or next((name for name, cells in EVEN.items() if cells >= count), max(EVEN, key=EVEN.__getitem__))
    rest = iter(others)
    cameras = tuple(placed.get(cell) or next(rest, "") for cell in range(count_of(layout)))
    return Scene(layout, cameras, records[-1].user, records[-1].full_name)
