"""Whether a step has reached whoever is to take the next one."""

from datetime import datetime

from wire.message import Versioned


class Seen(Versioned, frozen=True, kw_only=True):
    """`id` is the case, `version` the newest step of it that its next holder has seen: the `seq` of that flow record. `by` is their full name."""

    by: str
    at: datetime
