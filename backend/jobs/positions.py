"""Closed days of positions are rewritten compactly, and what is older than it may be kept is deleted (`positions.toml`)."""

from backend import standards
from backend.fixes import folding
from backend.session import Database


def tidy(database: Database) -> None:
    folding.rewrite(database)
    folding.expire(database, standards.in_force().positions.kept)
