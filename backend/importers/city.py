"""A whole city from one folder: each of its files by its name, each an import of its own, in the order in which one needs the other."""

from collections.abc import Iterator
from pathlib import Path

from backend.importers.report import ImportRefused, Report
from backend.importers.run import run
from backend.session import Database

FILES = (
    ("boundaries", "boundaries.geojson"),
    ("grids", "grids.geojson"),
    ("grids", "duty_grids.geojson"),
    ("streets", "streets.geojson"),
    ("components", "components.geojson"),
    ("registers", "registers"),
    ("sensors", "sensors.csv"),
)


def bring(database: Database, folder: Path) -> Iterator[tuple[Path, Report]]:
    """What became of each file that is there; `ImportRefused` at the first that cannot be.

    What came before it stays, and coming again changes nothing of it.
    """
    there = [(kind, folder / name) for kind, name in FILES if (folder / name).exists()]
    if not there:
        raise ImportRefused(f"{folder} holds no city: none of {', '.join(name for _, name in FILES)}.")
    for kind, file in there:
        yield file, run(database, kind, file)
