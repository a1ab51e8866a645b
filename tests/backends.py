"""Real backends for tests. `from tests.backends import *` in a conftest gives these fixtures, each once per database:

url         the URL of a fresh database at head; parametrised over SQLite and PostgreSQL
database    the `backend.session.Database` on it
backend     the real application, served by uvicorn in a thread: `Backend`
lasting     the same for all tests of a file: for those that only look

    def test_that_a_department_is_kept(backend):
        admin = backend.client(Role.ADMIN)                  # makes a user with these roles and logs in; see `client`
        admin.put("/v1/departments/d1", json={...})         # a requests.Session on the backend's address
        with backend.database.write(SYSTEM) as work: ...    # rules without HTTP

`until(condition)` waits for something to become true, without sleeping for a fixed time.
"""

import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import pytest
import requests
from litestar import Litestar

from backend.app import built, furnished
from backend.migrations import upgrade
from backend.rules import people
from backend.serve import Server, listen
from backend.session import SYSTEM, Database
from backend.settings import Settings
from tests.postgres import Cluster, NoPostgres
from tests.washed import Washed
from wire.codes import Role
from wire.people import User, UserOrder

__all__ = ["Backend", "Client", "backend", "database", "empty_sqlite", "lasting", "postgres", "until", "url"]

T = TypeVar("T")
_empty: list[Litestar] = []  # applications whose backend has stopped, each once: building one takes half a second
KINDS = ("sqlite", "postgresql")
PATIENCE_S = 20.0


def until(condition: Callable[[], T], seconds: float = PATIENCE_S) -> T:
    """The first true value of the condition; fails when there is none in time."""
    end, turn = time.monotonic() + seconds, threading.Event()
    while not (value := condition()):
        assert time.monotonic() < end, "waited in vain"
        turn.wait(0.01)
    return value


@pytest.fixture(scope="session")
def empty_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file, to be copied."""
    file = tmp_path_factory.mktemp("sqlite") / "empty.db"
    made = Database(f"sqlite:///{file}")
    upgrade(made.engine)
    made.close()
    return file


@pytest.fixture(scope="session")
def postgres() -> Iterator[Washed]:
    """Copies of a migrated database in a running PostgreSQL."""
    try:
        cluster = Cluster(durable=False)
    except NoPostgres as error:
        pytest.fail(f"the suite needs PostgreSQL: {error}")
    try:
        name = cluster.create()
        made = Database(cluster.url(name))
        upgrade(made.engine)
        made.close()
        yield Washed(cluster, name)
    finally:
        cluster.stop()


@contextmanager
def _fresh(request: pytest.FixtureRequest, folder: Path) -> Iterator[str]:
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("empty_sqlite"), folder / "yiping.db")
        yield f"sqlite:///{folder / 'yiping.db'}"
        return
    databases: Washed = request.getfixturevalue("postgres")
    name = databases.take()
    yield databases.cluster.url(name)
    databases.give_back(name)


@pytest.fixture(params=KINDS)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    with _fresh(request, tmp_path) as made:
        yield made


@pytest.fixture
def database(url: str) -> Iterator[Database]:
    opened = Database(url)
    yield opened
    opened.close()


class Client(requests.Session):
    """Asks one backend as one user; paths instead of addresses. `user` and `token` are those of the login, none for nobody."""

    def __init__(self, address: str, user: User | None = None, token: str = "") -> None:
        super().__init__()
        self.address, self.user, self.token = address, user, token
        self.trust_env = False
        if token:
            self.headers["Authorization"] = f"Bearer {token}"

    def request(self, method: str | bytes, url: str | bytes, *args: Any, **kwargs: Any) -> requests.Response:
        kwargs.setdefault("timeout", 60)
        return super().request(method, f"{self.address}{url!s}", *args, **kwargs)


class Backend:
    """`address` is http://127.0.0.1:PORT; `app` is the Litestar application."""

    def __init__(self, database: Database, data: Path) -> None:
        self.database, self.data = database, data
        self.app = furnished(_empty.pop() if _empty else built(), Settings(data=data), database)
        self._server = Server(self.app, self._ready_set)
        self._listener = listen("127.0.0.1", 0)
        self.address = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self._clients: list[Client] = []
        self._stopped = False

    def start(self) -> None:
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._server.run, args=([self._listener],), name="backend")
        self._thread.start()
        assert self._ready.wait(PATIENCE_S), "the backend did not start"

    def stop(self) -> None:
        """Again is harmless. The application is given back once: two backends on one would take its parts from each other."""
        if self._stopped:
            return
        self._stopped = True
        for client in self._clients:
            client.close()
        self._server.should_exit = True
        self._thread.join(PATIENCE_S)
        assert not self._thread.is_alive(), "the backend did not stop"
        _empty.append(self.app)

    def client(self, *roles: Role, name: str = "", department_id: str | None = None, unit_id: str | None = None) -> Client:
        """A new user with these roles, logged in without a password; called `name`, or after the roles. No roles: nobody."""
        if not roles:
            return self._keep(Client(self.address))
        name = name or f"{'-'.join(role.lower() for role in roles)}-{len(self._clients)}"
        order = UserOrder(name=name, full_name=name.title(), roles=list(roles), department_id=department_id, unit_id=unit_id)
        with self.database.write(SYSTEM) as work:
            user = people.put(work, order)
            token = people.open_session(work, name).token
        return self._keep(Client(self.address, user, token))

    def _keep(self, client: Client) -> Client:
        self._clients.append(client)
        return client

    def _ready_set(self) -> None:
        self._ready.set()


@pytest.fixture
def backend(database: Database, tmp_path: Path) -> Iterator[Backend]:
    served = Backend(database, tmp_path / "data")
    served.start()
    yield served
    served.stop()


@pytest.fixture(scope="module", params=KINDS)
def lasting(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Backend]:
    folder = tmp_path_factory.mktemp("lasting")
    with _fresh(request, folder) as made:
        opened = Database(made)
        served = Backend(opened, folder / "data")
        served.start()
        yield served
        served.stop()
        opened.close()
