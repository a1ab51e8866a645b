"""Who can see a place and be there first, as one reads it; and the recommendation in the form that sends somebody."""

import os
from collections.abc import Callable
from datetime import timedelta

import msgspec
import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from console.hall.failures import Wanted
from console.hall.hall import Hall
from console.hall.link import LinkState
from console.language import Language
from console.widgets import sight_words
from console.widgets.case.card import Card
from console.widgets.case.timeline import Timeline
from console.widgets.lines import Lines
from console.widgets.sight import SightPane
from tests.console import seeing, town
from wire.cases import Case, SendVerifyOrder
from wire.codes import Noun, Status, TaskKind, TaskState, Verb
from wire.problem import Problem
from wire.recommendation import Candidate, Change, Criterion, Purpose, Reason
from wire.tasks import Task

pytestmark = pytest.mark.gui


@pytest.fixture
def case(hall: Hall) -> Case:
    found = next(case for case in hall.cases if case.status is Status.REPORTED)
    hall.cards.put([town.card(found)])
    return found


@pytest.fixture
def pane(hall: Hall, show: Callable[..., SightPane]) -> SightPane:
    return show(SightPane(hall), 900, 320)


def rows(lines: Lines) -> list[tuple[str, str]]:
    return [(line.id, line.figure) for line in lines.lines.lines]


def below(lines: Lines, id: str) -> str:
    return next(line.below for line in lines.lines.lines if line.id == id)


def test_that_a_selected_case_is_asked_for_and_its_answer_shown(pane: SightPane, hall: Hall, case: Case, qtbot: QtBot) -> None:
    with qtbot.waitSignal(pane.place_wanted) as asked:
        hall.selection.set(Noun.CASE, case.id)
    assert asked.args == [case.lon, case.lat]
    with qtbot.waitSignal(pane.found):
        pane.take(seeing.sight(hall, case))
    assert rows(pane.cameras) == [("k0", "87%"), ("k1", "42%"), ("k4", "40%"), ("k3", "?"), ("k2", "—")]
    assert "遮挡 35%(百货大楼)" in below(pane.cameras, "k1")
    assert below(pane.cameras, "k3").startswith("朝向未测")
    assert below(pane.cameras, "k2").startswith("被 云泽市第二小学教学楼 挡住")
    assert below(pane.cameras, "k4").startswith("离线")
    assert len(rows(pane.units)) == len(hall.units)


def test_that_who_is_off_duty_or_was_lost_says_so(pane: SightPane, hall: Hall, case: Case) -> None:
    hall.selection.set(Noun.CASE, case.id)
    pane.take(seeing.sight(hall, case))
    stale = next(unit for unit in seeing.sight(hall, case).units if unit.stale)
    assert "31 分前定位" in below(pane.units, stale.unit_id)
    assert "可能已不在那里" in below(pane.units, stale.unit_id)


def test_that_an_answer_for_a_place_that_was_left_is_not_shown(pane: SightPane, hall: Hall, case: Case) -> None:
    hall.selection.set(Noun.CASE, case.id)
    late = seeing.sight(hall, case)
    pane.look_at(case.lon + 0.01, case.lat)
    pane.take(late)
    assert rows(pane.cameras) == []
    assert "…" in pane._heads[0].text()


def test_that_a_point_of_the_map_is_asked_for_like_a_case(pane: SightPane, qtbot: QtBot) -> None:
    with qtbot.waitSignal(pane.place_wanted) as asked:
        pane.look_at(111.1, 35.1)
    assert asked.args == [111.1, 35.1]


def test_that_nobody_is_asked_while_the_pane_is_hidden(pane: SightPane, hall: Hall, case: Case, qtbot: QtBot) -> None:
    hall.selection.set(Noun.CASE, case.id)
    pane.take(seeing.sight(hall, case))
    with qtbot.waitSignal(pane.found) as found:
        pane.hide()
    assert found.args == [None]
    with qtbot.assertNotEmitted(pane.place_wanted):
        pane.look_at(111.1, 35.1)
    with qtbot.waitSignal(pane.place_wanted):
        pane.show()


def test_that_what_is_shown_is_asked_for_anew_while_the_backend_is_there(pane: SightPane, hall: Hall, case: Case, qtbot: QtBot) -> None:
    hall.selection.set(Noun.CASE, case.id)
    assert hall.link.state is LinkState.FRESH
    with qtbot.waitSignal(pane.place_wanted):
        hall.clock.set(town.NOW + timedelta(seconds=11))
        hall.clock.ticked.emit(hall.clock.now())


