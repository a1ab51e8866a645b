"""What a class asks besides, in the report form: answered by digits, no key where nothing is asked, kept in the draft, sent with the report."""

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console import words
from console.hall.hall import Hall
from console.widgets.intake.report import ReportForm
from tests.console import town
from tests.console.test_report import advise, fill
from wire.advice import Advice, ClassSuggestion
from wire.codes import Kind
from wire.flow import QuestionAnswer
from wire.standards import Question

pytestmark = pytest.mark.gui
ROAD = Question(text="在车行道上吗？", text_en="Is it on the carriageway?", choices=[("是", "yes"), ("否", "no")])
SINCE = Question(text="从什么时候开始？", text_en="Since when?")
HEAP, LAMP = (Kind.EVENT, "0110"), (Kind.COMPONENT, "0137")


def asking(hall: Hall, ask: dict[tuple[Kind, str], list[Question]]) -> None:
    catalogue = town.catalogue()
    classes = [msgspec.structs.replace(each, ask=ask.get((each.kind, each.code), [])) for each in catalogue.classes]
    hall.set_catalogue(msgspec.structs.replace(catalogue, classes=classes))


@pytest.fixture
def form(hall: Hall, show: Callable[..., ReportForm]) -> ReportForm:
    asking(hall, {HEAP: [ROAD, SINCE, Question(text="几处？", text_en="How many?", choices=[("一处", "one"), ("多处", "many")])]})
    return show(ReportForm(hall), 480, 900)


def focused() -> object:
    return QApplication.focusWidget()


def test_that_digits_answer_one_after_the_other_and_the_report_says_so(form: ReportForm, hall: Hall, qtbot: QtBot) -> None:
    fill(form)
    form.matter.setFocus()
    QTest.keyClick(form.matter.edit, Qt.Key.Key_Q, Qt.KeyboardModifier.ControlModifier)
    road, since, many = form.asked.asks
    assert focused() is road
    assert not road.visibleRegion().isEmpty()
    QTest.keyClick(road, Qt.Key.Key_7)
    assert focused() is road, "there is no seventh answer"
    QTest.keyClick(road, Qt.Key.Key_1)
    assert focused() is since.line
    QTest.keyClicks(since.line, " 8 am ")
    QTest.keyClick(since.line, Qt.Key.Key_Return)
    QTest.keyClick(many, Qt.Key.Key_2)
    assert form.condition.isAncestorOf(focused()), "after the last one comes what comes after the questions"
    assert "在车行道上吗？ 是" in form.as_sent.text.text()
    with qtbot.waitSignal(form.reported) as reported:
        form.submit()
    assert reported.args[0].answers == [
        QuestionAnswer(question="在车行道上吗？", question_en="Is it on the carriageway?", answer="是", answer_en="yes"),
        QuestionAnswer(question="从什么时候开始？", question_en="Since when?", answer="8 am"),
        QuestionAnswer(question="几处？", question_en="How many?", answer="多处", answer_en="many"),
    ]


def test_that_each_question_is_one_stop_in_its_order_and_that_none_is_no_stop(form: ReportForm) -> None:
    def stops() -> list[object]:
        form.small.setFocus()
        found = []
        while len(found) < 12 and not form.condition.isAncestorOf(focused()):
            QTest.keyClick(focused(), Qt.Key.Key_Tab)
            found.append(focused())
        return found

    form.small.choose(*LAMP)
    assert not form.asked.isVisible()
    without = stops()
    form.small.choose(*HEAP)
    assert form.asked.isVisible()
    assert stops() == [*(ask.stop for ask in form.asked.asks), *without]


def test_that_none_has_to_be_answered_and_an_answer_is_taken_back(form: ReportForm, qtbot: QtBot) -> None:
    fill(form)
    road = form.asked.asks[0]
    for key, said in ((Qt.Key.Key_2, "否"), (Qt.Key.Key_2, ""), (Qt.Key.Key_1, "是"), (Qt.Key.Key_Delete, "")):
        QTest.keyClick(road, key)
        assert road.answer == said
        assert [made.isChecked() for made in road.buttons] == [said == "是", said == "否"]
    with qtbot.waitSignal(form.reported) as reported:
        form.submit()
    assert reported.args[0].answers == []


