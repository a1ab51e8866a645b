"""What streams leave when they end: given back, so that a wall that stands for weeks does not grow."""

import ctypes
import sys

TRIM_THRESHOLD, MMAP_THRESHOLD = -1, -3  # of mallopt, in malloc.h
LARGE = 128 << 10  # bytes; so it is at first for glibc too, before it learns otherwise


def part_memory() -> bool:
    """Let glibc lay what is large (frames, pictures, tables of decoders) outside of its arenas, for ever, and keep no free end of an arena that is as
    large: it would be laid there. By itself it learns to keep pieces of up to 32 MB in its arenas, of which each thread has another, and there they
    leave holes that nothing fits into. What is large is taken once for a stream, since its pictures go round (`streams_scaler`). False where the
    allocator is another, and nothing was done.
    """
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None) if sys.platform == "linux" else None
    return mallopt is not None and all([mallopt(MMAP_THRESHOLD, LARGE), mallopt(TRIM_THRESHOLD, LARGE)])


def give_back() -> None:
    """What the arenas keep although nothing lies there. At rest: where streams come and go it is taken again within two seconds. Takes a moment."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None) if sys.platform == "linux" else None
    if trim is not None:
        trim(0)
