"""Marks on the line of time of the rewound hall: thousands of them are painted once, and the bar says how many there are only when that is known."""

import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from console import words
from console.hall.hall import Hall
from console.hall.rewind import LEASH_S, PATIENCE_S, Rewind
from console.language import Language
from console.widgets import theme
from console.widgets.playback.event_marks import Event, EventMarks, merged
from console.widgets.rewind.bar import RewindBar
from wire.codes import AlarmKind, PastMarkKind
from wire.past import MOST_MARKS, MarkCount, PastMark, PastMarks

pytestmark = pytest.mark.gui
SECOND = timedelta(seconds=1)


@pytest.fixture
def rewind(hall: Hall) -> Iterator[Rewind]:
    made = Rewind(hall)
    yield made
    made.end()
    made.deleteLater()


@pytest.fixture
def bar(rewind: Rewind, show: Callable[..., QWidget]) -> RewindBar:
    made = RewindBar(rewind)
    show(made, 1000, 110)
    made.timeline.set_head(rewind.at - 3600, rewind.at)
    return made


def alarms(start: datetime, count: int, step: timedelta) -> list[PastMark]:
    return [PastMark(kind=PastMarkKind.ALARM, at=start + n * step, alarm=AlarmKind.SPEED, unit_id="u1") for n in range(count)]


def seen(bar: RewindBar) -> tuple[datetime, datetime]:
    start, end = (datetime.fromtimestamp(at).astimezone() for at in bar.timeline.seen())
    return start, end


def test_that_nothing_is_said_of_how_many_marks_there_are_before_anybody_knows(bar: RewindBar, rewind: Rewind, tongue: Language) -> None:
    start, end = seen(bar)
    rewind.seek(rewind.at - 3600)
    assert bar.told.text() == ""
    bar.take_marks(start, end, PastMarks(marks=[]))
    assert bar.told.text() == "时间轴上 0 个标记"
    bar.take_marks(start, end, PastMarks(marks=alarms(start + SECOND, 3, SECOND)))
    assert bar.told.text() == "时间轴上 3 个标记"
    tongue.set("en")
    bar.say()
    assert bar.told.text() == "3 marks on the line of time"
    rewind.seek(rewind.at - 10 * 86_400)  # where nobody has asked yet
    assert bar.told.text() == ""


def test_that_the_mark_on_which_the_hand_stands_is_said_in_the_language_of_the_hall(bar: RewindBar, rewind: Rewind, tongue: Language) -> None:
    start, end = seen(bar)
    bar.take_marks(start, end, PastMarks(marks=alarms(start + SECOND, 1, SECOND)))
    rewind.seek((start + SECOND).timestamp())
    assert "报警" in bar.told.text()
    tongue.set("en")
    bar.say()
    assert "报警" not in bar.told.text()
    assert "Alarm" in bar.told.text()


def test_that_a_line_that_is_not_whole_says_so_and_is_asked_for_again(bar: RewindBar, qtbot: QtBot) -> None:
    bar._again.setInterval(10)
    start, end = seen(bar)
    asked: list[tuple[datetime, datetime]] = []
    bar.marks_wanted.connect(lambda *of: asked.append(of))
    bar.take_marks(start, end, PastMarks(marks=alarms(start + SECOND, 3, SECOND), waiting=70_000))
    assert bar.told.text() == "时间轴上 3 个标记，尚未查完"
    qtbot.waitUntil(lambda: bool(asked))
    bar.take_marks(start, end, PastMarks(marks=alarms(start + SECOND, 4, SECOND)))
    assert bar.told.text() == "时间轴上 4 个标记"
    assert not bar._again.isActive()


def test_that_what_is_counted_in_parts_is_on_the_line_and_asked_for_one_by_one_when_zoomed_to(bar: RewindBar, qtbot: QtBot) -> None:
    start, end = seen(bar)
    part = (end - start) / 240
    first = start + 120 * part
    counts = [MarkCount(kind=PastMarkKind.ALARM, at=first + n * part, until=first + n * part + part / 2, count=100 + n) for n in range(10)]
    marks = alarms(start + SECOND, MOST_MARKS, SECOND)
    bar.take_marks(start - (end - start), end, PastMarks(marks=marks, left_off=sum(each.count for each in counts), counts=counts))
    assert bar.told.text() == f"时间轴上 {MOST_MARKS + sum(range(100, 110)):,} 个标记"
    assert bar.marks[-1].event.text.endswith("报警 109 件")
    asked: list[tuple[datetime, datetime]] = []
    bar.marks_wanted.connect(lambda *of: asked.append(of))
    line = bar.timeline
    line.length_s = (end - start).total_seconds() / 4
    line._middle = counts[4].at.timestamp() + part.total_seconds() / 4 + line.length_s / 2  # its edge goes through a part
    line.window_changed.emit()
    bar._tell()
    assert bar.told.text() == f"时间轴上 {sum(range(105, 110)):,}+ 个标记"
    qtbot.waitUntil(lambda: bool(asked))
    ((since, until),) = asked
    assert timedelta() < until - since < (end - start) / 1.9


