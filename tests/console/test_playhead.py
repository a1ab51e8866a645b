"""The hand of every playback is true to time, whatever the machine is doing, and goes round at either end."""

import time
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from console.hall.playback import SPEEDS, SPEEDS_TOGETHER
from console.hall.playhead import Playhead

pytestmark = pytest.mark.gui
FIRST, LAST = 1_000.0, 101_000.0


class Hand(Playhead):
    def bounds(self) -> tuple[float, float]:
        return FIRST, LAST


@pytest.fixture
def hand(qtbot: QtBot) -> Iterator[Hand]:
    made = Hand()
    yield made
    made.pause()
    made.deleteLater()


@pytest.mark.parametrize("speed", sorted({*SPEEDS, *SPEEDS_TOGETHER}))
def test_that_it_goes_on_by_the_time_that_has_passed_though_the_console_was_held_up(hand: Hand, qtbot: QtBot, speed: int) -> None:
    hand.seek((FIRST + LAST) / 2)
    hand.set_speed(speed)
    before, began = hand.at, time.monotonic()
    hand.play()
    time.sleep(0.3)  # the timer cannot fire ten times meanwhile
    qtbot.waitUntil(lambda: hand.at != before)
    qtbot.wait(100)
    hand.pause()
    passed = time.monotonic() - began
    assert 0.3 * abs(speed) <= abs(hand.at - before) <= passed * abs(speed)
    assert (hand.at > before) == (speed > 0)


@pytest.mark.parametrize(("speed", "end", "other"), [(64, LAST, FIRST), (-64, FIRST, LAST)])
def test_that_it_begins_anew_at_either_end_when_it_loops_and_else_stops_there(hand: Hand, qtbot: QtBot, speed: int, end: float, other: float) -> None:
    hand.set_speed(speed)
    near = end - 0.5 if speed > 0 else end + 0.5
    hand.seek(near)
    hand.play()
    qtbot.waitUntil(lambda: not hand.playing)
    assert hand.at == end
    hand.loop(True)
    hand.seek(near)
    hand.play()
    qtbot.waitUntil(lambda: abs(hand.at - other) < abs(hand.at - end))
    assert hand.playing
