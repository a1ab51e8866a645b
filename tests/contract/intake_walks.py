"""The two ways in which a case is taken down by keyboard alone, through the real form: a call, and a report of the hall's own."""

from collections.abc import Callable

from PySide6.QtCore import Qt

from console.widgets.intake.report import ReportForm
from tests.contract.typist import CONTROL, Typist
from wire.codes import Kind, Source

BUDGET_S = 25.0
BUDGET_KEYS = {"call": 52, "hall": 44}  # who needs more than these has made it slower
Walk = Callable[[ReportForm, Typist], None]


def call(form: ReportForm, typist: Typist) -> None:
    """A ringing number has opened the form; the caller gives his name, the place, what it is, and that it has been so since today."""
    form.begin(Source.HOTLINE_12319, "13512345678")
    take_down(form, typist)


def take_down(form: ReportForm, typist: Typist) -> None:
    typist.decide("the name")
    typist.say("王女士")
    for _ in range(3):  # over telephone and time: it is now
        typist.press(Qt.Key.Key_Tab)
    _place(form, typist)
    typist.press(Qt.Key.Key_Tab)  # from the place to what happened; the map's button is no stop
    _matter(form, typist)
    typist.press(Qt.Key.Key_Tab)
    typist.decide("since when: a phrase")
    typist.type("rq")
    typist.press(Qt.Key.Key_J, CONTROL)
    _send(form, typist)


def hall(form: ReportForm, typist: Typist) -> None:
    """Somebody of the hall sees it on a camera: source, place, what it is."""
    form.begin()
    typist.press(Qt.Key.Key_Tab, Qt.KeyboardModifier.ShiftModifier)
    typist.decide("the source")
    for _ in range(4):
        typist.press(Qt.Key.Key_Down)
    for _ in range(4):
        typist.press(Qt.Key.Key_Tab)
    _place(form, typist)
    typist.press(Qt.Key.Key_Tab)
    _matter(form, typist)
    typist.decide("the picture of the camera")
    typist.press(Qt.Key.Key_P, CONTROL)
    typist.wait(lambda: bool(form.photos.value()))
    _send(form, typist)


WALKS: dict[str, Walk] = {"call": call, "hall": hall}


def _place(form: ReportForm, typist: Typist) -> None:
    typist.decide("the place, by its initials")
    typist.type("rxl11")
    typist.wait(form.place.popup.isVisible)
    typist.decide("it is the first that was found")
    typist.press(Qt.Key.Key_Return)
    typist.wait(lambda: form.place.place is not None)


def _matter(form: ReportForm, typist: Typist) -> None:
    typist.decide("what it is")
    typist.say("污水", "井盖", "丢失")
    typist.wait(lambda: form.small.key() == (Kind.COMPONENT, "0102") and form.condition.value() == "COMPONENT-0102-1")


def _send(form: ReportForm, typist: Typist) -> None:
    typist.decide("class, condition and text are right")
    typist.press(Qt.Key.Key_Return, CONTROL)
