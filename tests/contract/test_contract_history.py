"""The history pane on the real backend: searched by the words of the past, paged to its end, its filters as the backend means them."""

from collections.abc import Iterator

import msgspec
import pytest
from pytestqt.qtbot import QtBot

from console.hall.hall import Hall
from console.hall.history import PER_PAGE, History, Saved, Search
from console.widgets.history.pane import HistoryPane
from console.workers.caller import Caller
from tests.backend.past import expected, fill
from tests.backends import Backend
from tests.contract.conftest import ApiOf
from wire.case_filter import CaseFilter, CaseSort
from wire.codes import Kind, Role, Source, Stage, Status

pytestmark = pytest.mark.gui
COUNT = 2 * PER_PAGE + 30
FILTERS = [
    CaseFilter(),
    CaseFilter(text="路灯"),
    CaseFilter(status=[Status.CLOSED], stage=[Stage.EVALUATE], source=[Source.VIDEO, Source.WECHAT], department_id=["d1"], urgent=False),
    CaseFilter(kind=Kind.COMPONENT, major="01", overdue=True, rework=True, sort=CaseSort.DEADLINE, ascending=True),
    CaseFilter(near=(111.0, 35.0, 1500.0), box=(110.99, 34.0, 111.5, 36.0), grid="140802", sort=CaseSort.CLOSED),
]


@pytest.fixture
def pane(qtbot: QtBot, backend: Backend, api_of: ApiOf) -> Iterator[HistoryPane]:
    fill(backend.database, COUNT)
    api = api_of(Role.DISPATCHER)
    hall, caller = Hall(api.me()), Caller(api)
    history = History(hall)

    def ask(number: int, wanted: CaseFilter) -> None:
        def answered(answer: object) -> None:
            history.take(number, answer, hall.clock.now())  # type: ignore[arg-type]

        caller.call(lambda api: api.cases(wanted), answered, lambda error: answered(error.problem))

    history.wanted.connect(ask)
    made = HistoryPane(hall, history)
    qtbot.addWidget(made)
    made.resize(1000, 400)
    made.show()
    yield made
    caller.stop()
    hall.clock.stop()
    hall.link.stop()


def test_that_the_pane_shows_what_the_backend_means_to_the_last_page(qtbot: QtBot, pane: HistoryPane, backend: Backend) -> None:
    history = pane._history
    for wanted in FILTERS:
        with qtbot.waitSignal(history.renewed, timeout=20_000):
            pane.seek(Search(filter=wanted))
        meant = expected(backend.database, wanted)
        assert (history.problem, history.total, history.more) == (None, len(meant), False)
        while pane.model.rowCount() < len(meant):
            with qtbot.waitSignal(history.grown, timeout=20_000):
                pane.table.scrollToBottom()
        assert [case.id for row in range(len(meant)) if (case := pane.model.case(row))] == meant
    with qtbot.waitSignal(history.renewed, timeout=20_000):
        pane.narrow(near=None, box=(112.0, 35.0, 111.0, 36.0))
    assert history.problem is not None
    assert history.problem.code == "malformed"
    assert pane.fault.isVisible()


def test_that_searches_are_kept_with_the_backend(api_of: ApiOf) -> None:
    api = api_of(Role.DISPATCHER)
    saved = [Saved(name="旧井盖", search=Search(filter=FILTERS[3], days=30))]
    assert api.preference("searches") is None
    api.put_preference("searches", msgspec.json.encode(saved))
    assert msgspec.json.decode(api.preference("searches") or b"", type=list[Saved]) == saved
