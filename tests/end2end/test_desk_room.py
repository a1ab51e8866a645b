"""What one came for is in view, however small the monitor: the step forward of the case in hand. Real console, real backend."""

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QApplication, QPushButton, QScrollArea, QWidget

from console.widgets.case.order_form import OrderForm
from tests.backend.centre import Centre
from tests.backends import *  # noqa: F403
from tests.end2end.small_hall import *  # noqa: F403
from tests.end2end.small_hall import CONTROL, HallAt, Keyboard, desk_of
from wire.codes import Noun, Role, Status, Verb

pytestmark = [pytest.mark.gui, pytest.mark.timeout(300)]
SIZES = [QSize(1600, 900), QSize(1366, 768)]


def is_whole(part: QWidget) -> bool:
    """Nothing of it is cut off by what it lies in."""
    return part.isVisible() and part.visibleRegion().boundingRect() == part.rect()


def test_that_the_step_forward_is_in_view_however_far_the_form_is_scrolled(centre: Centre, hall_at: HallAt, keyboard: Keyboard) -> None:
    case_id = centre.bring(Status.REPORTED).id
    desk = desk_of(hall_at("chen", Role.ACCEPTOR))
    keyboard.until(lambda: case_id in desk.hall.cases)
    desk.hall.selection.set(Noun.CASE, case_id)
    desk.card.open_verb(Verb.ACCEPT)
    keyboard.until(lambda: desk.card.form is not None)
    form = desk.card.form
    assert isinstance(form, OrderForm)
    buttons = form.foot.findChildren(QPushButton)
    assert len(buttons) == 2
    bar = desk.card.findChildren(QScrollArea)[0].verticalScrollBar()
    for size in SIZES:
        desk.wall.resize(size)
        keyboard.until(lambda size=size: desk.wall.size() == size)
        for at in (0, bar.maximum()):
            bar.setValue(at)
            QApplication.processEvents()
            assert [button.text() for button in buttons if not is_whole(button)] == [], f"{size.toTuple()}, scrolled to {at} of {bar.maximum()}"

    # From the button itself too, its keys send it.
    buttons[-1].setFocus(Qt.FocusReason.TabFocusReason)
    keyboard.until(buttons[-1].hasFocus)
    keyboard.press(Qt.Key.Key_Return, modifiers=CONTROL)
    keyboard.until(lambda: centre.card(case_id).case.status is Status.PENDING_FILING)
    keyboard.until(lambda: desk.card.form is None and desk.card.verbs.holds_focus())
