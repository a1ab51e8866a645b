"""Jobs at a whole desk by keyboard alone, each with its budget: a case dispatched, an alarm acknowledged, a camera in the hot pane, a frame sent."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from console.desk import Desk
from console.hall.captures import plan
from console.hall.streams import StreamState
from tests.contract.typist import CONTROL, Typist
from wire.codes import Kind

BUDGET_S = {"dispatch": 5.0, "acknowledge": 1.0, "camera": 3.0, "frame": 8.0}
BUDGET_KEYS = {"dispatch": 3, "acknowledge": 1, "camera": 5, "frame": 3}  # who needs more than these has made it slower
GARBAGE = (Kind.EVENT, "0110")
Walk = Callable[[Desk, Typist], None]


def dispatch(desk: Desk, typist: Typist) -> None:
    """The focus is on the row of a case that waits for it, as when one works down the queue."""
    form = desk.dispatch
    typist.decide("what it is")
    typist.press(Qt.Key.Key_D)
    typist.wait(lambda: form.send.isEnabled() and form.department.value() is not None and form.isAncestorOf(QApplication.focusWidget()))
    typist.decide("the department that is suggested is right")
    typist.press(Qt.Key.Key_Return, CONTROL)


def acknowledge(desk: Desk, typist: Typist) -> None:
    """The wall of panes has the focus, and an alarm holds one: to have seen it is all that there is to decide."""
    typist.press(Qt.Key.Key_A)
    typist.wait(lambda: not any(pane.alarm for pane in desk.video.panes))


def camera(desk: Desk, typist: Typist) -> None:
    """The wall of panes has the focus; the camera is known by the end of its code."""
    before = desk.video.panes[desk.video.hot].camera_id
    typist.press(Qt.Key.Key_Slash)
    typist.decide("which camera")
    typist.type("k12")
    typist.press(Qt.Key.Key_Return)
    typist.wait(lambda: desk.video.panes[desk.video.hot].camera_id not in ("", before))


def frame(desk: Desk, typist: Typist) -> None:
    """The wall of panes has the focus, and its hot pane lives: from the picture to the case that the backend has."""
    captures = desk.cameras.captures
    typist.decide("that this is a case")
    typist.press(Qt.Key.Key_F9)
    typist.wait(captures.sheet.hasFocus)
    typist.decide("what it is")
    typist.press(Qt.Key(Qt.Key.Key_1 + plan().keys().index(GARBAGE)))
    typist.press(Qt.Key.Key_Return)
    made = captures.under_way[-1].case_id
    typist.wait(lambda: made in desk.hall.cards)


WALKS: dict[str, Walk] = {"dispatch": dispatch, "acknowledge": acknowledge, "camera": camera, "frame": frame}


def make_ready(desk: Desk, name: str) -> None:
    """The focus to where the walk begins."""
    if name == "dispatch":
        desk.wall.show_pane("queue")
        desk.queue.show_queue("DISPATCH")
        desk.queue.table.setFocus()
    else:
        desk.wall.show_pane("video")
        desk.video.panes[desk.video.hot].setFocus()


def is_ready(desk: Desk, name: str) -> bool:
    """The wall stands, and the focus is where it was put."""
    if name == "dispatch":
        if desk.dispatch.isVisible() and not desk.queue.table.hasFocus():
            make_ready(desk, name)
        return desk.dispatch.isVisible() and desk.queue.table.hasFocus() and desk.queue.model.rowCount() > 0
    if name == "acknowledge" and not any(pane.alarm for pane in desk.video.panes):
        return False
    pane = desk.video.panes[desk.video.hot]
    if name == "frame":
        seen = next((each.id for each in desk.hall.cameras if each.sub_url), "")
        if seen and pane.camera_id != seen:
            desk.video.show_camera(seen)
        if pane.state() is not StreamState.LIVE or pane.picture() is None:
            return False
        if not pane.hasFocus():  # what came meanwhile may have taken it
            make_ready(desk, name)
    return pane.hasFocus() and len(desk.hall.cameras) > 0 and desk.hall.catalogue is not None


def begin(desk: Desk, name: str) -> None:
    """When it is ready: on the row that is worked on."""
    if name == "dispatch":
        desk.queue.table.go_to(0)
