"""Three hundred findings judged by 360 keys, on the real rules and a real database; then taken back."""

from collections.abc import Callable
from typing import Any

import msgspec
import pytest
import sqlalchemy as sa
from PySide6.QtCore import QObject, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from backend.refusals import RuleSaysNo
from backend.rules import cases
from backend.rules.catalogue import for_forms
from backend.session import Database
from backend.tables.cases import CaseRow
from console.hall.findings import Rates, triage
from console.hall.hall import Hall
from console.hall.receipts import Receipt, ReceiptState
from console.widgets.triage.pane import TriagePane
from tests.backend.centre import ACCEPTOR, Centre, report_of, user
from tests.contract.typist import GLANCE_S, KEY_S
from wire.cases import AnyCaseOrder, CaseReport
from wire.codes import Role, Source, Status
from wire.findings import VoidRate
from wire.problem import Problem

pytestmark = pytest.mark.gui

COUNT, FEW, BUDGET_S = 300, 14, 360.0
ACROSS = 18  # places in a row
KEYS = {"good": [Qt.Key.Key_Space], "seen": [Qt.Key.Key_Space], "same": [Qt.Key.Key_D], "void": [Qt.Key.Key_R, Qt.Key.Key_1]}
LEADS_TO = {"good": Status.PENDING_FILING, "seen": Status.VERIFYING, "same": Status.VOIDED, "void": Status.VOIDED}
LASTING = {"id", "version", "steps"}


class Backend(QObject):
    """Takes what the pane asks for to the rules, in the transaction of each, and brings back what a console would get."""

    def __init__(self, centre: Centre, hall: Hall, pane: TriagePane) -> None:
        super().__init__(pane)
        self.centre, self.hall = centre, hall
        self._orders = 0
        pane.card_wanted.connect(lambda id: hall.cards.put([centre.card(id, ACCEPTOR)]))
        pane.ordered.connect(self.order)

    def order(self, case_id: str, order: AnyCaseOrder) -> None:
        self._orders += 1
        case = self.hall.cases.get(case_id)
        assert case is not None
        problem: Problem | None = None
        try:
            card = self.centre.order(ACCEPTOR, case_id, order, expected=case.version)
        except RuleSaysNo as refusal:
            problem = Problem(status=409, code=refusal.code, title="Conflict", detail=str(refusal))
        else:
            self.hall.cards.put([card])
            self.hall.cases.put([card.case])
        state = ReceiptState.STORED if problem is None else ReceiptState.REFUSED
        tag: Any = order.__struct_config__.tag
        receipt = Receipt(
            id=f"r{self._orders}", version=1, verb=tag, subject=case_id, state=state, at=self.hall.clock.now(), attempts=1, problem=problem
        )
        self.hall.receipts.put([receipt])


def rows(centre: Centre) -> dict[str, dict[str, object]]:
    """All that the table knows of every case, but for what only counts on."""
    columns = [column for column in CaseRow.__table__.columns if column.name not in LASTING - {"id"}]
    with centre.database.read() as work:
        return {each["id"]: dict(each) for each in work.session.execute(sa.select(*columns)).mappings()}


def found(number: int) -> CaseReport:
    """Some are true, some a camera has seen and somebody must verify, some are known already, some are nothing. All lie in one duty grid."""
    kind = ("good", "seen", "good", "same", "void")[number % 5]
    source = Source.VIDEO if kind == "seen" else Source.INSPECTOR
    north, east = divmod(number - 3 if kind == "same" else number, ACROSS)  # where a true one was before; nothing else is nearer than 90 m
    place = {"lon": 110.991 + east * 0.001, "lat": 35.011 + north * 0.001}
    return msgspec.structs.replace(report_of(f"{kind}-{number:03}", source), camera_id=f"cam{number % 7}", **place)


@pytest.fixture
def centre(database: Database) -> Centre:
    return Centre(database)


def hall_of(centre: Centre, count: int) -> Hall:
    made = Hall(ACCEPTOR)
    with centre.database.read() as work:
        made.set_catalogue(for_forms(work))
    with centre.writing(user("both", Role.ACCEPTOR, Role.INSPECTOR)) as work:
        made.cases.put([cases.report(work, found(number)).case for number in range(count)])
    made.clock.set(max(case.reported_at for case in made.cases))
    return made


