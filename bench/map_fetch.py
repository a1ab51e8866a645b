"""The register of the benches in a real backend, and how long a console waits for it: from asking over HTTP until it is drawn."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import sqlalchemy as sa
from PySide6.QtWebEngineWidgets import QWebEngineView

from backend.session import SYSTEM, Database
from backend.tables.registers import EntryRow, RegisterRow
from bench.map_hall import KIND, cases, hall, names, places, serve, shown
from bench.map_window import until, wait
from bench.stage import database, token
from bench.stage import serve as serve_backend
from console.api import Api, ApiError
from console.connection import Connection
from console.hall.columns import Columns
from console.workers.caller import Caller
from tools.household import Household
from wire.codes import RegisterKind, Role
from wire.registers import Entry, Register

PAGE = 50_000  # rows in a transaction


@contextmanager
def fetching(count: int) -> Iterator[Api]:
    """A dispatcher's client of a backend that has so many entries, on SQLite."""
    with TemporaryDirectory() as name, database("sqlite", Path(name)) as url:
        _fill(url, count)
        household = Household(Path(name) / "log")
        try:
            session = token(url, Role.DISPATCHER)
            api = Api(Connection(serve_backend(household, url, Path(name) / "data"), session))
            yield api
            api.connection.shutdown()
        finally:
            household.end()


def fetched(api: Api, count: int, others: int, file: Path) -> float:
    """Milliseconds from asking for the register to the picture with all of it, on a map that begins at the same moment, as a desk does."""
    known = hall()
    known.cases.replace(cases(others))
    server, caller, asked, faults = serve(known, file), Caller(api), list[float](), list[ApiError]()

    def load(kind: RegisterKind) -> None:
        asked.append(time.perf_counter())
        caller.call(lambda api: Columns(Entry, api.entries(kind)), lambda columns: known.entries.set(kind, columns), faults.append)

    known.entries.wanted.connect(load)
    known.registers.replace([Register(id=KIND, version=1, kind=KIND, count=count, at=known.clock.now())])
    view = shown(known, server)
    wait(lambda: bool(faults) or known.entries.get(KIND) is not None)
    assert not faults, faults[0].problem.code
    until(view.findChild(QWebEngineView).page, f"yiping.layers.get('entities').size === {count}")
    wait(view.idle)
    spent = (time.perf_counter() - asked[0]) * 1000
    view.shut()
    server.stop()
    caller.stop()
    return spent


def _fill(url: str, count: int) -> None:
    opened, at = Database(url), places(count).tolist()
    usual = {"kind": KIND, "state": "", "operator": "", "address": "", "phone": "", "value": None, "at": None, "lines": []}
    for start in range(0, count, PAGE):
        rows = [
            usual | {"id": f"e{number}", "code": "", "lon": lon, "lat": lat, "west": lon, "east": lon, "south": lat, "north": lat} | names(number)
            for number, (lon, lat) in enumerate(at[start : start + PAGE], start)
        ]
        with opened.write(SYSTEM) as work:
            work.session.execute(sa.insert(EntryRow), rows)
            if not start:
                work.session.execute(sa.insert(RegisterRow), [{"kind": KIND, "version": 1, "count": count, "at": work.at}])
    opened.close()
