"""The report form: what it says is missing, what it makes, how it takes advice, places, photos and phrases, and what it leaves as a draft."""

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console.hall.hall import Hall
from console.hall.queues import BadDesk
from console.hall.report_source import report_sources
from console.widgets.intake.report import FORM, ReportForm
from tests.console import town
from tests.console.test_card import picture
from wire import bulk
from wire.advice import Advice, ClassSuggestion, DraftReport
from wire.cases import CaseReport, Duplicate, MergeOrder, Suggestion
from wire.codes import ComponentState, DutyState, GridKind, Kind, Role, Source
from wire.components import Component
from wire.photos import MOST_BYTES
from wire.phrases import Phrase
from wire.places_at import GridAt, InspectorAt, PlaceAt
from wire.search import Found, Hit, HitKind

pytestmark = pytest.mark.gui
GATE = Hit(kind=HitKind.GATE, id="g1", title="瑞祥路11号", lon=111.0, lat=35.0, away_m=12.0)
LAMP = Hit(kind=HitKind.COMPONENT, id="1408020137000001", title="路灯 1408020137000001", lon=111.001, lat=35.0)


@pytest.fixture
def form(hall: Hall, show: Callable[..., ReportForm]) -> ReportForm:
    return show(ReportForm(hall), 480, 900)


def told_place(lon: float, lat: float, address: str) -> PlaceAt:
    grid = GridAt(id="d", kind=GridKind.DUTY, code="14080200107", name="西城07")
    inspector = InspectorAt(unit_id="n-1", name="李建国", phone="", team="", duty=DutyState.ON_DUTY)
    return PlaceAt(lon=lon, lat=lat, address=address, address_en="", landmark=None, grids=[grid], inspectors=[inspector], departments=[])


def fill(form: ReportForm) -> None:
    form.matter.set("门口一堆垃圾")
    form.small.choose(Kind.EVENT, "0110")
    form.set_place(111.0, 35.0, "盐湖区瑞祥路 5 号")


def test_that_each_report_stays_that_of_its_own_call(form: ReportForm, hall: Hall, show: Callable[..., ReportForm]) -> None:
    """Whichever is written on meanwhile, and after a crash: who took up another draft does not link it to the call that he was asked about last."""
    form.begin(Source.HOTLINE_12319, "13812345678", call_id="k-1")
    fill(form)
    first = form._id
    form.begin(Source.TRANSFER_12345, "13900000000", transfer_id="t-1")
    fill(form)
    second = form._id
    form.begin()
    form.matter.set("井盖丢失")
    assert form.entered.origin.value() is None
    again = show(ReportForm(hall), 480, 900)
    again.take_up(first)
    assert (again.entered.origin.call, again.entered.origin.transfer) == ("k-1", "")
    again.take_up(second)
    assert (again.entered.origin.call, again.entered.origin.transfer) == ("", "t-1")
    sent: list[str | None] = []
    again.reported.connect(lambda *_: sent.append(again.entered.origin.value()))
    again.submit()
    assert sent == ["t-1"]


def advise(form: ReportForm, advice: Advice) -> DraftReport:
    asked: list[DraftReport] = []
    form.advice_wanted.connect(asked.append)
    form._ask()
    form.take_advice(asked[-1], advice)
    return asked[-1]


@pytest.mark.parametrize(
    ("roles", "source"),
    [
        ([Role.ACCEPTOR], Source.HOTLINE_12319),
        ([Role.VIDEO_PATROLLER], Source.VIDEO),
        ([Role.VIDEO_PATROLLER, Role.ACCEPTOR], Source.HOTLINE_12319),
        ([Role.AUDITOR], Source.AUDIT),
        ([Role.DUTY_LEADER], Source.LEADER),
        ([Role.DISPATCHER], Source.HOTLINE_12319),
    ],
)
def test_that_a_report_begins_as_those_of_the_post_do(hall: Hall, show: Callable[..., ReportForm], roles: list[Role], source: Source) -> None:
    hall.me = town.user(*roles)
    form = show(ReportForm(hall), 480, 900)
    assert form.source.value() is source
    form.source.set(Source.WECHAT)
    form.begin()
    assert form.source.value() is Source.WECHAT, "what somebody has chosen stays, since calls come in rows"


