"""Half a million cases: the first page of every kind of filter and search over HTTP, deep pages, what is known of an address, and the frames of the
pane that shows them.

Beside them in the same run a floor, the health of the backend, and a peer: the same question as `ILIKE` with a count and an offset, in SQL alone.
"""

import gc
import os
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import numpy as np
import requests
import sqlalchemy as sa
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from backend.rules import counting
from backend.session import Database
from backend.tables.cases import CaseRow
from bench import case_crowd, stage
from bench.map_window import wait
from console.api import Api
from console.connection import Connection
from console.garbage import Garbage
from console.hall.hall import Hall
from console.hall.history import History, Search
from console.language import Language
from console.widgets import theme
from console.widgets.history.pane import HistoryPane
from console.workers.caller import Caller
from tests.console.display import start_screen
from tools.household import Household
from wire.case_filter import CaseFilter, CaseSort
from wire.cases import CasePage
from wire.codes import CloseKind, Kind, Role, Source, Stage, Status

COUNT = int(os.environ.get("YIPING_BENCH_CASES", "500000"))
TIMES, PEER_TIMES, DEEP, STEPS = 12, 3, 60, 400
SCROLL_S = 60
MARCH = {"from": datetime(2022, 3, 1, tzinfo=UTC), "to": datetime(2022, 4, 1, tzinfo=UTC)}
FILTERS: dict[str, CaseFilter] = {
    "none": CaseFilter(),
    "status (2 % of all)": CaseFilter(status=[Status.DISPOSING]),
    "stage": CaseFilter(stage=[Stage.EVALUATE]),
    "department": CaseFilter(department_id=["d3"]),
    "class": CaseFilter(kind=Kind.EVENT, class_code="0101"),
    "duty grid": CaseFilter(duty_grid=["140802017"]),
    "reported in a month": CaseFilter(reported_from=MARCH["from"], reported_to=MARCH["to"]),
    "closed in a month": CaseFilter(closed_from=MARCH["from"], closed_to=MARCH["to"]),
    "overdue, rework, urgent": CaseFilter(overdue=True, rework=True, urgent=True),
    "closed late, by closing": CaseFilter(close_kind=[CloseKind.OVERDUE], sort=CaseSort.CLOSED),
    "class, department, source: seven cases": CaseFilter(
        kind=Kind.COMPONENT, class_code="0101", department_id=["d3"], source=[Source.VIDEO], urgent=True
    ),
    "what nothing fits": CaseFilter(grid="999"),
    "200 m around a place": CaseFilter(near=(111.02, 35.03, 200.0)),
    "text, two characters in many": CaseFilter(text="垃圾"),
    "text in every case": CaseFilter(text="盐湖区"),
    "text in few": CaseFilter(text="禹都大道33号"),
    "two words": CaseFilter(text="垃圾 学校门前"),
    "text in none": CaseFilter(text="天外飞仙"),
    "name of a department": CaseFilter(text="第7城管中队"),
    "number of a day": CaseFilter(text="20220301"),
    "common text, rare filter": CaseFilter(text="盐湖区", kind=Kind.EVENT, class_code="0101", urgent=True),
    "text, by closing": CaseFilter(text="垃圾", sort=CaseSort.CLOSED),
}
ADDRESSES = {  # as somebody says them on the telephone
    "a house": "盐湖区解放街 5 号",
    "a house on a road whose name ends as many do": "禹都大道133号，东侧12米",
    "a house that nobody has called about": "禹都大道9999号",
    "no house, a crossing": "解放街与红旗东街交叉口",
    "no house, what every address has": "运城市盐湖区",
}
BESIDE = ["none", "text in few", "name of a department", "common text, rare filter"]
PEERS = {"text, two characters in many": "垃圾", "text in few": "禹都大道33号", "text in none": "天外飞仙"}


