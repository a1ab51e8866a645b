"""Two forms on one wall have the same keys; the one that is written in hears them."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QHBoxLayout, QWidget

from console.hall.hall import Hall
from console.widgets.case.dispatch import DispatchForm
from console.widgets.intake.report import ReportForm
from wire.codes import Noun, Status


def test_that_a_form_hears_its_keys_beside_another_with_the_same_ones(hall: Hall, show: Callable[..., QWidget]) -> None:
    both, dispatch, report = QWidget(), DispatchForm(hall), ReportForm(hall)
    row = QHBoxLayout(both)
    row.addWidget(dispatch)
    row.addWidget(report)
    show(both, 1200, 800)
    ordered: list[tuple[str, object]] = []
    dispatch.ordered.connect(lambda case_id, order: ordered.append((case_id, order)))
    case = next(case for case in hall.cases if case.status == Status.PENDING_DISPATCH)
    hall.selection.set(Noun.CASE, case.id)
    dispatch.note.edit.setFocus()
    QTest.keyClick(dispatch.note.edit, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert [case_id for case_id, _ in ordered] == [case.id]
