"""The intake form makes a report, says what is missing, and notices what was reported already."""

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from console.hall.hall import Hall
from console.widgets.report import ReportForm
from tests.console import town
from tests.console.test_card import picture
from wire.cases import CaseReport
from wire.codes import Kind, Source

pytestmark = pytest.mark.gui


@pytest.fixture
def form(hall: Hall, show: Callable[..., ReportForm]) -> ReportForm:
    return show(ReportForm(hall), 480, 640)


def test_that_an_empty_form_says_at_each_field_what_is_needed(form: ReportForm, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(form.reported):
        form.submit()
    assert form.kind._error.isVisible()
    assert form.small._error.isVisible()
    assert form._place_error.isVisible()
    assert not form.source._error.isVisible()


def test_that_a_filled_form_makes_a_report_with_an_id_of_its_own(form: ReportForm, qtbot: QtBot) -> None:
    image = picture(30, 20)
    form.source.set(Source.VIDEO)
    form.kind.set(Kind.EVENT)
    form.small.set("0110")
    form.set_place(111.0, 35.0, "盐湖区瑞祥路 5 号")
    form.phone.set("13800000000")
    form.photos.add(image, "still.png")
    with qtbot.waitSignal(form.reported) as reported:
        form.submit()
    report, photos = reported.args
    assert isinstance(report, CaseReport)
    assert (report.source, report.class_code, report.lon, report.address) == (Source.VIDEO, "0110", 111.0, "盐湖区瑞祥路 5 号")
    assert photos == [(image, "image/png")]
    form.clear()
    assert form._id != report.id
    assert form.photos.value() == []


def test_that_an_address_that_was_typed_is_not_replaced_by_the_maps(form: ReportForm) -> None:
    form.address.set("菜市场门口")
    form.set_place(111.0, 35.0, "解放南路 1 号")
    assert form.address.value() == "菜市场门口"


def test_that_a_likely_double_is_named_before_anything_is_sent(form: ReportForm, hall: Hall) -> None:
    case = next(case for case in hall.cases if (town.NOW - case.reported_at).total_seconds() < 86_000)
    form.kind.set(case.kind)
    form.small.set(case.class_code)
    form.set_place(case.lon + 0.0001, case.lat)
    assert form._doubles.isVisible()
    assert case.number[-5:] in form._doubles.text()
    form.set_place(case.lon + 0.1, case.lat)
    assert not form._doubles.isVisible()