def main() -> None:
    print(f"{COUNT:,} cases of years, their texts Chinese. Over HTTP, a page of 100 cases with its count, read to the last byte; ms.\n")
    print("| what | found | p50 | p95 | longest |\n|---|---:|---:|---:|---:|")
    frames: list[str] = []
    for kind in ("sqlite", "postgresql"):
        with tempfile.TemporaryDirectory(prefix="yiping-bench-") as name, stage.database(kind, Path(name)) as url:
            household = Household(Path(name) / "log")
            try:
                case_crowd.fill(url, COUNT)
                address, token = stage.serve(household, url, Path(name) / "data"), stage.token(url, Role.DISPATCHER)
                beside_counting(kind, address, token)
                count(url)
                measure(kind, address, token, url)
                if kind == "sqlite":
                    frames = list(pane(address, token))
            finally:
                household.end()
    print(
        "\nBudget: 200 ms to the first page, and to what is known of an address. The peer asks the database directly: no HTTP, no rights, no masks.\n"
    )
    print("\n".join(frames))


def beside_counting(kind: str, address: str, token: str) -> None:
    """As after an import, or new streets: the backend counts the half million from nothing meanwhile."""
    api = Api(Connection(address, token))
    for name in BESIDE:
        wanted = FILTERS[name]
        api.cases(wanted)
        taken = [timed(lambda wanted=wanted: api.cases(wanted)) for _ in range(TIMES)]
        show(f"{kind}: {name}, while all are counted from nothing", "", taken)
    api.connection.shutdown()


def count(url: str) -> None:
    """To the end, as it is on every day but that of an import."""
    database = Database(url)
    left = counting.keep_up(database)
    database.close()
    assert not left


def measure(kind: str, address: str, token: str, url: str) -> None:
    client = requests.Session()
    client.trust_env = False
    client.headers["Authorization"] = f"Bearer {token}"
    api = Api(Connection(address, token))

    def ask(wanted: CaseFilter) -> CasePage:
        return api.cases(wanted)

    worst: list[float] = []
    for name, wanted in FILTERS.items():
        page = ask(wanted)  # once, as somebody has asked before
        taken = [timed(lambda wanted=wanted: ask(wanted)) for _ in range(TIMES)]
        worst.append(float(np.percentile(taken, 95)))
        show(f"{kind}: {name}", f"{page.total:,}{'+' if page.more else ''}", taken)
        if name in PEERS:
            show(f"*{kind}: the same by ILIKE, count and offset, the peer*", "", list(peer(url, PEERS[name], 0)))
    deep = list(deeper(ask))
    show(f"{kind}: page 2 to {DEEP} of all", "", deep)
    show(f"*{kind}: page {DEEP} by offset, the peer*", "", list(peer(url, "垃圾", DEEP * 100)))
    show(f"*{kind}: the health of the backend, the floor*", "", [timed(lambda: client.get(f"{address}/v1/health", timeout=60)) for _ in range(50)])
    print(f"| *{kind}: the slowest p95 of all filters* | | | {max(worst):,.0f} | |", flush=True)
    slowest = max(float(np.percentile(taken, 95)) for taken in at_addresses(kind, api))
    print(f"| *{kind}: the slowest p95 of all addresses* | | | {slowest:,.0f} | |", flush=True)
    api.connection.shutdown()
    client.close()


def at_addresses(kind: str, api: Api) -> Iterator[list[float]]:
    """Callers by address: whom a screen pop names who called from there, or about it."""
    for name, address in ADDRESSES.items():
        known = api.at_address(address)
        taken = [timed(lambda address=address: api.at_address(address)) for _ in range(TIMES)]
        show(f"{kind}: callers by address, {name}", f"{len(known.cases)} cases, {len(known.calls)} calls", taken)
        yield taken


def deeper(ask: Callable[[CaseFilter], CasePage]) -> Iterator[float]:
    following = ask(CaseFilter()).next
    for _ in range(DEEP - 1):
        began = time.perf_counter()
        following = ask(CaseFilter(cursor=following)).next
        yield (time.perf_counter() - began) * 1000


def peer(url: str, text: str, offset: int) -> Iterator[float]:
    database = Database(url)
    has = sa.or_(*(column.icontains(text, autoescape=True) for column in (CaseRow.number, CaseRow.address, CaseRow.description)))
    newest = sa.select(CaseRow.__table__).where(has).order_by(CaseRow.reported_at.desc(), CaseRow.id.desc()).limit(100).offset(offset)
    for _ in range(PEER_TIMES):
        with database.read() as work:
            began = time.perf_counter()
            work.session.scalar(sa.select(sa.func.count()).select_from(CaseRow).where(has))
            work.session.execute(newest).all()
            yield (time.perf_counter() - began) * 1000
    database.close()


