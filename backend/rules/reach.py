"""Times that can be reckoned with: beyond them adding a day, or the hours of a city before UTC, leaves the calendar, which is a defect."""

from datetime import date

from backend.refusals import Malformed
from wire.problem import FieldError

FIRST, LAST = 1900, 2200  # years


def must_reach(**asked: date | None) -> None:
    """`Malformed` with the names of those that lie beyond."""
    beyond = [name for name, at in asked.items() if at is not None and not FIRST <= at.year <= LAST]
    if beyond:
        raise Malformed(
            f"Years from {FIRST} to {LAST} can be asked for.", [FieldError(path=name, detail="is beyond what can be asked for") for name in beyond]
        )
