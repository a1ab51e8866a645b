"""Drafts: on the disk with every keystroke, one per form and case, found again with their age, given up when they were sent."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from console.hall.clock import Clock
from console.hall.drafts import Drafts
from console.hall.drafts_disk import DraftsDisk
from console.hall.failures import Wanted
from console.hall.hall import Hall
from console.widgets.case.card import Card
from console.widgets.case.dispatch import DispatchForm
from console.widgets.case.order_form import OrderForm
from console.widgets.intake.draft_list import DraftList
from tests.console import town
from tests.console.town import NOW
from wire.cases import Case
from wire.codes import Noun, Status, Verb

ROOT = Path(__file__).resolve().parents[2]


def opened(folder: Path, number: int = 1) -> Drafts:
    clock = Clock()
    clock.set(NOW)
    drafts = Drafts(clock)
    drafts.open(folder, number)
    return drafts


def waiting(hall: Hall) -> list[Case]:
    return [case for case in hall.cases if case.status is Status.PENDING_DISPATCH]


def test_that_a_draft_is_on_the_disk_when_it_is_kept(tmp_path: Path, qapp: object) -> None:
    first = opened(tmp_path)
    first.keep("report", "r1", {"matter": "路灯"})
    first.keep("report", "r2", {"matter": "垃圾"})
    first.keep("report", "r1", {"matter": "路灯不亮"})
    first.keep_image("i1", b"jpeg", "image/jpeg")
    first.drop("report", "r2")
    file = tmp_path / "copy.db"
    for suffix in ("", "-wal"):  # what a process that is killed now would leave
        Path(f"{file}{suffix}").write_bytes((tmp_path / f"drafts-1.db{suffix}").read_bytes())
    left = DraftsDisk(file)
    (draft,) = left.all()
    assert (draft.subject, draft.fields, draft.at.replace(microsecond=0)) == ("r1", {"matter": "路灯不亮"}, NOW)
    assert left.image("i1") == (b"jpeg", "image/jpeg")
    left.close()
    first.close()


def test_that_another_console_takes_over_only_from_the_dead(tmp_path: Path, qapp: object) -> None:
    alive, dead = opened(tmp_path, 1), opened(tmp_path, 2)
    alive.keep("report", "mine", {})
    dead.keep("report", "left", {})
    dead.keep_image("i1", b"png", "image/png")
    dead._disk._lock.unlock()  # type: ignore[union-attr] # its process is gone
    heir = opened(tmp_path, 3)
    assert [draft.subject for draft in heir.of()] == ["left"]
    assert heir.left == {("report", "left")}
    assert not (tmp_path / "drafts-2.db").exists()
    for drafts in (heir, alive):
        drafts.close()


def test_that_a_disk_that_takes_nothing_is_said_and_nothing_is_lost(hall: Hall, tmp_path: Path, qtbot: QtBot) -> None:
    (tmp_path / "file").write_text("no folder")
    with qtbot.waitSignal(hall.drafts.failed) as failed:
        hall.drafts.open(tmp_path / "file", 1)
    assert failed.args[0]
    hall.drafts.keep("report", "r1", {"matter": "路灯"})
    draft = hall.drafts.get("report", "r1")
    assert draft is not None
    assert Wanted.DRAFT in Wanted


@pytest.mark.gui
def test_that_an_order_form_finds_its_draft_again_and_says_how_old_it_is(hall: Hall, show: Callable[..., OrderForm], tmp_path: Path) -> None:
    card = town.card(waiting(hall)[0])
    offer = next(offer for offer in card.offers if offer.verb is Verb.DISPATCH)
    form = show(OrderForm(hall, card, offer), 480, 400)
    assert hall.drafts.of() == []
    QTest.keyClicks(form.fields["note"].edit, "half a sen")  # type: ignore[attr-defined]
    hall.clock.set(NOW.replace(hour=3))
    again = show(OrderForm(hall, card, offer), 480, 400)
    assert again.fields["note"].content() == "half a sen"
    assert " 分前的草稿" in again.drafted._text.text()
    again.drafted._drop.click()
    assert again.fields["note"].content() == ""
    assert hall.drafts.of() == []


@pytest.mark.gui
def test_that_what_was_sent_is_no_draft_and_what_was_refused_is_one_again(hall: Hall, show: Callable[..., OrderForm]) -> None:
    card = town.card(waiting(hall)[0])
    form = show(OrderForm(hall, card, next(offer for offer in card.offers if offer.verb is Verb.DISPATCH)), 480, 400)
    form.fields["note"].edit.setPlainText("go")  # type: ignore[attr-defined]
    form.fields["department_id"].set("d-park")  # type: ignore[attr-defined]
    assert len(hall.drafts.of()) == 1
    form.submit()
    assert hall.drafts.of() == []
    form.show_errors({"department_id": "no"})
    assert len(hall.drafts.of()) == 1


@pytest.mark.gui
def test_that_the_list_opens_and_gives_up_drafts(hall: Hall, show: Callable[..., DraftList], qtbot: QtBot) -> None:
    case = waiting(hall)[0]
    pane = show(DraftList(hall), 600, 200)
    hall.drafts.keep("order:DISPATCH", case.id, {"note": "half"})
    assert pane.list.item(0).text().startswith("派遣 · ")
    assert "half" in pane.list.item(0).text()
    pane.list.setFocus()
    with qtbot.waitSignal(pane.opened) as opened_one:
        QTest.keyClick(pane.list, Qt.Key.Key_Return)
    assert opened_one.args == ["order:DISPATCH", case.id]
    QTest.keyClick(pane.list, Qt.Key.Key_Delete)
    assert (pane.list.count(), hall.drafts.of()) == (0, [])


@pytest.mark.gui
def test_that_a_card_opens_the_form_of_a_draft_as_soon_as_it_may(hall: Hall, show: Callable[..., Card]) -> None:
    case = waiting(hall)[0]
    card = show(Card(hall), 480, 600)
    hall.selection.set(Noun.CASE, case.id)
    card.open_verb(Verb.DISPATCH)
    hall.cards.put([town.card(case)])
    assert card.form is not None
    assert card.form.offer.verb is Verb.DISPATCH


@pytest.mark.gui
def test_that_the_dispatch_form_keeps_its_draft_in_the_same_place(hall: Hall, show: Callable[..., DispatchForm]) -> None:
    case = waiting(hall)[0]
    form = show(DispatchForm(hall), 520, 420)
    hall.selection.set(Noun.CASE, case.id)
    QTest.keyClicks(form.note.edit, "to")
    draft = hall.drafts.get("order:DISPATCH", case.id)
    assert draft is not None
    assert draft.fields["note"] == "to"


@pytest.mark.gui
@pytest.mark.parametrize("keys", [1, 17, 60])
def test_that_kill_9_between_two_keystrokes_loses_none(tmp_path: Path, keys: int) -> None:
    """A console of its own types a key for each line that it is told, and says so; between two it is killed, and the next console is asked."""
    command = [sys.executable, "-m", "tests.console.typing_console", str(tmp_path)]
    unseen = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    typing = subprocess.Popen(command, cwd=ROOT, env=unseen, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1)
    assert typing.stdin is not None
    assert typing.stdout is not None
    for number in range(keys):
        typing.stdin.write("key\n")
        assert typing.stdout.readline() == f"{number + 1}\n"
    typing.kill()
    typing.communicate()
    left = opened(tmp_path)
    typed = {name: text for draft in left.of() for name, text in draft.fields.items() if isinstance(text, str) and text}
    assert typed == {name: "x" * len(range(at, keys, 3)) for at, name in enumerate(("matter", "course", "note")) if at < keys}
    assert len(left.left) == min(1 + (keys > 2), 2)
    left.close()
