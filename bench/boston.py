"""Boston's own verdict on each of its requests of July and August 2011, recomputed from their times, on both databases.

Not a figure of speed: how many rows there are, what was counted of them, and which differ.
"""

import csv
import tempfile
from collections import Counter as Tally
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import sqlalchemy as sa

from backend.importers.run import run
from backend.rules import counting
from backend.rules.sums import Cut
from backend.session import Database
from backend.tables.counts import counts
from bench import stage
from bench.forecast import FILE
from wire.evaluation import Counter

VERDICTS = (Counter.INTIME_ARCHIVE, Counter.OVERTIME_ARCHIVE, Counter.INTIME_TO_DISPOSE, Counter.OVERTIME_TO_DISPOSE)
SHOWN = 10  # rows that differ

Said = tuple[str, bool, bool]  # ontime, whether there is a deadline, whether it is closed


def main() -> None:
    with FILE.open(encoding="utf-8-sig", newline="") as rows:
        said = {f"boston-{row['case_enquiry_id']}": (row["ontime"], bool(row["target_dt"]), bool(row["closed_dt"])) for row in csv.DictReader(rows)}
    for kind in ("sqlite", "postgresql"):
        with tempfile.TemporaryDirectory() as folder, stage.database(kind, Path(folder)) as url:
            _tell(kind, said, _counted(url))
    print("Late are also 44 rows whose verdict the file leaves out: their deadline is past.")


def wanted(said: Said) -> Counter:
    """What the file says of a row, in our counters; where it says nothing the deadline is past."""
    ontime, _, closed = said
    if closed:
        return Counter.INTIME_ARCHIVE if ontime == "ONTIME" else Counter.OVERTIME_ARCHIVE
    return Counter.INTIME_TO_DISPOSE if ontime == "ONTIME" else Counter.OVERTIME_TO_DISPOSE


def _counted(url: str) -> dict[str, list[Counter]]:
    """Of each case those of the four that count it."""
    database = Database(url)
    run(database, "cases", FILE)
    counting.keep_up(database)
    with database.read() as work:
        cut = Cut(date.min, date.max, work.at)
        columns = [cut.counts(counter) for counter in VERDICTS]
        found = {
            row[0]: [counter for counter, held in zip(VERDICTS, row[1:], strict=True) if held]
            for row in work.session.execute(sa.select(counts.c.case_id, *columns))
        }
    database.close()
    return found


def _tell(kind: str, said: Mapping[str, Said], found: Mapping[str, list[Counter]]) -> None:
    wrong = {id: found.get(id, []) for id in said if found.get(id) != [wanted(said[id])]}
    tally = Tally(counter for each in found.values() for counter in each)
    print(f"{kind}: {len(said):,} rows, " + ", ".join(f"{counter} {tally[counter]:,}" for counter in VERDICTS) + f"; {len(wrong):,} differ\n")
    for id, counted in list(wrong.items())[:SHOWN]:
        print(f"- {id}: the file says {said[id]}, counted as {counted}")
