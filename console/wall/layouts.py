"""Layouts by set of monitors, as the bytes that go to disk."""

import logging

import msgspec

LOG = logging.getLogger("yiping.wall")
FORMAT = 2  # of QtAds' state; raise it when the panes get other names or places
MOST = 20  # sets of monitors that are remembered, the latest used


Place = tuple[int, int, int, int]  # x, y, width, height on the whole desktop


class Layout(msgspec.Struct, frozen=True):
    """`docks` as CDockManager saves them; `torn_off` where the windows of panes are, by pane.

    Qt's own saved geometry names a monitor by its number, which is another one after it was unplugged and came back.
    """

    docks: bytes
    window: Place
    maximized: bool
    torn_off: dict[str, Place]


class Layouts(msgspec.Struct):
    format: int = FORMAT
    by_screens: dict[str, Layout] = {}

    def put(self, key: str, layout: Layout) -> None:
        self.by_screens.pop(key, None)
        self.by_screens[key] = layout
        for old in list(self.by_screens)[:-MOST]:
            del self.by_screens[old]

    def to_bytes(self) -> bytes:
        return msgspec.json.encode(self)


def from_bytes(body: bytes | None) -> Layouts:
    """What was saved, or nothing when it cannot be read: a broken layout must not keep the hall from opening."""
    if not body:
        return Layouts()
    try:
        found = msgspec.json.decode(body, type=Layouts)
    except msgspec.MsgspecError as error:
        LOG.warning("the saved layouts cannot be read and are forgotten: %s", error)
        return Layouts()
    return found if found.format == FORMAT else Layouts()