def test_that_three_hundred_findings_are_judged_by_single_keys_and_undone_exactly(centre: Centre, qtbot: QtBot) -> None:
    count = COUNT if centre.database.engine.dialect.name == "sqlite" else FEW  # the rules are the same: not twice as long
    undone = count // 10
    hall = hall_of(centre, count)
    pane = TriagePane(hall, triage())
    qtbot.addWidget(pane)
    Backend(centre, hall, pane)
    pane.resize(1000, 600)
    with qtbot.waitExposed(pane):
        pane.show()
    before = rows(centre)
    keys, order = 0, list[str]()
    for _ in range(count):
        case = pane.model.case(pane.table.currentIndex().row())
        assert case is not None
        for key in KEYS[case.id.split("-")[0]]:
            QTest.keyClick(pane.table, key)
            keys += 1
        order.append(case.id)
    assert sorted(order) == sorted(before)
    assert keys == count + sum(id.startswith("void") for id in before)
    assert keys * KEY_S + count * GLANCE_S <= BUDGET_S * count / COUNT, "by the keystroke-level model one operator needs more than six minutes"
    for id, settled in rows(centre).items():
        assert settled["status"] is LEADS_TO[id.split("-")[0]], id
        assert settled["duplicate_of"] == (f"good-{int(id.split('-')[1]) - 3:03}" if id.startswith("same") else None), id
    assert {receipt.state for receipt in hall.receipts} == {ReceiptState.STORED}
    for _ in range(undone):
        QTest.keyClick(pane.table, Qt.Key.Key_U)
    after = rows(centre)
    assert {id: after[id] for id in order[-undone:]} == {id: before[id] for id in order[-undone:]}
    assert all(after[id]["status"] is not Status.REPORTED for id in order[:-undone])
    assert pane.model.rowCount() == pane.model.left() == undone


def test_that_a_list_that_comes_anew_selects_nothing_until_a_hand_goes_there(centre: Centre, qtbot: QtBot) -> None:
    hall = hall_of(centre, 6)
    pane = TriagePane(hall, triage())
    qtbot.addWidget(pane)
    hall.cases.put([msgspec.structs.replace(case, version=case.version + 1) for case in hall.cases])
    qtbot.waitUntil(lambda: pane.table.currentIndex().isValid())
    assert (hall.selection.noun, hall.selection.id) == (None, "")
    with qtbot.waitActive(pane):
        pane.show()
        pane.activateWindow()
    pane.table.setFocus()
    qtbot.waitUntil(pane.table.hasFocus)
    QTest.keyClick(pane.table, Qt.Key.Key_Down)
    case = pane.model.case(pane.table.currentIndex().row())
    assert case is not None
    assert hall.selection.id == case.id


def test_that_what_was_usually_void_lies_behind_and_says_its_figures(centre: Centre, qtbot: QtBot) -> None:
    hall = hall_of(centre, FEW)
    pane = TriagePane(hall, triage())
    qtbot.addWidget(pane)
    with qtbot.waitExposed(pane):
        pane.show()
    case = next(iter(hall.cases))
    rates = [
        VoidRate(camera_id=f"cam{number}", kind=case.kind, class_code=case.class_code, hour=hour, total=10, voided=number, merged=0)
        for number in range(7)
        for hour in range(24)
    ]
    pane.take_rates(Rates(rates, triage().least))
    shown = [shown for at in range(pane.model.rowCount()) if (shown := pane.model.case(at)) is not None]
    assert [one.camera_id for one in shown] == sorted(one.camera_id or "" for one in shown)
    pane._choose(FEW - 1)
    assert "60%" in pane._share.text()
    assert "6" in pane._share.text()


def test_that_a_refusal_of_the_backend_gives_the_finding_back(centre: Centre, qtbot: QtBot) -> None:
    hall = hall_of(centre, FEW)
    pane = TriagePane(hall, triage())
    qtbot.addWidget(pane)
    answers: list[Callable[[], None]] = []
    pane.ordered.connect(lambda id, order: answers.append(lambda: refuse(hall, id)))
    pane.press(Qt.Key.Key_R)
    pane.press(Qt.Key.Key_2)
    assert pane.model.left() == FEW - 1
    answers[0]()
    assert pane.model.left() == FEW
    assert pane._says.text() == "此案最近一步不能撤销"


def refuse(hall: Hall, case_id: str) -> None:
    problem = Problem(status=409, code="nothing_to_undo", title="Conflict", detail="No.")
    receipt = Receipt(id="r", version=1, verb="REFUSE", subject=case_id, state=ReceiptState.REFUSED, at=hall.clock.now(), attempts=1, problem=problem)
    hall.receipts.put([receipt])


def test_that_findings_lie_over_the_whole_width_and_conditions_go_on_under_their_beginning(centre: Centre, qtbot: QtBot) -> None:
    pane = TriagePane(hall_of(centre, FEW), triage())
    qtbot.addWidget(pane)
    for width in (700, 973, 1300):
        pane.resize(width, 600)
        with qtbot.waitExposed(pane):
            pane.show()
        table = pane.table
        qtbot.waitUntil(lambda table=table: table.visualRect(pane.model.index(1, 0)).left() > 0)  # type: ignore[misc]
        places = [table.visualRect(pane.model.index(row, 0)) for row in range(FEW)]
        row = [place for place in places if place.top() == places[0].top()]
        assert len(row) > 1
        assert table.width() - row[-1].right() < row[0].width() / 4, "no column is left empty"
    said = pane._condition.text().splitlines()
    assert said[0].startswith("▸ 1  ")
    assert len(said) == len(pane._conditions_of(pane.model.case(0)))  # type: ignore[arg-type]
