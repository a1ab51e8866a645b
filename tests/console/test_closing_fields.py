"""What is asked at the end of a case and at its beginning: the closing condition at its tick, the hour of a check, a photo where one is due."""

from collections.abc import Callable
from datetime import timedelta

import msgspec
import pytest
from pytestqt.qtbot import QtBot

from console.hall.hall import Hall
from console.widgets.case.closing_fields import ClosingField, SameTimeField
from console.widgets.case.order_form import OrderForm
from console.widgets.intake.report import ReportForm
from tests.console import town
from tests.console.test_card import picture
from tests.console.test_report import fill
from wire.cases import CaseCard, CloseOrder, Offer, SendCheckOrder
from wire.codes import Source, Status, Verb

pytestmark = pytest.mark.gui
CLOSE = Offer(verb=Verb.CLOSE, needs=["closing_met"], main=True)


def waiting(hall: Hall, status: Status) -> CaseCard:
    case = next(case for case in hall.cases if case.status is status and case.condition_id in hall.conditions)
    return msgspec.structs.replace(town.card(case), condition=hall.conditions[case.condition_id])


def test_that_the_closing_condition_stands_where_it_is_confirmed(hall: Hall, show: Callable[..., OrderForm], qtbot: QtBot) -> None:
    card = waiting(hall, Status.PENDING_CLOSE)
    form = show(OrderForm(hall, card, CLOSE), 420, 320)
    field = form.fields["closing_met"]
    assert isinstance(field, ClosingField)
    assert card.condition is not None
    assert card.condition.closing in field._text.text()
    with qtbot.assertNotEmitted(form.sent):
        form.submit()
    assert field._error.isVisibleTo(field)
    field.set(True)
    with qtbot.waitSignal(form.sent) as sent:
        form.submit()
    assert sent.args == [CloseOrder(closing_met=True)]


def test_that_a_check_is_sent_for_the_same_time_of_day_where_the_backend_says_when(hall: Hall, show: Callable[..., OrderForm], qtbot: QtBot) -> None:
    card, offer = waiting(hall, Status.PENDING_CHECK), Offer(verb=Verb.SEND_CHECK, needs=[])
    plain = show(OrderForm(hall, card, offer), 420, 320)
    assert "same_time" not in plain.fields
    recurring = msgspec.structs.replace(card, check_from=town.NOW + timedelta(hours=2))
    form = show(OrderForm(hall, recurring, offer), 420, 320)
    field = form.fields["same_time"]
    assert isinstance(field, SameTimeField)
    assert "12:30" in field.box.text()  # NOW is half past ten in the town
    with qtbot.waitSignal(form.sent) as sent:
        form.submit()
    assert sent.args == [SendCheckOrder(same_time=True)]


def test_that_the_form_wants_a_photo_where_the_source_has_one(hall: Hall, show: Callable[..., ReportForm], qtbot: QtBot) -> None:
    assert hall.catalogue is not None
    hall.set_catalogue(msgspec.structs.replace(hall.catalogue, photo_sources=[Source.WECHAT]))
    form = show(ReportForm(hall), 480, 900)
    fill(form)
    form.source.set(Source.WECHAT)
    assert "＊" in form.photos._label.text()
    with qtbot.assertNotEmitted(form.reported):
        form.submit()
    assert form.photos._error.isVisibleTo(form.photos)
    form.photos.add(picture(30, 20), "still.png")
    with qtbot.waitSignal(form.reported):
        form.submit()
    form.begin(Source.HOTLINE_12319)
    assert "＊" not in form.photos._label.text()
    fill(form)
    with qtbot.waitSignal(form.reported):
        form.submit()
