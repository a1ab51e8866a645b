"""What is kept as one's own or for the whole hall: its form, and answers that come late."""

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QWidget

from console.hall.hall import Hall
from console.hall.saved_layouts import OwnLayout
from console.widgets.video_layout_saving import LayoutSaving

pytestmark = pytest.mark.gui


def test_that_an_answer_about_another_layout_ends_no_form_that_is_open_now(show: Callable[..., QWidget], hall: Hall) -> None:
    form = LayoutSaving(hall, show(QWidget()))
    form.ask(OwnLayout("-", "4", []), [])
    earlier = form.turn
    form.reject()
    form.ask(OwnLayout("-", "9", []), [])
    form.name.setText("防汛")
    form.end(earlier)
    form.refuse("conflict", earlier)
    assert form.isVisible()
    assert (form.name.text(), form.wrong.isVisible()) == ("防汛", False)
    form.refuse("conflict", form.turn)
    assert form.wrong.text() == "conflict"
    form.end(form.turn)
    assert not form.isVisible()