def test_that_a_post_that_would_begin_as_a_machine_is_refused(tmp_path: Path) -> None:
    (tmp_path / "reports.toml").write_text('usual = "HOTLINE_12319"\n[source]\nACCEPTOR = "SENSOR"\n', "utf-8")
    with pytest.raises(BadDesk, match="nobody in the hall begins a report as SENSOR"):
        report_sources(tmp_path)


def test_that_an_empty_form_says_at_each_field_what_is_needed(form: ReportForm, qtbot: QtBot) -> None:
    form.at.set("25:99")
    with qtbot.assertNotEmitted(form.reported):
        form.submit()
    wrong = {name for name, field in form.fields.items() if field._error.isVisibleTo(field)}
    assert wrong == {"at", "place", "matter", "class_code"}
    assert form.at.edit.hasFocus()


def test_that_a_filled_form_makes_a_report_with_an_id_of_its_own(form: ReportForm, hall: Hall, qtbot: QtBot) -> None:
    image = picture(30, 20)
    fill(form)
    form.source.set(Source.VIDEO)
    form.at.set("8:30")
    form.course.set("今早发现")
    form.phone.set("13800000000")
    form.photos.add(image, "still.png")
    with qtbot.waitSignal(form.reported) as reported:
        QTest.keyClick(form.matter.edit, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    report, photos = reported.args
    assert isinstance(report, CaseReport)
    assert (report.source, report.class_code, report.condition_id, report.lon) == (Source.VIDEO, "0110", "EVENT-0110-1", 111.0)
    assert (report.address, report.description) == ("盐湖区瑞祥路 5 号", "门口一堆垃圾\n经过：今早发现")
    assert report.at == town.NOW.replace(hour=0)  # 8:30 in the town
    assert photos == [(image, "image/png")]
    assert hall.drafts.of(FORM) == []
    form.begin()
    assert form._id != report.id
    assert form.photos.value() == []
    assert form.source.value() == Source.VIDEO


def test_that_a_time_is_the_last_one_that_people_can_mean(form: ReportForm) -> None:
    for typed, day in (("9:00", 21), ("23:15", 20), ("11-20 8:30", 20), ("0830", 21)):
        form.at.set(typed)
        at = form.at.value()
        assert at is not None
        assert (at <= town.NOW, (at.day if at.hour < 16 else at.day + 1)) == (True, day), typed
    form.at.set("2027-01-01 8:00")
    assert form.at.typed_wrong()


def test_that_the_words_choose_a_class_until_somebody_does(form: ReportForm) -> None:
    garbage = ClassSuggestion(kind=Kind.EVENT, class_code="0110", because=["垃圾", "门口"], share=0.6, sure=True, condition_id="EVENT-0110-1")
    road = ClassSuggestion(kind=Kind.EVENT, class_code="0112", because=["路"], share=0.2)
    form.matter.set("门口一堆垃圾")
    assert advise(form, Advice(classes=[garbage, road], duplicates=[], departments=[])).text == "门口一堆垃圾"
    assert form.small.key() == (Kind.EVENT, "0110")
    assert form.condition.value() == "EVENT-0110-1"
    assert form.suggested.because.text() == "因为：垃圾 … 门口"
    QTest.keyClick(form.matter.edit, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert form.small.key() == (Kind.EVENT, "0112")
    form.matter.set("门口一堆垃圾，很臭")
    advise(form, Advice(classes=[garbage, road], duplicates=[], departments=[]))
    assert form.small.key() == (Kind.EVENT, "0112")


def test_that_a_class_proposes_how_urgent_it_is_until_somebody_decides(form: ReportForm, hall: Hall) -> None:
    assert hall.catalogue is not None
    classes = [msgspec.structs.replace(small, urgent=small.code == "0110") for small in hall.catalogue.classes]
    hall.set_catalogue(msgspec.structs.replace(hall.catalogue, classes=classes))
    form.small.choose(Kind.EVENT, "0110")
    assert (form.urgent.value(), form.urgent.box.text()) == (True, "紧急（按小类）")
    form.small.choose(Kind.EVENT, "0112")
    assert form.urgent.value() is False
    form.small.choose(Kind.EVENT, "0110")
    form.urgent.box.click()
    assert (form.urgent.value(), form.urgent.box.text()) == (False, "紧急")
    form.small.choose(Kind.EVENT, "0112")
    form.small.choose(Kind.EVENT, "0110")
    assert form.urgent.value() is False, "a person has decided"
    first = form._id
    form.begin()
    form.small.choose(Kind.EVENT, "0110")
    assert form.urgent.value() is True, "another report, another decision"
    form.take_up(first)
    assert (form.small.key(), form.urgent.value()) == ((Kind.EVENT, "0110"), False)


def test_that_a_draft_knows_at_once_that_a_person_decided(form: ReportForm, hall: Hall) -> None:
    """Nothing else was changed after the click."""
    assert hall.catalogue is not None
    classes = [msgspec.structs.replace(small, urgent=small.code == "0110") for small in hall.catalogue.classes]
    hall.set_catalogue(msgspec.structs.replace(hall.catalogue, classes=classes))
    form.small.choose(Kind.EVENT, "0110")
    form.urgent.box.click()
    first = form._id
    form.begin()
    form.take_up(first)
    form.small.choose(Kind.EVENT, "0112")
    form.small.choose(Kind.EVENT, "0110")
    assert form.urgent.value() is False


def test_that_the_address_that_a_caller_said_is_looked_for(form: ReportForm, qtbot: QtBot) -> None:
    with qtbot.waitSignal(form.place.sought) as sought:
        form.begin(Source.HOTLINE_12319, "13512345678", "张先生", "红旗街 7 号")
    assert (form.place.value(), sought.args, form.urgent.value()) == ("红旗街 7 号", ["红旗街 7 号"], False)
    form.begin(Source.HOTLINE_12319, "13512345678", urgent=True)
    form.small.choose(Kind.EVENT, "0112")
    assert form.urgent.value() is True, "the caller's need is a person's word, whatever class comes"


def test_that_components_near_the_place_are_fetched_when_a_place_is_said(form: ReportForm, hall: Hall) -> None:
    """No map may show them, so that they are not here yet."""
    asked: list[bool] = []
    hall.components.wanted.connect(lambda: asked.append(True))
    assert (asked, form.component.value()) == ([], None)
    form.set_place(111.0, 35.0, "盐湖区瑞祥路 5 号")
    assert asked == [True]
    lamp = {"version": 1, "class_code": "0137", "name": "路灯", "state": ComponentState.INTACT, "lon": 111.0, "lat": 35.0001}
    hall.components.set(bulk.encode(Component, [Component(id=code, code=code, **lamp) for code in ("1408020137000001",)]))
    assert form.component.choice.values() == ["1408020137000001"]
    assert form.component.value() is None


def test_that_a_doubtful_class_is_offered_and_not_filled_in(form: ReportForm) -> None:
    doubtful = ClassSuggestion(kind=Kind.EVENT, class_code="0110", because=["垃圾"], share=0.3)
    form.matter.set("垃圾")
    advise(form, Advice(classes=[doubtful], duplicates=[], departments=[]))
    assert form.small.key() is None
    assert form.suggested.isVisible()


def test_that_an_answer_to_something_else_is_none(form: ReportForm) -> None:
    form.matter.set("垃圾")
    form._ask()
    late = ClassSuggestion(kind=Kind.EVENT, class_code="0110", because=[], share=1.0, sure=True)
    form.take_advice(DraftReport(text="别的"), Advice(classes=[late], duplicates=[], departments=[]))
    assert form.small.key() is None


def test_that_a_place_is_found_by_what_is_typed_and_taken_by_enter(form: ReportForm, qtbot: QtBot) -> None:
    form.place.edit.setFocus()
    with qtbot.waitSignal(form.sought) as sought:
        QTest.keyClicks(form.place.edit, "rxl")
    assert sought.args == ["rxl"]
    form.take_found("rx", Found(hits=[LAMP]))
    assert not form.place.popup.isVisible()
    form.take_found("rxl", Found(hits=[GATE, LAMP]))
    assert form.place.popup.isVisible()
    with qtbot.waitSignal(form.place_told_wanted) as wanted:
        QTest.keyClick(form.place.popup, Qt.Key.Key_Return)
    assert wanted.args == [111.0, 35.0]
    assert form.place.value() == "瑞祥路11号"
    form.take_place(told_place(111.0, 35.0, "瑞祥路11号的东方向3.0米"))
    assert form.place.value() == "瑞祥路11号"
    assert "西城07" in form.answers.grid.text()
    assert "李建国" in form.answers.grid.text()


def test_that_what_is_found_while_the_keys_go_elsewhere_is_offered_when_they_come_back(form: ReportForm, qtbot: QtBot) -> None:
    form.place.setFocus()
    QTest.keyClicks(form.place.edit, "rxl")
    form.matter.setFocus()
    form.take_found("rxl", Found(hits=[GATE, LAMP]))
    assert not form.place.popup.isVisible()
    form.place.setFocus()
    qtbot.waitUntil(form.place.popup.isVisible)
    form.place.popup.hide()


def test_that_the_address_follows_the_pin_but_never_over_typed_text(form: ReportForm) -> None:
    form.set_place(111.0, 35.0)
    form.take_place(told_place(111.0, 35.0, "解放南路1号"))
    form.set_place(111.1, 35.0)
    form.take_place(told_place(111.0, 35.0, "解放南路2号"))  # of the pin before
    assert form.place.value() == "解放南路1号"
    form.take_place(told_place(111.1, 35.0, "解放南路3号"))
    assert form.place.value() == "解放南路3号"
    form.place.edit.setText("菜市场门口")
    form.set_place(111.2, 35.0, "解放南路4号")
    form.take_place(told_place(111.2, 35.0, "解放南路5号"))
    assert form.place.value() == "菜市场门口"


def test_that_likely_duplicates_are_named_and_can_be_linked_by_key(form: ReportForm, hall: Hall) -> None:
    case = next(iter(hall.cases))
    fill(form)
    repeat = Duplicate(case=case, near=True, same_caller=True, away_m=12.4)
    advise(form, Advice(classes=[], duplicates=[repeat], departments=[Suggestion(department_id="d-clean", why="RESPONSIBILITY")]))
    assert form.likely.isVisible()
    assert form.answers.department.text() == "责任部门：环境卫生服务中心（按职责分工负责此小类）"
    sent: list[tuple[object, ...]] = []
    form.reported.connect(lambda report, _: sent.append((report.id,)))
    form.linked.connect(lambda *order: sent.append(order))
    QTest.keyClick(form.matter.edit, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert sent == [(form._id,), (form._id, MergeOrder(duplicate_of=case.id), 1)]


def test_that_a_condition_is_chosen_by_its_digit(form: ReportForm, hall: Hall) -> None:
    form.small.choose(Kind.EVENT, "0110")
    form.condition.list.setCurrentRow(-1)
    QTest.keyClicks(form.condition.list, "2")
    assert form.condition.value() is None
    QTest.keyClicks(form.condition.list, "1")
    assert form.condition.value() == "EVENT-0110-1"
    assert "清理干净" in form.condition._closing.text()


def test_that_a_phrase_comes_by_its_abbreviation_or_from_the_list(form: ReportForm, hall: Hall, qtbot: QtBot) -> None:
    phrase = Phrase(id="p", version=1, owner=None, field="course", verb=None, short="rq", text="自{date}起，{address}{deadline}")
    hall.phrases.set([phrase])
    form.set_place(111.0, 35.0, "瑞祥路 5 号")
    form.course.set("来电人称")
    form.course.edit.setFocus()
    form.course.edit.moveCursor(form.course.edit.textCursor().MoveOperation.End)
    QTest.keyClicks(form.course.edit, "rq")
    QTest.keyClick(form.course.edit, Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    assert form.course.value() == "来电人称自11-21起，瑞祥路 5 号{deadline}"
    form.course.set("")
    with qtbot.waitSignal(hall.phrases.wanted):
        QTest.keyClick(form.course.edit, Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    popup = QApplication.activePopupWidget()
    assert popup is not None
    assert "瑞祥路 5 号" in popup.preview.text()  # type: ignore[attr-defined]
    QTest.keyClick(popup.sought, Qt.Key.Key_Return)  # type: ignore[attr-defined]
    assert str(form.course.value()).startswith("自11-21起")


def test_that_photos_are_pasted_dropped_ordered_and_taken_out(form: ReportForm, tmp_path: object) -> None:
    photos = form.photos
    photos.add(b"no picture", "letter.txt")
    assert photos._error.text() == "letter.txt 不是 JPEG、PNG 或 WebP"
    photos.add(picture(9, 9)[:8] + bytes(MOST_BYTES), "huge.png")
    assert photos._error.text() == "huge.png 超过 12 MB"
    data = QMimeData()
    data.setImageData(QImage(4, 4, QImage.Format.Format_RGB32))
    QGuiApplication.clipboard().setMimeData(data)
    photos.paste()
    photos.add(picture(30, 20), "one.png")
    missing = QMimeData()
    missing.setUrls([QUrl.fromLocalFile("/nowhere/gone.png")])
    photos._take(missing)
    assert photos._error.text() == "gone.png 无法读取"
    pasted, one = photos.value()
    photos.row.setCurrentRow(1)
    QTest.keyClick(photos.row, Qt.Key.Key_Left, Qt.KeyboardModifier.ControlModifier)
    assert photos.value() == [one, pasted]
    QTest.keyClick(photos.row, Qt.Key.Key_Delete)
    assert photos.value() == [pasted]
    QGuiApplication.clipboard().clear()


def test_that_a_call_opens_the_form_and_what_stood_there_stays_a_draft(form: ReportForm, hall: Hall) -> None:
    form.matter.set("路灯不亮")
    first = form._id
    form.begin(Source.HOTLINE_12319, "13512345678", "张先生")
    assert (form.phone.value(), form.reporter.value(), form.matter.value()) == ("13512345678", "张先生", None)
    assert [draft.subject for draft in hall.drafts.of(FORM)] == [first]
    assert form.others.isVisible()
    form.others._row.itemAt(0).widget().click()  # type: ignore[union-attr]
    assert (form._id, form.matter.value(), form.phone.value()) == (first, "路灯不亮", None)


def test_that_a_draft_brings_back_every_field(form: ReportForm, hall: Hall) -> None:
    fill(form)
    form.at.set("8:3")
    form.photos.add(picture(30, 20), "one.png")
    form.urgent.set(True)
    form.condition.put_back({"id": "EVENT-0110-1", "by_hand": True})
    form.keeping.keep()
    before, id = {name: field.content() for name, field in form.fields.items()}, form._id
    form.begin()
    assert form.matter.value() is None
    form.take_up(id)
    assert {name: field.content() for name, field in form.fields.items()} == before


def test_that_a_direct_assessment_names_its_department_and_is_for_those_who_may(form: ReportForm, hall: Hall, qtbot: QtBot) -> None:
    direct, assessed = form.entered.direct, form.entered.assessed
    assert not direct.isVisible()
    hall.set_catalogue(msgspec.structs.replace(town.catalogue(), assessors=[Role.DISPATCHER]))
    assert direct.isVisible()
    assert not assessed.isVisible()
    fill(form)
    direct.set(True)
    assert assessed.isVisible()
    with qtbot.assertNotEmitted(form.reported):
        form.submit()
    assert assessed._error.isVisible()
    office = next(iter(hall.departments)).id
    assessed.set(office)
    with qtbot.waitSignal(form.reported) as reported:
        form.submit()
    assert (reported.args[0].direct, reported.args[0].department_id) == (True, office)
    form.begin()
    assert (direct.value(), assessed.value(), assessed.isVisible()) == (False, None, False)