def test_that_a_camera_opens_by_enter_or_double_click_and_is_selected_by_a_click(pane: SightPane, hall: Hall, case: Case, qtbot: QtBot) -> None:
    hall.selection.set(Noun.CASE, case.id)
    pane.take(seeing.sight(hall, case))
    at = pane.cameras.visualRect(pane.cameras.model().index(1, 0)).center()
    QTest.mouseClick(pane.cameras.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)
    assert (hall.selection.noun, hall.selection.id) == (Noun.CAMERA, "k1")
    pane.cameras.setFocus()
    with qtbot.waitSignal(pane.opened) as opened:
        QTest.keyClick(pane.cameras, Qt.Key.Key_Return)
    assert opened.args == [Noun.CAMERA, "k1"]
    with qtbot.waitSignal(pane.opened) as opened:
        pane.units.doubleClicked.emit(pane.units.model().index(0, 0))
    assert opened.args[0] is Noun.UNIT


def test_that_a_row_taken_up_stays_so_when_the_answer_is_renewed(pane: SightPane, hall: Hall, case: Case) -> None:
    hall.selection.set(Noun.CASE, case.id)
    answer = seeing.sight(hall, case)
    pane.take(answer)
    pane.cameras.choose("k3")
    pane.take(msgspec.structs.replace(answer, cameras=answer.cameras[1:]))
    assert pane.cameras.current() == "k3"
    pane.take(msgspec.structs.replace(answer, cameras=answer.cameras[:2]))
    assert pane.cameras.current() == ""
    assert pane.cameras.currentIndex() == QModelIndex()


def test_that_what_the_lists_stand_on_is_said(pane: SightPane, hall: Hall, case: Case, tongue: Language, qtbot: QtBot) -> None:
    hall.selection.set(Noun.CASE, case.id)
    pane.take(seeing.sight(hall, case, outlines=0, by_streets=False))
    tongue.set("en")
    qtbot.waitUntil(lambda: below(pane.cameras, "k2").startswith("Hidden by"))
    assert pane._hints[0].text() == "No outlines of buildings here: nothing is known to stand between"
    assert pane._hints[1].text() == "No streets known: straight line with a detour"


def test_that_what_could_not_be_had_is_said_and_asked_for_again(pane: SightPane, hall: Hall, case: Case, qtbot: QtBot) -> None:
    hall.selection.set(Noun.CASE, case.id)
    hall.failures.note(Wanted.SIGHT, "", Problem(type="about:blank", title="", status=503, code="not_now", detail="busy"))
    assert pane.missing.isVisible()
    with qtbot.waitSignal(pane.place_wanted):
        pane.missing.ask.click()


# The recommendation


@pytest.fixture
def card(hall: Hall, case: Case, show: Callable[..., Card]) -> Card:
    hall.selection.set(Noun.CASE, case.id)
    return show(Card(hall), 480, 900)


def open_form(card: Card, verb: Verb = Verb.SEND_VERIFY) -> None:
    found = card.card()
    assert found is not None
    card.open_form(next(offer for offer in found.offers if offer.verb is verb))


def test_that_the_form_that_sends_somebody_asks_whom_and_shows_the_best(card: Card, hall: Hall, case: Case, qtbot: QtBot) -> None:
    with qtbot.waitSignal(card.recommendation_wanted) as asked:
        open_form(card)
    assert asked.args == [case.id]
    found = seeing.recommendation(hall, case)
    card.show_recommendation(found)
    assert card.form is not None
    assert card.form.recommended is not None
    best, others = card.form.recommended.best, card.form.recommended.others
    assert [id for id, _ in rows(best)] == [each.unit_id for each in found.candidates[:3]]
    assert len(rows(others)) == len(found.candidates) - 3
    assert not others.isVisible()
    assert "在办 1 +6" in below(best, found.candidates[1].unit_id)
    assert "若在办不超过 0，可列第 1" in best.lines.lines[1].more


def test_that_why_not_the_others_is_folded_below(card: Card, hall: Hall, case: Case) -> None:
    open_form(card)
    card.show_recommendation(seeing.recommendation(hall, case))
    assert card.form is not None
    assert card.form.recommended is not None
    card.form.recommended._fold.click()
    others = card.form.recommended.others
    assert others.isVisible()
    said = [line.below for line in others.lines.lines]
    assert "不是这类任务的人员或车辆" in said
    assert any(text.endswith("若定位在 5 分以内，可列第 2") for text in said)


