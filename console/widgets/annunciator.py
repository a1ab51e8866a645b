"""What has come since the operator looked: few lines, a sound now and then, and a way to be left in peace for a while."""

from datetime import datetime, timedelta

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QMenu, QVBoxLayout, QWidget

from console import words
from console.hall.annunciator import Annunciator, Event, Line, What
from console.hall.hall import Hall
from console.hall.sounds import Output, Rule, Sounds
from console.widgets import theme
from console.widgets.sounder import Sounder
from console.widgets.spoken import Spoken, button, hint, label
from wire.codes import AlarmKind, Noun

LINE = Qt.ItemDataRole.UserRole
MUTES_MIN = (15, 60, 480)
TONES = {Rule.ALARM: "danger", Rule.URGENT: "danger", Rule.RED: "danger", Rule.YELLOW: "warn", Rule.REMINDED: "warn"}


class AnnunciatorPane(Spoken):
    opened = Signal(str)  # case id: show its card
    alarm_opened = Signal(str)  # alarm id: show it in its list
    transfer_opened = Signal(str)  # transfer id: likewise
    told = Signal(str, str, int)
    line_changed = Signal(str, str)  # the newest line in words, its tone; empty when there is none

    def __init__(self, hall: Hall, sounds: Sounds, sounder: Sounder, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hall, self._sounds, self._sounder = hall, sounds, sounder
        self.annunciator, self.list = Annunciator(sounds), QListWidget()
        self.mute, self.test, self.clear, self._state = button(), button(), button("quiet"), label("hint", wrap=True)
        self._mutes = QMenu(self)
        self._tested: bool | None = None  # whether a tone of the last test was played; none when nobody has tested since the last mute
        self._lay_out()
        hall.clock.ticked.connect(self._tick)
        self.list.itemActivated.connect(self._open)
        self.test.clicked.connect(self._test)
        self.clear.clicked.connect(self._look_at_all)
        self.say()

    def hear(self, events: list[Event]) -> None:
        self.annunciator.hear(events, self._now_s())
        self._show()
        self._sound()

    def say(self) -> None:
        self.test.setText(self.tr("Test the sound"))
        self.clear.setText(self.tr("All seen"))
        self._mutes.clear()
        for minutes in MUTES_MIN:
            action = self._mutes.addAction(self.tr("for {minutes} min").format(minutes=minutes))
            action.triggered.connect(lambda _=False, minutes=minutes: self.mute_for(minutes))
        self._mutes.addAction(self.tr("Sound on")).triggered.connect(lambda: self.mute_for(None))
        self._show()
        self._show_state()

    def mute_for(self, minutes: float | None) -> None:
        """None: the sound comes back at once."""
        until = None if minutes is None else self._now_s() + minutes * 60
        self.annunciator.mute(until)
        self._tested = None
        self._show_state()

    def tell(self) -> None:
        count = sum(len(line.events) for line in self.annunciator.lines)
        self.told.emit("", self.tr("{count} new").format(count=count) if count else "", len(self.annunciator.lines))

    def text(self, line: Line) -> str:
        """ "急件 · 下穿通道 3 件，另有 12 件"."""
        told = self._sounds.rule[line.rule]
        common, count, others = line.most()
        word = self._word(common)
        if told.each and (case := self._hall.cases.get(next(iter(line.events)))):
            return f"{words.choose(*told.name)} · {word} · {case.address}"
        parts = [words.choose(f"{word} {count} 件", f"{word} {count}")] if word else []
        if others:
            alone = not parts
            parts.append(words.choose(f"{others} 件" if alone else f"另有 {others} 件", f"{others}" if alone else f"{others} others"))
        return f"{words.choose(*told.name)} · {words.choose('，', ', ').join(parts)}"

    def _word(self, common: str | What | None) -> str:
        if isinstance(common, AlarmKind):
            return words.of(common)
        return words.class_name(self._hall.classes.get(common), common[1]) if isinstance(common, tuple) else common or ""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        item = self.list.currentItem()
        if event.key() == Qt.Key.Key_Delete and item is not None:
            self._look(item.data(LINE))
        else:
            super().keyPressEvent(event)

    def _now_s(self) -> float:
        return self._hall.clock.now().timestamp()

    def _tick(self, _: datetime) -> None:
        self._sound()
        self._show_state()

    def _sound(self) -> None:
        rule = self.annunciator.sound(self._now_s())
        if rule is not None:
            self._play(rule, sum(len(line.events) for line in self.annunciator.lines if line.rule is rule))

    def _play(self, rule: Rule, count: int) -> None:
        told = self._sounds.rule[rule]
        tone = self._sounds.tones[told.tone]
        if told.output is Output.SPEECH:
            self._sounder.speak(words.choose(*told.speech).format(count=count), tone)
        else:
            self._sounder.play(tone)

    def _test(self) -> None:
        self._play(Rule.ARRIVAL, 1)
        self._tested = self._sounder.has_device()
        self._show_state()

    def _show_state(self) -> None:
        until = self.annunciator.muted_until_s if self.annunciator.is_muted(self._now_s()) else None
        self.mute.setText(self.tr("Mute"))
        said = []
        if until is not None:
            at = words.local(self._hall.clock.now() + timedelta(seconds=until - self._now_s()))
            said.append(self.tr("muted until {time}").format(time=f"{at:%H:%M}"))
        if self._tested is not None:
            said.append(self.tr("a tone was played") if self._tested else self.tr("no audio device: nothing can be heard here"))
        self._state.setText(" · ".join(said))

    def _show(self) -> None:
        chosen = self.list.currentRow()
        self.list.clear()
        for line in reversed(self.annunciator.lines):
            at = words.moment(words.at_seconds(line.at_s), self._hall.clock.now())
            item = QListWidgetItem(f"{at}   {self.text(line)}")
            item.setToolTip(hint(self.text(line)))
            item.setData(LINE, line)
            item.setForeground(theme.colour(TONES.get(line.rule, "text")))
            self.list.addItem(item)
        self.list.setCurrentRow(min(chosen, self.list.count() - 1))
        newest = self.annunciator.lines[-1] if self.annunciator.lines else None
        self.line_changed.emit(self.text(newest) if newest else "", TONES.get(newest.rule, "") if newest else "")
        self.tell()

    def _open(self, item: QListWidgetItem) -> None:
        """Its first case; a line of one case is seen by that."""
        line: Line = item.data(LINE)
        first = next(iter(line.events.values()))
        self._look(line)
        if first.noun in (Noun.ALARM, Noun.TRANSFER):
            (self.alarm_opened if first.noun is Noun.ALARM else self.transfer_opened).emit(first.case_id)
            return
        self._hall.selection.set(Noun.CASE, first.case_id)
        self.opened.emit(first.case_id)

    def _look(self, line: Line) -> None:
        self.annunciator.look(line)
        self._show()

    def _look_at_all(self) -> None:
        self.annunciator.look_at_all()
        self._show()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(theme.px(8), theme.px(4), theme.px(8), theme.px(4))
        row.setSpacing(theme.px(8))
        self.mute.setMenu(self._mutes)
        row.addWidget(self.mute)
        row.addWidget(self.test)
        row.addWidget(self._state, 1)
        row.addWidget(self.clear)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(self.list, 1)
