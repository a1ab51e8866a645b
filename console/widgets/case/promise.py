"""What was promised on the telephone, beside the clock of the disposal."""

from datetime import datetime

from PySide6.QtWidgets import QHBoxLayout, QWidget

from console import words
from console.widgets import theme
from console.widgets.lamp import LampMark
from console.widgets.spoken import Spoken, label
from wire.cases import Case, promise_lamp
from wire.codes import Lamp

TONES = {Lamp.RED: "danger", Lamp.YELLOW: "warn"}


def promise_short(case: Case, now: datetime) -> str:
    """In one line; nothing where nothing was promised."""
    if case.promise_at is None:
        return ""
    due = words.moment(case.promise_at, now)
    if case.promise_kept is not None:
        kept = words.choose("承诺已兑现", "promise kept") if case.promise_kept else words.choose("承诺未兑现", "promise broken")
        return f"{kept} ({due})"
    left = words.left(case.promise_at, now)
    if now > case.promise_at:
        return words.choose(f"已超承诺时限 {left}（{due}）", f"promise broken {left} ({due})")
    return words.choose(f"承诺 {due} 前解决，剩 {left}", f"promised by {due}, {left} left")


class PromiseLine(Spoken):
    """Its own lamp and a line of words; hidden where nothing was promised."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._case: Case | None = None
        self._now: datetime | None = None
        self._lamp, self._text = LampMark(size=20), label("body2", wrap=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(4), 0, 0, 0)
        row.setSpacing(theme.px(12))
        row.addWidget(self._lamp)
        row.addWidget(self._text, 1)
        self.hide()

    def show_case(self, case: Case, now: datetime) -> None:
        self._case, self._now = case, now
        self.say()

    def say(self) -> None:
        case, now = self._case, self._now
        self.setVisible(case is not None and case.promise_at is not None)
        if case is None or now is None or case.promise_at is None:
            return
        burning = promise_lamp(case, now)
        self._lamp.set(burning)
        self._text.setText(promise_short(case, now))
        theme.set_property(self._text, "tone", TONES.get(burning, ""))
