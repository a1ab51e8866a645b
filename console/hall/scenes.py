"""What hung on a video wall: a layout, and the camera of each of its cells."""

from typing import NamedTuple


class Scene(NamedTuple):
    """`cameras`: ids by cell, empty where there is none. `user`, `full_name`: whose wall it was; empty: of now, where none is known of then."""

    layout: str
    cameras: tuple[str, ...]
    user: str = ""
    full_name: str = ""
