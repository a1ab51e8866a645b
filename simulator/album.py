"""Photos on their way to the centre: taken, uploaded, and known by id from then on."""

import threading
from datetime import datetime

from simulator.doors import Doors
from simulator.photos import photo

Scene = tuple[str, int, bool]


class Album:
    """With `editions`, at most so many different pictures of each scene are taken and then shown again: for filling a hall quickly."""

    def __init__(self, doors: Doors, editions: int | None = None) -> None:
        self._doors, self._editions = doors, editions
        self._known: dict[Scene, str] = {}
        self._lock = threading.Lock()

    def take(self, user: str, scene: str, seed: int, at: datetime, place: str, solved: bool = False) -> str:
        """The id of an uploaded photo."""
        if self._editions is None:
            return self._doors.photo(user, photo(scene, seed, at, place, solved))
        key = scene, seed % self._editions, solved
        with self._lock:
            if key not in self._known:
                self._known[key] = self._doors.photo(user, photo(scene, key[1], at, place, solved))
            return self._known[key]
