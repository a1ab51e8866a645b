"""What is kept by following the feed is what a count from nothing finds; every number has the list behind it."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import rule, run_state_machine_as_test

from backend import spatial
from backend.jobs import housekeeping
from backend.rules import counting, evaluation, sums
from backend.rules.sums import Cut
from backend.session import SYSTEM, Database, Work
from backend.tables.cases import CaseRow
from backend.tables.counts import CountHead, counts
from tests.backend.centre import Centre, duty_grid
from tests.backend.test_case_life import Life
from wire.codes import GridKind, Source, Status
from wire.evaluation import Counter, Dimension, Period, Question


def kept(work: Work) -> list[dict[str, Any]]:
    return [dict(row) for row in work.session.execute(sa.select(counts).order_by(counts.c.case_id)).mappings()]


def from_nothing(work: Work) -> list[dict[str, Any]]:
    return list(counting.count(work, list(work.session.scalars(sa.select(CaseRow.id)))))


class Counting(Life):
    """Any lives of cases, counted up now and then."""

    @rule()
    def the_counts_keep_up(self) -> None:
        counting.keep_up(self.centre.database)

    def teardown(self) -> None:
        counting.keep_up(self.centre.database)
        with self.centre.database.read() as work:
            assert kept(work) == from_nothing(work)
            agree(work)


def agree(work: Work) -> None:
    """Of every counter by department: the number is the sum of its keys, and of its list."""
    asked = Question(period=Period.YEAR, day=work.at.date())
    found = evaluation.evaluation(work, asked, Dimension.DEPARTMENT)
    for counter in Counter:
        of_rows = sum(row.counts.get(counter, 0) for row in found.rows)
        assert of_rows == found.total.counts.get(counter, 0)
        for row in found.rows:
            page = evaluation.cases(work, Question(period=Period.YEAR, day=asked.day, where=[f"DEPARTMENT:{row.key}"]), [counter], [], 500)
            assert page.total == len(page.cases)
            many = counter.startswith("MULTI") or counter.endswith("HOURS")
            assert page.total <= row.counts.get(counter, 0) if many else page.total == row.counts.get(counter, 0)


def test_that_what_follows_the_feed_is_what_is_counted_from_nothing(database: Database) -> None:
    centre = Centre(database)
    calm = settings(max_examples=2, stateful_step_count=50, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(lambda: Counting(centre), settings=calm)


def test_that_pages_of_a_list_hold_every_case_once(database: Database) -> None:
    centre = Centre(database)
    ids = {centre.report().id for _ in range(7)}
    counting.keep_up(database)
    with database.read() as work:
        asked, cursor, seen = Question(period=Period.YEAR, day=work.at.date()), None, list[str]()
        while page := evaluation.cases(work, asked, [Counter.REPORT], [], 3, cursor):
            assert page.total == 7
            seen += [case.id for case in page.cases]
            if (cursor := page.next) is None:
                break
    assert len(seen) == 7
    assert set(seen) == ids


def test_that_a_count_from_nothing_goes_on_where_it_was_left(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counting, "PAGE", 2)
    centre = Centre(database)
    for _ in range(5):
        centre.report()
    assert counting.keep_up(database, pages=1) > 0
    assert counting.take_turn(database) == 1  # by itself, no more at a time than two pages
    with database.write(SYSTEM) as work:
        assert len(kept(work)) == 5
        spatial.grids_changed(work.session)  # in the middle of it: it begins anew
    centre.bring(Status.DISPOSING)
    assert counting.keep_up(database) == 0
    with database.read() as work:
        assert kept(work) == from_nothing(work)
        assert len(kept(work)) == 6


def test_that_new_districts_place_old_cases(database: Database) -> None:
    centre = Centre(database)
    card = centre.report()
    counting.keep_up(database)
    with database.write(SYSTEM) as work:
        district = duty_grid("140802", west=110.0, south=34.0, east=112.0, north=36.0)
        district.kind, district.id = GridKind.DISTRICT, "DISTRICT-140802"
        work.session.add(district)
        spatial.grids_changed(work.session)
    with database.read() as work:
        assert counting.behind(work) == 1
    counting.keep_up(database)
    with database.read() as work:
        whole = sums.sums(work, Cut(work.at.date() - timedelta(days=2), work.at.date() + timedelta(days=2), work.at), Dimension.DISTRICT)
        assert whole == {"140802": dict.fromkeys((Counter.REPORT, Counter.PATROL_REPORT, Counter.OPEN), 1)}
        page = evaluation.cases(work, Question(period=Period.YEAR, day=work.at.date(), where=["DISTRICT:140802"]), [], [], 10)
        assert [case.id for case in page.cases] == [card.id]


def test_that_changes_that_were_compacted_away_are_counted_all_the_same(database: Database) -> None:
    centre = Centre(database)
    counting.keep_up(database)
    centre.report(source=Source.WECHAT)
    housekeeping.compact(database, keep=timedelta(seconds=-5))
    counting.keep_up(database)
    with database.read() as work:
        assert len(kept(work)) == 1
        assert work.session.get_one(CountHead, 1).upto is None
