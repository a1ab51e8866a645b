"""The fixtures of `tests.backends`: `url`, `database`, `backend`, on SQLite and on PostgreSQL. Its docstring says how to use them."""

from collections.abc import Callable, Iterator

import msgspec
import pytest

from backend import standards
from backend.session import Database
from tests.backend.centre import Centre
from tests.backends import *  # noqa: F403


@pytest.fixture
def centre(database: Database) -> Centre:
    return Centre(database)


@pytest.fixture
def in_force() -> Iterator[Callable[..., None]]:
    """Changes the standards for one test: `in_force(machine={"rework_clock": "RESTART"})`."""
    shipped = standards.in_force()

    def change(**parts: dict[str, object]) -> None:
        now = standards.in_force()
        standards.use(msgspec.structs.replace(now, **{name: msgspec.structs.replace(getattr(now, name), **values) for name, values in parts.items()}))

    yield change
    standards.use(shipped)


@pytest.fixture
def mode(request: pytest.FixtureRequest) -> Iterator[str]:
    """The standards in the mode that the test names, for one test (`indirect`)."""
    shipped = standards.in_force()
    standards.use(standards.read(mode=request.param))
    yield request.param
    standards.use(shipped)
