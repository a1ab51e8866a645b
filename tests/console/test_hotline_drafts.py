"""What is typed at the hotline and not sent is a draft: of the call, the citizen, the transfer or the result that it is about."""

from collections.abc import Callable

import msgspec
import pytest

from console.hall.hall import Hall
from console.widgets.hotline.call import CallPane
from console.widgets.hotline.callbacks import CallbacksPane
from console.widgets.hotline.publicity import PublicityPane
from console.widgets.hotline.transfers import TransfersPane
from tests.console import town
from tests.console.hotline_town import open_hotline, publication, talking
from wire.codes import CallbackState, CallKind, Role, Satisfaction, Urgency

pytestmark = pytest.mark.gui


@pytest.fixture
def busy(hall: Hall) -> Hall:
    open_hotline(hall)
    return hall


def forms(hall: Hall) -> list[tuple[str, str]]:
    return sorted((draft.form, draft.subject) for draft in hall.drafts.of())


def test_that_another_call_does_not_take_the_words_of_this_one(busy: Hall, show: Callable[..., CallPane]) -> None:
    talking(busy)
    pane = show(CallPane(busy), 420, 700)
    pane.open("k-1")
    assert forms(busy) == []  # looking is no draft
    pane.kind.pick(2)
    pane.text.set("路灯不亮")
    pane.open("k-4")
    assert (pane.text.value(), pane.kind.value()) == (None, CallKind.CONSULTATION)
    pane.text.set("另一个")
    pane.open("k-1")
    assert (pane.text.value(), pane.kind.value()) == ("路灯不亮", list(CallKind)[2])
    assert forms(busy) == [("call", "k-1"), ("call", "k-4")]
    with_case = pane.order_of("k-4", "case-9")  # a case was made of the other one meanwhile
    assert (with_case.text, with_case.case_id, with_case.urgency) == ("另一个", "case-9", Urgency.GENERAL)
    assert (with_case.kind, pane.call and pane.call.id, pane.text.value()) == (CallKind.CONSULTATION, "k-1", "路灯不亮")  # who is spoken with stays
    assert forms(busy) == [("call", "k-1")]
    pane.submit()
    assert forms(busy) == []


def test_that_what_a_citizen_said_waits_for_him(busy: Hall, show: Callable[..., CallbacksPane]) -> None:
    pane = show(CallbacksPane(busy), 900, 420)
    first, second = [case.id for case in busy.cases if case.callback is CallbackState.PENDING][:2]
    pane.open(first)
    pane.satisfaction.pick(list(Satisfaction).index(Satisfaction.NOT_SATISFIED))
    pane.note.set("还没修好")
    pane.open(second)
    assert (pane.note.value(), pane.satisfaction.value(), pane.solved.isChecked()) == (None, None, True)
    pane.open(first)
    assert (pane.note.value(), pane.satisfaction.value(), pane.solved.isChecked()) == ("还没修好", Satisfaction.NOT_SATISFIED, False)
    pane.submit()
    assert forms(busy) == []


def test_that_a_reply_to_12345_waits_for_its_transfer(busy: Hall, show: Callable[..., TransfersPane]) -> None:
    pane = show(TransfersPane(busy), 900, 420)
    pane.open("t-0")
    pane.reply.set("正在处理")
    pane.open("t-1")
    assert pane.reply.value() is None
    pane.open("t-0")
    assert pane.reply.value() == "正在处理"
    assert forms(busy) == [("transfers", "t-0")]
    pane.submit()
    assert forms(busy) == []


def test_that_a_newer_publication_does_not_take_what_one_writes(busy: Hall, show: Callable[..., PublicityPane]) -> None:
    busy.me = town.user(Role.EVALUATOR)
    pane = show(PublicityPane(busy), 900, 600)
    case = next(case for case in busy.cases if case.publicity is None and case.disposed_at)
    pane.open(case.id)
    made = publication(case)
    busy.hotline.publications.put([made])
    assert forms(busy) == []
    pane.result.set("已清理，感谢市民监督。")
    busy.hotline.publications.put([msgspec.structs.replace(made, version=made.version + 1)])
    assert pane.result.value() == "已清理，感谢市民监督。"
    assert forms(busy) == [("publicity", case.id)]
    pane.submit()
    assert forms(busy) == []
