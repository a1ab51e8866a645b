"""Muck trucks: what they are judged by (DOMAIN 6.7)."""

from enum import StrEnum


class HaulPlaceKind(StrEnum):
    SITE = "SITE"  # where muck comes from
    GROUND = "GROUND"  # where it may be tipped
    FORBIDDEN = "FORBIDDEN"  # where no truck may be


class HaulState(StrEnum):
    RUNNING = "RUNNING"
    DONE = "DONE"  # unloaded on a tipping ground
    DUMPED = "DUMPED"  # unloaded anywhere else
    LOST = "LOST"  # loaded again, and nobody saw where it was unloaded
