"""Of when a track is wanted: a day that has fixes and times on it, a period by name, or any from a day and time to another."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from PySide6.QtCore import QDateTime, QTime, QTimeZone, Signal
from PySide6.QtWidgets import QDateTimeEdit, QHBoxLayout, QWidget

from console import words
from console.widgets import theme
from console.widgets.fields import Choice
from console.widgets.spoken import Spoken, label
from console.widgets.track.presets import Preset
from wire.tracks import TrackDay

Span = tuple[datetime, datetime]
OWN = "OWN"  # beside the presets: both ends are typed, each with its day
TIME_PX, MOMENT_PX = 64, 136


class PeriodField(Spoken):
    changed = Signal()  # what `span` answers

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.day, self.start, self.end, self._dash = Choice(), QDateTimeEdit(), QDateTimeEdit(), label("hint")
        self._days: list[TrackDay] = []
        self._now = datetime.now(words.zone())
        self._near: date | None = None  # the day that was chosen last
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.day, 1)
        for part in (self.start, self._dash, self.end):
            row.addWidget(part)
        for edit in (self.start, self.end):
            edit.setButtonSymbols(QDateTimeEdit.ButtonSymbols.NoButtons)
            edit.setTimeZone(QTimeZone.utc())  # what it shows is the city's time; no zone of this machine has a say
            edit.dateTimeChanged.connect(lambda _: self.changed.emit())
        self.end.setTime(QTime(23, 59))
        self.day.activated.connect(self._take)
        self._fit()
        self.say()

    def say(self) -> None:
        self._dash.setText("–")
        self.day.line.setPlaceholderText(words.choose("日期", "Day"))
        self.start.setToolTip(words.choose("从此时刻起", "From this time"))
        self.end.setToolTip(words.choose("到此时刻止", "Up to this time"))

    def offer(self, days: Sequence[TrackDay], now: datetime) -> None:
        """The days that have fixes, the newest first; that one is chosen while nothing is."""
        self._days, self._now = sorted(days, key=lambda each: each.day, reverse=True), words.local(now)
        by_name = ((each, each.says()) for each in Preset)
        own = OWN, words.choose("自定义起止…", "From … until …")
        self.day.fill([*((each.day, self._day_words(each.day)) for each in self._days), *by_name, own])
        if self.day.chosen() is None and self._days:
            self.choose(self._days[0].day)

    def choose(self, day: object) -> None:
        self.day.choose(day)
        self._take()

    def choose_span(self, start: datetime, end: datetime) -> None:
        """Both ends as if they were typed, to the minute."""
        self.choose(OWN)
        for edit, at in ((self.start, start), (self.end, end)):
            self._put(edit, words.local(at))

    def span(self, now: datetime) -> Span | None:
        """From and until before; none while something is missing, or ends before it begins."""
        chosen = self.day.chosen()
        if isinstance(chosen, Preset):
            return chosen.period(words.local(now))
        start, end = (self._typed(edit) for edit in (self.start, self.end))
        if chosen == OWN:
            return (start, end + timedelta(minutes=1)) if end >= start else None
        if not isinstance(chosen, date):
            return None
        start, end = (datetime.combine(chosen, moment.time(), moment.tzinfo) for moment in (start, end))
        return start, end + timedelta(minutes=1) if end > start else end + timedelta(days=1)

    def wrong(self) -> str:
        """Why typed ends are no period; empty where they are one."""
        backwards = self.day.chosen() == OWN and self._typed(self.end) < self._typed(self.start)
        return words.choose("止时早于起时，请改正。", "This ends before it begins.") if backwards else ""

    # --- inside

    def _take(self) -> None:
        """From the first to the last fix of a day; typed ends begin with the day that was chosen before, or today; a preset has its own times."""
        chosen = self.day.chosen()
        self._fit()
        day = next((each for each in self._days if each.day == chosen), None)
        if day is not None:
            self._near = day.day
            for edit, at in ((self.start, day.first_at), (self.end, day.last_at)):
                local = words.local(at)
                edit.setTime(QTime(local.hour, local.minute))
        if chosen == OWN:
            start = datetime.combine(self._near or self._now.date(), time(), self._now.tzinfo)
            self._put(self.start, start)
            self._put(self.end, min(start + timedelta(days=1, minutes=-1), self._now))
        self.changed.emit()

    def _fit(self) -> None:
        chosen = self.day.chosen()
        own = chosen == OWN
        for edit in (self.start, self.end):
            edit.setDisplayFormat("yyyy-MM-dd HH:mm" if own else "HH:mm")
            edit.setFixedWidth(theme.px(MOMENT_PX if own else TIME_PX))
            edit.setEnabled(not isinstance(chosen, Preset))
            if own:  # a format without a day has bound it to one
                edit.clearMinimumDateTime()
                edit.clearMaximumDateTime()

    def _typed(self, edit: QDateTimeEdit) -> datetime:
        said = edit.dateTime()
        day, at = said.date(), said.time()
        return datetime(day.year(), day.month(), day.day(), at.hour(), at.minute(), tzinfo=words.zone())

    def _put(self, edit: QDateTimeEdit, at: datetime) -> None:
        edit.setDateTime(QDateTime(at.year, at.month, at.day, at.hour, at.minute, 0, 0, QTimeZone.utc()))

    def _day_words(self, day: date) -> str:
        today = self._now.date()
        text = f"{day:%m-%d}" if day.year == today.year else f"{day:%Y-%m-%d}"
        near = {today: words.choose("今天", "today"), today - timedelta(days=1): words.choose("昨天", "yesterday")}.get(day, "")
        return f"{text}  {near}".rstrip()
