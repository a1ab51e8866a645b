"""The report form by keyboard alone on the real backend: within the budget of keys, and what it stores is what was said."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from console.api import Api
from console.rooms.intake import Intake
from console.widgets.intake.report import FORM
from tests.backend.centre import Centre
from tests.contract.conftest import ApiOf
from tests.contract.intake_desk import furnish, intake_desk
from tests.contract.intake_walks import BUDGET_KEYS, BUDGET_S, WALKS
from tests.contract.typist import Typist
from wire.codes import Kind, Role, Source

pytestmark = pytest.mark.gui
WAIT_MS = 30_000


@pytest.fixture
def acceptor(api_of: ApiOf, centre: Centre) -> Api:
    furnish(api_of(Role.ADMIN))
    return api_of(Role.ACCEPTOR)


def walk(intake: Intake, qtbot: QtBot, name: str) -> Typist:
    report = intake.report
    qtbot.waitUntil(lambda: report.isVisible() and report.isActiveWindow() and bool(report._hall.phrases.all), timeout=WAIT_MS)
    typist = Typist(lambda condition: qtbot.waitUntil(condition, timeout=WAIT_MS))
    WALKS[name](report, typist)
    return typist


def test_that_a_report_is_taken_down_by_keyboard_within_its_budget(acceptor: Api, tmp_path: Path, qtbot: QtBot) -> None:
    with intake_desk(acceptor, tmp_path) as (hall, intake):
        first = walk(intake, qtbot, "call")
        id = intake.report._id
        qtbot.waitUntil(lambda: id in hall.cards, timeout=WAIT_MS)
        second = walk(intake, qtbot, "hall")
        other = intake.report._id
        qtbot.waitUntil(lambda: other in hall.cards, timeout=WAIT_MS)
        assert hall.drafts.of(FORM) == []
    for name, typist in (("call", first), ("hall", second)):
        assert typist.keys <= BUDGET_KEYS[name], typist.steps
        assert typist.seconds <= BUDGET_S, typist.steps
    stored = acceptor.case(id)
    assert (stored.case.source, stored.case.kind, stored.case.class_code) == (Source.HOTLINE_12319, Kind.COMPONENT, "0102")
    assert (stored.case.condition_id, stored.case.address, stored.phone) == ("COMPONENT-0102-1", "瑞祥路11号", "135****5678")
    assert stored.case.description.startswith("污水井盖丢失\n经过：来电人称该问题自")
    assert acceptor.case(other).case.source is Source.VIDEO


def test_that_a_repeat_is_linked_and_both_callers_stay(acceptor: Api, tmp_path: Path, qtbot: QtBot) -> None:
    with intake_desk(acceptor, tmp_path) as (hall, intake):
        walk(intake, qtbot, "call")
        first = intake.report._id
        qtbot.waitUntil(lambda: first in hall.cards, timeout=WAIT_MS)
        form = intake.report
        form.begin(Source.HOTLINE_12319, "13900000000", "李先生")
        form.set_place(111.0011, 35.02)
        form.matter.set("污水井盖丢失")
        qtbot.waitUntil(lambda: bool(form.likely.duplicates), timeout=WAIT_MS)
        form.link(form.likely.duplicates[0].case.id)
        repeat = form._id
        qtbot.waitUntil(lambda: repeat in hall.cards and hall.cards.get(repeat).case.duplicate_of == first, timeout=WAIT_MS)  # type: ignore[union-attr]
    assert acceptor.case(repeat).phone == "139****0000"  # whole only for a reason
