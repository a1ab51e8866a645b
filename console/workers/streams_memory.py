"""The memory that pictures are made in: kept for the next ones, and given back when streams have come and gone."""

import ctypes
import sys
import threading
import time

TRIM_THRESHOLD, MMAP_THRESHOLD = -1, -3  # of mallopt, in malloc.h
GIVE_BACK_S = 60.0  # who gives back oftener has to take it anew
KEPT, LARGEST = 64 << 20, 32 << 20  # bytes: of one arena at most; of one picture, 32 MB is all that glibc allows


def keep_freed_memory() -> bool:
    """Let glibc keep what a picture leaves, instead of giving its pages back and taking them anew, zeroed, fifteen times a second: that took a
    twentieth of a wall's processor time (8,600 page faults a second with 16 panes). False where the allocator is another, and nothing was done.
    """
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None) if sys.platform == "linux" else None
    return mallopt is not None and all([mallopt(MMAP_THRESHOLD, LARGEST), mallopt(TRIM_THRESHOLD, KEPT)])


class Leftovers:
    """What streams that come and go leave in the arenas of glibc: pages between what is still used, into which nothing fits any more. A wall on a
    tour grew by 6 MB in an hour, though it needed no more than before.
    """

    def __init__(self) -> None:
        self._lock, self._due_at = threading.Lock(), 0.0
        self._trim = getattr(ctypes.CDLL(None), "malloc_trim", None) if sys.platform == "linux" else None

    def give_back(self) -> bool:
        """From the thread of a stream that has ended. False when it is too soon after the last time, or the allocator is another."""
        with self._lock:
            if self._trim is None or time.monotonic() < self._due_at:
                return False
            self._due_at = time.monotonic() + GIVE_BACK_S
        self._trim(0)
        return True


leftovers = Leftovers()  # of the whole process, as its arenas are