def test_that_who_has_answered_has_taken_the_class(form: ReportForm) -> None:
    form.matter.set("门口一堆")
    sure = ClassSuggestion(kind=HEAP[0], class_code=HEAP[1], share=0.9, because=["一堆"], sure=True)
    advise(form, Advice(classes=[sure], duplicates=[], departments=[]))
    assert form.small.key() == HEAP
    QTest.keyClick(form.asked.asks[0], Qt.Key.Key_1)
    form.matter.set("门口路灯不亮")
    other = ClassSuggestion(kind=LAMP[0], class_code=LAMP[1], share=0.9, because=["路灯"], sure=True)
    advise(form, Advice(classes=[other], duplicates=[], departments=[]))
    assert form.small.key() == HEAP


def test_that_the_answers_of_a_class_are_there_again_with_it_and_in_the_draft(form: ReportForm, hall: Hall, show: Callable[..., ReportForm]) -> None:
    fill(form)
    QTest.keyClick(form.asked.asks[0], Qt.Key.Key_2)
    QTest.keyClicks(form.asked.asks[1].line, "8 am")
    form.small.choose(*LAMP)
    assert form.asked.value() == []
    form.small.choose(*HEAP)
    assert [each.answer for each in form.asked.value()] == ["否", "8 am"]
    again = show(ReportForm(hall), 480, 900)
    again.take_up(form._id)
    assert [each.answer for each in again.asked.value()] == ["否", "8 am"]
    assert again.asked.asks[0].buttons[1].isChecked()
    again.begin()
    assert again.asked.asks == []


def test_that_another_version_of_the_standard_asks_otherwise_at_once(form: ReportForm, hall: Hall) -> None:
    form.small.choose(*HEAP)
    QTest.keyClick(form.asked.asks[0], Qt.Key.Key_1)
    asking(hall, {HEAP: [ROAD]})
    assert [(ask.question, ask.answer) for ask in form.asked.asks] == [(ROAD, "是")]


def test_that_a_killed_console_leaves_the_answers(hall: Hall, form: ReportForm, tmp_path: Path) -> None:
    """What the disk holds after a key is what the next console finds: each keystroke is a commit."""
    hall.drafts.open(tmp_path, 1)
    form.begin()
    fill(form)
    QTest.keyClick(form.asked.asks[0], Qt.Key.Key_1)
    for suffix in ("", "-wal"):
        (tmp_path / f"drafts-9.db{suffix}").write_bytes((tmp_path / f"drafts-1.db{suffix}").read_bytes())
    next_hall = Hall(town.user())
    (tmp_path / "next").mkdir()
    for suffix in ("", "-wal"):
        (tmp_path / f"drafts-9.db{suffix}").rename(tmp_path / "next" / f"drafts-1.db{suffix}")
    next_hall.drafts.open(tmp_path / "next", 1)
    (draft,) = next_hall.drafts.of()
    assert draft.fields["answers"] == {"在车行道上吗？": "是"}
    for drafts in (hall.drafts, next_hall.drafts):
        drafts.close()
    next_hall.deleteLater()


def test_that_it_is_asked_in_english_too(form: ReportForm, qapp: QApplication) -> None:
    form.small.choose(*HEAP)
    words.speak("en")
    try:
        for ask in form.asked.asks:
            ask.say()
        road = form.asked.asks[0]
        assert (road.accessibleName(), [made.text() for made in road.buttons]) == ("Is it on the carriageway?", ["yes  1", "no  2"])
        QTest.keyClick(road, Qt.Key.Key_1)
        assert form.asked.value()[0].answer == "是", "what is stored is the same in every language"
    finally:
        words.speak("zh_CN")


def test_that_an_answer_that_is_no_choice_any_more_is_none(form: ReportForm, hall: Hall) -> None:
    fill(form)
    form.asked.asks[0].choose(0)
    assert [each.answer for each in form.asked.value()] == ["是"]
    asking(hall, {HEAP: [msgspec.structs.replace(ROAD, choices=[("有", "yes"), ("无", "no")])]})
    form.asked.suit(HEAP)
    assert form.asked.value() == []
