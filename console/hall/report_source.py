"""Where a report comes from that somebody begins, by his post, as data: `resources/desk/reports.toml`. No Qt."""

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from console.hall.queues import FOLDER, BadDesk, Data, read
from wire.codes import INSPECTOR_SOURCES, Role, Source

HALL_SOURCES = tuple(source for source in Source if source not in INSPECTOR_SOURCES and source not in (Source.AI, Source.SENSOR))


class ReportSources(Data, frozen=True, kw_only=True):
    usual: Source
    source: dict[Role, Source]


@cache
def report_sources(folder: Path = FOLDER) -> ReportSources:
    """`BadDesk` when the file cannot be used."""
    found = read(folder / "reports.toml", ReportSources)
    for source in (found.usual, *found.source.values()):
        if source not in HALL_SOURCES:
            raise BadDesk(f"reports.toml: nobody in the hall begins a report as {source}")
    return found


def begun_as(roles: Iterable[Role]) -> Source:
    mine, known = set(roles), report_sources()
    return next((source for post, source in known.source.items() if post in mine), known.usual)
