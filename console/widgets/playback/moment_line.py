"""A moment that is typed: a time of the day that is shown, or a date with it. Until somebody types it shows where the hand is."""

import re
import unicodedata
from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

from console import words
from console.widgets import theme

FORM = re.compile(r"(?:(?:([12]\d{3})[-/.年])?(\d{1,2})[-/.月](\d{1,2})日?)?(?:[\sT]*)(?:(\d{1,2}):(\d{2})(?::(\d{2}))?)?")
EDGE_S = 1.0  # what is typed has no parts of a second


class MomentLine(QLineEdit):
    """`bounds`: the first and last moment of which there is something, seconds since 1970; none: of none."""

    sought = Signal(float)  # seconds since 1970
    refused = Signal(str)  # why it is not gone to, in one sentence

    def __init__(self, bounds: Callable[[], tuple[float, float] | None], form: str = "%Y-%m-%d %H:%M:%S") -> None:
        super().__init__()
        self._bounds, self._form, self._at = bounds, form, 0.0
        self.setFixedWidth(theme.px(150 if "%Y" in form else 122))
        self.editingFinished.connect(self.commit)

    def say(self) -> None:
        self.setToolTip(
            words.choose(
                "跳转到的时刻：只填时间为所示的当天，可连同日期填写，如 12-01 14:05",
                "The time to go to: alone it is of the day that is shown; with a date, such as 12-01 14:05, of that day",
            )
        )

    def show_at(self, at: float) -> None:
        """What somebody is typing stays."""
        self._at = at
        if not self.isModified():
            self.setText(self._words(at))

    def commit(self) -> None:
        if not self.isModified():
            return
        typed, at = self.text(), read(self.text(), words.local(words.at_seconds(self._at)))
        self.setModified(False)
        self.show_at(self._at)
        bounds = self._bounds()
        if at is None:
            self.refused.emit(
                words.choose(f"“{typed}”不是时刻：请填 14:05:30 或 12-01 14:05", f'"{typed}" is no time: type 14:05:30, or 12-01 14:05 with its day.')
            )
        elif bounds is None or not bounds[0] - EDGE_S <= at.timestamp() <= bounds[1] + EDGE_S:
            self.refused.emit(self._why(at.timestamp(), bounds))
        else:
            self.sought.emit(at.timestamp())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.isModified():
            self.setModified(False)
            self.show_at(self._at)
        else:
            super().keyPressEvent(event)

    def _why(self, at: float, bounds: tuple[float, float] | None) -> str:
        when = f"{words.local(words.at_seconds(at)):%Y-%m-%d %H:%M:%S}"
        if bounds is None:
            return words.choose(f"{when} 没有记录", f"There is no record of {when}.")
        first, last = (f"{words.local(words.at_seconds(each)):%Y-%m-%d %H:%M:%S}" for each in bounds)
        return words.choose(f"{when} 没有记录，记录从 {first} 到 {last}", f"There is no record of {when}: they reach from {first} to {last}.")

    def _words(self, at: float) -> str:
        return f"{words.local(words.at_seconds(at)):{self._form}}"


def read(text: str, shown: datetime) -> datetime | None:
    """What of the day and year is not typed is that of the moment that is shown, and the time beside a date alone; none for what is no moment."""
    found = FORM.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if found is None or not any(found.groups()):
        return None
    year, month, day, hour, minute, second = (int(part) if part is not None else None for part in found.groups())
    if hour is None:
        hour, minute, second = shown.hour, shown.minute, shown.second
    year, month, day = (typed if typed is not None else of for typed, of in ((year, shown.year), (month, shown.month), (day, shown.day)))
    try:
        return shown.replace(year=year, month=month, day=day, hour=hour, minute=minute or 0, second=second or 0, microsecond=0)
    except ValueError:
        return None
