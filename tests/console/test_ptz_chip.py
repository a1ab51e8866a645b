"""Who has a camera in hand is said within its pane, also on a wall of sixteen on the smallest screen of a hall."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from console.hall.hall import Hall
from console.language import Language
from console.widgets import ptz_words
from console.widgets.ptz import FREE, MINE, OTHERS, PtzChip
from console.widgets.video_wall import VideoWall
from console.workers.streams import StreamPool
from tests.console.test_labels import is_clipped
from wire.ptz import PtzControl

pytestmark = pytest.mark.gui
ME, PATROL = "zhang", "patrol 12, started by Li Xiaoming"
REFUSED = "The camera has been taken over by a post above yours, and stays in its hand until it lets it go."


@pytest.fixture
def wall(hall: Hall) -> Iterator[VideoWall]:
    pool = StreamPool()
    made = VideoWall(hall, pool)
    made.set_layout("16")
    yield made
    pool.stop()


@pytest.mark.parametrize("speech", ["zh_CN", "en"])
def test_that_a_chip_stays_within_its_pane_and_says_all_where_there_is_room(
    speech: str, hall: Hall, wall: VideoWall, show: Callable[..., QWidget], tongue: Language, qtbot: QtBot
) -> None:
    tongue.set(speech)
    show(wall, 900, 480)
    mine = PtzControl(camera_id="v", user=ME, full_name="张小明", at=hall.clock.now(), taken_from="li", taken_from_name="李晓明")
    others = PtzControl(camera_id="v", user="li", full_name="Alexandra Konstantinopolou", at=hall.clock.now(), taken_from=ME)
    said = [
        (ptz_words.control(mine, ME, 42), MINE, ptz_words.control_short(mine, ME, 42)),
        (ptz_words.control(others, ME, None), OTHERS, ptz_words.control_short(others, ME, None)),
        (ptz_words.free(), FREE, ptz_words.free_short()),
        (f"{ptz_words.control(mine, ME, 42)} · {PATROL}", MINE, f"{ptz_words.control_short(mine, ME, 42)} · {ptz_words.patrol(12)}"),
        (REFUSED, OTHERS, ""),
    ]
    panes = [pane for pane in wall.panes if pane.isVisible()]
    assert len(panes) == 16
    chips = [PtzChip(pane) for pane in panes[: len(said)]]
    for chip, words in zip(chips, said, strict=True):
        chip.tell(*words)
    QApplication.processEvents()
    for chip, pane, (_, _, short) in zip(chips, panes, said, strict=False):
        assert pane.rect().contains(chip.geometry()), chip.text()
        assert not is_clipped(chip), chip.text()
        assert chip.text() == short or chip.text().endswith("…")
    assert chips[2].text() == ptz_words.free_short()
    wall.set_layout("1")
    one = PtzChip(wall.panes[0])
    one.tell(*said[0])
    wall.resize(1600, 900)
    qtbot.waitUntil(lambda: one.text() == said[0][0])
    wall.set_layout("16")
    wall.resize(900, 480)
    qtbot.waitUntil(lambda: one.text() == said[0][2])
    assert wall.panes[0].rect().contains(one.geometry())