def timed(act: Callable[[], object]) -> float:
    """Milliseconds."""
    began = time.perf_counter()
    act()
    return (time.perf_counter() - began) * 1000


def show(what: str, found: str, taken: Sequence[float]) -> None:
    middle, most = np.percentile(taken, [50, 95])
    print(f"| {what} | {found} | {middle:,.0f} | {most:,.0f} | {max(taken):,.0f} |", flush=True)


def pane(address: str, token: str) -> Iterator[str]:
    """The real pane on the real backend: scrolled by the page, and filtered by typing."""
    start_screen()
    app = QApplication([])
    Language(app).set("zh_CN")
    theme.wear(app, "dark")
    api = Api(Connection(address, token))
    hall, caller = Hall(api.me()), Caller(api)
    hall.set_catalogue(api.catalogue())
    hall.departments.replace(api.departments())
    history = History(hall)

    def ask(number: int, wanted: CaseFilter) -> None:
        def answered(answer: object) -> None:
            history.take(number, answer, hall.clock.now())  # type: ignore[arg-type]

        caller.call(lambda api: api.cases(wanted), answered, lambda error: answered(error.problem))

    history.wanted.connect(ask)
    shown = HistoryPane(hall, history)
    shown.resize(1400, 800)
    shown.show()
    # As at a desk that stands: else Python looks through all that this process has imported in the middle of a frame, which takes 170 ms.
    garbage = Garbage(app)
    gc.freeze()
    shown.seek(Search(filter=CaseFilter(text="盐湖区")))
    wait(lambda: bool(history.cases))
    scrolled = scroll(app, shown)
    rows = shown.model.rowCount()
    filtered = [filtering(shown, history, text) for text in ("垃圾", "井盖", "路灯", "学校", "占道") for _ in range(3)]
    yield "| the pane, 1400 × 800, ms | p50 | p95 | longest |\n|---|---:|---:|---:|"
    yield line(f"a frame while scrolling by the page, {rows:,} rows come in", scrolled)
    yield line("a filter, from the key to the first page painted", filtered)
    empty = [frame(app, shown.table.viewport().update) for _ in range(STEPS)]
    yield line("floor: the same table painted again", empty)
    caller.stop()
    api.connection.shutdown()
    hall.clock.stop()
    hall.link.stop()
    shown.close()
    garbage.end()
    gc.unfreeze()
    gc.collect()


def scroll(app: QApplication, shown: HistoryPane) -> list[float]:
    """Of the frames in which the table was drawn; the others are those in which it waits for more rows."""

    def page_down() -> None:
        QTest.keyClick(shown.table, Qt.Key.Key_PageDown)

    def nothing() -> None: ...

    found, bar, drawn, ends = list[float](), shown.table.verticalScrollBar(), Drawn(shown.table.viewport()), time.monotonic() + SCROLL_S
    while len(found) < STEPS and time.monotonic() < ends:
        before = drawn.times
        took = frame(app, page_down if bar.value() < bar.maximum() else nothing)
        if drawn.times > before:
            found.append(took)
    return found


class Drawn(QObject):
    """How often a widget was painted."""

    def __init__(self, watched: QWidget) -> None:
        super().__init__(watched)
        self.times = 0
        watched.installEventFilter(self)

    def eventFilter(self, _: QObject, event: QEvent) -> bool:
        self.times += event.type() == QEvent.Type.Paint
        return False


def frame(app: QApplication, act: Callable[[], object]) -> float:
    """What one step costs the GUI thread: the step, what has come in meanwhile, and its picture."""

    def step() -> None:
        act()
        app.processEvents()

    return timed(step)


def filtering(shown: HistoryPane, history: History, text: str) -> float:
    at, search = history.at, history.search

    def sought() -> None:
        shown.seek(msgspec.structs.replace(search, filter=msgspec.structs.replace(search.filter, text=text)))
        wait(lambda: history.at is not at)
        shown.table.viewport().repaint()

    return timed(sought)


def line(what: str, taken: Sequence[float]) -> str:
    middle, most = np.percentile(taken, [50, 95])
    return f"| {what} | {middle:,.1f} | {most:,.1f} | {max(taken):,.1f} |"
