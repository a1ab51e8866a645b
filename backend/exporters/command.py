"""`python -m backend export LAYERS OUT`: what it takes, and what it says at the end."""

import argparse
import os
import tempfile
from pathlib import Path
from typing import Any

import msgspec

from backend.exporters.export import export
from backend.photos import PhotoStore
from backend.refusals import Setup
from backend.session import SYSTEM, Database
from wire.codes import RegisterKind, Status, UnitKind
from wire.exports import ExportFormat, ExportLayer, ExportOrder, companion, companion_of, companion_path

REGISTERS = [kind.value.lower() for kind in RegisterKind]
GROUPS = {"registers": REGISTERS, "all": [layer.value for layer in ExportLayer if layer not in (ExportLayer.TRACK, ExportLayer.WHEREABOUTS)]}


def arguments(parser: argparse.ArgumentParser) -> None:
    known = ", ".join([*ExportLayer, *GROUPS])
    parser.add_argument("layers", metavar="LAYER[,LAYER…]", help=known)
    parser.add_argument(
        "out", type=Path, metavar="OUT", help=f"the file; its suffix says the format: {', '.join(f'.{each}' for each in ExportFormat)}"
    )
    parser.add_argument("--bbox", metavar="W,S,E,N", help="only what touches this box, in degrees")
    parser.add_argument("--ids", type=Path, metavar="FILE", help="only things whose ids stand in this file, one on each line")
    parser.add_argument("--status", action="append", default=[], choices=list(Status), metavar="STATUS", help="of cases; may be repeated")
    parser.add_argument("--since", metavar="TIME", help="cases reported from then on, like 2026-11-21T08:00:00+08:00")
    parser.add_argument("--as-of", dest="as_of", metavar="TIME", help="the city as it was at a moment; what has no past is as it is now")
    parser.add_argument("--unit", metavar="ID[,ID...]", help="whose track, or tracks")
    parser.add_argument("--kind", type=UnitKind, choices=list(UnitKind), help="the tracks of all units of a kind, of a day at most")
    parser.add_argument("--near", metavar="LON,LAT,METRES", help="whereabouts: who was so near a place from --from to --to, a week at most")
    parser.add_argument("--from", dest="start", metavar="TIME", help="where the track or the time of --near begins")
    parser.add_argument("--to", dest="end", metavar="TIME", help="where it ends")
    parser.add_argument("--track", choices=("raw", "cleaned"), default="raw", help="all its fixes, or those that are believed (%(default)s)")
    parser.add_argument("--title", default="", help="of a project or a report")
    parser.add_argument("--language", choices=("zh_CN", "en"), default="zh_CN", help="of titles and headings (%(default)s)")
    parser.add_argument("--theme", choices=("light", "dark"), default="light", help="the colours of styles (%(default)s)")
    parser.add_argument("--ground", type=Path, metavar="FILE", help="vector tiles (MBTiles) for the base map of a report")


def execute(database: Database, args: argparse.Namespace) -> str:
    """What the command says; `Setup` or a `Refusal`, one sentence, when no file was written."""
    order = _order(args)
    if args.ground is not None and not args.ground.is_file():
        raise Setup(f"There is no file {args.ground}.")
    if not args.out.parent.is_dir():
        raise Setup(f"There is no folder {args.out.parent}.")
    store = PhotoStore(args.data / "photos")
    done = export(database, store, SYSTEM, order, args.ground)
    _write(args.out, done.body)
    if beside := companion(order):
        _write(companion_path(args.out), companion_of(export(database, store, SYSTEM, beside).body, args.out.name))
    counts = ", ".join(f"{name} {count:,}" for name, count in done.counts.items())
    return f"{args.out}: {counts} ({len(done.body) / 1e6:,.1f} MB)"


def _order(args: argparse.Namespace) -> ExportOrder:
    suffix = next((each.value for each in ExportFormat if args.out.name.lower().endswith(f".{each}")), "")
    if not suffix:
        known = ", ".join(f".{each}" for each in ExportFormat)
        raise Setup(f"A file that ends in {args.out.suffix.lower() or args.out.name} cannot be written; there are {known}.")
    layers = [name for part in args.layers.split(",") for name in GROUPS.get(part, [part])]
    if unknown := next((name for name in layers if name not in set(ExportLayer)), None):
        raise Setup(f"There is no layer {unknown}; there are {', '.join([*ExportLayer, *GROUPS])}.")
    unit, *beside = (args.unit or "").split(",")
    asked: dict[str, Any] = {"layers": layers, "format": suffix, "statuses": args.status, "title": args.title}
    asked |= {"language": args.language, "theme": args.theme, "unit_id": unit or None, "beside": beside, "unit_kind": args.kind, "track": args.track}
    asked |= {name: getattr(args, name) for name in ("since", "as_of", "start", "end") if getattr(args, name)}
    if args.bbox:
        asked["box"] = _numbers(args.bbox, "--bbox is four numbers: west,south,east,north.")
    if args.near:
        asked["near"] = dict(zip(("lon", "lat", "radius"), _numbers(args.near, "--near is three numbers: lon,lat,metres."), strict=False))
        asked["near"] |= {name: getattr(args, name) for name in ("start", "end") if getattr(args, name)}
    if args.ids:
        asked["ids"] = dict.fromkeys(layers, _lines(args.ids))
    try:
        return msgspec.convert(asked, ExportOrder)
    except msgspec.ValidationError as error:
        raise Setup(f"This cannot be exported: {error}.") from error


def _numbers(text: str, otherwise: str) -> list[float]:
    try:
        return [float(part) for part in text.split(",")]
    except ValueError:
        raise Setup(otherwise) from None


def _lines(file: Path) -> list[str]:
    try:
        return [line.strip() for line in file.read_text("utf-8-sig").splitlines() if line.strip()]
    except (OSError, UnicodeDecodeError) as error:
        raise Setup(f"{file.name} cannot be read as a list of ids: {error}.") from error


def _write(out: Path, body: bytes) -> None:
    """Whole or not at all."""
    try:
        with tempfile.NamedTemporaryFile(dir=out.parent, prefix=out.name, delete=False) as file:
            file.write(body)
        os.chmod(file.name, 0o644)
        os.replace(file.name, out)
    except OSError as error:
        raise Setup(f"{out} cannot be written: {error.strerror}.") from error
