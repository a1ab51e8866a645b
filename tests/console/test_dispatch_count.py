"""How many cases wait for the dispatch form, kept while the hall changes."""

from collections.abc import Callable

import msgspec
import pytest
from pytestqt.qtbot import QtBot

from console.hall.hall import Hall
from console.widgets.case.dispatch import DispatchForm
from wire.codes import Status

pytestmark = pytest.mark.gui


@pytest.fixture
def form(hall: Hall, show: Callable[..., DispatchForm]) -> DispatchForm:
    return show(DispatchForm(hall), 520, 420)


def count(form: DispatchForm, qtbot: QtBot) -> int:
    with qtbot.waitSignal(form.told) as told:
        form.tell()
    return int("".join(filter(str.isdigit, told.args[1])))


def waiting(hall: Hall) -> list[str]:
    return [case.id for case in hall.cases if case.status is Status.PENDING_DISPATCH]


def test_that_the_count_is_that_of_the_hall(form: DispatchForm, hall: Hall, qtbot: QtBot) -> None:
    assert waiting(hall)
    assert count(form, qtbot) == len(waiting(hall))


def test_that_a_case_that_is_dispatched_or_gone_waits_no_more(form: DispatchForm, hall: Hall, qtbot: QtBot) -> None:
    first, second, *_ = waiting(hall)
    case = hall.cases.get(first)
    assert case is not None
    before = count(form, qtbot)
    hall.cases.put([msgspec.structs.replace(case, version=case.version + 1, status=Status.PENDING_DISPOSAL)], gone=[second])
    assert count(form, qtbot) == before - 2 == len(waiting(hall))


def test_that_a_snapshot_is_counted_anew(form: DispatchForm, hall: Hall, qtbot: QtBot) -> None:
    kept = waiting(hall)[0]
    hall.cases.replace([case for case in hall.cases if case.id == kept])
    assert count(form, qtbot) == 1
