"""The console's own client on the real backend: `backend`, `centre` and `api_of`, and `served`, on SQLite and on PostgreSQL."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from console.api import Api
from console.connection import Connection
from tests.backend.centre import Centre
from tests.backends import *  # noqa: F403
from tests.backends import Backend
from tests.contract.served import Served
from wire.codes import Role

ApiOf = Callable[..., Api]


@pytest.fixture
def centre(backend: Backend) -> Centre:
    return Centre(backend.database)


@pytest.fixture
def served(url: str, tmp_path: Path) -> Iterator[Served]:
    """The backend as a process, which can be killed and started again."""
    served = Served(url, tmp_path / "data")
    served.start()
    yield served
    served.kill()


@pytest.fixture
def api_of(backend: Backend) -> Iterator[ApiOf]:
    """`api_of(Role.DISPATCHER)`: the client of a new user with these roles."""
    made: list[Api] = []

    def api_of(*roles: Role, **person: str) -> Api:
        made.append(Api(Connection(backend.address, backend.client(*roles, **person).token)))
        return made[-1]

    yield api_of
    for api in made:
        api.connection.shutdown()
