"""What is asked when one wants to know who was there. Pure; no Qt."""

from datetime import datetime
from typing import NamedTuple


class Question(NamedTuple):
    """Who was within `radius` metres of a place from `start` to `end`, aware datetimes; `about` names the place for people."""

    lon: float
    lat: float
    radius: float
    start: datetime
    end: datetime
    about: str = ""
