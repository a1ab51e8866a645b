"""Spans of time as pairs of numbers, begin and end. Pure."""

from bisect import bisect_right
from collections.abc import Iterable

Pair = tuple[float, float]


def joined(spans: Iterable[Pair], gap: float = 0.0) -> list[Pair]:
    """In their order; those that overlap, or have at most `gap` between them, are one."""
    found: list[Pair] = []
    for begin, end in sorted((begin, end) for begin, end in spans):  # out of JSON they are lists
        if found and begin <= found[-1][1] + gap:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((begin, end))
    return found


def length(spans: Iterable[Pair]) -> float:
    return sum(end - begin for begin, end in spans)


def common(some: list[Pair], others: list[Pair]) -> list[Pair]:
    """Where both are; each of the two is as `joined` makes it."""
    found, place, other = [], 0, 0
    while place < len(some) and other < len(others):
        (begin, end), (first, last) = some[place], others[other]
        if max(begin, first) < min(end, last):
            found.append((max(begin, first), min(end, last)))
        place, other = (place + 1, other) if end < last else (place, other + 1)
    return found


def begun_within(some: list[Pair], others: list[Pair], after: float) -> int:
    """How many begin while one of the others has been there for longer than `after`; each of the two is as `joined` makes it."""
    count, begins = 0, [begin for begin, _ in others]
    for at, _ in some:
        place = bisect_right(begins, at) - 1
        count += place >= 0 and others[place][0] + after < at <= others[place][1]
    return count
