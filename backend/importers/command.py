"""`python -m backend import KIND FILE`: what it takes, and what it says at the end."""

import argparse
from pathlib import Path

from backend.importers import city, osm_tiles
from backend.importers.osm import is_extract
from backend.importers.report import ImportRefused, Report
from backend.importers.run import IMPORTERS, run
from backend.session import Database
from geo.datum import Datum

CITY = "city"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "kind",
        choices=[*IMPORTERS, CITY],
        metavar="KIND",
        help=f"{', '.join(IMPORTERS)}; or {CITY}, a folder with {', '.join(name for _, name in city.FILES)}",
    )
    parser.add_argument("file", type=Path, metavar="FILE", help="a file, or a folder with a file for each layer of the mapping")
    parser.add_argument("--mapping", help="a mapping file, or the name of one in resources/mappings; by default the one made for files of this name")
    parser.add_argument("--datum", choices=list(Datum), help="the datum of the file's places, whatever the mapping says")
    parser.add_argument("--crs", help="of projected metres, whatever the mapping says: EPSG:4548, or gk117 for CGCS2000's 3-degree zone around 117°E")
    parser.add_argument("--trust-datum", action="store_true", help="load the file even if its places lie off what is known here")
    parser.add_argument("--streets-only", action="store_true", help="of an OpenStreetMap extract: neither registers nor a base map")
    parser.add_argument("--tiles", type=Path, metavar="OUT.mbtiles", help="where the base map of an extract goes; by default beside you")
    parser.add_argument("--rejects", type=Path, metavar="FILE", help="where the rejected rows go; by default beside where you are, FILE.rejects.csv")


def execute(database: Database, args: argparse.Namespace) -> str:
    """What the command says; `ImportRefused`, one sentence, when nothing was written."""
    rejects: Path = args.rejects or Path(f"{args.file.stem}.rejects.csv")
    _must_be_writable(rejects)
    extract = args.kind == "streets" and is_extract(args.file)
    if (args.streets_only or args.tiles) and not extract:
        raise ImportRefused("--streets-only and --tiles go with streets of an OpenStreetMap extract (.osm.pbf, .osm).")
    if args.streets_only and args.tiles:
        raise ImportRefused("With --streets-only no base map is made: leave one of --streets-only and --tiles out.")
    if args.kind == CITY:
        return _city(database, args, rejects)
    whole = extract and not args.streets_only
    tiles: Path = args.tiles or Path(f"{args.file.name[: args.file.name.lower().find('.osm')]}.mbtiles")
    if whole:
        osm_tiles.must_be_possible(tiles)  # asked before anything is imported
    report = run(database, args.kind, args.file, args.mapping, args.datum, args.crs, args.trust_datum)
    said = report.lines() + _written(report, rejects)
    if whole:
        entries = run(database, "registers", args.file, datum=args.datum, trusted=args.trust_datum)
        said += entries.lines() + _written(entries, rejects.with_stem(f"{rejects.stem}.registers"))
        said.append(osm_tiles.make(args.file, tiles))
    return "\n".join(said)


def _city(database: Database, args: argparse.Namespace, rejects: Path) -> str:
    if args.mapping or args.datum or args.crs or args.trust_datum:
        raise ImportRefused("The files of a city say themselves what they are; import one by its own kind to say otherwise.")
    said = []
    for file, report in city.bring(database, args.file):
        said += [f"{file.name}:", *report.lines(), *_written(report, rejects.with_stem(f"{rejects.stem}.{file.stem}"))]
    return "\n".join(said)


def _must_be_writable(path: Path) -> None:
    """Asked before anything is imported: afterwards it would be too late to refuse."""
    if not path.parent.is_dir():
        raise ImportRefused(f"There is no folder {path.parent} for the rejected rows.")


def _written(report: Report, path: Path) -> list[str]:
    if not report.rejects:
        return []
    try:
        report.write_rejects(path)
    except OSError as error:
        return [f"the rejected rows could not be written to {path}: {error.strerror}"]
    return [f"rejected rows: {path}"]