def test_that_a_line_taken_up_is_whom_the_order_names(card: Card, hall: Hall, case: Case, qtbot: QtBot) -> None:
    open_form(card)
    found = seeing.recommendation(hall, case)
    card.show_recommendation(found)
    assert card.form is not None
    assert card.form.recommended is not None
    card.form.recommended.best.chosen.emit(found.candidates[1].unit_id)
    assert card.form.recommended.best.current() == found.candidates[1].unit_id
    with qtbot.waitSignal(card.ordered) as ordered:
        card.form.submit()
    assert ordered.args == [case.id, SendVerifyOrder(unit_id=found.candidates[1].unit_id)]


def test_that_who_chose_before_anybody_was_recommended_says_so(card: Card, hall: Hall, case: Case, qtbot: QtBot) -> None:
    open_form(card)
    assert card.form is not None
    card.form.fields["unit_id"].set(unit := seeing.recommendation(hall, case).candidates[0].unit_id)
    with qtbot.waitSignal(card.ordered) as ordered:
        card.form.submit()
    assert ordered.args == [case.id, SendVerifyOrder(unit_id=unit, unadvised=True)]


def test_that_nobody_is_chosen_by_itself(card: Card, hall: Hall, case: Case, qtbot: QtBot) -> None:
    open_form(card)
    card.show_recommendation(seeing.recommendation(hall, case))
    assert card.form is not None
    with qtbot.waitSignal(card.ordered) as ordered:
        card.form.submit()
    assert ordered.args == [case.id, SendVerifyOrder()]


def test_that_a_break_is_said_with_what_it_counts_and_what_would_help() -> None:
    rests = Reason(criterion=Criterion.STATE, value=2, minutes=12)
    away = Reason(criterion=Criterion.ETA, value=60, minutes=1)
    change = Change(criterion=Criterion.STATE, to=0)
    one = Candidate(unit_id="u", rank=2, minutes=13, metres=72, reasons=[away, rests], changes=[change], rank_then=1)
    assert sight_words.reasons(one, Purpose.VERIFY) == "路上 1 分钟 · 休息 +12"
    assert sight_words.changes(one, Purpose.VERIFY) == "若在岗，可列第 1"
    off = Reason(criterion=Criterion.STATE, value=1, minutes=3)
    assert sight_words.reason(off, Purpose.CHECK) == "脱岗 +3"


def test_that_a_form_that_sends_nobody_recommends_nobody(card: Card, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(card.recommendation_wanted):
        open_form(card, Verb.REFUSE)
    assert card.form is not None
    assert card.form.recommended is None


def test_that_a_recommendation_that_could_not_be_had_says_why(card: Card, hall: Hall, case: Case) -> None:
    open_form(card)
    hall.failures.note(Wanted.RECOMMENDATION, case.id, Problem(type="about:blank", title="", status=503, code="not_now", detail="busy"))
    assert card.form is not None
    assert card.form.recommended is not None
    assert card.form.recommended._remark.text().startswith("推荐人选未取得")


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_that_no_word_is_left_untranslated(pane: SightPane, card: Card, hall: Hall, case: Case, tongue: Language, language: str) -> None:
    tongue.set(language)
    pane.take(seeing.sight(hall, case))
    open_form(card)
    card.show_recommendation(seeing.recommendation(hall, case))
    assert card.form is not None
    assert card.form.recommended is not None
    card.form.recommended._fold.click()
    texts = [hint.text() for hint in (*pane._heads, *pane._hints)] + [card.form.recommended._fold.text(), card.form.recommended._title.text()]
    assert all(any("一" <= sign <= "鿿" for sign in text) == (language == "zh_CN") for text in texts), texts
    keep(pane, f"sight-{language}")
    keep(card, f"recommended-{language}")


def keep(widget: QWidget, name: str) -> None:
    """A picture for whoever sets YIPING_PICTURES to a folder."""
    if folder := os.environ.get("YIPING_PICTURES"):
        QApplication.processEvents()  # the layout waits for its turn
        widget.grab().save(f"{folder}/{name}.png")


def test_that_the_timeline_says_whether_the_recommendation_was_followed(show: Callable[..., Timeline], hall: Hall, case: Case) -> None:
    times = {"sent_at": town.NOW, "due_at": town.NOW, "lon": case.lon, "lat": case.lat}
    tasks = [
        Task(id=f"t{rank}", version=1, kind=TaskKind.VERIFY, state=TaskState.OPEN, case_id=case.id, unit_id="n-1", rank=rank, **times)
        for rank in (None, 0, 1, 4)
    ]
    timeline = show(Timeline(hall), 400, 300)
    timeline.show_flow([], tasks, town.NOW)
    said = [part.text() for part in timeline.findChildren(QLabel) if part.text().startswith("任务")]
    assert [text.count("推荐第") for text in said].count(1) == 2
    assert sum("不在推荐之列" in text for text in said) == 1
