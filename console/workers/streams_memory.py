"""The memory that pictures are made in: kept for the next ones."""

import ctypes
import sys

TRIM_THRESHOLD, MMAP_THRESHOLD = -1, -3  # of mallopt, in malloc.h
KEPT, LARGEST = 64 << 20, 32 << 20  # bytes: of one arena at most; of one picture, 32 MB is all that glibc allows


def keep_freed_memory() -> bool:
    """Let glibc keep what a picture leaves, instead of giving its pages back and taking them anew, zeroed, fifteen times a second: that took a
    twentieth of a wall's processor time (8,600 page faults a second with 16 panes). False where the allocator is another, and nothing was done.
    """
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None) if sys.platform == "linux" else None
    return mallopt is not None and all([mallopt(MMAP_THRESHOLD, LARGEST), mallopt(TRIM_THRESHOLD, KEPT)])