def test_that_marks_of_one_column_are_one_and_painted_once_however_often_the_hand_ticks(bar: RewindBar) -> None:
    start, end = seen(bar)
    bar.take_marks(start, end, PastMarks(marks=alarms(start + SECOND, MOST_MARKS, (end - start) / (MOST_MARKS + 1))))
    line = bar.timeline
    line.grab()
    drawn = picture(line.marks, bar)
    for tick in range(5):
        line.set_head(line.head + tick, line.now)
        line.grab()
    assert picture(line.marks, bar) == drawn
    line.resize(line.width() - 100, line.height())
    line.grab()
    assert picture(line.marks, bar) != drawn
    shown = list(merged(line.events, line.seen(), line.width()))
    assert len({int(x) for x, _ in shown}) == len(shown) <= line.width() < MOST_MARKS
    mixed = [Event(line.seen().start + 5, "", alarm, shape) for alarm in (True, False) for shape in ("triangle", "flag", "flag")]
    assert [(each.alarm, each.shape) for _, each in merged(mixed, line.seen(), line.width())] == [
        (alarm, shape) for alarm in (True, False) for shape in ("triangle", "flag")
    ]


def test_that_marks_look_as_they_are_in_the_theme_that_is_worn(bar: RewindBar) -> None:
    line, start = bar.timeline, bar.timeline.seen().start
    line.show_line((), (), (), [Event(start + line.length_s / 2, "", True)])
    x, y = line.width() // 2, round(line.height() * 0.9) + 2
    assert line.grab().toImage().pixelColor(round(x * line.devicePixelRatioF()), round(y * line.devicePixelRatioF())) == theme.colour("danger")


def test_that_the_hall_waits_for_its_slowest_pane_but_not_for_ever(rewind: Rewind) -> None:
    start = rewind.at - 3600
    rewind.at = rewind.shown = start
    rewind._until = start + 1800
    rewind.set_speed(16.0)
    rewind.play()
    pane: list[float | None] = [start]
    rewind.reached = lambda: pane[0]

    def stepped() -> float:
        time.sleep(0.06)  # 0.96 s of its time
        rewind._step()
        return rewind.at - start

    assert [stepped(), stepped()] == pytest.approx([LEASH_S, LEASH_S])
    pane[0] = start + 0.5
    assert stepped() == pytest.approx(0.5 + LEASH_S)
    rewind._held = (start + 0.5, time.monotonic() - PATIENCE_S)  # it does not come on at all
    assert stepped() > 1.9
    pane[0] = None  # there is nothing to be shown
    assert stepped() > 2.8
    pane[0] = start
    rewind.set_speed(64.0)  # a pane leaps then, and says so
    assert stepped() > 6


def test_that_what_is_typed_stays_while_it_plays_and_is_gone_to_or_refused_in_a_sentence(bar: RewindBar, rewind: Rewind) -> None:
    start = rewind.at - 5 * 86_400
    rewind.seek(start)
    day = words.local(words.at_seconds(start)) - timedelta(days=2)
    bar.moment.selectAll()
    QTest.keyClicks(bar.moment, f"{day:%m-%d} 07:08")
    rewind.seek(start + 1)  # it plays on meanwhile
    QTest.mouseClick(bar.go, Qt.MouseButton.LeftButton)
    assert rewind.at == day.replace(hour=7, minute=8, second=0, microsecond=0).timestamp()
    assert bar.moment.text() == f"{day:%Y-%m-%d} 07:08:00"
    bar.moment.selectAll()
    QTest.keyClicks(bar.moment, f"{day:%Y-%m-%d}"[:3] + "9" + f"{day:-%m-%d} 07:08")  # in years
    before = rewind.at
    QTest.keyClick(bar.moment, Qt.Key.Key_Return)
    assert rewind.at == before
    assert "没有记录，记录从" in bar.told.text()
    rewind.seek(before + 1)
    assert "没有记录，记录从" in bar.told.text()
    QTest.keyClicks(bar.moment, "1")
    assert "没有记录" not in bar.told.text()


def picture(marks: EventMarks, bar: RewindBar) -> int:
    """Which picture is shown."""
    line = bar.timeline
    return int(marks.picture(line.events, line.seen(), line.size(), line.devicePixelRatioF()).cacheKey())
