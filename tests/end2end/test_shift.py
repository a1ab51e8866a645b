"""A shift in small: six seats with the console's own poller and outbox, the people of the city, cases from every source; then all is recounted."""

from pathlib import Path

import pytest

from tests.end2end.conftest import City
from tools import recount, shift
from tools.shift import Wanted
from wire.codes import Source
from wire.evaluation import Counter

WANTED = Wanted(seconds=40, speed=20, cases=60, scenario="quiet_night")


@pytest.mark.timeout(600)
def test_that_a_shift_ends_lawfully_with_no_key_lost(city: City, tmp_path: Path) -> None:
    shift.people(city.add_user)
    shift.press(city.server, city.password, WANTED.speed)
    city.live("ACCEPTOR", "SHIFT_LEADER", "DISPATCHER")
    seats = shift.work(city.server, city.files, tmp_path, city.password, WANTED)
    found = recount.of(city.database, seats.logs)
    assert found.wrong == []
    assert found.cases >= WANTED.cases
    assert set(found.sources) >= set(Source) - {Source.INSPECTOR}
    assert found.stored > WANTED.cases
    assert {Counter.REPORT, Counter.ARCHIVE, Counter.DIRECT, Counter.INTIME_DISPOSE, Counter.CHECK} <= set(found.counted)
    assert found.told["call-backs"]["made"] > 0
    assert found.told["overdue"]["disposed of late"] + found.told["overdue"]["still over the limit"] > 0
    assert seats.refused.total() <= found.cases / 5, seats.refused
    assert "equal to a recount of the flow records" in str(found)
