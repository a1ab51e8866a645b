"""A typed moment: a time alone is of the day that is shown, a date leads to that day, and what has no records is refused in a sentence."""

from datetime import datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from console import words
from console.language import Language
from console.widgets.playback.moment_line import MomentLine, read
from tests.console import town


@pytest.mark.parametrize(
    ("text", "day", "time"),
    [
        *(("14:05", "2026-12-02", "14:05:00"), ("14:05:30", "2026-12-02", "14:05:30"), ("１４：０５", "2026-12-02", "14:05:00")),
        *(("12-01 14:05", "2026-12-01", "14:05:00"), ("2025/11/30 7:08:09", "2025-11-30", "07:08:09"), ("11月30日 7:08", "2026-11-30", "07:08:00")),
        *(("2026-11-30", "2026-11-30", "09:10:11"), ("2026-11-30T23:59:59", "2026-11-30", "23:59:59")),
    ],
)
def test_that_a_time_alone_is_of_the_day_that_is_shown_and_a_date_of_its_own(text: str, day: str, time: str) -> None:
    shown = datetime(2026, 12, 2, 9, 10, 11, 500_000, words.zone())
    assert read(text, shown) == datetime.fromisoformat(f"{day}T{time}").replace(tzinfo=words.zone())
    assert not any(
        read(wrong, shown)
        for wrong in ("", "now", "25:00", "02-30 10:00", "14", "0000-01-01 10:00", "0001-01-01 05:00", "9999-12-31 23:00", "14:05 12-01")
    )


@pytest.mark.gui
def test_that_the_typed_day_is_gone_to_and_one_without_records_is_refused_in_both_languages(qtbot: QtBot, dressed: None, tongue: Language) -> None:
    noon = words.local(town.NOW).replace(hour=12, minute=0, second=0, microsecond=0)
    line = MomentLine(lambda: ((noon - timedelta(days=3)).timestamp(), noon.timestamp()))
    qtbot.addWidget(line)
    line.show_at(noon.timestamp())
    went, why = list[float](), list[str]()
    line.sought.connect(went.append)
    line.refused.connect(why.append)

    def typed(text: str) -> None:
        line.selectAll()
        QTest.keyClicks(line, text)
        line.show_at(noon.timestamp())  # the hand moves on
        assert line.text() == text
        QTest.keyClick(line, Qt.Key.Key_Return)

    day = noon - timedelta(days=2)
    typed(f"{day:%m-%d} 07:08")
    typed("07:08")
    assert went == [at.replace(hour=7, minute=8).timestamp() for at in (day, noon)]
    assert (line.text(), why) == (f"{noon:%Y-%m-%d %H:%M:%S}", [])
    typed("12:00:05")
    typed("noon")
    tongue.set("en")
    typed(f"{noon - timedelta(days=9):%Y-%m-%d}")
    assert why[0].startswith(f"{noon:%Y-%m-%d} 12:00:05 没有记录，记录从 ")
    assert why[1].startswith("“noon”不是时刻")
    assert why[2].startswith(f"There is no record of {noon - timedelta(days=9):%Y-%m-%d} 12:00:00: they reach from ")
    assert len(went) == 2
    line.selectAll()
    QTest.keyClicks(line, "1")
    QTest.keyClick(line, Qt.Key.Key_Escape)
    assert line.text() == f"{noon:%Y-%m-%d %H:%M:%S}"
