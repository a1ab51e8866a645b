"""Boston's own verdict on 21,401 requests, recomputed from their times: not a row may differ."""

import csv
import sys
from collections import Counter as Tally
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa

from backend.importers.run import run
from backend.rules import counting, evaluation
from backend.rules.sums import Cut
from backend.session import Database
from backend.tables.counts import counts
from tests.backend.import_files import counts as of_import
from wire.evaluation import Counter, Dimension, Period, Question
from wire.periods import span

pytestmark = pytest.mark.real_data
VERDICTS = (Counter.INTIME_ARCHIVE, Counter.OVERTIME_ARCHIVE, Counter.INTIME_TO_DISPOSE, Counter.OVERTIME_TO_DISPOSE)
SAID = {  # by what the file says: ontime, whether there is a deadline, whether it is closed
    ("ONTIME", True, True): (Counter.INTIME_ARCHIVE, 13_553),
    ("ONTIME", False, True): (Counter.INTIME_ARCHIVE, 3_557),
    ("OVERDUE", True, True): (Counter.OVERTIME_ARCHIVE, 3_132),
    ("", True, True): (Counter.OVERTIME_ARCHIVE, 43),  # late rows whose verdict the file leaves out
    ("OVERDUE", True, False): (Counter.OVERTIME_TO_DISPOSE, 1_053),
    ("", True, False): (Counter.OVERTIME_TO_DISPOSE, 1),
    ("ONTIME", False, False): (Counter.INTIME_TO_DISPOSE, 62),
}


@pytest.mark.timeout(600)
def test_that_bostons_verdict_on_every_request_is_recomputed(database: Database, real_data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = real_data / "cases_boston311_2011" / "boston311_2011-07_08.csv"
    assert of_import(run(database, "cases", file)) == (21_401, 21_401, 0, 0)
    assert counting.keep_up(database) == 0
    with file.open(encoding="utf-8-sig", newline="") as rows:
        said = {f"boston-{row['case_enquiry_id']}": (row["ontime"], bool(row["target_dt"]), bool(row["closed_dt"])) for row in csv.DictReader(rows)}
    with database.read() as work:
        cut = Cut(date.min, date.max, work.at)
        verdicts = [cut.counts(counter) for counter in VERDICTS]
        found = {row[0]: VERDICTS[list(row[1:]).index(1)] for row in work.session.execute(sa.select(counts.c.case_id, *verdicts))}
        assert {id: found[id] for id in said} == {id: SAID[kind][0] for id, kind in said.items()}
        assert Tally(said.values()) == {kind: count for kind, (_, count) in SAID.items()}
        july = Question(period=Period.QUARTER, day=span(Period.QUARTER, first_day(file))[0])
        whole = evaluation.evaluation(work, july, Dimension.DEPARTMENT)
        assert whole.total.counts[Counter.ARCHIVE] == 13_553 + 3_557 + 3_132 + 43
        assert sum(row.counts.get(Counter.ARCHIVE, 0) for row in whole.rows) == whole.total.counts[Counter.ARCHIVE]
    with capsys.disabled():
        counted = Tally(found.values())
        sys.stdout.write(f"\nBoston: {len(found):,} rows, " + ", ".join(f"{counter} {counted[counter]:,}" for counter in VERDICTS) + "; 0 differ\n")


def first_day(file: Path) -> date:
    with file.open(encoding="utf-8-sig", newline="") as rows:
        return date.fromisoformat(min(row["open_dt"] for row in csv.DictReader(rows))[:10])
