"""The unit of work and its turnstile."""

import os
import threading
from pathlib import Path

import pytest
import sqlalchemy as sa

from backend.opening import opened
from backend.refusals import Setup
from backend.session import SYSTEM, Database, Turnstile, parse
from backend.settings import Settings
from backend.tables.people import DepartmentRow


def test_that_the_turnstile_lets_in_by_order_of_arrival() -> None:
    turnstile, passed, arrived = Turnstile(), [], []

    def go(number: int) -> None:
        arrived.append(number)
        with turnstile:
            passed.append(number)

    with turnstile:
        threads = []
        for number in range(10):
            threads.append(threading.Thread(target=go, args=(number,)))
            threads[-1].start()
            while len(turnstile._waiting) < number + 2:
                threading.Event().wait(0.001)
    for thread in threads:
        thread.join()
    assert passed == arrived == list(range(10))


def test_that_a_failed_block_leaves_nothing_and_the_next_one_goes_on(database: Database) -> None:
    def change_and_fail() -> None:
        with database.write(SYSTEM) as work:
            work.session.add(DepartmentRow(id="d1", version=1, code="D1", name="Roads", trades=[], phone=""))
            work.session.flush()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        change_and_fail()
    with database.write(SYSTEM) as work:
        assert work.session.get(DepartmentRow, "d1") is None


def test_that_a_reader_sees_one_picture_while_others_write(database: Database) -> None:
    with database.read() as before:
        assert before.session.get(DepartmentRow, "d1") is None
        with database.write(SYSTEM) as work:
            work.session.add(DepartmentRow(id="d1", version=1, code="D1", name="Roads", trades=[], phone=""))
        before.session.expire_all()
        assert before.session.get(DepartmentRow, "d1") is None
    with database.read() as after:
        assert after.session.get(DepartmentRow, "d1") is not None


@pytest.mark.parametrize("url", ["nonsense", "mysql://x/y", "sqlite://", "sqlite:///:memory:", ""])
def test_that_a_url_that_cannot_be_is_one_sentence(url: str) -> None:
    with pytest.raises(Setup) as refused:
        parse(url)
    assert str(refused.value).count("\n") == 0


def test_that_a_file_of_sqlite_is_read_as_memory(database: Database) -> None:
    """A walk through an index of half a million cases reads many pages, which took much of its time (decisions/0009)."""
    if database.kind == "sqlite":
        with database.read() as work:
            assert int(work.session.scalar(sa.text("PRAGMA mmap_size")) or 0) > 2**30


def test_that_a_file_that_was_cut_short_is_one_sentence(tmp_path: Path) -> None:
    """Cut while it is open it may end the process, which reads it as memory; what was cut off is lost either way, and no start goes on without it."""
    settings = Settings(data=tmp_path)
    opened(settings).close()
    file = tmp_path / "yiping.db"
    os.truncate(file, file.stat().st_size // 3)
    with pytest.raises(Setup) as refused:
        opened(settings)
    assert str(refused.value) == "The database cannot be opened: database disk image is malformed."
