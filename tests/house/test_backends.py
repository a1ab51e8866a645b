"""A backend of the tests has its application for itself, so that none takes the parts of another or leaves its streams open."""

from pathlib import Path

from backend.migrations import upgrade
from backend.session import Database
from tests.backends import Backend


def test_that_an_application_is_given_back_once(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'yiping.db'}")
    upgrade(database.engine)
    first = Backend(database, tmp_path)
    first.start()
    for _ in range(2):
        first.stop()
    both = [Backend(database, tmp_path) for _ in range(2)]
    for each in both:
        each.start()
    assert both[0].app is not both[1].app
    for each in both:
        each.stop()
    database.close()
