"""The boxes of an MP4 file (ISO/IEC 14496-12): how much of a file that was not finished is whole."""

import os
from pathlib import Path
from typing import NamedTuple

HEADER, LARGE = 8, 16
FRAGMENT, DATA = b"moof", b"mdat"


class Extent(NamedTuple):
    """Bytes. `whole`: up to the end of the last fragment that is there with all its data, 0 when there is none. `boxes`: up to the end of the last
    box that is there to its end."""

    whole: int
    boxes: int


def extent_of(path: Path) -> Extent:
    size, at, whole, began = path.stat().st_size, 0, 0, False
    with path.open("rb") as file:
        while at + HEADER <= size:
            file.seek(at)
            head = file.read(LARGE)
            length, kind = int.from_bytes(head[:4], "big"), head[4:8]
            if length == 1 and len(head) == LARGE:
                length = int.from_bytes(head[8:], "big")
            if length < HEADER or at + length > size:
                break
            at += length
            if kind == DATA and began:
                whole = at
            began = kind == FRAGMENT
    return Extent(whole, at)


def is_whole(path: Path) -> bool:
    """Is everything there that was to be written? Whoever writes to a full disk is not always told."""
    extent = extent_of(path)
    return extent.whole > 0 and extent.boxes == path.stat().st_size


def cut_to_whole(path: Path) -> bool:
    """Leave only whole fragments in the file; false when there is none, and the file is good for nothing."""
    length = extent_of(path).whole
    if length and length < path.stat().st_size:
        os.truncate(path, length)
    return length > 0
