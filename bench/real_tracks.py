"""Real tracks all the way: what was read of a day of T-Drive's taxis and of the busiest day of GeoLife's walkers, what is believed of it, and what
that says. No timing: counts and lengths. The data is not part of the project; what is not there is said.
"""

import re
import tempfile
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import numpy as np

from backend.importers.report import Report
from backend.importers.run import run
from backend.rules import track_analysis, tracks, units
from backend.session import Database
from backend.settings import CITY_ZONE
from bench import stage
from wire.codes import TrackFault, TrackSpanKind
from wire.tracks import TrackAnalysis

DATA = Path(__file__).resolve().parents[1].parent / "shared" / "data"
TAXIS, WALKERS = DATA / "tracks_tdrive_beijing" / "tdrive_2008-02-04.csv", DATA / "tracks_geolife_beijing"
DAY = timedelta(days=1)
REASONS = 6  # of rejects that are told one by one


class Told(NamedTuple):
    """Of one day of one set."""

    day: date
    of: list[TrackAnalysis]


def main() -> None:
    print("A day is one of the city, from midnight to midnight.\n")
    for title, source, mapping in (("T-Drive: taxis", TAXIS, ""), ("GeoLife: people on foot, by bus, by car", WALKERS, "geolife_tracks")):
        if not source.exists():
            print(f"{title}: not on this machine.\n")
            continue
        with tempfile.TemporaryDirectory(prefix="yiping-bench-") as name, stage.database("sqlite", Path(name)) as url:
            database = Database(url)
            try:
                report = run(database, "tracks", source, mapping) if mapping else run(database, "tracks", source)
                show(title, report, busiest(database))
            finally:
                database.close()


def busiest(database: Database) -> Told:
    """The day on which most units have fixes, and what each of these says."""
    with database.read() as work:
        ids = [unit.id for unit in units.all_units(work)]
        days = {id: {each.day for each in tracks.days(work, id)} for id in ids}
        day = Counter(day for found in days.values() for day in sorted(found)).most_common(1)[0][0]
    start = datetime(day.year, day.month, day.day, tzinfo=CITY_ZONE).astimezone(UTC)
    told = []
    for id in (id for id in ids if day in days[id]):
        with database.read() as work:
            told.append(track_analysis.analysis(work, id, start, start + DAY))
    return Told(day, told)


def show(title: str, report: Report, told: Told) -> None:
    print(f"### {title}\n\n| what | |\n|---|---:|")
    row("rows read", f"{report.read:,}")
    row("stored", f"{report.stored:,}")
    row("doubled: known already, and the same", f"{report.doubled:,}")
    row("stood after a later one of their unit, and were put in order", f"{report.disordered:,}")
    row("rejected", f"{len(report.rejects):,}")
    for reason, count in Counter(reasoned(reject.reason) for reject in report.rejects).most_common(REASONS):
        row(f"– {reason}", f"{count:,}")
    row(f"units that were seen on {told.day}, of which the rest is told", f"{len(told.of):,}")
    row("fixes of that day", f"{sum(each.fixes for each in told.of):,}")
    for fault in TrackFault:
        count = sum(len(each.dropped.get(fault, [])) for each in told.of)
        if count:
            row(f"– not believed: {fault}", f"{count:,}")
    row("steps in which the receiver corrected itself", f"{sum(each.corrections for each in told.of):,}")
    for kind in TrackSpanKind:
        spans = [span.end - span.start for each in told.of for span in each.spans if span.kind is kind]
        row(f"{kind.lower()}s", f"{len(spans):,}, {sum(spans, timedelta()) / timedelta(hours=1):,.0f} h")
    row("of the gaps teleports", f"{sum(span.teleport for each in told.of for span in each.spans):,}")
    row("length as it came", f"{sum(each.raw_m for each in told.of) / 1000:,.0f} km")
    row("length cleaned", f"{sum(each.metres for each in told.of) / 1000:,.0f} km")
    shares = [each.metres / each.raw_m for each in told.of if each.raw_m > 1000]
    if shares:
        low, middle, high = np.percentile(shares, [5, 50, 95])
        row("cleaned of raw, of one unit: p5, p50, p95", f"{low:.0%}, {middle:.0%}, {high:.0%}")
    filled = sum(sum((span.end - span.start for span in each.spans), timedelta()) == DAY for each in told.of)
    row("days that trips, stops and gaps fill to the millisecond", f"{filled:,} of {len(told.of):,}")
    print(flush=True)


def reasoned(reason: str) -> str:
    """Without the numbers in it, but for 0/0, so that rows are counted that fail alike."""
    return reason.replace("|", "/") if "0/0" in reason else re.sub(r"\d+(\.\d+)?", "n", reason).replace("|", "/")


def row(what: str, said: str) -> None:
    print(f"| {what} | {said} |")
