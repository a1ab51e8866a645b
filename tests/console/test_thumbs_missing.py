"""A picture of a finding that does not come: the tile says why, and asks again until it has it. Real backend, over a line that misbehaves."""

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import QBuffer, QSize
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from backend.rules import cases
from console.actions import Actions
from console.api import Api
from console.hall.disk import Disk
from console.hall.findings import triage
from console.hall.hall import Hall
from console.widgets.triage.pane import TriagePane
from console.widgets.triage.thumbs import Thumbs, Waits
from console.widgets.triage.tile import Tile
from console.workers.caller import Caller
from console.workers.outbox import Outbox
from console.workers.shelf import Shelf
from tests.backend.centre import INSPECTOR, Centre, report_of
from tests.backends import Backend, Client
from tests.console.bad_line import *  # noqa: F403
from tests.console.bad_line import BadLine, problem
from wire.cases import Case
from wire.codes import Role

pytestmark = [pytest.mark.gui, pytest.mark.usefixtures("dressed")]
SOON = Waits(answer_s=0.4, again_s=0.1, longest_s=0.4)


def jpeg() -> bytes:
    picture, buffer = QImage(QSize(64, 36), QImage.Format.Format_RGB32), QBuffer()
    picture.fill(QColor("teal"))
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    picture.save(buffer, "JPG")  # type: ignore[call-overload]
    return buffer.data().data()


@pytest.fixture
def client(behind: Backend, centre: Centre) -> Client:
    return behind.client(Role.ACCEPTOR, Role.INSPECTOR, name="li")


@pytest.fixture
def finding(centre: Centre, api: Api, qapp: object) -> Case:
    photo = api.upload_photo(jpeg(), "image/jpeg").id
    with centre.writing(INSPECTOR) as work:
        return cases.report(work, msgspec.structs.replace(report_of("f1"), photos=[photo])).case


@pytest.fixture
def hall(client: Client, finding: Case) -> Hall:
    """As the disk has it, before anything of the desk stands."""
    assert client.user is not None
    hall = Hall(client.user)
    hall.clock.set(finding.reported_at)
    hall.cases.put([finding])
    return hall


@pytest.fixture
def actions(api: Api, hall: Hall, tmp_path: Path) -> Iterator[Actions]:
    disk, shelf, caller = Disk(tmp_path / "hall.sqlite"), Shelf(tmp_path / "outbox.sqlite"), Caller(api)
    yield Actions(hall, caller, Outbox(api, shelf), disk)
    caller.stop()
    shelf.close()
    disk.close()


def table_of(hall: Hall, qtbot: QtBot) -> TriagePane:
    pane = TriagePane(hall, triage(), SOON)
    qtbot.addWidget(pane)
    pane.resize(700, 400)
    return pane


def word(pane: TriagePane) -> str:
    tile = pane.table.itemDelegate()
    assert isinstance(tile, Tile)
    return tile.word("f1")


def show(pane: TriagePane, qtbot: QtBot) -> None:
    with qtbot.waitExposed(pane):
        pane.show()


def connect(pane: TriagePane, actions: Actions) -> None:
    pane.card_wanted.connect(actions.open_card)
    pane.photo_wanted.connect(actions.load_photo)


def test_that_what_was_known_before_the_table_stood_is_asked_for_when_it_is_seen(hall: Hall, actions: Actions, qtbot: QtBot) -> None:
    """At every start but the first: the desk's panes are made on the picture of the disk, and connected afterwards."""
    pane = TriagePane(hall, triage())
    qtbot.addWidget(pane)
    connect(pane, actions)
    qtbot.wait(50)
    assert "f1" not in hall.cards, "nobody has seen it"
    show(pane, qtbot)
    qtbot.waitUntil(lambda: word(pane) == "", timeout=5000)


def test_that_a_request_that_nobody_hears_is_told_and_made_again(hall: Hall, actions: Actions, qtbot: QtBot) -> None:
    pane = table_of(hall, qtbot)
    show(pane, qtbot)
    assert word(pane) == "正在取图…"
    qtbot.waitUntil(lambda: word(pane) == "照片未取得：应答超时，正在重试")
    connect(pane, actions)
    qtbot.waitUntil(lambda: word(pane) == "")


def test_that_a_backend_that_was_away_is_told_and_asked_again(line: BadLine, hall: Hall, actions: Actions, qtbot: QtBot) -> None:
    line.stop()
    pane = table_of(hall, qtbot)
    connect(pane, actions)
    show(pane, qtbot)
    qtbot.waitUntil(lambda: word(pane) == "照片未取得：后台不可达，正在重试")
    line.start()
    qtbot.waitUntil(lambda: word(pane) == "")


def test_that_it_is_asked_at_once_when_the_backend_is_back_or_somebody_goes_there(line: BadLine, hall: Hall, actions: Actions, qtbot: QtBot) -> None:
    line.stop()
    thumbs = Thumbs(hall, waits=Waits(60, 60, 60))
    thumbs.card_wanted.connect(actions.open_card)
    thumbs.photo_wanted.connect(actions.load_photo)
    thumbs.arrived.connect(thumbs.of)
    thumbs.of("f1")
    qtbot.waitUntil(lambda: thumbs.why("f1") is not None)
    line.start()
    line.trouble = lambda method, path: problem(503, "not_now") if path.startswith("/v1/photos") else None
    hall.link.heard()
    qtbot.waitUntil(lambda: (why := thumbs.why("f1")) is not None and why.code == "not_now")
    line.trouble = lambda method, path: None
    thumbs.hurry("f1")
    qtbot.waitUntil(lambda: thumbs.of("f1") is not None)


def test_that_bytes_that_are_no_picture_are_told(line: BadLine, hall: Hall, actions: Actions, qtbot: QtBot) -> None:
    line.spoil = lambda path, body: b"no picture" if path.startswith("/v1/photos") else body
    pane = table_of(hall, qtbot)
    connect(pane, actions)
    show(pane, qtbot)
    qtbot.waitUntil(lambda: word(pane) == "照片未取得：应答无法识别，正在重试")


def test_that_what_could_not_be_had_is_asked_for_more_and_more_seldom(line: BadLine, hall: Hall, actions: Actions, qtbot: QtBot) -> None:
    line.trouble = lambda method, path: problem(404, "unknown_case") if path == "/v1/cases/f1" else None
    thumbs, asked = Thumbs(hall, waits=Waits(60.0, 0.1, 0.4)), list[str]()
    thumbs.card_wanted.connect(asked.append)
    thumbs.card_wanted.connect(actions.open_card)
    thumbs.arrived.connect(thumbs.of)  # somebody looks on
    thumbs.of("f1")
    qtbot.waitUntil(lambda: len(asked) >= 3)
    at = len(asked)
    qtbot.wait(1000)
    assert at <= len(asked) <= at + 4


def test_that_a_photo_that_comes_later_is_shown(hall: Hall, centre: Centre, actions: Actions, api: Api, qtbot: QtBot) -> None:
    card = centre.card("f1")
    hall.cards.put([msgspec.structs.replace(card, photos=[], version=card.version - 1)])
    pane = table_of(hall, qtbot)
    connect(pane, actions)
    show(pane, qtbot)
    assert word(pane) == "没有图片"
    hall.cards.put([card])
    qtbot.waitUntil(lambda: word(pane) == "")
